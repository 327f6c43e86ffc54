#pragma once
// The echelon base-stock policy.

#include "agents/policies/replenishment/order_up_to.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Orders up to a level of the echelon position: the own one and those of all stocks downstream. Optimal for serial
/// systems (Clark & Scarf 1960, Management Science 6(4) 475–490).
class EchelonBaseStock final : public ReplenishmentRule<EchelonBaseStock> {
public:
    static constexpr std::string_view name  = "echelon_base_stock";
    static constexpr std::string_view about = "orders up to a level of the own position and all those downstream";
    using Terms = UpToLevel;
    static Terms read(Reader& read) { return Terms::read(read); }
    explicit EchelonBaseStock(const Terms& terms) : terms_{terms} {}

    Reads  reads() const override { return {.echelon = true, .cover = terms_.cover_ticks}; }
    Amount quantity(const InventoryView& stock) const { return terms_.quantity(stock.echelon_position, stock.forecast_over_cover); }
    bool   follows_forecast() const { return terms_.cover_ticks > 0; }

private:
    Terms terms_;
};

}  // namespace secondsource
