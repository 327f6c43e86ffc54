// Cumulative rounding in parts.
#include "sim/base/apportion.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "sim/base/check.h"

namespace secondsource {

namespace {

__extension__ using Unsigned = unsigned __int128;  // wide enough for the product of two amounts

Unsigned wide(std::int64_t number) { return static_cast<Unsigned>(static_cast<std::uint64_t>(number)); }

/// Proportional shares of claims that add up to `sum`, more than the total: what is due to the claims so far, less what
/// they were given. What was given lags behind the exact quota by a rounding at most, for which the last positive claim
/// has room, and so the total is exact.
template <class Due>
void give_in_turn(std::span<const Amount> claims, std::span<Amount> out, Due due) {
    std::int64_t given = 0;
    for (std::size_t i = 0; i < claims.size(); ++i) {
        const std::int64_t claim = claims[i].parts();
        const std::int64_t share = std::min<std::int64_t>(due(claim) - given, claim);   // what is due never falls
        given += share;
        out[i] = Amount::of_parts(share);
    }
}

}  // namespace

void share_out(Amount available, std::span<const Amount> claims, std::span<Amount> out) {
    SIM_CHECK(out.size() == claims.size(), "there is one share for each claim");
    std::uint64_t low = 0, bits = 0;
    for (const Amount claim : claims) {
        low += static_cast<std::uint64_t>(claim.parts());
        bits |= static_cast<std::uint64_t>(claim.parts());
    }
    SIM_CHECK((bits >> 63) == 0, "a claim is not negative");
    const std::int64_t total = std::max(available.parts(), std::int64_t{0});
    constexpr std::uint64_t small = 1ULL << 50;   // up to there, doubles err by less than a quarter of a part
    if (bits < small && claims.size() <= 4096 && low < small) {
        if (static_cast<std::uint64_t>(total) >= low) {
            std::copy(claims.begin(), claims.end(), out.begin());
            return;
        }
        const double ratio   = static_cast<double>(total) / static_cast<double>(static_cast<std::int64_t>(low));
        std::int64_t claimed = 0;
        give_in_turn(claims, out, [&](std::int64_t claim) { return std::llrint(static_cast<double>(claimed += claim) * ratio); });
        return;
    }
    Unsigned sum = 0;
    for (const Amount claim : claims) sum += wide(claim.parts());
    if (wide(total) >= sum) {
        std::copy(claims.begin(), claims.end(), out.begin());
        return;
    }
    int shift = 0;  // claims beyond the range of an Amount lose digits, so that the product fits in 128 bits
    while ((sum >> shift) >= (Unsigned{1} << 64)) ++shift;
    const Unsigned divisor = sum >> shift;
    Unsigned       claimed = 0;
    give_in_turn(claims, out, [&](std::int64_t claim) {
        claimed += wide(claim);
        const Unsigned due = ((claimed >> shift) * wide(total) + divisor / 2) / divisor;
        return static_cast<std::int64_t>(std::min(due, wide(total)));
    });
}

}  // namespace secondsource
