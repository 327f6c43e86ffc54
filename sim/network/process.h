#pragma once
// A transformation: inputs and capacity in, one product out, after a cycle time and a yield.

#include <cstdint>
#include <string>

#include "sim/network/link.h"

namespace secondsource {

/// One line of a bill of materials.
struct Input {
    StockId stock;
    Amount  per_start;
};

/// A transformation that belongs to whoever owns its inputs and its work in process. It is an edge of the network
/// (its Link) from the pool's offer to the output's stock; its inputs are the rows [first_input, last_input).
struct Process {
    AgentId       agent;
    std::string   name;
    LinkId        link;
    std::uint32_t first_input = 0;
    std::uint32_t last_input  = 0;
    Amount        output_per_start = Amount::of(1);   ///< before yield
    Amount        pool_per_start   = Amount::of(1);   ///< units of the pool that one start takes
    Amount        lot = Amount::of_parts(1);          ///< starts come in whole lots
    Tick          available_from{0};
    bool          is_push = false;                    ///< works on whatever inputs there are, without orders
};

}  // namespace secondsource
