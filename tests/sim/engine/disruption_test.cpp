// What disruptions do to links, pools and agents while they last and on the way back, and what they may not be.

#include <algorithm>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/small_world.h"

using namespace secondsource;

namespace {

/// A source and a market with one link between them; the market wants other units in each of twenty periods, powers of
/// two, so that what arrives tells when it left.
std::string parcels(const std::string& link) {
    std::string units;
    for (int k = 0; k < 20; ++k) units += std::to_string(1 << k) + ", ";
    return "[[product]]\nname = \"x\"\n[[agent]]\nname = \"s\"\nkind = \"source\"\nproduct = \"x\"\n"
           "[[agent]]\nname = \"m\"\nkind = \"market\"\nproduct = \"x\"\ndemand = { model = \"list\", units = [" + units + "] }\n"
           "[[link]]\nseller = \"s\"\nproduct = \"x\"\nbuyer = \"m\"\n" + link + "\n";
}

/// When each parcel arrived.
std::vector<int> arrivals(const std::string& tables, std::uint64_t seed) {
    SmallWorld       world{tables, seed};
    std::vector<int> when(20, -1);
    std::int64_t     before = 0;
    for (int t = 0; t < 60; ++t) {
        world.run(1);
        const auto now = static_cast<std::int64_t>(world.received("s.x.m"));
        for (int k = 0; k < 20; ++k)
            if (((now - before) >> k & 1) != 0) when[static_cast<std::size_t>(k)] = t;
        before = now;
    }
    return when;
}

}  // namespace

TEST_CASE("no shipment overtakes an earlier one across a pause in transit or in receipt, unless it may") {
    const std::string lead = "lead_time = { distribution = \"discrete\", values_periods = [2, 10], probabilities = [0.5, 0.5], crossing = ";
    const auto overtaking = [&](const std::string& crossing, const std::string& effect) {
        int runs = 0;
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const auto when = arrivals(parcels(lead + crossing + " }") +
                                       "[[disruption]]\nname = \"strike\"\ntarget = \"link.s.x.m\"\nat = 4\nperiods = 6\neffect = \"" + effect + "\"\n", seed);
            CHECK(std::count(when.begin(), when.end(), -1) == 0);
            for (const int t : when) CHECK((t < 4 || t >= 10));   // nothing arrives while it lasts
            runs += !std::is_sorted(when.begin(), when.end());
        }
        return runs;
    };
    for (const char* effect : {"transit_pausing", "receipt_pausing"}) {
        CHECK(overtaking("false", effect) == 0);
        CHECK(overtaking("true", effect) == 20);
    }
}

TEST_CASE("no shipment overtakes what was on the way before the first tick") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        SmallWorld world{parcels("lead_time = { distribution = \"discrete\", values_periods = [2, 10], probabilities = [0.5, 0.5] }\n"
                                 "initial_in_transit_units = [0, 0, 0, 0, 0, 0, 0, 0, 4194304]"), seed};
        world.run(8);
        CHECK(world.received("s.x.m") == 0);
        world.run(1);
        CHECK(world.received("s.x.m") >= 4194304);
    }
}

namespace {

/// What is said about a scenario that is refused; empty if it is not.
std::string refusal(const std::string& tables) {
    try {
        SmallWorld{tables};
    } catch (const ScenarioError& error) {
        return error.what();
    }
    return "";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string strike(const std::string& target, const std::string& more = "") {
    return "[[disruption]]\nname = \"strike\"\ntarget = \"" + target + "\"\nat = 2\nperiods = 3\n" + more;
}

}  // namespace

TEST_CASE("a disruption's target is a path like any other: short while unique, else the matches, or what was meant") {
    const std::string one = parcels("lead_time_periods = 1");
    for (const char* path : {"link.s.x.m", "link.s.m", "link.x.m", "link.s.x", "link[0]", "agent.s", "agent[1]"}) CHECK(refusal(one + strike(path)) == "");

    SmallWorld stopped{one + strike("link.s.m")};
    stopped.run(5);
    CHECK(stopped.received("s.x.m") == 1 + 2);

    const std::string two = one + "[[agent]]\nname = \"n\"\nkind = \"market\"\nproduct = \"x\"\ndemand = { model = \"constant\", units_per_period = 1 }\n"
                                  "[[link]]\nseller = \"s\"\nproduct = \"x\"\nbuyer = \"n\"\n[[agent]]\nname = \"fab\"\nkind = \"foundry\"\n"
                                  "[[agent.pool]]\nname = \"n3\"\ncapacity_units_per_period = 5\n";
    const std::string several = refusal(two + strike("link.s.x"));
    CHECK(contains(several, "could be several"));
    CHECK(contains(several, "\"link.s.x.m\", \"link.s.x.n\""));
    CHECK(contains(refusal(one + strike("link.s.x.mm")), "did you mean \"link.s.x.m\"?"));
    CHECK(contains(refusal(two + strike("link.s.mm")), "did you mean \"link.s.x.m\"?"));
    CHECK(contains(refusal(two + strike("agent.fap")), "did you mean \"agent.fab\"?"));
    CHECK(contains(refusal(two + strike("agent.fab.pool.n33")), "did you mean \"agent.fab.pool.n3\"?"));
    CHECK(contains(refusal(two + strike("")), "leads nowhere"));
    CHECK(contains(refusal(two + strike("scenario")), "a disruption is of an agent, a pool or a link"));
    CHECK(contains(refusal(two + strike("agent.fab.pool.n3.capacity_units_per_period")), "a disruption is of an agent, a pool or a link"));
    CHECK(refusal(two + strike("agent.fab.pool.n3")) == "");
}

TEST_CASE("a disruption may name a link by the name that it was given") {
    SmallWorld world{parcels("name = \"ferry\"\nlead_time_periods = 1") + strike("link.ferry")};
    world.run(5);
    CHECK(world.received("s.x.m") == 1 + 2);
}

TEST_CASE("a link that loses a share passes on the rest of what it was allotted, ramps back, and what waits is shipped then") {
    const std::string steady = "[[product]]\nname = \"x\"\n[[agent]]\nname = \"s\"\nkind = \"stage\"\nproduct = \"x\"\ninitial_units = 1000\nreplenishment = { policy = \"base_stock\", level_units = 1 }\n"
                               "[[agent]]\nname = \"m\"\nkind = \"market\"\nproduct = \"x\"\ndemand = { model = \"constant\", units_per_period = 16 }\n"
                               "[[link]]\nseller = \"s\"\nproduct = \"x\"\nbuyer = \"m\"\n";
    const auto shipped = [&](const std::string& more, int ticks) {
        SmallWorld          world{steady + strike("link.s.m", more)};
        std::vector<double> each;
        for (int t = 0; t < ticks; ++t) {
            world.run(1);
            each.push_back(world.world().shipped[world.link_id("s.x.m")].units());
        }
        return each;
    };
    // Half of what is open in each of the three periods, which is 16, then 8 more, then 12 more.
    CHECK(shipped("capacity_lost = 0.5\n", 7) == std::vector<double>{16, 16, 8, 12, 14, 30, 16});
    // All of it; then a quarter of the 64 that are open, half of the next 64, three quarters of 48, and the rest.
    CHECK(shipped("ramp_periods = 3\n", 9) == std::vector<double>{16, 16, 0, 0, 0, 16, 32, 36, 28});
    // What cannot pass is not set aside: the seller has it for others.
    SmallWorld shut{steady + strike("link.s.m")};
    shut.run(5);
    CHECK(shut.on_hand("s.x") == 1000 - 32);
    CHECK(shut.owed("s.x") == 48);
}

TEST_CASE("a link that loses a share of scarce goods or of a pool's capacity leaves no more than its part, in whole grains") {
    const std::string two = "[[product]]\nname = \"x\"\ngrain_units = 1\n[[agent]]\nname = \"s\"\nkind = \"source\"\nproduct = \"x\"\nship_max_units_per_period = 10\n"
                            "[[agent]]\nname = \"a\"\nkind = \"market\"\nproduct = \"x\"\ndemand = { model = \"constant\", units_per_period = 10 }\nunmet = \"lost\"\n"
                            "[[agent]]\nname = \"b\"\nkind = \"market\"\nproduct = \"x\"\ndemand = { model = \"constant\", units_per_period = 10 }\nunmet = \"lost\"\n"
                            "[[link]]\nseller = \"s\"\nproduct = \"x\"\nbuyer = \"a\"\n[[link]]\nseller = \"s\"\nproduct = \"x\"\nbuyer = \"b\"\n";
    SmallWorld goods{two + strike("link.s.a", "capacity_lost = 0.5\n")};
    goods.run(3);
    CHECK(goods.world().shipped[goods.link_id("s.x.a")] == Amount::of(2));   // half of five
    CHECK(goods.world().shipped[goods.link_id("s.x.b")] == Amount::of(5));

    const std::string pool = "[[product]]\nname = \"slots\"\n[[agent]]\nname = \"fab\"\nkind = \"foundry\"\n[[agent.pool]]\nname = \"n3\"\ncapacity_units_per_period = 100\n"
                             "[[agent]]\nname = \"a\"\nkind = \"market\"\nproduct = \"slots\"\ndemand = { model = \"constant\", units_per_period = 16 }\nunmet = \"lost\"\n"
                             "[[link]]\nseller = \"fab\"\nproduct = \"n3\"\nbuyer = \"a\"\nrequirement = \"slots\"\n";
    SmallWorld slots{pool + strike("link.fab.a", "capacity_lost = 0.5\n")};
    slots.run(3);
    CHECK(slots.world().shipped[slots.link_id("fab.n3.a")] == Amount::of(8));   // once, not in each round of the tick
}
