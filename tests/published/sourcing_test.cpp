// Published results on sourcing from suppliers that fail: SO-03, SO-04, SO-05 and SO-07.

#include <array>

#include "tests/published/long_run.h"

using namespace secondsource;

namespace {

std::string equal_shares(int suppliers) {
    std::string shares;
    for (int i = 1; i <= suppliers; ++i) shares += (i > 1 ? ", supplier_" : "supplier_") + std::to_string(i) + " = 1";
    return "{ policy = \"shares\", shares = { " + shares + " } }";
}

/// Enough digits for a probability.
std::string digits(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.15g", value);
    return text;
}

// ---- SO-03 -----------------------------------------------------------------------------------------------------------

void check_failing_suppliers(std::int64_t periods, Length length) {
    constexpr std::array n{1, 2, 3, 4, 6};
    constexpr std::array nothing{0.1, 0.01, 0.001, 0.0001, 1e-06}, any_failure{0.1, 0.19, 0.271, 0.3439, 0.468559};
    constexpr std::array variance{0.09, 0.045, 0.03, 0.0225, 0.015}, short_of_most{0.08, 0.062, 0.0458, 0.03122, 0.018098};
    constexpr std::array half{0.9, 0.99, 0.972, 0.9963, 0.99873};
    for (std::size_t i = 0; i < n.size(); ++i) {
        INFO(n[i] << " suppliers");
        ClassicRun run{"failing_suppliers", {"agent.buyer.sourcing=" + equal_shares(n[i])}};
        World& world = run.world();
        const StockId buyer = run.stock("buyer.goods");
        Average none, any, supply, squares, missing, at_least_half;
        Amount  before;
        run_ticks(world, periods, [&] {
            const double got = (world.in_total[buyer] - before).units();
            before = world.in_total[buyer];
            none.add(got == 0 ? 1 : 0);
            any.add(got < 1 - 1e-6 ? 1 : 0);
            supply.add(got);
            squares.add((got - 0.9) * (got - 0.9));
            missing.add(std::max(0.0, 0.8 - got));
            at_least_half.add(got > 0.5 - 1e-6 ? 1 : 0);   // thirds and sixths are rounded to billionths
        });
        CHECK(none.mean() == Approx(nothing[i]).epsilon(0).margin(std::max(0.0002, 0.1 * nothing[i]) + (length == Length::full ? 0 : 4 * none.standard_error())));
        agrees("any failure", any, any_failure[i], {0, 0.01}, length);
        agrees("supply", supply, 0.9, {0, 0.005}, length);
        agrees("variance of supply", squares, variance[i], {0, 0.03}, length);
        agrees("shortfall below 0.8", missing, short_of_most[i], {0.0005, 0.03}, length);
        agrees("at least half", at_least_half, half[i], {0.002, 0}, length);
    }
}

// ---- SO-04 and SO-05: n consecutive periods down, by the stationary law of the supplier ------------------------------

struct Supplier {
    double fail, repair;
    double down_for(int n) const {
        const double up = repair / (fail + repair);
        return n == 0 ? up : up * fail * std::pow(1 - repair, n - 1);
    }
};

/// Exact mean cost of a base stock of `level` periods of demand, one unit each: after n periods down, level − n − 1 is left.
double inventory_cost(const Supplier& supplier, int level, double holding, double backlog) {
    double sum = 0;
    for (int n = 0; n < 5000; ++n) {
        const int net = level - n - 1;
        sum += supplier.down_for(n) * (net > 0 ? holding * net : -backlog * net);
    }
    return sum;
}

/// The same where a period that stock cannot serve is served by rerouting at 40 a unit.
double inventory_and_rerouting_cost(const Supplier& supplier, int level) {
    double sum = 0, rerouted = 1;
    for (int n = 0; n < level; ++n) {
        sum += supplier.down_for(n) * (level - n - 1);
        rerouted -= supplier.down_for(n);
    }
    return sum + 40 * rerouted;
}

template <class Cost>
int cheapest_level(Cost cost) {
    int best = 1;
    for (int level = 2; level < 100; ++level)
        if (cost(level) < cost(best)) best = level;
    return best;
}

void check_outages(std::int64_t periods, Length length) {
    constexpr std::array published{3310.34482758621, 2913.79310344827, 2741.37931034482, 2737.06896551724, 2858.83620689655, 3075.16163793103};
    for (std::size_t i = 0; i < published.size(); ++i) {
        const std::string level = std::to_string(2000 * (i + 1));
        INFO("level " << level);
        ClassicRun run{"outages", {"agent.retailer.replenishment.level_units=" + level, "agent.retailer.initial_units=" + level}};
        World& world = run.world();
        const StockId stock = run.stock("retailer.goods");
        Average cost, down, long_down;
        int     row = 0;
        run_ticks(world, 100);
        run_ticks(world, periods, [&] {
            row = world.disruptions[0].is_down ? row + 1 : 0;
            cost.add(world.cost[stock]);
            down.add(row > 0 ? 1 : 0);
            long_down.add(row > 3 ? 1 : 0);
        });
        agrees("cost", cost, published[i], {0, 0.03}, length);
        agrees("periods down", down, 0.137931034482759, {0, 0.02}, length);
        agrees("more than three in a row", long_down, 0.0581896551724138, {0, 0.05}, length);
    }
}

void check_mitigation(std::int64_t periods, Length length) {
    const auto column = [](const char* name) { return published_column("disruption_strategies", name); };
    const auto mean_down = column("mean_down_periods"), fail = column("up_to_down"), repair = column("down_to_up"), best = column("S_best");
    REQUIRE(mean_down.size() == 5);
    double inventory_before = 0;
    for (std::size_t i = 0; i < mean_down.size(); ++i) {
        const auto simulate = [&](int level, const std::string& sourcing, int premium) {
            ClassicRun run{"mitigation", {"disruption.outage.fail_per_period=" + digits(fail[i]), "disruption.outage.repair_per_period=" + digits(repair[i]),
                                                       "agent.retailer.replenishment.level_units=" + std::to_string(level), "agent.retailer.initial_units=" + std::to_string(level),
                                                       "agent.retailer.sourcing=" + sourcing, "link.reliable.retailer.unit_cost=" + std::to_string(premium)}};
            World& world = run.world();
            const StockId stock = run.stock("retailer.goods");
            Average cost;
            run_ticks(world, 1000);
            run_ticks(world, periods, [&] { cost.add(world.cost[stock]); });
            return cost;
        };
        INFO("mean outage " << mean_down[i]);
        const Supplier supplier{fail[i], repair[i]};
        const int covered = cheapest_level([&](int level) { return inventory_and_rerouting_cost(supplier, level); });
        const Average inventory = simulate(static_cast<int>(best[i]), "\"single\"", 0), reliable = simulate(1, "{ policy = \"shares\", shares = { reliable = 1 } }", 3);
        constexpr Tolerance tolerance{0, 0.05};
        agrees("accept", simulate(1, "\"single\"", 0), column("cost_accept")[i], tolerance, length);
        agrees("inventory", inventory, column("cost_inventory_best")[i], tolerance, length);
        CHECK(reliable.mean() == Approx(column("cost_reliable_only")[i]).epsilon(1e-9));
        agrees("contingent", simulate(1, "{ policy = \"contingent\" }", 40), column("cost_contingent_only")[i], tolerance, length);
        agrees("inventory and contingent", simulate(covered, "{ policy = \"contingent\", reroute = \"when_short\" }", 40), column("cost_inventory_plus_contingent")[i],
               tolerance, length);
        CHECK((inventory.mean() < reliable.mean()) == (mean_down[i] <= 2));
        CHECK(inventory.mean() > inventory_before);
        inventory_before = inventory.mean();
    }
}

// ---- SO-07 -----------------------------------------------------------------------------------------------------------

/// Exact mean cost of ordering `each` from every one of n suppliers that deliver all of it with probability 0.8: demand
/// uniform on (0, 1), 4 for each unit missing, 1 for each left over.
double unreliable_newsvendor_cost(int n, double each) {
    double sum = 0, ways = 1;
    for (int k = 0; k <= n; ++k) {
        const double stock   = k * each;
        const double left    = stock < 1 ? stock * stock / 2 : stock - 0.5;
        const double missing = stock < 1 ? (1 - stock) * (1 - stock) / 2 : 0;
        sum += ways * std::pow(0.8, k) * std::pow(0.2, n - k) * (left + 4 * missing);
        ways = ways * (n - k) / (k + 1);
    }
    return sum;
}

constexpr std::array order_per_supplier{0.8, 0.444444444444445, 0.307692307692308, 0.235294117647074};
constexpr std::array newsvendor_cost{0.72, 0.577777777777778, 0.523076923076923, 0.494117647058823};

}  // namespace

TEST_CASE("a second supplier that fails on its own takes away most of the risk", "[SO-03]") {
    // Anupindi & Akella (1993), Management Science 39(8) 944-963; binomial sums. 0.5 to 10 per cent at 500000 periods, or four
    // standard errors of the 200000 here.
    check_failing_suppliers(200'000, Length::shorter);
}

TEST_CASE("suppliers that fail on their own, at the length of the published case", "[SO-03][long]") {
    // The same; 500000 periods.
    check_failing_suppliers(500'000, Length::full);
}

TEST_CASE("the best base stock against outages is the published one, by formula", "[SO-04]") {
    // Snyder & Shen, Example 9.3: S* = 8000, cost 2737.07 (2737.068966 exactly).
    const Supplier supplier{0.04, 0.25};
    const auto     cost = [&](int level) { return 2000 * inventory_cost(supplier, level, 0.25, 3); };
    CHECK(2000 * cheapest_level(cost) == 8000);
    CHECK(cost(4) == Approx(2737.06896551724).epsilon(1e-9));
}

TEST_CASE("a base stock against outages costs what is published, at the best level and at five others", "[SO-04]") {
    // The same; Schmitt, Snyder, Shen (2010), EJOR 203(1). 3, 2 and 5 per cent at 2000000 periods, or four standard errors of
    // the 500000 here.
    check_outages(500'000, Length::shorter);
}

TEST_CASE("a base stock against outages, at the length of the published case", "[SO-04][long]") {
    // The same; 2000000 periods.
    check_outages(2'000'000, Length::full);
}

TEST_CASE("the best stock grows with the length of outages, and costs what is published, by formula", "[SO-05]") {
    // Tomlin (2006), Management Science 52(5) 639-657, and Snyder & Shen ch. 9; own closed form. The table has ten digits.
    const auto column = [](const char* name) { return published_column("disruption_strategies", name); };
    for (std::size_t i = 0; i < column("S_best").size(); ++i) {
        const Supplier supplier{column("up_to_down")[i], column("down_to_up")[i]};
        const auto     stock = [&](int level) { return inventory_cost(supplier, level, 1, 20); };
        const auto     both  = [&](int level) { return inventory_and_rerouting_cost(supplier, level); };
        INFO("mean outage " << column("mean_down_periods")[i]);
        CHECK(stock(1) == Approx(column("cost_accept")[i]).epsilon(1e-9));
        CHECK(stock(cheapest_level(stock)) == Approx(stock(static_cast<int>(column("S_best")[i]))).epsilon(1e-9));   // levels may tie
        CHECK(stock(cheapest_level(stock)) == Approx(column("cost_inventory_best")[i]).epsilon(1e-9));
        CHECK(both(cheapest_level(both)) == Approx(column("cost_inventory_plus_contingent")[i]).epsilon(1e-9));
    }
}

TEST_CASE("stock is best against short outages, another supplier against long ones", "[SO-05]") {
    // The same; 5 per cent at 10000000 periods, or four standard errors of the 400000 here.
    check_mitigation(400'000, Length::shorter);
}

TEST_CASE("five strategies against outages, at the length of the published case", "[SO-05][long]") {
    // The same; 10000000 periods.
    check_mitigation(10'000'000, Length::full);
}

TEST_CASE("the best orders from suppliers that deliver all or nothing are the published ones, by search", "[SO-07]") {
    // Anupindi & Akella (1993); Babich, Burnetas, Ritchken (2007), M&SOM 9(2). Orders 0.002, totals 0.005 absolute, cost 0.5 per cent.
    constexpr std::array total{0.8, 0.888888888888889, 0.923076923076923, 0.941176470588297};
    for (int n = 1; n <= 4; ++n) {
        double best = 0;
        for (double each = 0; each <= 1; each += 0.0001)
            if (unreliable_newsvendor_cost(n, each) < unreliable_newsvendor_cost(n, best)) best = each;
        const auto i = static_cast<std::size_t>(n - 1);
        INFO(n << " suppliers");
        CHECK(best == Approx(order_per_supplier[i]).epsilon(0).margin(0.002));
        CHECK(n * best == Approx(total[i]).epsilon(0).margin(0.005));
        CHECK(unreliable_newsvendor_cost(n, best) == Approx(newsvendor_cost[i]).epsilon(0.005));
    }
}

TEST_CASE("a newsvendor's cost with unreliable suppliers comes out as computed", "[SO-07]") {
    // The same, 0.5 per cent; 200000 replications of one period, whose standard error is up to a quarter of a per cent.
    for (int n = 1; n <= 4; ++n) {
        const auto i = static_cast<std::size_t>(n - 1);
        const Scenario scenario = classic_scenario("unreliable_newsvendor", {"agent.newsvendor.sourcing=" + equal_shares(n),
                                                                             "agent.newsvendor.replenishment.quantity_units=" + digits(n * order_per_supplier[i])});
        const StockId stock = ClassicRun{scenario}.stock("newsvendor.goods");
        Average cost;
        for (std::uint32_t replication = 0; replication < 200'000; ++replication) {
            World world{scenario.model, scenario.seed, replication};
            tick(world);
            cost.add(world.cost[stock]);
        }
        INFO(n << " suppliers");
        agrees("cost", cost, newsvendor_cost[i], {0, 0.005}, Length::full);
    }
}
