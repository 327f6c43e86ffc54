#pragma once
// Orders are split over their sources, placed, and cancelled.

#include <span>

#include "sim/engine/world.h"

namespace secondsource {

/// Splits one order over the requirement's sources and places the parts in whole grains. `owed`: by its stock, as the plan
/// has seen it. `expected`: units expected of the next tick. Returns what was placed, in the requirement's unit: less than a
/// grain is not, nothing if no source that the policy would choose takes orders, and no more than can be counted with what is
/// on order.
Amount place_order(World&, RequirementId, Amount quantity, const SourcingPolicy*, Amount owed, double expected);

/// The same for many requirements of a group that splits at once; quantities of nothing or less place nothing. Nothing may be
/// stopped at present. What was placed is noted as ordered, and claimed where the group claims at once.
void place_orders(World&, const ReviewGroup&, std::span<const RequirementId>, std::span<const Amount> quantities);

/// Cancels up to `amount` (in the requirement's unit) of what is open, the newest orders first; how much it was.
Amount cancel(World&, RequirementId, Amount amount);

/// The largest grain of the sources, in the requirement's unit: whatever is less cannot always be ordered.
Amount largest_grain(const Network&, RequirementId);

}  // namespace secondsource
