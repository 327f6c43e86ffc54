// Published results in continuous time, in ticks that are short against the time between demands: INV-03, INV-04, INV-06,
// INV-07, INV-09 and INV-10. Each says how near short ticks come.

#include <array>

#include "tests/published/long_run.h"

using namespace secondsource;

namespace {

/// Demands per tick. In a tick with several of them those wait for one another, and their orders travel together: with one
/// lead time for all, which adds about half of this share to the variance of what is on order when lead times are random.
constexpr double demands_per_tick = 0.04;

std::string whole(double value) { return std::to_string(std::llround(value)); }

/// A lead time of one of three shapes with this mean; random ones let orders cross.
std::string lead_time(std::size_t shape, std::int64_t mean) {
    const std::string ticks = std::to_string(mean);
    if (shape == 0) return "{ distribution = \"constant\", value_periods = " + ticks + ", crossing = true }";
    if (shape == 1) return "{ distribution = \"exponential\", mean_periods = " + ticks + ", crossing = true }";
    return "{ distribution = \"uniform\", low_periods = 0, high_periods = " + std::to_string(2 * mean) + ", crossing = true }";
}
constexpr std::array shapes{"fixed", "exponential", "uniform"};

void check_palm(std::size_t shape, double per_tick, std::int64_t lead_times, Length length) {
    const auto column = [](const char* name) { return published_column("base_stock_poisson_continuous", name); };
    const auto lam = column("lam"), L = column("L"), S = column("S");
    REQUIRE(S.size() == 5);
    for (std::size_t i = 0; i < S.size(); ++i) {
        const std::int64_t ticks = std::llround(lam[i] * L[i] / per_tick);
        ClassicRun run{"short_ticks", {"agent.customers.demand.mean_units_per_period=" + std::to_string(per_tick), "link.supplier.retailer.lead_time=" + lead_time(shape, ticks),
                                                    "agent.retailer.replenishment.level_units=" + whole(S[i]), "agent.retailer.initial_units=" + whole(S[i])}};
        World& world = run.world();
        const StockId stock     = run.stock("retailer.goods");
        const LinkId  to_market = run.link("retailer.goods.customers");
        Average on_hand, backlog, filled;
        run_ticks(world, 20 * ticks);
        run_ticks(world, lead_times * ticks, [&] {
            on_hand.add(world.on_hand[stock].units());
            backlog.add(world.owed[stock].units());
            filled.add(met_at_once(world, to_market), ordered_on(world, to_market));
        });
        INFO(shapes[shape] << " lead time, " << lam[i] * L[i] << " demands in it, level " << S[i]);
        constexpr Tolerance tolerance{0.01, 0.03};
        agrees("on hand", on_hand, column("mean_on_hand")[i], tolerance, length);
        agrees("backlog", backlog, column("mean_backlog")[i], tolerance, length);
        agrees("fill rate", filled, column("fill_rate")[i], tolerance, length);
    }
}

void check_erlang(std::int64_t lead_times, Length length) {
    constexpr std::array S{5, 10, 3, 20};
    constexpr std::array offered{4.0, 8.0, 5.0, 15.0};
    constexpr std::array lost_fraction{0.199066874027994, 0.121661064252952, 0.529661016949153, 0.0455932155898118};
    constexpr std::array mean_on_hand{1.79626749611197, 2.97328851402361, 0.648305084745763, 5.68389823384718};
    for (std::size_t i = 0; i < S.size(); ++i)
        for (std::size_t shape = 0; shape < shapes.size(); ++shape) {
            const std::int64_t ticks = std::llround(offered[i] / demands_per_tick);
            ClassicRun run{"short_ticks", {"agent.retailer.unmet=lost", "link.supplier.retailer.lead_time=" + lead_time(shape, ticks),
                                                        "agent.retailer.replenishment.level_units=" + whole(S[i]), "agent.retailer.initial_units=" + whole(S[i])}};
            World& world = run.world();
            const StockId stock     = run.stock("retailer.goods");
            const LinkId  to_market = run.link("retailer.goods.customers");
            Average on_hand, lost;
            run_ticks(world, 20 * ticks);
            run_ticks(world, lead_times * ticks, [&] {
                on_hand.add(world.on_hand[stock].units());
                lost.add(ordered_on(world, to_market) - world.shipped[to_market].units(), ordered_on(world, to_market));
            });
            INFO(shapes[shape] << " lead time, " << offered[i] << " demands in it, level " << S[i]);
            agrees("lost", lost, lost_fraction[i], {0.002, 0.02}, length);
            agrees("on hand", on_hand, mean_on_hand[i], {0, 0.02}, length);
        }
}

/// Four stages with 100 ticks of lead time each, 0.04 demands in a tick.
void check_serial(std::int64_t time_units, Length length) {
    struct Row {
        std::array<double, 4> rate;      // local holding, the customers' stage first
        int                   backlog_cost;
        std::array<int, 4>    level;
        double                cost, backlog, fill_rate;
        std::array<double, 4> on_hand;
    };
    const std::array rows{
        Row{{1, 0.75, 0.5, 0.25}, 9, {8, 5, 5, 4}, 12.6878978279039, 0.206529574634175, 0.853015859823174, {3.31221016343247, 1.06051440790465, 1.05233774404439, 0.781467259252658}},
        Row{{5.5, 5.25, 2.75, 0.25}, 9, {9, 1, 3, 6}, 53.007604770131, 1.09696903648718, 0.525821660235681, {1.57758852629705, 0.00737463909885462, 0.316571289628345, 2.19543458146294}},
        Row{{1, 0.75, 0.5, 0.25}, 99, {11, 6, 5, 5}, 16.2055441374374, 0.0132383908035649, 0.986384034976211, {6.57359893587707, 1.81640333260926, 1.21293192788469, 1.41030419443253}},
        Row{{5.5, 5.25, 2.75, 0.25}, 99, {11, 3, 4, 8}, 74.5636397077399, 0.0948959114442949, 0.925287207201362, {5.05544061585579, 0.235834597139312, 0.76999371118167, 4.03362698726751}}};
    constexpr std::int64_t ticks_per_unit = 400;
    for (const Row& row : rows) {
        std::vector<std::string> sets{"agent.customers.demand.mean_units_per_period=0.04", "agent.stage_1.backlog_cost=" + std::to_string(row.backlog_cost)};
        for (std::size_t j = 0; j < 4; ++j) {
            const std::string stage = "stage_" + std::to_string(j + 1);
            sets.push_back("agent." + stage + ".holding_cost=" + std::to_string(row.rate[j]));
            if (j > 0) sets.push_back("agent." + stage + ".in_transit_cost=" + std::to_string(row.rate[j]));
            sets.push_back("agent." + stage + ".replenishment.level_units=" + std::to_string(row.level[j]));
            sets.push_back("agent." + stage + ".initial_units=" + std::to_string(row.level[j]));
            sets.push_back("link." + (j < 3 ? "stage_" + std::to_string(j + 2) : std::string{"supplier"}) + "." + stage + ".lead_time_periods=100");
        }
        ClassicRun run{"serial_chain", sets};
        World& world = run.world();
        std::array<StockId, 4> stages;
        for (std::size_t j = 0; j < 4; ++j) stages[j] = run.stock("stage_" + std::to_string(j + 1) + ".goods");
        const LinkId to_market = run.link("stage_1.goods.customers");
        Average cost, backlog, filled;
        std::array<Average, 4> on_hand;
        run_ticks(world, 20 * ticks_per_unit);
        run_ticks(world, time_units * ticks_per_unit, [&] {
            double sum = 0;
            for (std::size_t j = 0; j < 4; ++j) {
                on_hand[j].add(world.on_hand[stages[j]].units());
                sum += world.cost[stages[j]];
            }
            cost.add(sum);
            backlog.add(world.owed[stages[0]].units());
            filled.add(met_at_once(world, to_market), ordered_on(world, to_market));
        });
        INFO("published cost " << row.cost);
        agrees("cost", cost, row.cost, {0, 0.01}, length);
        // The backlog of the third row is too rare for a shorter run to tell.
        if (length == Length::full || row.backlog > 0.05) agrees("backlog", backlog, row.backlog, {0.003, 0.03}, length);
        agrees("fill rate", filled, row.fill_rate, {0.004, 0}, length);
        for (std::size_t j = 0; j < 4; ++j) agrees("on hand at stage " + std::to_string(j + 1), on_hand[j], row.on_hand[j], {0.02, 0.02}, length);
    }
}

// INV-06: Federgruen & Zheng (1992), Operations Research 40(4); Snyder & Shen, Example 5.8. Demand 1.5 and lead time 2 units of time.
constexpr double lots_demand = 1.5, lots_fixed_cost = 100, lots_holding = 20, lots_backlog = 150;

/// Exact mean cost of an (r, Q) policy: [K lam + sum of G(y) over y = r + 1 … r + Q] ÷ Q, with G(y) the cost rate at
/// position y, less a Poisson demand of mean 3.
double lots_cost(int r, int Q) {
    double sum = lots_fixed_cost * lots_demand;
    for (int y = r + 1; y <= r + Q; ++y) {
        double probability = std::exp(-3.0);
        for (int n = 0; n < 60; probability *= 3.0 / ++n) sum += probability * (y > n ? lots_holding * (y - n) : lots_backlog * (n - y));
    }
    return sum / Q;
}

/// Cost per unit of time in a run whose ticks are 0.02 of it: 0.03 demands, and 100 of them are the lead time.
void check_lots(int r, int Q, double cost, std::int64_t demands, Length length) {
    constexpr double tick_length = 0.02;
    ClassicRun run{"short_ticks", {"agent.customers.demand.mean_units_per_period=0.03", "link.supplier.retailer.lead_time={ distribution = \"constant\", value_periods = 100 }",
                                   "agent.retailer.order_cost=100", "agent.retailer.holding_cost=0.4", "agent.retailer.backlog_cost=3",
                                   "agent.retailer.replenishment={ policy = \"r_Q\", reorder_point_units = " + std::to_string(r) + ", order_quantity_units = " + std::to_string(Q) + " }"}};
    World& world = run.world();
    const StockId stock = run.stock("retailer.goods");
    Average mean;
    run_ticks(world, 2000);
    run_ticks(world, std::llround(static_cast<double>(demands) / (lots_demand * tick_length)), [&] { mean.add(world.cost[stock] / tick_length); });
    agrees("cost of r = " + std::to_string(r) + ", Q = " + std::to_string(Q), mean, cost, {0, 0.01}, length);
}

void check_one_warehouse(std::int64_t time_units, Length length) {
    ClassicRun run{"one_warehouse"};
    World& world = run.world();
    constexpr std::int64_t ticks_per_unit = 320;   // few orders meet in so short a tick: those that do share it as one
    const StockId warehouse = run.stock("warehouse.goods");
    std::array<StockId, 3> retailer;
    std::array<LinkId, 3>  supply, sale;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string n = std::to_string(i + 1);
        retailer[i] = run.stock("retailer_" + n + ".goods");
        supply[i]   = run.link("warehouse.goods.retailer_" + n);
        sale[i]     = run.link("retailer_" + n + ".goods.customers_" + n);
    }
    Average on_hand, backlog, filled;
    std::array<Average, 3> retail_filled, retail_backlog, retail_on_hand;
    run_ticks(world, 40 * ticks_per_unit);
    run_ticks(world, time_units * ticks_per_unit, [&] {
        on_hand.add(world.on_hand[warehouse].units());
        backlog.add(world.owed[warehouse].units());
        double met = 0, ordered = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            met += met_at_once(world, supply[i]);
            ordered += ordered_on(world, supply[i]);
            retail_filled[i].add(met_at_once(world, sale[i]), ordered_on(world, sale[i]));
            retail_backlog[i].add(world.owed[retailer[i]].units());
            retail_on_hand[i].add(world.on_hand[retailer[i]].units());
        }
        filled.add(met, ordered);
    });
    constexpr std::array fill_rate{0.868088871706149, 0.809554928239189, 0.728989769616249};
    constexpr std::array mean_backlog{0.0572057661877932, 0.126751368201337, 0.363614677432635};
    constexpr std::array mean_on_hand{1.8284699351689, 1.66927970616355, 2.17740718437596};
    agrees("warehouse on hand", on_hand, 1.37241498611336, {0, 0.02}, length);
    agrees("warehouse backlog", backlog, 1.37241498611336, {0, 0.03}, length);
    agrees("warehouse fill rate", filled, 0.461597333063618, {0.005, 0}, length);
    for (std::size_t i = 0; i < 3; ++i) {
        INFO("retailer " << i + 1);
        agrees("fill rate", retail_filled[i], fill_rate[i], {0.005, 0}, length);
        agrees("backlog", retail_backlog[i], mean_backlog[i], {0, 0.03}, length);
        agrees("on hand", retail_on_hand[i], mean_on_hand[i], {0, 0.02}, length);
    }
}

void check_make_to_stock(std::int64_t ticks, Length length) {
    constexpr std::array S{2, 5, 10};
    constexpr std::array stockout{0.64, 0.32768, 0.1073741824}, mean_backlog{2.56, 1.31072, 0.4294967296}, mean_on_hand{0.56, 2.31072, 6.4294967296};
    for (std::size_t i = 0; i < S.size(); ++i) {
        ClassicRun run{"make_to_stock", {"agent.warehouse.replenishment.level_units=" + std::to_string(S[i]), "agent.warehouse.initial_units=" + std::to_string(S[i])}};
        World& world = run.world();
        const StockId stock = run.stock("warehouse.goods");
        Average empty, backlog, on_hand;
        run_ticks(world, 2000);
        run_ticks(world, ticks, [&] {
            empty.add(world.on_hand[stock].is_zero() ? 1 : 0);
            backlog.add(world.owed[stock].units());
            on_hand.add(world.on_hand[stock].units());
        });
        INFO("level " << S[i]);
        agrees("periods without stock", empty, stockout[i], {0.005, 0.05}, length);
        agrees("backlog", backlog, mean_backlog[i], {0, 0.07}, length);
        agrees("on hand", on_hand, mean_on_hand[i], {0, 0.03}, length);
    }
}

}  // namespace

TEST_CASE("only the mean of the lead time matters when supply is ample", "[INV-03]") {
    // Palm (1938); Feeney & Sherbrooke (1966), Management Science 12(5): five rows, three shapes. 0.01 absolute or 3 per cent, or
    // four standard errors of the 3000 lead times here.
    for (std::size_t shape = 0; shape < shapes.size(); ++shape) check_palm(shape, demands_per_tick, 3000, Length::shorter);
}

// The same in long runs, 0.01 absolute or 3 per cent. The case asks for 1000000 units of time, which are 200000 to 4000000
// lead times. Random ones need ticks that are shorter still: at 0.04 demands in a tick they would raise the backlog by 2 per cent.
TEST_CASE("Palm's theorem in a long run, lead times fixed", "[INV-03][long]") {
    check_palm(0, demands_per_tick, 120'000, Length::full);
}
TEST_CASE("Palm's theorem in a long run, lead times exponential", "[INV-03][long]") {
    check_palm(1, demands_per_tick / 2, 120'000, Length::full);
}
TEST_CASE("Palm's theorem in a long run, lead times uniform", "[INV-03][long]") {
    check_palm(2, demands_per_tick / 2, 120'000, Length::full);
}

TEST_CASE("what is lost without backlog is Erlang's loss, whatever the lead time's shape", "[INV-04]") {
    // Erlang (1917); Karush (1957), Operations Research 5(5): four rows, three shapes. Lost 0.002 absolute or 2 per cent, on hand 2 per cent, or
    // four standard errors of the 2000 lead times here.
    check_erlang(2000, Length::shorter);
}

TEST_CASE("Erlang's loss in a long run", "[INV-04][long]") {
    // The same, 0.002 absolute or 2 per cent; 60000 lead times instead of 500000.
    check_erlang(60'000, Length::full);
}

TEST_CASE("the best reorder point and lot are the published ones, by formula", "[INV-06]") {
    // Federgruen & Zheng (1992); Snyder & Shen, Example 5.8: r = 3, Q = 5, cost 107.92; 1e-6 absolute.
    CHECK(lots_cost(3, 5) == Approx(107.92358063315).epsilon(0).margin(1e-6));
    CHECK(lots_cost(4, 6) == Approx(120.940862568526).epsilon(0).margin(1e-6));
    for (int r = 0; r < 12; ++r)
        for (int Q = 1; Q < 20; ++Q)
            if (r != 3 || Q != 5) CHECK(lots_cost(r, Q) > lots_cost(3, 5));
}

TEST_CASE("lots of a fixed size cost in short ticks what they cost in continuous time", "[INV-06]") {
    // The same, 1 per cent; 60000 demands instead of 1000000: a standard error of a quarter of a per cent.
    check_lots(3, 5, 107.92358063315, 60'000, Length::shorter);
    check_lots(4, 6, 120.940862568526, 60'000, Length::shorter);
}

TEST_CASE("lots of a fixed size, at the length of the published case", "[INV-06][long]") {
    // The same, 1 per cent; 1000000 demands.
    check_lots(3, 5, 107.92358063315, 1'000'000, Length::full);
}

TEST_CASE("four stages in a row cost and serve in short ticks as in continuous time", "[INV-07]") {
    // Shang & Song (2003), Management Science 49(5) 618-638, Table 1 rows 1, 9, 17, 25. Cost 1 per cent, backlog 0.003 or 3 per cent, fill rate
    // 0.004, on hand 0.02 or 2 per cent; or four standard errors of the 4000 units of time here.
    check_serial(4000, Length::shorter);
}

TEST_CASE("four stages in a row in a long run of short ticks", "[INV-07][long]") {
    // The same; 50000 units of time instead of 200000.
    check_serial(50'000, Length::full);
}

TEST_CASE("a warehouse that serves first come, first served leaves each retailer its share of the backlog", "[INV-09]") {
    // Simon (1971), Operations Research 19(1); Graves (1985), Management Science 31(10). Fill rates 0.005, the rest 2 to 3 per cent, or four standard
    // errors of the 8000 units of time here.
    check_one_warehouse(8'000, Length::shorter);
}

TEST_CASE("one warehouse and three retailers in a long run", "[INV-09][long]") {
    // The same, strictly; 200000 units of time instead of 500000.
    check_one_warehouse(200'000, Length::full);
}

TEST_CASE("stock that one machine keeps up is short by a geometric number of units", "[INV-10]") {
    // Buzacott & Shanthikumar (1993), ch. 4: M/M/1 make to stock. Exact at any length of tick (see the scenario). 5, 7 and 3 per cent at 5000000 units of
    // time, or four standard errors of the 3000000 ticks here; a tick is 0.278 units of time.
    check_make_to_stock(3'000'000, Length::shorter);
}

TEST_CASE("stock that one machine keeps up, at the length of the published case", "[INV-10][long]") {
    // The same; 18000000 ticks are 5000000 units of time.
    check_make_to_stock(18'000'000, Length::full);
}

TEST_CASE("the best level for stock that one machine keeps up is 10, by formula and by search", "[INV-10]") {
    // The same: floor(ln(h / (h + b)) / ln rho) with h = 1, b = 9, rho = 0.8.
    constexpr double rho = 0.8, holding = 1, owing = 9;
    const auto cost = [&](int level) {
        const double backlog = std::pow(rho, level + 1) / (1 - rho), on_hand = level - rho * (1 - std::pow(rho, level)) / (1 - rho);
        return holding * on_hand + owing * backlog;
    };
    int best = 0;
    for (int level = 1; level < 60; ++level)
        if (cost(level) < cost(best)) best = level;
    CHECK(best == 10);
    CHECK(std::floor(std::log(holding / (holding + owing)) / std::log(rho)) == 10);
}
