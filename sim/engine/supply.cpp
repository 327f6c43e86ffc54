// Goods descend the network, level by level: every offer shares out what it has among the orders that it has seen.

#include <algorithm>
#include <utility>

#include "sim/engine/close.h"
#include "sim/engine/columns.h"
#include "sim/engine/flow.h"
#include "sim/engine/parts.h"
#include "sim/engine/ration.h"
#include "sim/engine/starts.h"
#include "sim/engine/tick.h"

namespace secondsource {
namespace {

/// Is it below what columns count exactly, as an amount and as what it costs?
bool is_small(Amount claimed, double cents) {
    return claimed.parts() < small_parts && static_cast<double>(claimed.parts()) * cents < static_cast<double>(small_parts);
}

/// Goods leave a stock, or come back to it (below nothing). Orders that do not wait are not owed any more.
void take_off(StockState& stock, Amount amount, Unmet unmet) {
    if (unmet == Unmet::backlog) stock.owed -= amount;
    stock.on_hand -= amount;
    stock.out_total += amount;
}

/// Shares made offer by offer: where amounts are large, or a policy has its own idea of fair.
void share_singly(World& world, OfferId id) {
    const Offer& offer  = world.network().offers[id];
    OfferState&  state  = world.offer[id];
    const auto   links  = world.network().sales_of(offer);
    const auto   claims = room(world.scratch.wants, links.size()), shares = room(world.scratch.shares, links.size());
    std::ranges::transform(links, claims.begin(), [&](LinkId link) { return world.claimed[link]; });
    std::ranges::copy(claims, shares.begin());
    if (state.claimed > state.available) {
        const Amount planned = state.shipped;
        state.shipped        = ration(world, id, offer, state.available, claims, shares);
        if (offer.stock.exists()) take_off(world.stock[offer.stock], state.shipped - planned, offer.unmet);
    }
    for (std::size_t i = 0; i < links.size(); ++i) world.shipped[links[i]] = shares[i];
}

/// Offers of goods over plain links alone, while nothing is stopped: the same as one by one below, and the links are
/// closed too (close.h), by a shorter way over the columns of all their links.
template <bool lost, bool counter>
void supply_plain(World& world, const Turn& turn) {
    const Network& network = world.network();
    Scratch&       scratch = world.scratch;
    // Pointers, since the compiler cannot know that no loop moves a column.
    Serving* const    servings = room(scratch.servings, network.offers.size()).data();
    OfferState* const offers   = world.offer.data();
    StockState* const stocks   = world.stock.data();
    const double*     price    = world.price.data();
    for (const OfferId id : turn.offers) servings[id.index].claimed = Amount{};
    const auto in = [](const IdRange<LinkId>& run) {   // the part of a column that belongs to a run
        return [first = run.begin(), count = run.size()](auto& column) { return std::span{column.data() + (*first).index, count}; };
    };

    for (const IdRange<LinkId>& run : turn.runs) {   // what is asked of each offer, so far
        const auto of = in(run);
        if constexpr (!lost)
            for (const LinkId link : run)
                if (const Amount fresh = world.placed[link]; !fresh.is_zero()) world.books.push(link, world.now, fresh);
        const auto claims = of(world.claimed);
        claim_placed(of(world.placed), of(world.ordered_total), lost ? std::span<const Amount>{} : of(std::as_const(world.open)), claims);
        const auto upto    = of(world.shipped);
        const auto sellers = of(network.seller);
        for (std::size_t i = 0; i < claims.size(); ++i) upto[i] = servings[sellers[i].index].claimed += claims[i];
    }

    bool are_small = true, are_in_turn = true;
    for (const OfferId id : turn.offers) {
        const Offer& offer   = network.offers[id];
        OfferState&  state   = offers[id.index];
        Serving&     serving = servings[id.index];
        const Amount limit   = available(world, id, offer);
        const bool   is_all  = serving.claimed <= limit;
        state.claimed        = serving.claimed;
        state.available      = limit == Amount::max() ? serving.claimed : limit;
        state.shipped        = is_all ? serving.claimed : limit;
        serving.ratio        = is_all ? 1.0 : limit / serving.claimed;
        are_small            = are_small && is_small(serving.claimed, cents_per_part(world.price[id]));
        are_in_turn          = are_in_turn && (is_all || offer.is_proportional);
        if (!offer.stock.exists()) continue;
        StockState& stock = stocks[offer.stock.index];
        stock.incoming += state.claimed - stock.owed;
        stock.owed = lost ? Amount{} : state.claimed;
        take_off(stock, state.shipped, offer.unmet);
    }

    const auto look_up = [](std::span<const OfferId> sellers, std::vector<double>& buffer, auto value) {
        const auto values = room(buffer, sellers.size());
        for (std::size_t i = 0; i < sellers.size(); ++i) values[i] = value(sellers[i]);
        return std::span<const double>{values};
    };
    are_in_turn = are_in_turn && are_small;
    for (std::size_t r = 0; are_in_turn && r < turn.runs.size(); ++r) {
        const auto of    = in(turn.runs[r]);
        const auto ratio = look_up(of(network.seller), scratch.ratio, [servings](OfferId seller) { return servings[seller.index].ratio; });
        are_in_turn      = shares_in_turn(of(world.shipped), of(world.claimed), ratio, of(world.shipped));
    }
    if (!are_in_turn)
        for (const OfferId id : turn.offers) share_singly(world, id);

    for (const IdRange<LinkId>& run : turn.runs) {
        const auto of       = in(run);
        const auto claims   = of(world.claimed);
        const auto shipped  = of(world.shipped);
        const auto record   = of(world.record);
        const auto sellers  = of(network.seller);
        const auto into     = of(network.destination);
        const auto rest     = room(scratch.rest, run.size());
        const auto invoices = room(scratch.invoices, run.size());
        const auto cents = look_up(sellers, scratch.cents, [price](OfferId seller) { return cents_per_part(price[seller.index]); });
        const double smoothing = world.model().record_smoothing;
        const auto   closed    = close_shipments({.claims = claims, .shares = shipped, .cents_per_part = cents, .shipped_total = of(world.shipped_total),
                                                  .rest = rest, .paid = of(world.paid_total), .invoices = invoices, .record = record, .are_small = are_small},
                                                 smoothing);
        for (std::size_t i = 0; i < run.size(); ++i) offers[sellers[i].index].earned += invoices[i];
        for (std::size_t i = 0; closed.any_idle && i < run.size(); ++i)
            if (claims[i].is_zero()) record[i] += smoothing * (others_fill_rate(offers[sellers[i].index]) - record[i]);
        if constexpr (lost) {
            if (closed.any_rest) add_to(of(world.dropped_total), rest);
            if (closed.any_rest)
                sum_by_stock(into, rest, [&](StockId stock, Amount amount) {
                    stocks[stock.index].on_order -= amount;
                    if constexpr (counter)
                        if (!amount.is_zero()) lose(world, network.requirement_of[stock], amount);
                });
        } else {
            std::ranges::copy(rest, of(world.open).begin());
            for (std::size_t i = 0; i < run.size(); ++i)
                if (!shipped[i].is_zero()) world.books.take_oldest(run[i], world.now, shipped[i]);
        }
        if constexpr (counter) {   // goods cross it and are used up
            sum_by_stock(into, shipped, [stocks](StockId id, Amount amount) {
                StockState& stock = stocks[id.index];
                stock.on_order -= amount;
                stock.in_total += amount;
                stock.out_total += amount;
            });
        } else {
            world.transit.send_far(run[0], shipped);
        }
    }
}

/// An offer of goods: from a stock, or without limit. `again`: another turn in the same tick.
void supply_goods(World& world, OfferId id, const Offer& offer, bool again) {
    const Network& network   = world.network();
    OfferState&    state     = world.offer[id];
    const bool     is_shared = offer.stock.exists() && !network.consumers_of(offer.stock).empty();
    const auto     links     = network.sales_of(offer);
    if (again && offer.is_fed_late) state.available = state.shipped + std::min(may_ship(world, id, true), world.stock[offer.stock].on_hand);
    if (!again) {
        if (is_shared) divide(world, offer.stock);
        const Amount limit = available(world, id, offer);
        state.claimed      = open_placed(world, offer);
        state.available    = limit == Amount::max() ? filled(world, id, state.claimed) : limit;
        state.shipped      = Amount{};
    }
    Amount left = state.available - state.shipped;
    if (is_shared) left = std::min(left, there_for_sale(world, offer.stock));
    const auto ship_to = [&](LinkId link, Amount amount) {
        if (!amount.is_zero()) ship(world, link, network.links[link], amount);
    };
    Amount out = state.claimed;
    if (!again && out <= left && world.grip.link_left.size() == 0) {
        for (const LinkId link : links) ship_to(link, world.open[link]);
    } else {
        const auto claims = room(world.scratch.wants, links.size()), shares = room(world.scratch.shares, links.size());
        out = Amount{};
        for (std::size_t i = 0; i < links.size(); ++i) {
            claims[i] = again && is_throttled(world, links[i]) ? Amount{} : world.open[links[i]];   // a share of one allotment passes in a tick
            out += claims[i];
        }
        std::ranges::copy(claims, shares.begin());
        if (out > left) ration(world, id, offer, left, claims, shares);
        out = Amount{};
        for (std::size_t i = 0; i < links.size(); ++i) {
            const Amount share = carried(world, links[i], offer, shares[i]);
            ship_to(links[i], share);
            out += share;
        }
    }
    state.shipped += out;
    if (!offer.stock.exists()) return;
    StockState& stock = world.stock[offer.stock];
    stock.owed -= out;
    stock.on_hand -= out;
    stock.out_total += out;
}

/// After the last turn of a tick: orders that do not wait are dropped.
void finish_goods(World& world, OfferId id, const Offer& offer) {
    if (offer.may_lose) {
        Amount lost;
        for (const LinkId link : world.network().sales_of(offer))
            if (const Link& row = world.network().links[link]; row.is_lost) lost += lose_rest(world, link, row);
        if (offer.stock.exists()) world.stock[offer.stock].owed -= lost;
    }
    if (!offer.stock.exists()) return;
    const Parts& parts = world.scratch.parts_of_stocks;   // what others use of the stock was not for sale
    if (!parts.is_short.empty() && parts.is_short[id.index] != 0) world.offer[id].available = world.offer[id].shipped;
}

bool has_starts(const Offer& offer) { return offer.has_processes || offer.origin == Origin::pool; }

/// A turn of an offer in the pass down the network.
void take_turn(World& world, OfferId id, const Offer& offer, bool again) {
    if (has_starts(offer)) supply_starts(world, id, offer, again);
    else supply_goods(world, id, offer, again);
}

void finish_turns(World& world, OfferId id, const Offer& offer) {
    if (has_starts(offer)) finish_starts(world, id, offer);
    else finish_goods(world, id, offer);
}

/// How often scarce goods that somebody could not use are offered to the others within a tick.
constexpr int most_turns = 4;

}  // namespace

void supply(World& world) {
    const Network& network = world.network();
    const auto     held    = [&](LinkId id) -> Amount& { return world.held[network.terms_row(id)]; };
    for (const LinkId id : world.released)   // goods that were reserved while shipment was paused
        if (!held(id).is_zero()) dispatch(world, id, network.links[id], held(id));
    open_parts(world);
    Parts&     parts        = world.scratch.parts_of_stocks;
    const auto may_get_more = [&](OfferId id) {
        return !parts.scarce.empty() && (parts.is_short[id.index] != 0 || (network.offers[id].is_fed_late && !parts.once_more.empty()));
    };
    for (const Turn& turn : network.downward) {
        if (goes_the_short_way(world, turn)) {
            constexpr void (*ways[2][2])(World&, const Turn&) = {{&supply_plain<false, false>, &supply_plain<false, true>},
                                                                 {&supply_plain<true, false>, &supply_plain<true, true>}};
            ways[turn.is_lost][turn.is_counter](world, turn);
            continue;
        }
        for (const OfferId id : turn.offers) {
            take_turn(world, id, network.offers[id], false);
            if (may_get_more(id)) parts.once_more.push_back(id);
            else finish_turns(world, id, network.offers[id]);
        }
    }
    for (int again = 1; again < most_turns && divide_rest(world); ++again)
        for (const OfferId id : parts.once_more) take_turn(world, id, network.offers[id], true);
    for (const OfferId id : parts.once_more) finish_turns(world, id, network.offers[id]);
    for (const LinkId id : world.released) {   // on top of what the offer shipped in this tick
        world.shipped[id] += held(id);
        held(id) = Amount{};
    }
    world.transit.advance();
    world.gross.advance();
}

}  // namespace secondsource
