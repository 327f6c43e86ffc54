#pragma once
// What a buyer needs, kept up by orders through its links.

#include <cstdint>

#include "sim/base/time.h"
#include "sim/network/offer.h"
#include "sim/network/stock.h"

namespace secondsource {

/// Which orders a review has seen. With `last_tick` a requirement reviews before this tick's orders reach it.
enum class PlansOn : std::uint8_t { this_tick, last_tick };

/// What the forecast is fed with.
enum class DemandSignal : std::uint8_t {
    own,      ///< the orders that reach the stock (and kits that production orders need)
    market,   ///< the demand of the markets that the stock ends up in
};

/// What a buyer needs of one stock. Its links are the rows [first_link, last_link).
struct Requirement {
    StockId       stock;
    PlansOn       plans_on = PlansOn::this_tick;
    DemandSignal  signal   = DemandSignal::own;
    Unmet         unmet    = Unmet::backlog;   ///< of a market: does it wait for what it could not get?
    bool          is_plain  = false;           ///< all its sources are plain links or counters, for goods without a grain
    bool          loses     = false;           ///< what its stock is asked for and cannot serve at once is lost
    bool          is_used   = false;           ///< processes take its stock as an input
    std::uint32_t review_every = 1;            ///< ticks between two reviews
    std::uint32_t first_link = 0;
    std::uint32_t last_link  = 0;
    std::uint32_t market     = 0xffffffffU;    ///< row of Model::markets, of a market

    bool         is_market() const { return market != 0xffffffffU; }   ///< are its orders drawn demand, not a plan?
    bool         is_reviewed_in(Tick now) const { return review_every == 1 || now.index % review_every == 0; }
    std::int64_t reviews_before(Tick now) const { return review_every == 1 ? now.index : (now.index + review_every - 1) / review_every; }
};
using RequirementId = Id<Requirement>;

}  // namespace secondsource
