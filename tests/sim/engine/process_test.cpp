// Pools, processes, kits and yields.

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

TEST_CASE("two processes that want the same scarce input share it by need, and what one cannot use the other gets") {
    const auto shared = [](double dies_of_b) {
        SmallWorld world{R"(
[[product]]
name = "x"
[[product]]
name = "y"
[[product]]
name = "hbm"
[[product]]
name = "die_y"
[[agent]]
name = "fab"
kind = "packager"
[[agent.pool]]
name = "cowos"
capacity_units_per_period = 1000
[[agent]]
name = "v"
kind = "chip_vendor"
[[agent.process]]
name = "px"
output = "x"
pool = "fab.cowos"
inputs = [{ product = "hbm", units = 1 }]
cycle_time_periods = 1
[[agent.process]]
name = "py"
output = "y"
pool = "fab.cowos"
inputs = [{ product = "hbm", units = 1 }, { product = "die_y", units = 1 }]
cycle_time_periods = 1
[[agent.stock]]
product = "hbm"
initial_units = 40
[[agent.stock]]
product = "die_y"
initial_units = )" + std::to_string(dies_of_b) + R"(
[[agent.requirement]]
product = "x"
replenishment = { policy = "growth_path", target_units = 60 }
[[agent.requirement]]
product = "y"
replenishment = { policy = "growth_path", target_units = 20 }
)"};
        world.run(1);
        return std::pair{world.world().starts[world.process_id("v.px")].units(), world.world().starts[world.process_id("v.py")].units()};
    };
    CHECK(shared(20) == std::pair{30.0, 10.0});
    CHECK(shared(4) == std::pair{36.0, 4.0});
}

TEST_CASE("an input that is scarce is shared by need over the pools that want it, whichever of them starts first") {
    const std::string pools[] = {"early", "late"};
    const auto        shared  = [&](int of_x, double capacity_of_late) {
        SmallWorld world{R"(
[[product]]
name = "x"
[[product]]
name = "y"
[[product]]
name = "hbm"
[[agent]]
name = "early"
kind = "packager"
[[agent.pool]]
name = "cowos"
capacity_units_per_period = 1000
[[agent]]
name = "late"
kind = "packager"
[[agent.pool]]
name = "cowos"
capacity_units_per_period = )" + std::to_string(capacity_of_late) + R"(
[[agent]]
name = "v"
kind = "chip_vendor"
[[agent.process]]
name = "px"
output = "x"
pool = ")" + pools[of_x] + R"(.cowos"
inputs = [{ product = "hbm", units = 1 }]
cycle_time_periods = 1
[[agent.process]]
name = "py"
output = "y"
pool = ")" + pools[1 - of_x] + R"(.cowos"
inputs = [{ product = "hbm", units = 1 }]
cycle_time_periods = 1
[[agent.stock]]
product = "hbm"
initial_units = 40
[[agent.requirement]]
product = "x"
replenishment = { policy = "growth_path", target_units = 60 }
[[agent.requirement]]
product = "y"
replenishment = { policy = "growth_path", target_units = 20 }
)"};
        world.run(1);
        CHECK(world.world().bound_by[world.process_id("v.px")] == bound_by_first_input);
        return std::pair{world.world().starts[world.process_id("v.px")].units(), world.world().starts[world.process_id("v.py")].units()};
    };
    CHECK(shared(0, 1000) == std::pair{30.0, 10.0});
    CHECK(shared(1, 1000) == std::pair{30.0, 10.0});
    CHECK(shared(0, 4) == std::pair{37.5, 2.5});   // a pool claims no more than it has room for
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
