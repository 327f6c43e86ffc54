// Goods descend the network, level by level: every offer shares out what it has among the orders that it has seen.

#include <algorithm>

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

/// An offer of goods over plain links alone while nothing is stopped: the same as below by a shorter way.
template <bool lost>
void supply_plain(World& world, OfferId id, const Offer& offer) {
    const std::uint32_t first = offer.first_link, count = offer.last_link - offer.first_link;
    Amount* const claims  = world.claimed.data() + first;
    Amount* const shipped = world.shipped.data() + first;
    Amount* const open    = world.open.data() + first;
    Amount        claimed;
    {
        Amount* const placed  = world.placed.data() + first;
        Amount* const ordered = world.ordered_total.data() + first;
        for (std::uint32_t i = 0; i < count; ++i) {
            const Amount fresh = placed[i];
            placed[i]          = Amount{};
            ordered[i] += fresh;
            if constexpr (lost) {
                claims[i] = fresh;
            } else {
                open[i] += fresh;
                if (!fresh.is_zero()) world.books.push(LinkId{first + i}, world.now, fresh);
                claims[i] = open[i];
            }
            claimed += claims[i];
        }
    }
    OfferState&  state = world.offer[id];
    const Amount limit = available(world, id, offer);
    const bool   all   = claimed <= limit;
    const Amount out   = all ? claimed : share_claims(world, id, offer, limit, {shipped, count});
    state.claimed      = claimed;
    state.available    = limit == Amount::max() ? claimed : limit;
    state.shipped      = out;

    Amount* const     shipped_total = world.shipped_total.data() + first;
    const Link* const links         = world.network().links.data() + first;
    for (std::uint32_t i = 0; i < count; ++i) {
        const LinkId link{first + i};
        const Amount share = all ? claims[i] : shipped[i];
        const Amount rest  = claims[i] - share;
        shipped[i]         = share;
        shipped_total[i] += share;
        if constexpr (lost) {
            if (!rest.is_zero()) {
                world.dropped_total[link] += rest;
                world.stock[links[i].stock].on_order -= rest;
            }
        } else {
            open[i] = rest;
            if (!share.is_zero()) world.waited_total[link] += world.books.take_oldest(link, world.now, share);
        }
        world.transit.send_far(link, share);
    }
    if (offer.stock.exists()) {
        StockState& stock = world.stock[offer.stock];
        stock.owed -= lost ? claimed : out;
        stock.on_hand -= out;
        stock.out_total += out;
    }
}

/// An offer of goods: from a stock, or without limit.
void supply_goods(World& world, OfferId id, const Offer& offer) {
    const Network& network = world.network();
    OfferState&    state   = world.offer[id];
    const auto     count   = offer.last_link - offer.first_link;
    const Amount   claimed = open_placed(world, offer);
    const Amount   limit   = available(world, id, offer);
    const Amount*  shares  = world.claimed.data() + offer.first_link;
    Amount         out     = claimed;
    state.claimed   = claimed;
    state.available = limit == Amount::max() ? claimed : limit;
    if (claimed > limit) {
        auto& rationed = world.scratch.shares;
        rationed.resize(count);
        out    = share_claims(world, id, offer, limit, rationed);
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
    for (const auto& level : world.network().downward)
        for (const OfferId id : level) {
            const Offer& offer = world.network().offers[id];
            if (offer.has_processes || offer.origin == Origin::pool) supply_starts(world, id, offer);
            else if (!offer.is_plain || world.grip.stops.size() != 0) supply_goods(world, id, offer);
            else if (offer.unmet == Unmet::lost) supply_plain<true>(world, id, offer);
            else supply_plain<false>(world, id, offer);
            world.scratch.has_supplied[id.index] = 1;
        }
    for (const LinkId id : world.released) {   // on top of what the offer shipped in this tick
        world.shipped[id] += held(id);
        held(id) = Amount{};
    }
    world.transit.advance();
}

}  // namespace secondsource
