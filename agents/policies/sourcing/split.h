#pragma once
// Splitting an order by weights: what several sourcing policies share.

#include "sim/base/apportion.h"
#include "sim/engine/policy.h"

namespace secondsource {

/// Splits `quantity` over the open sources in proportion to `weight(i)`, exactly, and adds the parts to `out`. Nothing is
/// ordered if no open source has weight.
template <class Weight>
void split_over_open(Amount quantity, const Sources& sources, std::span<Amount> out, Weight weight) {
    split_by_weight(
        quantity, sources.count, [&](std::size_t i) { return sources.is_open(i) ? weight(i) : 0.0; }, [&](std::size_t i, Amount part) { out[i] += part; });
}

}  // namespace secondsource
