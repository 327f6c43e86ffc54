#pragma once
// Forecast by exponential smoothing.

#include "agents/policies/steady_rate.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Moves the expectation by a share `alpha` of each surprise: level += alpha (seen − level). With alpha = 1 it is the
/// naive forecast, with alpha = 0 the initial one for ever (Brown 1959).
class ExponentialSmoothing final : public ForecastRule<ExponentialSmoothing> {
public:
    static constexpr std::string_view name  = "exponential_smoothing";
    static constexpr std::string_view about = "moves the expectation by a share of each surprise";
    struct Terms {
        double alpha;     ///< share of the surprise, in [0, 1]
        double initial;   ///< units per tick expected before anything was seen
    };
    static Terms read(Reader& read) {
        return {read.share("alpha", "share of each surprise that moves the expectation"),
                steady_rate(read, "initial", "units", "expected before anything was seen", 0.0)};
    }
    explicit ExponentialSmoothing(const Terms& terms) : terms_{terms} {}

    std::size_t state_size() const override { return 1; }
    void        start(std::span<double> state) const override { state[0] = terms_.initial; }
    double      initial() const override { return terms_.initial; }
    void        see(std::span<double> state, double seen) const { state[0] += terms_.alpha * (seen - state[0]); }
    double      over(Tick, std::span<const double> state, double ticks) const { return ticks * state[0]; }

private:
    Terms terms_;
};

}  // namespace secondsource
