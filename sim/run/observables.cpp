#include "sim/run/observables.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "sim/engine/flow.h"
#include "sim/engine/look.h"

namespace secondsource {
namespace {

using Row = std::uint32_t;
constexpr std::array<std::string_view, 8> tables{"agent", "stock", "requirement", "offer", "link", "pool", "process", "market"};

StockId stock_of(const World& w, Row requirement) { return w.network().requirements[RequirementId{requirement}].stock; }
RequirementId market_of(const World& w, Row r) { return w.model().markets[r].requirement; }

LinkId link_of(const World& w, Row process) { return w.network().processes[ProcessId{process}].link; }

double in_transit(const World& w, LinkId id) { return w.transit.total(id).units(); }

/// Sum of a quantity over the links that a market buys through.
template <class Value>
double over_sources(const World& w, RequirementId id, Value value) {
    double sum = 0;
    for (const LinkId source : w.network().sources_of(id)) sum += value(source);
    return sum;
}

/// Sum over an agent's stocks. Rows stand in the order of their owners, so that those of one agent are neighbours.
template <class Value>
double over_stocks(const World& w, Row agent, Value value) {
    const auto& stocks = w.network().stocks;
    double      sum    = 0;
    auto        s      = std::partition_point(stocks.begin(), stocks.end(), [agent](const Stock& row) { return row.agent.index < agent; });
    for (; s != stocks.end() && s->agent.index == agent; ++s) sum += value(StockId{static_cast<Row>(s - stocks.begin())});
    return sum;
}

bool is_gigawatts(const World& w, StockId id) { return w.network().products[w.network().stocks[id].product].unit == "GW"; }

/// Gigawatts that links have brought to an agent's sites.
double delivered(const World& w, Row agent) {
    const Network& n = w.network();
    return over_stocks(w, agent, [&](StockId id) {
        if (!is_gigawatts(w, id) || !n.requirement_of[id].exists()) return 0.0;
        return over_sources(w, n.requirement_of[id], [&](LinkId link) { return n.links[link].is_converted ? w.received_total(link).scaled(n.terms(link)->conversion).units() : 0.0; });
    });
}
/// The agent's fleet: what deployments (pushed work) have filled, and what was there before.
double deployed(const World& w, Row agent) {
    const Network& n = w.network();
    return over_stocks(w, agent, [&](StockId id) {
        if (!is_gigawatts(w, id) || !n.requirement_of[id].exists()) return 0.0;
        for (const LinkId source : n.sources_of(n.requirement_of[id]))
            if (const ProcessId process = n.links[source].process; process.exists() && n.processes[process].is_push) return w.on_hand[id].units();
        return 0.0;
    });
}
double cash(const World& w, Row agent) {
    const Network& n = w.network();
    Money          sum;
    auto           o = std::partition_point(n.offers.begin(), n.offers.end(), [agent](const Offer& row) { return row.seller.index < agent; });
    for (; o != n.offers.end() && o->seller.index == agent; ++o) sum += w.earned[OfferId{static_cast<Row>(o - n.offers.begin())}];
    over_stocks(w, agent, [&](StockId id) {
        if (n.requirement_of[id].exists())
            for (const LinkId source : n.sources_of(n.requirement_of[id])) sum -= w.paid_total[source];
        return 0.0;
    });
    return sum.units();
}
double ratio(double part, double whole) { return whole > 0 ? part / whole : 1; }
double quoted(const World& w, Row r) { return w.queue[OfferId{r}]; }

const std::array all_observables{
    Observable{"agent", "cash", "USD", "earned by its offers less paid over its links since the first reported tick", &cash, true},
    Observable{"agent", "delivered_gw", "GW", "reached its sites since the first reported tick, facility gigawatts; with or without power yet", &delivered, true},
    Observable{"agent", "deployed_gw", "GW", "has power at its sites, facility gigawatts; what was there before the start included", &deployed},
    Observable{"stock", "on_hand", "units", "in stock", [](const World& w, Row r) { return w.on_hand[StockId{r}].units(); }},
    Observable{"stock", "on_order", "units", "ordered and not received", [](const World& w, Row r) { return w.on_order[StockId{r}].units(); }},
    Observable{"stock", "backlog", "units", "owed to customers", [](const World& w, Row r) { return w.owed[StockId{r}].units(); }},
    Observable{"stock", "net_stock", "units", "on hand less owed", [](const World& w, Row r) { return (w.on_hand[StockId{r}] - w.owed[StockId{r}]).units(); }},
    Observable{"stock", "position", "units", "on hand and on order less owed", [](const World& w, Row r) { return (w.on_hand[StockId{r}] + w.on_order[StockId{r}] - w.owed[StockId{r}]).units(); }},
    Observable{"stock", "incoming", "units", "orders that reached it in the tick", [](const World& w, Row r) { return w.incoming[StockId{r}].units(); }},
    Observable{"stock", "received", "units", "came in since the first reported tick", [](const World& w, Row r) { return w.in_total[StockId{r}].units(); }, true},
    Observable{"stock", "issued", "units", "went out since the first reported tick", [](const World& w, Row r) { return w.out_total[StockId{r}].units(); }, true},
    Observable{"stock", "cost", "cost units", "cost of the tick", [](const World& w, Row r) { return w.cost.size() ? w.cost[StockId{r}] : 0.0; }},
    Observable{"stock", "cost_total", "cost units", "cost since the first reported tick", [](const World& w, Row r) { return w.cost_total.size() ? w.cost_total[StockId{r}] : 0.0; }, true},
    Observable{"requirement", "forecast", "units", "expected of the next tick", [](const World& w, Row r) { return w.forecast[RequirementId{r}]; }},
    Observable{"requirement", "ordered", "units", "order of the tick, as it was placed with sources; below zero: cancelled", [](const World& w, Row r) { return w.ordered[RequirementId{r}].units(); }},
    Observable{"requirement", "true_need", "units", "what would have been ordered without inflation", [](const World& w, Row r) { return (w.model().inflates ? w.true_need : w.ordered)[RequirementId{r}].units(); }},
    Observable{"requirement", "unplaced", "units", "of a standing order: planned and not ordered yet", [](const World& w, Row r) { return w.unplaced.size() ? w.unplaced[RequirementId{r}].units() : 0; }},
    Observable{"requirement", "on_order", "units", "ordered and not received", [](const World& w, Row r) { return w.on_order[stock_of(w, r)].units(); }},
    Observable{"offer", "claimed", "units", "asked for in the tick, backlog included", [](const World& w, Row r) { return w.asked[OfferId{r}].units(); }},
    Observable{"offer", "available", "units", "could be shipped in the tick", [](const World& w, Row r) { return w.available[OfferId{r}].units(); }},
    Observable{"offer", "shipped", "units", "shipped or started in the tick", [](const World& w, Row r) { return w.sold[OfferId{r}].units(); }},
    Observable{"offer", "fill_rate", "share", "shipped over claimed", [](const World& w, Row r) { return ratio(w.sold[OfferId{r}].units(), w.asked[OfferId{r}].units()); }},
    Observable{"offer", "utilisation", "share", "shipped over available", [](const World& w, Row r) { return w.available[OfferId{r}].is_zero() ? 0 : w.sold[OfferId{r}] / w.available[OfferId{r}]; }},
    Observable{"offer", "price", "USD per unit", "price that buyers see in the next tick", [](const World& w, Row r) { return w.price[OfferId{r}]; }},
    Observable{"offer", "quoted_queue", "ticks", "a new order would wait behind those ahead of it", &quoted},
    Observable{"offer", "earned", "USD", "paid by its customers since the first reported tick", [](const World& w, Row r) { return w.earned[OfferId{r}].units(); }, true},
    Observable{"link", "ordered", "units", "ordered since the first reported tick", [](const World& w, Row r) { return w.ordered_total[LinkId{r}].units(); }, true},
    Observable{"link", "claimed", "units", "open before the allotment of the tick", [](const World& w, Row r) { return w.claimed[LinkId{r}].units(); }},
    Observable{"link", "shipped", "units", "shipped in the tick", [](const World& w, Row r) { return w.shipped[LinkId{r}].units(); }},
    Observable{"link", "received", "units", "received since the first reported tick, in the seller's unit", [](const World& w, Row r) { return w.received_total(LinkId{r}).units(); }, true},
    Observable{"link", "dropped", "units", "orders lost or cancelled, and goods scrapped on the way, since the first reported tick", [](const World& w, Row r) { return w.dropped_total[LinkId{r}].units(); }, true},
    Observable{"link", "open", "units", "seen by the seller and not shipped", [](const World& w, Row r) { return w.open[LinkId{r}].units(); }},
    Observable{"link", "in_transit", "units", "on the way", [](const World& w, Row r) { return in_transit(w, LinkId{r}); }},
    Observable{"link", "received_gw", "GW", "received since the first reported tick, where units count as power", [](const World& w, Row r) { const Network& n = w.network(); const LinkId id{r}; return n.links[id].is_converted ? w.received_total(id).units() * n.terms(id)->conversion : 0.0; }, true},
    Observable{"link", "waited", "unit ticks", "units times the ticks that their orders waited, since the first reported tick", [](const World& w, Row r) { return w.books.waited(LinkId{r}); }, true},
    Observable{"link", "lead_time", "ticks", "from order to arrival, mean of what arrived in the tick; empty if nothing did", [](const World& w, Row r) { return w.lead_times.last(LinkId{r}); }},
    Observable{"link", "record", "share", "smoothed fill rate", [](const World& w, Row r) { return w.record[LinkId{r}]; }},
    Observable{"link", "paid", "USD", "paid by the buyer since the first reported tick", [](const World& w, Row r) { return w.paid_total[LinkId{r}].units(); }, true},
    Observable{"pool", "capacity", "units", "of the tick", [](const World& w, Row r) { return w.capacity[PoolId{r}].units(); }},
    Observable{"process", "ordered", "units", "output ordered since the first reported tick", [](const World& w, Row r) { return w.ordered_total[link_of(w, r)].units(); }, true},
    Observable{"process", "open", "units", "output ordered and not started", [](const World& w, Row r) { return w.open[link_of(w, r)].units(); }},
    Observable{"process", "dropped", "units", "output ordered that will not come: lost or cancelled, scrapped under way, or short of the expected yield, since the first reported tick", [](const World& w, Row r) { return w.dropped_total[link_of(w, r)].units(); }, true},
    Observable{"process", "finished", "units", "good output since the first reported tick", [](const World& w, Row r) { return w.received_total(link_of(w, r)).units(); }, true},
    Observable{"process", "waited", "unit ticks", "units of output times the ticks that their orders waited to be started, since the first reported tick", [](const World& w, Row r) { return w.books.waited(link_of(w, r)); }, true},
    Observable{"process", "starts", "starts", "in the tick", [](const World& w, Row r) { return w.starts[ProcessId{r}].units(); }},
    Observable{"process", "pool_used", "units", "capacity of its pool that the starts of the tick took", [](const World& w, Row r) { return times(w.network().processes[ProcessId{r}].pool_per_start, w.starts[ProcessId{r}]).units(); }},
    Observable{"process", "work_in_process", "units", "good output under way", [](const World& w, Row r) { return in_transit(w, link_of(w, r)); }},
    Observable{"process", "scrap", "units", "output that was not good, since the first reported tick", [](const World& w, Row r) { return w.scrap_total[ProcessId{r}].units(); }, true},
    Observable{"process", "bound_by", "code", "0 nothing, 1 capacity, 2 not launched, 3 and more: the input of that place in its bill of materials", [](const World& w, Row r) { return double{static_cast<double>(w.bound_by[ProcessId{r}])}; }},
    Observable{"market", "wanted", "units", "demand of the tick", [](const World& w, Row r) { return w.markets[r].wanted.units(); }},
    Observable{"market", "served", "units", "consumed since the first reported tick", [](const World& w, Row r) { return w.out_total[stock_of(w, market_of(w, r).index)].units(); }, true},
    Observable{"market", "lost", "units", "wanted and not waited for, since the first reported tick", [](const World& w, Row r) { return w.markets[r].lost_total.units(); }, true},
    Observable{"market", "waiting", "units", "wanted and not yet shipped: not ordered yet, in the mail, open, or held by a pause", [](const World& w, Row r) { return (w.markets[r].unplaced + open_orders(w, market_of(w, r))).units(); }},
};

}  // namespace

std::span<const Observable> observables() { return all_observables; }
std::span<const std::string_view> observed_tables() { return tables; }

std::vector<NamedRow> rows_of(const Network& n, std::string_view table) {
    std::vector<NamedRow> rows;
    const auto            add = [&](Row row, const std::string& path) { rows.push_back({row, path.substr(path.find('.') + 1)}); };
    const auto            all = [&]<class Id>(std::size_t count, Id) {
        for (Row row = 0; row < count; ++row) add(row, n.path(Id{row}));
    };
    if (table == "agent") all(n.agents.size(), AgentId{});
    else if (table == "stock") all(n.stocks.size(), StockId{});
    else if (table == "requirement") all(n.requirements.size(), RequirementId{});
    else if (table == "offer") all(n.offers.size(), OfferId{});
    else if (table == "pool") all(n.pools.size(), PoolId{});
    else if (table == "process") all(n.processes.size(), ProcessId{});
    else if (table == "link") {
        for (Row row = 0; row < n.links.size(); ++row)
            if (!n.links[LinkId{row}].process.exists()) add(row, n.path(LinkId{row}));
    } else if (table == "market") {   // numbered as in the model: in the order of their requirements; there may be no model yet
        Row market = 0;
        for (Row row = 0; row < n.requirements.size(); ++row)
            if (n.stocks[n.requirements[RequirementId{row}].stock].is_consumed) add(market++, n.path(RequirementId{row}));
    }
    return rows;
}

}  // namespace secondsource
