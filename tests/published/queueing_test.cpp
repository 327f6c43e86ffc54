// Published results on queues in fixed periods: QU-10, on scenarios/classic/line_of_stations.toml.

#include "tests/published/long_run.h"

using namespace secondsource;

TEST_CASE("all that waits in a line of stations is what would wait at its bottleneck alone", "[QU-10]") {
    // Friedman (1965), Operations Research 13(1); Le Boudec & Thiran (2001), Network Calculus. Path by path, exact. The
    // single station is the same line with its other capacities out of the way.
    ClassicRun line_run{"line_of_stations"};
    ClassicRun narrow_run{"line_of_stations", {"agent.station_1.ship_max_units_per_period=1000000", "agent.station_3.ship_max_units_per_period=1000000"}};
    World &line = line_run.world(), &narrow = narrow_run.world();
    const LinkId  first  = line_run.link("station_1.jobs.station_2");
    const StockId second = line_run.stock("station_2.jobs");
    Amount farthest, longest;
    run_ticks(line, 200'000, [&] {
        tick(narrow);
        const Amount waiting = line.open[first] + line.on_hand[second], alone = narrow.open[first] + narrow.on_hand[second];
        farthest = std::max({farthest, waiting - alone, alone - waiting});
        longest  = std::max(longest, alone);
    });
    CHECK(farthest == Amount{});
    CHECK(longest > Amount::of(10));
}

TEST_CASE("stations queue in simulation as their stationary laws say, and none behind the bottleneck", "[QU-10]") {
    // The same, law by iteration: means 4 per cent, probabilities 0.003 and 0.004; 2000000 periods.
    ClassicRun run{"line_of_stations"};
    World& world = run.world();
    const LinkId  first  = run.link("station_1.jobs.station_2");
    const StockId second = run.stock("station_2.jobs"), third = run.stock("station_3.jobs");
    Average queue_1, queue_2, none_1, none_at_all;
    Amount  queue_3;
    run_ticks(world, 1000);
    run_ticks(world, 2'000'000, [&] {
        const Amount one = world.open[first], two = world.on_hand[second];
        queue_1.add(one.units());
        queue_2.add(two.units());
        queue_3 += world.on_hand[third];
        none_1.add(one.is_zero() ? 1 : 0);
        none_at_all.add((one + two).is_zero() ? 1 : 0);
    });
    agrees("queue of station 1", queue_1, 0.165140430183073, {0, 0.04}, Length::full);
    agrees("queue of station 2", queue_2, 0.713481887517417, {0, 0.04}, Length::full);
    CHECK(queue_3 == Amount{});
    agrees("no queue at station 1", none_1, 0.924197589838397, {0.003, 0}, Length::full);
    agrees("no queue at stations 1 and 2", none_at_all, 0.718698352114722, {0.004, 0}, Length::full);
}
