#pragma once
// The network as a picture: who supplies whom, for Graphviz.

#include <string>

#include "sim/network/network.h"

namespace secondsource {

/// The network in Graphviz's dot language: agents as boxes, pools as ellipses, what flows as labels. Several links between
/// the same two are one arc with all their goods.
std::string graphviz(const Network&);

}  // namespace secondsource
