#pragma once
// Serving claims tier by tier: what several allocation policies share.

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "sim/base/quantity.h"

namespace secondsource {

/// Settles what needs no rule: gives everybody nothing, or everybody all of the claim. False, with nothing given, if
/// there is something but not enough for all.
inline bool settled_without_rule(Amount available, std::span<const Amount> claims, std::span<Amount> out) {
    std::fill(out.begin(), out.end(), Amount{});
    if (available <= Amount{}) return true;
    Wide sum = 0;
    for (const Amount claim : claims) sum += claim.parts();
    if (available.parts() < sum) return false;
    std::copy(claims.begin(), claims.end(), out.begin());
    return true;
}

/// Adds to `out` an amount in proportion to `claim(row)` over these rows, exactly: what was due so far less what was
/// given. `amount` is at most the sum of the claims, so that nobody gets more than the claim.
template <class Claim>
void add_in_proportion(Amount amount, std::span<const std::uint32_t> rows, Claim claim, std::span<Amount> out) {
    Wide sum = 0;
    for (const std::uint32_t row : rows) sum += claim(row).parts();
    if (sum == 0) return;
    int shift = 0;   // claims beyond the range of an Amount lose digits, so that the product fits
    while ((sum >> shift) >= (Wide{1} << 62)) ++shift;
    Wide         claimed = 0;
    std::int64_t given   = 0;
    for (const std::uint32_t row : rows) {
        claimed += claim(row).parts();
        const Wide         exact = claimed == sum ? Wide{amount.parts()} : (claimed >> shift) * amount.parts() / (sum >> shift);
        const std::int64_t due   = std::min(static_cast<std::int64_t>(exact), given + claim(row).parts());
        out[row] += Amount::of_parts(due - given);
        given = due;
    }
}

/// Serves the claims tier by tier, each in full until the amount is used up; claims of the last tier that gets
/// something share in proportion. `before(i, j)` says that claim i stands in an earlier tier than claim j. Adds to
/// `out`; leaves the order of service in `rows`.
template <class Before>
void serve_tiers(Amount available, std::span<const Amount> claims, std::span<Amount> out, std::vector<std::uint32_t>& rows,
                 Before before) {
    rows.resize(claims.size());
    std::iota(rows.begin(), rows.end(), 0u);
    std::sort(rows.begin(), rows.end(), [&](std::uint32_t i, std::uint32_t j) { return before(i, j) || (!before(j, i) && i < j); });
    for (std::size_t first = 0; first < rows.size() && available > Amount{};) {
        std::size_t last = first;
        Wide        sum  = 0;
        for (; last < rows.size() && !before(rows[first], rows[last]); ++last) sum += claims[rows[last]].parts();
        const Amount served = Wide{available.parts()} < sum ? available : Amount::of_parts(static_cast<std::int64_t>(sum));
        add_in_proportion(served, std::span{rows}.subspan(first, last - first), [&](std::uint32_t row) { return claims[row]; }, out);
        available -= served;
        first = last;
    }
}

}  // namespace secondsource
