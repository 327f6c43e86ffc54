// Largest remainders in grains, and cumulative rounding in parts.
#include "sim/base/apportion.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "sim/base/check.h"

namespace secondsource {

namespace {

__extension__ using Unsigned = unsigned __int128;  // wide enough for the product of two amounts

Unsigned wide(std::int64_t number) { return static_cast<Unsigned>(static_cast<std::uint64_t>(number)); }

/// Hamilton's method over `seats` whole grains; `weight_of(i)` is whole and not negative, the sum `weights` is positive.
template <class WeightOf>
void give_seats(std::int64_t seats, Unsigned weights, Amount grain, std::span<Amount> out, WeightOf weight_of) {
    // A remainder is below `weights`. It waits in `out`, in at most 62 bits; only if the weights together exceed what
    // an Amount can hold does it lose its last digits, and with them the finest order of remainders.
    int shift = 0;
    while ((weights >> shift) >= (Unsigned{1} << 62)) ++shift;

    std::int64_t seats_left = seats;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const Unsigned share = wide(seats) * wide(weight_of(i));
        seats_left -= static_cast<std::int64_t>(share / weights);
        out[i] = Amount::of_parts(static_cast<std::int64_t>((share % weights) >> shift));
    }

    // The highest threshold that at least `seats_left` remainders reach, by bisection: no sort, no memory. As the
    // remainders sum to `seats_left` times their bound, more than that many are positive, and zero never wins a seat.
    std::int64_t low = 0, high = static_cast<std::int64_t>(weights >> shift) + 1;
    const auto   reaching = [out](std::int64_t threshold) {
        return std::count_if(out.begin(), out.end(), [threshold](Amount rest) { return rest.parts() >= threshold; });
    };
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (reaching(middle) >= seats_left ? low : high) = middle;
    }
    std::int64_t ties_left = seats_left - reaching(low + 1);

    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::int64_t remainder = out[i].parts();
        const bool         tie_wins = remainder == low && ties_left > 0;
        if (tie_wins) --ties_left;
        const auto floor = static_cast<std::int64_t>(wide(seats) * wide(weight_of(i)) / weights);
        out[i] = grain * (floor + (remainder > low || tie_wins ? 1 : 0));
    }
}

}  // namespace

Amount apportion(Amount total, std::span<const Amount> weights, Amount grain, std::span<Amount> out) {
    SIM_CHECK(out.size() == weights.size(), "there is one share for each weight");
    SIM_CHECK(grain > Amount{}, "a grain is a positive amount");
    SIM_CHECK(total >= Amount{}, "what is apportioned is not negative");
    Unsigned sum = 0;
    for (const Amount weight : weights) {
        SIM_CHECK(weight >= Amount{}, "a weight is not negative");
        sum += wide(weight.parts());
    }
    if (sum == 0) {
        std::fill(out.begin(), out.end(), Amount{});
        return total;
    }
    const std::int64_t seats = total.parts() / grain.parts();
    give_seats(seats, sum, grain, out, [weights](std::size_t i) { return weights[i].parts(); });
    return total - grain * seats;
}

Amount apportion_claims(Amount available, std::span<const Amount> claims, Amount grain, std::span<Amount> out) {
    SIM_CHECK(out.size() == claims.size(), "there is one share for each claim");
    SIM_CHECK(grain > Amount{}, "a grain is a positive amount");
    SIM_CHECK(available >= Amount{}, "what is apportioned is not negative");
    const auto grains_of = [claims, grain](std::size_t i) { return claims[i].parts() / grain.parts(); };
    Unsigned   sum = 0;
    for (std::size_t i = 0; i < claims.size(); ++i) {
        SIM_CHECK(claims[i] >= Amount{}, "a claim is not negative");
        sum += wide(grains_of(i));
    }
    const std::int64_t seats = available.parts() / grain.parts();
    if (wide(seats) >= sum) {
        for (std::size_t i = 0; i < claims.size(); ++i) out[i] = grain * grains_of(i);
        return available - grain * static_cast<std::int64_t>(sum);
    }
    // Quotas are below the claims now, and claims are whole: a quota rounded up is still no more than its claim.
    give_seats(seats, sum, grain, out, grains_of);
    return available - grain * seats;
}

namespace {

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
