// Tables within tables, rules, and the list of what was asked for.

#include "tests/support/catch.h"
#include "tests/support/read.h"

using namespace secondsource;

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
