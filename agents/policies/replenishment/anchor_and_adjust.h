#pragma once
// Sterman's anchoring and adjustment.

#include <algorithm>

#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Anchors on the forecast F and adjusts for gaps in stock and supply line:
/// order = max(0, F × ticks between reviews + alpha (S' + cover × F − net stock − beta × on order)).
/// Sterman, J.D. (1989), Management Science 35(3) 321–339, who reviews in every tick and whose S' is a constant (cover 0).
class AnchorAndAdjust final : public ReplenishmentRule<AnchorAndAdjust> {
public:
    static constexpr std::string_view name  = "anchor_and_adjust";
    static constexpr std::string_view about = "anchors on the forecast and adjusts for gaps in stock and supply line";
    struct Terms {
        double alpha;         ///< share of the gap closed in one review
        double beta;          ///< share of the supply line that is kept in mind
        double desired;       ///< S', units
        double cover_ticks;   ///< further desired stock, in ticks of the forecast
    };
    static Terms read(Reader& read) {
        return {read.share("alpha", "share of the gap that one order closes"),
                read.share("beta", "share of the supply line that is kept in mind", 1.0),
                read.amount("desired_stock_units", "desired stock and supply line, S'", {}, Amount{}).units(),
                static_cast<double>(read.duration("cover", "of the forecast that is desired besides", at_least(0), Ticks{0}).count)};
    }
    explicit AnchorAndAdjust(const Terms& terms) : terms_{terms} {}

    Amount quantity(const InventoryView& stock) const {
        const double desired = terms_.desired + terms_.cover_ticks * stock.forecast;
        const double gap     = desired - stock.net_stock().units() - terms_.beta * stock.on_order.units();
        return Amount::nearest(std::max(0.0, stock.forecast * stock.review_every + terms_.alpha * gap));
    }
    bool follows_forecast() const { return true; }

private:
    Terms terms_;
};

}  // namespace secondsource
