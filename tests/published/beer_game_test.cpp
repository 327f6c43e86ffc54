// Published results of the beer distribution game.

#include <string>
#include <vector>

#include "tests/support/published.h"

using namespace secondsource;

namespace {

const std::vector<std::string> positions{"retailer", "wholesaler", "distributor", "factory"};
/// Where the shipments of each position go.
const std::vector<std::string> customers{"customers", "retailer", "wholesaler", "distributor"};
constexpr std::size_t          weeks = 36;

/// The columns of the published tables, week by week and position by position.
struct Board {
    std::vector<double> order_received, shipped, on_hand, backlog, order_placed, cost;

    double of(const std::vector<double>& column, std::size_t week, std::size_t position) const {
        return column[4 * (week - 1) + position];
    }
    /// A value of each position over all weeks: the largest, the variance, the week of the largest.
    std::vector<double> peak(const std::vector<double>& column) const {
        std::vector<double> peaks(4, 0);
        for (std::size_t i = 0; i < column.size(); ++i) peaks[i % 4] = std::max(peaks[i % 4], column[i]);
        return peaks;
    }
    std::vector<double> week_of_peak(const std::vector<double>& column) const {
        std::vector<double> first(4, 0);
        const auto          peaks = peak(column);
        for (std::size_t i = column.size(); i-- > 0;)
            if (column[i] == peaks[i % 4]) first[i % 4] = static_cast<double>(i / 4 + 1);
        return first;
    }
    std::vector<double> variance(const std::vector<double>& column) const {
        std::vector<double> result;
        for (std::size_t position = 0; position < 4; ++position) {
            double sum = 0, squares = 0;
            for (std::size_t week = 1; week <= weeks; ++week) {
                sum += of(column, week, position);
                squares += of(column, week, position) * of(column, week, position);
            }
            result.push_back(squares / weeks - (sum / weeks) * (sum / weeks));
        }
        return result;
    }
    std::vector<double> final_cost() const { return {cost.end() - 4, cost.end()}; }
};

/// The settings for a rule with theta, alpha, beta, and S' by position.
std::vector<std::string> rule(const std::string& theta, const std::string& alpha, const std::string& beta,
                              const std::vector<int>& desired) {
    std::vector<std::string> sets;
    for (std::size_t i = 0; i < 4; ++i) {
        const std::string agent = "agent." + positions[i];
        sets.push_back(agent + ".forecast.alpha=" + theta);
        sets.push_back(agent + ".replenishment.alpha=" + alpha);
        sets.push_back(agent + ".replenishment.beta=" + beta);
        sets.push_back(agent + ".replenishment.desired_stock_units=" + std::to_string(desired[i]));
    }
    return sets;
}

Board play(const std::vector<std::string>& sets) {
    ClassicRun run{"beer_game", sets};
    Board      board;
    while (run.tick())
        for (std::size_t i = 0; i < 4; ++i) {
            const std::string stock = positions[i] + ".beer";
            board.order_received.push_back(run.world().incoming[run.stock(stock)].units());
            board.shipped.push_back(run.shipped(stock + "." + customers[i]));
            board.on_hand.push_back(run.on_hand(stock));
            board.backlog.push_back(run.backlog(stock));
            board.order_placed.push_back(run.ordered(stock));
            board.cost.push_back(run.cost(stock));
        }
    return board;
}

/// Checks every cell of a table.
void check_cells(const std::string& table, const Board& board, double absolute, double relative) {
    const auto check = [&](const std::string& column, const std::vector<double>& found) {
        check_column(table + ".csv: " + column, found, published_column(table, column), absolute, relative);
    };
    check("order_received", board.order_received);
    check("shipped", board.shipped);
    check("on_hand_end", board.on_hand);
    check("backlog_end", board.backlog);
    check("order_placed", board.order_placed);
    check("cost_cum", board.cost);
}

/// An amount is whole billionths: what 36 weeks of rounding them may add up to where a published cell is near nothing.
constexpr double roundings = 1e-7;

}   // namespace

// Sterman (1989), Management Science 35(3) 321-339, as replicated by Edali & Yasarcan (2014), JASSS 17(4)2. 1e-9.
TEST_CASE("the beer game's benchmark costs 46, 50, 54 and 54", "[BG-01]") {
    const Board board = play({});
    check_column("cost by position", board.final_cost(), {46, 50, 54, 54}, 1e-9);
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(board.of(board.order_placed, 5, i) == std::vector<double>{12, 8, 8, 4}[i]);
    check_cells("beer_benchmark", board, 1e-9, 0);
}

// The same sources. 1e-9.
TEST_CASE("while demand stays at 4 nothing moves in the beer game", "[BG-02]") {
    std::vector<std::string> sets = rule("0", "1", "1", {24, 24, 24, 20});
    sets.push_back("agent.customers.demand.units_per_period=4");
    for (const std::string& position : positions) sets.push_back("agent." + position + ".forced_orders_units=[]");
    const Board board = play(sets);
    check_column("cost by position", board.final_cost(), {216, 216, 216, 216}, 1e-9);
    check_column("orders", board.order_placed, std::vector<double>(4 * weeks, 4), 1e-9);
    check_column("shipments", board.shipped, std::vector<double>(4 * weeks, 4), 1e-9);
    check_column("stocks", board.on_hand, std::vector<double>(4 * weeks, 12), 1e-9);
}

// The rule's means over Sterman's subjects (1989, table 2); the trajectory is that of a replica that reproduces BG-01.
// 1e-9 relative on what is summed up; on single cells the roundings of 36 weeks besides.
TEST_CASE("with the mean human rule orders swing more and later the further upstream", "[BG-03]") {
    const Board board = play(rule("0.36", "0.26", "0.34", {17, 17, 17, 17}));
    check_column("cost by position", board.final_cost(),
                 {280.268006038531, 627.408023324646, 885.626684864035, 686.174914193401}, 0, 1e-9);
    check_column("peak order", board.peak(board.order_placed),
                 {10.9922226512947, 16.4784437419719, 25.1183815269797, 30.7911672000169}, 0, 1e-9);
    check_column("week of the peak", board.week_of_peak(board.order_placed), {13, 16, 18, 20}, 0);
    check_column("largest backlog", board.peak(board.backlog),
                 {13.7376813090522, 35.8829452639731, 52.9429566063437, 36.0122772805286}, 0, 1e-9);
    check_column("variance of orders", board.variance(board.order_placed),
                 {7.58954271351797, 36.7145255793165, 79.5822679822296, 116.075693602652}, 0, 1e-9);
    check_cells("beer_human_mean", board, roundings, 1e-9);
}

// The same replica, over 4 x 4 points of the rule. 1e-8 relative.
TEST_CASE("who forgets the supply line and closes gaps at once pays most", "[BG-04]") {
    const auto column = [](std::string_view name) { return published_column("beer_grid", name); };
    const auto alpha = column("alpha"), beta = column("beta");
    REQUIRE(alpha.size() == 16);
    std::vector<std::vector<double>> costs(4), peaks(4);
    for (std::size_t row = 0; row < alpha.size(); ++row) {
        const Board board = play(rule("0.36", std::to_string(alpha[row]), std::to_string(beta[row]), {17, 17, 17, 17}));
        const auto  peak  = board.peak(board.order_placed);
        for (std::size_t i = 0; i < 4; ++i) {
            costs[i].push_back(board.final_cost()[i]);
            peaks[i].push_back(peak[i]);
        }
        if (alpha[row] == 1 && beta[row] == 0) CHECK((peak[0] < peak[1] && peak[1] < peak[2] && peak[2] < peak[3]));
    }
    const std::vector<std::string> letters{"R", "W", "D", "F"};
    for (std::size_t i = 0; i < 4; ++i) {
        check_column("cost_" + letters[i], costs[i], column("cost_" + letters[i]), 0, 1e-8);
        check_column("peak_order_" + letters[i], peaks[i], column("peak_order_" + letters[i]), 0, 1e-8);
    }
}
