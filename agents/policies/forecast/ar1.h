#pragma once
// The forecast of who knows that demand is autoregressive.

#include "agents/policies/steady_rate.h"
#include "sim/base/maths.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// The conditional expectation under first-order autoregression: the i-th tick to come is expected at
/// mean + rho^i (seen − mean). Lee, So, Tang (2000), Management Science 46(5) 626–643.
class AutoregressiveForecast final : public ForecastRule<AutoregressiveForecast> {
public:
    static constexpr std::string_view name  = "ar1";
    static constexpr std::string_view about = "expects deviations from a known mean to fade by a known factor";
    struct Terms {
        double mean;   ///< units per tick
        double rho;    ///< correlation of one tick with the next, in [−1, 1]
    };
    static Terms read(Reader& read) {
        return {steady_rate(read, "mean", "units", "long-run mean of what is seen"),
                read.real("rho", "correlation of one tick with the next", between(-1, 1))};
    }
    explicit AutoregressiveForecast(const Terms& terms) : terms_{terms} {}

    std::size_t state_size() const override { return 1; }
    void        start(std::span<double> state) const override { state[0] = terms_.mean; }
    double      initial() const override { return terms_.mean; }
    void        see(std::span<double> state, double seen) const { state[0] = seen; }
    double      over(Tick, std::span<const double> state, double ticks) const {
        const double rho   = terms_.rho;
        const double faded = rho == 1 ? ticks : rho * (1 - maths::pow(rho, ticks)) / (1 - rho);   // rho + rho² + …
        return ticks * terms_.mean + faded * (state[0] - terms_.mean);
    }

private:
    Terms terms_;
};

}  // namespace secondsource
