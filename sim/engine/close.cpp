// The end of a tick: prices and quotes move, money changes hands, agents learn, stocks cost.

#include <algorithm>
#include <cmath>

#include "sim/engine/close.h"
#include "sim/engine/flow.h"
#include "sim/engine/quote.h"
#include "sim/engine/short_way.h"
#include "sim/engine/tick.h"

namespace secondsource {

void refuse_invoice(const World& world, OfferId id) {
    if (!std::isfinite(world.price[id])) return;
    const std::string what = "an invoice of " + world.network().path(id) + " in " + tick_text(world) + " comes to more than can be counted to the cent, " + std::to_string(std::llrint(most_invoiced / Money::parts_per_unit)) + " USD";
    throw Uncountable(what, "is its price, USD a unit, what was meant?");
}

void clear(World& world) {
    const Model& model = world.model();
    Scratch&     scratch = world.scratch;
    for (const OfferId id : model.priced_by_date) world.list_price[id] = model.network.terms(id)->price.at(world.now + Ticks{1});
    for (const PriceGroup& group : model.pricing) {
        if (are_neighbours(std::span<const OfferId>{group.rows})) {
            const auto of = [&](auto& column) { return std::span{column.data() + group.rows[0].index, group.rows.size()}; };
            group.pricing->prices({of(world.price), of(world.list_price), of(world.asked), of(world.available)}, of(world.price));
            continue;
        }
        const std::size_t count = group.rows.size();
        const auto        price = room(scratch.prices, count), list = room(scratch.over, count);
        const auto        asked = room(scratch.wants, count), available = room(scratch.parts, count);
        for (std::size_t i = 0; i < count; ++i) {
            const OfferId id = group.rows[i];
            price[i]     = world.price[id];
            list[i]      = world.list_price[id];
            asked[i]     = world.asked[id];
            available[i] = world.available[id];
        }
        group.pricing->prices({price, list, asked, available}, price);
        for (std::size_t i = 0; i < count; ++i) world.price[group.rows[i]] = price[i];
    }
    if (model.quotes_queues || world.quotes_queues) quote(world);
}

namespace {

/// Calls `close(id, offer)` for the offers that were not closed as they shipped.
template <class Close>
void for_each_left(const World& world, Close close) {
    for (const Turn& turn : world.network().downward)
        if (!goes_the_short_way(world, turn))
            for (const OfferId id : turn.offers) close(id, world.network().offers[id]);
}

}  // namespace

void settle(World& world) {
    if (!world.model().has_prices) return;
    for_each_left(world, [&](OfferId id, const Offer& offer) {
        if (!offer.has_processes) bill(world, id, offer, [&](LinkId link) { return world.shipped[link]; });
        else bill(world, id, offer, [&](LinkId link) { return granted(world, link); });
    });
}

void learn(World& world) {
    const Model&   model   = world.model();
    const Network& network = model.network;
    const double   newest  = model.record_smoothing;
    for_each_left(world, [&](OfferId id, const Offer& offer) { learn_records(world, id, offer); });
    for (std::uint32_t i = 0; i < world.sales.size(); ++i) {
        const LinkId link{i};
        world.sales[link] += newest * (granted(world, link).units() - world.sales[link]);
    }
    if (model.keeps_usage)
        for (std::uint32_t i = 0; i < network.stocks.size(); ++i) {
            const StockId id{i};
            world.usage[id] += newest * ((world.out_total[id] - world.out_before[id]).units() - world.usage[id]);
            world.out_before[id] = world.out_total[id];
        }

    for (const auto& [id, offer, requirement, costs] : model.costed) {
        double cost  = world.cost[id] + costs.period;
        Amount there = world.on_hand[id];
        if (offer.exists() && !world.held.empty())
            for (const LinkId link : network.sales_of(network.offers[offer])) there += world.held_for(link);
        cost += costs.holding * there.units();
        cost += costs.backlog * world.owed[id].units();
        if (offer.exists() && costs.in_transit != 0)
            for (const LinkId link : network.sales_of(network.offers[offer])) cost += costs.in_transit * world.transit.total(link).units();
        if (requirement.exists())
            for (const LinkId source : network.sources_of(requirement))
                if (const LinkTerms* terms = network.terms(source); terms && terms->unit_cost != 0) cost += terms->unit_cost * world.shipped[source].units() * terms->conversion;
        world.cost[id] = cost;
        world.cost_total[id] += cost;
    }
}

}  // namespace secondsource
