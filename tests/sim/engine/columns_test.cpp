// Arithmetic on columns against the same row by row, for lengths that fill no vector.
#include "sim/engine/columns.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "sim/base/apportion.h"
#include "tests/support/catch.h"

using namespace secondsource;

namespace {

std::mt19937_64 luck{1};

/// Amounts from nothing to the largest that are small, of all sizes, with some nothing among them.
std::vector<Amount> amounts(std::size_t count) {
    std::vector<Amount> made(count);
    for (Amount& amount : made) amount = Amount::of_parts(luck() % 5 == 0 ? 0 : static_cast<std::int64_t>(luck() % static_cast<std::uint64_t>(small_parts)) >> luck() % 50);
    return made;
}

std::vector<double> reals(std::size_t count, double low, double high) {
    std::uniform_real_distribution<double> between{low, high};
    std::vector<double>                    made(count);
    for (double& real : made) real = between(luck);
    return made;
}

}  // namespace

TEST_CASE("a shipment is closed in columns as it is row by row, to the bit") {
    for (const bool are_small : {true, false})
        for (std::size_t count = 0; count < 40; ++count) {
            INFO(count << " rows");
            const auto          claims = amounts(count), before = amounts(count);
            std::vector<Amount> shares = claims, rest(count), shipped = before;
            for (Amount& share : shares) share = share.scaled_down(static_cast<double>(luck() % 1001) / 1000);
            const auto          price = reals(count, 0, 1e6), record = reals(count, 0, 1);
            auto                moved = record;
            std::vector<OfferId> sellers(count);
            for (OfferId& seller : sellers) seller.index = static_cast<std::uint32_t>(luck() % count);
            std::vector<Money>  paid(count, Money::of_parts(77)), invoices(count);
            const Closed closed = close_shipments({.claims = claims, .shares = shares, .sellers = sellers, .price = price.data(), .shipped_total = shipped, .rest = rest,
                                                   .paid = paid, .invoices = invoices, .record = moved, .are_small = are_small},
                                                  0.1);
            CHECK(closed.any_rest == (shares != claims));
            CHECK(closed.any_idle == std::ranges::any_of(claims, &Amount::is_zero));
            for (std::size_t i = 0; i < count; ++i) {
                const auto cost = std::llrint(static_cast<double>(shares[i].parts()) * cents_per_part(price[sellers[i].index]));
                CHECK(rest[i] == claims[i] - shares[i]);
                CHECK(shipped[i] == before[i] + shares[i]);
                CHECK(invoices[i].parts() == cost);
                CHECK(paid[i].parts() == 77 + cost);
                CHECK(moved[i] == (claims[i].is_zero() ? record[i] : record[i] + 0.1 * (shares[i] / claims[i] - record[i])));
            }
        }
}

TEST_CASE("offers sell in columns what each would sell") {
    for (const bool is_lost : {false, true})
        for (const bool is_endless : {false, true})
            for (std::size_t count = 0; count < 40; ++count) {
                INFO(count << " rows");
                const auto          asked = amounts(count), there = amounts(count), owed_before = amounts(count), seen = amounts(count), gone = amounts(count);
                std::vector<Amount> cap = amounts(count);
                for (Amount& most : cap)
                    if (luck() % 2 == 0) most = Amount::max();
                const auto          price = reals(count, 0, 1e6);
                std::vector<Amount> available(count), sold(count), on_hand = there, owed = owed_before, incoming = seen, out_total = gone;
                std::vector<double> filled(count);
                Sales               sales{.asked = asked, .cap = cap, .price = price, .available = available, .sold = sold, .filled = filled,
                                          .on_hand = on_hand, .owed = owed, .incoming = incoming, .out_total = out_total, .is_lost = is_lost};
                if (is_endless) sales.on_hand = sales.owed = sales.incoming = sales.out_total = {};
                const Sold outcome = sell(sales);
                bool       any_short = false;
                for (std::size_t i = 0; i < count; ++i) {
                    const Amount limit = is_endless ? cap[i] : std::min(cap[i], there[i]), out = std::min(asked[i], limit);
                    any_short          = any_short || out < asked[i];
                    CHECK(available[i] == (limit == Amount::max() ? asked[i] : limit));
                    CHECK(sold[i] == out);
                    CHECK(filled[i] == (out == asked[i] ? 1.0 : limit / asked[i]));
                    if (is_endless) continue;
                    CHECK(on_hand[i] == there[i] - out);
                    CHECK(out_total[i] == gone[i] + out);
                    CHECK(incoming[i] == seen[i] + asked[i] - owed_before[i]);
                    CHECK(owed[i] == (is_lost ? Amount{} : asked[i] - out));
                }
                CHECK(outcome.any_short == any_short);
                CHECK(outcome.are_small);
            }
}

TEST_CASE("a sale that reals do not count exactly is told, as an amount or as what it costs") {
    std::vector<Amount> asked(5, Amount::of(1)), cap(5, Amount::max()), available(5), sold(5);
    std::vector<double> price(5, 10.0), filled(5);
    const auto          are_small = [&] {
        return sell({.asked = asked, .cap = cap, .price = price, .available = available, .sold = sold, .filled = filled,
                     .on_hand = {}, .owed = {}, .incoming = {}, .out_total = {}, .is_lost = false}).are_small;
    };
    CHECK(are_small());
    for (std::size_t row = 0; row < 5; ++row) {
        asked[row] = Amount::of_parts(small_parts);
        CHECK_FALSE(are_small());
        asked[row] = Amount::of(1000);
        price[row] = 2e10;   // 2e15 cents
        CHECK_FALSE(are_small());
        asked[row] = Amount::of(1);
        CHECK(are_small());
    }
}

TEST_CASE("shares of many sellers at once are those that each would give") {
    int in_turn = 0;
    for (int round = 0; round < 500; ++round) {
        std::vector<Amount> claims, upto, expected;
        std::vector<double> filled;
        std::vector<OfferId> seller_of;
        for (std::uint32_t seller = 0, sellers = static_cast<std::uint32_t>(1 + luck() % 9); seller < sellers; ++seller) {
            auto   own = amounts(1 + luck() % 7);
            Amount sum;
            for (Amount& claim : own) {
                claim = Amount::of_parts(claim.parts() / 8);
                upto.push_back(sum += claim);
            }
            const Amount        there = sum.scaled_down(static_cast<double>(luck() % 1000) / 1000);
            std::vector<Amount> shares(own.size());
            share_out(there, own, shares);
            claims.insert(claims.end(), own.begin(), own.end());
            expected.insert(expected.end(), shares.begin(), shares.end());
            seller_of.insert(seller_of.end(), own.size(), OfferId{seller});
            filled.push_back(sum.is_zero() ? 1.0 : there / sum);
        }
        std::vector<Amount> out(claims.size());
        if (!shares_in_turn(upto, claims, seller_of, filled.data(), out)) continue;
        ++in_turn;
        CHECK(out == expected);
    }
    CHECK(in_turn > 450);
}

TEST_CASE("parts of many orders at once are those of each by its weights") {
    for (int round = 0; round < 500; ++round) {
        std::vector<Amount> expected;
        std::vector<double> before, upto, ratio;
        for (std::uint64_t order = 0, orders = 1 + luck() % 9; order < orders; ++order) {
            const Amount total   = amounts(1)[0];
            const auto   weights = reals(1 + luck() % 7, 0, 3);
            double       sum     = 0;
            for (const double weight : weights) {
                before.push_back(sum);
                upto.push_back(sum += weight);
            }
            ratio.insert(ratio.end(), weights.size(), static_cast<double>(total.parts()) / sum);
            split_by_weight(total, weights.size(), [&](std::size_t i) { return weights[i]; }, [&](std::size_t, Amount part) { expected.push_back(part); });
        }
        std::vector<Amount> out(expected.size());
        parts_in_turn(before, upto, ratio, out);
        CHECK(out == expected);
    }
}

TEST_CASE("orders that have as many sources each are split as one by one, and their sums are theirs") {
    for (std::size_t sources = 1; sources <= 6; ++sources)
        for (std::size_t count = 1; count < 40; ++count) {
            INFO(count << " orders with " << sources << " sources each");
            const auto orders = amounts(count), links = amounts(count * sources);
            auto       weights = reals(count * sources, 0, 3);
            if (luck() % 2 == 0) std::fill_n(weights.begin(), sources, 0.0);
            std::vector<Amount> placed = orders, parts(count * sources), sums(count);
            const bool          are_split = split_alike(sources, weights, least_weight, placed, parts), are_summed = sum_alike(sources, links, sums);
            CHECK(are_split == (sources >= 2 && sources <= 4));
            CHECK(are_summed == (sources <= 4));
            for (std::size_t i = 0; i < count; ++i) {
                Amount sum;
                for (std::size_t k = 0; k < sources; ++k) sum += links[i * sources + k];
                if (are_summed) CHECK(sums[i] == sum);
                if (!are_split) continue;
                std::vector<Amount> expected(sources);
                const Amount        given = split_by_weight(orders[i], sources, [&](std::size_t k) { return weights[i * sources + k]; }, [&](std::size_t k, Amount part) { expected[k] = part; });
                CHECK(placed[i] == given);
                CHECK(std::vector<Amount>(parts.begin() + static_cast<std::ptrdiff_t>(i * sources), parts.begin() + static_cast<std::ptrdiff_t>((i + 1) * sources)) == expected);
            }
        }
}

TEST_CASE("a share beyond its claim is told") {
    const std::vector<Amount> claims{Amount::of_parts(5)}, upto{Amount::of_parts(5)};
    const std::vector<OfferId> sellers{OfferId{0}};
    std::vector<Amount>       out(1);
    const auto                are_told = [&](double filled) { return !shares_in_turn(upto, claims, sellers, &filled, out); };
    CHECK_FALSE(are_told(1.0));
    CHECK(are_told(1.2));
    CHECK(are_told(-0.2));
}

TEST_CASE("claims are what was placed, on top of what is open") {
    for (std::size_t count = 0; count < 40; ++count) {
        const auto placed = amounts(count), open = amounts(count), ordered = amounts(count);
        for (const bool waits : {false, true}) {
            auto                fresh = placed, total_ordered = ordered;
            std::vector<Amount> claims(count);
            claim_placed(fresh, total_ordered, waits ? std::span<const Amount>{open} : std::span<const Amount>{}, claims);
            for (std::size_t i = 0; i < count; ++i) {
                CHECK(claims[i] == (waits ? open[i] + placed[i] : placed[i]));
                CHECK(total_ordered[i] == ordered[i] + placed[i]);
                CHECK(fresh[i].is_zero());
            }
        }
    }
}

TEST_CASE("sums, and what is wrong in one row of many") {
    for (std::size_t count = 1; count < 40; ++count) {
        const auto b = amounts(count), c = amounts(count), d = amounts(count);
        auto       a = b;
        add_to(a, c);
        add_to(a, d);
        CHECK(all_spent(a, b, c, d));
        std::vector<Money> money(count, Money::of_parts(3));
        const auto there = amounts(count), came = there, open = amounts(count);
        const std::vector<Amount> nothing(count);
        CHECK(stocks_add_up(there, open, open, came, nothing, Amount::max()));
        CHECK(total(money).parts() == static_cast<std::int64_t>(3 * count));
        auto numbers = reals(count, -1e300, 1e300);
        CHECK(all_finite(numbers));
        const std::size_t wrong = luck() % count;
        a[wrong] += Amount::of_parts(1);
        CHECK_FALSE(all_spent(a, b, c, d));
        auto less = there, below = open;
        less[wrong] -= Amount::of_parts(1);
        below[wrong] = Amount::of_parts(-1);
        CHECK_FALSE(stocks_add_up(less, open, open, came, nothing, Amount::max()));
        CHECK_FALSE(stocks_add_up(there, below, open, came, nothing, Amount::max()));
        CHECK_FALSE(stocks_add_up(there, open, below, came, nothing, Amount::max()));
        CHECK_FALSE(stocks_add_up(below, open, open, below, nothing, Amount::max()));
        CHECK_FALSE(stocks_add_up(there, open, open, came, nothing, came[wrong] - Amount::of_parts(1)));
        for (const double odd : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}) {
            numbers[wrong] = odd;
            CHECK_FALSE(all_finite(numbers));
        }
    }
}
