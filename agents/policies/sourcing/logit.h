#pragma once
// Sourcing by a logit choice.

#include <algorithm>
#include <limits>

#include "agents/policies/sourcing/split.h"
#include "agents/policies/steady_rate.h"
#include "sim/base/maths.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Splits in proportion to exp(−sensitivity × effective cost), where waiting counts as a cost: price + waiting cost ×
/// quoted lead time. McFadden (1974), "Conditional logit analysis of qualitative choice behavior".
class Logit final : public SourcingPolicy {
public:
    static constexpr std::string_view name  = "logit";
    static constexpr std::string_view about = "splits by a logit of price and waiting";
    struct Terms {
        double sensitivity;     ///< per USD; 0 splits evenly
        double waiting_cost;    ///< USD per unit and tick
    };
    static Terms read(Reader& read) {
        return {read.real("sensitivity_per_usd", "how sharply orders go to the lower effective cost", at_least(0)),
                steady_rate(read, "waiting_cost", "usd", "what waiting for a unit counts as", 0.0)};
    }
    explicit Logit(const Terms& terms) : terms_{terms} {}

    Reads reads() const override { return {.price = true, .lead_time = true}; }
    void  split(Amount quantity, const BuyerView&, const Sources& sources, std::span<Amount> out) const override {
        const auto cost = [&](std::size_t i) { return sources.price[i] + terms_.waiting_cost * sources.lead_time[i]; };
        double lowest = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < sources.count; ++i)
            if (sources.is_open(i)) lowest = std::min(lowest, cost(i));
        // Against the lowest, so that no exponential overflows and the best one never vanishes.
        split_over_open(quantity, sources, out, [&](std::size_t i) { return maths::exp(-terms_.sensitivity * (cost(i) - lowest)); });
    }

private:
    Terms terms_;
};

}  // namespace secondsource
