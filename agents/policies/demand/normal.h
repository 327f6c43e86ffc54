#pragma once
// Normal demand.

#include <utility>

#include "sim/base/maths.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Normal around a mean that may be dated, independent from tick to tick. What falls below zero counts as no demand.
class NormalDemand final : public DemandModel {
public:
    static constexpr std::string_view name  = "normal";
    static constexpr std::string_view about = "normal around a mean, independent from tick to tick";
    struct Terms {
        Schedule mean;   ///< units per tick
        double   sd;     ///< of a tick's demand, units
    };
    static Terms read(Reader& read) {
        Schedule mean = read.rate("mean", "units", "mean demand");
        return {std::move(mean), read.real("sd_units", "standard deviation of a tick's demand", between(0, 9e9))};
    }
    explicit NormalDemand(Terms terms) : terms_{std::move(terms)} {}

    double wanted(Tick now, const Chance& chance, std::span<double>) const override {
        return terms_.mean.at(now) + terms_.sd * maths::normal_quantile(chance.uniform(now, Purpose::demand));
    }

private:
    Terms terms_;
};

}  // namespace secondsource
