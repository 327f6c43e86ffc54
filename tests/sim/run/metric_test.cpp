#include "sim/run/metric.h"

#include <cmath>
#include <string>
#include <vector>

#include "sim/run/run.h"
#include "sim/run/statistics.h"
#include "sim/scenario/diagnostic.h"
#include "tests/support/catch.h"
#include "tests/support/small_world.h"

using namespace secondsource;

namespace {

const std::string chain = R"(
[[agent]]
name = "s"
kind = "source"
product = "p"
[[agent]]
name = "a"
kind = "stage"
product = "p"
initial_units = 10
holding_cost = 1
replenishment = { policy = "base_stock", level_units = 10 }
[[agent]]
name = "m"
kind = "market"
product = "p"
demand = { model = "list", units = [1, 2, 3, 4, 8, 6] }
[[link]]
seller = "a"
product = "p"
buyer = "m"
[[link]]
seller = "s"
product = "p"
buyer = "a"
lead_time_periods = 1
)";

double metric(const std::string& keys, const std::string& head = "periods = 6") {
    const Scenario scenario = read_scenario_text("[scenario]\ntick = \"period\"\n" + head + "\n" + chain + "[[metric]]\nname = \"x\"\n" + keys, "small", cast());
    return run(scenario, {}).outcomes.at(0).value;
}

}  // namespace

TEST_CASE("each way of reducing gives the number that it says") {
    // Demand 1 2 3 4 8 6; the base stock is refilled in a tick, so on hand is 9 8 7 6 2 4.
    CHECK(metric("of = \"market.m.p.wanted\"") == 24);
    CHECK(metric("of = \"market.m.p.wanted\"\nreduce = \"mean\"") == 4);
    CHECK(metric("of = \"market.m.p.wanted\"\nreduce = \"variance\"") == Approx(34.0 / 6));
    CHECK(metric("of = \"stock.a.p.on_hand\"\nreduce = \"min\"") == 2);
    CHECK(metric("of = \"stock.a.p.on_hand\"\nreduce = \"max\"") == 9);
    CHECK(metric("of = \"stock.a.p.on_hand\"\nreduce = \"final\"") == 4);
    CHECK(metric("of = \"stock.a.p.on_hand\"\nreduce = \"at\"\nat = 3") == 6);
    CHECK(metric("of = \"stock.a.p.on_hand\"\nreduce = \"share\"\nabove = 6") == Approx(3.0 / 6));
    CHECK(metric("of = \"stock.a.p.on_hand\"\nreduce = \"share\"\nat_least = 6") == Approx(4.0 / 6));
    CHECK(metric("of = \"stock.a.p.on_hand\"\nreduce = \"percentile\"\npercentile = 50") == 6.5);
}

TEST_CASE("totals count from the end of the warm-up, tick by tick") {
    CHECK(metric("of = \"market.m.p.served\"") == 24);
    CHECK(metric("of = \"market.m.p.served\"", "periods = 4\nwarm_up_periods = 2") == 21);
    CHECK(metric("of = \"market.m.p.served\"\nreduce = \"max\"") == 8);
}

TEST_CASE("at and final of a total give what came together after the warm-up until then") {
    const std::string head = "periods = 4\nwarm_up_periods = 2", served = "of = \"market.m.p.served\"\n";   // 1 2 | 3 4 8 6
    CHECK(metric(served + "reduce = \"final\"", head) == 21);
    CHECK(metric(served + "reduce = \"at\"\nat = 3", head) == 7);
    CHECK(metric(served + "reduce = \"at\"\nat = 5", head) == 21);
    CHECK(metric("of = \"link.a.p.m.received\"\nover = \"link.*.received\"\nreduce = \"at\"\nat = 4", head) == 15.0 / (15 + 9));   // the other a tick later
    CHECK(metric("of = \"stock.a.p.received\"\nreduce = \"final\"") == 18);   // without what was there before
}

TEST_CASE("of nothing there is no number, only a sum of nothing is 0") {
    const std::string lead_time = "of = \"link.s.p.a.lead_time\"\nreduce = ";
    for (const char* reduce : {"\"mean\"", "\"variance\"", "\"min\"", "\"max\"", "\"final\"", "\"share\"\nabove = 0", "\"percentile\"", "\"at\"\nat = 0"}) {
        INFO(reduce);
        CHECK(std::isnan(metric(lead_time + reduce, "periods = 1")));   // what is ordered first arrives a tick later
    }
    CHECK(metric(lead_time + "\"sum\"", "periods = 1") == 0);
    CHECK(metric(lead_time + "\"mean\"") == 1);
    CHECK(metric(lead_time + "\"share\"\nabove = 0") == 1);
    CHECK(metric(lead_time + "\"at\"\nat = 1") == 1);
    CHECK(std::isnan(metric("of = \"market.m.p.served\"\nover = \"market.m.p.lost\"")));
    CHECK(metric("of = \"market.m.p.lost\"\nover = \"market.m.p.served\"") == 0);
    CHECK(std::isnan(metric("of = \"link.s.p.a.lead_time\"\nover = \"link.a.p.m.lead_time\"\nreduce = \"mean\"", "periods = 1")));
}

TEST_CASE("what a pool drops is recorded of the process whose order it was") {
    const Scenario scenario = read_scenario_text(R"([scenario]
tick = "period"
periods = 5
[[product]]
name = "die"
[[agent]]
name = "fab"
kind = "foundry"
[[agent.pool]]
name = "n3"
capacity_units_per_period = 30
unmet = "lost"
[[agent]]
name = "a"
kind = "chip_vendor"
[[agent.process]]
name = "make"
output = "die"
output_units_per_start = 2
pool = "fab.n3"
cycle_time_periods = 1
[[agent.requirement]]
product = "die"
replenishment = { policy = "fixed", quantity_units = 100 }
[[metric]]
name = "dropped"
of = "process.a.make.dropped"
[[metric]]
name = "dropped_in_a_tick"
of = "process.a.make.dropped"
reduce = "max"
)", "small", cast());
    const std::vector<Outcome> outcomes = run(scenario, {}).outcomes;
    CHECK(outcomes.at(0).value == 5 * (100 - 2 * 30));
    CHECK(outcomes.at(1).value == 100 - 2 * 30);
}

TEST_CASE("a time that is not in the run is an error of the scenario, with its place") {
    const auto refusal = [](const std::string& keys) -> std::string {
        try {
            metric("of = \"stock.a.p.on_hand\"\nreduce = \"at\"\n" + keys, "periods = 4\nwarm_up_periods = 2");
        } catch (const ScenarioError& error) {
            return error.what();
        }
        return "";
    };
    CHECK(refusal("at = 2").empty());
    CHECK(refusal("at = 5").empty());
    CHECK(refusal("at = 1").find("the time is before the first reported tick") != std::string::npos);
    CHECK(refusal("at = 6").find("the time is after the end of the run") != std::string::npos);
    CHECK(refusal("at = 6").find("small:35:") != std::string::npos);
    CHECK(refusal("").find("reduce = \"at\" needs the time") != std::string::npos);
}

TEST_CASE("a ratio divides two reduced quantities, as the bullwhip ratio does variances") {
    CHECK(metric("of = \"requirement.a.p.ordered\"\nover = \"market.m.p.wanted\"\nreduce = \"variance\"") == Approx(1));
    CHECK(metric("of = \"link.*.ordered\"\nover = \"market.m.p.wanted\"") == Approx(2));   // both links
}

TEST_CASE("a metric of what is not recorded is refused with the nearest name") {
    const auto refusal = [](const std::string& of) -> std::string {
        try {
            metric("of = \"" + of + "\"");
        } catch (const MetricError& error) {
            return error.what();
        }
        return "";
    };
    CHECK(refusal("stok.a.p.on_hand") == "nothing is recorded in a table \"stok\"; did you mean \"stock\"?");
    CHECK(refusal("stock.a.p.onhand") == "table \"stock\" has no column \"onhand\"; did you mean \"on_hand\"?");
    CHECK(refusal("stock.b.p.on_hand") == "no stock is called \"b.p\"; did you mean \"a.p\"?");
    CHECK(refusal("stock") == "\"stock\" does not name table.entity.column");
}

TEST_CASE("Student's t has the quantiles of its tables, and an interval its width") {
    // MC-06: Student (1908); Law, Simulation Modeling and Analysis, ch. 4; tolerance 1e-5.
    CHECK(t_quantile(0.975, 4) == Approx(2.7764451051978).margin(1e-5));
    CHECK(t_quantile(0.975, 9) == Approx(2.26215716274099).margin(1e-5));
    CHECK(t_quantile(0.975, 29) == Approx(2.0452296421327).margin(1e-5));
    RunningEstimate values;
    values.add(1);
    CHECK(values.result().half_width == 0);
    for (const double value : {2, 3, 4, 5}) values.add(value);
    CHECK(values.result().mean == 3);
    CHECK(values.result().half_width == Approx(2.7764451051978 * std::sqrt(2.5) / std::sqrt(5.0)));
}
