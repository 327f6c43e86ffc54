#pragma once
// Production: processes claim capacity for as many starts as their orders and inputs allow, and use both up.

#include "sim/engine/world.h"

namespace secondsource {

/// Serves an offer of capacity (or of nothing but inputs): processes claim starts, other customers claim capacity. What
/// a claim could not use is offered again within the tick.
void supply_starts(World&, OfferId, const Offer&);

}  // namespace secondsource
