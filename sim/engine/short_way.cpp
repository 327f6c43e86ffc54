// Goods over plain links, while nothing is stopped: all offers of a turn at once.

#include "sim/engine/short_way.h"

#include <algorithm>
#include <utility>

#include "sim/base/loops.h"
#include "sim/engine/close.h"
#include "sim/engine/columns.h"
#include "sim/engine/flow.h"
#include "sim/engine/ration.h"

namespace secondsource {
namespace {

/// Shares made offer by offer: where amounts are large, or a policy has its own idea of fair.
void share_singly(World& world, OfferId id) {
    const Offer& offer  = world.network().offers[id];
    const auto   links  = world.network().sales_of(offer);
    const auto   claims = room(world.scratch.wants, links.size()), shares = room(world.scratch.shares, links.size());
    std::ranges::transform(links, claims.begin(), [&](LinkId link) { return world.claimed[link]; });
    std::ranges::copy(claims, shares.begin());
    if (world.asked[id] > world.available[id]) {
        const Amount planned = world.sold[id];
        world.sold[id]       = ration(world, id, offer, world.available[id], claims, shares);
        if (const Amount less = planned - world.sold[id]; offer.stock.exists()) {
            if (offer.unmet == Unmet::backlog) world.owed[offer.stock] += less;
            world.on_hand[offer.stock] += less;
            world.out_total[offer.stock] -= less;
        }
    }
    for (std::size_t i = 0; i < links.size(); ++i) world.shipped[links[i]] = shares[i];
}

/// The part of a column that belongs to so many neighbours.
template <class Column, class Row>
auto part_of(Column& column, Row first, std::size_t count) {
    return std::span{column.data() + first.index, count};
}

/// The part of a column of links that belongs to a run of neighbours.
struct InRun {
    const IdRange<LinkId>& run;
    template <class Column>
    auto operator()(Column& column) const {
        return part_of(column, run[0], run.size());
    }
};

/// Opens what was placed, if it was not claimed at once. The links' `shipped` becomes what was claimed of their sellers so far.
void claim_plain(World& world, const Turn& turn) {
    for (const Turn::Stretch& stretch : turn.stretches) std::ranges::fill(part_of(world.asked, stretch.first, stretch.count), Amount{});
    Amount* const asked = world.asked.data();   // a pointer, since the compiler cannot know that no loop moves a column
    for (const auto& [run, buyer] : turn.runs) {
        const InRun of{run};
        if (!turn.is_lost)
            for (const LinkId link : run)
                if (const Amount fresh = world.placed[link]; !fresh.is_zero()) world.books.push(link, world.now, fresh);
        const auto claims = of(world.claimed);
        if (turn.is_claimed_at_once) add_to(of(world.ordered_total), claims);
        else claim_placed(of(world.placed), of(world.ordered_total), turn.is_lost ? std::span<const Amount>{} : of(std::as_const(world.open)), claims);
        const auto upto    = of(world.shipped);
        const auto sellers = of(world.network().seller);
        for (std::size_t i = 0; i < claims.size(); ++i) upto[i] = asked[sellers[i].index] += claims[i];
    }
}

/// What may be assumed of all offers of a turn.
struct Served {
    bool are_small   = true;   ///< claims and what they cost count exactly as reals
    bool are_in_turn = true;   ///< whoever has too little shares it in proportion
};

/// What each offer has, and what it ships in all.
Served serve_plain(World& world, const Turn& turn) {
    Served served;
    room(world.scratch.filled, world.network().offers.size());
    for (const Turn::Stretch& stretch : turn.stretches) {
        const auto of      = [&](auto& column) { return part_of(column, stretch.first, stretch.count); };
        const auto of_them = [&](auto& column) { return stretch.stock.exists() ? part_of(column, stretch.stock, stretch.count) : std::span<Amount>{}; };
        const Sold sold    = sell({.asked = of(world.asked), .cap = of(world.ship_cap), .price = of(world.price), .available = of(world.available), .sold = of(world.sold),
                                   .filled = of(world.scratch.filled), .on_hand = of_them(world.on_hand), .owed = of_them(world.owed),
                                   .incoming = of_them(world.incoming), .out_total = of_them(world.out_total), .is_lost = turn.is_lost});
        served.are_small   = served.are_small && sold.are_small;
        served.are_in_turn = served.are_in_turn && (!sold.any_short || stretch.is_proportional);
    }
    return served;
}

/// Shares of the links, from what was claimed up to and with each.
void share_plain(World& world, const Turn& turn, Served served) {
    bool are_done = served.are_small && served.are_in_turn;
    for (std::size_t r = 0; are_done && r < turn.runs.size(); ++r) {
        const InRun of{turn.runs[r].links};
        are_done = shares_in_turn(of(world.shipped), of(world.claimed), of(world.network().seller), world.scratch.filled.data(), of(world.shipped));
    }
    if (are_done) return;
    for (const OfferId id : turn.offers) share_singly(world, id);
}

/// Goods go on their way, or over the counter, and what close.h says is done.
void close_plain(World& world, const Turn& turn, bool are_small) {
    const Network&    network   = world.network();
    Scratch&          scratch   = world.scratch;
    const double      smoothing = world.model().record_smoothing;
    Money* const      earned    = world.earned.data();
    Amount* const     on_order  = world.on_order.data();
    Amount* const     in_total  = world.in_total.data();
    Amount* const     out_total = world.out_total.data();
    for (const auto& [run, buyer] : turn.runs) {
        const InRun of{run};
        const auto  claims   = of(world.claimed);
        const auto  shipped  = of(world.shipped);
        const auto  record   = of(world.record);
        const auto  sellers  = of(network.seller);
        const auto  rest     = room(scratch.rest, run.size());
        const auto  invoices = room(scratch.invoices, run.size());
        const auto  closed   = close_shipments({.claims = claims, .shares = shipped, .sellers = sellers, .price = world.price.data(), .shipped_total = of(world.shipped_total),
                                                .rest = rest, .paid = of(world.paid_total), .invoices = invoices, .record = record, .are_small = are_small},
                                               smoothing);
        for (std::size_t i = 0; closed.any_uncounted && i < run.size(); ++i)
            if (invoices[i] == Money::of_parts(std::llrint(most_invoiced))) refuse_invoice(world, sellers[i]);
        for (std::size_t i = 0; i < run.size(); ++i) earned[sellers[i].index] += invoices[i];
        for (std::size_t i = 0; closed.any_idle && i < run.size(); ++i)
            if (claims[i].is_zero()) record[i] += smoothing * (others_fill_rate(world.asked[sellers[i]], world.sold[sellers[i]]) - record[i]);
        if (turn.is_lost) {
            if (closed.any_rest) {
                add_to(of(world.dropped_total), rest);
                sum_by_stock(world, run, buyer, rest, [=](StockId stock, Amount amount) { on_order[stock.index] -= amount; });
                if (turn.is_counter) sum_by_stock(world, run, buyer, rest, [&](StockId stock, Amount amount) { lose(world, network.requirement_of[stock], amount); });
            }
        } else {
            std::ranges::copy(rest, of(world.open).begin());
            for (std::size_t i = 0; i < run.size(); ++i)
                if (!shipped[i].is_zero()) world.books.take_oldest(run[i], world.now, shipped[i]);
        }
        if (turn.is_counter) {   // goods cross it and are used up
            sum_by_stock(world, run, buyer, shipped, [=](StockId stock, Amount amount) {
                on_order[stock.index] -= amount;
                in_total[stock.index] += amount;
                out_total[stock.index] += amount;
            });
        } else {
            world.transit.send_far(run[0], shipped);
        }
        if (!world.audits) continue;
        if (!all_spent(of(world.ordered_total), of(world.dropped_total), of(world.shipped_total), turn.is_lost ? std::span<const Amount>{} : of(std::as_const(world.open)))) scratch.balanced = Tick{-1};
        scratch.paid += total(of(world.paid_total));
    }
}

}  // namespace

void supply_plain(World& world, const Turn& turn) {
    claim_plain(world, turn);
    const Served served = serve_plain(world, turn);
    share_plain(world, turn, served);
    close_plain(world, turn, served.are_small);
}

}  // namespace secondsource
