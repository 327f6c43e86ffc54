// Goods descend the network, level by level: every offer shares out what it has among the orders that it has seen.

#include <algorithm>

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

/// Shares made offer by offer: where amounts are large, or a policy has its own idea of fair.
void share_singly(World& world, OfferId id, const Offer& offer, OfferState& state) {
    const std::uint32_t count = offer.last_link - offer.first_link;
    const std::span     claims{world.claimed.data() + offer.first_link, count}, shares{world.shipped.data() + offer.first_link, count};
    if (state.claimed <= state.available) std::copy(claims.begin(), claims.end(), shares.begin());
    else state.shipped = ration(world, id, offer, state.available, claims, shares);
}

/// Offers of goods over plain links alone, while nothing is stopped: the same as one by one below, and the links are
/// closed too (close.h), by a shorter way over the columns of all their links.
template <bool lost, bool counter>
void supply_plain(World& world, OfferId begin, OfferId end) {
    const Network&      network = world.network();
    Scratch&            scratch = world.scratch;
    const std::uint32_t first   = network.offers[begin].first_link;
    const std::size_t   links   = network.offers[OfferId{end.index - 1}].last_link - first;
    const auto          of      = [=](auto& column) { return std::span{column.data() + first, links}; };   // the stretch's links
    const auto          claims  = of(world.claimed);
    const auto          shipped = of(world.shipped);
    const auto          open    = of(world.open);
    StockState* const   stocks  = world.stock.data();
    const auto          stock_at = [stocks, into = network.destination.data() + first](std::size_t i) -> StockState& { return stocks[into[i].index]; };
    const auto          each     = [&](auto serve) {   // an offer, and which of the stretch's links are its own
        std::size_t from = 0;
        for (OfferId id = begin; id != end; ++id.index) {
            const Offer&      offer = network.offers[id];
            const std::size_t until = offer.last_link - first;
            serve(id, offer, world.offer[id], from, until);
            from = until;
        }
    };

    if constexpr (!lost)
        for (std::uint32_t i = first; i < first + links; ++i)
            if (const Amount fresh = world.placed[LinkId{i}]; !fresh.is_zero()) world.books.push(LinkId{i}, world.now, fresh);
    claim_placed(of(world.placed), of(world.ordered_total), lost ? std::span<const Amount>{} : open, claims);

    scratch.upto.resize(links);
    scratch.rest.resize(links);
    scratch.invoices.resize(links);
    for (auto* column : {&scratch.ratio, &scratch.cents, &scratch.others}) column->resize(links);
    bool are_small = true, are_proportional = true;
    each([&](OfferId id, const Offer& offer, OfferState& state, std::size_t from, std::size_t until) {
        Amount claimed;
        for (std::size_t i = from; i < until; ++i) scratch.upto[i] = claimed += claims[i];
        const Amount limit  = available(world, id, offer);
        const bool   is_all = claimed <= limit;
        state.claimed       = claimed;
        state.available     = limit == Amount::max() ? claimed : limit;
        state.shipped       = is_all ? claimed : limit;
        const double ratio  = is_all ? 1.0 : limit / claimed;
        const double cents  = cents_per_part(world.price[id]), others = others_fill_rate(state);
        are_small           = are_small && is_small(claimed, cents);
        are_proportional    = are_proportional && (is_all || offer.is_proportional);
        for (std::size_t i = from; i < until; ++i) {
            scratch.ratio[i]  = ratio;
            scratch.cents[i]  = cents;
            scratch.others[i] = others;
        }
    });
    if (!are_small || !are_proportional || !shares_in_turn(scratch.upto, claims, scratch.ratio, shipped))
        each([&](OfferId id, const Offer& offer, OfferState& state, std::size_t from, std::size_t until) {
            share_singly(world, id, offer, state);
            for (std::size_t i = from; i < until; ++i) scratch.others[i] = others_fill_rate(state);
        });
    close_shipments({.claims = claims, .shares = shipped, .cents_per_part = scratch.cents, .others = scratch.others, .shipped_total = of(world.shipped_total),
                     .rest = scratch.rest, .paid = of(world.paid_total), .invoices = scratch.invoices, .record = of(world.record), .are_small = are_small},
                    world.model().record_smoothing);
    each([&](OfferId, const Offer& offer, OfferState& state, std::size_t from, std::size_t until) {
        for (std::size_t i = from; i < until; ++i) state.earned += scratch.invoices[i];
        if (lost && state.shipped < state.claimed)
            for (std::size_t i = from; i < until; ++i) {
                stock_at(i).on_order -= scratch.rest[i];
                if constexpr (counter) lose(world, network.links[LinkId{first + static_cast<std::uint32_t>(i)}].requirement, scratch.rest[i]);
            }
        if (!offer.stock.exists()) return;
        StockState& stock = stocks[offer.stock.index];
        stock.incoming += state.claimed - stock.owed;
        stock.owed = lost ? Amount{} : state.claimed - state.shipped;
        stock.on_hand -= state.shipped;
        stock.out_total += state.shipped;
    });
    if constexpr (lost) {
        add_to(of(world.dropped_total), scratch.rest);
    } else {
        std::copy(scratch.rest.begin(), scratch.rest.end(), open.begin());
        for (std::uint32_t i = 0; i < links; ++i)
            if (!shipped[i].is_zero()) world.books.take_oldest(LinkId{first + i}, world.now, shipped[i]);
    }
    if constexpr (counter) {   // goods cross it and are used up
        add_to(of(world.received_total), shipped);
        for (std::size_t i = 0; i < links; ++i) {
            StockState& stock = stock_at(i);
            stock.on_order -= shipped[i];
            stock.in_total += shipped[i];
            stock.out_total += shipped[i];
            world.totals.served += shipped[i];
        }
    } else {
        world.transit.send_far(LinkId{first}, shipped);
    }
}

/// An offer of goods: from a stock, or without limit. `again`: another turn in the same tick.
void supply_goods(World& world, OfferId id, const Offer& offer, bool again) {
    const Network& network   = world.network();
    OfferState&    state     = world.offer[id];
    const bool     is_shared = offer.stock.exists() && !network.consumers_of(offer.stock).empty();
    const std::uint32_t count = offer.last_link - offer.first_link;
    if (!again) {
        if (is_shared) divide(world, offer.stock);
        const Amount limit = available(world, id, offer);
        state.claimed      = open_placed(world, offer);
        state.available    = limit == Amount::max() ? filled(world, id, state.claimed) : limit;
        state.shipped      = Amount{};
    }
    Amount left = state.available - state.shipped;
    if (is_shared) left = std::min(left, there_for_sale(world, offer.stock));
    const auto ship_to = [&](std::uint32_t i, Amount amount) {
        const LinkId link{offer.first_link + i};
        if (!amount.is_zero()) ship(world, link, network.links[link], amount);
    };
    Amount out = state.claimed;
    if (!again && out <= left && world.grip.link_left.size() == 0) {
        for (std::uint32_t i = 0; i < count; ++i) ship_to(i, world.open[LinkId{offer.first_link + i}]);
    } else {
        auto& claims = world.scratch.wants;
        auto& shares = world.scratch.shares;
        claims.resize(count);
        out = Amount{};
        for (std::uint32_t i = 0; i < count; ++i) {
            const LinkId link{offer.first_link + i};
            claims[i] = again && is_throttled(world, link) ? Amount{} : world.open[link];   // a share of one allotment passes in a tick
            out += claims[i];
        }
        shares = claims;
        if (out > left) ration(world, id, offer, left, claims, shares);
        out = Amount{};
        for (std::uint32_t i = 0; i < count; ++i) {
            const Amount share = carried(world, LinkId{offer.first_link + i}, offer, shares[i]);
            ship_to(i, share);
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
    Amount lost;
    for (std::uint32_t i = offer.first_link; i < offer.last_link; ++i)
        if (const Link& row = world.network().links[LinkId{i}]; row.is_lost) lost += lose_rest(world, LinkId{i}, row);
    if (!offer.stock.exists()) return;
    world.stock[offer.stock].owed -= lost;
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
    const auto     held    = [&](LinkId id) -> Amount& { return world.held[network.link_terms_of[id]]; };
    for (const LinkId id : world.released)   // goods that were reserved while shipment was paused
        if (!held(id).is_zero()) dispatch(world, id, network.links[id], held(id));
    open_parts(world);
    Parts& parts = world.scratch.parts_of_stocks;
    for (const Stretch& stretch : network.downward) {
        if (goes_the_short_way(world, stretch)) {
            constexpr void (*ways[2][2])(World&, OfferId, OfferId) = {{&supply_plain<false, false>, &supply_plain<false, true>},
                                                                      {&supply_plain<true, false>, &supply_plain<true, true>}};
            ways[stretch.is_lost][stretch.is_counter](world, stretch.begin, stretch.end);
            continue;
        }
        for (OfferId id = stretch.begin; id != stretch.end; ++id.index) {
            take_turn(world, id, network.offers[id], false);
            if (!parts.is_short.empty() && parts.is_short[id.index] != 0) parts.short_offers.push_back(id);
            else finish_turns(world, id, network.offers[id]);
        }
    }
    for (int turn = 1; turn < most_turns && divide_rest(world); ++turn)
        for (const OfferId id : parts.short_offers) take_turn(world, id, network.offers[id], true);
    for (const OfferId id : parts.short_offers) finish_turns(world, id, network.offers[id]);
    for (const LinkId id : world.released) {   // on top of what the offer shipped in this tick
        world.shipped[id] += held(id);
        held(id) = Amount{};
    }
    world.transit.advance();
    world.gross.advance();
}

}  // namespace secondsource
