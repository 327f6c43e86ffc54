#pragma once
// What a tick leaves on the links of an offer: invoices and track records. Nothing else reads them within the tick, so
// that offers of plain links are closed as they ship, while their columns are in the nearest cache.

#include <algorithm>
#include <cmath>

#include "sim/engine/columns.h"
#include "sim/engine/ration.h"
#include "sim/engine/world.h"

namespace secondsource {

/// Stops the run: an invoice of the offer cannot be counted. Nothing where its price is no number, which the audit tells.
void refuse_invoice(const World&, OfferId);

/// What an amount of an offer costs, to the cent.
inline Money cost_of(const World& world, OfferId id, Amount amount, double cents_per_part) {
    const double cents = static_cast<double>(amount.parts()) * cents_per_part;
    if (cents < most_invoiced) [[likely]] return Money::of_parts(std::llrint(cents));
    refuse_invoice(world, id);
    return {};
}

/// The fill rate of the tick that a buyer sees who ordered nothing.
inline double others_fill_rate(Amount asked, Amount sold) { return sold == asked ? 1.0 : std::min(1.0, sold / asked); }

/// What a customer got of an offer in this tick, in the offer's unit: goods, or the capacity that its starts took.
inline Amount granted(const World& world, LinkId id) {
    const ProcessId process = world.network().links[id].process;
    return process.exists() ? pool_for(world.network().processes[process], world.starts[process]) : world.shipped[id];
}

/// Invoices what was shipped at the price of the tick, to the cent. `billed(link)`: units of the offer.
template <class Billed>
void bill(World& world, OfferId id, const Offer& offer, Billed billed) {
    const double price = world.price[id];
    if (price == 0) return;
    const double cents = cents_per_part(price);
    Money        earned;
    for (const LinkId link : world.network().sales_of(offer)) {
        const Money invoice = cost_of(world, id, billed(link), cents);
        world.paid_total[link] += invoice;
        earned += invoice;
    }
    world.earned[id] += earned;
}

/// Fill rates move the track records of an offer's links. A buyer without an order of its own still sees how the
/// seller served the others.
inline void learn_records(World& world, OfferId id, const Offer& offer) {
    const double      newest = world.model().record_smoothing;
    const auto        links  = world.network().sales_of(offer);
    auto&             record = world.record;
    // Some processes may have got in a later turn what others wanted in the first, and what is held did not leave.
    if (world.sold[id] == world.asked[id] && !offer.has_processes && world.grip.stops.size() == 0) {
        for (const LinkId link : links) record[link] += newest * (1 - record[link]);
        return;
    }
    const double others = others_fill_rate(world.asked[id], world.sold[id]);
    for (const LinkId link : links) {
        const Amount claimed = world.claimed[link];
        const double filled  = claimed.is_zero() ? others : std::min(1.0, granted(world, link) / claimed);
        record[link] += newest * (filled - record[link]);
    }
}

}  // namespace secondsource
