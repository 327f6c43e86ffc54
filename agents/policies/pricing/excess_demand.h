#pragma once
// A price that moves with excess demand.

#include <algorithm>
#include <utility>

#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Moves with excess demand x = (claimed − available) ÷ (claimed + available) and back to the list price:
/// p' = clamp(p (1 + gamma x) + delta (list − p), lowest, highest).
class ExcessDemand final : public PricingRule<ExcessDemand> {
public:
    static constexpr std::string_view name  = "excess_demand";
    static constexpr std::string_view about = "moves with excess demand, and back to the list price";
    struct Terms {
        double gamma;            ///< relative rise of the price when nothing is available
        double delta;            ///< share of the distance to the list price that is covered in a tick
        double lowest, highest;  ///< USD per unit
    };
    static Terms read(Reader& read) {
        const Terms terms{read.real("gamma", "relative rise of the price in a tick when demand exceeds supply without bound", between(0, 1)),
                read.share("delta", "share of the distance to the list price that is covered in a tick", 0.0),
                read.real("lowest_usd", "the price never falls below, USD per unit", between(0, 1e15), 0.0),
                read.real("highest_usd", "the price never rises above, USD per unit", between(0, 1e15), 1e15)};
        if (terms.lowest > terms.highest) read.error("lowest_usd", "the lowest price is above the highest", "lowest_usd is at most highest_usd");
        return terms;
    }
    explicit ExcessDemand(const Terms& terms) : terms_{terms} {}

    std::pair<double, double> bounds() const override { return {terms_.lowest, terms_.highest}; }

    double price(const MarketView& market) const {
        const double sum    = market.claimed + market.available;
        const double excess = sum > 0 ? (market.claimed - market.available) / sum : 0;
        const double moved  = market.price * (1 + terms_.gamma * excess) + terms_.delta * (market.list - market.price);
        return std::clamp(moved, terms_.lowest, terms_.highest);
    }

private:
    Terms terms_;
};

}  // namespace secondsource
