#pragma once
// Demand that grows along a line.

#include "agents/policies/steady_rate.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Starts at a rate and changes by the same amount with every tick; a fall ends at nothing.
class TrendDemand final : public DemandModel {
public:
    static constexpr std::string_view name  = "trend";
    static constexpr std::string_view about = "a rate that changes by the same amount with every tick";
    struct Terms {
        double start;   ///< units in tick 0
        double slope;   ///< change from tick to tick
    };
    static Terms read(Reader& read) {
        return {steady_rate(read, "start", "units", "demand in the first tick"),
                read.real("slope_units", "change of a tick's demand from tick to tick", between(-9e9, 9e9))};
    }
    explicit TrendDemand(const Terms& terms) : terms_{terms} {}

    double wanted(Tick now, const Chance&, std::span<double>) const override {
        return terms_.start + terms_.slope * static_cast<double>(now.index);
    }

private:
    Terms terms_;
};

}  // namespace secondsource
