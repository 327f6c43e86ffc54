#pragma once
// Splitting an order by weights: what several sourcing policies share.

#include <algorithm>
#include <cmath>

#include "sim/base/quantity.h"
#include "sim/engine/policy.h"

namespace secondsource {

/// Splits `quantity` over the open sources in proportion to `weight(i)`, exactly: roundings are carried from source to
/// source. Nothing is ordered if no open source has weight.
template <class Weight>
void split_by_weight(Amount quantity, const Sources& sources, std::span<Amount> out, Weight weight) {
    double total = 0;
    for (std::size_t i = 0; i < sources.count; ++i) total += sources.is_open(i) ? weight(i) : 0.0;
    if (!(total > 0)) return;
    const double per_weight = static_cast<double>(quantity.parts()) / total;
    double       sum        = 0;
    std::int64_t given      = 0;
    std::size_t  last       = 0;
    for (std::size_t i = 0; i < sources.count; ++i) {
        const double own = sources.is_open(i) ? weight(i) : 0.0;
        if (own == 0) continue;
        sum += own;
        const std::int64_t upto = std::min<std::int64_t>(quantity.parts(), std::llrint(sum * per_weight));
        out[i] = Amount::of_parts(upto - given);
        given  = upto;
        last   = i;
    }
    out[last] += quantity - Amount::of_parts(given);
}

}  // namespace secondsource
