#pragma once
// Capacity that processes start work on.

#include <string>

#include "sim/base/quantity.h"
#include "sim/base/schedule.h"
#include "sim/network/agent.h"

namespace secondsource {

/// Capacity of one kind at one agent: wafer starts of a node, packaging slots, stacking lines.
/// Capacity that nobody claims in a tick is lost.
struct Pool {
    AgentId     agent;
    std::string name;
    std::string unit = "units";
    Schedule    capacity;                          ///< units per tick, by date, disruptions apart
    Amount      grain = Amount::of_parts(1);       ///< what does not make a whole grain is carried to the next tick
};
using PoolId = Id<Pool>;

}  // namespace secondsource
