// Looking downstream: echelon positions and the demand of the markets that a stock ends up in.

#include <string>
#include <vector>

#include "sim/scenario/diagnostic.h"
#include "tests/support/catch.h"
#include "tests/support/small_world.h"

using namespace secondsource;

namespace {

std::string stage(const std::string& name, const std::string& further = "replenishment = { policy = \"base_stock\" }", const std::string& product = "p") {
    return "[[agent]]\nname = \"" + name + "\"\nkind = \"stage\"\nproduct = \"" + product + "\"\n" + further + "\n";
}
std::string source(const std::string& name = "s", const std::string& product = "p") {
    return "[[agent]]\nname = \"" + name + "\"\nkind = \"source\"\nproduct = \"" + product + "\"\n";
}
std::string market(const std::string& demand, const std::string& name = "m", const std::string& product = "p") {
    return "[[agent]]\nname = \"" + name + "\"\nkind = \"market\"\nproduct = \"" + product + "\"\ndemand = " + demand + "\n";
}
std::string sold(const std::string& seller, const std::string& buyer, const std::string& further = "lead_time_periods = 1", const std::string& product = "p") {
    return "[[link]]\nseller = \"" + seller + "\"\nproduct = \"" + product + "\"\nbuyer = \"" + buyer + "\"\n" + further + "\n";
}
std::string echelon(int level) { return "replenishment = { policy = \"echelon_base_stock\", level_units = " + std::to_string(level) + " }"; }
const std::string none = "{ model = \"constant\", units_per_period = 0 }";

double ordered(SmallWorld& world, const std::string& stock) {
    return world.world().ordered[world.network().requirement_of[world.stock_id(stock)]].units();
}
double forecast(SmallWorld& world, const std::string& stock) {
    return world.world().forecast[world.network().requirement_of[world.stock_id(stock)]];
}

const std::string both = "initial_units = 80\nreplenishment = { policy = \"base_stock\", level_units = 80 }\nsourcing = { policy = \"shares\", shares = { b1 = 0.5, b2 = 0.5 } }";

}   // namespace

TEST_CASE("a stock that is reached in two ways counts once in an echelon position") {
    SmallWorld world{market(none) + stage("c", both) + stage("b1") + stage("b2") + stage("a", echelon(150)) + source() + sold("c", "m") +
                     sold("b1", "c") + sold("b2", "c") + sold("a", "b1") + sold("a", "b2") + sold("s", "a")};
    world.run(1);
    CHECK(ordered(world, "a.p") == 70);
    world.run(1);
    CHECK(ordered(world, "a.p") == 0);
}

TEST_CASE("ways that need different amounts count by their mean, and inputs of one process add up") {
    // One p from b1 makes 2 of c's, from b2 it makes 4: of c's 80 there are 0.5 or 0.25 p in each, 30 in all.
    SmallWorld mixed{market(none) + stage("c", both) + stage("b1") + stage("b2") + stage("a", echelon(150)) + source() + sold("c", "m") +
                     sold("b1", "c", "units_per_unit = 2") + sold("b2", "c", "units_per_unit = 4") + sold("a", "b1") + sold("a", "b2") + sold("s", "a")};
    mixed.run(1);
    CHECK(ordered(mixed, "a.p") == 120);

    // A desk is a top and four legs, all of them wood; half of the desks are good.
    SmallWorld desks{"[[agent]]\nname = \"joiner\"\nkind = \"chip_vendor\"\n"
                     "[[agent.process]]\nname = \"make\"\noutput = \"desk\"\ncycle_time_periods = 1\nyield = 0.5\n"
                     "inputs = [{ product = \"top\", units = 1 }, { product = \"leg\", units = 4 }]\n"
                     "[[agent.stock]]\nproduct = \"desk\"\ninitial_units = 3\n[[agent.stock]]\nproduct = \"leg\"\ninitial_units = 2\n"
                     "[[agent.offer]]\nproduct = \"desk\"\n"
                     "[[agent.requirement]]\nproduct = \"desk\"\nreplenishment = { policy = \"base_stock\", level_units = 3 }\n"
                     "[[agent.requirement]]\nproduct = \"top\"\nreplenishment = { policy = \"base_stock\" }\n"
                     "[[agent.requirement]]\nproduct = \"leg\"\nreplenishment = { policy = \"base_stock\", level_units = 2 }\n"
                     "[[product]]\nname = \"top\"\n[[product]]\nname = \"leg\"\n[[product]]\nname = \"desk\"\n" +
                     stage("mill", echelon(100), "wood") + source("forest", "wood") + market(none, "m", "desk") + sold("joiner", "m", "", "desk") +
                     sold("mill", "joiner", "requirement = \"top\"\nunits_per_unit = 0.5", "wood") + sold("mill", "joiner", "name = \"legs\"\nrequirement = \"leg\"", "wood") +
                     sold("forest", "mill", "lead_time_periods = 1", "wood")};
    desks.run(1);
    CHECK(ordered(desks, "mill.wood") == 100 - 2 - 3 * (2 + 4) / 0.5);   // a top is two of wood, a leg one
}

TEST_CASE("an echelon of many diamonds in a row is looked at once, stock by stock") {
    const int   layers = 70;   // 2^69 ways
    std::string tables = market(none) + source();
    for (int i = 0; i < layers; ++i)
        for (const char* side : {"x", "y"}) {
            const std::string own = side + std::to_string(i), next = std::to_string(i + 1);
            tables += stage(own, i == 0 ? echelon(1000) : "initial_units = 1\nreplenishment = { policy = \"base_stock\", level_units = 1 }\n"
                                                          "sourcing = { policy = \"shares\", shares = { x" + std::to_string(i - 1) + " = 1, y" + std::to_string(i - 1) + " = 1 } }");
            if (i == 0) tables += sold("s", own);
            if (i + 1 < layers) tables += sold(own, "x" + next) + sold(own, "y" + next);
        }
    tables += sold("x" + std::to_string(layers - 1), "m");
    SmallWorld world{tables};
    world.run(2);
    CHECK(world.on_hand("x0.p") == 1000 - 2 * (layers - 1));
}

TEST_CASE("what stocks of an echelon have ordered of each other is not there yet, however long the mail takes") {
    SmallWorld world{market("{ model = \"list\", units = [10, 0, 0, 0] }") + stage("b", "initial_units = 20\nreplenishment = { policy = \"base_stock\", level_units = 20 }") +
                     stage("a", "initial_units = 80\n" + echelon(100)) + source() + sold("b", "m", "") + sold("a", "b", "order_delay_periods = 2\nlead_time_periods = 1") + sold("s", "a")};
    for (const double amount : {10, 0, 0, 0}) {
        world.run(1);
        CHECK(ordered(world, "a.p") == amount);
    }
}

TEST_CASE("an echelon that plans on the last tick leaves out the demand of this one, and nothing else") {
    for (const char* of_b : {"this_tick", "last_tick"}) {
        INFO(of_b);
        SmallWorld world{market("{ model = \"list\", units = [10, 10, 10, 0, 0] }") +
                         stage("b", "initial_units = 20\nplans_on = \"" + std::string{of_b} + "\"\nreplenishment = { policy = \"base_stock\", level_units = 20 }") +
                         stage("a", "initial_units = 80\nplans_on = \"last_tick\"\n" + echelon(100)) + source() + sold("b", "m", "") + sold("a", "b") + sold("s", "a")};
        for (const double amount : {0, 10, 10, 10, 0}) {
            world.run(1);
            CHECK(ordered(world, "a.p") == amount);
        }
    }
}

TEST_CASE("the demand of markets is that of the markets that a stock ends up in, in its own units") {
    const std::string sees = "initial_units = 1000\ndemand_signal = \"market\"\nforecast = \"naive\"\nreplenishment = { policy = \"base_stock\", cover_periods = 2 }";
    SmallWorld        apart{market("{ model = \"constant\", units_per_period = 5 }", "mx", "x") + market("{ model = \"constant\", units_per_period = 100 }", "my", "y") +
                            stage("rx", sees, "x") + stage("ry", sees, "y") + source("sx", "x") + source("sy", "y") + sold("rx", "mx", "", "x") +
                            sold("ry", "my", "", "y") + sold("sx", "rx", "lead_time_periods = 1", "x") + sold("sy", "ry", "lead_time_periods = 1", "y")};
    apart.run(1);
    CHECK(forecast(apart, "rx.x") == 5);
    CHECK(forecast(apart, "ry.y") == 100);

    SmallWorld cars{"[[agent]]\nname = \"maker\"\nkind = \"chip_vendor\"\n[[agent.process]]\nname = \"make\"\noutput = \"car\"\ncycle_time_periods = 1\n"
                    "inputs = [{ product = \"wheel\", units = 4 }]\n[[agent.offer]]\nproduct = \"car\"\n"
                    "[[agent.requirement]]\nproduct = \"car\"\nreplenishment = { policy = \"base_stock\" }\n"
                    "[[agent.requirement]]\nproduct = \"wheel\"\nreplenishment = { policy = \"base_stock\" }\n"
                    "[[product]]\nname = \"car\"\n[[product]]\nname = \"wheel\"\n" +
                    market("{ model = \"list\", units = [5, 7] }", "m", "car") + market("{ model = \"constant\", units_per_period = 1 }", "repair", "wheel") +
                    sold("maker", "m", "", "car") + stage("mill", sees, "wheel") + source("forest", "wheel") + sold("mill", "maker", "", "wheel") +
                    sold("mill", "repair", "", "wheel") + sold("forest", "mill", "lead_time_periods = 1", "wheel")};
    cars.run(1);
    CHECK(forecast(cars, "mill.wheel") == 4 * 5 + 1);
    cars.run(1);
    CHECK(forecast(cars, "mill.wheel") == 4 * 7 + 1);
}

TEST_CASE("markets' demand is seen a tick later by who plans on the last tick") {
    SmallWorld world{market("{ model = \"list\", units = [5, 7, 9] }") +
                     stage("r", "initial_units = 100\ndemand_signal = \"market\"\nplans_on = \"last_tick\"\nforecast = { policy = \"naive\", initial_units_per_period = 3 }\n"
                                "replenishment = { policy = \"base_stock\", cover_periods = 2 }") +
                     source() + sold("r", "m", "") + sold("s", "r")};
    for (const double seen : {3, 5, 7}) {
        world.run(1);
        CHECK(forecast(world, "r.p") == seen);
    }
}

TEST_CASE("who looks downstream needs an end there, and a market for its demand") {
    const auto refusal = [](const std::string& tables) -> std::string {
        try {
            SmallWorld{tables};
        } catch (const ScenarioError& error) {
            return error.what();
        }
        return "";
    };
    const std::string loop = stage("a", echelon(10) + "\ninitial_units = 1") + stage("b") + sold("a", "b", "order_delay_periods = 1\nlead_time_periods = 1") +
                             sold("b", "a", "order_delay_periods = 1\nlead_time_periods = 1");
    CHECK(refusal(loop).find("goods run in a loop: a.p -> b.p") != std::string::npos);
    const std::string nobody = stage("a", "demand_signal = \"market\"\nforecast = \"naive\"\nreplenishment = { policy = \"base_stock\" }") + source() + sold("s", "a");
    CHECK(refusal(nobody).find("nothing of \"p\" of agent \"a\" ends up in a market") != std::string::npos);
}
