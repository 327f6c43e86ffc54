#pragma once
// Rationing: what an offer has for a tick, shared out among claims by its policy.

#include <algorithm>
#include <span>
#include <vector>

#include "sim/engine/parts.h"
#include "sim/engine/world.h"

namespace secondsource {

/// What an offer can ship in this tick, orders apart; Amount::max() if there is no limit.
inline Amount available(const World& world, OfferId id, const Offer& offer) {
    Amount amount = world.ship_cap[id];
    if (offer.origin == Origin::stock) amount = std::min(amount, was_there(world, offer.stock));
    else if (offer.origin == Origin::pool) amount = std::min(amount, world.capacity[offer.pool]);
    if (world.grip.offer_left.size() != 0)
        if (const double left = world.grip.offer_left[id]; left < 1)
            amount = left <= 0 ? Amount{} : amount == Amount::max() ? amount : amount.scaled_down(left);
    return amount;
}

/// What an offer without limit ships of what is asked of it: all, or the share that a disruption leaves it.
Amount filled(const World&, OfferId, Amount asked);

/// Rations `amount`, which does not suffice, over the claims on an offer by its policy, in whole lots where its goods or
/// starts come in such; `wants` and `out` are link by link. Returns the sum of the shares.
Amount ration(World&, OfferId, const Offer&, Amount amount, std::span<const Amount> wants, std::span<Amount> out);

/// What the starts of a process take of its pool, whole lots as a multiple of `lot_in_pool`.
Amount pool_for(const Process&, Amount starts);
/// What one lot of starts takes of the pool.
Amount lot_in_pool(const Process&);

/// Makes shares that a policy gave whole in the lots of each row, never above a claim: rounded down, then a lot each to
/// those furthest from their share while one fits (equals take turns from tick to tick), then what still fits in
/// proportion to what is still wanted.
void make_whole(World&, std::span<const Amount> lots, std::span<const Amount> wants, std::span<Amount> shares);

}  // namespace secondsource
