#include "sim/run/summary.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "sim/run/observables.h"

namespace secondsource {
namespace {

using Rows = std::vector<std::vector<double>>;

bool is_counted(const Network& n, LinkId id) { return n.links[id].is_converted; }
std::string agent_name(const Network& n, AgentId id) { return n.agents[id].name; }
std::string seller(const Network& n, LinkId id) { return agent_name(n, n.offers[n.links[id].offer].seller); }
std::string buyer(const Network& n, LinkId id) { return agent_name(n, n.stocks[n.links[id].stock].agent); }
std::string good(const Network& n, LinkId id) { return seller(n, id) + "." + n.goods_name(n.links[id].offer); }

std::string cause(const Network& n, const Process& process, std::size_t code) {
    if (code == bound_by_nothing) return "nothing";
    if (code == bound_by_capacity) return "capacity";
    if (code == bound_by_launch) return "launch";
    return n.products[n.stocks[n.inputs[process.first_input + code - bound_by_first_input].stock].product].name;
}

void add(Summary::Row& row, const std::vector<double>& values) {
    row.resize(values.size());
    for (std::size_t y = 0; y < values.size(); ++y) row[y] += values[y];
}

std::string entity_of_pool(const Network& n, PoolId id) { return agent_name(n, n.pools[id].agent) + "." + n.pools[id].name; }

double total_of(const std::vector<double>& years) { return std::accumulate(years.begin(), years.end(), 0.0); }

/// Not a number of nothing.
double share(double part, double whole) { return whole > 0 ? part / whole : std::numeric_limits<double>::quiet_NaN(); }

bool any(const std::vector<double>& values) {
    return std::any_of(values.begin(), values.end(), [](double v) { return v != 0; });
}

}  // namespace

SummaryGatherer::SummaryGatherer(const World& world) : model_{&world.model()} {
    const Network& n = model_->network;
    std::size_t    years = 1;
    if (model_->calendar.has_dates()) {
        first_year_ = model_->calendar.date_of(model_->first_reported).year;
        const int last = model_->calendar.date_of(model_->end - Ticks{1}).year;
        years = static_cast<std::size_t>(std::clamp(last - first_year_ + 1, 1, 200));
        for (std::size_t y = 0; y < years; ++y) summary_.years.push_back(std::to_string(first_year_ + static_cast<int>(y)));
    } else {
        summary_.years.push_back("all");
    }
    const auto table = [&](std::size_t rows) { return Rows(rows, std::vector<double>(years)); };
    link_received_ = table(n.links.size());
    link_unit_ticks_ = table(n.links.size());
    link_arrived_  = table(n.links.size());
    link_used_     = table(n.links.size());
    pool_capacity_ = table(n.pools.size());
    pool_used_     = table(n.pools.size());
    quoted_        = table(n.links.size());
    deployed_      = table(n.agents.size());
    bound_.resize(n.processes.size());
    for (std::uint32_t p = 0; p < n.processes.size(); ++p) {
        const Process& row = n.processes[ProcessId{p}];
        bound_[p] = table(bound_by_first_input + row.last_input - row.first_input);
    }
    wanted_ = served_ = lost_by_ = table(model_->markets.size());
    on_hand_ = backlog_ = cost_ = table(n.stocks.size());
    asked_ = ordered_ = shipped_ = table(n.stocks.size());
    ticks_.assign(years, 0);
    received_.assign(n.links.size(), 0);
    unit_ticks_.assign(n.links.size(), 0);
    arrived_.assign(n.links.size(), 0);
    served_before_.assign(model_->markets.size(), 0);
    lost_.assign(model_->markets.size(), 0);
}

std::size_t SummaryGatherer::year_of(const World& world) const {
    if (!model_->calendar.has_dates()) return 0;
    const int year = model_->calendar.date_of(Tick{world.now.index - 1}).year;
    return static_cast<std::size_t>(std::clamp(year - first_year_, 0, static_cast<int>(summary_.years.size()) - 1));
}

void SummaryGatherer::start(const World& world) {
    for (std::uint32_t i = 0; i < received_.size(); ++i) {
        received_[i]   = world.received_total(LinkId{i}).units();
        unit_ticks_[i] = world.lead_times.unit_ticks(LinkId{i});
        arrived_[i]    = world.lead_times.arrived(LinkId{i});
    }
    for (std::size_t m = 0; m < model_->markets.size(); ++m) {
        const RequirementId id = model_->markets[m].requirement;
        served_before_[m] = world.out_total[model_->network.requirements[id].stock].units();
        lost_[m] = world.markets[m].lost_total.units();
    }
}

void SummaryGatherer::observe(const World& world) {
    const Network&    n = model_->network;
    const std::size_t y = year_of(world);
    ticks_[y] += 1;
    for (std::uint32_t i = 0; i < n.links.size(); ++i) {
        const LinkId id{i};
        const Link&  link = n.links[id];
        const double received = world.received_total(id).units(), unit_ticks = world.lead_times.unit_ticks(id), arrived = world.lead_times.arrived(id);
        link_received_[i][y] += received - received_[i];
        link_unit_ticks_[i][y] += unit_ticks - unit_ticks_[i];
        link_arrived_[i][y] += arrived - arrived_[i];
        received_[i]   = received;
        unit_ticks_[i] = unit_ticks;
        arrived_[i]    = arrived;
        if (is_counted(n, id)) quoted_[i][y] = world.queue[link.offer] + link.lead_time + link.order_delay;
        if (n.offers[link.offer].pool.exists())
            link_used_[i][y] += link.process.exists() ? world.starts[link.process].units() * n.processes[link.process].pool_per_start.units() : world.shipped[id].units();
    }
    for (std::uint32_t o = 0; o < n.offers.size(); ++o)
        if (const PoolId pool = n.offers[OfferId{o}].pool; pool.exists()) {
            pool_capacity_[pool.index][y] += world.available[OfferId{o}].units();
            pool_used_[pool.index][y] += world.sold[OfferId{o}].units();
        }
    for (std::uint32_t p = 0; p < n.processes.size(); ++p)
        if (!n.processes[ProcessId{p}].is_push) bound_[p][world.bound_by[ProcessId{p}]][y] += 1;
    for (std::size_t m = 0; m < model_->markets.size(); ++m) {
        const RequirementId id = model_->markets[m].requirement;
        const double served = world.out_total[n.requirements[id].stock].units();
        const double lost   = world.markets[m].lost_total.units();
        wanted_[m][y] += world.markets[m].wanted.units();
        served_[m][y] += served - served_before_[m];
        lost_by_[m][y] += lost - lost_[m];
        served_before_[m] = served;
        lost_[m]          = lost;
    }
    for (std::uint32_t s = 0; s < n.stocks.size(); ++s) {
        const StockId id{s};
        on_hand_[s][y] += world.on_hand[id].units();
        backlog_[s][y] += world.owed[id].units();
        if (world.cost.size()) cost_[s][y] += world.cost[id];
        if (const OfferId offer = n.offer_of[id]; offer.exists()) {
            asked_[s][y] += world.asked[offer].units();
            ordered_[s][y] += world.incoming[id].units();
            shipped_[s][y] += world.sold[offer].units();
        }
        if (n.products[n.stocks[id].product].name == "deployed") deployed_[n.stocks[id].agent.index][y] = world.on_hand[id].units();
    }
}

Summary SummaryGatherer::result() const {
    const Network& n = model_->network;
    Summary        s = summary_;
    std::map<std::string, std::pair<std::vector<double>, std::vector<double>>> waits;
    const std::size_t years = s.years.size();
    for (std::uint32_t i = 0; i < n.links.size(); ++i) {
        const LinkId id{i};
        if (is_counted(n, id)) {
            const double        gigawatts = n.terms(id)->conversion;
            std::vector<double> delivered = link_received_[i];
            for (double& value : delivered) value *= gigawatts;
            add(s.delivered_to[buyer(n, id)], delivered);
            add(s.delivered_by[seller(n, id)], delivered);
            add(s.delivered_to_by[buyer(n, id)][seller(n, id)], delivered);
            add(s.shipped[good(n, id)], link_received_[i]);
            auto& [ticks, units] = waits[good(n, id)];
            add(ticks, link_unit_ticks_[i]);
            add(units, link_arrived_[i]);
            Summary::Row& quoted = s.quoted[good(n, id)];
            quoted.resize(years);
            for (std::size_t y = 0; y < years; ++y) quoted[y] = std::max(quoted[y], quoted_[i][y]);
        }
        if (const PoolId pool = n.offers[n.links[id].offer].pool; pool.exists() && any(link_used_[i]))
            add(s.pool_customers[entity_of_pool(n, pool)][buyer(n, id)], link_used_[i]);
    }
    for (const auto& [buyer, vendors] : s.delivered_to_by)
        for (const auto& [vendor, row] : vendors) s.vendor_share[buyer][vendor] = {share(total_of(row), total_of(s.delivered_to[buyer]))};
    for (auto& [name, sums] : waits) {
        Summary::Row& row = s.waited[name];
        for (std::size_t y = 0; y < years; ++y) row.push_back(share(sums.first[y], sums.second[y]));
    }
    for (std::uint32_t p = 0; p < n.pools.size(); ++p) {
        const std::string name = entity_of_pool(n, PoolId{p});
        Summary::Row&     use  = s.pool_use[name];
        for (std::size_t y = 0; y < years; ++y) use.push_back(share(pool_used_[p][y], pool_capacity_[p][y]));
        for (auto& [customer, row] : s.pool_customers[name])
            for (std::size_t y = 0; y < years; ++y) row[y] = share(row[y], pool_used_[p][y]);
    }
    for (std::uint32_t p = 0; p < n.processes.size(); ++p) {
        const Process& process = n.processes[ProcessId{p}];
        if (process.is_push) continue;
        const std::string path = n.path(ProcessId{p});
        s.is_sold[path.substr(path.find('.') + 1)] = n.offer_of[n.links[process.link].stock].exists();
        for (std::size_t code = 0; code < bound_[p].size(); ++code) {
            if (!any(bound_[p][code])) continue;
            Summary::Row& row = s.bound[path.substr(path.find('.') + 1)][cause(n, process, code)];
            for (std::size_t y = 0; y < years; ++y) row.push_back(ticks_[y] > 0 ? bound_[p][code][y] / ticks_[y] : 0);
        }
    }
    for (std::size_t m = 0; m < model_->markets.size(); ++m) {
        const std::string path = n.path(model_->markets[m].requirement), name = path.substr(path.find('.') + 1);
        s.wanted[name] = wanted_[m];
        s.served[name] = served_[m];
        s.lost[name]   = lost_by_[m];
        s.served_share[name] = {share(total_of(served_[m]), total_of(wanted_[m]))};
    }
    for (std::uint32_t i = 0; i < n.agents.size(); ++i)
        if (any(deployed_[i])) s.deployed[n.agents[AgentId{i}].name] = deployed_[i];
    for (std::uint32_t i = 0; i < n.stocks.size(); ++i) {
        const StockId id{i};
        if (!n.offer_of[id].exists()) continue;
        const std::string path = n.path(id), name = path.substr(path.find('.') + 1);
        s.cost[name] = cost_[i];
        for (std::size_t y = 0; y < years; ++y) {
            s.mean_on_hand[name].push_back(ticks_[y] > 0 ? on_hand_[i][y] / ticks_[y] : 0);
            s.mean_backlog[name].push_back(ticks_[y] > 0 ? backlog_[i][y] / ticks_[y] : 0);
            s.fill_rate[name].push_back(share(shipped_[i][y], asked_[i][y]));
            s.shipped_of_ordered[name].push_back(share(shipped_[i][y], ordered_[i][y]));
        }
    }
    return s;
}

}  // namespace secondsource
