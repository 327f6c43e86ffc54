#pragma once
// Demand along a given path.

#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// The same in every tick, or what the dated path says: steps, or a line between dates.
class ConstantDemand final : public DemandModel {
public:
    static constexpr std::string_view name  = "constant";
    static constexpr std::string_view about = "a given rate, which may be dated";
    struct Terms {
        Schedule per_tick;   ///< units per tick
    };
    static Terms read(Reader& read) { return {read.rate("units", "", "units wanted")}; }
    explicit ConstantDemand(Terms terms) : terms_{std::move(terms)} {}

    double wanted(Tick now, const Chance&, std::span<double>) const override { return terms_.per_tick.at(now); }
    Tick   steady_until(Tick now) const override { return terms_.per_tick.steady_until(now); }

private:
    Terms terms_;
};

}  // namespace secondsource
