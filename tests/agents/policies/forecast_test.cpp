// Forecast policies, row by row and as blocks.
#include <vector>

#include "agents/policies/forecast/ar1.h"
#include "agents/policies/forecast/exponential_smoothing.h"
#include "agents/policies/forecast/holt.h"
#include "agents/policies/forecast/moving_average.h"
#include "agents/policies/forecast/naive.h"
#include "agents/policies/forecast/path.h"
#include "tests/support/catch.h"

using namespace secondsource;

namespace {

/// One row that has seen these demands, tick by tick from 0 on.
struct Seen {
    Seen(const ForecastPolicy& policy, const std::vector<double>& demands, double cover = 1) {
        std::vector<double> state(policy.state_size());
        policy.start(state);
        next = policy.initial();
        for (std::size_t t = 0; t < demands.size(); ++t)
            policy.update(Tick{static_cast<std::int64_t>(t)}, {&demands[t], 1}, cover, state, {&next, 1}, {&over, 1});
    }
    double next = 0, over = 0;
};

}  // namespace

TEST_CASE("a naive forecast repeats what was seen last") {
    const Naive policy{{.initial = 5}};
    CHECK(Seen(policy, {}).next == 5);
    const Seen seen(policy, {10, 12}, 3);
    CHECK(seen.next == 12);
    CHECK(seen.over == 36);
}

TEST_CASE("exponential smoothing moves by a share of the surprise") {
    const Seen seen(ExponentialSmoothing{{.alpha = 0.25, .initial = 8}}, {12, 1}, 2);
    CHECK(seen.next == 7);   // 8 + 1 = 9, 9 − 2 = 7
    CHECK(seen.over == 14);
}

TEST_CASE("a moving average is the mean of what was seen until its window is full, then of the window") {
    const MovingAverage policy{{.window = 3, .initial = 7}};
    CHECK(Seen(policy, {}).next == 7);
    CHECK(Seen(policy, {10}).next == 10);
    CHECK(Seen(policy, {10, 20}).next == 15);
    CHECK(Seen(policy, {10, 20, 30}).next == 20);
    const Seen seen(policy, {10, 20, 30, 70, 80}, 4);
    CHECK(seen.next == 60);
    CHECK(seen.over == 240);
}

TEST_CASE("rows of a block keep memories of their own") {
    const MovingAverage policy{{.window = 2, .initial = 0}};
    const std::size_t   size = policy.state_size();
    std::vector<double> states(2 * size), next(2), over(2);
    for (std::size_t row = 0; row < 2; ++row) policy.start({states.data() + row * size, size});
    policy.update(Tick{0}, std::vector<double>{1, 100}, 1, states, next, over);
    policy.update(Tick{1}, std::vector<double>{3, 300}, 1, states, next, over);
    CHECK(next == std::vector<double>{2, 200});
}

TEST_CASE("Holt's forecast follows a line exactly once its level and trend stand on it") {
    // By hand with alpha = beta = 1/2 from level 10, trend 0: seen 14 gives level 12, trend 1; seen 13 level 13, trend 1.
    const Seen seen(Holt{{.alpha = 0.5, .beta = 0.5, .initial = 10}}, {14, 13}, 3);
    CHECK(seen.next == 14);
    CHECK(seen.over == 14 + 15 + 16);
}

TEST_CASE("Holt's forecast of a fall ends at nothing") {
    CHECK(Seen(Holt{{.alpha = 1, .beta = 1, .initial = 10}}, {1}).next == 0);   // level 1, trend −9
}

TEST_CASE("an autoregressive forecast lets a deviation fade") {
    const Seen seen(AutoregressiveForecast{{.mean = 100, .rho = 0.5}}, {108}, 3);
    CHECK(seen.next == Approx(104).epsilon(1e-14));
    CHECK(seen.over == Approx(300 + 4 + 2 + 1).epsilon(1e-14));
    CHECK(Seen(AutoregressiveForecast{{.mean = 100, .rho = 1}}, {108}, 3).over == 324);
    CHECK(Seen(AutoregressiveForecast{{.mean = 100, .rho = -0.5}}, {108}, 2).over == Approx(198).epsilon(1e-14));
}

TEST_CASE("a forecast from a path sums the ticks to come and not this one") {
    const PathForecast policy{{Schedule{{{Tick{0}, 1}, {Tick{2}, 10}, {Tick{3}, 100}}}}};
    CHECK(policy.initial() == 1);
    const Seen seen(policy, {5, 5}, 3);   // now is tick 1
    CHECK(seen.next == 10);
    CHECK(seen.over == 10 + 100 + 100);
    CHECK(Seen(PathForecast{{Schedule{4}}}, {9}, 5).over == 20);
}

TEST_CASE("no forecast expects anything over a cover of no ticks") {
    CHECK(Seen(Naive{{.initial = 0}}, {9}, 0).over == 0);
    CHECK(Seen(Holt{{.alpha = 0.5, .beta = 0.5, .initial = 1}}, {9}, 0).over == 0);
    CHECK(Seen(AutoregressiveForecast{{.mean = 3, .rho = 0.3}}, {9}, 0).over == 0);
    CHECK(Seen(PathForecast{{Schedule{{{Tick{0}, 1}, {Tick{2}, 10}}}}}, {9}, 0).over == 0);
}
