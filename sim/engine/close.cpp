// The end of a tick: prices and quotes move, money changes hands, agents learn, stocks cost.

#include <algorithm>
#include <cmath>

#include "sim/engine/close.h"
#include "sim/engine/flow.h"
#include "sim/engine/tick.h"

namespace secondsource {
namespace {

constexpr std::size_t rows_per_block = 64;

double list_price(const Network& network, OfferId id, Tick now) {
    const OfferTerms* terms = network.terms(id);
    return terms ? terms->price.at(now) : 0;
}

/// Ticks that a new order would wait for those ahead of it, at the capacity of the coming ticks, expansions included.
double queue_of_pool(const World& world, const Offer& offer, double waiting) {
    const Pool&        pool = world.network().pools[offer.pool];
    const std::int64_t last = std::max(world.model().end.index - world.now.index, std::int64_t{1});
    double             ticks = 0;
    for (std::int64_t k = 1; k <= last && waiting > 0; ++k, ++ticks) {
        double capacity = pool.capacity.at(world.now + Ticks{k});
        if (world.grip.capacity_left.size() != 0 && k == 1) capacity *= world.grip.capacity_left[offer.pool];
        if (capacity >= waiting) return ticks + waiting / capacity;
        waiting -= capacity;
    }
    return ticks;
}

/// … at the receipts that are on their way to the stock; beyond those, at their mean rate.
double queue_of_stock(const World& world, const Offer& offer, double waiting) {
    const Network& network = world.network();
    waiting -= world.stock[offer.stock].on_hand.units();
    if (waiting <= 0) return 0;
    const RequirementId requirement = network.requirement_of[offer.stock];
    const auto          horizon     = static_cast<double>(std::max(world.model().end.index - world.now.index, std::int64_t{1}));
    if (!requirement.exists()) return horizon;
    std::uint32_t reach = 0;
    double        coming = 0;
    for (const SourceRow& source : network.sources_of(requirement)) reach = std::max(reach, network.links[source.link].lead_time);
    for (std::uint32_t k = 0; k < reach; ++k) {
        double due = 0;
        for (const auto& [source, seller, from] : network.sources_of(requirement))
            if (k < world.transit.ring(source)) {
                const LinkTerms* terms = network.links[source].is_converted ? network.terms(source) : nullptr;
                due += world.transit.due_in(source, k).units() * (terms ? terms->conversion : 1);
            }
        if (due >= waiting) return std::min(horizon, k + 1.0);
        waiting -= due;
        coming += due;
    }
    return coming > 0 ? std::min(horizon, reach + waiting / (coming / reach)) : horizon;
}

void quote(World& world) {
    const Network& network = world.network();
    for (std::uint32_t i = 0; i < network.offers.size(); ++i) {
        const OfferId id{i};
        const Offer&  offer = network.offers[id];
        double        waiting = 0;
        for (std::uint32_t l = offer.first_link; l < offer.last_link; ++l) {
            const LinkId link{l};
            const ProcessId process = network.links[link].process;
            if (!process.exists()) waiting += world.open[link].units();
            else if (const double good = good_output_per_start(world, process); good > 0)
                waiting += world.open[link].units() / good * network.processes[process].pool_per_start.units();
        }
        world.offer[id].queue = waiting <= 0                        ? 0
                                : offer.origin == Origin::pool  ? queue_of_pool(world, offer, waiting)
                                : offer.origin == Origin::stock ? queue_of_stock(world, offer, waiting)
                                                                : 0;
    }
}

}  // namespace

void clear(World& world) {
    const Model& model = world.model();
    Scratch&     scratch = world.scratch;
    for (const PriceGroup& group : model.pricing)
        for (std::size_t first = 0; first < group.rows.size(); first += rows_per_block) {
            const std::size_t count = std::min(rows_per_block, group.rows.size() - first);
            scratch.markets.resize(count);
            scratch.prices.resize(count);
            for (std::size_t i = 0; i < count; ++i) {
                const OfferId     id    = group.rows[first + i];
                const OfferState& state = world.offer[id];
                scratch.markets[i] = {world.price[id], list_price(model.network, id, world.now + Ticks{1}), state.claimed.units(), state.available.units()};
            }
            group.pricing->prices(scratch.markets, scratch.prices);
            for (std::size_t i = 0; i < count; ++i) world.next_price[group.rows[first + i]] = scratch.prices[i];
        }
    if (model.quotes_queues || world.quotes_queues) quote(world);
}

namespace {

/// Calls `close(id, offer)` for the offers that were not closed as they shipped.
template <class Close>
void for_each_left(const World& world, Close close) {
    for (const Stretch& stretch : world.network().downward)
        if (!goes_the_short_way(world, stretch))
            for (OfferId id = stretch.begin; id != stretch.end; ++id.index) close(id, world.network().offers[id]);
}

}  // namespace

void settle(World& world) {
    const Network& network = world.network();
    for_each_left(world, [&](OfferId id, const Offer& offer) {
        if (!offer.has_processes) {
            bill(world, id, offer, [&](std::uint32_t link) { return world.shipped[LinkId{link}]; });
        } else {
            bill(world, id, offer, [&](std::uint32_t link) {
                const ProcessId process = network.links[LinkId{link}].process;
                return process.exists() ? times(network.processes[process].pool_per_start, world.starts[process]) : world.shipped[LinkId{link}];
            });
        }
    });
}

void learn(World& world) {
    const Model&   model   = world.model();
    const Network& network = model.network;
    const double   newest  = model.record_smoothing;
    for_each_left(world, [&](OfferId id, const Offer& offer) { learn_records(world, id, offer); });
    for (std::uint32_t i = 0; i < world.sales.size(); ++i) {
        const LinkId link{i};
        world.sales[link] += newest * (world.shipped[link].units() - world.sales[link]);
    }
    if (model.keeps_usage)
        for (std::uint32_t i = 0; i < network.stocks.size(); ++i) {
            const StockId id{i};
            world.usage[id] += newest * ((world.stock[id].out_total - world.out_before[id]).units() - world.usage[id]);
            world.out_before[id] = world.stock[id].out_total;
        }
    for (const PriceGroup& group : model.pricing)
        for (const OfferId id : group.rows) world.price[id] = world.next_price[id];

    for (const StockId id : model.costed) {
        const Stock&      stock = network.stocks[id];
        const StockCosts& costs = stock.costs;
        double            cost  = world.cost[id] + costs.period;
        if (costs.holding != 0) {
            Amount there = world.stock[id].on_hand;
            if (const OfferId offer = network.offer_of[id]; offer.exists() && !world.held.empty())
                for (std::uint32_t i = network.offers[offer].first_link; i < network.offers[offer].last_link; ++i)
                    if (const std::uint32_t row = network.link_terms_of[LinkId{i}]; row != Id<LinkTerms>::none) there += world.held[row];
            cost += costs.holding * there.units();
        }
        if (costs.backlog != 0) cost += costs.backlog * world.stock[id].owed.units();
        if (costs.in_transit != 0)
            if (const OfferId offer = network.offer_of[id]; offer.exists())
                for (std::uint32_t i = network.offers[offer].first_link; i < network.offers[offer].last_link; ++i)
                    cost += costs.in_transit * (world.shipped_total[LinkId{i}] - world.received_total[LinkId{i}]).units();
        if (const RequirementId requirement = network.requirement_of[id]; requirement.exists())
            for (const auto& [source, seller, from] : network.sources_of(requirement))
                if (const LinkTerms* terms = network.terms(source); terms && terms->unit_cost != 0) cost += terms->unit_cost * world.shipped[source].units();
        world.cost[id] = cost;
        world.cost_total[id] += cost;
    }
}

}  // namespace secondsource
