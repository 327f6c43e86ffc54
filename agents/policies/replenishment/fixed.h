#pragma once
// A standing order.

#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Orders the same at every review, whatever the stock. What cannot be placed (no source takes orders, or it is less than
/// a grain) is ordered with the next one.
class StandingOrder final : public ReplenishmentRule<StandingOrder> {
public:
    static constexpr std::string_view name  = "fixed";
    static constexpr std::string_view about = "orders the same at every review";
    struct Terms {
        Amount quantity;
    };
    static Terms read(Reader& read) { return {read.amount("quantity_units", "what each review orders", at_least(0))}; }
    explicit StandingOrder(const Terms& terms) : terms_{terms} {}

    Reads  reads() const override { return {.carries = true}; }
    Amount quantity(const InventoryView&) const { return terms_.quantity; }

private:
    Terms terms_;
};

}  // namespace secondsource
