// Quoted queues: open orders ahead over what can be shipped in the coming ticks.

#include <vector>

#include "sim/engine/quote.h"
#include "tests/support/catch.h"
#include "tests/support/small_world.h"

using namespace secondsource;

namespace {

std::string sold(const std::string& seller, const std::string& buyer, const std::string& further = "") {
    return "[[link]]\nseller = \"" + seller + "\"\nproduct = \"p\"\nbuyer = \"" + buyer + "\"\n" + further + "\n";
}
std::string market(const std::string& demand) { return "[[agent]]\nname = \"m\"\nkind = \"market\"\nproduct = \"p\"\n" + demand + "\n"; }
std::string source(const std::string& name, const std::string& further = "") {
    return "[[agent]]\nname = \"" + name + "\"\nkind = \"source\"\nproduct = \"p\"\n" + further + "\n";
}
std::string stage(const std::string& name, const std::string& further) {
    return "[[agent]]\nname = \"" + name + "\"\nkind = \"stage\"\nproduct = \"p\"\n" + further + "\n";
}

double queue(SmallWorld& world, const std::string& offer) { return world.world().queue[world.offer_id(offer)]; }

}   // namespace

TEST_CASE("a cap on shipments makes a queue, at a source without end and at a stock") {
    for (const char* rule : {"shortest_queue", "fastest"}) {
        INFO(rule);
        SmallWorld world{market("demand = { model = \"constant\", units_per_period = 10 }\nsourcing = \"" + std::string{rule} + "\"") +
                         source("a", "ship_max_units_per_period = 1") +
                         stage("b", "initial_units = 1000\nship_max_units_per_period = 9\nreplenishment = { policy = \"base_stock\", level_units = 1000 }") +
                         source("s") + sold("a", "m") + sold("b", "m") + sold("s", "b", "lead_time_periods = 1")};
        world.run(1);   // equal queues: the first row gets all
        CHECK(queue(world, "a.p") == 9);
        CHECK(queue(world, "b.p") == 0);
        world.run(1);
        CHECK(queue(world, "a.p") == 8);
        CHECK(queue(world, "b.p") == Approx(1.0 / 9));
        world.run(10);
        CHECK(world.received("a.p.m") + world.received("b.p.m") == 1 + 11 * 10);   // both ship all they can
    }
}

TEST_CASE("a cap that will rise by a date shortens the queue before it does") {
    SmallWorld world{market("demand = { model = \"list\", units = [20] }") +
                     source("s", "ship_max_units_per_period = [{ at = 0, value = 1 }, { at = 5, value = 10 }]") + sold("s", "m")};
    world.world().quotes_queues = true;
    world.run(1);
    CHECK(queue(world, "s.p") == 5.5);   // 19 open: 1 in each of ticks 1 to 4, 10 in tick 5, and half of tick 6
    world.run(5);
    CHECK(queue(world, "s.p") == 0.5);
}

TEST_CASE("a stock lets go what it has and gets, as far as its cap goes") {
    const auto world_of = [](const std::string& cap) {
        return market("demand = { model = \"list\", units = [30] }") +
               stage("b", "initial_units = 10\nreplenishment = { policy = \"base_stock\", level_units = 10 }\n" + cap) + source("s") +
               sold("b", "m") + sold("s", "b", "lead_time_periods = 2");
    };
    SmallWorld capped{world_of("ship_max_units_per_period = 4")}, free{world_of("")};
    capped.world().quotes_queues = free.world().quotes_queues = true;
    capped.run(1);
    free.run(1);
    CHECK(queue(capped, "b.p") == 6.5);   // 26 open at 4 a tick, all there in time
    CHECK(queue(free, "b.p") == 2);       // 20 open, 30 on their way
}

TEST_CASE("no quote is longer than five years, wherever the run ends") {
    CHECK(longest_quote(Calendar{TickLength::week, {2025, 10, 6}}) == 260);
    CHECK(longest_quote(Calendar{TickLength::day, {2025, 10, 6}}) == 1826);
    CHECK(longest_quote(Calendar{TickLength::month, {2025, 10, 6}}) == 60);
    SmallWorld world{market("demand = { model = \"constant\", units_per_period = 10 }") + source("s", "ship_max_units_per_period = 0.001") + sold("s", "m")};
    world.world().quotes_queues = true;
    world.run(900);   // of 1000
    CHECK(queue(world, "s.p") == longest_quote(world.scenario().model->calendar));
}

TEST_CASE("a random lead time counts by its mean: in quotes, and to who looks for the fastest source") {
    for (const std::string lead : {"lead_time_periods = 4", "lead_time = { distribution = \"exponential\", mean_periods = 4, crossing = true }"}) {
        SmallWorld world{market("demand = { model = \"constant\", units_per_period = 10 }") + stage("b", "replenishment = { policy = \"base_stock\", level_units = 0 }") +
                         source("s") + sold("b", "m") + sold("s", "b", lead)};
        world.world().quotes_queues = true;
        world.run(200);
        CHECK(queue(world, "b.p") == Approx(4).margin(0.5));   // base stock without stock: an order waits for one lead time
    }
    SmallWorld world{market("demand = { model = \"constant\", units_per_period = 10 }\nsourcing = \"fastest\"") + source("a") + source("b") +
                     sold("a", "m", "lead_time_periods = 9") + sold("b", "m", "lead_time = { distribution = \"exponential\", mean_periods = 2 }")};
    world.run(1);
    CHECK(world.ordered("b.p.m") == 10);
}

TEST_CASE("who is shut quotes a queue, whatever is on hand") {
    SmallWorld world{market("demand = { model = \"constant\", units_per_period = 4 }") + stage("b", "initial_units = 500\nreplenishment = { policy = \"base_stock\", level_units = 500 }") +
                     source("s") + sold("b", "m") + sold("s", "b", "lead_time_periods = 1") +
                     "[[disruption]]\nname = \"d\"\ntarget = \"agent.b\"\nat = 2\nperiods = 3\n"};
    world.world().quotes_queues = true;
    world.run(2);
    CHECK(queue(world, "b.p") == 0);
    world.run(1);
    CHECK(queue(world, "b.p") == 1);   // as far as anybody knows, it may ship in the tick after the next
    world.run(3);
    CHECK(queue(world, "b.p") == 0);
}
