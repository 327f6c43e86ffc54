// Quoted queues: open orders against what can be shipped in the coming ticks. Quotes read nothing of the run's end, so that
// a run that goes on for longer has the same past.

#include "sim/engine/quote.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/engine/flow.h"

namespace secondsource {
namespace {

/// What the capacity of a pool and the cap of an offer let through in a coming tick, expansions that have a date included.
/// Nobody knows when a disruption ends: it counts for the next tick.
double capacity_in(const World& world, OfferId id, const Offer& offer, std::int64_t ticks) {
    const Tick when   = world.now + Ticks{ticks};
    double     amount = std::numeric_limits<double>::infinity();
    if (offer.pool.exists()) {
        amount = world.network().pools[offer.pool].capacity.at(when);
        if (ticks == 1 && world.grip.capacity_left.size() != 0) amount *= world.grip.capacity_left[offer.pool];
    }
    if (offer.has_ship_max) amount = std::min(amount, world.network().terms(id)->ship_max.at(when));
    if (ticks == 1 && world.grip.offer_left.size() != 0 && world.grip.offer_left[id] < 1) {
        const double left = world.grip.offer_left[id];
        if (offer.stock.exists()) amount = std::min(amount, world.on_hand[offer.stock].units());
        amount = left <= 0 ? 0 : amount * left;
    }
    return amount;
}

/// Ticks until capacity has gone through what waits.
double queue_for_capacity(const World& world, OfferId id, const Offer& offer, double waiting) {
    const double longest = longest_quote(world.model().calendar);
    for (std::int64_t k = 0; static_cast<double>(k) < longest; ++k) {
        const double capacity = capacity_in(world, id, offer, k + 1);
        if (waiting <= capacity) return std::min(longest, static_cast<double>(k) + waiting / capacity);
        waiting -= capacity;
    }
    return longest;
}

/// What arrives at a stock so many ticks after the next one, of what is on its way for a fixed time.
double due_in(const World& world, RequirementId id, std::uint32_t ticks) {
    const Network& network = world.network();
    double         due     = 0;
    for (const LinkId source : network.sources_of(id))
        if (!network.links[source].has_random_lead_time && ticks < world.transit.ring(source)) due += world.transit.due_in(source, ticks).units() * network.conversion(source);
    return due;
}

/// Ticks until what waits is on hand and the cap lets it go: of the receipts on their way to the stock, then of as many a
/// tick as their mean, which is all that can be said of those whose lead time is random.
double queue_for_stock(const World& world, OfferId id, const Offer& offer, double waiting) {
    const Network&      network     = world.network();
    const double        longest     = longest_quote(world.model().calendar);
    const RequirementId requirement = network.requirement_of[offer.stock];
    std::uint32_t       reach       = 0;
    double              known_per_tick = 0, drawn_per_tick = 0, on_hand = world.on_hand[offer.stock].units();
    if (requirement.exists())
        for (const LinkId source : network.sources_of(requirement)) {
            const Link& link = network.links[source];
            if (link.lead_time == 0) continue;
            if (!link.has_random_lead_time) reach = std::max(reach, link.lead_time);
            (link.has_random_lead_time ? drawn_per_tick : known_per_tick) +=
                world.transit.total(source).units() * network.conversion(source) / network.expected_lead_time(source);   // Little's law
        }
    for (std::int64_t k = 0; static_cast<double>(k) < longest; ++k) {
        const bool   is_known = k < reach;
        const double due      = drawn_per_tick + (is_known ? due_in(world, requirement, static_cast<std::uint32_t>(k)) : known_per_tick);
        const double cap      = capacity_in(world, id, offer, k + 1);
        const double shipped  = std::min(cap, on_hand + due);
        const auto   before   = static_cast<double>(k);
        if (waiting <= shipped) return std::min(longest, before + (waiting <= on_hand ? waiting / cap : is_known ? 1 : waiting / shipped));
        if (!is_known && on_hand + due <= 0) return longest;
        if (!is_known && !offer.has_ship_max) return std::min(longest, before + waiting / (on_hand + due));
        waiting -= shipped;
        on_hand += due - shipped;
    }
    return longest;
}

/// Orders that are ahead of a new one, in what the offer is counted in.
double waiting_at(const World& world, const Offer& offer) {
    const Network& network = world.network();
    double         waiting = 0;
    for (const LinkId link : network.sales_of(offer)) {
        const ProcessId process = network.links[link].process;
        if (!process.exists()) waiting += world.open[link].units();
        else if (const double good = good_output_per_start(world, process); good > 0)
            waiting += world.open[link].units() / good * network.processes[process].pool_per_start.units();
    }
    return waiting;
}

}  // namespace

double longest_quote(const Calendar& calendar) { return calendar.has_dates() ? std::floor(5 * calendar.ticks_per(TimeUnit::year)) : 260; }

void quote(World& world) {
    const Network& network = world.network();
    for (std::uint32_t i = 0; i < network.offers.size(); ++i) {
        const OfferId id{i};
        const Offer&  offer   = network.offers[id];
        const double  waiting = waiting_at(world, offer);
        world.queue[id] = waiting <= 0                       ? 0
                                : offer.origin == Origin::stock ? queue_for_stock(world, id, offer, waiting)
                                                                : queue_for_capacity(world, id, offer, waiting);
    }
}

}  // namespace secondsource
