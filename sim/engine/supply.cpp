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

/// Goods cross the counter and are used up.
void receive_plain(World& world, LinkId first, std::span<const Amount> amounts) {
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        const LinkId id{first.index + static_cast<std::uint32_t>(i)};
        StockState&  stock = world.stock[world.network().destination[id]];
        world.received_total[id] += amounts[i];
        stock.on_order -= amounts[i];
        stock.in_total += amounts[i];
        stock.out_total += amounts[i];
        world.totals.served += amounts[i];
    }
}

/// Offers of goods over plain links alone, while nothing is stopped: the same as one by one below, by a shorter way over
/// the columns of all their links.
template <bool lost, bool counter>
void supply_plain(World& world, OfferId begin, OfferId end) {
    const Network&      network = world.network();
    const std::uint32_t first   = network.offers[begin].first_link;
    const std::uint32_t count   = network.offers[OfferId{end.index - 1}].last_link - first;
    Amount* const       claims  = world.claimed.data() + first;
    Amount* const       shipped = world.shipped.data() + first;
    Amount* const       open    = world.open.data() + first;
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
        }
    }
    for (OfferId id = begin; id != end; ++id.index) {
        const Offer&        offer = network.offers[id];
        const std::uint32_t from = offer.first_link - first, to = offer.last_link - first;
        Amount              claimed;
        for (std::uint32_t i = from; i < to; ++i) claimed += claims[i];
        const Amount limit = available(world, id, offer);
        Amount       out   = claimed;
        if (claimed <= limit) {
            for (std::uint32_t i = from; i < to; ++i) shipped[i] = claims[i];
        } else {
            out = share_claims(world, id, offer, limit, {shipped + from, to - from});
            if constexpr (lost)
                for (std::uint32_t i = from; i < to; ++i) {
                    const Amount rest = claims[i] - shipped[i];
                    world.dropped_total[LinkId{first + i}] += rest;
                    world.stock[network.destination[LinkId{first + i}]].on_order -= rest;
                    if constexpr (counter) world.totals.lost += rest;
                }
        }
        OfferState& state = world.offer[id];
        state.claimed     = claimed;
        state.available   = limit == Amount::max() ? claimed : limit;
        state.shipped     = out;
        if (offer.stock.exists()) {
            StockState& stock = world.stock[offer.stock];
            stock.owed -= lost ? claimed : out;
            stock.on_hand -= out;
            stock.out_total += out;
        }
        bill(world, id, offer, [all = world.shipped.data()](std::uint32_t link) { return all[link]; });
        learn_records(world, id, offer);
    }
    Amount* const total = world.shipped_total.data() + first;
    if constexpr (!lost)
        for (std::uint32_t i = 0; i < count; ++i) {
            open[i] -= shipped[i];
            if (!shipped[i].is_zero()) world.books.take_oldest(LinkId{first + i}, world.now, shipped[i]);
        }
    for (std::uint32_t i = 0; i < count; ++i) total[i] += shipped[i];
    if constexpr (counter) receive_plain(world, LinkId{first}, {shipped, count});
    else world.transit.send_far(LinkId{first}, {shipped, count});
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
