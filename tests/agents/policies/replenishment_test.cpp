// Replenishment policies, one review at a time.
#include <array>
#include <cmath>
#include <vector>

#include "agents/policies/replenishment/anchor_and_adjust.h"
#include "agents/policies/replenishment/base_stock.h"
#include "agents/policies/replenishment/best_response.h"
#include "agents/policies/replenishment/echelon_base_stock.h"
#include "agents/policies/replenishment/fixed.h"
#include "agents/policies/replenishment/growth_path.h"
#include "agents/policies/replenishment/material_plan.h"
#include "agents/policies/replenishment/r_Q.h"
#include "agents/policies/replenishment/s_S.h"
#include "tests/support/catch.h"

using namespace secondsource;

namespace {

InventoryView stock(std::int64_t on_hand, std::int64_t on_order, std::int64_t owed) {
    InventoryView view{};
    view.on_hand  = Amount::of(on_hand);
    view.on_order = Amount::of(on_order);
    view.owed     = Amount::of(owed);
    return view;
}

Amount units(std::int64_t count) { return Amount::of(count); }

}  // namespace

TEST_CASE("base stock orders what the inventory position lacks") {
    const BaseStock policy{{.level = units(36), .cover_ticks = 0, .safety = units(4), .cancels = false}};
    CHECK(policy.quantity(stock(12, 9, 5)) == units(24));
    CHECK(policy.quantity(stock(40, 9, 5)) == Amount{});
}

TEST_CASE("base stock follows the forecast over its cover") {
    const BaseStock policy{{.level = Amount{}, .cover_ticks = 3, .safety = units(1), .cancels = false}};
    CHECK(policy.reads().cover == 3);
    InventoryView view       = stock(2, 0, 0);
    view.forecast_over_cover = 7.5;
    CHECK(policy.quantity(view) == Amount::nearest(6.5));
}

TEST_CASE("base stock cancels above its level only if told to") {
    const BaseStock policy{{.level = units(10), .cover_ticks = 0, .safety = Amount{}, .cancels = true}};
    CHECK(policy.quantity(stock(10, 5, 0)) == -units(5));
}

TEST_CASE("echelon base stock looks at the position of all stocks downstream") {
    const EchelonBaseStock policy{{.level = units(22), .cover_ticks = 0, .safety = Amount{}, .cancels = false}};
    CHECK(policy.reads().echelon);
    InventoryView view    = stock(100, 0, 0);
    view.echelon_position = units(15);
    CHECK(policy.quantity(view) == units(7));
}

TEST_CASE("an (s, S) policy orders at s and not above it") {
    const ReorderUpTo policy{{.reorder_point = units(6), .order_up_to = units(40)}};
    CHECK(policy.quantity(stock(7, 0, 0)) == Amount{});
    CHECK(policy.quantity(stock(6, 0, 0)) == units(34));
    CHECK(policy.quantity(stock(2, 3, 9)) == units(44));
}

TEST_CASE("an (r, Q) policy orders whole lots that bring the position above r") {
    const FixedLots policy{{.reorder_point = units(3), .quantity = units(5)}};
    CHECK(policy.quantity(stock(4, 0, 0)) == Amount{});
    CHECK(policy.quantity(stock(3, 0, 0)) == units(5));
    CHECK(policy.quantity(stock(0, 0, 1)) == units(5));    // −1 + 5 = 4
    CHECK(policy.quantity(stock(0, 0, 2)) == units(10));   // −2 + 5 = 3 is not above 3
}

TEST_CASE("a standing order does not look") {
    CHECK(StandingOrder{{units(9)}}.quantity(stock(1000, 1000, 0)) == units(9));
}

TEST_CASE("anchor and adjust weighs the stock gap and the supply line") {
    const AnchorAndAdjust policy{{.alpha = 0.25, .beta = 0.5, .desired = 17, .cover_ticks = 0}};
    InventoryView view = stock(12, 8, 4);
    view.forecast      = 4;
    CHECK(policy.quantity(view) == Amount::nearest(4 + 0.25 * (17 - 8 - 4)));
    view.review_every = 3;   // the demand of three ticks until it orders again
    CHECK(policy.quantity(view) == Amount::nearest(3 * 4 + 0.25 * (17 - 8 - 4)));
    view.on_hand = units(100);
    CHECK(policy.quantity(view) == Amount{});
}

TEST_CASE("a material plan orders what open production orders need, besides what is there") {
    const MaterialPlan policy{{.horizon_ticks = std::nullopt, .headroom = 0, .usage_floor = 0, .safety = units(10), .cancels = false}};
    CHECK(policy.reads().usage);
    InventoryView view = stock(30, 20, 100);
    view.usage_owed    = units(100);
    CHECK(policy.quantity(view) == units(60));
    view.usage_owed = units(20);
    CHECK(policy.quantity(view) == Amount{});
}

TEST_CASE("a material plan never orders more than a horizon of use, with headroom") {
    const MaterialPlan policy{{.horizon_ticks = 8, .headroom = 0.5, .usage_floor = 2, .safety = Amount{}, .cancels = true}};
    InventoryView view = stock(0, 0, 1000);
    view.usage_owed    = units(1000);
    view.usage         = 5;
    CHECK(policy.quantity(view) == units(60));
    view.usage = 0;
    CHECK(policy.quantity(view) == units(24));   // the floor counts
    view.on_order = units(30);
    CHECK(policy.quantity(view) == -units(6));
}

TEST_CASE("a growth path orders today what it wants to own at the end of its lookahead") {
    const GrowthPath policy{{.target = Schedule{{{Tick{0}, 0}, {Tick{10}, 10}}, Schedule::Between::linear}, .lookahead = Ticks{3}, .cancels = false}};
    CHECK(policy.reads().echelon);
    InventoryView view    = stock(0, 0, 0);
    view.now              = Tick{2};
    view.echelon_position = Amount::nearest(1.5);
    CHECK(policy.quantity(view) == Amount::nearest(3.5));
    view.echelon_position = units(9);
    CHECK(policy.quantity(view) == Amount{});
    const GrowthPath cancels{{.target = Schedule{4}, .lookahead = Ticks{0}, .cancels = true}};
    CHECK(cancels.quantity(view) == -units(5));
}

TEST_CASE("a best response is the truth at first, when there was enough, and the cap when nothing suffices") {
    const BestResponse policy{{.need = units(40), .cap = units(600)}};
    CHECK(policy.reads().rivals);
    InventoryView view{};
    view.rivals_orders = 80;
    view.capacity      = 100;
    CHECK(policy.quantity(view) == units(40));
    view.review = 1;
    CHECK(policy.quantity(view) == Amount::nearest(40 * 80 / 60.0));
    view.rivals_orders = 60;
    CHECK(policy.quantity(view) == units(40));
    view.rivals_orders = 3000;
    CHECK(policy.quantity(view) == units(600));
    view.capacity = 40;
    CHECK(policy.quantity(view) == units(600));
}
