#pragma once
// Growing along a dated path.

#include <utility>

#include "agents/policies/replenishment/order_up_to.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Wants to own, with all that is on its way, what a dated cumulative path says of the time that it looks ahead to.
class GrowthPath final : public ReplenishmentRule<GrowthPath> {
public:
    static constexpr std::string_view name  = "growth_path";
    static constexpr std::string_view about = "orders towards a dated cumulative target";
    struct Terms {
        Schedule target;      ///< cumulative, in the unit of the stock
        Ticks    lookahead;   ///< how far ahead it orders
        bool     cancels;     ///< cancels open orders while it is ahead of the path
    };
    static Terms read(Reader& read) {
        const bool in_units = read.has("target_units");
        if (in_units) read.not_together("target_gw", "target_units");
        return {in_units ? read.schedule("target_units", "what it wants to own by then, in all", between(0, 9e9))
                         : read.schedule("target_gw", "facility gigawatts that it wants to have by then, in all", between(0, 9e9)),
                read.duration("lookahead", "that it orders ahead of the path", at_least(0), Ticks{0}),
                read.flag("cancels", "cancel open orders while it is ahead of the path", false)};
    }
    explicit GrowthPath(Terms terms) : terms_{std::move(terms)} {}

    Reads  reads() const override { return {.echelon = true}; }
    Amount quantity(const InventoryView& stock) const {
        return order_up_to(Amount::nearest(terms_.target.at(stock.now + terms_.lookahead)), stock.echelon_position, terms_.cancels);
    }

private:
    Terms terms_;
};

}  // namespace secondsource
