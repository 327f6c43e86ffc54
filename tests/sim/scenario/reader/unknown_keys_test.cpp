// Keys that are missing, and keys that nobody asked for.

#include "tests/support/catch.h"
#include "tests/support/read.h"

using namespace secondsource;

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
