// Published results on rationing and on the orders that it invites.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "agents/policies/allocation/linear.h"
#include "agents/policies/allocation/link_priority.h"
#include "agents/policies/allocation/proportional.h"
#include "agents/policies/allocation/reserved_then_proportional.h"
#include "agents/policies/allocation/turn_and_earn.h"
#include "agents/policies/allocation/uniform.h"
#include "agents/policies/replenishment/best_response.h"
#include "sim/base/chance.h"
#include "tests/support/catch.h"

using namespace secondsource;

namespace {

using Units = std::vector<double>;

const Proportional             proportional{{}};
const UniformRationing         uniform{{}};
const LinearRationing          linear{{}};
const LinkPriority             link_priority{{}};
const ReservedThenProportional reserved_then_proportional{{}};
const TurnAndEarn              turn_and_earn{{}};

/// What each order gets of a capacity, all in units.
struct Rationing {
    Units                     orders;
    Units                     reservations = {}, past_sales = {};
    std::vector<std::int32_t> priority = {};

    Units of(double capacity, const AllocationPolicy& policy) const {
        std::vector<Amount> amounts, reserved, out(orders.size());
        for (const double order : orders) amounts.push_back(Amount::nearest(order));
        for (const double order : reservations) reserved.push_back(Amount::nearest(order));
        Claims claims;
        claims.amount     = amounts;
        claims.reserved   = reserved;
        claims.past_sales = past_sales;
        claims.priority   = priority;
        std::vector<std::uint32_t> scratch;
        policy.shares(Amount::nearest(capacity), claims, out, scratch);
        Units units;
        for (const Amount amount : out) units.push_back(amount.units());
        return units;
    }
};

/// Amounts are exact to 1e-9 units, and a share is rounded to that; `tolerance` is the case's and not below it.
void check_near(const Units& found, const Units& expected, double tolerance = 1e-9) {
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        CAPTURE(i);
        CHECK(found[i] == Approx(expected[i]).margin(tolerance + 1e-13).epsilon(0));
    }
}

}  // namespace

// AL-01. Aumann & Maschler (1985) J. Economic Theory 36(2); survey: Thomson (2003) Mathematical Social Sciences 45(3).
// Tolerance 1e-9, linear 1e-6.
TEST_CASE("AL-01: rules on the classical claims problem of 100, 200 and 300") {
    const Rationing claims{{100, 200, 300}};
    check_near(claims.of(100, proportional), {16.6666666666667, 33.3333333333333, 50.0});
    check_near(claims.of(200, proportional), {33.3333333333333, 66.6666666666667, 100.0});
    check_near(claims.of(300, proportional), {50, 100, 150});
    check_near(claims.of(400, proportional), {66.6666666666667, 133.333333333333, 200.0});
    check_near(claims.of(100, uniform), {33.3333333333333, 33.3333333333333, 33.3333333333333});
    check_near(claims.of(200, uniform), {66.6666666666667, 66.6666666666667, 66.6666666666667});
    check_near(claims.of(300, uniform), {100, 100, 100});
    check_near(claims.of(400, uniform), {100, 150, 150});
    check_near(claims.of(100, linear), {0, 0, 100}, 1e-6);
    check_near(claims.of(200, linear), {0, 50, 150}, 1e-6);
    check_near(claims.of(300, linear), {0, 100, 200}, 1e-6);
    check_near(claims.of(400, linear), {33.333333333, 133.333333333, 233.333333333}, 1e-6);
}

// AL-02. Cachon & Lariviere (1999) Management Science 45(8) 1091-1108; (1999) IIE Transactions 31(9) 835-849.
// Tolerance 1e-9, linear 1e-6. The list of the case names orders from the first served to the last: 2, 0, 4, 1, 3.
TEST_CASE("AL-02: four rules share 200 among five orders") {
    const Rationing orders{.orders = {120, 45, 80, 10, 60}, .priority = {1, 3, 0, 4, 2}};
    check_near(orders.of(200, uniform), {48.3333333333333, 45.0, 48.3333333333333, 10.0, 48.3333333333333});
    check_near(orders.of(200, linear), {93.75, 18.75, 53.75, 0, 33.75}, 1e-6);
    check_near(orders.of(200, proportional), {76.1904761904762, 28.5714285714286, 50.7936507936508, 6.34920634920635, 38.0952380952381});
    check_near(orders.of(200, link_priority), {120, 0, 80, 0, 0});
    for (const AllocationPolicy* policy : {static_cast<const AllocationPolicy*>(&uniform), static_cast<const AllocationPolicy*>(&linear),
                                           static_cast<const AllocationPolicy*>(&proportional), static_cast<const AllocationPolicy*>(&link_priority)})
        check_near(orders.of(400, *policy), orders.orders);
}

// AL-03. Cachon & Lariviere (1999) Management Science 45(8) 1091-1108; Sprumont (1991) Econometrica 59(2). Needs 50, 80
// and 30, capacity 120, payoff −|allocation − need|; gains of at most 1e-9. Every order of 0, 1, … 400, others truthful,
// then 1000 random profiles of the others.
TEST_CASE("AL-03: under uniform rationing nobody gains by misreporting, whatever the others order") {
    const Units  needs{50, 80, 30};
    const Chance chance{17, 0, path_key("others")};
    double       gain_max = 0;
    for (int profile = 0; profile <= 1000; ++profile)
        for (std::uint32_t buyer = 0; buyer < 3; ++buyer) {
            Rationing orders{needs};
            for (std::uint32_t other = 0; other < 3 && profile > 0; ++other)
                orders.orders[other] = std::floor(400 * chance.uniform(Tick{profile}, Purpose::demand, 3 * buyer + other));
            const auto loss = [&](double order) {
                orders.orders[buyer] = order;
                return std::abs(orders.of(120, uniform)[buyer] - needs[buyer]);
            };
            const double truthful = loss(needs[buyer]);
            for (int order = 0; order <= 400; ++order) gain_max = std::max(gain_max, truthful - loss(order));
        }
    CHECK(gain_max <= 1e-9);
}

// AL-03. The smallest best order on the integer grid, tolerance 1; what it brings, tolerance 0.5.
TEST_CASE("AL-03: proportional and linear rationing reward inflated orders") {
    const Units needs{50, 80, 30};
    struct Best {
        double order = 0, allocation = 0, loss = 1e9;
    };
    const auto best = [&](std::size_t buyer, const AllocationPolicy& policy) {
        Best      found;
        Rationing orders{needs};
        for (int order = 0; order <= 400; ++order) {
            orders.orders[buyer]    = order;
            const double allocation = orders.of(120, policy)[buyer];
            const double loss       = std::abs(allocation - needs[buyer]);
            if (loss < found.loss - 1e-8) found = {static_cast<double>(order), allocation, loss};
        }
        return found;
    };
    const Units proportional_orders{79, 160, 43}, allocations{50.1587301587302, 80.0, 29.8265895953757}, linear_orders{70, 100, 50};
    for (std::size_t buyer = 0; buyer < 3; ++buyer) {
        CAPTURE(buyer);
        CHECK(best(buyer, proportional).order == Approx(proportional_orders[buyer]).epsilon(0).margin(1));
        CHECK(best(buyer, proportional).allocation == Approx(allocations[buyer]).epsilon(0).margin(0.5));
        CHECK(best(buyer, linear).order == Approx(linear_orders[buyer]).epsilon(0).margin(1));
    }
}

// AL-04. Cachon & Lariviere (1999), as AL-02 (full-information ordering game); closed form. Capacity 100, needs 40 and 80.
// 1e-9 relative: amounts are rounded to 1e-9 units, well below that.
TEST_CASE("AL-04: best responses to proportional rationing grow by 8/3 in two rounds, up to the cap") {
    const auto play = [](Amount cap, int rounds) {
        const BestResponse policies[]{BestResponse{{Amount::of(40), cap}}, BestResponse{{Amount::of(80), cap}}};
        std::vector<Units> orders;
        for (int round = 0; round <= rounds; ++round) {
            Units placed;
            for (std::size_t i = 0; i < 2; ++i) {
                InventoryView view{};
                view.review        = round;
                view.capacity      = 100;
                view.rivals_orders = round == 0 ? 0 : orders.back()[1 - i];
                placed.push_back(policies[i].quantity(view).units());
            }
            orders.push_back(placed);
        }
        return orders;
    };
    const std::vector<Units> published{{40, 80}, {53.3333333333333, 160}, {106.666666666667, 213.333333333333}, {142.222222222222, 426.666666666667},
                                       {284.444444444444, 568.888888888889}, {379.259259259259, 1137.77777777778}, {758.518518518518, 1517.03703703704},
                                       {1011.35802469136, 3034.07407407407}, {2022.71604938272, 4045.43209876543}};
    const auto free = play(Amount::of(1'000'000), 8);
    for (std::size_t round = 0; round < published.size(); ++round)
        for (std::size_t i = 0; i < 2; ++i) CHECK(free[round][i] == Approx(published[round][i]).epsilon(1e-9));
    CHECK((free[8][0] + free[8][1]) / (free[6][0] + free[6][1]) == Approx(8.0 / 3).epsilon(1e-9));

    const Units settled = play(Amount::of(600), 40).back();
    check_near(settled, {400, 600}, 1e-6 * 400);
    check_near(Rationing{settled}.of(100, proportional), {40, 60}, 1e-6 * 40);
}

// AL-05. Lee, Padmanabhan, Whang (1997) Management Science 43(4), rationing game; closed form for uniform demand. N
// buyers, demand uniform(0, 1), underage p, overage h; capacity is K with probability r, else ample. 1 per cent; the
// newsvendor's order 1e-9.
TEST_CASE("AL-05: random capacity makes rational buyers inflate under proportional rationing, and not under uniform") {
    struct Game {
        double p, h, capacity;
        int    buyers;
        double r, equilibrium, newsvendor, inflation;
    };
    for (const Game& game : {Game{4, 1, 1, 2, 0.5, 0.884767985741633, 0.8, 1.10595998217704}, Game{4, 1, 1, 2, 0.8, 1.5, 0.8, 1.875},
                             Game{9, 1, 2, 4, 0.5, 1.5, 0.9, 1.66666666666667},
                             Game{2, 1, 0.8, 2, 0.3, 0.699350073344298, 0.666666666666667, 1.04902511001645}}) {
        CAPTURE(game.p, game.capacity, game.r);
        const auto cost = [&](double got) {   // expected over the demand
            return got > 1 ? game.h * (got - 0.5) : (game.h * got * got + game.p * (1 - got) * (1 - got)) / 2;
        };
        /// The order that costs least when each of the others orders `others`, by search on a grid of 0.001.
        const auto best_reply = [&](double others, const AllocationPolicy& policy) {
            Rationing orders{Units(static_cast<std::size_t>(game.buyers), others)};
            double    best = 0, lowest = 1e9;
            for (int step = 0; step <= 3000; ++step) {
                const double own = orders.orders[0] = step / 1000.0;
                const double expected = (1 - game.r) * cost(own) + game.r * cost(orders.of(game.capacity, policy)[0]);
                if (expected < lowest - 1e-9) {
                    lowest = expected;
                    best   = own;
                }
            }
            return best;
        };
        const double newsvendor = game.p / (game.p + game.h);
        CHECK(newsvendor == Approx(game.newsvendor).epsilon(0).margin(1e-9));
        // A higher order of the others asks for a higher reply, but by less: the equilibrium is where reply and order meet.
        double low = newsvendor, high = 3;
        while (high - low > 1e-4) {
            const double middle = (low + high) / 2;
            (best_reply(middle, proportional) > middle ? low : high) = middle;
        }
        CHECK(low == Approx(game.equilibrium).epsilon(0.01));
        CHECK(low / newsvendor == Approx(game.inflation).epsilon(0.01));
        CHECK(low > newsvendor);
        CHECK(best_reply(newsvendor, uniform) == Approx(newsvendor).epsilon(0).margin(0.001));   // the grid's step
    }
}

// AL-06. Arithmetic of the stated rules (long-term agreements; turn-and-earn as a share rule). Tolerance 1e-9.
TEST_CASE("AL-06: reservations first, and allocation by past sales") {
    const Rationing orders{.orders = {120, 45, 80, 10, 60}, .reservations = {40, 20, 0, 10, 30}, .past_sales = {5, 1, 3, 0, 1}};
    check_near(orders.of(200, reserved_then_proportional), {77.2093023255814, 31.6279069767442, 37.2093023255814, 10.0, 43.953488372093});
    check_near(orders.of(200, turn_and_earn), {100, 20, 60, 0, 20});
    check_near(orders.of(290, turn_and_earn), {120, 45, 80, 0, 45});
}
