#pragma once
// Values drawn from the ranges of a scenario's assumptions.

#include <cstdint>

#include "sim/scenario/document.h"

namespace secondsource {

/// Which draw: each replication of a seed is another.
struct AssumptionDraw {
    std::uint64_t seed = 1;
    std::uint32_t replication = 0;
};

/// Replaces every number that an assumption stands behind (see is_assumption) and that has a range
/// around it, by one drawn from the triangular distribution over the range with its peak at the value. Steps of one
/// dated path are drawn at the same quantile, so that a path moves as a whole, and so is one input of several processes of
/// an agent that say the same source: a kit does not depend on who packages it. Whole numbers stay whole. Lists of plain
/// numbers stay as they are. Returns how many values were drawn.
std::size_t draw_assumptions(Document&, const AssumptionDraw&, Diagnostics&);

}  // namespace secondsource
