#include "sim/engine/world.h"

#include <algorithm>

#include "sim/base/check.h"
#include "sim/engine/flow.h"

namespace secondsource {
namespace {

void open_pipelines(World& world) {
    std::vector<Pipelines::Track> transit, mail, gross;
    std::vector<bool>             keeps;
    const Network&                network = world.network();
    std::vector<bool>             is_plain(network.links.size());
    for (const Turn& turn : network.downward)
        for (const Turn::Run& run : turn.runs)
            for (const LinkId link : run.links) is_plain[link.index] = true;
    for (const LinkId id : IdRange<LinkId>{0, static_cast<std::uint32_t>(network.links.size())}) {
        const Link&         link  = network.links[id];
        const std::uint32_t reach = link.may_pause ? std::max(link.lead_time, 1u) : link.lead_time;   // a pause keeps what would be there at once
        transit.push_back({reach, link.may_pause, is_plain[id.index]});
        mail.push_back({link.order_delay});
        gross.push_back({has_random_yield(world.model(), link.process) ? reach : 0, link.may_pause});
        keeps.push_back(!link.is_lost || link.process.exists());
    }
    world.transit.open(transit);
    world.mail.open(mail);
    world.gross.open(gross);
    world.books.open(keeps);
}

/// Orders and goods that are under way before the first tick count as ordered (and shipped) before it.
void start_link(World& world, LinkId id, const LinkStart& initial) {
    const Network& network = world.network();
    const Link&    link    = network.links[id];
    for (std::size_t k = 0; k < initial.in_transit.size(); ++k) {
        if (initial.in_transit[k].is_zero()) continue;
        SIM_CHECK(k < link.lead_time, "what is in transit at the start arrives within the lead time");
        count_order(world, id, link, initial.in_transit[k]);
        world.shipped_total[id] += initial.in_transit[k];
        if (const StockId seller = network.offers[link.offer].stock; seller.exists()) world.sent_before[seller] += initial.in_transit[k];
        world.transit.send(id, static_cast<std::uint32_t>(k), initial.in_transit[k]);
        if (link.has_random_lead_time) world.last_arrival[network.terms_row(id)] = Tick{static_cast<std::int64_t>(k)};
        if (!link.process.exists()) continue;
        world.made_before[link.process] += initial.in_transit[k];
        if (!has_random_yield(world.model(), link.process)) continue;
        const double share = world.model().yields[world.model().yield_of[link.process]]->expected({world.now, 0});
        world.gross.send(id, static_cast<std::uint32_t>(k), share > 0 ? initial.in_transit[k].scaled(1 / share) : initial.in_transit[k]);
    }
    for (std::size_t k = 0; k < initial.in_mail.size(); ++k) {
        if (initial.in_mail[k].is_zero()) continue;
        SIM_CHECK(k < link.order_delay, "what is in the mail at the start arrives within the order delay");
        count_order(world, id, link, initial.in_mail[k]);
        world.mail.send(id, static_cast<std::uint32_t>(k), initial.in_mail[k]);
    }
    if (!initial.backlog.is_zero()) {
        count_order(world, id, link, initial.backlog);
        world.open[id] += initial.backlog;
        if (world.books.has(id)) world.books.push(id, Tick{-1}, initial.backlog);
        if (const Offer& offer = network.offers[link.offer]; offer.stock.exists()) world.owed[offer.stock] += initial.backlog;
    }
}

}  // namespace

World::World(std::shared_ptr<const Model> model, std::uint64_t seed_given, std::uint32_t replication_given)
    : seed{seed_given}, replication{replication_given}, model_{std::move(model)} {
    const Network& n = network();
    for (auto* column : {&on_hand, &on_order, &owed, &incoming, &incoming_before, &in_total, &out_total, &sent_before}) column->resize(n.stocks.size());
    if (!model_->used_before.empty()) incoming_kits.resize(n.stocks.size());
    if (model_->keeps_usage) {
        usage.resize(n.stocks.size());
        out_before.resize(n.stocks.size());
    }
    if (!model_->costed.empty()) {
        cost.resize(n.stocks.size());
        cost_total.resize(n.stocks.size());
    }
    forecast.resize(n.requirements.size());
    ordered.resize(n.requirements.size());
    if (model_->inflates) {
        true_need.resize(n.requirements.size());
        overstated.resize(n.requirements.size());
    }
    if (model_->carries) unplaced.resize(n.requirements.size());
    markets.resize(model_->markets.size());
    memory = model_->initial_memory;
    for (const MarketDemand& demand : model_->demands)
        for (std::uint32_t f = demand.first_factor; f < demand.last_factor; ++f) demand_chance.emplace_back(seed, replication, demand.key + (f - demand.first_factor));
    for (auto* column : {&asked, &available, &sold}) column->resize(n.offers.size());
    ship_cap.resize(n.offers.size(), Amount::max());
    price.resize(n.offers.size());
    list_price.resize(n.offers.size());
    earned.resize(n.offers.size());
    queue.resize(n.offers.size());
    for (auto* column : {&placed, &open, &claimed, &shipped, &ordered_total, &shipped_total, &dropped_total})
        column->resize(n.links.size());
    for (const Product& product : n.products)
        if (product.grain.parts() > 1) short_of.resize(n.links.size());
    record.resize(n.links.size(), 1.0);
    for (const auto& policy : model_->allocations)
        if (policy && policy->reads().past_sales) sales.resize(n.links.size());
    for (auto* column : {&starts, &starts_total, &scrap_total, &made_before, &part_made}) column->resize(n.processes.size());
    for (std::uint32_t i = 0; i < n.processes.size() && part_done.size() == 0; ++i)
        if (has_random_yield(*model_, ProcessId{i})) part_done.resize(n.processes.size());
    bound_by.resize(n.processes.size());
    capacity.resize(n.pools.size());
    part_capacity.resize(n.pools.size());
    held.resize(n.link_terms.size());
    last_arrival.resize(n.link_terms.size());
    receipts_total.resize(n.receipts.size());
    paid_total.resize(n.links.size());
    disruptions.resize(model_->disruptions.size());
    if (!model_->disruptions.empty()) {
        grip.capacity_left.resize(n.pools.size(), 1.0);
        grip.offer_left.resize(n.offers.size(), 1.0);
        grip.stops.resize(n.links.size());
        for (const Disruption& disruption : model_->disruptions)
            if (disruption.effect == DisruptionEffect::capacity && !disruption.links.empty()) grip.link_left.resize(n.links.size(), 1.0);
    }
    for (std::uint32_t i = 0; i < n.stocks.size(); ++i) {
        on_hand[StockId{i}]  = n.stocks[StockId{i}].initial;
        in_total[StockId{i}] = n.stocks[StockId{i}].initial;
    }
    for (std::uint32_t i = 0; i < n.offers.size(); ++i)
        if (const OfferTerms* terms = n.terms(OfferId{i})) {
            price[OfferId{i}] = list_price[OfferId{i}] = terms->price.at(Tick{0});
            ship_cap[OfferId{i}]                       = terms->cap_at(Tick{0});
        }
    for (const PriceGroup& group : model_->pricing) {   // a list price that was drawn may lie beyond them
        const auto [lowest, highest] = group.pricing->bounds();
        for (const OfferId id : group.rows) price[id] = std::clamp(price[id], lowest, highest);
    }
    open_pipelines(*this);
    for (const auto& [links, start] : model_->initial_links)
        for (const LinkId link : links) start_link(*this, link, model_->link_starts[start]);
    for (std::size_t m = 0; m < markets.size(); ++m)   // what is under way was wanted before the first tick
        markets[m].wanted_total = on_order[n.requirements[model_->markets[m].requirement].stock];
}

MarketTotals market_totals(const World& world) {
    MarketTotals totals;
    for (std::size_t m = 0; m < world.markets.size(); ++m) {
        totals.served += world.out_total[world.model().markets[m].stock].units();
        totals.lost += world.markets[m].lost_total.units();
    }
    return totals;
}

}  // namespace secondsource
