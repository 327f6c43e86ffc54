#pragma once
// Holt's forecast with a trend.

#include <algorithm>

#include "agents/policies/steady_rate.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Smooths a level and a trend: level' = alpha × seen + (1 − alpha)(level + trend), trend' = beta (level' − level) +
/// (1 − beta) trend; the i-th tick to come is expected at level + i × trend, their sum never below zero. Holt (1957),
/// reprinted in International Journal of Forecasting 20(1) 5–10 (2004).
class Holt final : public ForecastRule<Holt> {
public:
    static constexpr std::string_view name  = "holt";
    static constexpr std::string_view about = "smooths a level and a trend";
    struct Terms {
        double alpha;     ///< share of a surprise that moves the level, in [0, 1]
        double beta;      ///< share of the level's change that moves the trend, in [0, 1]
        double initial;   ///< units per tick expected before anything was seen; the trend begins at zero
    };
    static Terms read(Reader& read) {
        return {read.share("alpha", "share of each surprise that moves the level"),
                read.share("beta", "share of the level's change that moves the trend"),
                steady_rate(read, "initial", "units", "expected before anything was seen", 0.0)};
    }
    explicit Holt(const Terms& terms) : terms_{terms} {}

    std::size_t state_size() const override { return 2; }
    void        start(std::span<double> state) const override {
        state[0] = terms_.initial;
        state[1] = 0;
    }
    double initial() const override { return terms_.initial; }
    void   see(std::span<double> state, double seen) const {
        const double before = state[0];
        state[0] = terms_.alpha * seen + (1 - terms_.alpha) * (before + state[1]);
        state[1] = terms_.beta * (state[0] - before) + (1 - terms_.beta) * state[1];
    }
    double over(Tick, std::span<const double> state, double ticks) const {
        return std::max(0.0, ticks * state[0] + ticks * (ticks + 1) / 2 * state[1]);
    }

private:
    Terms terms_;
};

}  // namespace secondsource
