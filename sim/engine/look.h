#pragma once
// What a review sees: of its own stock, of the orders that reached it, of its open orders.

#include <span>

#include "sim/engine/world.h"

namespace secondsource {

/// What a group's rows see, forecasts apart. A plan does not see what it ordered beyond its true need. Lasts until
/// somebody looks again.
InventoryViews look(World&, const ReviewGroup&, std::span<const RequirementId> rows);

/// Units of a requirement's stock that the markets downstream wanted in this tick (or in the last, where the requirement
/// plans on that), each market in full even if others supply it too.
double demand_downstream(World&, RequirementId);

/// What was placed in this tick over plain links with the seller of a stock, who has not opened it yet.
Amount placed_with(const World&, StockId);

/// Units of the requirement in one of what the seller counts and prices: of its goods, or of the capacity that a process takes.
double units_per_sold(const World&, LinkId);
/// Does this link take orders now?
bool takes_orders(const World&, LinkId, const Link&);
/// Orders over a link that its seller has not shipped, those in the mail or just placed included, in the buyer's unit.
Amount open_order(const World&, LinkId, const Link&);
/// The same over all links of a requirement.
Amount open_orders(const World&, RequirementId);
/// The part of what is open that was ordered beyond the true need. What of it has been shipped is stock like any other.
Amount overstated(const World&, RequirementId);

}  // namespace secondsource
