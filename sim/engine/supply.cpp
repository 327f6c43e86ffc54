// Goods descend the network, level by level: every offer shares out what it has among the orders that it has seen.

#include <algorithm>

#include "sim/engine/flow.h"
#include "sim/engine/parts.h"
#include "sim/engine/ration.h"
#include "sim/engine/short_way.h"
#include "sim/engine/starts.h"
#include "sim/engine/tick.h"

namespace secondsource {
namespace {

/// What the links of an offer take of `left`, one by one.
std::span<Amount> allotted(World& world, OfferId id, const Offer& offer, Amount left, bool again) {
    const auto links  = world.network().sales_of(offer);
    const auto claims = room(world.scratch.wants, links.size()), shares = room(world.scratch.shares, links.size());
    Amount     asked;
    for (std::size_t i = 0; i < links.size(); ++i) {
        claims[i] = again && is_throttled(world, links[i]) ? Amount{} : world.open[links[i]];   // a share of one allotment passes in a tick
        asked += claims[i];
    }
    std::ranges::copy(claims, shares.begin());
    if (asked > left) ration(world, id, offer, left, claims, shares);
    for (std::size_t i = 0; i < links.size(); ++i) shares[i] = carried(world, links[i], offer, shares[i]);
    return shares;
}

/// An offer of goods: from a stock, or without limit. `again`: another turn in the same tick.
void supply_goods(World& world, OfferId id, const Offer& offer, bool again) {
    const Network& network   = world.network();
    const bool     is_shared = offer.stock.exists() && !network.consumers_of(offer.stock).empty();
    const auto     links     = network.sales_of(offer);
    if (again && offer.is_fed_late) world.available[id] = world.sold[id] + std::min(may_ship(world, id, true), world.on_hand[offer.stock]);
    if (!again) {
        if (is_shared) divide(world, offer.stock);
        const Amount limit = available(world, id, offer);
        world.asked[id]      = open_placed(world, offer);
        world.available[id]    = limit == Amount::max() ? filled(world, id, world.asked[id]) : limit;
        world.sold[id]      = Amount{};
    }
    Amount left = world.available[id] - world.sold[id];
    if (is_shared) left = std::min(left, there_for_sale(world, offer.stock));
    const bool is_enough = !again && world.asked[id] <= left && world.grip.link_left.size() == 0;
    const auto shares    = is_enough ? std::span<Amount>{} : allotted(world, id, offer, left, again);
    Amount     out;
    for (std::size_t i = 0; i < links.size(); ++i) {
        const Amount share = is_enough ? world.open[links[i]] : shares[i];
        if (share.is_zero()) continue;
        ship(world, links[i], network.links[links[i]], share);
        out += share;
    }
    world.sold[id] += out;
    if (!offer.stock.exists()) return;
    world.owed[offer.stock] -= out;
    world.on_hand[offer.stock] -= out;
    world.out_total[offer.stock] += out;
}

/// After the last turn of a tick: orders that do not wait are dropped.
void finish_goods(World& world, OfferId id, const Offer& offer) {
    if (offer.may_lose) {
        Amount lost;
        for (const LinkId link : world.network().sales_of(offer))
            if (const Link& row = world.network().links[link]; row.is_lost) {
                lost += world.open[link];
                turn_away(world, link, row, world.open[link]);
            }
        if (offer.stock.exists()) world.owed[offer.stock] -= lost;
    }
    if (!offer.stock.exists()) return;
    const Parts& parts = world.scratch.parts_of_stocks;   // what others use of the stock was not for sale
    if (!parts.is_short.empty() && parts.is_short[id.index] != 0) world.available[id] = world.sold[id];
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
    world.scratch.balanced = world.audits && world.grip.stops.size() == 0 ? world.now : Tick{-1};
    world.scratch.paid     = Money{};
    Parts&     parts        = world.scratch.parts_of_stocks;
    const auto may_get_more = [&](OfferId id) {
        return !parts.scarce.empty() && (parts.is_short[id.index] != 0 || (network.offers[id].is_fed_late && !parts.once_more.empty()));
    };
    for (const Turn& turn : network.downward) {
        if (goes_the_short_way(world, turn)) {
            supply_plain(world, turn);
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
