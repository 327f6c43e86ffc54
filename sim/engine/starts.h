#pragma once
// Production: processes claim capacity for as many starts as their orders and inputs allow, and use both up.

#include "sim/engine/world.h"

namespace secondsource {

/// Serves an offer of capacity (or of nothing but inputs): processes claim starts, other customers claim capacity.
/// `again`: another turn in the same tick, after scarce inputs were offered again.
void supply_starts(World&, OfferId, const Offer&, bool again);
/// After the last turn of a tick: drops what does not wait.
void finish_starts(World&, OfferId, const Offer&);

/// Starts, in whole lots, that fill the open production orders with what they and the output that is not sent yet give.
Amount starts_wanted(const World&, ProcessId);
/// Starts that an amount of the pool suffices for.
Amount starts_for(const Process&, Amount of_pool);

/// Work completes: a random yield may turn out better or worse than was expected when it started. `gross` is what it
/// would be if all were good.
void complete(World&, LinkId, const Link&, Amount expected, Amount gross);

}  // namespace secondsource
