// Published results on the bullwhip effect: BW-01 to BW-05, on scenarios/classic/bullwhip.toml and bullwhip_chain.toml.

#include <array>
#include <span>

#include "tests/published/long_run.h"

using namespace secondsource;

namespace {

/// Variance of the retailer's orders over that of demand, over `periods` after 200 that are left out.
double bullwhip(std::vector<std::string> sets, std::int64_t periods, const Registry& registry = cast()) {
    ClassicRun run{classic_scenario("bullwhip", sets, registry)};
    World& world = run.world();
    const RequirementId retailer = run.requirement("retailer.goods"), market = run.requirement("customers.goods");
    run_ticks(world, 200);
    Spread orders, demand;
    run_ticks(world, periods, [&] {
        orders.add(world.ordered[retailer].units());
        demand.add(world.ordered[market].units());
    });
    return orders.variance() / demand.variance();
}

std::string covers(int periods) { return "agent.retailer.replenishment.cover_periods=" + std::to_string(periods); }
std::string moving_average(int window) {
    return "agent.retailer.forecast={ policy = \"moving_average\", window_periods = " + std::to_string(window) + ", initial_units_per_period = 100 }";
}
std::string smoothing(double alpha) {
    return "agent.retailer.forecast={ policy = \"exponential_smoothing\", alpha = " + std::to_string(alpha) + ", initial_units_per_period = 100 }";
}
/// Shocks of 2 units around 100: small, so that orders stay above zero.
std::string autoregressive_demand(double rho) {
    return "agent.customers.demand={ model = \"ar1\", mean_units_per_period = 100, sd_units = 2, rho = " + std::to_string(rho) + " }";
}

/// A moving average that plans for z standard deviations of its last errors, besides: the order-up-to level with a
/// safety term of Chen et al. (2000). A policy of this test alone, to show that one file adds one.
class CautiousAverage final : public ForecastRule<CautiousAverage> {
public:
    static constexpr std::string_view name  = "cautious_average";
    static constexpr std::string_view about = "a moving average and a safety term";
    struct Terms {
        double z;
    };
    static Terms read(Reader& read) { return {read.real("z", "standard deviations", at_least(0))}; }
    explicit CautiousAverage(const Terms& terms) : terms_{terms} {}

    std::size_t state_size() const override { return 1 + 2 * window_; }   // ticks seen; demands; squared errors
    void        start(std::span<double> state) const override { std::fill(state.begin(), state.end(), 0.0); }
    double      initial() const override { return 0; }
    void        see(std::span<double> state, double seen) const {
        const std::size_t slot  = static_cast<std::size_t>(state[0]) % window_;
        const double      error = seen - mean_of(state.subspan(1, window_));
        state[1 + slot]           = seen;
        state[1 + window_ + slot] = error * error;
        state[0] += 1;
    }
    double over(Tick, std::span<const double> state, double ticks) const {
        const double error = std::sqrt(mean_of(state.subspan(1 + window_, window_)));
        return ticks * mean_of(state.subspan(1, window_)) + terms_.z * error * std::sqrt(ticks);
    }

private:
    static constexpr std::size_t window_ = 5;
    static double mean_of(std::span<const double> values) {
        double sum = 0;
        for (const double value : values) sum += value;
        return sum / static_cast<double>(values.size());
    }
    Terms terms_;
};

void check_table_of_moving_averages(std::int64_t periods, double tolerance) {
    const auto column = [](const char* name) { return published_column("bullwhip_moving_average", name); };
    const auto L = column("L"), p = column("p"), rho = column("rho"), ratio = column("var_ratio");
    REQUIRE(ratio.size() == 52);
    for (std::size_t i = 0; i < ratio.size(); ++i) {
        INFO("L " << L[i] << ", p " << p[i] << ", rho " << rho[i]);
        CHECK(bullwhip({covers(static_cast<int>(L[i])), moving_average(static_cast<int>(p[i])), autoregressive_demand(rho[i])}, periods) ==
              Approx(ratio[i]).epsilon(tolerance));
    }
}

}  // namespace

TEST_CASE("orders up to a moving average of independent demand vary by 1 + 2L/p + 2(L/p)^2", "[BW-01]") {
    // Chen, Drezner, Ryan, Simchi-Levi (2000), Management Science 46(3) 436-443. 200000 periods, 1 per cent.
    CHECK(bullwhip({covers(1), moving_average(5)}, 200'000) == Approx(1.48).epsilon(0.01));
    CHECK(bullwhip({covers(3), moving_average(5)}, 200'000) == Approx(2.92).epsilon(0.01));
    CHECK(bullwhip({covers(5), moving_average(10)}, 200'000) == Approx(2.50).epsilon(0.01));
}

TEST_CASE("a safety term that follows the forecast's errors makes the bullwhip no smaller", "[BW-01]") {
    // The same: 2.92 is a lower bound for z > 0, less 2 per cent. Without the term it is met, so the policy itself is right.
    Registry registry = cast();
    registry.add<CautiousAverage>();
    const auto ratio = [&](double z) {
        return bullwhip({covers(3), "agent.retailer.forecast={ policy = \"cautious_average\", z = " + std::to_string(z) + " }"}, 200'000, registry);
    };
    CHECK(ratio(0) == Approx(2.92).epsilon(0.01));
    const double cautious = ratio(1.645);
    CHECK(cautious >= 2.92 * 0.98);
    CHECK(cautious > ratio(0) + 0.1);
}

TEST_CASE("correlated demand damps or amplifies the bullwhip of a moving average as the theorem says", "[BW-02]") {
    // Chen et al. (2000): 1 + (2L/p + 2L^2/p^2)(1 - rho^p), 52 triples; 3 per cent at 200000 periods, and here already at 40000.
    check_table_of_moving_averages(40'000, 0.03);
}

TEST_CASE("correlated demand and a moving average, at the length of the published case", "[BW-02][long]") {
    // The same: 3 per cent for the table, 2 per cent for two of its rows; 200000 periods.
    check_table_of_moving_averages(200'000, 0.03);
    CHECK(bullwhip({covers(3), moving_average(5), autoregressive_demand(0.6)}, 200'000) == Approx(2.7707008).epsilon(0.02));
    CHECK(bullwhip({covers(3), moving_average(5), autoregressive_demand(-0.4)}, 200'000) == Approx(2.9396608).epsilon(0.02));
}

TEST_CASE("orders up to a smoothed forecast vary by 1 + 2La + 2L^2a^2/(2 - a)", "[BW-03]") {
    // Chen, Ryan, Simchi-Levi (2000), Naval Research Logistics 47(4) 269-286; 2 per cent for independent demand, 3 per cent with
    // rho = 0.5; 400000 periods.
    constexpr std::array L{1, 1, 2, 3, 4, 5};
    constexpr std::array a{0.1, 0.3, 0.2, 0.1, 0.3, 0.5};
    constexpr std::array independent{1.21052631578947, 1.70588235294118, 1.97777777777778, 1.69473684210526, 5.09411764705882, 14.3333333333333};
    constexpr std::array correlated{1.19138755980861, 1.54298642533937, 1.81481481481481, 1.63157894736842, 4.14932126696833, 9.88888888888889};
    for (std::size_t i = 0; i < L.size(); ++i) {
        INFO("L " << L[i] << ", a " << a[i]);
        CHECK(bullwhip({covers(L[i]), smoothing(a[i])}, 400'000) == Approx(independent[i]).epsilon(0.02));
        CHECK(bullwhip({covers(L[i]), smoothing(a[i]), autoregressive_demand(0.5)}, 400'000) == Approx(correlated[i]).epsilon(0.03));
    }
}

TEST_CASE("smoothing amplifies more than a moving average of data of the same age", "[BW-03]") {
    // The same: 0.7111 more at L = 3, p = 9, a = 0.2; 20 per cent of that.
    const double more = bullwhip({covers(3), smoothing(0.2)}, 400'000) - bullwhip({covers(3), moving_average(9)}, 400'000);
    CHECK(more == Approx(0.711111111111111).epsilon(0.2));
}

TEST_CASE("a chain's bullwhip multiplies without, and adds up with, the customers' demand in sight", "[BW-04]") {
    // Chen et al. (2000), exact values by convolution of the order filters; 3 per cent and 2 per cent, 400000 periods.
    constexpr std::array stages{"retailer", "wholesaler", "distributor", "factory"};
    const auto ratios = [&](const std::string& signal) {
        std::vector<std::string> sets;
        for (const char* stage : stages) sets.push_back("agent." + std::string{stage} + ".demand_signal=\"" + signal + "\"");
        ClassicRun run{"bullwhip_chain", sets};
        World& world = run.world();
        std::vector<RequirementId> rows{run.requirement("customers.goods")};
        for (const char* stage : stages) rows.push_back(run.requirement(std::string{stage} + ".goods"));
        std::array<Spread, 5> orders;
        run_ticks(world, 100);
        run_ticks(world, 400'000, [&] {
            for (std::size_t i = 0; i < rows.size(); ++i) orders[i].add(world.ordered[rows[i]].units());
        });
        std::array<double, 4> result;
        for (std::size_t i = 0; i < 4; ++i) result[i] = orders[i + 1].variance() / orders[0].variance();
        return result;
    };
    constexpr std::array apart{2.12, 5.1216, 13.51712, 37.7030272};
    constexpr std::array lower_bound{2.12, 4.4944, 9.528128, 20.19963136};
    constexpr std::array shared{2.12, 3.88, 6.28, 9.32};
    const auto from_orders = ratios("own"), from_demand = ratios("market");
    for (std::size_t i = 0; i < 4; ++i) {
        INFO("stage " << i + 1);
        CHECK(from_orders[i] == Approx(apart[i]).epsilon(0.03));
        CHECK(from_demand[i] == Approx(shared[i]).epsilon(0.02));
        if (i > 0) CHECK(from_orders[i] > lower_bound[i]);   // at stage 1 the bound is the value itself
    }
}

TEST_CASE("orders up to the true expectation of AR(1) demand vary as the theorem says", "[BW-05]") {
    // Lee, Padmanabhan, Whang (1997), Management Science 43(4) 546-558; Lee, So, Tang (2000): 1 + 2 rho (1 - rho^H)(1 - rho^(H+1)) / (1 - rho).
    // 400000 periods, 2 per cent.
    constexpr std::array rho{0.3, 0.5, 0.7, 0.9, 0.0, -0.5};
    constexpr std::array H{2, 3, 5, 4, 4, 3};
    constexpr std::array ratio{1.75894, 2.640625, 4.42558658134, 3.534948802, 1.0, 0.296875};
    for (std::size_t i = 0; i < rho.size(); ++i) {
        INFO("rho " << rho[i] << ", H " << H[i]);
        CHECK(bullwhip({covers(H[i]), autoregressive_demand(rho[i]),
                        "agent.retailer.forecast={ policy = \"ar1\", mean_units_per_period = 100, rho = " + std::to_string(rho[i]) + " }"}, 400'000) ==
              Approx(ratio[i]).epsilon(0.02));
    }
}
