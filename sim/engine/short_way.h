#pragma once
// Offers that are served together and closed in one go, over the columns of all their links.

#include "sim/engine/world.h"

namespace secondsource {

/// Is it served and closed in one go? Not while a disruption may stop any of its links.
inline bool goes_the_short_way(const World& world, const Turn& turn) { return turn.is_plain && world.grip.stops.size() == 0; }

/// Serves such offers: the same as one by one (supply.cpp), and their links are closed too (close.h) and, if the world
/// audits, balanced, while they are at hand.
void supply_plain(World&, const Turn&);

}  // namespace secondsource
