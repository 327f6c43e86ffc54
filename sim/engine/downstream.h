#pragma once
// What flows where below a stock: for positions and demand that look further down than the next customer.

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/network/network.h"

namespace secondsource {

class World;

/// All stocks that goods of one stock end up in, each once, in an order in which goods flow; markets included.
struct Downstream {
    /// A way into a stock: over a link from a stock further up, or through a process that takes that one as an input.
    struct Way {
        std::uint32_t from;        ///< place in `stages`
        LinkId        link;
        double        per_start;   ///< units that a start of the process takes; none: 0
    };
    struct Stage {
        StockId       stock;
        std::uint32_t first_way = 0, last_way = 0;   ///< into it, link by link
    };
    std::vector<Stage> stages;   ///< the stock itself is the first
    std::vector<Way>   ways;
};

/// What is below a stock; nothing if goods run in a loop there, whose stocks then stand in `loop`.
std::optional<Downstream> downstream_of(const Network&, StockId, std::vector<StockId>& loop);

/// Units of the first stock in a unit of each of the others at present: the inputs of a process add up; of several ways to
/// get the same thing (several sources) it is the plain mean.
void weigh(const World&, const Downstream&, std::vector<double>& units);

}  // namespace secondsource
