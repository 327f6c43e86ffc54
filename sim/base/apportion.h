#pragma once
// Dividing an amount among several without losing or making a part of it. Nothing here allocates.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/base/quantity.h"

namespace secondsource {

/// Proportional rationing, to the part: the shares sum to exactly the lesser of `available` (nothing, if negative) and
/// the claims, and each lies between zero and its claim. Roundings are carried from claim to claim, so that no one
/// strays from its proportional share by more than a part or two. Claims must not be negative; `out` is as long as they
/// are and may be the same memory.
void share_out(Amount available, std::span<const Amount> claims, std::span<Amount> out);

/// Weights that come to less are none.
constexpr double least_weight = 1e-280;

/// Splits `total` in proportion to weights of at least 0, to the part: roundings are carried from one to the next, so
/// that the parts sum to exactly `total`. Calls `give(i, part)` for each, and returns what was given: nothing if nobody
/// has any weight (all of them below `least_weight`). `weight(i)` is asked twice.
template <class Weight, class Give>
Amount split_by_weight(Amount total, std::size_t count, Weight weight, Give give) {
    double weights = 0;
    for (std::size_t i = 0; i < count; ++i) weights += weight(i);
    if (!(weights >= least_weight)) return {};
    const double per_weight = static_cast<double>(total.parts()) / weights;
    double       sum        = 0;
    std::int64_t given      = 0;
    for (std::size_t i = 0; i < count; ++i) {
        sum += weight(i);   // the same sum in the same order: at the last one with any weight it is the whole
        const std::int64_t due = sum == weights ? total.parts() : std::min<std::int64_t>(total.parts(), std::llrint(sum * per_weight));
        give(i, Amount::of_parts(due - given));
        given = due;
    }
    return total;
}

}  // namespace secondsource
