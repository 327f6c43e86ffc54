#include "sim/engine/columns.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>

#include "sim/base/loops.h"

namespace secondsource {
namespace {

// Whole numbers below 2^51 as reals and back, by the bits of 1.5 · 2^52 plus the number: vector units have no instruction
// for it before AVX-512. To the nearest, halves to even, like llrint.
// Without signs, since larger numbers may pass through here too, whose outcome nobody uses.
constexpr double        shift      = 6755399441055744.0;
constexpr std::uint64_t shift_bits = 0x4338000000000000;

inline double       real(std::int64_t whole) { return std::bit_cast<double>(static_cast<std::uint64_t>(whole) + shift_bits) - shift; }
inline std::int64_t nearest(double real) { return static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(real + shift) - shift_bits); }

/// One of two numbers by their bits, since a branch would keep the compiler from vectors.
inline double chosen(bool first, double a, double b) {
    const std::int64_t mask = -static_cast<std::int64_t>(first);
    return std::bit_cast<double>((std::bit_cast<std::int64_t>(a) & mask) | (std::bit_cast<std::int64_t>(b) & ~mask));
}

// Columns of quantities are columns of whole numbers, which the compiler handles better than their class.
static_assert(sizeof(Amount) == sizeof(std::int64_t) && sizeof(Money) == sizeof(std::int64_t));

}  // namespace

FOR_EACH_VECTOR_UNIT void claim_placed(std::span<Amount> placed, std::span<Amount> ordered_total, std::span<const Amount> open, std::span<Amount> claims) {
    Amount*       fresh   = placed.data();
    Amount*       ordered = ordered_total.data();
    Amount*       claim   = claims.data();
    const Amount* before  = open.data();
    const std::size_t count = placed.size();
    if (open.empty()) {
        ROWS_ARE_APART
        for (std::size_t i = 0; i < count; ++i) {
            claim[i]   = Amount::of_parts(fresh[i].parts());
            ordered[i] = Amount::of_parts(ordered[i].parts() + fresh[i].parts());
            fresh[i]   = Amount::of_parts(0);
        }
        return;
    }
    ROWS_ARE_APART
    for (std::size_t i = 0; i < count; ++i) {
        claim[i]   = Amount::of_parts(before[i].parts() + fresh[i].parts());
        ordered[i] = Amount::of_parts(ordered[i].parts() + fresh[i].parts());
        fresh[i]   = Amount::of_parts(0);
    }
}

FOR_EACH_VECTOR_UNIT Sold sell(const Sales& of) {
    const Amount*      asked     = of.asked.data();
    const Amount*      cap       = of.cap.data();
    const double*      price     = of.price.data();
    Amount*            available = of.available.data();
    Amount*            sold      = of.sold.data();
    double*            filled    = of.filled.data();
    Amount*            on_hand   = of.on_hand.data();
    Amount*            owed      = of.owed.data();
    Amount*            incoming  = of.incoming.data();
    Amount*            out_total = of.out_total.data();
    const std::size_t  count     = of.asked.size();
    const std::int64_t waits     = of.is_lost ? 0 : -1;
    constexpr auto     most      = static_cast<double>(small_parts);
    std::int64_t       beyond = 0, lacking = 0;   // signs
    const auto row = [&](std::size_t i, std::int64_t limit, std::int64_t endless) __attribute__((always_inline)) {
        const std::int64_t all = asked[i].parts(), out = all <= limit ? all : limit;
        beyond |= (small_parts - 1 - all) | std::bit_cast<std::int64_t>(most - real(all) * cents_per_part(price[i]));
        lacking |= limit - all;
        available[i] = Amount::of_parts(limit == Amount::max().parts() ? endless : limit);
        sold[i]      = Amount::of_parts(out);
        filled[i]    = chosen(all <= limit, 1.0, real(limit) / real(all));
        return out;
    };
    if (of.on_hand.empty()) {
        ROWS_ARE_APART
        for (std::size_t i = 0; i < count; ++i) row(i, cap[i].parts(), asked[i].parts());
    } else {
        ROWS_ARE_APART
        for (std::size_t i = 0; i < count; ++i) {
            const std::int64_t there = on_hand[i].parts(), most_out = cap[i].parts(), all = asked[i].parts();
            const std::int64_t out   = row(i, there < most_out ? there : most_out, all);
            incoming[i]  = Amount::of_parts(incoming[i].parts() + all - owed[i].parts());
            owed[i]      = Amount::of_parts((all - out) & waits);
            on_hand[i]   = Amount::of_parts(there - out);
            out_total[i] = Amount::of_parts(out_total[i].parts() + out);
        }
    }
    return {beyond >= 0, lacking < 0};
}

FOR_EACH_VECTOR_UNIT bool shares_in_turn(std::span<const Amount> upto, std::span<const Amount> claims, std::span<const OfferId> sellers, const double* filled, std::span<Amount> out) {
    const Amount*  sum    = upto.data();
    const Amount*  claim  = claims.data();
    const OfferId* seller = sellers.data();
    Amount*        share  = out.data();
    std::int64_t   signs  = 0;
    ROWS_ARE_APART
    for (std::size_t i = 0, count = upto.size(); i < count; ++i) {
        const double       part   = filled[seller[i].index];
        const std::int64_t due    = nearest(real(sum[i].parts()) * part);
        const std::int64_t before = nearest(real(sum[i].parts() - claim[i].parts()) * part);
        share[i]                  = Amount::of_parts(due - before);
        signs |= (due - before) | (claim[i].parts() - (due - before));
    }
    return signs >= 0;
}

namespace {

/// With a fixed number of sources, several orders go through at once.
template <std::size_t sources>
[[gnu::always_inline]] inline void split_rows(const double* weights, double least, Amount* orders, Amount* parts, std::size_t count) {
    ROWS_ARE_APART
    for (std::size_t i = 0; i < count; ++i) {
        double upto[sources];
        upto[0] = weights[i * sources];
        for (std::size_t k = 1; k < sources; ++k) upto[k] = upto[k - 1] + weights[i * sources + k];
        const double       sum   = upto[sources - 1];
        const std::int64_t order = sum >= least ? orders[i].parts() : 0;
        const double       per   = chosen(order == 0, 0.0, real(order) / sum);
        std::int64_t       given = 0;
        for (std::size_t k = 0; k < sources; ++k) {
            const std::int64_t due   = nearest(upto[k] * per);
            parts[i * sources + k] = Amount::of_parts(due - given);
            given = due;
        }
        orders[i] = Amount::of_parts(order);
    }
}

FOR_EACH_VECTOR_UNIT void split_in_two(const double* weights, double least, Amount* orders, Amount* parts, std::size_t count) { split_rows<2>(weights, least, orders, parts, count); }
FOR_EACH_VECTOR_UNIT void split_in_three(const double* weights, double least, Amount* orders, Amount* parts, std::size_t count) { split_rows<3>(weights, least, orders, parts, count); }
FOR_EACH_VECTOR_UNIT void split_in_four(const double* weights, double least, Amount* orders, Amount* parts, std::size_t count) { split_rows<4>(weights, least, orders, parts, count); }

}  // namespace

bool split_alike(std::size_t sources, std::span<const double> weights, double least, std::span<Amount> orders, std::span<Amount> parts) {
    if (sources < 2 || sources > 4) return false;
    (sources == 2 ? split_in_two : sources == 3 ? split_in_three : split_in_four)(weights.data(), least, orders.data(), parts.data(), orders.size());
    return true;
}

FOR_EACH_VECTOR_UNIT void parts_in_turn(std::span<const double> before, std::span<const double> upto, std::span<const double> ratio, std::span<Amount> out) {
    const double* from  = before.data();
    const double* to    = upto.data();
    const double* part  = ratio.data();
    Amount*       share = out.data();
    ROWS_ARE_APART
    for (std::size_t i = 0, count = out.size(); i < count; ++i) share[i] = Amount::of_parts(nearest(to[i] * part[i]) - nearest(from[i] * part[i]));
}

namespace {

template <class Real, class Nearest>
[[gnu::always_inline]] inline Closed close_rows(const Shipments& of, double newest, Real real_of, Nearest nearest_to) {
    const Amount* claims  = of.claims.data();
    const Amount* shares  = of.shares.data();
    const OfferId* seller = of.sellers.data();
    const double* price   = of.price;
    Amount*       shipped = of.shipped_total.data();
    Amount*       rest    = of.rest.data();
    Money*        paid    = of.paid.data();
    Money*        invoice = of.invoices.data();
    double*       record  = of.record.data();
    std::int64_t  left    = 0, idle = 0;
    ROWS_ARE_APART
    for (std::size_t i = 0, count = of.claims.size(); i < count; ++i) {
        const std::int64_t claim = claims[i].parts(), share = shares[i].parts(), cost = nearest_to(real_of(share) * cents_per_part(price[seller[i].index]));
        const double       before = record[i], filled = real_of(share) / real_of(claim);
        rest[i]    = Amount::of_parts(claim - share);
        left |= claim - share;
        idle |= claim - 1;   // a sign: claims are not below nothing
        shipped[i] = Amount::of_parts(shipped[i].parts() + share);
        invoice[i] = Money::of_parts(cost);
        paid[i]    = Money::of_parts(paid[i].parts() + cost);
        record[i]  = before + newest * (chosen(claim == 0, before, filled) - before);
    }
    return {left != 0, idle < 0, false};
}

FOR_EACH_VECTOR_UNIT Closed close_small(const Shipments& of, double newest) { return close_rows(of, newest, real, nearest); }

Closed close_any(const Shipments& of, double newest) {
    bool         any_uncounted = false;
    const Closed closed        = close_rows(of, newest, [](std::int64_t whole) { return static_cast<double>(whole); }, [&](double cost) {
        const bool is_counted = cost < most_invoiced;
        any_uncounted         = any_uncounted || !is_counted;
        return std::llrint(is_counted ? cost : most_invoiced);
    });
    return {closed.any_rest, closed.any_idle, any_uncounted};
}

}  // namespace

Closed close_shipments(const Shipments& of, double newest) { return of.are_small ? close_small(of, newest) : close_any(of, newest); }

namespace {

template <std::size_t links>
[[gnu::always_inline]] inline void sum_rows(const Amount* amounts, Amount* sums, std::size_t count) {
    ROWS_ARE_APART
    for (std::size_t i = 0; i < count; ++i) {
        std::int64_t sum = amounts[i * links].parts();
        for (std::size_t k = 1; k < links; ++k) sum += amounts[i * links + k].parts();
        sums[i] = Amount::of_parts(sum);
    }
}

FOR_EACH_VECTOR_UNIT void sum_twos(const Amount* amounts, Amount* sums, std::size_t count) { sum_rows<2>(amounts, sums, count); }
FOR_EACH_VECTOR_UNIT void sum_threes(const Amount* amounts, Amount* sums, std::size_t count) { sum_rows<3>(amounts, sums, count); }
FOR_EACH_VECTOR_UNIT void sum_fours(const Amount* amounts, Amount* sums, std::size_t count) { sum_rows<4>(amounts, sums, count); }

}  // namespace

bool sum_alike(std::size_t links, std::span<const Amount> amounts, std::span<Amount> sums) {
    if (links < 1 || links > 4) return false;
    if (links == 1) std::ranges::copy(amounts, sums.begin());
    else (links == 2 ? sum_twos : links == 3 ? sum_threes : sum_fours)(amounts.data(), sums.data(), amounts.size() / links);
    return true;
}

FOR_EACH_VECTOR_UNIT void add_to(std::span<Amount> sums, std::span<const Amount> amounts) {
    Amount*       sum    = sums.data();
    const Amount* amount = amounts.data();
    ROWS_ARE_APART
    for (std::size_t i = 0, count = sums.size(); i < count; ++i) sum[i] += amount[i];
}

namespace {

constexpr std::size_t few = 8;   // rows that are not worth a vector

/// Keeps a loop over few rows as it is.
inline void one_by_one(std::int64_t& sum) { asm("" : "+r"(sum)); }

FOR_EACH_VECTOR_UNIT bool are_all_spent(std::span<const Amount> a, std::span<const Amount> b, std::span<const Amount> c, std::span<const Amount> d) {
    std::int64_t left = 0, signs = 0;
    if (d.empty()) {
        ROWS_ARE_APART
        for (std::size_t i = 0, count = a.size(); i < count; ++i) {
            left |= a[i].parts() - b[i].parts() - c[i].parts();
            signs |= a[i].parts();
        }
        return left == 0 && signs >= 0;
    }
    ROWS_ARE_APART
    for (std::size_t i = 0, count = a.size(); i < count; ++i) {
        left |= a[i].parts() - b[i].parts() - c[i].parts() - d[i].parts();
        signs |= a[i].parts();
    }
    return left == 0 && signs >= 0;
}

FOR_EACH_VECTOR_UNIT bool do_stocks_add_up(std::span<const Amount> on_hand, std::span<const Amount> on_order, std::span<const Amount> owed, std::span<const Amount> in_total, std::span<const Amount> out_total, Amount most) {
    std::int64_t wrong = 0, signs = 0;
    for (std::size_t i = 0, count = on_hand.size(); i < count; ++i) {
        wrong |= on_hand[i].parts() - in_total[i].parts() + out_total[i].parts();
        const std::uint64_t room = static_cast<std::uint64_t>(most.parts()) - static_cast<std::uint64_t>(in_total[i].parts());   // a sign, whatever is wrong
        signs |= on_hand[i].parts() | on_order[i].parts() | owed[i].parts() | static_cast<std::int64_t>(room);
    }
    return wrong == 0 && signs >= 0;
}

FOR_EACH_VECTOR_UNIT Money total_of(std::span<const Money> amounts) {
    const Money* amount = amounts.data();
    std::int64_t sum    = 0;
    for (std::size_t i = 0, count = amounts.size(); i < count; ++i) sum += amount[i].parts();
    return Money::of_parts(sum);
}

/// Below nothing for what is no finite number: only the highest exponent of all carries over.
[[gnu::always_inline]] inline std::int64_t carry_of(double number) {
    constexpr std::uint64_t exponent = 0x7FF0000000000000, lowest = 0x0010000000000000;
    return static_cast<std::int64_t>((std::bit_cast<std::uint64_t>(number) & exponent) + lowest);
}

FOR_EACH_VECTOR_UNIT bool are_all_finite(std::span<const double> numbers) {
    const double* number = numbers.data();
    std::int64_t  carry  = 0;
    for (std::size_t i = 0, count = numbers.size(); i < count; ++i) carry |= carry_of(number[i]);
    return carry >= 0;
}

}  // namespace

bool all_spent(std::span<const Amount> a, std::span<const Amount> b, std::span<const Amount> c, std::span<const Amount> d) {
    if (a.size() >= few) return are_all_spent(a, b, c, d);
    std::int64_t left = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        left |= (a[i].parts() - b[i].parts() - c[i].parts() - (d.empty() ? 0 : d[i].parts())) | (a[i].parts() & std::numeric_limits<std::int64_t>::min());
        one_by_one(left);
    }
    return left == 0;
}

bool stocks_add_up(std::span<const Amount> on_hand, std::span<const Amount> on_order, std::span<const Amount> owed, std::span<const Amount> in_total, std::span<const Amount> out_total, Amount most) {
    if (on_hand.size() >= few) return do_stocks_add_up(on_hand, on_order, owed, in_total, out_total, most);
    bool do_add_up = true;
    for (std::size_t i = 0; i < on_hand.size(); ++i)
        do_add_up = do_add_up && on_hand[i] == in_total[i] - out_total[i] && in_total[i] <= most && (on_hand[i].parts() | on_order[i].parts() | owed[i].parts()) >= 0;
    return do_add_up;
}

Money total(std::span<const Money> amounts) {
    if (amounts.size() >= few) return total_of(amounts);
    std::int64_t sum = 0;
    for (const Money amount : amounts) {
        sum += amount.parts();
        one_by_one(sum);
    }
    return Money::of_parts(sum);
}

bool all_finite(std::span<const double> numbers) {
    if (numbers.size() >= few) return are_all_finite(numbers);
    std::int64_t carry = 0;
    for (const double number : numbers) {
        carry |= carry_of(number);
        one_by_one(carry);
    }
    return carry >= 0;
}

}  // namespace secondsource
