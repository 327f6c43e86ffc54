// Values that are dated.

#include "tests/support/catch.h"
#include "tests/support/read.h"

using namespace secondsource;

TEST_CASE("dated values become steps at the ticks that hold their dates") {
    Read           r{R"(a = [{ at = 2025-10-06, value = 1, source = "s" }, { at = 2025-10-21, value = 2 }]
b = [5, { at = 2025-10-13, value = 7 }]
c = { linear = true, steps = [{ at = 2025-10-06, value = 0 }, { at = 2025-10-20, value = 4 }] }
d = 3
e = { value = 4, source = "x" }
)"};
    const Schedule a = r.root.schedule("a", "a");
    CHECK(a.at(Tick{-9}) == 1);
    CHECK(a.at(Tick{1}) == 1);
    CHECK(a.at(Tick{2}) == 2);
    const Schedule b = r.root.schedule("b", "b");
    CHECK(b.at(Tick{0}) == 5);
    CHECK(b.at(Tick{1}) == 7);
    CHECK(r.root.schedule("c", "c").at(Tick{1}) == 2);
    CHECK(r.root.schedule("d", "d") == Schedule{3});
    CHECK(r.root.schedule("e", "e") == Schedule{4});
    r.root.finish();
    CHECK(r.mistakes() == "");
}

TEST_CASE("steps out of order, or not written as steps, are errors") {
    Read r{
        "a = [{ at = 2026-01-01, value = 1 }, { at = 2025-01-01, value = 2 }]\n"
        "b = [{ at = 2026-01-01, value = -1 }]\n"
        "c = [{ at = 2026-01-01, value = 1, sauce = \"x\" }]\n"
        "d = [{ value = 1, at2 = 3 }]\n"
        "e = []\n"
        "f = [{ at = 5, value = 1 }]\n"
        "g = { linear = 1, steps = [{ at = 2026-01-01, value = 1 }], x = 1 }\n"
        "h = \"x\"\n"
        "i = [{}, { at = 2026-01-01, value = 1 }]\n"};
    for (const char* key : {"a", "b", "c", "d", "e", "f", "g", "h", "i"})
        r.root.schedule(key, "what it is", at_least(0));
    CHECK(r.mistakes().starts_with(
        "a.toml:1:45: error: 2025-01-01 comes after 2026-01-01 in the steps of \"a\" at the top of the file\n"));
    CHECK(r.says("must be at least 0, not -1"));
    CHECK(r.says("unknown key \"sauce\" in a step of \"c\""));
    CHECK(r.says("every step needs `at` and `value`: one of \"d\""));
    CHECK(r.says("there is no step of \"e\""));
    CHECK(r.says("\"at\" at the top of the file must be a date, not a whole number"));
    CHECK(r.says("\"linear\" of \"g\" at the top of the file must be true or false"));
    CHECK(r.says("unknown key \"x\" in \"g\""));
    CHECK(r.says("\"h\" at the top of the file must be a number, or dated values"));
    CHECK(r.says("there is no value before the first change of \"i\""));
    CHECK(r.diagnostics.errors() == 10);
}

TEST_CASE("of two steps in one tick the later one holds, with a warning") {
    Read r{"a = [{ at = 2025-10-06, value = 1 }, { at = 2025-10-07, value = 2 }]\n"};
    CHECK(r.root.schedule("a", "a").at(Tick{0}) == 2);
    CHECK(r.says("warning: two steps of \"a\" at the top of the file fall into the same week; the later one holds"));
}

TEST_CASE("an event changes what may be dated, and nothing else") {
    Read r{
        "[agent]\nprice_usd = 5\ncycle_weeks = 3\nkind = \"x\"\n"
        "[[event]]\nat = 2025-10-13\nset = { \"agent.price_usd\" = 7, \"agent.weight\" = 4, \"agent.cycle_weeks\" = 9 "
        "}\n"};
    Reader         agent = r.root.table("agent", "who");
    const Schedule price = agent.schedule("price_usd", "price");
    CHECK(price.at(Tick{0}) == 5);
    CHECK(price.at(Tick{1}) == 7);
    const Schedule weight = agent.schedule("weight", "weight", {}, Schedule{1});
    CHECK(weight.at(Tick{0}) == 1);
    CHECK(weight.at(Tick{1}) == 4);
    agent.duration("cycle", "of the process");
    agent.text("kind", "what it is");
    agent.finish();
    r.root.finish();
    CHECK(r.mistakes() ==
          "a.toml:7:52: error: \"cycle_weeks\" in [agent] may not change during the run\n"
          "    7 | set = { \"agent.price_usd\" = 7, \"agent.weight\" = 4, \"agent.cycle_weeks\" = 9 }\n"
          "      |                                                    ^~~~~~~~~~~~~~~~~~~\n"
          "      help: give it one value, and run the scenario again with another\n");
}

TEST_CASE("a table of numbers by name keeps names, order and places") {
    Read r{
        "shares = { nvidia = [{ at = 2025-10-06, value = 1 }, { at = 2025-10-13, value = 0.6 }], amd = 0.4, source = "
        "\"s\" }\nwrong = { a = 2 }\n"};
    const auto shares = r.root.schedules("shares", "shares by seller", between(0, 1));
    REQUIRE(shares.size() == 2);
    CHECK(shares[0].name == "nvidia");
    CHECK(shares[0].schedule.at(Tick{1}) == 0.6);
    CHECK(shares[1].name == "amd");
    CHECK(shares[1].place.column == 89);
    CHECK(r.mistakes() == "");
    r.root.schedules("wrong", "shares by seller", between(0, 1));
    CHECK(r.says("\"wrong.a\" at the top of the file must be between 0 and 1, not 2"));
}
