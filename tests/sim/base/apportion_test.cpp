// Dividing without losing or making a part: exact totals, fair shares, nobody above a claim.
#include "sim/base/apportion.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "sim/base/check.h"
#include "tests/support/catch.h"

using namespace secondsource;

namespace {

Amount sum_of(const std::vector<Amount>& amounts) {
    Amount sum;
    for (const Amount amount : amounts) sum += amount;
    return sum;
}

std::vector<Amount> units(std::initializer_list<std::int64_t> counts) {
    std::vector<Amount> amounts;
    for (const std::int64_t count : counts) amounts.push_back(Amount::of(count));
    return amounts;
}

std::vector<Amount> shares_of(Amount available, const std::vector<Amount>& claims) {
    std::vector<Amount> out(claims.size());
    share_out(available, claims, out);
    return out;
}

/// Claims of all sizes, from single parts up to 2^`bits` parts, some of them zero.
std::vector<Amount> random_claims(std::mt19937_64& random, int bits) {
    std::vector<Amount> claims(1 + random() % 30);
    for (Amount& claim : claims) {
        const auto size = static_cast<int>(random() % static_cast<unsigned>(bits + 1));
        const std::uint64_t parts = size == 0 ? 0 : random() >> (64 - size);
        claim = random() % 5 == 0 ? Amount{} : Amount::of_parts(static_cast<std::int64_t>(parts));
    }
    return claims;
}

}  // namespace

TEST_CASE("largest remainders share whole grains") {
    // 10 seats for 53, 24 and 23: quotas 5.3, 2.4, 2.3, and the one seat left goes to the largest remainder.
    std::vector<Amount> out(3);
    CHECK(apportion(Amount::of(10), units({53, 24, 23}), Amount::of(1), out) == Amount{});
    CHECK(out == units({5, 3, 2}));
    // What makes no whole grain is left over.
    CHECK(apportion(Amount::nearest(10.75), units({53, 24, 23}), Amount::of(1), out) == Amount::nearest(0.75));
    CHECK(out == units({5, 3, 2}));
}

TEST_CASE("equal remainders go to the lower index") {
    std::vector<Amount> out(4);
    apportion(Amount::of(6), units({1, 1, 1, 1}), Amount::of(1), out);
    CHECK(out == units({2, 2, 1, 1}));
    apportion(Amount::of(50), units({1, 1, 1, 1}), Amount::of(25), out);
    CHECK(out == units({25, 25, 0, 0}));
}

TEST_CASE("nothing is shared out when nobody weighs anything") {
    std::vector<Amount> out = units({9, 9});
    CHECK(apportion(Amount::of(6), units({0, 0}), Amount::of(1), out) == Amount::of(6));
    CHECK(out == units({0, 0}));
}

TEST_CASE("each apportioned share is its quota rounded down or up, and the total is exact") {
    std::mt19937_64 random(1);
    for (int round = 0; round < 5000; ++round) {
        const std::vector<Amount> weights = random_claims(random, 58);
        const Amount              grain = Amount::of_parts(1 + static_cast<std::int64_t>(random() % 2000000000));
        const Amount              total = Amount::of_parts(static_cast<std::int64_t>(random() >> (10 + random() % 40)));
        std::vector<Amount>       out(weights.size());
        const Amount              left = apportion(total, weights, grain, out);
        REQUIRE(sum_of(out) + left == total);
        const Amount weight = sum_of(weights);
        if (weight.is_zero()) continue;
        REQUIRE(left < grain);
        const double seats = static_cast<double>(total.parts() / grain.parts());
        for (std::size_t i = 0; i < out.size(); ++i) {
            REQUIRE(out[i].parts() % grain.parts() == 0);
            const double quota = seats * (weights[i] / weight);
            REQUIRE(std::abs(out[i] / grain - quota) < 1 + 1e-12 * quota);
            if (weights[i].is_zero()) REQUIRE(out[i].is_zero());
        }
    }
}

TEST_CASE("claims in grains are never overfilled") {
    std::mt19937_64 random(2);
    for (int round = 0; round < 5000; ++round) {
        const std::vector<Amount> claims = random_claims(random, round % 2 == 0 ? 40 : 57);
        const Amount              grain = Amount::of_parts(1 + static_cast<std::int64_t>(random() % 1000000));
        const Amount              available = Amount::of_parts(static_cast<std::int64_t>(random() >> (5 + random() % 50)));
        std::vector<Amount>       out(claims.size());
        const Amount              left = apportion_claims(available, claims, grain, out);
        REQUIRE(sum_of(out) + left == available);
        bool all_met = true;
        for (std::size_t i = 0; i < out.size(); ++i) {
            REQUIRE(out[i] >= Amount{});
            REQUIRE(out[i] <= claims[i]);
            REQUIRE(out[i].parts() % grain.parts() == 0);
            all_met = all_met && claims[i] - out[i] < grain;
        }
        REQUIRE((all_met || left < grain));
    }
}

TEST_CASE("weights beyond the range of an amount are apportioned too") {
    const std::vector<Amount> weights(5, Amount::max());
    std::vector<Amount>       out(5);
    CHECK(apportion(Amount::of(11), weights, Amount::of(1), out) == Amount{});
    CHECK(out == units({3, 2, 2, 2, 2}));
    // All but one weight have almost no remainder, and one has none: a weight of zero stays without a share.
    const std::vector<Amount> uneven = {Amount{}, Amount::of_parts(1), Amount::max()};
    std::vector<Amount>       three(3);
    apportion(Amount::of_parts(2), uneven, Amount::of_parts(1), three);
    CHECK(three == std::vector<Amount>{Amount{}, Amount{}, Amount::of_parts(2)});
    const std::vector<Amount> two_large = {Amount{}, Amount::of_parts(1), Amount::max(), Amount::max()};
    std::vector<Amount>       four(4);
    apportion(Amount::of_parts(2), two_large, Amount::of_parts(1), four);
    CHECK(four == std::vector<Amount>{Amount{}, Amount{}, Amount::of_parts(1), Amount::of_parts(1)});
}

TEST_CASE("rationing is proportional") {
    CHECK(shares_of(Amount::of(50), units({10, 30, 60})) == units({5, 15, 30}));
    CHECK(shares_of(Amount::of(500), units({10, 30, 60})) == units({10, 30, 60}));
    CHECK(shares_of(Amount::of(-5), units({10, 30})) == units({0, 0}));
    CHECK(shares_of(Amount{}, units({10, 0})) == units({0, 0}));
    CHECK(shares_of(Amount::of(7), {}).empty());
    // What is due is rounded to the nearest part, claim after claim: 0.6, 1.2, 1.8, 2.4 and 3.
    const std::vector<Amount> ones(5, Amount::of_parts(1));
    std::vector<std::int64_t> parts;
    for (const Amount share : shares_of(Amount::of_parts(3), ones)) parts.push_back(share.parts());
    CHECK(parts == std::vector<std::int64_t>{1, 0, 1, 0, 1});
    // Too large for doubles: thirds of 2^60 + 1 parts.
    const std::int64_t large = std::int64_t{1} << 60, third = large / 3;
    CHECK(shares_of(Amount::of_parts(large + 1), std::vector<Amount>(3, Amount::of_parts(large))) ==
          std::vector<Amount>{Amount::of_parts(third + 1), Amount::of_parts(third), Amount::of_parts(third + 1)});
}

TEST_CASE("rationing gives exactly what there is, and nobody more than the claim") {
    std::mt19937_64 random(3);
    for (int round = 0; round < 40000; ++round) {
        // Sums below and above 2^50 parts; up to 2^58 parts each.
        const std::vector<Amount> claims = random_claims(random, 10 + 4 * (round % 13));
        const Amount              sum = sum_of(claims);
        // Often within a few parts of all or nothing, where roundings bite.
        const std::int64_t near = static_cast<std::int64_t>(random() % 7);
        const std::int64_t anything = static_cast<std::int64_t>(random() % (static_cast<std::uint64_t>(sum.parts()) + 2));
        const Amount available = Amount::of_parts(round % 3 == 0 ? anything : round % 3 == 1 ? sum.parts() - near : near);
        const std::vector<Amount> out = shares_of(available, claims);
        REQUIRE(sum_of(out) == std::clamp(available, Amount{}, sum));
        for (std::size_t i = 0; i < out.size(); ++i) {
            REQUIRE(out[i] >= Amount{});
            REQUIRE(out[i] <= claims[i]);
            if (available < sum && available >= Amount{}) {
                const double proportional = static_cast<double>(claims[i].parts()) * (available / sum);
                REQUIRE(std::abs(static_cast<double>(out[i].parts()) - proportional) <= 2 + 1e-12 * proportional);
            }
        }
    }
}

TEST_CASE("rationing copes with claims that no amount could hold together") {
    std::mt19937_64 random(4);
    for (int round = 0; round < 20000; ++round) {
        // Most of them huge, the last ones tiny: there is little room for what roundings have left.
        std::vector<Amount> claims(3 + random() % 70);
        for (Amount& claim : claims) claim = Amount::max() - Amount::of_parts(static_cast<std::int64_t>(random() % 100));
        for (int i = 0; i < round % 4; ++i) claims.push_back(Amount::of_parts(static_cast<std::int64_t>(random() % 3)));
        const Amount available = Amount::max() - Amount::of_parts(static_cast<std::int64_t>(random() % 1000));
        const std::vector<Amount> out = shares_of(available, claims);
        REQUIRE(sum_of(out) == available);
        for (std::size_t i = 0; i < out.size(); ++i) REQUIRE((out[i] >= Amount{} && out[i] <= claims[i]));
    }
}

TEST_CASE("shares may take the place of the claims") {
    std::vector<Amount> amounts = units({10, 30, 60});
    share_out(Amount::of(10), amounts, amounts);
    CHECK(amounts == units({1, 3, 6}));
}

TEST_CASE("negative claims and unequal lengths break the promise") {
    std::vector<Amount> out(2);
    CHECK_THROWS_AS(share_out(Amount::of(1), units({-1, 5}), out), BrokenInvariant);
    CHECK_THROWS_AS(share_out(Amount::of(1), units({1, 5, 6}), out), BrokenInvariant);
    CHECK_THROWS_AS(apportion(Amount::of(1), units({-1, 5}), Amount::of(1), out), BrokenInvariant);
    CHECK_THROWS_AS(apportion(Amount::of(1), units({1, 5}), Amount{}, out), BrokenInvariant);
}
