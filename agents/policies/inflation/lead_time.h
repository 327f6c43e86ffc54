#pragma once
// Order inflation that follows quoted lead times.

#include <algorithm>

#include "sim/base/maths.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// States 1 + strength × ln(quoted ÷ normal lead time) times the true need, and the truth while lead times are normal
/// or short. A normal lead time below a tick counts as one. A suggested form without a direct measurement; strengths of
/// 0.3 to 0.6 fit the tales of 2021 to 2023 (scenarios/facts/behaviour.csv, inflation_elasticity).
class LeadTimeInflation final : public InflationPolicy {
public:
    static constexpr std::string_view name  = "lead_time";
    static constexpr std::string_view about = "orders grow with the logarithm of quoted over normal lead time";
    struct Terms {
        double strength;
    };
    static Terms read(Reader& read) {
        return {read.real("strength", "rise of stated orders when quoted lead times are e times the normal ones", between(0, 100))};
    }
    explicit LeadTimeInflation(const Terms& terms) : terms_{terms} {}

    double factor(const ScarcityView& view) const override {
        const double ratio = view.quoted_lead_time / std::max(1.0, view.normal_lead_time);
        return 1 + terms_.strength * maths::log(std::max(1.0, ratio));
    }

private:
    Terms terms_;
};

}  // namespace secondsource
