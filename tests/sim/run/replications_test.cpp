// What several runs come to together, against means and intervals by hand.
#include "sim/run/replications.h"

#include <cmath>
#include <limits>

#include "tests/support/catch.h"

using namespace secondsource;

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

Summary summary(double first, double second) {
    Summary made;
    made.years              = {"2026", "2027"};
    made.delivered_to["a"]  = {first, second};
    made.delivered_to["b"]  = {1, 1};
    made.waited["x"]        = {first, nothing};
    made.bound["p"]["hbm"]  = {0.5, 0.5};
    return made;
}

}  // namespace

TEST_CASE("one run is told as it was, with the sums of what adds up") {
    Replications runs;
    runs.add(summary(2, 3), {{"m", "", 7}, {"m", "e", 8}});
    const auto told = runs.summary();
    CHECK(runs.count() == 1);
    REQUIRE(told.delivered_to.at("a").size() == 3);
    CHECK(told.delivered_to.at("a")[2].mean == 5);
    CHECK(told.delivered_to.at("a")[2].half_width == 0);
    CHECK(runs.totals().at("delivered_to")[0].result().mean == 3);
    CHECK(runs.totals().at("delivered_to")[2].result().mean == 7);
    CHECK(told.bound.at("p").at("hbm").size() == 2);
    REQUIRE(runs.headlines().size() == 2);
    CHECK(runs.headlines()[1].entity == "e");
    CHECK(runs.headlines()[1].estimate.mean == 8);
}

TEST_CASE("an outcome is told over the runs that have a value") {
    Replications runs;
    runs.add(summary(1, 1), {{"both", "", 1}, {"one", "", nothing}, {"none", "", nothing}});
    CHECK(std::isnan(runs.headlines()[1].estimate.mean));
    runs.add(summary(1, 1), {{"both", "", 3}, {"one", "", 5}, {"none", "", nothing}});
    const auto told = runs.headlines();
    REQUIRE(told.size() == 3);
    CHECK(told[0].estimate.n == 2);
    CHECK(told[0].estimate.mean == 2);
    CHECK(told[0].estimate.half_width > 0);
    CHECK(told[1].estimate.mean == 5);
    CHECK(told[1].estimate.n == 1);   // of one value among several runs no interval is known
    CHECK(told[1].estimate.runs == 2);
    CHECK(told[2].estimate.n == 0);
    CHECK(std::isnan(told[2].estimate.mean));
}

TEST_CASE("the interval of a sum is that of the runs' sums, not the sum of intervals") {
    Replications runs;
    runs.add(summary(1, 3), {});   // both sum to 4
    runs.add(summary(3, 1), {});
    const auto told = runs.summary();
    CHECK(told.delivered_to.at("a")[0].mean == 2);
    CHECK(told.delivered_to.at("a")[0].sd == Approx(std::sqrt(2.0)));
    CHECK(told.delivered_to.at("a")[0].half_width == Approx(12.7062047362 * std::sqrt(2.0) / std::sqrt(2.0)));   // t, one degree
    CHECK(told.delivered_to.at("a")[2].half_width == 0);
}

TEST_CASE("rows that a run does not have count as nothing, and waits only where something arrived") {
    Replications runs;
    runs.add(summary(4, 4), {});
    Summary bare = summary(4, 4);
    bare.delivered_to.erase("a");
    bare.bound.clear();
    bare.waited["x"] = {nothing, 6};
    runs.add(bare, {});
    const auto told = runs.summary();
    CHECK(told.delivered_to.at("a")[0].mean == 2);
    CHECK(told.bound.at("p").at("hbm")[0].mean == 0.25);
    CHECK(told.waited.at("x")[0].mean == 4);
    CHECK(told.waited.at("x")[1].mean == 6);
    CHECK(told.waited.at("x")[1].n == 1);   // one of two runs: no interval can be told of it
    CHECK(told.waited.at("x")[1].runs == 2);
    CHECK(told.delivered_to.at("a")[0].n == 2);
}

TEST_CASE("what no run has a value of is not a number, and zero is a value") {
    Replications runs;
    for (const double rate : {0.0, 0.0, nothing}) {
        Summary one         = summary(1, 1);
        one.fill_rate["x"]  = {rate, nothing};
        runs.add(one, {});
    }
    const auto row = runs.summary().fill_rate.at("x");
    CHECK(row[0].mean == 0);
    CHECK(row[0].n == 2);
    CHECK(row[1].n == 0);
    CHECK(std::isnan(row[1].mean));
}
