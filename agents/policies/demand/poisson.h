#pragma once
// Poisson demand.

#include <algorithm>

#include "agents/policies/steady_rate.h"
#include "sim/base/distribution.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Customers come one by one at a rate, independently.
class PoissonDemand final : public DemandModel {
public:
    static constexpr std::string_view name  = "poisson";
    static constexpr std::string_view about = "whole units at a rate, independent from tick to tick";
    struct Terms {
        double mean;   ///< units per tick, up to 1e9
    };
    static Terms read(Reader& read) {
        const double mean = steady_rate(read, "mean", "units", "mean demand");
        if (mean > mean_max_) read.error("mean", "the mean is above a billion units per tick", "count in larger units");
        return {std::min(mean, mean_max_)};
    }
    explicit PoissonDemand(const Terms& terms) : law_{Distribution::poisson(terms.mean)} {}

    double wanted(Tick now, const Chance& chance, std::span<double>) const override { return law_.sample(chance, now, Purpose::demand); }

private:
    static constexpr double mean_max_ = 1e9;
    Distribution            law_;
};

}  // namespace secondsource
