// What is wrong with a whole scenario: everything in one go, and nothing that only comes of something else.

#include <string>
#include <vector>

#include "agents/cast.h"
#include "sim/run/metric.h"
#include "sim/scenario/scenario.h"
#include "tests/support/catch.h"
#include "tests/support/folder.h"
#include "tests/support/small_world.h"

using namespace secondsource;

namespace {

/// The messages of what is wrong, by place, without their help.
std::vector<std::string> messages(const Diagnostics& diagnostics) {
    std::vector<std::string> messages;
    for (const Diagnostic& one : diagnostics.sorted()) messages.push_back(one.message);
    return messages;
}

std::vector<std::string> mistakes(const std::string& text) {
    try {
        read_scenario_text(text, "test.toml", cast(), &check_metrics);
    } catch (const ScenarioError& wrong) {
        return messages(wrong.diagnostics());
    }
    return {};
}

std::vector<std::string> warnings(const std::string& text) {
    std::vector<std::string> messages;
    for (const Diagnostic& one : read_scenario_text(text, "test.toml", cast(), &check_metrics).warnings) messages.push_back(one.message);
    return messages;
}

using Messages = std::vector<std::string>;

/// A text with one word replaced by another.
std::string with(std::string text, const std::string& word, const std::string& other) {
    const std::size_t at = text.find(word);
    REQUIRE(at != std::string::npos);
    return text.replace(at, word.size(), other);
}

const std::string head = "[scenario]\nstart = 2026-01-05\nweeks = 50\n";

/// A brewery, a shop and its customers.
const std::string shop = head + R"([[agent]]
name = "shop"
kind = "stage"
product = "beer"
replenishment = { policy = "base_stock", level_units = 28 }

[[agent]]
name = "brewery"
kind = "source"
product = "beer"

[[agent]]
name = "folk"
kind = "market"
product = "beer"
demand = { model = "constant", units_per_week = 4 }

[[link]]
seller = "brewery"
product = "beer"
buyer = "shop"
lead_time_weeks = 2

[[link]]
seller = "shop"
product = "beer"
buyer = "folk"

[[metric]]
name = "sold"
of = "offer.shop.beer.shipped"
)";

/// A maker of chips on a foundry's pool, for a market that two vendors serve.
const std::string chips = head + R"([[product]]
name = "chip"

[[agent]]
name = "fab"
kind = "foundry"
[[agent.pool]]
name = "n3"
capacity_units_per_week = 100
allocation = "reserved_then_proportional"

[[agent]]
name = "vendor"
kind = "chip_vendor"
[[agent.process]]
name = "make"
output = "chip"
pool = "fab.n3"
cycle_time_weeks = 10
[[agent.requirement]]
product = "chip"
replenishment = { policy = "base_stock", level_units = 28 }
[[agent.offer]]
product = "chip"

[[agent]]
name = "other"
kind = "source"
product = "chip"

[[agent]]
name = "folk"
kind = "market"
product = "chip"
demand = { model = "constant", units_per_week = 4 }
sourcing = { policy = "shares", shares = { vendor = 0.6, other = 0.4 } }

[[link]]
seller = "vendor"
product = "chip"
buyer = "folk"
[[link]]
seller = "other"
product = "chip"
buyer = "folk"
)";

}  // namespace

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
    // Equal policies are one, but each is told of its own mistakes.
    const std::string sell = "replenishment = { policy = \"base_stock\", level_unit = 28 }\n";
    const std::string twin = "[[agent]]\nname = \"bar\"\nkind = \"stage\"\nproduct = \"beer\"\n" + sell + "[[link]]\nseller = \"brewery\"\nproduct = \"beer\"\nbuyer = \"bar\"\n";
    CHECK(mistakes(with(shop, "replenishment = { policy = \"base_stock\", level_units = 28 }\n", sell) + twin).size() == 2);
    // Events and assignments are told beside the rest.
    CHECK(mistakes(with(shop, "lead_time_weeks", "lead_time_wekks") + "[[event]]\nat = 2026-03-02\nset = { \"agent.shpo.holding_cost\" = 1 }\n") ==
          Messages{"unknown key \"lead_time_wekks\" in link \"brewery.beer.shop\"", "the path \"agent.shpo.holding_cost\" leads nowhere: \"agent\" has no \"shpo\""});
}

TEST_CASE("shares that do not add up are told with what becomes of them") {
    CHECK(warnings(chips).empty());
    CHECK(warnings(with(chips, "other = 0.4", "other = 0.6")) == Messages{"the shares add up to 1.2, not to 1"});
    CHECK(warnings(with(chips, "other = 0.4", "other = [0.4, { at = 2026-03-02, value = 0.5 }]")) == Messages{"the shares add up to 1.1, not to 1 from 2026-03-02 on"});
    CHECK(warnings(with(chips, "vendor = 0.6, other = 0.4", "vendor = 0, other = 0")) == Messages{"the shares are all 0, so nothing is ordered"});
    CHECK(warnings(with(chips, "vendor = 0.6, other = 0.4", "vendor = 0.667, other = 0.333")).empty());
    CHECK(warnings(with(chips, "vendor = 0.6, other = 0.4", "vendor = 2, other = 1")).empty());
}

TEST_CASE("times outside of the run are told") {
    CHECK(warnings(with(chips, "cycle_time_weeks = 10", "cycle_time_weeks = 10\navailable_from = 2062-03-02")) ==
          Messages{"2062-03-02 is after the end of the run, so it never comes"});
    CHECK(warnings(with(shop, "lead_time_weeks = 2", "lead_time_weeks = 2\nqualified_from = 2062-03-02")) ==
          Messages{"2062-03-02 is after the end of the run, so it never comes"});
    const std::string dated = "[{ at = 2025-01-06, value = 100 }, { at = 2026-03-02, value = 150 }, { at = 2062-03-02, value = 200 }]";
    CHECK(warnings(with(chips, "capacity_units_per_week = 100", "capacity_units_per_week = " + dated)) ==
          Messages{"2062-03-02 is after the end of the run, so it never comes"});
    // Data may go on for a while.
    CHECK(warnings(with(chips, "capacity_units_per_week = 100", "capacity_units_per_week = [100, { at = 2030-11-04, value = 150 }]")).empty());
    CHECK(warnings(with(chips, "capacity_units_per_week = 100", "capacity_units_per_week = [100, { at = 2037-06-01, value = 150 }]")).size() == 1);
    // A line to a step after the end is begun within the run.
    CHECK(warnings(with(chips, "capacity_units_per_week = 100", "capacity_units_per_week = { linear = true, steps = " + dated + " }")).empty());
    const auto event = [](const std::string& at) { return "[[event]]\nat = " + at + "\nset = { \"agent.fab.pool.n3.capacity_units_per_week\" = 90 }\n"; };
    CHECK(warnings(chips + event("2026-03-02")).empty());
    CHECK(warnings(chips + event("2062-03-02")) == Messages{"2062-03-02 is after the end of the run, so it never comes"});
    CHECK(warnings(chips + event("2016-03-02")) == Messages{"2016-03-02 is before the run begins, so what the event sets holds all the time"});
    // Where the run's own times are wrong nothing is outside of it.
    CHECK(mistakes(with(chips, "start = 2026-01-05", "strat = 2026-01-05") + event("2016-03-02")) == Messages{"unknown key \"strat\" in [scenario]"});
}

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

TEST_CASE("long-term agreements beyond what their supplier can do are told") {
    const auto reserved = [](const std::string& amount, const std::string& capacity = "100") {
        return with(with(chips, "cycle_time_weeks = 10", "cycle_time_weeks = 10\nreserved_units_per_week = " + amount),
                    "capacity_units_per_week = 100", "capacity_units_per_week = " + capacity);
    };
    CHECK(warnings(reserved("100")).empty());
    CHECK(warnings(reserved("120")) == Messages{"120 a week are reserved, more than pool \"n3\" of agent \"fab\" ever has: 100 a week"});
    CHECK(warnings(reserved("120", "[100, { at = 2026-03-02, value = 150 }]")) ==
          Messages{"pool \"n3\" of agent \"fab\" has 100 a week on 2026-01-05, and long-term agreements reserve 120 a week"});
    // Before the run nobody can be short.
    CHECK(warnings(reserved("120", "[{ at = 2020-01-06, value = 100 }, { at = 2025-01-06, value = 150 }]")).empty());
    // Two that are too much together, on an offer with a cap.
    const std::string cap = "product = \"chip\"\nship_max_units_per_week = 10\nallocation = \"reserved_then_proportional\"\n";
    const std::string two = with(chips, "[[agent.offer]]\nproduct = \"chip\"\n", "[[agent.offer]]\n" + cap);
    const std::string more = "[[agent]]\nname = \"town\"\nkind = \"market\"\nproduct = \"chip\"\ndemand = { model = \"constant\", units_per_week = 4 }\n"
                             "[[link]]\nseller = \"vendor\"\nproduct = \"chip\"\nbuyer = \"town\"\nreserved_units_per_week = 7\n";
    CHECK(warnings(two + more).empty());
    CHECK(warnings(with(two, "buyer = \"folk\"", "buyer = \"folk\"\nreserved_units_per_week = 4") + more) ==
          Messages{"the offer of \"chip\" of agent \"vendor\" has 10 a week on 2026-01-05, and long-term agreements reserve 11 a week"});
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

TEST_CASE("a product that is declared and that nothing uses is told with the one that is meant") {
    CHECK(warnings(shop + "[[product]]\nname = \"ber\"\ngrain_units = 2\n") == Messages{"nothing uses the product \"ber\""});
    CHECK(warnings(shop + "[[product]]\nname = \"beer\"\ngrain_units = 2\n").empty());
    const Scenario read = read_scenario_text(shop + "[[product]]\nname = \"ber\"\n", "test.toml", cast());
    REQUIRE(read.warnings.size() == 1);
    CHECK(read.warnings[0].help == "did you mean \"beer\"?");
    CHECK(warnings(with(chips, "[[product]]\nname = \"chip\"", "[[product]]\nname = \"chpi\"")) == Messages{"nothing uses the product \"chpi\""});
    // Who extends a file need not use all of its products.
    const Folder folder;
    folder.write("base.toml", shop + "[[product]]\nname = \"malt\"\n");
    const auto child = folder.write("child.toml", "extends = \"base.toml\"\n");
    CHECK(read_scenario({child}, cast()).warnings.empty());
    CHECK(read_scenario({folder.path() / "base.toml"}, cast()).warnings.size() == 1);
}

TEST_CASE("a cover of a forecast that is not there is told") {
    const std::string nothing = "it follows a forecast, and nothing is expected without one";
    const std::string given   = ", cover_weeks = 3 }\nforecast = { policy = \"naive\" }";
    CHECK(warnings(with(shop, "level_units = 28 }", "level_units = 28, cover_weeks = 3 }")) == Messages{nothing});
    CHECK(warnings(with(shop, "level_units = 28 }", "level_units = 28" + given)).empty());
    CHECK(warnings(with(shop, "policy = \"base_stock\", level_units = 28", "policy = \"echelon_base_stock\", cover_weeks = 3")) == Messages{nothing});
    CHECK(warnings(with(shop, "policy = \"base_stock\", level_units = 28", "policy = \"anchor_and_adjust\", alpha = 0.5")) == Messages{nothing});
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

TEST_CASE("what can have no effect is told") {
    CHECK(warnings(with(shop, "weeks = 50", "weeks = 50\nfocus = \"shpo\"")) == Messages{"there is no agent \"shpo\" to look at closely"});
    CHECK(warnings(with(shop, "weeks = 50", "weeks = 50\nfocus = \"shop\"")).empty());
    const std::string flood = "[[disruption]]\nname = \"flood\"\ntarget = \"agent.shop\"\nat = 2026-03-02\n";
    CHECK(warnings(shop + flood + "weeks = 0\n") == Messages{"is over as it begins, so it has no effect"});
    CHECK(warnings(shop + flood + "until = 2026-03-02\n") == Messages{"is over as it begins, so it has no effect"});
    CHECK(warnings(shop + flood + "weeks = 1\n").empty());
    CHECK(warnings(with(shop, "buyer = \"folk\"", "buyer = \"folk\"\nreserved_units_per_week = 2")) ==
          Messages{"\"beer\" of agent \"shop\" is shared out without regard to reservations, so it has no effect"});
    CHECK(warnings(with(shop, "buyer = \"folk\"", "buyer = \"folk\"\nbid_usd = 2")) == Messages{"\"beer\" of agent \"shop\" is shared out without regard to bids, so it has no effect"});
    // Who names the allocation may compare it with others.
    CHECK(warnings(with(with(shop, "buyer = \"folk\"", "buyer = \"folk\"\nbid_usd = 2"), "kind = \"stage\"", "kind = \"stage\"\nallocation = \"first_come\"")).empty());
    CHECK(mistakes(with(shop, "kind = \"stage\"", "kind = \"stage\"\nprice_usd = 5\npricing = { policy = \"excess_demand\", gamma = 0.1, lowest_usd = 9, highest_usd = 4 }")) ==
          Messages{"the lowest price is above the highest"});
}

TEST_CASE("a price begins within the bounds that it keeps to, and needs a list price to move") {
    const auto priced = [](const std::string& keys, const std::string& bounds) {
        return with(shop, "kind = \"stage\"", "kind = \"stage\"\n" + keys + "pricing = { policy = \"excess_demand\", gamma = 0.1" + bounds + " }");
    };
    const std::string bounds = ", lowest_usd = 20, highest_usd = 50";
    CHECK(mistakes(priced("price_usd = 100\n", bounds)) == Messages{"the price begins at the list price, 100, which is above the highest_usd of 50"});
    CHECK(mistakes(priced("price_usd = 10\n", bounds)) == Messages{"the price begins at the list price, 10, which is below the lowest_usd of 20"});
    CHECK(mistakes(priced("", bounds)) == Messages{"the price begins at the list price, 0, which is below the lowest_usd of 20"});
    CHECK(mistakes(priced("price_usd = -3\n", bounds)).size() == 1);   // and nothing that comes of it
    for (const char* within : {"price_usd = 20\n", "price_usd = 50\n"}) CHECK(mistakes(priced(within, bounds)).empty());
    // Later the bounds hold, whatever the list price is.
    CHECK(warnings(priced("price_usd = [{ at = 2026-01-05, value = 40 }, { at = 2026-06-01, value = 100 }]\n", bounds)).empty());
    CHECK(warnings(priced("price_usd = 30\n", bounds)).empty());
    CHECK(warnings(priced("", "")) == Messages{"it moves nothing: there is no list price"});
    CHECK(warnings(priced("price_usd = 0\n", "")) == Messages{"it moves nothing: the list price is 0"});
    // An assumption is right by its value; what is drawn for it may be beyond.
    const Folder folder;
    const auto   file = folder.write("shop.toml", priced("price_usd = { value = 45, range = [40, 1000], source = \"assumption: dear\" }\n", bounds));
    for (std::uint32_t replication = 0; replication < 5; ++replication) CHECK_NOTHROW(read_scenario({.file = file, .draw = AssumptionDraw{1, replication}}, cast()));
}

TEST_CASE("a process bids for capacity, and who bids more gets it first") {
    const auto starts = [](const std::string& bid) {
        const auto designer = [](const std::string& name, const std::string& keys) {
            return "[[agent]]\nname = \"" + name + "\"\nkind = \"chip_vendor\"\n[[agent.process]]\nname = \"make\"\noutput = \"die\"\npool = \"fab.n3\"\ncycle_time_periods = 2\n" + keys +
                   "[[agent.requirement]]\nproduct = \"die\"\nreplenishment = { policy = \"fixed\", quantity_units = 80 }\n";
        };
        SmallWorld world{"[[product]]\nname = \"die\"\n[[agent]]\nname = \"fab\"\nkind = \"foundry\"\n[[agent.pool]]\nname = \"n3\"\ncapacity_units_per_period = 100\n"
                         "allocation = \"price_priority\"\nprice_usd = 10\n" + designer("a", "") + designer("b", bid)};
        world.run(1);
        return std::pair{world.world().starts[world.process_id("a.make")].units(), world.world().starts[world.process_id("b.make")].units()};
    };
    CHECK(starts("") == std::pair{50.0, 50.0});
    CHECK(starts("bid_usd = 11\n") == std::pair{20.0, 80.0});   // the other pays the list price
    CHECK(starts("bid_usd = 9\n") == std::pair{80.0, 20.0});
    CHECK(starts("bid_usd = [{ at = 0, value = 11 }, { at = 9, value = 1 }]\n") == std::pair{20.0, 80.0});

    const auto bids = [](const std::string& text) { return with(text, "output = \"chip\"", "output = \"chip\"\nbid_usd = 2"); };
    CHECK(warnings(bids(with(chips, "allocation = \"reserved_then_proportional\"", ""))) == Messages{"\"n3\" of agent \"fab\" is shared out without regard to bids, so it has no effect"});
    CHECK(warnings(bids(chips)).empty());   // it names its allocation
    CHECK(warnings(bids(with(chips, "pool = \"fab.n3\"\n", ""))) == Messages{"there is no pool to bid for, so it has no effect"});
}

TEST_CASE("demand that ends before the run is told") {
    const auto listed = [](const std::string& list) { return with(shop, "model = \"constant\", units_per_week = 4", "model = \"list\", units = " + list); };
    CHECK(warnings(listed("[4, 8]")) == Messages{"there are values for 2 of 50 ticks: nothing is wanted from 2026-01-19 on"});
    CHECK(warnings(listed("[4, 8], repeat = true")).empty());
    CHECK(warnings(with(listed("[4, 8]"), "weeks = 50", "weeks = 2")).empty());
    CHECK(mistakes(listed("[]")) == Messages{"the list is empty"});
    // What ends is said only where the end of the run is known.
    CHECK(mistakes(with(listed("[4, 8]"), "weeks = 50", "weks = 50")).size() == 1);
    const Folder folder;
    folder.write("demand.csv", "week,units\n1,6\n2,7\n");
    const auto file = folder.write("shop.toml", with(shop, "model = \"constant\", units_per_week = 4", "model = \"csv\", file = \"demand.csv\", column = \"units\""));
    REQUIRE(read_scenario({file}, cast()).warnings.size() == 1);
    CHECK(read_scenario({file}, cast()).warnings[0].message == "there are values for 2 of 50 ticks: nothing is wanted from 2026-01-19 on");
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

TEST_CASE("a number that is an assumption without a range is told, once for each source") {
    const auto assumed = [](const std::string& more) { return with(shop, "lead_time_weeks = 2", "lead_time_weeks = { value = 2, source = \"assumption: near\"" + more + " }"); };
    CHECK(warnings(assumed("")) == Messages{"an assumption without a range is never drawn anew, as --assumptions does"});
    CHECK(warnings(assumed(", range = [1, 3]")).empty());
    CHECK(warnings(with(assumed(""), "assumption: near", "a paper")).empty());
    CHECK(warnings(shop + "[[product]]\nname = \"beer\"\nsource = \"assumption: as usual\"\ngrain_units = 0.5\npower_kw_it = 1\n") ==
          Messages{"an assumption without a range is never drawn anew, as --assumptions does; and 1 more here"});
    CHECK(warnings(with(shop, "lead_time_weeks = 2", "lead_time_weeks = 2\nqualified_from = { value = 2026-02-02, source = \"assumption: soon\" }")).empty());
}

TEST_CASE("what --assumptions would pass over is told: an assumption that says so late, and a range without a source") {
    const auto said = [](const std::string& what) { return with(shop, "lead_time_weeks = 2", "lead_time_weeks = { value = 2, " + what + " }"); };
    const Messages late{"a source that says \"assumption\" inside, not at its beginning, counts as published"};
    CHECK(warnings(said("source = \"2 weeks (assumption: as usual)\"")) == late);
    CHECK(warnings(said("source = \"2 weeks (Assumption: as usual)\", range = [1, 3]")) == late);
    CHECK(warnings(with(shop, "lead_time_weeks = 2", "lead_time_weeks = 2\nqualified_from = { value = 2026-02-02, source = \"soon (assumption)\" }")) == late);
    CHECK(warnings(said("range = [1, 3]")) == Messages{"a range without a source is never drawn from: --assumptions draws what a source calls an assumption"});
    CHECK(warnings(said("source = \"a paper\", range = [1, 3]")).empty());
    CHECK(warnings(with(said("range = [1, 3]"), "[[link]]", "[[link]]\nsource = \"assumption: near\"")) == Messages{});
}
