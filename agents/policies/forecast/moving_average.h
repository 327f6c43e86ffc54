#pragma once
// Forecast by a moving average.

#include <algorithm>

#include "agents/policies/steady_rate.h"
#include "sim/base/check.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Expects the mean of the last `window` ticks; until so many were seen, the mean of those that were. Its memory is a
/// ring of them (Chen, Drezner, Ryan, Simchi-Levi 2000, Management Science 46(3) 436–443).
class MovingAverage final : public ForecastRule<MovingAverage> {
public:
    static constexpr std::string_view name  = "moving_average";
    static constexpr std::string_view about = "expects the mean of the last ticks";
    struct Terms {
        std::size_t window;    ///< ticks, 1 or more
        double      initial;   ///< units per tick expected before anything was seen
    };
    static Terms read(Reader& read) {
        return {static_cast<std::size_t>(std::max<std::int64_t>(1, read.duration("window", "that the mean is taken over", at_least(1)).count)),
                steady_rate(read, "initial", "units", "expected before anything was seen", 0.0)};
    }
    explicit MovingAverage(const Terms& terms) : terms_{terms} { SIM_CHECK(terms.window > 0, "a mean is taken over a tick or more"); }

    std::size_t state_size() const override { return ring_ + terms_.window; }
    void        start(std::span<double> state) const override {
        std::fill(state.begin(), state.end(), 0.0);
        state[mean_] = terms_.initial;
    }
    double initial() const override { return terms_.initial; }
    void   see(std::span<double> state, double seen) const {
        const auto before = static_cast<std::size_t>(state[count_]);
        state[ring_ + before % terms_.window] = seen;
        state[count_] += 1;
        const std::size_t filled = std::min(before + 1, terms_.window);
        // Summed afresh, since a running sum of reals would drift.
        double sum = 0;
        for (std::size_t i = 0; i < filled; ++i) sum += state[ring_ + i];
        state[mean_] = sum / static_cast<double>(filled);
    }
    double over(Tick, std::span<const double> state, double ticks) const { return ticks * state[mean_]; }

private:
    static constexpr std::size_t count_ = 0, mean_ = 1, ring_ = 2;   // where things stand in the memory of a row
    Terms terms_;
};

}  // namespace secondsource
