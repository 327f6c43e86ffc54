// Published results on rationing, through the engine: orders that a maker cannot fill, and buyers who know it.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "tests/support/published.h"

using namespace secondsource;

namespace {

using Units = std::vector<double>;

/// To all its digits.
std::string text_of(double number) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.17g", number);
    return digits;
}

/// The settings that make rationing.toml one of these orders (buyers without one want nothing), capacity and rule.
std::vector<std::string> market(const Units& orders, double capacity, const std::string& rule) {
    std::vector<std::string> sets{"agent.maker.allocation=\"" + rule + "\"",
                                  "agent.maker.ship_max_units_per_period=" + text_of(capacity)};
    for (std::size_t i = 0; i < 5; ++i)
        sets.push_back("agent.buyer_" + std::to_string(i + 1) +
                       ".demand.units_per_period=" + text_of(i < orders.size() ? orders[i] : 0));
    return sets;
}

/// What the maker ships to the first `buyers` in this period.
Units shipped(const ClassicRun& run, std::size_t buyers) {
    Units units;
    for (std::size_t i = 1; i <= buyers; ++i) units.push_back(run.shipped("maker.goods.buyer_" + std::to_string(i)));
    return units;
}

Units ration(const Units& orders, double capacity, const std::string& rule) {
    ClassicRun run{"rationing", market(orders, capacity, rule)};
    run.run();
    return shipped(run, orders.size());
}

/// A buyer's demand, period by period.
std::string listed(const std::string& buyer, const Units& orders) {
    std::string list;
    for (const double order : orders) list += (list.empty() ? "" : ", ") + text_of(order);
    return "agent." + buyer + ".demand={ model = \"list\", units = [" + list + "] }";
}

// AL-03: three buyers with these needs, one of whom orders whatever it likes.
const Units      needs{50, 80, 30};
constexpr double scarce     = 120;
constexpr int    most_order = 400;

/// Allocations of a buyer that orders 0, 1, … 400 against each profile of the others' orders in turn.
Units allocations(std::size_t deviator, const std::vector<Units>& profiles, const std::string& rule) {
    std::vector<Units> orders(3);
    for (const Units& profile : profiles)
        for (int order = 0; order <= most_order; ++order)
            for (std::size_t i = 0; i < 3; ++i) orders[i].push_back(i == deviator ? order : profile[i]);
    std::vector<std::string> sets = market({0, 0, 0}, scarce, rule);
    for (std::size_t i = 0; i < 3; ++i) sets.push_back(listed("buyer_" + std::to_string(i + 1), orders[i]));
    sets.push_back("scenario.periods=" + std::to_string(orders[0].size()));
    ClassicRun   run{"rationing", sets};
    const LinkId link = run.link("maker.goods.buyer_" + std::to_string(deviator + 1));
    Units        result;
    while (run.tick()) result.push_back(run.world().shipped[link].units());
    return result;
}

/// AL-05: so many buyers, underage p and overage h, capacity K with probability r, and what each orders in equilibrium.
struct Game {
    std::string scenario;
    std::size_t buyers;
    double      p, h, capacity, r, equilibrium;

    double cost(double stock) const {   // expected over a demand that is uniform on (0, 1)
        return stock > 1 ? h * (stock - 0.5) : (p * (1 - stock) * (1 - stock) + h * stock * stock) / 2;
    }
    /// Expected cost of a season if all order the same.
    double cost_of_all(double order) const {
        return (1 - r) * cost(order) + r * cost(std::min(order, capacity / static_cast<double>(buyers)));
    }
};
const std::vector<Game> games{{"rationing_game", 2, 4, 1, 1, 0.5, 0.884767985741633},
                              {"rationing_game", 2, 4, 1, 1, 0.8, 1.5},
                              {"rationing_game4", 4, 9, 1, 2, 0.5, 1.5},
                              {"rationing_game", 2, 2, 1, 0.8, 0.3, 0.699350073344298}};

/// Mean cost of a season for buyer 1 and its standard error, when it orders `own` and each of the others `theirs`.
struct Mean {
    double value, standard_error;
};
Mean played_cost(const Game& game, double own, double theirs) {
    std::vector<std::string> sets{"disruption.short.capacity_lost=" + text_of(1 - game.capacity / 1000),
                                  "disruption.short.fail_per_period=" + text_of(game.r),
                                  "disruption.short.repair_per_period=" + text_of(1 - game.r)};
    for (std::size_t i = 1; i <= game.buyers; ++i)
        sets.push_back("agent.buyer_" + std::to_string(i) +
                       ".replenishment.quantity_units=" + text_of(i == 1 ? own : theirs));
    ClassicRun          run{game.scenario, sets};
    const LinkId        link     = run.link("maker.goods.buyer_1");
    const RequirementId customer = run.requirement("customers_1.goods");
    double              sum = 0, squares = 0, seasons = 0;
    while (run.tick()) {   // each period is a season of its own: what is left over is not kept
        const double left = (run.world().shipped[link] - run.world().ordered[customer]).units();
        const double cost = left > 0 ? game.h * left : -game.p * left;
        sum += cost;
        squares += cost * cost;
        ++seasons;
    }
    const double mean = sum / seasons;
    return {mean, std::sqrt((squares / seasons - mean * mean) / seasons)};
}

}   // namespace

// Aumann & Maschler (1985), J. Economic Theory 36(2). 1e-9; linear as printed, 1e-6.
TEST_CASE("a maker divides 100 to 400 among claims of 100, 200 and 300 as the classics do", "[AL-01]") {
    const Units              estates{100, 200, 300, 400};
    const std::vector<Units> proportional{{16.6666666666667, 33.3333333333333, 50},
                                          {33.3333333333333, 66.6666666666667, 100},
                                          {50, 100, 150},
                                          {66.6666666666667, 133.333333333333, 200}};
    const std::vector<Units> uniform{{33.3333333333333, 33.3333333333333, 33.3333333333333},
                                     {66.6666666666667, 66.6666666666667, 66.6666666666667},
                                     {100, 100, 100},
                                     {100, 150, 150}};
    const std::vector<Units> linear{
        {0, 0, 100}, {0, 50, 150}, {0, 100, 200}, {33.333333333, 133.333333333, 233.333333333}};
    // A share is whole billionths, so 1e-9 holds for the exact third, and the printed digits are off by less.
    for (std::size_t i = 0; i < estates.size(); ++i) {
        check_column("proportional", ration({100, 200, 300}, estates[i], "proportional"), proportional[i], 1e-9);
        check_column("uniform", ration({100, 200, 300}, estates[i], "uniform"), uniform[i], 1e-9);
        check_column("linear", ration({100, 200, 300}, estates[i], "linear"), linear[i], 1e-6);
    }
}

// Cachon & Lariviere (1999), Management Science 45(8) 1091-1108. 1e-9; linear 1e-6.
TEST_CASE("a maker shares 200 among five orders by four rules, and 400 fill them all", "[AL-02]") {
    const Units orders{120, 45, 80, 10, 60};
    check_column("uniform", ration(orders, 200, "uniform"),
                 {48.3333333333333, 45, 48.3333333333333, 10, 48.3333333333333}, 1e-9);
    check_column("linear", ration(orders, 200, "linear"), {93.75, 18.75, 53.75, 0, 33.75}, 1e-6);
    check_column("proportional", ration(orders, 200, "proportional"),
                 {76.1904761904762, 28.5714285714286, 50.7936507936508, 6.34920634920635, 38.0952380952381}, 1e-9);
    check_column("priority", ration(orders, 200, "link_priority"), {120, 0, 80, 0, 0}, 1e-9);
    for (const std::string rule : {"uniform", "linear", "proportional", "link_priority"})
        check_column(rule, ration(orders, 400, rule), orders, 1e-9);
}

// Cachon & Lariviere (1999), IIE Transactions 31(9) 835-849; Sprumont (1991), Econometrica 59(2). The others are
// truthful, then 20 random profiles (the rule alone is tried on more in allocation_test.cpp). 1e-9.
TEST_CASE("no order serves a buyer better than the truth when the maker rations uniformly", "[AL-03]") {
    std::vector<Units> profiles{needs};
    std::mt19937       draw{1};
    while (profiles.size() < 21)
        profiles.push_back(
            {static_cast<double>(draw() % 401), static_cast<double>(draw() % 401), static_cast<double>(draw() % 401)});
    for (std::size_t buyer = 0; buyer < 3; ++buyer) {
        const Units got = allocations(buyer, profiles, "uniform");
        REQUIRE(got.size() == profiles.size() * (most_order + 1));
        double gain = -1e9;
        for (std::size_t i = 0; i < got.size(); ++i) {
            const double truth = got[i - i % (most_order + 1) + static_cast<std::size_t>(needs[buyer])];
            gain               = std::max(gain, std::abs(truth - needs[buyer]) - std::abs(got[i] - needs[buyer]));
        }
        CHECK(gain <= 1e-9);
        CHECK(gain >= 0);   // the truth is one of the orders
    }
}

// The same sources. Orders on a grid of 1, tolerance 1; allocations 0.5.
TEST_CASE("ordering more than the need pays when the maker rations proportionally or linearly", "[AL-03]") {
    const auto best = [](const Units& got, double need) {
        std::size_t order = 0;
        for (std::size_t i = 0; i < got.size(); ++i)
            if (std::abs(got[i] - need) < std::abs(got[order] - need) - 1e-9) order = i;
        return order;
    };
    const Units proportional{79, 160, 43}, allocation{50.1587301587302, 80, 29.8265895953757}, linear{70, 100, 50};
    for (std::size_t buyer = 0; buyer < 3; ++buyer) {
        const Units       got   = allocations(buyer, {needs}, "proportional");
        const std::size_t order = best(got, needs[buyer]);
        CHECK(static_cast<double>(order) == Approx(proportional[buyer]).epsilon(0).margin(1));
        CHECK(got[order] == Approx(allocation[buyer]).epsilon(0).margin(0.5));
        CHECK(static_cast<double>(best(allocations(buyer, {needs}, "linear"), needs[buyer])) ==
              Approx(linear[buyer]).epsilon(0).margin(1));
    }
}

// Cachon & Lariviere (1999); closed form. 1e-9 relative: the first orders, and those of eight rounds.
TEST_CASE("phantom orders grow by 8/3 in two rounds although needs never change", "[AL-04]") {
    const Units first{40,
                      53.3333333333333,
                      106.666666666667,
                      142.222222222222,
                      284.444444444444,
                      379.259259259259,
                      758.518518518518,
                      1011.35802469136,
                      2022.71604938272};
    const Units second{80,
                       160,
                       213.333333333333,
                       426.666666666667,
                       568.888888888889,
                       1137.77777777778,
                       1517.03703703704,
                       3034.07407407407,
                       4045.43209876543};
    ClassicRun  run{"phantom_orders"};
    Units       one, two;
    while (run.tick()) {
        one.push_back(run.ordered("buyer_1.goods"));
        two.push_back(run.ordered("buyer_2.goods"));
    }
    check_column("orders of buyer 1", one, first, 0, 1e-9);
    check_column("orders of buyer 2", two, second, 0, 1e-9);
    CHECK(one[8] / one[6] == Approx(8.0 / 3).epsilon(1e-9));
}

// The same source. 1e-6 relative.
TEST_CASE("capped phantom orders come to rest at two thirds of the cap and the cap", "[AL-04]") {
    ClassicRun run{"phantom_orders",
                   {"agent.buyer_1.replenishment.cap_units=600", "agent.buyer_2.replenishment.cap_units=600",
                    "scenario.periods=40"}};
    run.run();
    check_column("orders", {run.ordered("buyer_1.goods"), run.ordered("buyer_2.goods")}, {400, 600}, 0, 1e-6);
    check_column("allocations", {run.shipped("maker.goods.buyer_1"), run.shipped("maker.goods.buyer_2")}, {40, 60}, 0,
                 1e-6);
}

// Lee, Padmanabhan & Whang (1997), Management Science 43(4); the equilibrium itself is in allocation_test.cpp. Seed 1,
// 40,000 seasons; the cost within four standard errors of the closed form, and less than that of ordering otherwise.
TEST_CASE("in the rationing game the published order costs what it should, and no other costs less", "[AL-05]") {
    for (const Game& game : games) {
        const double z    = game.equilibrium;
        const Mean   cost = played_cost(game, z, z);
        INFO(game.buyers << " buyers, p = " << game.p << ", r = " << game.r << ": " << cost.value << " +- "
                         << cost.standard_error << ", expected " << game.cost_of_all(z));
        CHECK(std::abs(cost.value - game.cost_of_all(z)) <= 4 * cost.standard_error);
        CHECK(cost.standard_error < 0.01 * game.cost_of_all(z));
        for (const double factor : {0.7, 0.8, 0.9, 1.1, 1.25}) {   // the same demand and capacity in each run
            CAPTURE(factor);
            CHECK(played_cost(game, factor * z, z).value > cost.value);
        }
    }
}

// Arithmetic of the rule, by hand. 1e-9.
TEST_CASE("a maker honours reservations first and shares the rest in proportion", "[AL-06]") {
    check_column("reserved, then proportional", ration({120, 45, 80, 10, 60}, 200, "reserved_then_proportional"),
                 {77.2093023255814, 31.6279069767442, 37.2093023255814, 10, 43.953488372093}, 1e-9);
}

// Arithmetic of the rule, by hand. 1e-9. Past sales of 5, 1, 3, 0 and 1 come from a first period with enough for all.
TEST_CASE("a maker shares by what it sold before", "[AL-06]") {
    const auto by_past_sales = [](double capacity) {
        std::vector<std::string> sets = market({0, 0, 0, 0, 0}, capacity, "turn_and_earn");
        const Units              before{5, 1, 3, 0, 1}, orders{120, 45, 80, 10, 60};
        for (std::size_t i = 0; i < 5; ++i)
            sets.push_back(listed("buyer_" + std::to_string(i + 1), {before[i], orders[i]}));
        sets.push_back("scenario.periods=2");
        ClassicRun run{"rationing", sets};
        run.run();
        return shipped(run, 5);
    };
    check_column("capacity 200", by_past_sales(200), {100, 20, 60, 0, 20}, 1e-9);
    check_column("capacity 290", by_past_sales(290), {120, 45, 80, 0, 45}, 1e-9);
}
