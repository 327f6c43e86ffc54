#pragma once
// The (s, S) policy.

#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Orders up to S once the inventory position is at or below s, else nothing. Optimal with a fixed cost of ordering
/// (Scarf 1960; Zheng & Federgruen 1991, Operations Research 39(4) 654–665, whose s this is).
class ReorderUpTo final : public ReplenishmentRule<ReorderUpTo> {
public:
    static constexpr std::string_view name  = "s_S";
    static constexpr std::string_view about = "orders up to S once the inventory position is at or below s";
    struct Terms {
        Amount reorder_point;   ///< s
        Amount order_up_to;     ///< S
    };
    static Terms read(Reader& read) {
        const Terms terms{read.amount("reorder_point_units", "inventory position at or below which it orders, s"),
                          read.amount("order_up_to_units", "inventory position that it orders up to, S")};
        if (terms.order_up_to < terms.reorder_point)
            read.error("order_up_to_units", "the level to order up to is below the reorder point", "S is at least s");
        return terms;
    }
    explicit ReorderUpTo(const Terms& terms) : terms_{terms} {}

    Amount quantity(const InventoryView& stock) const {
        return stock.position() <= terms_.reorder_point ? terms_.order_up_to - stock.position() : Amount{};
    }

private:
    Terms terms_;
};

}  // namespace secondsource
