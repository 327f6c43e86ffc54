#pragma once
// The base-stock policy.

#include "agents/policies/replenishment/order_up_to.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Orders up to a level of the inventory position: fixed, following the forecast, or both. Zipkin (2000), Foundations
/// of Inventory Management, ch. 6.
class BaseStock final : public ReplenishmentRule<BaseStock> {
public:
    static constexpr std::string_view name  = "base_stock";
    static constexpr std::string_view about = "orders up to a level of the inventory position";
    using Terms = UpToLevel;
    static Terms read(Reader& read) { return Terms::read(read); }
    explicit BaseStock(const Terms& terms) : terms_{terms} {}

    Reads  reads() const override { return {.cover = terms_.cover_ticks}; }
    Amount quantity(const InventoryView& stock) const { return terms_.quantity(stock.position(), stock.forecast_over_cover); }
    bool   follows_forecast() const { return terms_.cover_ticks > 0; }

private:
    Terms terms_;
};

}  // namespace secondsource
