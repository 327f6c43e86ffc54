#pragma once
// Finding the best source: what several sourcing policies share.

#include <cstddef>

#include "sim/base/quantity.h"
#include "sim/engine/policy.h"

namespace secondsource {

/// The source that `may_serve` with the lowest `cost`, ties to the first row; `sources.count` if there is none.
template <class MayServe, class Cost>
std::size_t best_source(const Sources& sources, MayServe may_serve, Cost cost) {
    std::size_t best = sources.count;
    for (std::size_t i = 0; i < sources.count; ++i)
        if (may_serve(i) && (best == sources.count || cost(i) < cost(best))) best = i;
    return best;
}

/// Orders everything from the open source with the lowest `cost`, ties to the first row.
template <class Cost>
void order_from_best(Amount quantity, const Sources& sources, std::span<Amount> out, Cost cost) {
    const std::size_t best = best_source(sources, [&](std::size_t i) { return sources.is_open(i); }, cost);
    if (best < sources.count) out[best] = quantity;
}

}  // namespace secondsource
