// Stocks that several want: processes in one pool or in two, and customers besides.

#include <string>
#include <utility>

#include "tests/support/catch.h"
#include "tests/support/small_world.h"

using namespace secondsource;

namespace {

/// 40 units of memory for two processes: px, with orders for 60, and py, with orders for 20, each in a pool of an agent of
/// that name. If `dies_of_y` is not negative, py needs a die besides, of which there are so many.
std::string rivals(const std::string& pool_of_x, const std::string& pool_of_y, double dies_of_y, double capacity_of_late = 1000,
                   int cycle_time = 1) {
    std::string text = "[[product]]\nname = \"x\"\n[[product]]\nname = \"y\"\n[[product]]\nname = \"hbm\"\n[[product]]\nname = \"die_y\"\n";
    for (const auto& [name, capacity] : {std::pair{"early", 1000.0}, {"late", capacity_of_late}})
        text += "[[agent]]\nname = \"" + std::string{name} + "\"\nkind = \"packager\"\n[[agent.pool]]\nname = \"cowos\"\ncapacity_units_per_period = " +
                std::to_string(capacity) + "\n";
    const auto process = [&](const std::string& output, const std::string& pool, const std::string& further) {
        text += "[[agent.process]]\nname = \"p" + output + "\"\noutput = \"" + output + "\"\npool = \"" + pool +
                ".cowos\"\ninputs = [{ product = \"hbm\", units = 1 }" + further + "]\ncycle_time_periods = " + std::to_string(cycle_time) + "\n";
    };
    const auto stock = [&](const std::string& product, double units) {
        text += "[[agent.stock]]\nproduct = \"" + product + "\"\ninitial_units = " + std::to_string(units) + "\n";
    };
    const auto requirement = [&](const std::string& product, int units) {
        text += "[[agent.requirement]]\nproduct = \"" + product + "\"\nreplenishment = { policy = \"growth_path\", target_units = " + std::to_string(units) + " }\n";
    };
    text += "[[agent]]\nname = \"v\"\nkind = \"chip_vendor\"\n";
    process("x", pool_of_x, "");
    process("y", pool_of_y, dies_of_y < 0 ? "" : ", { product = \"die_y\", units = 1 }");
    stock("hbm", 40);
    if (dies_of_y >= 0) stock("die_y", dies_of_y);
    requirement("x", 60);
    requirement("y", 20);
    return text;
}

std::pair<double, double> starts(SmallWorld& world) {
    return {world.world().starts[world.process_id("v.px")].units(), world.world().starts[world.process_id("v.py")].units()};
}

const std::string pools[] = {"early", "late"};

}  // namespace

TEST_CASE("a stock that is sold and used is shared by need, or by priority, whatever the process is called") {
    const auto shared = [](const std::string& name, int tests, const std::string& process, const std::string& link, const std::string& offer = "") {
        SmallWorld world{R"(
[[product]]
name = "die"
[[product]]
name = "gpu"
[[product]]
name = "tested"
[[agent]]
name = "m"
kind = "market"
product = "die"
demand = { model = "list", units = [60, 0] }
[[agent]]
name = "v"
kind = "chip_vendor"
[[agent.stock]]
product = "die"
initial_units = 40
[[agent.stock]]
product = "tested"
initial_units = )" + std::to_string(tests) + R"(
[[agent.process]]
name = ")" + name + R"("
output = "gpu"
inputs = [{ product = "die", units = 1 }, { product = "tested", units = 1 }]
cycle_time_periods = 1
)" + process + R"(
[[agent.requirement]]
product = "gpu"
replenishment = { policy = "base_stock", level_units = 20 }
[[agent.offer]]
product = "die"
)" + offer + R"(
[[link]]
seller = "v"
product = "die"
buyer = "m"
lead_time_periods = 1
)" + link};
        world.run(1);
        return std::pair{world.world().shipped_total[world.link_id("v.die.m")].units(), world.world().starts_total[world.process_id("v." + name)].units()};
    };
    for (const std::string name : {"assemble", "die_too", "zip"}) {   // before and after the offer of dies
        CHECK(shared(name, 100, "", "") == std::pair{30.0, 10.0});
        CHECK(shared(name, 100, "lot_units = 4", "") == std::pair{32.0, 8.0});
        CHECK(shared(name, 4, "", "") == std::pair{36.0, 4.0});
        CHECK(shared(name, 4, "", "", "unmet = \"lost\"\n") == std::pair{36.0, 4.0});
        CHECK(shared(name, 100, "", "priority = 1\n") == std::pair{20.0, 20.0});
        CHECK(shared(name, 4, "", "priority = 1\n") == std::pair{36.0, 4.0});
        CHECK(shared(name, 100, "priority = 1\n", "") == std::pair{40.0, 0.0});
        CHECK(shared(name, 100, "push = true\n", "") == std::pair{24.0, 16.0});   // would use all 40
    }
}

TEST_CASE("what a process cannot use of its part goes to one that had its turn before") {
    for (const int of_x : {0, 1}) {
        SmallWorld world{rivals(pools[of_x], pools[1 - of_x], 4)};
        world.run(1);
        CHECK(starts(world) == std::pair{36.0, 4.0});
        CHECK(world.world().bound_by[world.process_id("v.px")] == bound_by_first_input);
        CHECK(world.world().bound_by[world.process_id("v.py")] == bound_by_first_input + 1);
    }
}

TEST_CASE("two processes that want the same scarce input share it by need, and what one cannot use the other gets") {
    const auto shared = [](double dies_of_y) {
        SmallWorld world{rivals("early", "early", dies_of_y)};
        world.run(1);
        return starts(world);
    };
    CHECK(shared(20) == std::pair{30.0, 10.0});
    CHECK(shared(4) == std::pair{36.0, 4.0});
}

TEST_CASE("an input that is scarce is shared by need over the pools that want it, whichever of them starts first") {
    const auto shared = [](int of_x, double capacity_of_late) {
        SmallWorld world{rivals(pools[of_x], pools[1 - of_x], -1, capacity_of_late)};
        world.run(1);
        CHECK(world.world().bound_by[world.process_id("v.px")] == bound_by_first_input);
        return starts(world);
    };
    CHECK(shared(0, 1000) == std::pair{30.0, 10.0});
    CHECK(shared(1, 1000) == std::pair{30.0, 10.0});
    CHECK(shared(0, 4) == std::pair{37.5, 2.5});   // a pool claims no more than it has room for
}

TEST_CASE("what was made without delay of goods that were offered again reaches customers in the same tick") {
    for (const std::string unmet : {"backlog", "lost"})
        for (const int of_x : {0, 1}) {
            SmallWorld world{rivals(pools[of_x], pools[1 - of_x], 4, 1000, 0) + R"(
[[agent.offer]]
product = "x"
unmet = ")" + unmet + R"("
[[agent]]
name = "m"
kind = "market"
product = "x"
demand = { model = "list", units = [60, 0] }
[[link]]
seller = "v"
product = "x"
buyer = "m"
lead_time_periods = 1
)"};
            world.run(1);
            CHECK(starts(world) == std::pair{36.0, 4.0});
            CHECK(world.world().shipped_total[world.link_id("v.x.m")].units() == 36.0);
            CHECK(world.world().dropped_total[world.link_id("v.x.m")].units() == (unmet == "lost" ? 24.0 : 0.0));
        }
}
