// Pools, processes, kits and yields.

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/check.h"
#include "tests/support/catch.h"
#include "tests/support/small_world.h"

using namespace secondsource;

namespace {

const std::string fab = R"(
[[product]]
name = "wafer"
[[product]]
name = "die"
[[agent]]
name = "fab"
kind = "foundry"
[[agent.pool]]
name = "n3"
unit = "wafers"
capacity_wafers_per_period = 100
)";

/// A designer whose requirement of dies is `wanted`, with a process of the given further keys.
std::string designer(const std::string& name, const std::string& wanted, const std::string& process) {
    return "[[agent]]\nname = \"" + name + "\"\nkind = \"chip_vendor\"\n[[agent.process]]\nname = \"die\"\noutput = \"die\"\npool = \"fab.n3\"\n" + process +
           "\n[[agent.requirement]]\nproduct = \"die\"\nreplenishment = " + wanted + "\n";
}

}  // namespace

TEST_CASE("an order waits behind the wafers that were started before it") {
    SmallWorld world{fab + designer("early", "{ policy = \"fixed\", quantity_units = 100 }", "cycle_time_periods = 12") };
    world.run(13);
    CHECK(world.on_hand("early.die") == 100);
    CHECK(world.on_order("early.die") == 1200);
}

TEST_CASE("a pool is shared in proportion to the open production orders") {
    SmallWorld world{fab + designer("a", "{ policy = \"growth_path\", target_units = 60 }", "cycle_time_periods = 2") +
                     designer("b", "{ policy = \"growth_path\", target_units = 180 }", "cycle_time_periods = 2")};
    world.run(1);
    CHECK(world.world().starts[world.process_id("a.die")] == Amount::of(25));
    CHECK(world.world().starts[world.process_id("b.die")] == Amount::of(75));
    CHECK(world.world().bound_by[world.process_id("a.die")] == bound_by_capacity);
    world.run(4);
    CHECK(world.on_hand("a.die") == 60);
    CHECK(world.on_hand("b.die") == 180);
}

TEST_CASE("a pool that keeps no backlog starts what it can and drops the rest, and its price moves with what is asked for") {
    const auto run = [](const std::string& terms) {
        SmallWorld world{fab + terms + designer("a", "{ policy = \"fixed\", quantity_units = 100 }", "cycle_time_periods = 2") +
                         designer("b", "{ policy = \"fixed\", quantity_units = 200 }", "cycle_time_periods = 2")};
        world.run(30);
        return world;
    };
    // 300 wafers are asked for in each tick, of which 100 are there: excess demand is (300 - 100) / (300 + 100).
    SmallWorld lost = run("unmet = \"lost\"\nprice_usd = 1000\npricing = { policy = \"excess_demand\", gamma = 0.1 }\n");
    const World& world = lost.world();
    const OfferId wafers = world.network().links[LinkId{0}].offer;
    CHECK(world.price[wafers] == Approx(1000 * std::pow(1.05, 30)).epsilon(1e-12));
    CHECK(world.earned[wafers].units() == Approx(100 * 1000 * (std::pow(1.05, 30) - 1) / 0.05).epsilon(1e-6));   // each tick's 100 wafers at its price
    for (const auto& [name, part] : {std::pair{"a", 1.0 / 3}, std::pair{"b", 2.0 / 3}}) {
        const LinkId link = world.network().processes[lost.process_id(std::string{name} + ".die")].link;
        CHECK(world.open[link] == Amount{});
        CHECK(world.starts_total[lost.process_id(std::string{name} + ".die")].units() == Approx(3000 * part).epsilon(1e-9));
        CHECK(world.dropped_total[link] == world.ordered_total[link] - world.shipped_total[link]);
        CHECK(lost.on_order(std::string{name} + ".die") == Approx(200 * part).epsilon(1e-9));   // work in process alone
    }
    const SmallWorld kept = run("");
    CHECK(kept.on_order("b.die") == Approx(30 * 200 - 28 * 200.0 / 3).epsilon(1e-9));
}

namespace {

/// A designer whose dies need a blank each, which arrives a period after it is ordered.
std::string with_blanks(const std::string& plan) {
    return "[[product]]\nname = \"blank\"\n[[agent]]\nname = \"maker\"\nkind = \"source\"\nproduct = \"blank\"\n" +
           designer("a", "{ policy = \"fixed\", quantity_units = 10 }", "cycle_time_periods = 2\ninputs = [{ product = \"blank\", units = 1 }]") +
           "[[agent.requirement]]\nproduct = \"blank\"\nreplenishment = { policy = \"material_plan\" }\n" + plan +
           "[[link]]\nseller = \"maker\"\nproduct = \"blank\"\nbuyer = \"a\"\nlead_time_periods = 1\n";
}

}  // namespace

TEST_CASE("orders that wait for inputs are not turned away by a pool with room for them") {
    for (const auto& [plan, made] : {std::pair{"", 170.0}, std::pair{"plans_on = \"last_tick\"\n", 160.0}}) {   // blanks are there a period, or two, after the order
        SmallWorld world{fab + "unmet = \"lost\"\n" + with_blanks(plan)};
        world.run(20);
        CHECK(world.on_hand("a.die") == made);
        CHECK(world.world().dropped_total[world.world().network().processes[world.process_id("a.die")].link] == Amount{});
    }
}

TEST_CASE("a pool's record does not suffer from inputs that its customer lacks") {
    SmallWorld world{fab + with_blanks("")};
    world.run(20);
    CHECK(world.world().record[world.world().network().processes[world.process_id("a.die")].link] == 1);
}

TEST_CASE("who compares capacity by price compares what a die costs, not a wafer") {
    const auto cheapest = [](const std::string& yield) {
        SmallWorld world{fab + "price_usd = 20000\n[[agent]]\nname = \"other\"\nkind = \"foundry\"\n[[agent.pool]]\nname = \"n3\"\ncapacity_units_per_period = 100\nprice_usd = 10000\n"
                         "[[agent]]\nname = \"a\"\nkind = \"chip_vendor\"\n"
                         "[[agent.process]]\nname = \"here\"\noutput = \"die\"\npool = \"fab.n3\"\nstarts_per_pool_unit = 60\ncycle_time_periods = 1\n" + yield +
                         "[[agent.process]]\nname = \"there\"\noutput = \"die\"\npool = \"other.n3\"\nstarts_per_pool_unit = 20\ncycle_time_periods = 1\n"
                         "[[agent.requirement]]\nproduct = \"die\"\nreplenishment = { policy = \"fixed\", quantity_units = 300 }\nsourcing = \"cheapest\"\n"};
        world.run(5);
        return std::pair{world.world().starts_total[world.process_id("a.here")] > Amount{}, world.world().starts_total[world.process_id("a.there")] > Amount{}};
    };
    CHECK(cheapest("") == std::pair{true, false});                    // 333 USD a die against 500
    CHECK(cheapest("yield = 0.5\n") == std::pair{false, true});       // 667 against 500
}

TEST_CASE("best responses to rivals for capacity are counted in what is ordered, whatever the pool counts") {
    // Rounds of AL-04, once for starts that take a unit each, once for ten of them on a unit.
    const auto second_orders = [](double capacity, const std::string& per_unit) {
        SmallWorld world{"[[product]]\nname = \"die\"\n[[agent]]\nname = \"fab\"\nkind = \"foundry\"\n[[agent.pool]]\nname = \"n3\"\nunmet = \"lost\"\ncapacity_units_per_period = " + std::to_string(capacity) + "\n" +
                         designer("a", "{ policy = \"best_response\", need_units = 40 }", "cycle_time_periods = 1\n" + per_unit) +
                         designer("b", "{ policy = \"best_response\", need_units = 80 }", "cycle_time_periods = 1\n" + per_unit)};
        world.run(2);
        const auto ordered = [&](const std::string& stock) { return world.world().ordered[world.world().network().requirement_of[world.stock_id(stock)]].units(); };
        return std::vector{ordered("a.die"), ordered("b.die")};
    };
    for (const auto& orders : {second_orders(100, ""), second_orders(10, "starts_per_pool_unit = 10\n")}) {
        CHECK(orders[0] == Approx(40 * 80 / 60.0).epsilon(1e-8));
        CHECK(orders[1] == Approx(80 * 40 / 20.0).epsilon(1e-8));
    }
}

TEST_CASE("starts come in whole lots, and a year of them adds up although a tick's capacity is broken") {
    SmallWorld world{R"(
[[product]]
name = "die"
[[agent]]
name = "fab"
kind = "foundry"
[[agent.pool]]
name = "n3"
unit = "wafers"
capacity_wafers_per_period = 2.3
grain_units = 1
)" + designer("a", "{ policy = \"growth_path\", target_units = 1e6 }", "cycle_time_periods = 1\nlot_units = 1")};
    world.run(100);
    CHECK(world.world().starts_total[world.process_id("a.die")] == Amount::of(230));
}

TEST_CASE("as many starts as a unit of a pool has room for always fit on it") {
    // One in 29 is no whole number of billionths: it is taken from below, so that no package is lost on any wafer.
    for (const int packages : {9, 16, 22, 29}) {
        SmallWorld world{fab + designer("a", "{ policy = \"growth_path\", target_units = 1e6 }",
                                        "cycle_time_periods = 1\nlot_units = 1\nstarts_per_pool_unit = " + std::to_string(packages))};
        world.run(300);
        CHECK(world.world().starts_total[world.process_id("a.die")] == Amount::of(300 * 100 * packages));
    }
    const auto problem = [](const std::string& keys) -> std::string {
        try {
            SmallWorld{fab + designer("a", "{ policy = \"growth_path\", target_units = 10 }", keys)};
        } catch (const ScenarioError& wrong) {
            return wrong.what();
        }
        return "";
    };
    CHECK(problem("cycle_time_periods = 1\nstarts_per_pool_unit = 16").empty());
    CHECK(problem("cycle_time_periods = 1\nstarts_per_pool_unit = 16\npool_units_per_start = 0.0625").find("pool_units_per_start and starts_per_pool_unit") != std::string::npos);
    CHECK(problem("cycle_time_periods = 1\nstarts_per_pool_unit = 0").find("starts_per_pool_unit") != std::string::npos);
}

namespace {

/// A pool of so much capacity that designers with equal orders for a million starts share; starts of each after ten ticks.
std::vector<double> ten_ticks(const std::string& pool, const std::vector<std::string>& processes) {
    std::string tables = "[[product]]\nname = \"die\"\n[[agent]]\nname = \"fab\"\nkind = \"foundry\"\n[[agent.pool]]\nname = \"n3\"\n" + pool;
    for (std::size_t i = 0; i < processes.size(); ++i)
        tables += designer("v" + std::to_string(i), "{ policy = \"base_stock\", level_units = 1000000 }", "cycle_time_periods = 1\n" + processes[i]);
    SmallWorld world{tables};
    world.run(10);
    std::vector<double> starts;
    for (std::size_t i = 0; i < processes.size(); ++i) starts.push_back(world.world().starts_total[world.process_id("v" + std::to_string(i) + ".die")].units());
    return starts;
}

}  // namespace

TEST_CASE("whole lots start as long as one fits into what is left of a pool, and equals take turns") {
    using Starts = std::vector<double>;
    const auto lots = [](std::size_t count, const std::string& lot) { return std::vector<std::string>(count, "lot_units = " + lot); };
    const std::string ten = "capacity_units_per_period = 10\n", hundred = "capacity_units_per_period = 100\n";
    CHECK(ten_ticks(ten, lots(2, "7")) == Starts{35, 35});   // one lot of seven a tick
    CHECK(ten_ticks(hundred, lots(5, "25")) == Starts(5, 200));
    CHECK(ten_ticks(hundred + "allocation = \"uniform\"\n", lots(5, "25")) == Starts(5, 200));
    CHECK(ten_ticks(hundred + "allocation = \"first_come\"\n", lots(5, "25")) == Starts(5, 200));
    const Starts ten_of_nine = ten_ticks("capacity_units_per_period = 9\n", lots(10, "1"));
    CHECK(std::accumulate(ten_of_nine.begin(), ten_of_nine.end(), 0.0) == 90);
    CHECK(std::ranges::all_of(ten_of_nine, [](double starts) { return starts >= 8 && starts <= 10; }));   // a turn more or less
    CHECK(ten_ticks(hundred, lots(2, "25\npool_units_per_start = 2")) == Starts{250, 250});
    CHECK(ten_ticks(hundred + "allocation = \"priority\"\n", {"lot_units = 30", "lot_units = 7\npriority = -1", "lot_units = 3\npriority = 1"}) ==
          Starts{0, 980, 0});   // fourteen lots of seven, and two units that no lot fits into
    const Starts mixed = ten_ticks(ten, {"lot_units = 4", "lot_units = 3", ""});
    CHECK(mixed[0] + mixed[1] + mixed[2] == Approx(100));
}

TEST_CASE("what a policy gives away beyond what is there stops the run") {
    struct TwiceOver final : AllocationPolicy {
        void shares(Amount, const Claims& claims, std::span<Amount> out, std::vector<std::uint32_t>&) const override {
            std::copy(claims.amount.begin(), claims.amount.end(), out.begin());
        }
    };
    SmallWorld   small{fab + designer("a", "{ policy = \"fixed\", quantity_units = 80 }", "cycle_time_periods = 1") +
                       designer("b", "{ policy = \"fixed\", quantity_units = 80 }", "cycle_time_periods = 1")};
    const auto   model = std::make_shared<Model>(*small.scenario().model);
    for (auto& policy : model->allocations) policy = std::make_shared<TwiceOver>();
    World world{model, 1};
    CHECK_THROWS_AS(tick(world), BrokenInvariant);
}

TEST_CASE("an order is started once, although its output does not make a whole grain until all of it is there") {
    SmallWorld world{R"(
[[product]]
name = "x"
grain_units = 100
[[agent]]
name = "v"
kind = "chip_vendor"
[[agent.process]]
name = "make"
output = "x"
cycle_time_periods = 2
yield = 0.9
[[agent.requirement]]
product = "x"
replenishment = { policy = "base_stock", level_units = 100 }
)"};
    world.run(5);
    CHECK(world.world().starts_total[world.process_id("v.make")].units() == Approx(100 / 0.9));
    CHECK(world.on_hand("v.x") == 100);
}

TEST_CASE("orders come out whole: in lots the surplus goes to stock, without lots nothing stays open") {
    const auto made = [](const std::string& process, double order) {
        SmallWorld world{R"(
[[product]]
name = "wafer"
[[product]]
name = "die"
[[agent]]
name = "mine"
kind = "source"
product = "wafer"
[[agent]]
name = "v"
kind = "chip_vendor"
[[agent.process]]
name = "dice"
output = "die"
inputs = [{ product = "wafer", units = 1 }]
cycle_time_periods = 1
)" + process + R"(
[[agent.requirement]]
product = "wafer"
replenishment = { policy = "material_plan", safety_units = 0 }
[[link]]
seller = "mine"
product = "wafer"
buyer = "v"
lead_time_periods = 1
[[agent.requirement]]
product = "die"
replenishment = { policy = "fixed", quantity_units = 0 }
forced_orders_units = [)" + std::to_string(order) + "]\n"};
        world.run(6);
        CHECK(world.world().open[world.network().processes[world.process_id("v.dice")].link] == Amount{});
        CHECK(world.on_order("v.die") == 0);
        return std::pair{world.world().starts_total[world.process_id("v.dice")].units(), world.on_hand("v.die")};
    };
    CHECK(made("output_units_per_start = 16\nlot_units = 1\nyield = 0.9", 10) == std::pair{1.0, 14.4});
    CHECK(made("output_units_per_start = 16\nlot_units = 1\nyield = 0.9", 28.8) == std::pair{2.0, 28.8});
    CHECK(made("output_units_per_start = 3", 10).second == 10);
    CHECK(made("output_units_per_start = 7\nyield = 0.37", 100).second == 100);
    CHECK(made("output_units_per_start = 0.3\nyield = 0.33333", 1).second == 1);
}

TEST_CASE("random yields keep their mean where output comes in whole units") {
    SmallWorld world{R"(
[[product]]
name = "x"
grain_units = 1
[[agent]]
name = "m"
kind = "market"
product = "x"
demand = { model = "constant", units_per_period = 1 }
[[agent]]
name = "v"
kind = "chip_vendor"
[[agent.process]]
name = "make"
output = "x"
cycle_time_periods = 2
yield = { model = "random", mean = 0.8, sd = 0.1 }
[[agent.requirement]]
product = "x"
replenishment = { policy = "base_stock", level_units = 6 }
[[agent.offer]]
product = "x"
[[link]]
seller = "v"
product = "x"
buyer = "m"
)"};
    world.run(1000);
    const ProcessId make = world.process_id("v.make");
    CHECK(1 - world.world().scrap_total[make] / world.world().starts_total[make] == Approx(0.8).margin(0.01));   // three standard errors
    CHECK(world.received("v.x.m") >= 990);
}

TEST_CASE("a random yield is that of the start, though the mean has changed by completion") {
    bool none = false, all = false;
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
        for (const int cycle : {0, 5}) {
            SmallWorld world{R"(
[[product]]
name = "x"
[[agent]]
name = "v"
kind = "chip_vendor"
[[agent.process]]
name = "make"
output = "x"
yield = { model = "random", mean = [{ at = 0, value = 0.5 }, { at = 3, value = 0.05 }], spread = "all_or_nothing" }
cycle_time_periods = )" + std::to_string(cycle) + R"(
[[agent.requirement]]
product = "x"
replenishment = { policy = "fixed", quantity_units = 0 }
forced_orders_units = [10]
)", seed};
            world.run(7);
            const double got = world.on_hand("v.x");
            CHECK((got == 0 || got == 20));
            (got == 0 ? none : all) = true;
        }
    CHECK((none && all));
}

TEST_CASE("assembly takes matched kits: the scarcest input binds and the others are left") {
    // LY-05 in small: 10 starts want 6 memory stacks each, there are 25 stacks.
    SmallWorld world{R"(
[[product]]
name = "unit"
[[product]]
name = "die"
[[product]]
name = "hbm"
[[agent]]
name = "v"
kind = "chip_vendor"
[[agent.process]]
name = "package"
output = "unit"
inputs = [{ product = "die", units = 1 }, { product = "hbm", units = 6 }]
cycle_time_periods = 1
lot_units = 1
yield = 0.5
[[agent.stock]]
product = "die"
initial_units = 10
[[agent.stock]]
product = "hbm"
initial_units = 25
[[agent.requirement]]
product = "unit"
replenishment = { policy = "growth_path", target_units = 100 }
)"};
    world.run(1);
    CHECK(world.on_hand("v.die") == 6);
    CHECK(world.on_hand("v.hbm") == 1);
    CHECK(world.world().bound_by[world.process_id("v.package")] == bound_by_first_input + 1);
    world.run(1);
    CHECK(world.on_hand("v.unit") == 2);
    CHECK(world.world().scrap_total[world.process_id("v.package")] == Amount::of(2));
}

TEST_CASE("capacity binds where it is less than what the inputs on hand suffice for") {
    const auto bound = [](int dies, int capacity) {
        SmallWorld world{R"(
[[product]]
name = "unit"
[[product]]
name = "die"
[[agent]]
name = "fab"
kind = "packager"
[[agent.pool]]
name = "cowos"
capacity_units_per_period = )" + std::to_string(capacity) + R"(
[[agent]]
name = "v"
kind = "chip_vendor"
[[agent.process]]
name = "unit"
output = "unit"
pool = "fab.cowos"
inputs = [{ product = "die", units = 1 }]
cycle_time_periods = 1
[[agent.stock]]
product = "die"
initial_units = )" + std::to_string(dies) + R"(
[[agent.requirement]]
product = "unit"
replenishment = { policy = "growth_path", target_units = 60 }
)"};
        world.run(1);
        return world.world().bound_by[world.process_id("v.unit")];
    };
    CHECK(bound(20, 10) == bound_by_capacity);
    CHECK(bound(20, 30) == bound_by_first_input);
    CHECK(bound(5, 10) == bound_by_first_input);
    CHECK(bound(70, 70) == bound_by_nothing);
}

TEST_CASE("a disruption takes capacity, scraps work in process, and the way back is a line") {
    SmallWorld world{fab + designer("a", "{ policy = \"fixed\", quantity_units = 1000 }", "cycle_time_periods = 5") + R"(
[[disruption]]
name = "quake"
target = "agent.fab"
at = 10
periods = 2
scrap = 0.25
ramp_periods = 3
)"};
    world.run(10);
    CHECK(world.world().transit.total(world.network().processes[world.process_id("a.die")].link) == Amount::of(500));
    world.run(1);
    CHECK(world.world().capacity[PoolId{0}] == Amount{});
    CHECK(world.world().scrap_total[world.process_id("a.die")] == Amount::of(125));
    world.run(2);
    CHECK(world.world().capacity[PoolId{0}] == Amount::of(25));
    world.run(3);
    CHECK(world.world().capacity[PoolId{0}] == Amount::of(100));
}

TEST_CASE("accelerators count in facility gigawatts and are deployed as power comes on line") {
    SmallWorld world{R"(
[[product]]
name = "gpu"
grain_units = 1
power_kw_it = 2.0
[[product]]
name = "compute"
unit = "GW"
[[agent]]
name = "vendor"
kind = "source"
product = "gpu"
[[agent]]
name = "lab"
kind = "ai_lab"
[[agent.site]]
name = "site"
pue = 1.25
powered_mw = [{ at = 0, value = 500 }, { at = 3, value = 1000 }]
[[agent.requirement]]
product = "compute"
site = "site"
initial_gw = 0.25
replenishment = { policy = "growth_path", target_gw = 1.0 }
[[link]]
seller = "vendor"
product = "gpu"
buyer = "lab"
requirement = "compute"
lead_time_periods = 1
)"};
    world.run(2);
    CHECK(world.received("vendor.gpu.lab") == 300'000);   // 0.75 GW at 2.5 kW each
    CHECK(world.on_hand("lab.deployed") == Approx(0.5));  // 0.25 before, 0.25 of power was left
    CHECK(world.on_hand("lab.compute") == Approx(0.5));   // waits for power
    world.run(2);
    CHECK(world.on_hand("lab.deployed") == Approx(1.0));
    CHECK(world.ordered("vendor.gpu.lab") == 300'000);
}

TEST_CASE("production orders that are open before the first tick are on order, and start as capacity allows") {
    SmallWorld world{fab + designer("a", "{ policy = \"base_stock\", level_units = 250 }", "cycle_time_periods = 2\ninitial_backlog_units = 250")};
    for (const double started : {100, 200, 250, 250}) {
        world.run(1);
        CHECK(world.on_hand("a.die") + world.on_order("a.die") == 250);
        CHECK(world.world().starts_total[world.process_id("a.die")].units() == started);
    }
}
