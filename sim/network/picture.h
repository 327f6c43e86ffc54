#pragma once
// The network as a picture: who supplies whom, for Graphviz.

#include <string>

#include "sim/network/network.h"

namespace secondsource {

/// The network in Graphviz's dot language: agents as boxes, their pools as ellipses in a frame of the agent, what flows as labels; pools, and agents that only buy, in colours of their own. Several links between
/// the same two are one arc with all their goods.
std::string graphviz(const Network&);

}  // namespace secondsource
