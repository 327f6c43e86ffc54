// Nothing that was wanted gets lost between wanting and ordering.

#include <vector>

#include "sim/base/check.h"
#include "sim/run/observables.h"
#include "tests/support/catch.h"
#include "tests/support/small_world.h"

using namespace secondsource;

namespace {

/// A market of p that buys from sources; `sellers` with a link each.
std::string market_of(const std::vector<std::string>& sellers, const std::string& market, const std::string& link = "") {
    std::string tables = "[[agent]]\nname = \"m\"\nkind = \"market\"\nproduct = \"p\"\n" + market + "\n";
    for (const std::string& seller : sellers)
        tables += "[[agent]]\nname = \"" + seller + "\"\nkind = \"source\"\nproduct = \"p\"\n" +
                  "[[link]]\nseller = \"" + seller + "\"\nproduct = \"p\"\nbuyer = \"m\"\n" + link + "\n";
    return tables;
}

const std::string whole_units = "[[product]]\nname = \"p\"\ngrain_units = 1\n";

std::string pause(const std::string& target, const std::string& effect) {
    return "[[disruption]]\nname = \"d\"\ntarget = \"" + target + "\"\nat = 2\nperiods = 3\neffect = \"" + effect + "\"\n";
}

double market(SmallWorld& world, std::string_view column) {
    for (const Observable& quantity : observables())
        if (quantity.table == "market" && quantity.column == column) return quantity.value(world.world(), 0);
    throw std::invalid_argument("no such column");
}

}   // namespace

TEST_CASE("demand below a whole grain waits until it makes one") {
    SmallWorld world{whole_units + market_of({"s"}, "demand = { model = \"constant\", units_per_period = 2.5 }")};
    const std::vector<double> served{2, 5, 7, 10, 12};
    for (const double upto : served) {
        world.run(1);
        CHECK(market(world, "served") == upto);
    }
    CHECK(market(world, "waiting") == 0.5);
    CHECK(market(world, "lost") == 0);
}

TEST_CASE("demand below a whole grain waits even at a market that does not wait otherwise") {
    SmallWorld world{whole_units + market_of({"s"}, "unmet = \"lost\"\ndemand = { model = \"constant\", units_per_period = 0.25 }")};
    world.run(9);
    CHECK(market(world, "served") == 2);
    CHECK(market(world, "lost") == 0);
    CHECK(market(world, "waiting") == 0.25);
}

TEST_CASE("an order of one grain goes to one source, and shares are true in the long run") {
    SmallWorld world{whole_units + market_of({"a", "b", "c"}, "demand = { model = \"constant\", units_per_period = 1 }\n"
                                                              "sourcing = { policy = \"shares\", shares = { a = 0.5, b = 0.3, c = 0.2 } }")};
    for (int t = 1; t <= 100; ++t) {
        world.run(1);
        REQUIRE(market(world, "served") == t);
        CHECK(std::abs(world.received("a.p.m") - 0.5 * t) < 1);
        CHECK(std::abs(world.received("b.p.m") - 0.3 * t) < 1);
        CHECK(std::abs(world.received("c.p.m") - 0.2 * t) < 1);
    }
}

TEST_CASE("whole grains of sources that count in different units use up an order as far as they can") {
    // A box of b holds 12, a bag of a 5: of 100 a tick at half each, 4 boxes and 10 bags, and 2 that wait.
    SmallWorld world{"[[product]]\nname = \"p\"\n[[product]]\nname = \"bag\"\ngrain_units = 1\n[[product]]\nname = \"box\"\ngrain_units = 1\n"
                     "[[agent]]\nname = \"m\"\nkind = \"market\"\nproduct = \"p\"\ndemand = { model = \"constant\", units_per_period = 100 }\n"
                     "sourcing = { policy = \"shares\", shares = { a = 0.5, b = 0.5 } }\n"
                     "[[agent]]\nname = \"a\"\nkind = \"source\"\nproduct = \"bag\"\n[[agent]]\nname = \"b\"\nkind = \"source\"\nproduct = \"box\"\n"
                     "[[link]]\nseller = \"a\"\nproduct = \"bag\"\nbuyer = \"m\"\nrequirement = \"p\"\nunits_per_unit = 5\n"
                     "[[link]]\nseller = \"b\"\nproduct = \"box\"\nbuyer = \"m\"\nrequirement = \"p\"\nunits_per_unit = 12\n"};
    world.run(1);
    CHECK(world.received("a.bag.m") == 10);
    CHECK(world.received("b.box.m") == 4);
    CHECK(market(world, "waiting") == 2);
    for (int t = 2; t <= 60; ++t) {
        world.run(1);
        CHECK(market(world, "served") + market(world, "waiting") == 100 * t);
        CHECK(market(world, "waiting") < 12);
        CHECK(std::abs(5 * world.received("a.bag.m") - 50 * t) < 12);
    }
}

TEST_CASE("what a market wants while no source takes orders waits, or is lost if it does not wait") {
    const std::string demand = "demand = { model = \"constant\", units_per_period = 4 }";
    SmallWorld waits{market_of({"s"}, demand) + pause("link.s.p.m", "order_pausing")};
    waits.run(5);   // stopped in ticks 2, 3 and 4
    CHECK(market(waits, "served") == 8);
    CHECK(market(waits, "waiting") == 12);
    CHECK(waits.ordered("s.p.m") == 8);
    waits.run(1);
    CHECK(market(waits, "served") == 24);
    CHECK(market(waits, "waiting") == 0);
    CHECK(market(waits, "lost") == 0);

    SmallWorld leaves{market_of({"s"}, demand + "\nunmet = \"lost\"") + pause("link.s.p.m", "order_pausing")};
    leaves.run(6);
    CHECK(market(leaves, "served") == 12);
    CHECK(market(leaves, "waiting") == 0);
    CHECK(market(leaves, "lost") == 12);
    CHECK(market_totals(leaves.world()).lost == 12);

    SmallWorld early{market_of({"s"}, demand, "qualified_from = 3")};
    early.run(3);
    CHECK(market(early, "waiting") == 12);
    early.run(1);
    CHECK(market(early, "served") == 16);
}

TEST_CASE("what a pause holds, and what is in the mail, waits as well") {
    const std::string demand = "demand = { model = \"constant\", units_per_period = 4 }";
    SmallWorld held{market_of({"s"}, demand) + pause("link.s.p.m", "shipment_pausing")};
    held.run(5);
    CHECK(market(held, "served") == 8);
    CHECK(market(held, "waiting") == 12);
    SmallWorld mailed{market_of({"s"}, demand, "order_delay_periods = 2\nlead_time_periods = 1")};
    mailed.run(4);   // ordered 16, of which 8 have been seen and shipped, 4 of them arrived
    CHECK(market(mailed, "served") == 4);
    CHECK(market(mailed, "waiting") == 8);
}

TEST_CASE("goods for a market that are scrapped on their way are lost to it") {
    SmallWorld world{market_of({"s"}, "demand = { model = \"constant\", units_per_period = 4 }", "lead_time_periods = 2") +
                     pause("link.s.p.m", "transit_pausing") + "scrap = 0.5\n"};
    world.run(3);
    CHECK(market(world, "lost") == 4);   // half of the 8 that were on their way
}

TEST_CASE("only what was really placed counts as ordered and costs") {
    const std::string tables = R"(
[[agent]]
name = "m"
kind = "market"
product = "p"
demand = { model = "constant", units_per_period = 4 }
[[agent]]
name = "r"
kind = "stage"
product = "p"
initial_units = 30
order_cost = 5
replenishment = { policy = "base_stock", level_units = 30 }
[[agent]]
name = "s"
kind = "source"
product = "p"
[[link]]
seller = "r"
product = "p"
buyer = "m"
[[link]]
seller = "s"
product = "p"
buyer = "r"
lead_time_periods = 1
)";
    SmallWorld world{tables + pause("link.s.p.r", "order_pausing")};
    const std::vector<double> ordered{4, 4, 0, 0, 0, 16, 4}, cost{5, 10, 10, 10, 10, 15, 20};
    const StockId       stock = world.stock_id("r.p");
    const RequirementId row   = world.network().requirement_of[stock];
    for (std::size_t t = 0; t < ordered.size(); ++t) {
        world.run(1);
        CHECK(world.world().ordered[row].units() == ordered[t]);
        CHECK(world.world().cost_total[stock] == cost[t]);
    }
}

TEST_CASE("a standing order that could not be placed is placed later, and a review that does not come orders nothing") {
    const std::string tables = whole_units + R"(
[[agent]]
name = "r"
kind = "stage"
product = "p"
review_every_periods = 2
replenishment = { policy = "fixed", quantity_units = 2.5 }
[[agent]]
name = "s"
kind = "source"
product = "p"
[[link]]
seller = "s"
product = "p"
buyer = "r"
lead_time_periods = 1
)";
    SmallWorld world{tables + pause("link.s.p.r", "order_pausing")};   // the reviews of ticks 2 and 4 come to nothing
    const std::vector<double> ordered{2, 0, 0, 0, 0, 0, 8, 0, 2, 0, 3};
    const RequirementId       row = world.network().requirement_of[world.stock_id("r.p")];
    for (const double amount : ordered) {
        world.run(1);
        CHECK(world.world().ordered[row].units() == amount);
    }
}

TEST_CASE("a cost for each unit counts the buyer's units") {
    const std::string tables = R"(
[[product]]
name = "box"
[[agent]]
name = "m"
kind = "market"
product = "p"
demand = { model = "constant", units_per_period = 24 }
[[agent]]
name = "r"
kind = "stage"
product = "p"
initial_units = 24
replenishment = { policy = "base_stock", level_units = 24 }
[[agent]]
name = "s"
kind = "source"
product = "box"
[[link]]
seller = "r"
product = "p"
buyer = "m"
[[link]]
seller = "s"
product = "box"
buyer = "r"
requirement = "p"
units_per_unit = 12
unit_cost = 0.5
lead_time_periods = 1
)";
    SmallWorld world{tables};
    world.run(3);   // two boxes a tick
    CHECK(world.world().cost_total[world.stock_id("r.p")] == 3 * 24 * 0.5);
}

TEST_CASE("forecasts go on between reviews, and anchoring orders for the ticks until the next one") {
    const std::string tables = R"(
[[agent]]
name = "m"
kind = "market"
product = "p"
demand = { model = "list", units = [4, 5, 6, 7, 8, 9, 9] }
[[agent]]
name = "r"
kind = "stage"
product = "p"
initial_units = 100
review_every_periods = 3
forecast = "naive"
replenishment = { policy = "anchor_and_adjust", alpha = 0 }
[[agent]]
name = "s"
kind = "source"
product = "p"
[[link]]
seller = "r"
product = "p"
buyer = "m"
[[link]]
seller = "s"
product = "p"
buyer = "r"
lead_time_periods = 1
)";
    SmallWorld world{tables};
    const std::vector<double> forecast{4, 5, 6, 7, 8, 9, 9}, ordered{12, 0, 0, 21, 0, 0, 27};
    const RequirementId       row = world.network().requirement_of[world.stock_id("r.p")];
    for (std::size_t t = 0; t < ordered.size(); ++t) {
        world.run(1);
        CHECK(world.world().forecast[row] == forecast[t]);
        CHECK(world.world().ordered[row].units() == ordered[t]);
    }
}

TEST_CASE("who plans on the last tick does not see the orders of this one, however it chooses its sources") {
    const auto sent_to_backup = [](const std::string& wanted_now) {
        SmallWorld world{"[[product]]\nname = \"x\"\n[[agent]]\nname = \"primary\"\nkind = \"source\"\nproduct = \"x\"\n"
                         "[[agent]]\nname = \"backup\"\nkind = \"source\"\nproduct = \"x\"\n"
                         "[[agent]]\nname = \"shop\"\nkind = \"stage\"\nproduct = \"x\"\ninitial_units = 10\nplans_on = \"last_tick\"\n"
                         "forecast = { policy = \"naive\", initial_units_per_period = 4 }\nreplenishment = { policy = \"fixed\", quantity_units = 20 }\n"
                         "sourcing = { policy = \"contingent\", reroute = \"when_short\" }\n"
                         "[[agent]]\nname = \"m\"\nkind = \"market\"\nproduct = \"x\"\ndemand = { model = \"list\", units = [4, 4, " + wanted_now + "] }\n"
                         "[[link]]\nseller = \"primary\"\nproduct = \"x\"\nbuyer = \"shop\"\nlead_time_periods = 3\npriority = 1\n"
                         "[[link]]\nseller = \"backup\"\nproduct = \"x\"\nbuyer = \"shop\"\nlead_time_periods = 3\npriority = 2\n"
                         "[[link]]\nseller = \"shop\"\nproduct = \"x\"\nbuyer = \"m\"\n" + pause("link.primary.x.shop", "shipment_pausing")};
        world.run(3);
        return world.ordered("backup.x.shop");
    };
    CHECK(sent_to_backup("4") == 2);   // four expected, two on hand
    CHECK(sent_to_backup("9") == 2);
}

TEST_CASE("a factor of demand below nothing counts as nothing, also beside another one") {
    SmallWorld world{"[[product]]\nname = \"x\"\n[[agent]]\nname = \"m\"\nkind = \"market\"\nproduct = \"x\"\n"
                     "demand = { model = \"trend\", start_units_per_period = 1, slope_units = -1 }\n[[agent.factors]]\nmodel = \"trend\"\nstart_units_per_period = 1\nslope_units = -1\n"
                     "[[agent]]\nname = \"s\"\nkind = \"source\"\nproduct = \"x\"\n[[link]]\nseller = \"s\"\nproduct = \"x\"\nbuyer = \"m\"\n"};
    world.run(10);
    CHECK(world.world().markets[0].wanted_total == Amount::of(1));
}

TEST_CASE("more than can be counted ends the run, and is not the program's fault") {
    // Hardly any of it arrives, so that what is wanted is the first to be too much.
    SmallWorld world{"[[product]]\nname = \"p\"\n[[agent]]\nname = \"m\"\nkind = \"market\"\nproduct = \"p\"\nunmet = \"lost\"\ndemand = { model = \"constant\", units_per_period = 1e9 }\n"
                     "[[agent]]\nname = \"s\"\nkind = \"source\"\nproduct = \"p\"\nship_max_units_per_period = 1\n[[link]]\nseller = \"s\"\nproduct = \"p\"\nbuyer = \"m\"\n"};
    world.run(4);
    CHECK_THROWS_AS(world.run(1), Uncountable);
}

TEST_CASE("a cancellation is of whole grains") {
    SmallWorld world{whole_units + "[[agent]]\nname = \"m\"\nkind = \"market\"\nproduct = \"p\"\ndemand = { model = \"list\", units = [10, 3, 0, 0, 0] }\n"
                     "[[agent]]\nname = \"r\"\nkind = \"stage\"\nproduct = \"p\"\ninitial_units = 20\nforecast = { policy = \"exponential_smoothing\", alpha = 0.3, initial_units_per_period = 10 }\n"
                     "replenishment = { policy = \"base_stock\", cover_periods = 4, cancels = true }\n"
                     "[[agent]]\nname = \"s\"\nkind = \"source\"\nproduct = \"p\"\nship_max_units_per_period = 2\n"
                     "[[link]]\nseller = \"r\"\nproduct = \"p\"\nbuyer = \"m\"\n[[link]]\nseller = \"s\"\nproduct = \"p\"\nbuyer = \"r\"\nlead_time_periods = 1\n"};
    const RequirementId row = world.network().requirement_of[world.stock_id("r.p")];
    double cancelled = 0;
    for (int t = 0; t < 6; ++t) {
        world.run(1);
        cancelled = std::min(cancelled, world.world().ordered[row].units());
        CHECK(world.world().ordered[row].parts() % Amount::of(1).parts() == 0);
    }
    CHECK(cancelled < 0);
}

TEST_CASE("a plan does not make up for what customers who do not wait go without, beside some who do") {
    for (const std::string other : {"lost", "backlog"}) {
        SmallWorld world{"[[product]]\nname = \"p\"\n[[agent]]\nname = \"m\"\nkind = \"market\"\nproduct = \"p\"\nunmet = \"lost\"\ndemand = { model = \"constant\", units_per_period = 10 }\n"
                         "[[agent]]\nname = \"r\"\nkind = \"stage\"\nproduct = \"p\"\ninitial_units = 10\nreplenishment = { policy = \"base_stock\", level_units = 10 }\n"
                         "[[agent]]\nname = \"s\"\nkind = \"source\"\nproduct = \"p\"\n[[link]]\nseller = \"s\"\nproduct = \"p\"\nbuyer = \"r\"\nlead_time_periods = 3\n"
                         "[[link]]\nseller = \"r\"\nproduct = \"p\"\nbuyer = \"m\"\n"
                         "[[agent]]\nname = \"n\"\nkind = \"market\"\nproduct = \"p\"\nunmet = \"" + other + "\"\ndemand = { model = \"constant\", units_per_period = 0 }\n"
                         "[[link]]\nseller = \"r\"\nproduct = \"p\"\nbuyer = \"n\"\n"};
        for (int t = 0; t < 8; ++t) {
            world.run(1);
            CHECK(world.on_hand("r.p") + world.on_order("r.p") == 10);
        }
    }
}
