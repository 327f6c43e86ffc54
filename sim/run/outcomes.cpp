#include "sim/run/outcomes.h"

#include <array>
#include <numeric>

namespace secondsource {
namespace {

using Outcomes = std::vector<Outcome>;

double sum(const Summary::Row& row) { return std::accumulate(row.begin(), row.end(), 0.0); }
double end(const Summary::Row& row) { return row.empty() ? 0 : row.back(); }

template <Summary::Table Summary::*table, double (*reduce)(const Summary::Row&)>
void add(const Summary& summary, std::string_view name, Outcomes& outcomes) {
    for (const auto& [entity, row] : summary.*table) outcomes.push_back({std::string{name}, entity, reduce(row)});
}

void add_by_vendor(const Summary& summary, std::string_view name, Outcomes& outcomes) {
    add<&Summary::delivered_by, sum>(summary, name, outcomes);
    for (const auto& [buyer, vendors] : summary.delivered_to_by)
        for (const auto& [vendor, row] : vendors) outcomes.push_back({std::string{name}, buyer + "." + vendor, sum(row)});
}

constexpr std::array kinds{
    OutcomeKind{"delivered_gw", "GW", "reached the agent's sites in the reported ticks, facility gigawatts; with or without power yet", &add<&Summary::delivered_to, sum>},
    OutcomeKind{"delivered_gw_by_vendor", "GW", "the same by who shipped it, to all (vendor) and to each (buyer.vendor)", &add_by_vendor},
    OutcomeKind{"deployed_gw", "GW", "has power at the agent's sites at the end, facility gigawatts; what was there before the start included", &add<&Summary::deployed, end>},
    OutcomeKind{"wanted", "units", "what the market wanted in the reported ticks", &add<&Summary::wanted, sum>},
    OutcomeKind{"served", "units", "what it got of that, late or not", &add<&Summary::served, sum>},
    OutcomeKind{"lost", "units", "what it wanted and did not wait for", &add<&Summary::lost, sum>},
    OutcomeKind{"cost", "cost units", "cost of the stock in the reported ticks", &add<&Summary::cost, sum>},
};

}  // namespace

std::span<const OutcomeKind> common_outcomes() { return kinds; }

}  // namespace secondsource
