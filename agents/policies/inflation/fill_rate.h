#pragma once
// Order inflation that follows fill rates.

#include <algorithm>

#include "sim/base/maths.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// States min(max_factor, fill rate^−strength) times the true need. With strength 1 a buyer who was served half orders
/// twice the need.
class FillRateInflation final : public InflationPolicy {
public:
    static constexpr std::string_view name  = "fill_rate";
    static constexpr std::string_view about = "orders make up for the share that was not served lately";
    struct Terms {
        double strength;
        double max_factor;   ///< 1 or more
    };
    static Terms read(Reader& read) {
        return {read.real("strength", "power of the fill rate that orders make up for; 1: all of the cut", between(0, 10), 1.0),
                read.real("max_factor", "most that orders are inflated by", between(1, 1e6))};
    }
    explicit FillRateInflation(const Terms& terms) : terms_{terms} {}

    double factor(const ScarcityView& view) const override {
        if (view.fill_rate >= 1 || terms_.strength == 0) return 1;
        if (view.fill_rate <= 0) return terms_.max_factor;
        return std::min(terms_.max_factor, maths::pow(view.fill_rate, -terms_.strength));
    }

private:
    Terms terms_;
};

}  // namespace secondsource
