// Published results on inventory in fixed periods: INV-01, INV-02, INV-05, INV-11 and INV-13, and exact values by formula.

#include <array>
#include <numeric>

#include "sim/base/maths.h"
#include "tests/published/long_run.h"

using namespace secondsource;

namespace {

/// Probabilities of 0, 1, 2, … `most` events with this mean.
std::vector<double> poisson_law(double mean, std::size_t most) {
    std::vector<double> law(most + 1);
    law[0] = std::exp(-mean);
    for (std::size_t n = 1; n <= most; ++n) law[n] = law[n - 1] * mean / static_cast<double>(n);
    return law;
}

// ---- INV-01: Snyder & Shen, Fundamentals of Supply Chain Theory, Example 4.3 ---------------------------------------

constexpr double best_newsvendor_level = 56.6039559274339, least_newsvendor_cost = 1.99760519317664;

double newsvendor_cost(double level) {
    constexpr double holding = 0.18, stockout = 0.7, mean = 50, sd = 8, pi = 3.14159265358979323846;
    const double z = (level - mean) / sd, density = std::exp(-z * z / 2) / std::sqrt(2 * pi);
    return (holding + stockout) * sd * (density + z * maths::normal_cdf(z)) - stockout * z * sd;
}

// ---- INV-05: Zheng & Federgruen (1991) -----------------------------------------------------------------------------

struct BestPolicy {
    int    mean, s, S;
    double cost;
};
constexpr std::array published_policies{
    BestPolicy{10, 6, 40, 35.0215552723204},  BestPolicy{15, 10, 49, 42.6978189226454}, BestPolicy{20, 14, 62, 49.1730357449394},
    BestPolicy{25, 19, 56, 54.2621667185891}, BestPolicy{30, 23, 66, 57.8189261585293}, BestPolicy{40, 33, 87, 64.5118470979409},
    BestPolicy{50, 42, 108, 70.9752123295489}, BestPolicy{60, 52, 129, 77.3059294345223}, BestPolicy{70, 62, 81, 79.0374836638008}};

/// Exact mean cost of (s, S) policies for Poisson demand, K = 64, h = 1, p = 9, L = 0, by the renewal formula:
/// [K + Σ m(j) G(S − j)] ÷ Σ m(j), both over j = 0 … S − s − 1.
class RenewalCost {
public:
    explicit RenewalCost(double mean) : law_{poisson_law(mean, 400)}, renewals_(300) {
        renewals_[0] = 1 / (1 - law_[0]);
        for (std::size_t j = 1; j < renewals_.size(); ++j) {
            double sum = 0;
            for (std::size_t l = 1; l <= j; ++l) sum += law_[l] * renewals_[j - l];
            renewals_[j] = sum / (1 - law_[0]);
        }
    }
    double cost(int s, int S) const {
        double sum = 64, length = 0;
        for (int j = 0; j < S - s; ++j) {
            sum += renewals_[static_cast<std::size_t>(j)] * one_period(S - j);
            length += renewals_[static_cast<std::size_t>(j)];
        }
        return sum / length;
    }

private:
    double one_period(int stock) const {
        double sum = 0;
        for (std::size_t n = 0; n < law_.size(); ++n) {
            const double net = stock - static_cast<double>(n);
            sum += law_[n] * (net > 0 ? net : -9 * net);
        }
        return sum;
    }
    std::vector<double> law_, renewals_;
};

// ---- INV-07 and INV-13: Shang & Song (2003), Management Science 49(5) 618-638, Table 1 rows 1, 9, 17, 25 -----------

struct Chain {
    std::array<double, 4> echelon_holding;   // of each stage, the customers' first
    double                backlog;
    std::array<int, 4>    local;             // base-stock levels
    double                published, exact;  // cost
};
constexpr std::array published_chains{Chain{{0.25, 0.25, 0.25, 0.25}, 9, {8, 5, 5, 4}, 12.688, 12.6878978279039},
                                      Chain{{0.25, 2.5, 2.5, 0.25}, 9, {9, 1, 3, 6}, 53.008, 53.007604770131},
                                      Chain{{0.25, 0.25, 0.25, 0.25}, 99, {11, 6, 5, 5}, 16.206, 16.2055441374374},
                                      Chain{{0.25, 2.5, 2.5, 0.25}, 99, {11, 3, 4, 8}, 74.564, 74.5636397077399}};

/// Holding rate of a unit that has come as far as a stage.
double local_rate(const Chain& chain, std::size_t stage) {
    return std::accumulate(chain.echelon_holding.begin() + static_cast<std::ptrdiff_t>(stage), chain.echelon_holding.end(), 0.0);
}

/// Exact mean cost of local base-stock levels, 4 units being asked for in each stage's lead time: what stage j owes is
/// (what stage j + 1 owes + demand over the lead time − level)+, all independent.
double chain_cost(const Chain& chain, const std::array<int, 4>& level) {
    static const std::vector<double> demand = poisson_law(4, 48);
    std::vector<double> owed{1.0};   // law of what the supplier owes: nothing
    double cost = 0;
    for (std::size_t j = 4; j-- > 0;) {
        std::vector<double> sum(owed.size() + demand.size() - 1);
        for (std::size_t a = 0; a < owed.size(); ++a)
            for (std::size_t b = 0; b < demand.size(); ++b) sum[a + b] += owed[a] * demand[b];
        const auto S = static_cast<std::size_t>(level[j]);
        owed.assign(std::max<std::size_t>(sum.size() - std::min(S, sum.size() - 1), 1), 0.0);
        double on_hand = 0, backlog = 0;
        for (std::size_t n = 0; n < sum.size(); ++n) {
            owed[n > S ? n - S : 0] += sum[n];
            on_hand += n < S ? sum[n] * static_cast<double>(S - n) : 0;
            backlog += n > S ? sum[n] * static_cast<double>(n - S) : 0;
        }
        while (owed.size() > 1 && owed.back() < 1e-13) owed.pop_back();
        cost += local_rate(chain, j) * (on_hand + (j > 0 ? 4.0 : 0.0));   // 4 units are under way to the next stage
        if (j == 0) cost += (chain.backlog) * backlog;
    }
    return cost;
}

/// Values for a chain of the scenario, as settings.
std::vector<std::string> chain_settings(const Chain& chain) {
    std::vector<std::string> sets{"agent.stage_1.backlog_cost=" + std::to_string(chain.backlog)};
    for (std::size_t j = 0; j < 4; ++j) {
        const std::string stage = "agent.stage_" + std::to_string(j + 1), rate = std::to_string(local_rate(chain, j));
        sets.push_back(stage + ".holding_cost=" + rate);
        if (j > 0) sets.push_back(stage + ".in_transit_cost=" + rate);
        sets.push_back(stage + ".replenishment.level_units=" + std::to_string(chain.local[j]));
        sets.push_back(stage + ".initial_units=" + std::to_string(chain.local[j]));
    }
    return sets;
}

std::array<StockId, 4> stages_of(const ClassicRun& run) {
    std::array<StockId, 4> stages;
    for (std::size_t j = 0; j < 4; ++j) stages[j] = run.stock("stage_" + std::to_string(j + 1) + ".goods");
    return stages;
}

// ---- the cases' checks, at both lengths ------------------------------------------------------------------------------

void check_base_stock_table(std::int64_t periods, Length length) {
    const auto column = [](const char* name) { return published_column("base_stock_poisson_discrete", name); };
    const auto lam = column("lam_per_period"), L = column("L"), S = column("S"), on_hand = column("mean_on_hand"), backlog = column("mean_backlog"),
               no_backlog = column("prob_no_backlog_end"), fill_rate = column("fill_rate");
    REQUIRE(fill_rate.size() == 6);
    for (std::size_t i = 0; i < fill_rate.size(); ++i) {
        const auto whole = [](double value) { return std::to_string(std::llround(value)); };
        ClassicRun run{"base_stock", {"agent.customers.demand.mean_units_per_period=" + whole(lam[i]), "link.supplier.retailer.lead_time_periods=" + whole(L[i]),
                                                   "agent.retailer.replenishment.level_units=" + whole(S[i]), "agent.retailer.initial_units=" + whole(S[i])}};
        World& world = run.world();
        const StockId stock    = run.stock("retailer.goods");
        const LinkId  to_market = run.link("retailer.goods.customers");
        Average there, owed, full, filled, net;
        run_ticks(world, 50);
        run_ticks(world, periods, [&] {
            const Amount on_hand_now = world.on_hand[stock], owed_now = world.owed[stock];
            there.add(on_hand_now.units());
            owed.add(owed_now.units());
            net.add((on_hand_now - owed_now).units());
            full.add(owed_now.is_zero() ? 1 : 0);
            filled.add(met_at_once(world, to_market), ordered_on(world, to_market));
        });
        INFO("demand " << lam[i] << ", lead time " << L[i] << ", level " << S[i]);
        constexpr Tolerance tolerance{0.01, 0.02};
        agrees("on hand", there, on_hand[i], tolerance, length);
        agrees("backlog", owed, backlog[i], tolerance, length);
        agrees("periods without backlog", full, no_backlog[i], tolerance, length);
        agrees("fill rate", filled, fill_rate[i], tolerance, length);
        // Exactly S less the demand of L + 1 periods: only the drawn demand differs from its mean.
        const double demand = (world.ordered_total[to_market] / Amount::of(1)) / static_cast<double>(world.now.index);
        CHECK(net.mean() == Approx(S[i] - demand * (L[i] + 1)).epsilon(0).margin(0.002));
        if (length == Length::full) CHECK(net.mean() == Approx(S[i] - lam[i] * (L[i] + 1)).epsilon(0).margin(0.02));
    }
}

void check_shortfall(std::int64_t periods, Length length) {
    const auto simulate = [&](std::vector<std::string> sets, Average& shortfall, Average& none, Average& backlog, Average& full) {
        ClassicRun run{"capacity_limit", sets};
        World& world = run.world();
        const StockId stock = run.stock("retailer.goods");
        const LinkId  link  = run.link("supplier.goods.retailer");
        run_ticks(world, 1000);
        run_ticks(world, periods, [&] {
            shortfall.add(world.open[link].units());   // measured right after ordering, as it still is at the end
            none.add(world.open[link].is_zero() ? 1 : 0);
            backlog.add(world.owed[stock].units());
            full.add(world.owed[stock].is_zero() ? 1 : 0);
        });
    };
    Average shortfall, none, backlog, full;
    simulate({}, shortfall, none, backlog, full);
    agrees("b: shortfall", shortfall, 1.15624002905015, {0, 0.03}, length);
    agrees("b: no shortfall", none, 0.615564563900042, {0.005, 0}, length);
    agrees("b: backlog", backlog, 0.0591005138902612, {0, 0.05}, length);
    agrees("b: no backlog", full, 0.979311504695393, {0.005, 0}, length);
    Average geometric, zero, unused, unread;
    simulate({"agent.customers.demand={ model = \"distribution\", distribution = \"discrete\", values_units = [0, 2], probabilities = [0.6, 0.4] }",
         "agent.supplier.ship_max_units_per_period=1"}, geometric, zero, unused, unread);
    agrees("a: shortfall", geometric, 2.0, {0, 0.03}, length);
    agrees("a: no shortfall", zero, 0.333333333333333, {0.005, 0}, length);
}

void check_chain(std::int64_t periods, Length length) {
    struct Expected {
        const Chain&          chain;
        std::array<double, 4> on_hand, backlog, no_backlog;
    };
    const std::array cases{
        Expected{published_chains[0], {3.31221016343247, 1.06051440790465, 1.05233774404439, 0.781467259252658},
                 {0.206529574634175, 0.894319411201701, 0.833805003297049, 0.781467259252658}, {0.911142602093723, 0.649899548867837, 0.654313170137085, 0.628836935179873}},
        Expected{published_chains[3], {5.05544061585579, 0.235834597139312, 0.76999371118167, 4.03362698726751},
                 {0.0948959114442949, 2.0394552955885, 0.803620698449186, 0.033626987267516}, {0.956224435652975, 0.318016536158628, 0.622586296286895, 0.978636565512015}}};
    for (const Expected& expected : cases) {
        ClassicRun run{"serial_chain", chain_settings(expected.chain)};
        World& world = run.world();
        const auto stages = stages_of(run);
        Average cost;
        std::array<Average, 4> on_hand, backlog, no_backlog;
        run_ticks(world, 100);
        run_ticks(world, periods, [&] {
            double sum = 0;
            for (std::size_t j = 0; j < 4; ++j) {
                const Amount owed = world.owed[stages[j]];
                on_hand[j].add(world.on_hand[stages[j]].units());
                backlog[j].add(owed.units());
                no_backlog[j].add(owed.is_zero() ? 1 : 0);
                sum += world.cost[stages[j]];
            }
            cost.add(sum);
        });
        agrees("cost", cost, expected.chain.exact, {0, 0.01}, length);
        for (std::size_t j = 0; j < 4; ++j) {
            INFO("stage " << j + 1);
            agrees("on hand", on_hand[j], expected.on_hand[j], {0.02, 0.02}, length);
            agrees("backlog", backlog[j], expected.backlog[j], {0.004, 0.03}, length);
            agrees("periods without backlog", no_backlog[j], expected.no_backlog[j], {0.005, 0}, length);
        }
    }
}

}  // namespace

TEST_CASE("the newsvendor's best level and cost are the published ones, by formula", "[INV-01]") {
    // Snyder & Shen, Example 4.3: 56.604 and 1.9976; 1e-4 absolute.
    const double level = 50 + 8 * maths::normal_quantile(0.7 / (0.18 + 0.7));
    CHECK(level == Approx(best_newsvendor_level).epsilon(0).margin(1e-4));
    CHECK(newsvendor_cost(level) == Approx(least_newsvendor_cost).epsilon(0).margin(1e-4));
    CHECK(newsvendor_cost(60) == Approx(2.15613155287039).epsilon(0).margin(1e-4));
    CHECK(newsvendor_cost(level - 0.5) > newsvendor_cost(level));
    CHECK(newsvendor_cost(level + 0.5) > newsvendor_cost(level));
}

TEST_CASE("a newsvendor's cost comes out as computed, at the best level and beside it", "[INV-01]") {
    // The same, 200000 periods; 1 per cent.
    const auto mean_cost = [](double level) {
        ClassicRun run{"newsvendor", {"agent.newsvendor.replenishment.level_units=" + std::to_string(level)}};
        World& world = run.world();
        run_ticks(world, 200'000);
        return world.cost_total[run.stock("newsvendor.newspapers")] / 200'000;
    };
    CHECK(mean_cost(best_newsvendor_level) == Approx(least_newsvendor_cost).epsilon(0.01));
    CHECK(mean_cost(60) == Approx(2.15613155287039).epsilon(0.01));
}

TEST_CASE("net stock under a base-stock policy is the level less the demand of lead time plus one periods", "[INV-02]") {
    // Zipkin (2000), ch. 6; six rows. 0.01 absolute or 2 per cent, or four standard errors of the 400000 periods here.
    check_base_stock_table(400'000, Length::shorter);
}

TEST_CASE("the table of base-stock results, at the length of the published case", "[INV-02][long]") {
    // The same; 0.01 absolute or 2 per cent, 2000000 periods; on hand less backlog 0.02.
    check_base_stock_table(2'000'000, Length::full);
}

TEST_CASE("the published (s, S) policies are the best, and cost what is published, by the renewal formula", "[INV-05]") {
    // Zheng & Federgruen (1991), Operations Research 39(4) 654-665: nine of 24 instances; 0.0006 absolute. A search over
    // all s and S around the published ones finds nothing better.
    for (const BestPolicy& best : published_policies) {
        INFO("mean demand " << best.mean);
        const RenewalCost exact{static_cast<double>(best.mean)};
        CHECK(exact.cost(best.s, best.S) == Approx(best.cost).epsilon(0).margin(0.0006));
        double least = 1e9;
        for (int s = best.s - 4; s <= best.s + 4; ++s)
            for (int S = best.S - 20; S <= best.S + 20; ++S)
                if (S > s) least = std::min(least, exact.cost(s, S));
        CHECK(least == Approx(best.cost).epsilon(0).margin(1e-9));
    }
}

TEST_CASE("an (s, S) policy costs in simulation what is published for it", "[INV-05]") {
    // The same, 500000 periods; 1 per cent.
    for (const BestPolicy& best : published_policies) {
        INFO("mean demand " << best.mean);
        ClassicRun run{"s_S", {"agent.customers.demand.mean_units_per_period=" + std::to_string(best.mean),
                                            "agent.retailer.replenishment.reorder_point_units=" + std::to_string(best.s),
                                            "agent.retailer.replenishment.order_up_to_units=" + std::to_string(best.S)}};
        World& world = run.world();
        run_ticks(world, 500'000);
        CHECK(world.cost_total[run.stock("retailer.goods")] / 500'000 == Approx(best.cost).epsilon(0.01));
    }
}

TEST_CASE("stock falls short of its level by the stationary law of a queue when supply has a capacity", "[INV-11]") {
    // Federgruen & Zipkin (1986), Mathematics of Operations Research 11(2); Glasserman & Tayur (1994). 3 per cent, 0.005
    // and 5 per cent at 10000000 periods; or four standard errors of the 1000000 here.
    check_shortfall(1'000'000, Length::shorter);
}

TEST_CASE("the shortfall under a capacity, at the length of the published case", "[INV-11][long]") {
    // The same; 10000000 periods.
    check_shortfall(10'000'000, Length::full);
}

TEST_CASE("the published levels of four stages in a row are the best, and cost what is published, by recursion", "[INV-07][INV-13]") {
    // Shang & Song (2003), Table 1: 12.688, 53.008, 16.206, 74.564; 0.0005 absolute. No other levels up to two units away
    // cost less.
    for (const Chain& chain : published_chains) {
        const double cost = chain_cost(chain, chain.local);
        CHECK(cost == Approx(chain.published).epsilon(0).margin(0.0005));
        CHECK(cost == Approx(chain.exact).epsilon(1e-6));
        double least = 1e9;
        for (int a = -2; a <= 2; ++a)
            for (int b = -2; b <= 2; ++b)
                for (int c = -2; c <= 2; ++c)
                    for (int d = -2; d <= 2; ++d) {
                        const std::array near{chain.local[0] + a, chain.local[1] + b, chain.local[2] + c, chain.local[3] + d};
                        if (*std::min_element(near.begin(), near.end()) >= 0) least = std::min(least, chain_cost(chain, near));
                    }
        CHECK(least == Approx(cost).epsilon(1e-9));
    }
}

TEST_CASE("four stages in a row hold, owe and cost in periods what the continuous system does", "[INV-13]") {
    // Shang & Song (2003) rows 1 and 25, own derivation for fixed periods. Cost 1 per cent, on hand 0.02 or 2 per cent, backlog
    // 0.004 or 3 per cent, probabilities 0.005; or four standard errors of the 300000 periods here.
    check_chain(300'000, Length::shorter);
}

TEST_CASE("four stages in a row, at the length of the published case", "[INV-13][long]") {
    // The same; 2000000 periods.
    check_chain(2'000'000, Length::full);
}

TEST_CASE("echelon base stock moves every unit as the local levels do that it is the sum of", "[INV-13]") {
    // Axsater & Rosling (1993), Management Science 39(10) 1274-1280: equal policies, so equal on every path. Exact.
    for (const Chain& chain : published_chains) {
        std::vector<std::string> sets = chain_settings(chain);
        ClassicRun local{"serial_chain", sets};
        int   level = 0;
        for (std::size_t j = 0; j < 4; ++j) {
            level += chain.local[j];
            sets.push_back("agent.stage_" + std::to_string(j + 1) + ".replenishment={ policy = \"echelon_base_stock\", level_units = " + std::to_string(level) + " }");
        }
        ClassicRun echelon{"serial_chain", sets};
        const auto stages = stages_of(local);
        bool same = true;
        run_ticks(local.world(), 2000, [&] {
            tick(echelon.world());
            for (const StockId stage : stages)
                same = same && local.world().on_hand[stage] == echelon.world().on_hand[stage] &&
                       local.world().owed[stage] == echelon.world().owed[stage];
        });
        CHECK(same);
        CHECK(local.world().out_total[stages[0]] > Amount::of(7000));
    }
}
