#pragma once
// Orders are split over their sources, placed, and cancelled.

#include <span>

#include "sim/engine/world.h"

namespace secondsource {

/// Splits one order over the requirement's sources and places the parts. `expected`: units expected of the next tick.
void place_order(World&, RequirementId, Amount quantity, const SourcingPolicy*, double expected);

/// The same for many requirements, all of whose links are plain, under a policy that weighs; quantities of nothing or
/// less place nothing. Nothing may be stopped at present.
void place_orders(World&, std::span<const RequirementId>, std::span<const Amount> quantities, const SourcingPolicy&);

/// Cancels up to `amount` (in the requirement's unit) of what is open, the newest orders first.
void cancel(World&, RequirementId, Amount amount);

}  // namespace secondsource
