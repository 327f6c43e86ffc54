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
