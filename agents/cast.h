#pragma once
// Everything that a scenario may name: the one list of kinds and policies.

#include "sim/scenario/registry.h"

namespace secondsource {

/// All kinds of agents and all policies, in the order in which people are told of them.
Registry cast();

}  // namespace secondsource
