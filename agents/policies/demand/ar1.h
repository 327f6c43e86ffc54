#pragma once
// Autoregressive demand.

#include <cmath>

#include "agents/policies/steady_rate.h"
#include "sim/base/maths.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// First-order autoregression: D' = mean + rho (D − mean) + a normal shock. The tick before the first one is drawn from
/// the stationary distribution, so that no warm-up is needed. What falls below zero counts as no demand, but is
/// remembered as it was drawn. As in Lee, Padmanabhan, Whang (1997), Management Science 43(4) 546–558.
class AutoregressiveDemand final : public DemandModel {
public:
    static constexpr std::string_view name  = "ar1";
    static constexpr std::string_view about = "a mean, and normal shocks that fade by a factor";
    struct Terms {
        double mean;   ///< units per tick
        double rho;    ///< correlation of one tick with the next, in (−1, 1)
        double sd;     ///< standard deviation of a shock, units
    };
    static Terms read(Reader& read) {
        return {steady_rate(read, "mean", "units", "long-run mean of the demand"),
                read.real("rho", "correlation of one tick with the next", between(-0.999999, 0.999999)),
                read.real("sd_units", "standard deviation of a tick's shock", between(0, 9e9))};
    }
    explicit AutoregressiveDemand(const Terms& terms) : terms_{terms} {}

    std::size_t state_size() const override { return 2; }
    void        start(std::span<double> state) const override { state[deviation_] = state[has_begun_] = 0; }
    double      wanted(Tick now, const Chance& chance, std::span<double> state) const override {
        if (state[has_begun_] == 0) {
            const double luck  = maths::normal_quantile(chance.uniform(now, Purpose::initial));
            state[deviation_]  = luck * terms_.sd / std::sqrt(1 - terms_.rho * terms_.rho);
            state[has_begun_]  = 1;
        }
        const double shock = terms_.sd * maths::normal_quantile(chance.uniform(now, Purpose::demand));
        state[deviation_]  = terms_.rho * state[deviation_] + shock;
        return terms_.mean + state[deviation_];
    }

private:
    static constexpr std::size_t deviation_ = 0, has_begun_ = 1;   // where things stand in the memory
    Terms terms_;
};

}  // namespace secondsource
