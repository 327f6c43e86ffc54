// Scenarios of several files: what extends, sets or removes, how files are named, and when their runs end.

#include <string>

#include "tests/support/catch.h"
#include "tests/support/folder.h"
#include "tests/support/told.h"

using namespace secondsource;

TEST_CASE("a file that ends a run early is not told of what the file it extends says of later years") {
    const Folder      folder;
    const std::string later = "[100, { at = 2062-11-06, value = 150 }]";
    folder.write("base.toml", with(chips, "capacity_units_per_week = 100", "capacity_units_per_week = " + later));
    const auto child = folder.write("child.toml", "extends = \"base.toml\"\n[scenario]\nweeks = 20\n");
    CHECK(read_scenario({child}, cast()).warnings.empty());
    CHECK(read_scenario({folder.path() / "base.toml", {"scenario.weeks=20"}}, cast()).warnings.empty());
    const auto own = folder.write("own.toml", "extends = \"base.toml\"\n[scenario]\nweeks = 20\n[[event]]\nat = 2026-11-02\ntext = \"too late\"\n");
    CHECK(read_scenario({own}, cast()).warnings.size() == 1);
}

TEST_CASE("a value that is set and that an event sets again is told to hold only until then") {
    const Folder folder;
    const auto   file = folder.write("shop.toml", shop + "[[event]]\nat = 2026-03-02\nset = { \"link.shop.folk.weight\" = 2 }\n");
    CHECK(read_scenario({file}, cast()).warnings.empty());
    const Scenario set = read_scenario({file, {"link.shop.folk.weight=3"}}, cast());
    REQUIRE(set.warnings.size() == 1);
    CHECK(set.warnings[0].message == "holds only until 2026-03-02, when an event sets \"link.shop.folk.weight\" anew");
    CHECK(set.warnings[0].file == "--set 1");
    CHECK(set.warnings[0].help == "the event is in " + file.generic_string() + ":36");
}

TEST_CASE("what refers to something that was removed is the mistake of the removal") {
    const Folder folder;
    folder.write("base.toml", chips + "[[event]]\nat = 2026-03-02\nset = { \"agent.other.price_usd\" = 1 }\n[[metric]]\nname = \"x\"\nof = \"offer.other.chip.shipped\"\n");
    const auto mistakes_of = [&](const std::string& text) {
        const auto child = folder.write("child.toml", "extends = \"base.toml\"\n" + text);
        try {
            read_scenario({child}, cast(), &check_metrics);
        } catch (const ScenarioError& wrong) {
            for (const Diagnostic& one : wrong.diagnostics().sorted()) {
                CHECK(one.file.ends_with("child.toml"));
                CHECK(one.line == 2);
            }
            return messages(wrong.diagnostics());
        }
        return Messages{};
    };
    CHECK(mistakes_of("remove = [\"agent.other\"]\n") ==
          Messages{"this is removed, but the path \"agent.other.price_usd\" leads there",
                   "this is removed, but the metric \"x\" is of it: \"offer.other.chip.shipped\"",
                   "this is removed, but link \"other.chip.folk\" needs it: there is no agent \"other\""});
    CHECK(mistakes_of("remove = [\"link.other.folk\"]\n") ==
          Messages{"this is removed, but agent \"folk\" needs it: \"other\" sells no \"chip\" to agent \"folk\""});
    CHECK(mistakes_of("remove = [\"agent.vendor.process.make\"]\n") ==
          Messages{"this is removed, but requirement \"chip\" of agent \"vendor\" needs it: nothing supplies \"chip\" to agent \"vendor\""});
    CHECK(mistakes_of("remove = [\"agent.fab.pool.n3\"]\n") ==
          Messages{"this is removed, but process \"make\" of agent \"vendor\" needs it: there is no pool \"fab.n3\""});
    CHECK(mistakes_of("remove = [\"metric.x\"]\n").empty());
}

TEST_CASE("a file extends one of a searched folder by its bare name, with or without its ending") {
    const Folder folder;
    folder.write("shipped/base.toml", shop);
    for (const std::string name : {"base", "base.toml"}) {
        const auto own = folder.write("mine/own.toml", "extends = \"" + name + "\"\n");
        CHECK(read_scenario({.file = own, .folders = {folder.path() / "shipped"}}, cast()).warnings.empty());
        CHECK_THROWS_AS(read_scenario({own}, cast()), ScenarioError);
    }
    // Its own name is that of the other.
    const auto same = folder.write("mine/base.toml", "extends = \"base\"\n");
    CHECK(read_scenario({.file = same, .folders = {folder.path() / "shipped"}}, cast()).warnings.empty());
    // What lies beside goes first.
    folder.write("mine/other/base.toml", chips);
    const auto beside = folder.write("mine/other/own.toml", "extends = \"base\"\n");
    CHECK(read_scenario({.file = beside, .folders = {folder.path() / "shipped"}}, cast()).model->network.pools.size() == 1);
}

TEST_CASE("a scenario is called what can name a file, and its file's name will do") {
    for (const std::string name : {"", "../../x", "a b", "\\u001b[31mred", "n\u00e4he"}) {
        INFO(name);
        const Messages told = mistakes(with(shop, "[scenario]", "[scenario]\nname = \"" + name + "\""));
        REQUIRE(told.size() == 1);
        CHECK(told[0].starts_with("a scenario cannot be called \""));
        CHECK(told[0].find('\x1b') == std::string::npos);
    }
    CHECK(mistakes(with(shop, "[scenario]", "[scenario]\nname = \"s-S_2\"")).empty());
    const Folder folder;
    CHECK(read_scenario({folder.write("two words.toml", shop)}, cast()).name == "two_words");
}

TEST_CASE("a run ends on a day that can be written, by itself and from the command line") {
    const auto told = [](const std::string& time) { return mistakes(with(shop, "start = 2026-01-05\nweeks = 50", time)); };
    const Messages late{"the run ends after 9999-12-31, the last day that can be written"};
    CHECK(told("start = 2026-01-05\nweeks = 99999999999") == late);
    CHECK(told("start = 2026-01-05\nyears = 1e15") == late);
    CHECK(told("start = 9999-12-31\nweeks = 156") == late);
    CHECK(told("start = 9999-12-31\nweeks = 2") == late);
    CHECK(told("start = 9999-12-31\nweeks = 1").empty());
    CHECK(told("start = 2026-01-01\nuntil = 9999-12-31").empty());
    CHECK(told("start = 2026-01-05\nweeks = 50\nwarm_up_weeks = 1e9") == Messages{"the warm-up begins before 0000-01-01"});
    const Folder folder;
    const auto   until = [&](const std::string& text) -> std::string {
        try {
            read_scenario({.file = folder.write("test.toml", shop), .until = text}, cast());
        } catch (const ScenarioError& wrong) { return messages(wrong.diagnostics()).front(); }
        return "";
    };
    CHECK(until("9999-12-31") == "");
    CHECK(until("999999999") == "with --until 999999999 the run ends after 9999-12-31, the last day that can be written");
    CHECK(until("0") == "--until is a date or at least 1, not 0");
    CHECK(until("-5") == "--until is a date or at least 1, not -5");
    CHECK(until("9223372036854775807") == "--until is at most 4611686018427387904, not 9223372036854775807");
    CHECK(until("99999999999999999999") == "--until is at most 4611686018427387904, not 99999999999999999999");
}

TEST_CASE("a file that says in another way what the file it extends says is told where, and how to take that out") {
    const Folder folder;
    const auto   base = folder.write("base.toml", shop).generic_string();
    const auto told = [&](const std::string& text) {
        const auto child = folder.write("child.toml", "extends = \"base.toml\"\n" + text);
        try {
            read_scenario({child}, cast());
        } catch (const ScenarioError& wrong) {
            REQUIRE(wrong.diagnostics().errors() == 1);
            const Diagnostic one = wrong.diagnostics().sorted().front();
            CHECK(one.file == child.generic_string());
            return one.message + "; " + one.help;
        }
        return std::string{};
    };
    const std::string link = "[[link]]\nseller = \"brewery\"\nproduct = \"beer\"\nbuyer = \"shop\"\n", random = link + "lead_time = { distribution = \"normal\", mean_weeks = 3, sd_weeks = 1 }\n";
    CHECK(told(random) == "\"lead_time\" in link \"brewery.beer.shop\" cannot stand together with \"lead_time_weeks\"; \"lead_time_weeks\" is in " + base +
                              ":25; take it out: remove = [\"link.brewery.beer.shop.lead_time_weeks\"]");
    CHECK(told("remove = [\"link.brewery.beer.shop.lead_time_weeks\"]\n" + random).empty());
    CHECK(told(link + "lead_time_days = 7\n") == "\"lead_time_days\" in link \"brewery.beer.shop\" says the same as \"lead_time_weeks\"; \"lead_time_weeks\" is in " + base +
                                                   ":25; take it out: remove = [\"link.brewery.beer.shop.lead_time_weeks\"]");
    folder.write("base.toml", with(chips, "cycle_time_weeks = 10", "cycle_time_weeks = 10\npool_units_per_start = 2"));
    CHECK(told("[[agent]]\nname = \"vendor\"\n[[agent.process]]\nname = \"make\"\nstarts_per_pool_unit = 0.5\n").find("take it out: remove = [\"agent.vendor.process.make.pool_units_per_start\"]") !=
          std::string::npos);
    folder.write("base.toml", shop);
    CHECK(told("[scenario]\nuntil = 2026-12-31\n") == "\"until\" in [scenario] cannot stand together with \"weeks\"; \"weeks\" is in " + base + ":3; take it out: remove = [\"scenario.weeks\"]");
}
