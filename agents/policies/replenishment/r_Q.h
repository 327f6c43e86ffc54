#pragma once
// The (r, Q) policy.

#include "sim/base/check.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Once the inventory position is at or below r, orders as many whole quantities Q as bring it above r. Federgruen &
/// Zheng (1992), Operations Research 40(4) 808–813.
class FixedLots final : public ReplenishmentRule<FixedLots> {
public:
    static constexpr std::string_view name  = "r_Q";
    static constexpr std::string_view about = "orders whole quantities Q once the inventory position is at or below r";
    struct Terms {
        Amount reorder_point;   ///< r
        Amount quantity;        ///< Q, above zero
    };
    static Terms read(Reader& read) {
        Terms terms{read.amount("reorder_point_units", "inventory position at or below which it orders, r"),
                    read.amount("order_quantity_units", "order quantity, Q", above(0))};
        if (terms.quantity <= Amount{}) {
            read.error("order_quantity_units", "the order quantity is not above zero", "");
            terms.quantity = Amount::of(1);
        }
        return terms;
    }
    explicit FixedLots(const Terms& terms) : terms_{terms} { SIM_CHECK(terms.quantity > Amount{}, "an order quantity is above zero"); }

    Amount quantity(const InventoryView& stock) const {
        const Amount below = terms_.reorder_point - stock.position();
        return below < Amount{} ? Amount{} : (below.parts() / terms_.quantity.parts() + 1) * terms_.quantity;
    }

private:
    Terms terms_;
};

}  // namespace secondsource
