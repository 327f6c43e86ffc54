#pragma once
// Ordering up to a level: what several replenishment policies share.

#include <algorithm>

#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// What brings a position up to a level. Below zero, which cancels, only on request.
inline Amount order_up_to(Amount level, Amount position, bool cancels) {
    const Amount gap = level - position;
    return cancels ? gap : std::max(gap, Amount{});
}

/// A level that is fixed, or follows the forecast, or both: level + forecast over the cover + safety.
struct UpToLevel {
    Amount level;           ///< fixed part
    double cover_ticks;     ///< ticks of the forecast that the level covers besides; 0: none
    Amount safety;          ///< safety stock
    bool   cancels;         ///< cancels open orders while the position is above the level

    static UpToLevel read(Reader& read) {
        const UpToLevel terms{read.amount("level_units", "fixed part of the level to order up to", {}, Amount{}),
                              static_cast<double>(read.duration("cover", "of the forecast that the level covers", at_least(0), Ticks{0}).count),
                              read.amount("safety_units", "safety stock on top of the level", {}, Amount{}),
                              read.flag("cancels", "cancel open orders while the position is above the level", false)};
        return terms;
    }

    /// The order for a position, given the units expected over the cover.
    Amount quantity(Amount position, double forecast_over_cover) const {
        return order_up_to(level + safety + Amount::nearest(forecast_over_cover), position, cancels);
    }
};

}  // namespace secondsource
