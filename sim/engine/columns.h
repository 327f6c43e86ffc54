#pragma once
// Arithmetic on whole columns of links: one operation for many neighbours at once, compiled for several vector units. The
// outcome is that of the same arithmetic row by row, bit for bit, on all of them.

#include <cstdint>
#include <span>

#include "sim/network/offer.h"

namespace secondsource {

/// Amounts and money below so many parts are exact as reals, with room for a sum or a product of two shares.
constexpr std::int64_t small_parts = std::int64_t{1} << 50;

/// Invoices count to the cent below so many cents.
constexpr double most_invoiced = 0x1p53;

/// A price per unit in cents per part of an amount.
inline double cents_per_part(double price) { return price * (Money::parts_per_unit / Amount::parts_per_unit); }

/// Takes what was placed: it counts as ordered, and is claimed, on top of what is open (none: nothing ever is).
void claim_placed(std::span<Amount> placed, std::span<Amount> ordered_total, std::span<const Amount> open, std::span<Amount> claims);

/// Neighbouring offers, and the stocks that they sell from. Out of a stock goes what it has and the cap lets pass of what
/// is asked for; of what waits, the rest is owed.
struct Sales {
    std::span<const Amount> asked, cap;
    std::span<const double> price;
    std::span<Amount>       available, sold;
    std::span<double>       filled;                             ///< share of what is asked for
    std::span<Amount>       on_hand, owed, incoming, out_total; ///< of the stocks; empty: there is always enough
    bool                    is_lost = false;                    ///< nothing waits
};
struct Sold {
    bool are_small = true;    ///< is all that is asked for small, and what it would cost?
    bool any_short = false;   ///< could anybody not fill all?
};
Sold sell(const Sales&);

/// Proportional shares: what is due to the claims up to and with each one (`upto`, by seller) at the share that its seller
/// fills (`filled`, by offer), less what was due before it. Amounts are small. Says whether every share is between nothing
/// and its claim; if not, the shares are to be made one by one.
bool shares_in_turn(std::span<const Amount> upto, std::span<const Amount> claims, std::span<const OfferId> sellers, const double* filled, std::span<Amount> out);

/// Parts of orders that have `sources` each, in proportion to weights: what is due to the weights up to and with each one,
/// less what is due to those before it. Orders are small. Those whose weights come to less than `least` become nothing.
/// Says false, and does nothing, if there is no loop for so many sources.
bool split_alike(std::size_t sources, std::span<const double> weights, double least, std::span<Amount> orders, std::span<Amount> parts);

/// The same where orders have different numbers of sources: what is due to the weights up to and with each one (`upto`), less what is due
/// to those before it, at so many parts of an amount for the unit of weight (`ratio`). Orders are small.
void parts_in_turn(std::span<const double> before, std::span<const double> upto, std::span<const double> ratio, std::span<Amount> out);

/// What a shipment leaves on its links. `rest` becomes what was claimed and not shipped, `invoices` what it costs, and
/// `record` moves by `newest` towards the share of the claim that was shipped, unless nothing was claimed.
struct Shipments {
    std::span<const Amount> claims, shares;
    std::span<const OfferId> sellers;
    const double*           price;               ///< by offer
    std::span<Amount>       shipped_total, rest;
    std::span<Money>        paid, invoices;
    std::span<double>       record;
    bool                    are_small = false;   ///< claims and what they would cost; else it takes longer
};
struct Closed {
    bool any_rest = false;   ///< is anything left anywhere?
    bool any_idle = false;   ///< did anybody claim nothing?
    bool any_uncounted = false;   ///< does an invoice come to `most_invoiced` or more? Then it is that
};
Closed close_shipments(const Shipments&, double newest);

/// What the amounts of neighbouring links come to where so many stand for one stock. Says false, and does nothing, if there is
/// no loop for so many.
bool sum_alike(std::size_t links, std::span<const Amount> amounts, std::span<Amount> sums);

/// Adds a column to another.
void add_to(std::span<Amount> sums, std::span<const Amount> amounts);

/// Whether a − b − c − d is nothing, and a not below it, in every row; without `d` where that is empty.
bool all_spent(std::span<const Amount> a, std::span<const Amount> b, std::span<const Amount> c, std::span<const Amount> d);

/// Whether what is on hand is what came in less what went out, no more than `most` came in, and nothing is below nothing.
bool stocks_add_up(std::span<const Amount> on_hand, std::span<const Amount> on_order, std::span<const Amount> owed, std::span<const Amount> in_total,
                   std::span<const Amount> out_total, Amount most);

/// What a column comes to.
Money total(std::span<const Money> amounts);

/// Whether every number is finite.
bool all_finite(std::span<const double> numbers);

}  // namespace secondsource
