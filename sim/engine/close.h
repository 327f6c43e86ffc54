#pragma once
// What a tick leaves on the links of an offer: invoices and track records. Nothing else reads them within the tick, so
// that offers of plain links are closed as they ship, while their columns are in the nearest cache.

#include <algorithm>
#include <cmath>

#include "sim/engine/world.h"

namespace secondsource {

/// Is it served and closed in one go? Not while a disruption may stop any of its links.
inline bool goes_the_short_way(const World& world, const Stretch& stretch) { return stretch.is_plain && world.grip.stops.size() == 0; }

/// Invoices what was shipped at the price of the tick, to the cent. `billed(link)`: units of the offer.
template <class Billed>
void bill(World& world, OfferId id, const Offer& offer, Billed billed) {
    const double price = world.price[id];
    if (price == 0) return;
    const double cents_per_part = price * (Money::parts_per_unit / Amount::parts_per_unit);
    Money* const paid           = world.paid_total.data();
    Money        earned;
    for (std::uint32_t i = offer.first_link; i < offer.last_link; ++i) {
        const Money invoice = Money::of_parts(std::llrint(static_cast<double>(billed(i).parts()) * cents_per_part));
        paid[i] += invoice;
        earned += invoice;
    }
    world.offer[id].earned += earned;
}

/// Fill rates move the track records of an offer's links. A buyer without an order of its own still sees how the
/// seller served the others.
inline void learn_records(World& world, OfferId id, const Offer& offer) {
    const OfferState& state  = world.offer[id];
    const double      newest = world.model().record_smoothing;
    double* const     record = world.record.data();
    if (state.shipped == state.claimed && !offer.has_processes) {   // a process may want more than it had inputs to claim for
        for (std::uint32_t i = offer.first_link; i < offer.last_link; ++i) record[i] += newest * (1 - record[i]);
        return;
    }
    const Amount* const claimed = world.claimed.data();
    const Amount* const shipped = world.shipped.data();
    const double        others  = std::min(1.0, state.shipped / state.claimed);
    for (std::uint32_t i = offer.first_link; i < offer.last_link; ++i) {
        const double filled = claimed[i].is_zero() ? others : std::min(1.0, shipped[i] / claimed[i]);
        record[i] += newest * (filled - record[i]);
    }
}

}  // namespace secondsource
