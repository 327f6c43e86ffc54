// Published trajectories of small networks, cell by cell.

#include <map>
#include <string>
#include <vector>

#include "tests/support/published.h"

using namespace secondsource;

namespace {

/// What the published tables tell of each node and period, period by period and node by node.
using Trajectory = std::map<std::string, std::vector<double>>;

const std::vector<std::string> quantities{"demand_received", "ordered_total", "received_total", "shipped_total",
                                          "net_stock_end"};
const std::vector<std::string> costs{"holding_cost", "backlog_cost", "in_transit_holding_cost", "total_cost"};

/// What a node had ordered and received by the end of the last period.
struct Before {
    Amount ordered, received;
};

/// Adds this period's row of a node.
void add_row(Trajectory& rows, const ClassicRun& run, AgentId node, Before& before) {
    const World&   world   = run.world();
    const Network& network = world.network();
    Amount         demand, ordered, received, shipped, net_stock;
    double         holding = 0, backlog = 0, in_transit = 0, total = 0;
    for (std::uint32_t i = 0; i < network.requirements.size(); ++i) {
        const RequirementId id{i};
        if (network.stocks[network.requirements[id].stock].agent != node) continue;
        const auto sources = network.sources_of(id);
        if (network.links[sources[0]].process.exists()) continue;   // work of its own is no order
        for (const LinkId source : sources) {
            ordered += world.ordered_total[source];
            received += world.received_total(source);
        }
    }
    for (std::uint32_t i = 0; i < network.stocks.size(); ++i) {
        const StockId id{i};
        const Stock&  stock = network.stocks[id];
        if (stock.agent != node) continue;
        holding += network.costs(id).holding * world.on_hand[id].units();
        backlog += network.costs(id).backlog * world.owed[id].units();
        total += world.cost[id];
        const OfferId offer = network.offer_of[id];
        if (!offer.exists()) continue;   // parts that wait are no net stock, and kits no demand
        demand += world.incoming[id];
        net_stock += world.on_hand[id] - world.owed[id];
        for (const LinkId link : network.sales_of(network.offers[offer])) {
            shipped += world.shipped[link];
            in_transit += network.costs(id).in_transit * world.transit.total(link).units();
            holding += network.costs(id).holding * world.held_for(link).units();   // withheld goods cost the supplier
        }
    }
    const double row[]{demand.units(), (ordered - before.ordered).units(), (received - before.received).units(),
                       shipped.units(), net_stock.units()};
    for (std::size_t i = 0; i < quantities.size(); ++i) rows[quantities[i]].push_back(row[i]);
    const double cost[]{holding, backlog, in_transit, total};
    for (std::size_t i = 0; i < costs.size(); ++i) rows[costs[i]].push_back(cost[i]);
    before = {ordered, received};
}

Trajectory trajectory(ClassicRun& run, const std::vector<std::string>& nodes) {
    Trajectory          rows;
    std::vector<Before> before(nodes.size());
    while (run.tick())
        for (std::size_t i = 0; i < nodes.size(); ++i) add_row(rows, run, run.agent(nodes[i]), before[i]);
    return rows;
}

void check_cells(const std::string& table, Trajectory& found, const std::vector<std::string>& columns) {
    for (const std::string& column : columns)
        check_column(table + ".csv: " + column, found[column], published_column(table, column), 1e-9);
}

double sum(const std::vector<double>& values) {
    double total = 0;
    for (const double value : values) total += value;
    return total;
}

/// Lowest, or last, value of each of three nodes.
std::vector<double> lowest(const std::vector<double>& column) {
    std::vector<double> least(column.begin(), column.begin() + 3);
    for (std::size_t i = 0; i < column.size(); ++i) least[i % 3] = std::min(least[i % 3], column[i]);
    return least;
}
std::vector<double> last(const std::vector<double>& column) { return {column.end() - 3, column.end()}; }

using Nodes = std::vector<double>;

}   // namespace

// All four: stockpyl 1.0.2 (Snyder 2023, INFORMS TutORials), tag v1.0.2. Integers; tolerance 1e-9 on every cell.

TEST_CASE("a serial chain of three goes its published way, cell by cell", "[TR-01]") {
    ClassicRun run{"serial3"};
    Trajectory found = trajectory(run, {"node_1", "node_2", "node_3"});
    check_cells("serial3", found, quantities);
    check_cells("serial3", found, costs);
    CHECK(sum(found["total_cost"]) == Approx(5629).epsilon(0).margin(1e-9));
    CHECK(last(found["net_stock_end"]) == Nodes{8, 3, 4});
    CHECK(lowest(found["net_stock_end"]) == Nodes{-7, -13, -12});
}

// Costs are compared in total: the table splits those of the assembler otherwise.
TEST_CASE("an assembly of two parts goes its published way, cell by cell", "[TR-02]") {
    ClassicRun run{"assembly3"};
    Trajectory found = trajectory(run, {"node_0", "node_1", "node_2"});
    check_cells("assembly3", found, quantities);
    CHECK(sum(found["total_cost"]) == Approx(1414).epsilon(0).margin(1e-9));
    CHECK(last(found["net_stock_end"]) == Nodes{5, 3, 1});
    CHECK(lowest(found["net_stock_end"]) == Nodes{-1, -3, -5});
}

TEST_CASE("a supplier that serves one customer first goes its published way, cell by cell", "[TR-03]") {
    ClassicRun run{"distribution3"};
    Trajectory found = trajectory(run, {"node_0", "node_1", "node_2"});
    check_cells("distribution3", found, quantities);
    check_cells("distribution3", found, costs);
    CHECK(sum(found["total_cost"]) == Approx(2000).epsilon(0).margin(1e-9));
    CHECK(last(found["net_stock_end"]) == Nodes{3, 5, 4});
    CHECK(lowest(found["net_stock_end"]) == Nodes{-5, -6, -4});
}

TEST_CASE("a chain whose middle may not order for seven periods goes its published way, cell by cell", "[TR-04]") {
    ClassicRun run{"serial3_disruption"};
    Trajectory found = trajectory(run, {"node_1", "node_2", "node_3"});
    check_cells("serial3_disruption_OP", found, quantities);
    check_cells("serial3_disruption_OP", found, costs);
    CHECK(sum(found["total_cost"]) == Approx(10529).epsilon(0).margin(1e-9));
    CHECK(last(found["net_stock_end"]) == Nodes{5, 0, 1});
    CHECK(lowest(found["net_stock_end"]) == Nodes{-30, -39, -37});
}

TEST_CASE("a chain whose middle cannot be shipped to for seven periods goes its published way, cell by cell",
          "[TR-04]") {
    ClassicRun run{"serial3_disruption", {"disruption.middle.effect=\"shipment_pausing\""}};
    Trajectory found = trajectory(run, {"node_1", "node_2", "node_3"});
    check_cells("serial3_disruption_SP", found, quantities);
    check_cells("serial3_disruption_SP", found, costs);
    CHECK(sum(found["total_cost"]) == Approx(8842).epsilon(0).margin(1e-9));
    CHECK(last(found["net_stock_end"]) == Nodes{5, 0, 1});
    CHECK(lowest(found["net_stock_end"]) == Nodes{-30, -39, -3});
}
