// The benchmark workloads come out as their definition does, computed in doubles by programs of their own.
#include "bench/workloads.h"

#include <algorithm>

#include "agents/cast.h"
#include "sim/engine/tick.h"
#include "sim/scenario/scenario.h"
#include "tests/support/catch.h"

using namespace secondsource;
using Catch::Matchers::WithinRel;

namespace {

/// Amounts are whole billionths here, so that sums over 100 ticks differ in the tenth digit.
constexpr double tolerance = 1e-9;

struct Expected {
    int    nodes;
    double served, lost, holding, on_hand, price;
};

}  // namespace

TEST_CASE("the beer game chain costs what it does by its definition") {
    World world{read_scenario_text(beer_chain(1000), "w1", cast()).model, 1};
    const auto cost = [&](int periods) {
        while (world.now.index < periods) tick(world);
        double sum = 0;
        for (const double own : world.cost_total) sum += own;
        return sum;
    };
    CHECK(cost(8) == 220);
    CHECK(cost(52) == 1284);
    CHECK(cost(1000) == 24036);
}

TEST_CASE("the wide network serves, loses, holds and charges what it does by its definition") {
    const Expected expected = GENERATE(Expected{100, 27546.5035789, 1542.98578035, 187506.294939, 2368.27981572, 1.73579420255},
                                       Expected{1000, 273741.276631, 15609.4232009, 1659537.53682, 26065.8894434, 1.97200721248});
    CAPTURE(expected.nodes);
    World  world{read_scenario_text(wide_network(expected.nodes, 100, false), "w2", cast()).model, 1};
    double holding = 0, on_hand = 0, price = 0;
    for (int t = 0; t < 100; ++t) {
        tick(world);
        on_hand = 0;
        for (const Amount amount : world.on_hand) on_hand += amount.units();
        holding += on_hand;
    }
    const int layers = expected.nodes * 3 / 4;   // those that sell at a price
    for (std::uint32_t i = 0; i < world.price.size(); ++i) price += world.price[OfferId{i}] / layers;
    const MarketTotals totals = market_totals(world);
    CHECK_THAT(totals.served, WithinRel(expected.served, tolerance));
    CHECK_THAT(totals.lost, WithinRel(expected.lost, tolerance));
    CHECK_THAT(holding, WithinRel(expected.holding, tolerance));
    CHECK_THAT(on_hand, WithinRel(expected.on_hand, tolerance));
    CHECK_THAT(price, WithinRel(expected.price, tolerance));
    const auto turns = world.network().downward;
    CHECK(std::ranges::any_of(turns, [&](const Turn& turn) { return turn.is_plain && (turn.runs.size() > 1 || expected.nodes < 1000); }));
}
