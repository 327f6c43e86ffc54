// Points in time, durations and rates in any unit.

#include "tests/support/catch.h"
#include "tests/support/read.h"

using namespace secondsource;

TEST_CASE("durations come in any unit that makes whole ticks") {
    Read r{"a_weeks = 13\nb_days = 14\nc_ticks = 3\nd_periods = 4\ne_weeks = 0\n"};
    CHECK(r.root.duration("a", "of a") == Ticks{13});
    CHECK(r.root.duration("b", "of b") == Ticks{2});
    CHECK(r.root.duration("c", "of c") == Ticks{3});
    CHECK(r.root.duration("d", "of d") == Ticks{4});
    CHECK(r.root.duration("e", "of e") == Ticks{0});
    r.root.finish();
    CHECK(r.mistakes() == "");

    Read in_days{"a_weeks = 2\nb_years = 1\n", days};
    CHECK(in_days.root.duration("a", "of a") == Ticks{14});
    CHECK(in_days.root.duration("b", "of b") == Ticks{365});
    CHECK(in_days.says("\"b_years\" at the top of the file is 365.24 days, rounded to 365"));
}

TEST_CASE("a duration that is no whole number of ticks is rounded half up, with a warning") {
    Read r{"a_months = 3\nb_days = 10.5\n"};
    CHECK(r.root.duration("a", "of a") == Ticks{13});
    CHECK(r.root.duration("b", "of b") == Ticks{2});
    CHECK(r.mistakes() ==
          "a.toml:1:12: warning: \"a_months\" at the top of the file is 13.04 weeks, rounded to 13\n"
          "    1 | a_months = 3\n"
          "      |            ^\n"
          "a.toml:2:10: warning: \"b_days\" at the top of the file is 1.50 weeks, rounded to 2\n"
          "    2 | b_days = 10.5\n"
          "      |          ^~~~\n");
    CHECK_FALSE(r.diagnostics.has_errors());
}

TEST_CASE("a positive duration that would round to nothing is an error") {
    Read r{"lead_time_days = 3\n"};
    CHECK(r.root.duration("lead_time", "from shipment to arrival", at_least(0), Ticks{1}) == Ticks{1});
    CHECK(r.says("\"lead_time_days\" at the top of the file would round to 0: it is 0.43 weeks, and a tick is a week"));
}

TEST_CASE("durations too long, too short, or given twice are errors") {
    Read r{"a_weeks = 1\na_days = 7\nb_weeks = 1e300\nc_weeks = 0\nd_weeks = -1\ne_weeks = \"x\"\n"};
    CHECK(r.root.duration("a", "of a") == Ticks{1});
    r.root.duration("b", "of b");
    CHECK(r.root.duration("c", "of c", at_least(2)) == Ticks{3});
    r.root.duration("d", "of d");
    r.root.duration("e", "of e");
    r.root.finish();
    CHECK(r.says("\"a_weeks\" at the top of the file says the same as \"a_days\""));
    CHECK(r.says("\"b_weeks\" at the top of the file is too long: 1e+300"));
    CHECK(r.says("\"c_weeks\" at the top of the file must be at least 2 weeks, not 0"));
    CHECK(r.says("\"d_weeks\" at the top of the file must be at least 0 weeks, not -1"));
    CHECK(r.diagnostics.errors() == 5);
}

TEST_CASE("a world without dates knows periods only") {
    Read r{"a_periods = 5\nb_weeks = 2\nc_units_per_period = 3\nd_units_per_week = 1\nat = 5\nwhen = 2025-01-01\n",
           periods};
    CHECK(r.root.duration("a", "of a") == Ticks{5});
    r.root.duration("b", "of b");
    CHECK(r.root.rate("c", "units", "a rate") == Schedule{3});
    r.root.rate("d", "units", "a rate");
    CHECK(r.root.tick("at", "when it begins") == Tick{5});
    r.root.tick("when", "when it begins");
    r.root.finish();
    CHECK(r.diagnostics.errors() == 3);
    CHECK(r.says("\"b_weeks\" at the top of the file means nothing in a world without dates"));
    CHECK(r.says("help: write \"b_periods\""));
    CHECK(r.says("help: write \"d_units_per_period\""));
    CHECK(r.says("\"when\" at the top of the file must be the number of a tick, not a date"));
}

TEST_CASE("rates come out per tick, whatever they are written in") {
    Read r{
        "a_wafers_per_month = 100\nb_units_per_week = 5\nc_wafers_per_year = 365.2425\nfail_per_day = "
        "0.1\nd_units_per_quarter = 12\n"};
    CHECK(r.root.rate("a", "wafers", "a").at(Tick{}) == Approx(100 * 7 / (365.2425 / 12)).epsilon(1e-14));
    CHECK(r.root.rate("b", "wafers", "b") == Schedule{5});
    CHECK(r.root.rate("c", "wafers", "c").at(Tick{}) == Approx(7).epsilon(1e-14));
    CHECK(r.root.rate("fail", "", "failures").at(Tick{}) == Approx(0.7).epsilon(1e-14));
    CHECK(r.root.rate("d", "units", "d").at(Tick{}) == Approx(12.0 * 7 / (365.2425 / 4)).epsilon(1e-14));
    r.root.finish();
    CHECK(r.mistakes() == "");
}

TEST_CASE("a misspelt rate is told in the unit that was meant") {
    Read r{"capacity_wafers_per_mnth = 100\n"};
    r.root.rate("capacity", "wafers", "starts of the pool");
    r.root.finish();
    CHECK(r.mistakes() ==
          "a.toml:1:1: error: unknown key \"capacity_wafers_per_mnth\" at the top of the file\n"
          "    1 | capacity_wafers_per_mnth = 100\n"
          "      | ^~~~~~~~~~~~~~~~~~~~~~~~\n"
          "      help: did you mean \"capacity_wafers_per_month\"? Starts of the pool.\n");
}

TEST_CASE("a rate may be changed by an event in its own unit") {
    Read           r{"ship_units_per_day = 2\n[[event]]\nat = 2025-10-13\nset = { ship_units_per_day = 3 }\n"};
    const Schedule ship = r.root.rate("ship", "units", "what leaves");
    CHECK(ship.at(Tick{0}) == Approx(14).epsilon(1e-14));
    CHECK(ship.at(Tick{1}) == Approx(21).epsilon(1e-14));
}

TEST_CASE("a misspelt change of a rate by an event is answered with the rate as it is spelt") {
    Read r{"ship_units_per_day = 2\n[[event]]\nat = 2025-10-13\nset = { shp_units_per_day = 3 }\n"};
    r.root.rate("ship", "units", "what leaves");
    r.root.finish();
    CHECK(r.says("did you mean \"ship_units_per_day\"?"));
}

TEST_CASE("rates beyond what can be counted are refused, whatever the unit of time") {
    Read r{"ship_units_per_day = 2e9\n"};
    r.root.rate("ship", "units", "what leaves");
    CHECK(r.says("comes to 1.4e+10 in a week, more than can be counted"));
}

TEST_CASE("times beyond all time are refused") {
    Read r{"at = -9223372036854775808\ns = [1, { at = -9223372036854775808, value = 2 }]\n", periods};
    r.root.tick("at", "when");
    r.root.schedule("s", "what");
    CHECK(r.diagnostics.errors() == 2);
    CHECK(r.says("is out of all time"));
}
