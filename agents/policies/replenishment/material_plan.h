#pragma once
// Material requirements planning.

#include <algorithm>
#include <optional>

#include "agents/policies/replenishment/order_up_to.h"
#include "agents/policies/steady_rate.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Orders the inputs that open production orders need, and no more than a horizon of use: what is on hand and on order
/// is brought up to min(kits owed, horizon × max(usage, floor) × (1 + headroom)) + safety. Orders of customers for the
/// same stock do not count. Without usage, a floor or safety stock the horizon would never let a line begin.
class MaterialPlan final : public ReplenishmentRule<MaterialPlan> {
public:
    static constexpr std::string_view name  = "material_plan";
    static constexpr std::string_view about = "orders the inputs that open production orders need";
    struct Terms {
        std::optional<double> horizon_ticks;   ///< none: everything that is owed, at once
        double headroom;                       ///< growth of usage that it prepares for, as a share
        double usage_floor;                    ///< least usage that it plans for, units per tick
        Amount safety;                         ///< on top of what is owed
        bool   cancels;                        ///< cancels open orders beyond the plan
    };
    static Terms read(Reader& read) {
        const auto horizon = read.duration("horizon", "of usage that is ordered at most; 0: everything that is owed", at_least(0), Ticks{0});
        return {horizon.count > 0 ? std::optional{static_cast<double>(horizon.count)} : std::nullopt,
                read.real("headroom", "growth of usage that it prepares for, as a share", between(0, 1e6), 0.0),
                steady_rate(read, "usage_floor", "units", "least usage that it plans for", 0.0),
                read.amount("safety_units", "safety stock on top of what is owed", at_least(0), Amount{}),
                read.flag("cancels", "cancel open orders beyond the plan", false)};
    }
    explicit MaterialPlan(const Terms& terms) : terms_{terms} {}

    Reads  reads() const override { return {.usage = true}; }
    Amount quantity(const InventoryView& stock) const {
        Amount needed = stock.usage_owed;
        if (terms_.horizon_ticks) {
            const double most = *terms_.horizon_ticks * std::max(stock.usage, terms_.usage_floor) * (1 + terms_.headroom);
            if (most < needed.units()) needed = Amount::nearest(most);
        }
        return order_up_to(needed + terms_.safety, stock.on_hand + stock.on_order, terms_.cancels);
    }

private:
    Terms terms_;
};

}  // namespace secondsource
