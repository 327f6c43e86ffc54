// What is wrong with a whole scenario: everything in one go, and nothing that only comes of something else.

#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/told.h"

using namespace secondsource;

TEST_CASE("a misspelt key, a missing supplier and a metric of nothing are told together") {
    const std::string lonely = "[[agent]]\nname = \"bar\"\nkind = \"stage\"\nproduct = \"beer\"\nreplenishment = { policy = \"base_stock\", level_units = 28 }\n";
    CHECK(mistakes(with(shop, "lead_time_weeks", "lead_time_wekks") + "[[metric]]\nname = \"x\"\nof = \"offer.shpo.beer.shipped\"\n" + lonely) ==
          Messages{"unknown key \"lead_time_wekks\" in link \"brewery.beer.shop\"", "metric \"x\": no offer is called \"shpo.beer\"; did you mean \"shop.beer\"?",
                   "nothing supplies \"beer\" to agent \"bar\""});
    CHECK(mistakes(shop).empty());
    CHECK(mistakes(chips).empty());
}

TEST_CASE("what is missing because of another mistake is not told as well") {
    // A market is one before there is a model, and whether or not its demand can be read.
    const std::string of_market = "[[metric]]\nname = \"x\"\nof = \"market.folk.beer.wanted\"\n";
    CHECK(mistakes(with(shop, "lead_time_weeks", "lead_time_wekks") + of_market) == Messages{"unknown key \"lead_time_wekks\" in link \"brewery.beer.shop\""});
    CHECK(mistakes(with(shop, "model = \"constant\"", "model = \"constnt\"") + of_market) == Messages{"there is no demand \"constnt\""});
    // No "no such agent" for the links of an agent that could not be read.
    CHECK(mistakes(with(shop, "kind = \"stage\"", "kind = \"stag\"")) == Messages{"there is no kind of agent \"stag\""});
    CHECK(mistakes(with(shop, "name = \"brewery\"", "name = \"brew.ery\"")) == Messages{"an agent's name holds no dot and is not empty"});
    CHECK(mistakes(with(shop, "kind = \"stage\"", "knd = \"stage\"")) == Messages{"unknown key \"knd\" in agent \"shop\""});
    CHECK(mistakes(with(shop, "kind = \"stage\"", "kind = 3")) == Messages{"\"kind\" in agent \"shop\" must be text, not a whole number"});
    CHECK(mistakes(with(shop, "kind = \"stage\"", "")) == Messages{"missing key \"kind\" in agent \"shop\""});
    // A market with its demand in a table of its own wants one product; without it, "demand" is not taken for [[agent.demand]].
    CHECK(mistakes(with(shop, "kind = \"market\"\nproduct = \"beer\"", "kind = \"market\"")) == Messages{"missing key \"product\" in agent \"folk\""});
    // No "nothing supplies" for a link that leads nowhere, nor "no link is called".
    const std::string of_link = "[[metric]]\nname = \"x\"\nof = \"link.brewery.beer.shop.ordered\"\n";
    CHECK(mistakes(with(shop, "seller = \"brewery\"", "seller = \"brewry\"") + of_link) == Messages{"there is no agent \"brewry\""});
    CHECK(mistakes(with(shop, "buyer = \"shop\"", "buyer = \"shp\"")) == Messages{"there is no agent \"shp\""});
    CHECK(mistakes(with(shop, "seller = \"brewery\"", "saler = \"brewery\"")) == Messages{"unknown key \"saler\" in link \"[0]\""});
    // A stock that may have been given goods under a misspelt key.
    CHECK(mistakes(head + "[[product]]\nname = \"ore\"\n[[agent]]\nname = \"mine\"\nkind = \"foundry\"\n[[agent.stock]]\nproduct = \"ore\"\ninitial_unit = 5\n[[agent.offer]]\nproduct = \"ore\"\n") ==
          Messages{"unknown key \"initial_unit\" in stock \"ore\" of agent \"mine\""});
    // Sourcing that could not be read is no missing sourcing.
    CHECK(mistakes(with(chips, "policy = \"shares\"", "policy = \"share\"")) == Messages{"there is no sourcing \"share\""});
    // One wrong product at a process, though its stock, its requirement and its inputs need it.
    CHECK(mistakes(with(chips, "output = \"chip\"", "output = \"chp\"")) == Messages{"there is no product \"chp\""});
    CHECK(mistakes(with(chips, "pool = \"fab.n3\"", "pool = \"fab.n2\"")) == Messages{"there is no pool \"fab.n2\""});
    // Rows that stand in a misspelt table.
    CHECK(mistakes(with(chips, "[[agent.requirement]]", "[[agent.requirment]]")) == Messages{"unknown key \"requirment\" in agent \"vendor\""});
    CHECK(mistakes(with(shop, "[[link]]", "[[lnk]]")) == Messages{"unknown key \"lnk\" at the top of the file"});
    CHECK(mistakes(with(shop, "[[link]]", "[link]")).size() == 1);
    // Names that a misspelt key may have held, and goods that it may have brought.
    CHECK(mistakes(with(chips, "buyer = \"folk\"", "buyer = \"folk\"\nrequirment = \"chip\"")) == Messages{"unknown key \"requirment\" in link \"vendor.chip.folk\""});
    CHECK(mistakes(with(shop, "buyer = \"shop\"", "buyer = \"shop\"\nrequirement = \"ale\"")).size() == 1);
    CHECK(mistakes(chips + "[[agent]]\nname = \"ads\"\nkind = \"foundry\"\n[[agent.offer]]\nproduct = \"chip\"\nunlimted = true\n").size() == 1);
    // A loop that is there only until a lead time is spelt right.
    const std::string loop = "[[agent.process]]\nname = \"test\"\noutput = \"chip\"\ninputs = [{ product = \"chip\", units = 1 }]\ncycle_time_weeks = ";
    CHECK(mistakes(with(chips, "[[agent.process]]\n", loop + "0\n[[agent.process]]\n")) ==
          Messages{"goods run in a loop without delay: vendor.test -> vendor.test", "\"chip\" of agent \"vendor\" has 2 sources: say how orders are split",
                   "orders run in a loop without delay: vendor.chip -> vendor.chip"});
    CHECK(mistakes(with(chips, "[[agent.process]]\n", loop + "0\ncycle_time_wek = 2\n[[agent.process]]\n")) ==
          Messages{"unknown key \"cycle_time_wek\" in process \"test\" of agent \"vendor\"", "\"chip\" of agent \"vendor\" has 2 sources: say how orders are split"});
}

TEST_CASE("a mistake in one row hides no other row's") {
    const std::string two = with(with(shop, "seller = \"shop\"", "seller = \"brewry\""), "lead_time_weeks", "lead_time_wekks");
    CHECK(mistakes(two) == Messages{"unknown key \"lead_time_wekks\" in link \"brewery.beer.shop\"", "there is no agent \"brewry\""});
    // Of one row, its names are told beside its values.
    const std::string one = with(with(shop, "seller = \"brewery\"", "seller = \"brewry\""), "lead_time_weeks", "lead_time_wekks");
    CHECK(mistakes(one) == Messages{"there is no agent \"brewry\"", "unknown key \"lead_time_wekks\" in link \"brewry.beer.shop\""});
    const std::string made = with(chips, "cycle_time_weeks = 10", "cycle_time_wekks = 10");
    CHECK(mistakes(with(made, "pool = \"fab.n3\"", "pool = \"fab.n4\"")) ==
          Messages{"there is no pool \"fab.n4\"", "unknown key \"cycle_time_wekks\" in process \"make\" of agent \"vendor\""});
    CHECK(mistakes(with(made, "output = \"chip\"", "output = \"chop\"")) ==
          Messages{"there is no product \"chop\"", "unknown key \"cycle_time_wekks\" in process \"make\" of agent \"vendor\""});
    const std::string wanted = with(chips, "product = \"chip\"\nreplenishment", "product = \"chop\"\nsaftey = 2\nreplenishment");
    CHECK(mistakes(wanted) == Messages{"there is no product \"chop\"", "unknown key \"saftey\" in requirement \"chop\" of agent \"vendor\""});
    const std::string twice = "[[agent.pool]]\nname = \"n3\"\ncapacity_units_per_week = 9\ngrain_unit = 1\n";
    CHECK(mistakes(with(chips, "[[agent]]\nname = \"vendor\"", twice + "[[agent]]\nname = \"vendor\"")) ==
          Messages{"pool \"n3\" is there twice", "unknown key \"grain_unit\" in pool \"n3\" of agent \"fab\""});
    // Equal policies are one, but each is told of its own mistakes.
    const std::string sell = "replenishment = { policy = \"base_stock\", level_unit = 28 }\n";
    const std::string twin = "[[agent]]\nname = \"bar\"\nkind = \"stage\"\nproduct = \"beer\"\n" + sell + "[[link]]\nseller = \"brewery\"\nproduct = \"beer\"\nbuyer = \"bar\"\n";
    CHECK(mistakes(with(shop, "replenishment = { policy = \"base_stock\", level_units = 28 }\n", sell) + twin).size() == 2);
    // Events and assignments are told beside the rest.
    CHECK(mistakes(with(shop, "lead_time_weeks", "lead_time_wekks") + "[[event]]\nat = 2026-03-02\nset = { \"agent.shpo.holding_cost\" = 1 }\n") ==
          Messages{"unknown key \"lead_time_wekks\" in link \"brewery.beer.shop\"", "the path \"agent.shpo.holding_cost\" leads nowhere: \"agent\" has no \"shpo\""});
}

TEST_CASE("no amount that something is divided by comes to nothing") {
    const auto is_told = [](const std::string& text) {
        const Messages told = mistakes(text);
        return told.size() == 1 && told[0].find("would round to 0") != std::string::npos;
    };
    CHECK(is_told(with(chips, "name = \"chip\"", "name = \"chip\"\ngrain_units = 1e-12")));
    for (const std::string key : {"lot_units", "output_units_per_start", "pool_units_per_start", "starts_per_pool_unit"})
        CHECK(is_told(with(chips, "cycle_time_weeks = 10", "cycle_time_weeks = 10\n" + key + " = 1e-12")));
    CHECK(is_told(with(chips, "cycle_time_weeks = 10", "cycle_time_weeks = 10\ninputs = [{ product = \"chip\", units = 1e-12 }]")));
    CHECK(is_told(with(chips, "name = \"n3\"", "name = \"n3\"\ngrain_units = 1e-12")));
    CHECK(mistakes(with(chips, "cycle_time_weeks = 10", "cycle_time_weeks = 10\nstarts_per_pool_unit = 1e30")).size() == 1);
    CHECK(mistakes(with(chips, "cycle_time_weeks = 10", "cycle_time_weeks = 10\nstarts_per_pool_unit = 1e9")).empty());
    CHECK(mistakes(with(chips, "seller = \"vendor\"\n", "seller = \"vendor\"\nunits_per_unit = 1e-300\n")).size() == 1);
}

TEST_CASE("a cap on each supplier's share that all together could not keep is refused") {
    const auto capped = [](const std::string& most) { return with(chips, "policy = \"shares\", shares = { vendor = 0.6, other = 0.4 }", "policy = \"diversified\", max_share = " + most); };
    CHECK(mistakes(capped("0.3")) == Messages{"no supplier may have more than 0.3 of an order, and with 2 suppliers that makes 0.6 of it"});
    CHECK(mistakes(capped("0.5")).empty());
    // One alone gets everything, whatever the cap.
    CHECK(warnings(with(capped("0.3"), "[[link]]\nseller = \"other\"\nproduct = \"chip\"\nbuyer = \"folk\"\n", "")) ==
          Messages{"no supplier may have more than 0.3 of an order, and the only one, \"vendor\", gets all of it"});
}

TEST_CASE("gigawatts and units are told apart by their keys") {
    const std::string site = head + R"([[product]]
name = "gpu"
power_kw_it = 1.5
[[agent]]
name = "maker"
kind = "source"
product = "gpu"
[[agent]]
name = "lab"
kind = "ai_lab"
[[agent.site]]
name = "there"
pue = 1.2
powered_mw = 100
[[agent.requirement]]
product = "compute"
site = "there"
replenishment = { policy = "growth_path", target_gw = 0.1 }
[[link]]
seller = "maker"
product = "gpu"
buyer = "lab"
requirement = "compute"
)";
    CHECK(mistakes(site).empty());
    CHECK(warnings(site).empty());
    CHECK(mistakes(with(site, "site = \"there\"", "site = \"there\"\nend_user = \"nobody\"")).at(0).starts_with("gigawatts count for the agent that needs them"));
    CHECK(mistakes(with(site, "target_gw", "target_units")) == Messages{"a requirement at a site is counted in gigawatts, and \"target_units\" are not"});
    CHECK(mistakes(site + "units_per_unit = 2\n") == Messages{"a requirement at a site is counted in gigawatts, by the power_kw_it of \"gpu\" and the pue of the site"});
    CHECK(mistakes(with(shop, "policy = \"base_stock\", level_units = 28", "policy = \"growth_path\", target_gw = 3")) ==
          Messages{"only a requirement at a site is counted in gigawatts; that of \"beer\" is not, and \"target_gw\" is"});
}

TEST_CASE("a mistake brings no others with it") {
    const std::string quake = "[[disruption]]\nname = \"quake\"\nat = 2026-03-02\nweeks = 2\nscrap = 0.5\ntarget = ";
    CHECK(mistakes(shop + quake + "\"agent.brewry\"\n") == Messages{"the path \"agent.brewry\" leads nowhere: \"agent\" has no \"brewry\""});
    CHECK(mistakes(shop + quake + "\"link.brewry.shop\"\n").size() == 1);
    // Times that could not be read hold nothing.
    const std::string under_way = with(shop, "lead_time_weeks = 2", "lead_time_weeks = 2\ninitial_in_transit_units = [4, 4]");
    const std::string event     = "[[event]]\nat = 2026-03-02\nset = { \"link.brewery.shop.lead_time_weeks\" = 3 }\n";
    CHECK(mistakes(under_way + event) == Messages{"\"lead_time_weeks\" in link \"brewery.beer.shop\" may not change during the run"});
    CHECK(mistakes(under_way + event + quake + "\"link.brewery.shop\"\n").size() == 1);
    CHECK(mistakes(with(under_way, "lead_time_weeks", "lead_time_wek")) == Messages{"unknown key \"lead_time_wek\" in link \"brewery.beer.shop\""});
    const std::string work = with(chips, "cycle_time_weeks = 10", "cycle_time_weeks = 10\ninitial_work_in_process_units = [4, 4]");
    CHECK(mistakes(with(work, "cycle_time_weeks = 10", "cycle_time_wek = 10")).size() == 1);
    CHECK(mistakes(with(work, "cycle_time_weeks = 10", "cycle_time_weeks = 1")).size() == 1);
    // A law that is not known has no parameters.
    CHECK(mistakes(with(shop, "lead_time_weeks = 2", "lead_time = { distribution = \"nrmal\", mean_weeks = 2, sd_weeks = 1 }")) == Messages{"there is no distribution \"nrmal\""});
    CHECK(mistakes(with(shop, "lead_time_weeks = 2", "lead_time = { mean_weeks = 2, sd_weeks = 1 }")).size() == 1);
    CHECK(mistakes(with(shop, "model = \"constant\", units_per_week = 4", "model = \"distribution\", distribution = \"nrmal\", mean_units = 4, sd_units = 1")).size() == 1);
    // Where the end of the run is wrong no metric comes after it.
    const std::string late = "[[metric]]\nname = \"late\"\nof = \"offer.shop.beer.shipped\"\nreduce = \"at\"\nat = 2026-11-02\n";
    CHECK(mistakes(shop + late).empty());
    for (const std::string weeks : {"wekks = 50", "weeks = \"50\"", "", "until = 7"}) CHECK(mistakes(with(shop, "weeks = 50", weeks) + late).size() == 1);
    CHECK(mistakes(with(shop, "[scenario]", "[scenaro]") + late) == Messages{"unknown key \"scenaro\" at the top of the file"});
}

TEST_CASE("keys that exclude each other are told as such") {
    CHECK(mistakes(with(shop, "weeks = 50", "weeks = 50\nuntil = 2026-12-31")) == Messages{"\"weeks\" in [scenario] cannot stand together with \"until\""});
    const std::string quake = "[[disruption]]\nname = \"quake\"\ntarget = \"agent.shop\"\n";
    CHECK(mistakes(shop + quake + "at = 2026-03-02\nweeks = 2\nuntil = 2026-04-06\n") == Messages{"\"weeks\" in disruption \"quake\" cannot stand together with \"until\""});
    CHECK(mistakes(shop + quake + "fail_per_week = 0.1\n") == Messages{"\"fail_per_week\" in disruption \"quake\" goes with model = \"markov\""});
    CHECK(mistakes(shop + quake + "at = 2026-03-02\nweeks = 2\nrepair_per_week = 0.1\n") == Messages{"\"repair_per_week\" in disruption \"quake\" goes with model = \"markov\""});
    const std::string markov = quake + "model = \"markov\"\nfail_per_week = 0.1\nrepair_per_week = 0.5\n";
    CHECK(mistakes(shop + markov).empty());
    CHECK(mistakes(shop + markov + "at = 2026-03-02\nweeks = 2\n") ==
          Messages{"\"at\" in disruption \"quake\" does not go with model = \"markov\"", "\"weeks\" in disruption \"quake\" does not go with model = \"markov\""});
}

TEST_CASE("misspelt names at the top, beside a value and of a rule are told with what was meant") {
    const auto help = [](const std::string& text) {
        try {
            read_scenario_text(text, "test.toml", cast());
        } catch (const ScenarioError& wrong) {
            const std::vector<Diagnostic> all = wrong.diagnostics().sorted();
            return all.size() == 1 ? all.front().message + "; " + all.front().help : wrong.what();
        }
        return std::string{};
    };
    CHECK(help("extend = \"base.toml\"\n[scenario]\nweeks = 4\n") == "unknown key \"extend\" at the top of the file; did you mean \"extends\"? The file, or files, that this one builds on.");
    CHECK(help(shop + "[[evnt]]\nat = 2026-03-02\ntext = \"x\"\n") == "unknown key \"evnt\" at the top of the file; did you mean \"event\"? A dated change of any value that may be dated.");
    CHECK(help("zebra = 1\n" + shop) == "unknown key \"zebra\" at the top of the file; keys here: scenario, schema_version, product, agent, link, disruption, metric, extends, remove, event");
    CHECK(help(with(shop, "lead_time_weeks = 2", "lead_time_weeks = { value = 2, sorce = \"d\" }")) == "unknown key \"sorce\" beside a value in link \"brewery.beer.shop\"; did you mean \"source\"?");
    CHECK(help(with(chips, "cycle_time_weeks = 10", "cycle_time_weeks = 10\nyield = { policy = \"poisson\", die_area_mm2 = 800, defects_per_cm2 = 0.1 }")).find("did you mean \"model\"?") !=
          std::string::npos);
    CHECK(help(with(shop, "policy = \"base_stock\"", "model = \"base_stock\"")).find("did you mean \"policy\"?") != std::string::npos);
    CHECK(help(with(shop, "units_per_week = 4", "units_per_week = [{ at = 2026-01-05, value = 4 }, { at = 2026-01-05, value = 5 }]")) ==
          "2026-01-05 is there twice in the steps of \"units_per_week\" in \"demand\" of agent \"folk\"; keep one of the two");
}

TEST_CASE("a number that is none, a date with a time and a name that is there twice hide no other mistake") {
    const std::string misspelt = with(shop, "lead_time_weeks", "lead_time_wekks");
    const std::string unknown  = "unknown key \"lead_time_wekks\" in link \"brewery.beer.shop\"";
    CHECK(mistakes(with(misspelt, "units_per_week = 4", "units_per_week = nan")) == Messages{"nan is no number", unknown});
    CHECK(mistakes(with(misspelt, "units_per_week = 4", "units_per_week = [4, { at = 2026-03-02, value = inf }]")) == Messages{"a number must be finite", unknown});
    CHECK(mistakes(with(shop, "lead_time_weeks = 2", "lead_time_weeks = nan\npriority = nan")) == Messages{"nan is no number", "nan is no number"});
    CHECK(mistakes(with(misspelt, "start = 2026-01-05", "start = 2026-01-05T10:00:00")) == Messages{"a date has no time of day here", unknown});
    CHECK(mistakes(with(misspelt, "start = 2026-01-05", "start = 10:00:00")) == Messages{"a time of day means nothing here", unknown});
    // Two brewers of one name; what is done to either may be meant of the other.
    const std::string quake = "[[disruption]]\nname = \"quake\"\ntarget = \"agent.shop\"\nat = 2026-03-02\nweeks = 2\n[[event]]\nat = 2026-03-02\nset = { \"agent.shop.holding_cost\" = 1 }\n";
    CHECK(mistakes(with(misspelt, "name = \"brewery\"", "name = \"shop\"") + quake) == Messages{"agent \"shop\" is there twice", unknown});
    CHECK(mistakes(misspelt + "[[product]]\nname = \"beer\"\n[[product]]\nname = \"beer\"\n") == Messages{unknown, "product \"beer\" is there twice"});
}

TEST_CASE("a value lies in its range") {
    CHECK(mistakes(with(shop, "lead_time_weeks = 2", "lead_time_weeks = { value = 2, source = \"a paper\", range = [3, 5] }")) == Messages{"the value 2 is not in its range"});
    CHECK(mistakes(with(shop, "lead_time_weeks = 2", "lead_time_weeks = { value = 2, source = \"a paper\", range = [2, 5] }")).empty());
    CHECK(mistakes(with(shop, "units_per_week = 4", "units_per_week = [{ at = 2026-01-05, value = 4, source = \"a paper\", range = [5, 6] }, { at = 2026-02-02, value = 5 }]")) == Messages{"the value 4 is not in its range"});
}
