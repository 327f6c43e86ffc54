// Goods descend the network, level by level: every offer shares out what it has among the orders that it has seen.

#include <algorithm>

#include "sim/engine/close.h"
#include "sim/engine/flow.h"
#include "sim/engine/ration.h"
#include "sim/engine/starts.h"
#include "sim/engine/tick.h"

namespace secondsource {
namespace {

/// Rations what an offer has over its links' claims of this tick; returns the sum of the shares, in `out` link by link.
Amount share_claims(World& world, OfferId id, const Offer& offer, Amount limit, std::span<Amount> out) {
    const std::span wants{world.claimed.data() + offer.first_link, out.size()};
    if (limit.is_zero()) std::fill(out.begin(), out.end(), Amount{});
    else if (out.size() == 1) out[0] = limit;
    else ration(world, id, offer, limit, wants, out);
    if (offer.product.exists())
        if (const Amount grain = world.network().products[offer.product].grain; grain.parts() > 1) make_whole(grain, wants, out, world.scratch.indices);
    Amount       sum;
    std::int64_t signs = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        sum += out[i];
        signs |= out[i].parts() | (wants[i] - out[i]).parts();
    }
    SIM_CHECK(signs >= 0, "an allotment is at least nothing and at most what is owed");
    SIM_CHECK(sum <= limit, "allotments are at most what is available");
    return sum;
}

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
        const Amount out    = is_all ? claimed : share_claims(world, id, offer, limit, {shipped + offer.first_link, offer.last_link - offer.first_link});
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

/// An offer of goods: from a stock, or without limit.
void supply_goods(World& world, OfferId id, const Offer& offer) {
    const Network& network = world.network();
    OfferState&    state   = world.offer[id];
    const auto     count   = offer.last_link - offer.first_link;
    const Amount   claimed = open_placed(world, offer);
    Amount         limit   = available(world, id, offer);
    const Amount*  shares  = world.claimed.data() + offer.first_link;
    Amount         out     = claimed;
    if (limit == Amount::max()) limit = filled(world, id, claimed);
    state.claimed   = claimed;
    state.available = limit;
    if (claimed > limit || world.grip.link_left.size() != 0) {
        auto& rationed = world.scratch.shares;
        rationed.assign(shares, shares + count);
        if (claimed > limit) share_claims(world, id, offer, limit, rationed);
        out = Amount{};
        for (std::uint32_t i = 0; i < count; ++i) out += rationed[i] = carried(world, LinkId{offer.first_link + i}, offer, rationed[i]);
        shares = rationed.data();
    }
    Amount settled;
    for (std::uint32_t i = 0; i < count; ++i) {
        const LinkId link{offer.first_link + i};
        const Link&  row = network.links[link];
        if (!shares[i].is_zero()) ship(world, link, row, shares[i]);
        settled += shares[i];
        if (row.is_lost) settled += lose_rest(world, link, row);
    }
    state.shipped = out;
    if (offer.stock.exists()) {
        StockState& stock = world.stock[offer.stock];
        stock.owed -= settled;
        stock.on_hand -= out;
        stock.out_total += out;
    }
}

}  // namespace

void supply(World& world) {
    const auto held = [&](LinkId id) -> Amount& { return world.held[world.network().link_terms_of[id]]; };
    for (const LinkId id : world.released)   // goods that were reserved while shipment was paused
        if (!held(id).is_zero()) dispatch(world, id, world.network().links[id], held(id));
    world.scratch.has_supplied.assign(world.network().offers.size(), 0);
    for (const Stretch& stretch : world.network().downward) {
        if (goes_the_short_way(world, stretch)) {
            constexpr void (*ways[2][2])(World&, OfferId, OfferId) = {{&supply_plain<false, false>, &supply_plain<false, true>},
                                                                      {&supply_plain<true, false>, &supply_plain<true, true>}};
            ways[stretch.is_lost][stretch.is_counter](world, stretch.begin, stretch.end);
            continue;
        }
        for (OfferId id = stretch.begin; id != stretch.end; ++id.index) {
            const Offer& offer = world.network().offers[id];
            if (offer.has_processes || offer.origin == Origin::pool) supply_starts(world, id, offer);
            else supply_goods(world, id, offer);
            world.scratch.has_supplied[id.index] = 1;
        }
    }
    for (const LinkId id : world.released) {   // on top of what the offer shipped in this tick
        world.shipped[id] += held(id);
        held(id) = Amount{};
    }
    world.transit.advance();
}

}  // namespace secondsource
