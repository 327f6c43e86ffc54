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
}
