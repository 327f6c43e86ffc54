#pragma once
// Quoted queues: how long a new order would wait for those that are ahead of it.

#include "sim/engine/world.h"

namespace secondsource {

/// The longest wait that is quoted, in ticks: five years, or 260 ticks in worlds without dates.
double longest_quote(const Calendar&);

/// Quotes the queue of every offer, from what is open at the end of this tick.
void quote(World&);

}  // namespace secondsource
