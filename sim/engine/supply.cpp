// Goods descend the network, level by level: every offer shares out what it has among the orders that it has seen.

#include <algorithm>

#include "sim/engine/close.h"
#include "sim/engine/flow.h"
#include "sim/engine/parts.h"
#include "sim/engine/ration.h"
#include "sim/engine/starts.h"
#include "sim/engine/tick.h"

namespace secondsource {
namespace {

/// Offers of goods over plain links alone, while nothing is stopped: the same as one by one below, and the links are
/// closed too (close.h), by a shorter way over the columns of all their links.
template <bool lost, bool counter>
void supply_plain(World& world, OfferId begin, OfferId end) {
    const Network&      network = world.network();
    const std::uint32_t first   = network.offers[begin].first_link;
    const std::uint32_t last    = network.offers[OfferId{end.index - 1}].last_link;
    Amount* const       placed  = world.placed.data();
    Amount* const       claims  = world.claimed.data();
    Amount* const       shipped = world.shipped.data();
    Amount* const       open    = world.open.data();
    Amount* const       ordered_total  = world.ordered_total.data();
    Amount* const       dropped_total  = world.dropped_total.data();
    Amount* const       shipped_total  = world.shipped_total.data();
    Amount* const       received_total = world.received_total.data();
    Money* const         paid   = world.paid_total.data();
    double* const        record = world.record.data();
    const StockId* const into   = network.destination.data();
    StockState* const    stocks = world.stock.data();
    const double         newest = world.model().record_smoothing;
    for (OfferId id = begin; id != end; ++id.index) {
        const Offer& offer = network.offers[id];
        Amount       claimed;
        for (std::uint32_t i = offer.first_link; i < offer.last_link; ++i) {
            const Amount fresh = placed[i];
            placed[i]          = Amount{};
            ordered_total[i] += fresh;
            if constexpr (!lost) {
                if (!fresh.is_zero()) world.books.push(LinkId{i}, world.now, fresh);
            }
            claims[i] = lost ? fresh : open[i] + fresh;
            claimed += claims[i];
        }
        const Amount limit  = available(world, id, offer);
        const bool   is_all = claimed <= limit;
        const Amount out    = is_all ? claimed : ration(world, id, offer, limit, {claims + offer.first_link, claims + offer.last_link}, {shipped + offer.first_link, shipped + offer.last_link});
        OfferState&  state  = world.offer[id];
        state.claimed       = claimed;
        state.available     = limit == Amount::max() ? claimed : limit;
        state.shipped       = out;
        const double cents  = cents_per_part(world.price[id]);
        const double others = others_fill_rate(state);
        Money        earned;
        for (std::uint32_t i = offer.first_link; i < offer.last_link; ++i) {
            const Amount share = is_all ? claims[i] : shipped[i];
            const Amount rest  = claims[i] - share;
            shipped[i]         = share;
            shipped_total[i] += share;
            const Money invoice = cost_of(share, cents);
            paid[i] += invoice;
            earned += invoice;
            record[i] += newest * ((rest.is_zero() ? (claims[i].is_zero() ? others : 1.0) : share / claims[i]) - record[i]);
            if constexpr (lost) {
                if (!is_all) {
                    dropped_total[i] += rest;
                    stocks[into[i].index].on_order -= rest;
                    if constexpr (counter) lose(world, network.links[LinkId{i}].requirement, rest);
                }
            } else {
                open[i] = rest;
                if (!share.is_zero()) world.books.take_oldest(LinkId{i}, world.now, share);
            }
            if constexpr (counter) {   // goods cross it and are used up
                stocks[into[i].index].on_order -= share;
                received_total[i] += share;
                stocks[into[i].index].in_total += share;
                stocks[into[i].index].out_total += share;
                world.totals.served += share;
            }
        }
        if (offer.stock.exists()) {
            StockState& stock = stocks[offer.stock.index];
            stock.owed -= lost ? claimed : out;
            stock.on_hand -= out;
            stock.out_total += out;
        }
        state.earned += earned;
    }
    if constexpr (!counter) world.transit.send_far(LinkId{first}, {shipped + first, last - first});
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
    auto&  shares = world.scratch.shares;
    Amount out;
    shares.assign(world.open.data() + offer.first_link, world.open.data() + offer.last_link);
    if (again)   // a share of one allotment passes in a tick
        for (std::uint32_t i = 0; i < count; ++i)
            if (is_throttled(world, LinkId{offer.first_link + i})) shares[i] = Amount{};
    for (const Amount claim : shares) out += claim;
    if (out > left) {
        auto& claims = world.scratch.wants;
        claims       = shares;
        out          = ration(world, id, offer, left, claims, shares);
    }
    if (world.grip.link_left.size() != 0) {
        out = Amount{};
        for (std::uint32_t i = 0; i < count; ++i) out += shares[i] = carried(world, LinkId{offer.first_link + i}, offer, shares[i]);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        const LinkId link{offer.first_link + i};
        if (!shares[i].is_zero()) ship(world, link, network.links[link], shares[i]);
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
