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
    for (const char* path : {"link.s.x.m", "link.s.m", "link.x.m", "link.s.x", "link[0]", "agent.s", "agent[0]"}) CHECK(refusal(one + strike(path)) == "");

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

namespace {

/// A memory maker with a line of ten stacks a period, three periods of work in process, and forty stacks in stock.
std::string memory_maker(const std::string& pool) {
    return "[[product]]\nname = \"hbm\"\n[[agent]]\nname = \"mem\"\nkind = \"memory_maker\"\n"
           "[[agent.pool]]\nname = \"line\"\ncapacity_units_per_period = 10\n"
           "[[agent.process]]\nname = \"stack\"\noutput = \"hbm\"\n" + pool +
           "cycle_time_periods = 3\ninitial_work_in_process_units = [10, 10, 10]\n"
           "[[agent.stock]]\nproduct = \"hbm\"\ninitial_units = 40\n"
           "[[agent.requirement]]\nproduct = \"hbm\"\nreplenishment = { policy = \"base_stock\", level_units = 70 }\n"
           "[[agent.offer]]\nproduct = \"hbm\"\n"
           "[[agent]]\nname = \"m\"\nkind = \"market\"\nproduct = \"hbm\"\ndemand = { model = \"constant\", units_per_period = 10 }\n"
           "[[link]]\nseller = \"mem\"\nproduct = \"hbm\"\nbuyer = \"m\"\n";
}

}  // namespace

TEST_CASE("an outage of an agent stops its pools and what it ships, one of its pool leaves the stock to be sold") {
    const auto after = [](const std::string& target) {
        SmallWorld world{memory_maker("pool = \"mem.line\"\n") + strike(target)};
        world.run(5);
        CHECK(world.world().starts_total[world.process_id("mem.stack")] == Amount::of(20));
        return world.received("mem.hbm.m");
    };
    CHECK(after("agent.mem.pool.line") == 50);
    CHECK(after("agent.mem") == 20);
}

TEST_CASE("an agent without a pool loses work in process, starts a share of what is wanted, and ships a share") {
    SmallWorld world{memory_maker("") + strike("agent.mem", "capacity_lost = 0.5\nscrap = 0.4\nramp_periods = 1\n")};
    const auto starts = [&] {
        world.run(1);
        return world.world().starts[world.process_id("mem.stack")].units();
    };
    world.run(2);
    CHECK(world.world().scrap_total[world.process_id("mem.stack")].is_zero());
    CHECK(starts() == Approx((10 + 12) / 2.0));        // what was scrapped is ordered again
    CHECK(world.world().scrap_total[world.process_id("mem.stack")] == Amount::of(12));
    CHECK(starts() == Approx((11 + 10) / 2.0));
    CHECK(starts() == Approx((10.5 + 10) / 2));
    CHECK(starts() == Approx((10.25 + 10) * 0.75));    // on the way back
    CHECK(starts() == Approx(5.0625 + 10));

    SmallWorld ships{memory_maker("") + strike("agent.mem", "capacity_lost = 0.9\n")};
    ships.run(3);
    CHECK(ships.received("mem.hbm.m") == Approx(20 + 5));      // a tenth of the fifty on hand
}

TEST_CASE("a source without a cap that loses a share fills that much less, and ramps back") {
    const std::string text = "[[agent]]\nname = \"s\"\nkind = \"source\"\nproduct = \"x\"\nunmet = \"lost\"\n[[agent]]\nname = \"m\"\nkind = \"market\"\nproduct = \"x\"\n"
                             "demand = { model = \"constant\", units_per_period = 10 }\n[[link]]\nseller = \"s\"\nproduct = \"x\"\nbuyer = \"m\"\n";
    SmallWorld world{text + strike("agent.s", "capacity_lost = 0.5\nramp_periods = 4\n")};
    for (const double shipped : {10, 10, 5, 5, 5, 6, 7, 8, 9, 10}) {
        world.run(1);
        CHECK(world.world().shipped[world.link_id("s.x.m")].units() == Approx(shipped));
    }
}

TEST_CASE("a pause holds goods that would be there at once, and they arrive when it is over") {
    for (const char* effect : {"transit_pausing", "receipt_pausing"})
        for (const char* target : {"link.s.m", "agent.m"}) {
            const auto when = arrivals(parcels("") + strike(target, "effect = \"" + std::string{effect} + "\"\n"), 1);
            for (int k = 0; k < 20; ++k) CHECK(when[static_cast<std::size_t>(k)] == (k >= 2 && k < 5 ? 5 : k));
        }
}

TEST_CASE("a disruption that could have no effect is refused where it is written") {
    const std::string one  = parcels("");
    const auto        said = [&](const std::string& target, const std::string& more, const std::string& message) {
        const std::string text = refusal(one + strike(target, more));
        INFO(text);
        CHECK(contains(text, message));
        CHECK(contains(text, "small:"));   // with its place
    };
    said("agent.m", "", "no capacity to lose");
    for (const char* effect : {"order_pausing", "shipment_pausing", "transit_pausing", "receipt_pausing"}) {
        const std::string pause = "effect = \"" + std::string{effect} + "\"\n";
        said("agent.s", pause, "nothing to pause");
        said("link.s.m", pause + "capacity_lost = 0.5\n", "a pause is of everything");
        said("link.s.m", pause + "ramp_periods = 2\n", "a pause ends all at once");
        CHECK(refusal(one + strike("link.s.m", pause + "capacity_lost = 1.0\nscrap = 0.0\nramp_periods = 0\n")) == "");
    }
    said("link.s.m", "scrap = 0.5\n", "nothing is ever under way");
    said("agent.s", "scrap = 0.5\n", "nothing is ever under way");
    CHECK(refusal(parcels("lead_time_periods = 1") + strike("link.s.m", "scrap = 0.5\n")) == "");
}

TEST_CASE("a disruption outside the run is told of, and one that ends before it begins is refused") {
    const auto with = [](const std::string& dates) {
        return parcels("") + "[[disruption]]\nname = \"strike\"\ntarget = \"link.s.m\"\n" + dates + "\n";
    };
    const auto warned = [](const std::string& text) {
        const SmallWorld small{text};
        std::string      all;
        for (const Diagnostic& warning : small.scenario().warnings) all += warning.message + '\n';
        return all;
    };
    CHECK(contains(warned(with("at = 1000\nperiods = 2")), "it never comes"));
    CHECK(contains(warned(with("at = -9\nuntil = 0")), "it has no effect"));
    for (const char* inside : {"at = 999\nperiods = 2", "at = -9\nuntil = 1", "at = 0\nuntil = 0"}) {
        INFO(inside);
        CHECK(contains(warned(with(inside)), "run") == (std::string{inside} == "at = 0\nuntil = 0"));
    }
    CHECK(contains(refusal(with("at = 5\nuntil = 4")), "over before it begins"));
}

TEST_CASE("a random disruption fails and is repaired as often as it says, each by its own luck") {
    // A chain of two states: up for 1 / fail ticks on average, down for 1 / repair, down repair / (fail + repair) of the time.
    const auto text = [](const std::string& name, const std::string& target, const std::string& rates) {
        return "[[disruption]]\nname = \"" + name + "\"\ntarget = \"" + target + "\"\nmodel = \"markov\"\n" + rates;
    };
    const auto downs = [&](const std::string& disruption, int ticks) {
        SmallWorld        world{parcels("lead_time_periods = 1") + disruption};
        std::vector<bool> down;
        world.world().audits = false;
        for (int t = 0; t < ticks; ++t) {
            tick(world.world());
            down.push_back(world.world().disruptions[0].is_down);
        }
        return down;
    };
    const std::string rates = "fail_per_period = 0.04\nrepair_per_period = 0.25\n";
    const auto        down  = downs(text("strike", "link.s.m", rates), 100'000);
    int               below = 0, begun = 0;
    for (std::size_t t = 1; t < down.size(); ++t) {
        below += down[t];
        begun += down[t] && !down[t - 1];
    }
    // Standard errors are 0.00265 (of a chain with autocorrelation 0.71) and 50 (of a renewal process): four of them.
    CHECK(below / 100'000.0 == Approx(0.04 / 0.29).epsilon(0).margin(0.0106));
    CHECK(begun == Approx(100'000 / 29.0).epsilon(0).margin(200));

    // Whatever it strikes, and whatever else there is: the same name, the same luck; another name, another.
    CHECK(downs(text("strike", "agent.s", rates) + text("zeal", "agent.s", rates), 500) == downs(text("strike", "link.s.m", rates), 500));
    CHECK(downs(text("zeal", "link.s.m", rates), 500) != downs(text("strike", "link.s.m", rates), 500));

    // Dated probabilities: never before, at once from then on.
    const auto later = downs(text("strike", "link.s.m", "fail_per_period = [{ at = 0, value = 0 }, { at = 300, value = 1 }]\n"
                                                        "repair_per_period = [{ at = 0, value = 0 }, { at = 350, value = 1 }]\n"), 352);
    for (std::size_t t = 0; t < later.size(); ++t) CHECK(later[t] == (t >= 300 && t != 350));
    CHECK(downs(text("strike", "link.s.m", "fail_per_period = 0\nrepair_per_period = 0.5\n") + "[[event]]\nat = 4\nset = { \"disruption.strike.fail_per_period\" = 1 }\n", 5) ==
          std::vector<bool>{false, false, false, false, true});
    const auto monthly = [&](const std::string& fail) {
        return read_scenario_text("[scenario]\nstart = 2026-01-01\nmonths = 9\ntick = \"month\"\n" + parcels("") + text("strike", "link.s.m", fail + "\nrepair_per_month = 1\n"), "monthly", cast());
    };
    CHECK_NOTHROW(monthly("fail_per_week = 0.2"));
    CHECK_THROWS_AS(monthly("fail_per_week = 0.3"), ScenarioError);   // 1.3 in a month
}

TEST_CASE("while its shipment is paused a process starts nothing, and afterwards what was ordered") {
    SmallWorld world{"[[product]]\nname = \"x\"\n[[agent]]\nname = \"v\"\nkind = \"chip_vendor\"\n[[agent.process]]\nname = \"make\"\noutput = \"x\"\ncycle_time_periods = 1\n"
                     "[[agent.requirement]]\nproduct = \"x\"\nreplenishment = { policy = \"base_stock\", level_units = 0 }\n[[agent.offer]]\nproduct = \"x\"\n"
                     "[[agent]]\nname = \"m\"\nkind = \"market\"\nproduct = \"x\"\ndemand = { model = \"constant\", units_per_period = 4 }\n"
                     "[[link]]\nseller = \"v\"\nproduct = \"x\"\nbuyer = \"m\"\n"
                     "[[disruption]]\nname = \"d\"\ntarget = \"agent.v\"\nat = 2\nperiods = 3\neffect = \"shipment_pausing\"\n"};
    const ProcessId           make = world.process_id("v.make");
    const std::vector<double> starts{4, 4, 0, 0, 0, 16, 4};
    for (const double expected : starts) {
        world.run(1);
        CHECK(world.world().starts[make].units() == expected);
    }
}

TEST_CASE("the track record of a paused link falls, though its seller had enough") {
    SmallWorld world{parcels("") + "[[disruption]]\nname = \"d\"\ntarget = \"link.s.x.m\"\nat = 2\nperiods = 3\neffect = \"shipment_pausing\"\n"};
    world.run(4);
    CHECK(world.world().record[world.link_id("s.x.m")] == Approx(0.81));   // two ticks without, at a smoothing of 0.1
}
