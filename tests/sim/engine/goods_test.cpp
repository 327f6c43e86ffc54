// How orders and goods move: sequence, books, rationing, lead times.

#include <cmath>

#include "tests/support/catch.h"
#include "tests/support/small_world.h"

using namespace secondsource;

namespace {

/// A stage between a source and a market; `%` stands for further keys of the stage, the market's demand and the link.
std::string one_stage(const std::string& stage, const std::string& demand, const std::string& link) {
    return "[[agent]]\nname = \"s\"\nkind = \"source\"\nproduct = \"p\"\n"
           "[[agent]]\nname = \"a\"\nkind = \"stage\"\nproduct = \"p\"\n" + stage + "\n"
           "[[agent]]\nname = \"m\"\nkind = \"market\"\nproduct = \"p\"\n" + demand + "\n"
           "[[link]]\nseller = \"a\"\nproduct = \"p\"\nbuyer = \"m\"\n"
           "[[link]]\nseller = \"s\"\nproduct = \"p\"\nbuyer = \"a\"\n" + link + "\n";
}

}  // namespace

TEST_CASE("a base stock that sees demand before it orders covers exactly the demand of its lead time") {
    // Net stock at the end of t = S less the demand of t-L+1 … t: the sequence of a tick decides that it is not L+1.
    const std::vector<double> demand{3, 0, 7, 2, 9, 4, 4, 1, 6, 0, 8, 5, 2, 2, 7};
    SmallWorld world{one_stage("initial_units = 20\nreplenishment = { policy = \"base_stock\", level_units = 20 }",
                               "demand = { model = \"list\", units = [3, 0, 7, 2, 9, 4, 4, 1, 6, 0, 8, 5, 2, 2, 7] }", "lead_time_periods = 3")};
    for (std::size_t t = 0; t < demand.size(); ++t) {
        world.run(1);
        double recent = 0;
        for (std::size_t k = t < 2 ? 0 : t - 2; k <= t; ++k) recent += demand[k];
        CHECK(world.net_stock("a.p") == 20 - recent);
    }
}

TEST_CASE("a base stock that orders before it sees demand covers one more tick") {
    const std::vector<double> demand{3, 0, 7, 2, 9, 4, 4, 1, 6, 0, 8, 5};
    SmallWorld world{one_stage("initial_units = 30\nplans_on = \"last_tick\"\nreplenishment = { policy = \"base_stock\", level_units = 30 }",
                               "demand = { model = \"list\", units = [3, 0, 7, 2, 9, 4, 4, 1, 6, 0, 8, 5] }", "lead_time_periods = 3")};
    for (std::size_t t = 0; t < demand.size(); ++t) {
        world.run(1);
        double recent = 0;
        for (std::size_t k = t < 3 ? 0 : t - 3; k <= t; ++k) recent += demand[k];
        CHECK(world.net_stock("a.p") == 30 - recent);
    }
}

TEST_CASE("an order delay puts off what the seller sees, not what the buyer counts as on order") {
    SmallWorld world{one_stage("initial_units = 10\nreplenishment = { policy = \"base_stock\", level_units = 10 }",
                               "demand = { model = \"list\", units = [4, 0, 0, 0, 0, 0] }", "order_delay_periods = 2\nlead_time_periods = 1")};
    world.run(1);
    CHECK(world.on_order("a.p") == 4);
    CHECK(world.received("s.p.a") == 0);
    world.run(2);   // seen and shipped in tick 2
    CHECK(world.received("s.p.a") == 0);
    CHECK(world.on_order("a.p") == 4);
    world.run(1);
    CHECK(world.received("s.p.a") == 4);
    CHECK(world.on_order("a.p") == 0);
}

TEST_CASE("what a lost-sales offer cannot fill is gone, and is not on order any more") {
    SmallWorld world{one_stage("initial_units = 5\nunmet = \"lost\"\nreplenishment = { policy = \"base_stock\", level_units = 5 }",
                               "demand = { model = \"list\", units = [3, 9, 0] }\nunmet = \"lost\"", "lead_time_periods = 1")};
    world.run(2);
    CHECK(world.received("a.p.m") == 8);   // 3, then the 2 left and the 3 that were ordered for the first
    CHECK(world.owed("a.p") == 0);
    CHECK(market_totals(world.world()).lost == 4);
    world.run(1);
    CHECK(world.on_hand("a.p") == 5);   // lost demand is not ordered again
}

TEST_CASE("a cap on shipments leaves the rest in the book, oldest first") {
    SmallWorld world{one_stage("initial_units = 100\nship_max_units_per_period = 4\nreplenishment = { policy = \"base_stock\", level_units = 100 }",
                               "demand = { model = \"list\", units = [10, 3, 0, 0, 0, 0] }", "lead_time_periods = 1")};
    world.run(1);
    CHECK(world.received("a.p.m") == 4);
    CHECK(world.owed("a.p") == 6);
    world.run(3);
    CHECK(world.received("a.p.m") == 13);
    // 4 at once, 4 after one tick, 2 after two; then 2 of the second order after one and 1 after two.
    CHECK(world.world().books.waited(world.link_id("a.p.m")) == 4 * 1 + 2 * 2 + 2 * 1 + 1 * 2);
}

TEST_CASE("two buyers of a scarce seller get the same share of their orders") {
    SmallWorld world{R"(
[[agent]]
name = "s"
kind = "source"
product = "p"
ship_max_units_per_period = 30
unmet = "lost"
[[agent]]
name = "b1"
kind = "market"
product = "p"
demand = { model = "constant", units_per_period = 10 }
[[agent]]
name = "b2"
kind = "market"
product = "p"
demand = { model = "constant", units_per_period = 50 }
[[link]]
seller = "s"
product = "p"
buyer = "b1"
[[link]]
seller = "s"
product = "p"
buyer = "b2"
)"};
    world.run(1);
    CHECK(world.received("s.p.b1") == 5);
    CHECK(world.received("s.p.b2") == 25);
}

TEST_CASE("whole units that are left over go to those who are furthest from their share") {
    std::string tables = "[[product]]\nname = \"p\"\ngrain_units = 1\n[[agent]]\nname = \"s\"\nkind = \"source\"\nproduct = \"p\"\nship_max_units_per_period = 4\nunmet = \"lost\"\n";
    for (const char* name : {"b1", "b2", "b3", "b4", "b5"})
        tables += std::string{"[[agent]]\nname = \""} + name + "\"\nkind = \"market\"\nproduct = \"p\"\ndemand = { model = \"constant\", units_per_period = 10 }\n" +
                  "[[link]]\nseller = \"s\"\nproduct = \"p\"\nbuyer = \"" + name + "\"\n";
    SmallWorld world{tables};
    world.run(1);
    double sum = 0;
    for (const char* link : {"s.p.b1", "s.p.b2", "s.p.b3", "s.p.b4", "s.p.b5"}) {
        CHECK(world.received(link) <= 1);
        sum += world.received(link);
    }
    CHECK(sum == 4);
}

namespace {

/// A seller of one whole unit a tick, shared by a rule, and what three customers who do not wait got in 300 ticks; `rhythm`: their demand.
std::vector<double> one_unit_for_three(const std::string& rule, const std::vector<std::string>& rhythm) {
    std::string tables = "[[product]]\nname = \"p\"\ngrain_units = 1\n[[agent]]\nname = \"s\"\nkind = \"source\"\nproduct = \"p\"\nunmet = \"lost\"\n"
                         "ship_max_units_per_period = 1\nallocation = \"" + rule + "\"\n";
    for (std::size_t i = 0; i < rhythm.size(); ++i) {
        const std::string name = "m" + std::to_string(i);
        tables += "[[agent]]\nname = \"" + name + "\"\nkind = \"market\"\nproduct = \"p\"\ndemand = " + rhythm[i] +
                  "\n[[link]]\nseller = \"s\"\nproduct = \"p\"\nbuyer = \"" + name + "\"\n";
    }
    SmallWorld world{tables};
    world.run(300);
    std::vector<double> got;
    for (std::size_t i = 0; i < rhythm.size(); ++i) got.push_back(world.received("s.p.m" + std::to_string(i)));
    return got;
}

}  // namespace

TEST_CASE("equals who do not wait take turns at what makes no whole unit for each, whatever the rhythm of their demand") {
    const std::string always = "{ model = \"constant\", units_per_period = 1 }", never = "{ model = \"constant\", units_per_period = 0 }";
    for (const char* rule : {"proportional", "linear", "uniform", "first_come", "priority", "price_priority", "reserved_then_proportional"}) {
        CAPTURE(rule);
        for (const double got : one_unit_for_three(rule, {always, always, always})) CHECK(std::abs(got - 100) <= 2);
        const auto two = one_unit_for_three(rule, {always, never, always});
        CHECK(std::abs(two[0] - 150) <= 2);
        CHECK(two[1] == 0);
    }
    for (const int every : {2, 3, 4, 8}) {   // they all want a unit in the same tick, now and then
        std::string ticks = "{ model = \"list\", units = [";
        for (int t = 0; t < 300; ++t) ticks += t % every == 0 ? "1, " : "0, ";
        ticks += "] }";
        const auto rare = one_unit_for_three("proportional", {ticks, ticks});
        CAPTURE(every);
        CHECK(std::abs(rare[0] - rare[1]) <= 4);
    }
}

TEST_CASE("orders of one tick share in proportion, whether they wait or not") {
    SmallWorld world{"[[agent]]\nname = \"s\"\nkind = \"source\"\nproduct = \"p\"\nallocation = \"first_come\"\nship_max_units_per_period = 10\n"
                     "[[agent]]\nname = \"waits\"\nkind = \"market\"\nproduct = \"p\"\ndemand = { model = \"constant\", units_per_period = 10 }\n"
                     "[[agent]]\nname = \"leaves\"\nkind = \"market\"\nproduct = \"p\"\nunmet = \"lost\"\ndemand = { model = \"constant\", units_per_period = 10 }\n"
                     "[[link]]\nseller = \"s\"\nproduct = \"p\"\nbuyer = \"waits\"\n[[link]]\nseller = \"s\"\nproduct = \"p\"\nbuyer = \"leaves\"\n"};
    world.run(1);
    CHECK(world.received("s.p.waits") == 5);
    CHECK(world.received("s.p.leaves") == 5);
    world.run(1);   // what waits since the first tick goes first
    CHECK(world.received("s.p.waits") == 12.5);
    CHECK(world.received("s.p.leaves") == 7.5);
}

TEST_CASE("when a plan falls the newest open orders are cancelled and the seller is free of them") {
    SmallWorld world{R"(
[[agent]]
name = "s"
kind = "source"
product = "p"
ship_max_units_per_period = 10
[[agent]]
name = "a"
kind = "stage"
product = "p"
replenishment = { policy = "growth_path", target_units = [{ at = 0, value = 50 }, { at = 1, value = 80 }, { at = 2, value = 35 }], cancels = true }
[[link]]
seller = "s"
product = "p"
buyer = "a"
lead_time_periods = 1
)"};
    world.run(2);
    CHECK(world.ordered("s.p.a") == 80);
    CHECK(world.open("s.p.a") == 60);
    world.run(1);
    CHECK(world.world().dropped_total[world.link_id("s.p.a")] == Amount::of(45));
    CHECK(world.open("s.p.a") == 5);
    world.run(3);
    CHECK(world.on_hand("a.p") == 35);
}

TEST_CASE("shipments of a random lead time do not overtake each other unless the link lets them") {
    // One unit is shipped in every tick. Where shipments may cross, the arrival last planned falls at times.
    const auto falls = [](const std::string& crossing) {
        SmallWorld world{one_stage("replenishment = { policy = \"fixed\", quantity_units = 1 }", "demand = { model = \"constant\", units_per_period = 0 }",
                                   "lead_time = { distribution = \"uniform\", low_periods = 1, high_periods = 9, crossing = " + crossing + " }")};
        const std::uint32_t row   = world.network().terms_row(world.link_id("s.p.a"));
        int                 count = 0;
        Tick                last{0};
        for (int t = 0; t < 300; ++t) {
            world.run(1);
            if (world.world().last_arrival[row] < last) ++count;
            last = world.world().last_arrival[row];
        }
        return count;
    };
    CHECK(falls("false") == 0);
    CHECK(falls("true") > 50);
}
