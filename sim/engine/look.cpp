// What a review sees: of its own stock, of the orders that reached it, of its open orders.

#include "sim/engine/look.h"

#include <algorithm>

#include "sim/engine/flow.h"

namespace secondsource {
namespace {

/// The orders that a review counts as owed; what a lost-sales offer cannot serve is not owed.
Amount owed_by(const World& world, const StockState& state, const Requirement& requirement) {
    Amount owed = state.owed;
    if (requirement.plans_on == PlansOn::last_tick) owed -= state.incoming;
    if (requirement.loses) owed = std::min(owed, state.on_hand);
    if (requirement.is_used) owed += kits_owed(world, requirement.stock);
    return owed;
}

/// Own position and those of all stocks that this one flows into, in the unit of this one.
Amount echelon_position(const World& world, StockId id, PlansOn plans_on, int depth = 0) {
    const Network& network = world.network();
    SIM_CHECK(depth < 64, "goods flow through fewer than 64 stocks in a row");
    const StockState& state = world.stock[id];
    Amount position = state.on_hand + state.on_order - world.stock[id].owed - kits_owed(world, id);
    if (plans_on == PlansOn::last_tick) position += world.stock[id].incoming;
    if (const OfferId offer = network.offer_of[id]; offer.exists())
        for (std::uint32_t i = network.offers[offer].first_link; i < network.offers[offer].last_link; ++i) {
            const LinkId next{i};
            const Link&  link = network.links[next];
            if (network.stocks[link.stock].is_consumed) continue;
            Amount below = echelon_position(world, link.stock, plans_on, depth + 1);
            if (link.is_converted) below = below.scaled(1 / network.terms(next)->conversion);
            position += below;
        }
    for (const ProcessId consumer : network.consumers_of(id)) {
        const Process& process = network.processes[consumer];
        Amount per_start;
        for (const Input& input : network.inputs_of(process))
            if (input.stock == id) per_start += input.per_start;
        const Amount below = echelon_position(world, network.links[process.link].stock, plans_on, depth + 1);
        const double good  = good_output_per_start(world, consumer);
        if (good == per_start.units()) position += below;
        else if (good > 0) position += below.scaled(per_start.units() / good);
    }
    return position;
}

/// What costs extra to see.
void look_further(const World& world, const ReviewGroup& group, RequirementId id, InventoryView& view) {
    const Network&     network     = world.network();
    const Requirement& requirement = network.requirements[id];
    if (group.reads.echelon) view.echelon_position = echelon_position(world, requirement.stock, requirement.plans_on);
    if (group.inflation) {   // a plan knows its true orders from its stated ones
        const Amount beyond = overstated(world, id);
        view.on_order -= beyond;
        view.echelon_position -= beyond;
    }
    if (group.reads.usage) {
        view.usage      = world.usage[requirement.stock];
        view.usage_owed = kits_owed(world, requirement.stock);
    }
    if (group.reads.rivals)
        for (const SourceRow& source : network.sources_of(id)) {
            const OfferState& offer = world.offer[source.offer];
            view.rivals_orders += (offer.claimed - world.claimed[source.link]).units();
            view.capacity += offer.available.units();
        }
}

}  // namespace

bool takes_orders(const World& world, LinkId id, const Link& link) {
    if (link.is_windowed) {
        const LinkTerms& terms = *world.network().terms(id);
        if (world.now < terms.open_from || world.now >= terms.open_until) return false;
    }
    return world.grip.stops.size() == 0 || (world.grip.stops[id] & stop_orders) == 0;
}

Amount open_order(const World& world, LinkId id, const Link& link) {
    return in_stock_unit(world, id, link, world.shipped_total[id], world.ordered_total[id] - world.dropped_total[id]) + world.placed[id];
}

Amount open_orders(const World& world, RequirementId id) {
    const Network& network = world.network();
    Amount         sum;
    for (const auto& [source, offer, stock] : network.sources_of(id)) sum += open_order(world, source, network.links[source]);
    return sum;
}

Amount overstated(const World& world, RequirementId id) { return std::min(world.overstated[id], open_orders(world, id)); }

void look(const World& world, const ReviewGroup& group, std::span<const RequirementId> rows, std::span<InventoryView> views) {
    const Network& network = world.network();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const RequirementId id          = rows[i];
        const Requirement&  requirement = network.requirements[id];
        const StockState&   state       = world.stock[requirement.stock];
        views[i] = {.now      = world.now,
                    .on_hand  = state.on_hand,
                    .on_order = state.on_order,
                    .owed     = owed_by(world, state, requirement),
                    .incoming = requirement.plans_on == PlansOn::this_tick ? state.incoming : state.incoming_before,
                    .review   = requirement.reviews_before(world.now)};
    }
    const auto& reads = group.reads;
    if (reads.echelon || reads.usage || reads.rivals || group.inflation)
        for (std::size_t i = 0; i < rows.size(); ++i) look_further(world, group, rows[i], views[i]);
}

}  // namespace secondsource
