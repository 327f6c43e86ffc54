// Single values and lists: what getters answer, and the exact words for what is wrong.

#include "tests/support/catch.h"
#include "tests/support/read.h"

using namespace secondsource;

TEST_CASE("getters answer with what is written") {
    Read r{
        "t = \"x\"\nf = true\nw = 7\nr = 0.5\na = 2.5\nd = 2026-01-31\nl = [1, 2.5]\nm = [\"a\", \"b\"]\nc = "
        "\"two\"\ns = 1\n"};
    CHECK(r.root.text("t", "a text") == "x");
    CHECK(r.root.flag("f", "a flag"));
    CHECK(r.root.whole("w", "a whole number") == 7);
    CHECK(r.root.real("r", "a number") == 0.5);
    CHECK(r.root.amount("a", "an amount") == Amount::nearest(2.5));
    CHECK(r.root.date("d", "a date") == Date{2026, 1, 31});
    CHECK(r.root.reals("l", "numbers") == std::vector<double>{1, 2.5});
    CHECK(r.root.amounts("l", "amounts") == std::vector<Amount>{Amount::of(1), Amount::nearest(2.5)});
    CHECK(r.root.texts("m", "texts") == std::vector<std::string>{"a", "b"});
    CHECK(r.root.choice("c", "a choice", {"one", "two"}) == "two");
    CHECK(r.root.share("s", "a share") == 1);
    r.root.finish();
    CHECK(r.mistakes() == "");
}

TEST_CASE("getters answer with their fallback where nothing is written") {
    Read r{""};
    CHECK(r.root.text("t", "a text", "x") == "x");
    CHECK(r.root.flag("f", "a flag", true));
    CHECK(r.root.whole("w", "a whole number", {}, 7) == 7);
    CHECK(r.root.real("r", "a number", {}, 0.5) == 0.5);
    CHECK(r.root.amount("a", "an amount", {}, Amount::of(3)) == Amount::of(3));
    CHECK(r.root.tick("k", "a time", Tick{4}) == Tick{4});
    CHECK(r.root.duration("d", "of a thing", {}, Ticks{3}) == Ticks{3});
    CHECK(r.root.rate("q", "units", "a rate", {}, Schedule{2}) == Schedule{2});
    CHECK(r.root.schedule("s", "a path", {}, Schedule{2}) == Schedule{2});
    CHECK(r.root.schedules("m", "paths").empty());
    CHECK(r.root.reals("l", "numbers", {}, std::vector<double>{1}) == std::vector<double>{1});
    CHECK(r.root.tables("agent", "agents").empty());
    CHECK_FALSE(r.root.optional_table("x", "a table"));
    CHECK(r.root.policy("p", "a rule", "proportional").name == "proportional");
    r.root.finish();
    CHECK(r.mistakes() == "");
}

TEST_CASE("a value of the wrong type is named with what it is") {
    Read r{"a = \"x\"\nb = 3\nc = 1.5\nd = [1]\ne = 2\nf = \"2026-01-31\"\n"};
    CHECK(r.root.whole("a", "how many there are", at_least(5)) >= 5);
    r.root.text("b", "a text");
    r.root.whole("c", "a whole number");
    r.root.real("d", "a number");
    r.root.flag("e", "a flag");
    r.root.tick("f", "when it begins");
    r.root.reals("e", "numbers");
    r.root.table("e", "a table");
    CHECK(
        r.mistakes().starts_with("a.toml:1:5: error: \"a\" at the top of the file must be a whole number, not text\n"
                                 "    1 | a = \"x\"\n"
                                 "      |     ^~~\n"
                                 "      help: How many there are.\n"));
    CHECK(r.says("must be text, not a whole number"));
    CHECK(r.says("must be a whole number, not 1.5"));
    CHECK(r.says("must be a number, not a list"));
    CHECK(r.says("must be true or false, not a whole number"));
    CHECK(r.says("must be a date, not text"));
    CHECK(r.says("must be a list of numbers, not a whole number"));
    CHECK(r.says("must be a table, not a whole number"));
}

TEST_CASE("a whole number may be written as a real") {
    Read r{"a = 13.0\nb = 1e300\n"};
    CHECK(r.root.whole("a", "a") == 13);
    CHECK(r.mistakes() == "");
    r.root.whole("b", "b");
    CHECK(r.diagnostics.errors() == 1);
}

TEST_CASE("amounts that come to more than can be counted are refused, one by one and together") {
    Read r{"a = 4.7e9\nb = [2.4e9, 2.4e9]\nc = [2.2e9, 2.2e9]\n"};
    r.root.amount("a", "stock");
    r.root.amounts("b", "stocks");
    CHECK(r.root.amounts("c", "stocks").size() == 2);
    CHECK(r.says("\"a\" at the top of the file is too large: 4.7e+09 units"));
    CHECK(r.says("\"b\" at the top of the file comes to too much: 4.8e+09 units"));
    CHECK_FALSE(r.says("\"c\""));
}

TEST_CASE("numbers out of their limits are refused") {
    Read r{"a = 1.5\nb = 0\nc = -1\nd = 1e10\ne = [1, -1]\n"};
    CHECK(r.root.share("a", "share of it", 0.25) == 0.25);
    CHECK(r.root.real("b", "size", above(0)) > 0);
    CHECK(r.root.whole("c", "count", at_least(0)) >= 0);
    r.root.amount("d", "stock");
    r.root.amounts("e", "stocks");
    CHECK(r.says("\"a\" at the top of the file must be between 0 and 1, not 1.5"));
    CHECK(r.says("must be above 0, not 0"));
    CHECK(r.says("must be at least 0, not -1"));
    CHECK(r.says("is too large: 1e+10 units"));
    CHECK(r.diagnostics.errors() == 5);
}

TEST_CASE("a wrong word comes with the right one") {
    Read r{"[scenario]\ntick = \"weak\"\n"};
    CHECK(r.root.table("scenario", "the run")
              .choice("tick", "how long a tick is", {"week", "day", "month", "period"}, "week") == "week");
    CHECK(r.mistakes() ==
          "a.toml:2:8: error: \"tick\" in [scenario] must be week, day, month or period, not \"weak\"\n"
          "    2 | tick = \"weak\"\n"
          "      |        ^~~~~~\n"
          "      help: did you mean \"week\"? How long a tick is.\n");
}

TEST_CASE("a key may be asked for before it is read") {
    Read r{"until = 2026-01-01\nlead_time_days = 7\nx_units_per_week = 1\np = { policy = \"a\" }\n"};
    CHECK(r.root.has("until"));
    CHECK(r.root.has("lead_time"));
    CHECK(r.root.has("x"));
    CHECK_FALSE(r.root.has("lead"));
    CHECK(r.root.is_table("p"));
    CHECK_FALSE(r.root.is_table("until"));
    CHECK_FALSE(r.root.has("untill"));
}

TEST_CASE("what callers find wrong stands where the value does") {
    Read r{"lead_time_days = 7\n[a]\nx = 1\n"};
    r.root.duration("lead_time", "from shipment to arrival");
    r.root.error("lead_time", "too long for this link", "make it shorter");
    r.root.table("a", "a").warn("y", "nothing of y");
    CHECK(r.mistakes() ==
          "a.toml:1:18: error: too long for this link\n"
          "    1 | lead_time_days = 7\n"
          "      |                  ^\n"
          "      help: make it shorter\n"
          "a.toml:2:1: warning: nothing of y\n"
          "    2 | [a]\n"
          "      | ^~~\n");
}

TEST_CASE("any table may say where its values are from, and is held to it") {
    Read   r{"[a]\nx = 1\nsource = \"s\"\nconfidence = \"sure\"\n"};
    Reader a = r.root.table("a", "a");
    a.real("x", "x");
    a.finish();
    CHECK(r.mistakes() ==
          "a.toml:4:14: error: \"confidence\" must be high, med or low, not \"sure\"\n"
          "    4 | confidence = \"sure\"\n"
          "      |              ^~~~~~\n");
}

TEST_CASE("limits say what they are") {
    CHECK(Limits{}.text() == "");
    CHECK(at_least(0).text() == "at least 0");
    CHECK(above(0).text() == "above 0");
    CHECK(at_most(2.5).text() == "at most 2.5");
    CHECK(between(0, 1).text() == "between 0 and 1");
}

TEST_CASE("every limit has some number that it allows") {
    for (const Limits& limits : {Limits{}, at_least(5), above(1), at_most(-3), between(2, 3), between(-2, -1)})
        CHECK(limits.allow(Reader::recording().real("x", "x", limits)));
}

TEST_CASE("what is wrong with a whole row stands at the row, whatever the row says") {
    Read r{"[[link]]\nlead_time_weeks = 2\n"};
    for (Reader& link : r.root.tables("link", "who sells to whom")) {
        link.duration("lead_time", "from shipment to arrival");
        link.error("", "there are two such links");
        link.error("lead_time", "too long");
    }
    CHECK(r.says("a.toml:1:1: error: there are two such links"));
    CHECK(r.says("a.toml:2:19: error: too long"));
}

TEST_CASE("more goods than can be counted are refused, dated or not") {
    Read r{"a_units_per_week = 1e300\nb_units = [1, { at = 2026-01-05, value = 1e11 }]\nc_usd = 1e300\n"};
    r.root.rate("a", "units", "capacity");
    r.root.schedule("b_units", "a path");
    CHECK(r.root.real("c_usd", "money") == 1e300);
    CHECK(r.says("\"a_units_per_week\" at the top of the file is too large: 1e+300 units"));
    CHECK(r.says("\"b_units\" at the top of the file is too large: 1e+11 units"));
    CHECK(r.diagnostics.errors() == 2);
}

TEST_CASE("an amount that would round to nothing is refused where there must be some") {
    Read r{"grain_units = 1e-12\nlot_units = 4e-10\nlist_units = [1, 1e-12]\nstock_units = 1e-12\n"};
    CHECK(r.root.amount("grain_units", "smallest lot", above(0)) > Amount{});
    CHECK(r.root.amount("lot_units", "lot", above(0), Amount::of_parts(1)) > Amount{});
    for (const Amount amount : r.root.amounts("list_units", "list", above(0))) CHECK(amount > Amount{});
    CHECK(r.root.amount("stock_units", "stock", at_least(0)) == Amount{});   // where there may be none it is none
    CHECK(r.diagnostics.errors() == 3);
    CHECK(r.says("a.toml:1:15: error: \"grain_units\" at the top of the file would round to 0: amounts are counted in billionths of a unit, and this is 1e-12\n"));
    CHECK(r.says("help: write at least 1e-9, or choose a smaller unit"));
}
