#pragma once
// How long orders really took from the buyer's desk to the buyer's dock.

#include <cstdint>
#include <vector>

#include "sim/base/quantity.h"
#include "sim/base/time.h"
#include "sim/network/link.h"

namespace secondsource {

class World;

/// Follows links tick by tick and measures the time from order to arrival of what has arrived, whatever held it up: a
/// queue, a pause, a drawn lead time. Orders of a link are taken to be served in the order in which they were placed,
/// and cancelled or lost from the newest back. What was ordered before the first look has no known date and is left out.
///
/// An observer: no decision reads it, and digests leave it out.
class LeadTimes {
public:
    /// Begins to follow these links.
    void follow(const World&, std::vector<LinkId> links);
    /// To be told of every tick that has ended.
    void observe(const World&);

    /// Units that have arrived and whose order is known, in the seller's unit; 0 for links that are not followed.
    double arrived(LinkId) const;
    /// The sum over them of the ticks from order to arrival.
    double unit_ticks(LinkId) const;
    /// Mean of what arrived in the last tick; not a number if nothing did.
    double last(LinkId) const;

private:
    struct Entry {
        Tick   placed;
        Amount amount;
    };
    struct Row {
        LinkId             link;
        Amount             ordered, dropped, received;   ///< totals at the last look
        Amount             undated;                      ///< ordered before the first look, and not arrived
        std::vector<Entry> open;                         ///< from `head` on, oldest first
        std::size_t        head    = 0;
        double             arrived = 0, unit_ticks = 0, last = 0;
    };
    const Row*  row_of(LinkId) const;
    static void arrive(Row&, Tick now, Amount);
    static void drop(Row&, Amount);

    std::vector<Row>           rows_;
    std::vector<std::uint32_t> row_of_link_;   ///< into rows_; past the end for links that are not followed
};

}  // namespace secondsource
