// Tables read key by key: what getters answer, and the exact words for what is wrong.

#include "sim/scenario/reader.h"

#include "tests/support/catch.h"

using namespace secondsource;

namespace {

const Calendar weeks{TickLength::week, {2025, 10, 6}};
const Calendar days{TickLength::day, {2025, 10, 6}};
const Calendar periods{TickLength::period};

/// A text, its reader and its mistakes, all in one.
struct Read {
    explicit Read(std::string_view text, const Calendar& calendar = weeks)
        : document{parse_text(text, "a.toml", diagnostics)}, root{document, diagnostics} {
        document.apply_events(diagnostics);
        root.use(calendar);
    }
    std::string mistakes() const { return diagnostics.text(); }
    bool        says(std::string_view words) const { return mistakes().find(words) != std::string::npos; }

    Diagnostics diagnostics;
    Document    document;
    Reader      root;
};

}   // namespace

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

TEST_CASE("an unknown key near a missing one is one mistake") {
    Read r{R"([[agent]]
name = "tsmc"
[[agent.process]]
name = "n3_logic"
cycle_time_week = 13
)"};
    for (Reader& agent : r.root.tables("agent", "who takes part")) {
        agent.text("name", "what it is called");
        for (Reader& process : agent.tables("process", "what it makes")) {
            process.text("name", "what it is called");
            process.duration("cycle_time", "from wafer start to wafer out");
            process.finish();
            CHECK(process.path() == "agent.tsmc.process.n3_logic");
            CHECK(process.name() == "n3_logic");
        }
        agent.finish();
    }
    r.root.finish();
    CHECK(r.mistakes() ==
          "a.toml:5:1: error: unknown key \"cycle_time_week\" in process \"n3_logic\" of agent \"tsmc\"\n"
          "    5 | cycle_time_week = 13\n"
          "      | ^~~~~~~~~~~~~~~\n"
          "      help: did you mean \"cycle_time_weeks\"? Weeks from wafer start to wafer out.\n");
    CHECK(r.diagnostics.errors() == 1);
}

TEST_CASE("a missing key is an error at its table, even if nobody finishes") {
    Read   r{"[[agent]]\nname = \"tsmc\"\n"};
    Reader agent = r.root.tables("agent", "who takes part").front();
    agent.amount("level_units", "inventory position to order up to");
    CHECK(r.mistakes() ==
          "a.toml:1:1: error: missing key \"level_units\" in agent \"tsmc\"\n"
          "    1 | [[agent]]\n"
          "      | ^~~~~~~~~\n"
          "      help: Inventory position to order up to.\n");
}

TEST_CASE("an unknown key far from any lists the keys that there are") {
    Read   r{"[scenario]\nzebra = 1\nsede = 2\n"};
    Reader scenario = r.root.table("scenario", "the run");
    scenario.whole("seed", "seed of all draws", {}, 1);
    scenario.text("name", "what it is called", "x");
    scenario.finish();
    CHECK(r.mistakes() ==
          "a.toml:2:1: error: unknown key \"zebra\" in [scenario]\n"
          "    2 | zebra = 1\n"
          "      | ^~~~~\n"
          "      help: keys here: seed, name\n"
          "a.toml:3:1: error: unknown key \"sede\" in [scenario]\n"
          "    3 | sede = 2\n"
          "      | ^~~~\n"
          "      help: did you mean \"seed\"? Seed of all draws.\n");
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
    CHECK(r.says("\"a_days\" and \"a_weeks\" at the top of the file say the same"));
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
          "a.toml:7:74: error: \"cycle_weeks\" in [agent] may not change during the run\n"
          "    7 | set = { \"agent.price_usd\" = 7, \"agent.weight\" = 4, \"agent.cycle_weeks\" = 9 }\n"
          "      |                                                                          ^\n"
          "      help: give it one value, and run the scenario again with another\n");
}

TEST_CASE("a rate may be changed by an event in its own unit") {
    Read           r{"ship_units_per_day = 2\n[[event]]\nat = 2025-10-13\nset = { ship_units_per_day = 3 }\n"};
    const Schedule ship = r.root.rate("ship", "units", "what leaves");
    CHECK(ship.at(Tick{0}) == Approx(14).epsilon(1e-14));
    CHECK(ship.at(Tick{1}) == Approx(21).epsilon(1e-14));
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

TEST_CASE("a policy is a name, or a table with the name in it") {
    Read r{
        "[agent]\nallocation = \"proportional\"\nreplenishment = { policy = \"base_stock\", level_units = 36, lvel = 1 "
        "}\n"
        "demand = { model = \"poisson\", mean = 5 }\nnone = { x = 1 }\nbad = 3\n"};
    Reader agent = r.root.table("agent", "who");

    PolicyChoice allocation = agent.policy("allocation", "how it shares out");
    CHECK(allocation.name == "proportional");
    allocation.read.error("policy", "unknown allocation policy \"proportional\"");
    allocation.read.finish();
    CHECK(r.says("a.toml:2:14: error: unknown allocation policy"));

    PolicyChoice replenishment = agent.policy("replenishment", "how it orders");
    CHECK(replenishment.name == "base_stock");
    CHECK(replenishment.read.path() == "agent.replenishment");
    CHECK(replenishment.read.amount("level_units", "inventory position to order up to") == Amount::of(36));
    replenishment.read.finish();
    CHECK(r.says("unknown key \"lvel\" in \"replenishment\" of [agent]"));

    PolicyChoice demand = agent.policy("demand", "what is wanted", {}, "model");
    CHECK(demand.name == "poisson");
    CHECK(demand.read.real("mean", "mean") == 5);
    demand.read.finish();

    agent.policy("none", "a rule");
    CHECK(r.says("missing key \"policy\" in \"none\" of [agent]"));
    agent.policy("bad", "a rule");
    CHECK(r.says("\"bad\" in [agent] must be a name, or a table like { policy = \"…\" }, not a whole number"));
    CHECK(agent.policy("absent", "a rule", "fixed").name == "fixed");
    agent.finish();
    CHECK(r.diagnostics.errors() == 4);
}

TEST_CASE("a name alone, where the rule has keys that must be there, is told at the name") {
    Read         r{"replenishment = \"base_stock\"\n"};
    PolicyChoice choice = r.root.policy("replenishment", "how it orders");
    choice.read.amount("level_units", "inventory position to order up to");
    CHECK(r.mistakes() ==
          "a.toml:1:17: error: missing key \"level_units\" in [replenishment]\n"
          "    1 | replenishment = \"base_stock\"\n"
          "      |                 ^~~~~~~~~~~~\n"
          "      help: Inventory position to order up to.\n");
}

TEST_CASE("elements of lists know their paths") {
    Read r{
        "[[link]]\nseller = \"amd\"\nproduct = \"mi450\"\nbuyer = \"openai\"\n[[link.x]]\na = 1\n[[link]]\nname = "
        "\"l\"\n[market.cloud]\n[market.spot]\n"};
    auto readers = r.root.tables("link", "who sells to whom");
    REQUIRE(readers.size() == 2);
    CHECK(readers[0].path() == "link.amd.mi450.openai");
    CHECK(readers[0].where() == "link \"amd.mi450.openai\"");
    CHECK(readers[1].path() == "link.l");
    const Reader x = readers[0].tables("x", "x").front();
    CHECK(x.path() == "link.amd.mi450.openai.x[0]");
    CHECK(r.document.find(x.path()) != nullptr);
    CHECK(x.name() == "");
    const auto markets = r.root.named_tables("market", "markets");
    REQUIRE(markets.size() == 2);
    CHECK(markets[1].name() == "spot");
    CHECK(markets[1].path() == "market.spot");
    r.root.finish();
    CHECK(r.mistakes() == "");
}

TEST_CASE("a single table in place of a list is told how to write it") {
    Read r{"[agent]\nname = \"x\"\n"};
    CHECK(r.root.tables("agent", "who takes part").empty());
    CHECK(r.says("\"agent\" at the top of the file must be a list of tables, not a table"));
    CHECK(r.says("help: begin each with two brackets, as in [[agent]]"));
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

TEST_CASE("a recording reader remembers all that was asked") {
    Reader r = Reader::recording();
    CHECK(r.is_recording());
    CHECK(r.amount("level_units", "inventory position to order up to", at_least(5)) >= Amount::of(5));
    CHECK(r.real("alpha", "weight of the newest demand", between(0, 1), 0.1) == 0.1);
    CHECK(r.choice("unmet", "what becomes of it", {"backlog", "lost"}, "backlog") == "backlog");
    r.duration("cycle_time", "from wafer start to wafer out");
    r.rate("capacity", "wafers", "starts of the pool");
    if (r.has("until")) r.date("until", "last day");
    for (Reader& pool : r.tables("pool", "capacity")) {
        CHECK(pool.is_recording());
        pool.text("name", "what it is called");
        pool.finish();
    }
    r.policy("allocation", "how it shares out", "proportional");
    r.error("alpha", "nobody hears this");
    r.finish();

    const auto keys = r.keys();
    REQUIRE(keys.size() == 8);
    CHECK(keys[0].key == "level_units");
    CHECK(keys[0].type == KeyType::amount);
    CHECK(keys[0].unit == "units");
    CHECK(keys[0].meaning == "inventory position to order up to");
    CHECK(keys[0].required);
    CHECK(keys[0].limits.text() == "at least 5");
    CHECK_FALSE(keys[0].dated);
    CHECK(keys[1].default_text == "0.1");
    CHECK_FALSE(keys[1].required);
    CHECK(keys[2].choices == std::vector<std::string>{"backlog", "lost"});
    CHECK(keys[2].default_text == "\"backlog\"");
    CHECK(keys[3].key == "cycle_time_weeks");
    CHECK(keys[3].spellings.size() == 7);
    CHECK(keys[4].key == "capacity_wafers_per_week");
    CHECK(keys[4].unit == "wafers/week");
    CHECK(keys[4].dated);
    CHECK(keys[4].spellings.size() == 14);
    CHECK_FALSE(keys[5].required);
    REQUIRE(keys[6].inner);
    CHECK(keys[6].inner->front().key == "name");
    CHECK(keys[7].type == KeyType::policy);
}

TEST_CASE("reading keeps the same list as recording") {
    Read r{"a = 1\n[[t]]\nb = 2\n"};
    r.root.real("a", "first");
    for (Reader& t : r.root.tables("t", "second")) t.real("b", "third", {}, 0.0);
    REQUIRE(r.root.keys().size() == 2);
    CHECK(r.root.keys()[0].required);
    CHECK(r.root.keys()[1].inner->front().meaning == "third");
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

TEST_CASE("times beyond all time are refused") {
    Read r{"at = -9223372036854775808\ns = [1, { at = -9223372036854775808, value = 2 }]\n", periods};
    r.root.tick("at", "when");
    r.root.schedule("s", "what");
    CHECK(r.diagnostics.errors() == 2);
    CHECK(r.says("is out of all time"));
}
