// What can be run and is hardly meant.

#include <string>

#include "tests/support/catch.h"
#include "tests/support/folder.h"
#include "tests/support/small_world.h"
#include "tests/support/told.h"

using namespace secondsource;

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
