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
