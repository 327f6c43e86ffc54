// What comes from outside: dated changes, disruptions, capacities of the tick, and the demand that is drawn.

#include <algorithm>

#include "sim/engine/flow.h"
#include "sim/engine/tick.h"

namespace secondsource {
namespace {

/// How much of a disruption's effect is on, in [0, 1]: all of it while it lasts, a falling part on the way back.
double intensity(const World& world, const Disruption& disruption, const DisruptionState& state) {
    if (state.is_down) return 1;
    if (!state.ever || disruption.ramp == 0) return 0;
    const std::int64_t since = (world.now - state.ended).count;
    return since >= disruption.ramp ? 0 : 1 - static_cast<double>(since + 1) / static_cast<double>(disruption.ramp + 1);
}

void scrap_work(World& world, const Disruption& disruption) {
    for (const LinkId id : disruption.scrapped) {
        const Link&  link = world.network().links[id];
        const Amount lost = world.transit.scrap(id, disruption.scrap);
        world.gross.scrap(id, disruption.scrap);
        if (lost.is_zero()) continue;
        // What was shipped will not be received: it leaves the totals on both sides, so that the rest still adds up.
        world.shipped_total[id] -= lost;
        drop(world, id, link, lost);
        if (link.process.exists()) world.scrap_total[link.process] += lost;
        else world.scrapped_in_transit += lost;
    }
}

void disrupt(World& world) {
    const Model& model = world.model();
    if (model.disruptions.empty()) return;
    Grip& grip = world.grip;
    std::fill(grip.capacity_left.begin(), grip.capacity_left.end(), 1.0);
    std::fill(grip.offer_left.begin(), grip.offer_left.end(), 1.0);
    std::fill(grip.link_left.begin(), grip.link_left.end(), 1.0);
    auto& before = world.scratch.stops_before;
    before.assign(grip.stops.begin(), grip.stops.end());
    std::fill(grip.stops.begin(), grip.stops.end(), std::uint8_t{0});
    for (std::size_t d = 0; d < model.disruptions.size(); ++d) {
        const Disruption& disruption = model.disruptions[d];
        DisruptionState&  state      = world.disruptions[d];
        const bool        was_down   = state.is_down;
        if (disruption.is_random) {
            const double u = Chance{world.seed, world.replication, disruption.key}.uniform(world.now, Purpose::disruption);
            state.is_down  = was_down ? u >= disruption.repair.at(world.now) : u < disruption.fail.at(world.now);
        } else {
            state.is_down = world.now >= disruption.from && world.now < disruption.until;
        }
        if (was_down && !state.is_down) {
            state.ended = world.now;
            state.ever  = true;
        }
        if (!was_down && state.is_down && disruption.scrap > 0) scrap_work(world, disruption);
        if (disruption.effect == DisruptionEffect::capacity) {
            const double left = 1 - disruption.capacity_lost * intensity(world, disruption, state);
            for (const PoolId pool : disruption.pools) grip.capacity_left[pool] *= left;
            for (const OfferId offer : disruption.offers) grip.offer_left[offer] *= left;
            for (const LinkId link : disruption.links) grip.link_left[link] *= left;
            continue;
        }
        if (!state.is_down) continue;
        const std::uint8_t stop = disruption.effect == DisruptionEffect::order_pausing      ? stop_orders
                                  : disruption.effect == DisruptionEffect::shipment_pausing ? stop_shipment
                                  : disruption.effect == DisruptionEffect::transit_pausing  ? stop_transit
                                                                                            : stop_receipt;
        for (const LinkId link : disruption.links) grip.stops[link] = static_cast<std::uint8_t>(grip.stops[link] | stop);
    }
    world.released.clear();
    for (std::uint32_t i = 0; i < grip.stops.size(); ++i)
        if ((before[i] & stop_shipment) != 0 && (grip.stops[LinkId{i}] & stop_shipment) == 0) world.released.push_back(LinkId{i});
}

void want(World& world, const MarketDemand& demand, MarketState& state) {
    state.wanted_before = state.wanted;
    if (world.now >= state.steady_until) {
        double wanted = 1;
        Tick   until  = Tick::max();
        for (std::uint32_t f = demand.first_factor; f < demand.last_factor; ++f) {
            const DemandFactor& factor = world.model().demand_factors[f];
            wanted *= std::max(0.0, factor.model->wanted(world.now, world.demand_chance[f], {world.memory.data() + factor.memory, factor.size}));
            until = std::min(until, factor.model->steady_until(world.now));
        }
        state.wanted       = Amount::nearest(std::clamp(wanted, 0.0, 9e9));
        state.steady_until = until;
    }
    state.wanted_total += state.wanted;
}

}  // namespace

bool is_down(const World& world, LinkId id) {
    if (world.grip.stops.size() == 0) return false;
    if (world.grip.stops[id] != 0 || (world.grip.link_left.size() != 0 && world.grip.link_left[id] <= 0)) return true;
    const OfferId offer = world.network().links[id].offer;
    if (world.grip.offer_left[offer] <= 0) return true;
    const PoolId pool = world.network().offers[offer].pool;
    return pool.exists() && world.grip.capacity_left[pool] <= 0;
}

void exogenous(World& world) {
    const Model&   model   = world.model();
    const Network& network = model.network;

    std::swap(world.incoming_before, world.incoming);
    std::fill(world.incoming.begin(), world.incoming.end(), Amount{});
    std::fill(world.incoming_kits.begin(), world.incoming_kits.end(), Amount{});
    if (world.now.index == 0)
        for (const auto& [id, seen] : model.orders_before) world.incoming_before[network.requirements[id].stock] = Amount::nearest(seen);
    for (const CostedStock& row : model.costed) world.cost[row.stock] = 0;

    disrupt(world);

    const auto open_pool = [&](PoolId id) {
        const Pool&  pool = network.pools[id];
        double       rate = pool.capacity.at(world.now);
        if (world.grip.capacity_left.size() != 0) rate *= world.grip.capacity_left[id];
        const Amount total     = Amount::nearest(rate) + world.part_capacity[id];
        world.capacity[id]     = whole_grains(total, pool.grain);
        world.part_capacity[id] = total - world.capacity[id];
    };
    if (world.now.index == 0 || world.grip.capacity_left.size() != 0)
        for (const PoolId id : IdRange<PoolId>{0, static_cast<std::uint32_t>(network.pools.size())}) open_pool(id);
    else
        for (const PoolId id : model.pools_by_date) open_pool(id);
    for (const OfferId id : model.capped_by_date) world.ship_cap[id] = network.terms(id)->cap_at(world.now);
    for (std::size_t r = 0; r < network.receipts.size(); ++r) {
        const StockId   stock = network.receipts_to[r];
        const Receipts& row   = network.receipts[r];
        const Amount total = std::max(Amount::nearest(row.total.at(world.now) * row.per_unit - row.before), world.receipts_total[r]);
        world.on_hand[stock] += total - world.receipts_total[r];
        world.in_total[stock] += total - world.receipts_total[r];
        world.receipts_total[r] = total;
    }
    for (std::size_t m = 0; m < model.demands.size(); ++m) want(world, model.demands[m], world.markets[m]);
}

}  // namespace secondsource
