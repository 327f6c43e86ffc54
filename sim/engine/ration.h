#pragma once
// Rationing: what an offer has for a tick, shared out among claims by its policy.

#include <algorithm>
#include <span>
#include <vector>

#include "sim/engine/world.h"

namespace secondsource {

/// What an offer can ship in this tick, orders apart; Amount::max() if there is no limit.
inline Amount available(const World& world, OfferId id, const Offer& offer) {
    Amount amount = world.ship_cap[id];
    if (offer.origin == Origin::stock) amount = std::min(amount, world.stock[offer.stock].on_hand);
    else if (offer.origin == Origin::pool) amount = std::min(amount, world.capacity[offer.pool]);
    if (world.grip.offer_left.size() != 0)
        if (const double left = world.grip.offer_left[id]; left < 1)
            amount = left <= 0 ? Amount{} : amount == Amount::max() ? amount : amount.scaled_down(left);
    return amount;
}

/// What an offer without limit ships of what is asked of it: all, or the share that a disruption leaves it.
Amount filled(const World&, OfferId, Amount asked);

/// Rations `amount`, which does not suffice, over the claims on an offer by its policy; `wants` and `out` are link by link.
void ration(World&, OfferId, const Offer&, Amount amount, std::span<const Amount> wants, std::span<Amount> out);

/// Rounds shares down to whole lots of the product, the largest remainders first, never above a claim. `order` is
/// working space.
void make_whole(Amount grain, std::span<const Amount> wants, std::span<Amount> shares, std::vector<std::uint32_t>& order);

}  // namespace secondsource
