#pragma once
// The edge of the network: one offer to one requirement.

#include <cstdint>

#include "sim/base/time.h"
#include "sim/network/offer.h"
#include "sim/network/requirement.h"

namespace secondsource {

struct Process;
using ProcessId = Id<Process>;

/// One offer to one requirement: orders wait here, goods travel here. A process is such an edge too: its orders are
/// production orders, its goods in transit are work in process, its lead time is the cycle time.
struct Link {
    OfferId       offer;
    StockId       stock;             ///< where its goods arrive
    RequirementId requirement;       ///< whose orders it carries
    ProcessId     process;           ///< none for plain links
    std::uint32_t order_delay = 0;   ///< ticks until the seller sees an order
    std::uint32_t lead_time   = 0;   ///< ticks from shipment (or start) to arrival; the longest one when random
    std::int32_t  priority    = 0;   ///< lower is served first, where the allocation asks
    bool has_random_lead_time : 1 = false;
    bool may_cross    : 1 = false;   ///< a later shipment may arrive before an earlier one
    bool may_pause    : 1 = false;   ///< a disruption may stop its transit or receipt
    bool is_lost      : 1 = false;   ///< what is not shipped in the tick is dropped
    bool is_windowed  : 1 = false;   ///< orders may be placed only within a window (LinkTerms)
    bool is_converted : 1 = false;   ///< one unit shipped is not one unit received (LinkTerms::conversion)
    bool is_plain     : 1 = false;   ///< none of the above but lost, no process, no delay of orders, some lead time
    bool is_counter   : 1 = false;   ///< likewise without lead time, to a market
};
using LinkId = Id<Link>;

}  // namespace secondsource
