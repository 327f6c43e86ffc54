// Suggestions for mistyped words.
#include "sim/base/spelling.h"

#include <vector>

#include "tests/support/catch.h"

using namespace secondsource;

namespace {

const std::vector<std::string> keys = {"cycle_time_weeks", "capacity", "lead_time_weeks", "level_units", "yield", "tick"};

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates = keys) {
    return nearest(word, candidates).value_or("none");
}

}  // namespace

TEST_CASE("the edit distance counts insertions, omissions, replacements and swaps of neighbours") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("wafer", "wafer") == 0);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("yeild", "yield") == 1);
    CHECK(edit_distance("ca", "abc") == 3);  // no letter is touched twice
    CHECK(edit_distance("abcd", "") == 4);
}

TEST_CASE("a slip of the finger is put right") {
    CHECK(suggestion("cycle_time_week") == "cycle_time_weeks");
    CHECK(suggestion("yeild") == "yield");
    CHECK(suggestion("capcity") == "capacity");
    CHECK(suggestion("Level-Units") == "level_units");
    CHECK(suggestion("CAPACITY") == "capacity");
    CHECK(suggestion("tikc") == "tick");
}

TEST_CASE("what is far from everything earns no suggestion") {
    CHECK(suggestion("colour") == "none");
    CHECK(suggestion("x") == "none");
    CHECK(suggestion("") == "none");
    CHECK(suggestion("yield", {}) == "none");
    CHECK(suggestion("b", {"a"}) == "none");
}

TEST_CASE("the nearest wins, then the one nearest in case, then the first") {
    CHECK(suggestion("lead_time_week", {"load_time_weeks", "lead_time_weeks"}) == "lead_time_weeks");
    CHECK(suggestion("HBMx", {"hbm3", "HBM4"}) == "HBM4");
    CHECK(suggestion("hbmx", {"hbm3", "hbm4"}) == "hbm3");
}

TEST_CASE("a forgotten unit is supplied if there is only one") {
    CHECK(suggestion("cycle_time", {"cycle_time_in_calendar_weeks", "yield"}) == "cycle_time_in_calendar_weeks");
    CHECK(suggestion("rate", {"rate_of_growth_weeks", "rate_of_growth_months"}) == "none");
}

TEST_CASE("candidates may be views") {
    const std::vector<std::string_view> names = {"proportional", "priority"};
    CHECK(nearest("proportinal", names) == "proportional");
}
