#pragma once
// The benchmark workloads as scenario texts: W1 a beer game chain, W2 a wide network, W3 many runs of W2.
//
// W2 has N nodes in four layers (foundries, chip vendors, hyperscalers, labs), four suppliers a buyer, lead time 4. The
// network is drawn by SplitMix64 addressed by index, so that programs in other languages can be compared with it.

#include <string>

namespace secondsource {

/// W1: four stages, base stock 36, order delay 1, lead time 2 (3 from the source), demand 4, then 8 from tick 5 on.
std::string beer_chain(long periods);

/// W2 with `nodes` (a multiple of 4, at least 16) for `ticks`; with `noisy` demand it is one replication of W3.
std::string wide_network(int nodes, int ticks, bool noisy);

}  // namespace secondsource
