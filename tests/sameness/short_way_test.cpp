// Plain rows take a short way through a tick, and come out as by the long one.

#include "tests/support/history.h"

#include <string>
#include <vector>

#include "agents/cast.h"
#include "sim/scenario/scenario.h"

using namespace secondsource;

namespace {

/// Makers, dealers with all of them as sources, a market behind each dealer; orders wait or are lost. Demand rises
/// in period 20 beyond what can be shipped. `zeros`: so many more behind each amount. `is_first_apart`: the first maker sells to the
/// first dealer alone, whose orders wait; that dealer goes without the last maker.
std::string plain_network(const std::string& unmet, const std::string& allocation = "proportional", int zeros = 0, int makers = 2, int dealers = 9, bool is_first_apart = false) {
    std::vector<std::string> sources;
    for (int m = 1; m <= makers; ++m) sources.push_back("maker_" + std::to_string(m));
    const std::string more = "e" + std::to_string(zeros);
    std::string text = "[scenario]\ntick = \"period\"\nperiods = 120\n";
    for (const std::string& maker : sources)
        text += "[[agent]]\nname = \"" + maker + "\"\nkind = \"source\"\nproduct = \"p\"\nunmet = \"" + (is_first_apart && maker == sources.front() ? "backlog" : unmet) +
                "\"\nship_max_units_per_period = 44.1" + more + "\nallocation = \"" + allocation + "\"\nprice_usd = 3\npricing = { policy = \"excess_demand\", gamma = 0.05, delta = 0.06 }\n";
    for (int i = 1; i <= dealers; ++i) {
        const std::string n = std::to_string(i), dealer = "dealer_" + n;
        text += "[[agent]]\nname = \"" + dealer + "\"\nkind = \"stage\"\nproduct = \"p\"\ninitial_units = 20" + more + "\nunmet = \"" + unmet + "\"\nprice_usd = 5\n" +
                (i < 6 ? "plans_on = \"last_tick\"\n" : "") +
                "forecast = { policy = \"exponential_smoothing\", alpha = 0.2, initial_units_per_period = 8" + more + " }\n"
                "replenishment = { policy = \"anchor_and_adjust\", alpha = 0.25, beta = 1, cover_periods = 5 }\nsourcing = \"merit\"\n"
                "[[agent]]\nname = \"market_" + n + "\"\nkind = \"market\"\nproduct = \"p\"\nunmet = \"" + unmet + "\"\n"
                "demand = { model = \"constant\", units_per_period = [{ at = 0, value = 7" + more + " }, { at = 20, value = 11" + more + " }] }\n"
                "[[agent.factors]]\nmodel = \"distribution\"\ndistribution = \"uniform\"\nlow_units = 0.5\nhigh_units = 1.5\n"
                "[[link]]\nseller = \"" + dealer + "\"\nproduct = \"p\"\nbuyer = \"market_" + n + "\"\n";
        for (const std::string& maker : sources) {
            if (is_first_apart && maker == (i == 1 ? sources.back() : sources.front())) continue;
            text += "[[link]]\nseller = \"" + maker + "\"\nproduct = \"p\"\nbuyer = \"" + dealer +
                    "\"\nlead_time_periods = 4\ninitial_in_transit_units = [2.5" + more + ", 2.5" + more + ", 2.5" + more + ", 2.5" + more + "]\n";
        }
    }
    return text;
}

/// A disruption that takes nothing away: while there is any, everything takes the long way.
const std::string nothing_lost = "[[disruption]]\nname = \"none\"\ntarget = \"agent.maker_1\"\nat = 5\nuntil = 9\ncapacity_lost = 0\n";

World world_of(const std::string& text) { return World{read_scenario_text(text, "plain", cast()).model, 3}; }

/// Runs both to the end, and compares all that they did, to the bit.
void check_alike(World& plain, World& long_way) {
    const History one = history_of(plain), other = history_of(long_way);
    for (const auto& [name, values] : one) {
        CAPTURE(name);
        CHECK(values == other.at(name));
    }
}

}  // namespace

TEST_CASE("links of more buyers than go at once come out by the short way as by the long one") {
    const int         makers = GENERATE(1, 3, 5);
    const std::string text   = plain_network("lost", "proportional", 0, makers, static_cast<int>(Turn::longest_run) / makers + 7);   // a run ends in the midst of a buyer's links
    World             plain = world_of(text), long_way = world_of(text + nothing_lost);
    CHECK(std::ranges::any_of(plain.network().downward, [](const Turn& turn) { return turn.runs.size() > 1; }));
    for (int t = 0; t < 40; ++t) {
        tick(plain);
        tick(long_way);
        REQUIRE(std::ranges::equal(plain.on_hand, long_way.on_hand));
        REQUIRE(std::ranges::equal(plain.on_order, long_way.on_order));
        REQUIRE(std::ranges::equal(plain.paid_total, long_way.paid_total));
    }
    CHECK(market_totals(plain).lost > 50);
}

TEST_CASE("a run that begins in the midst of the first buyer's links comes out by the short way as by the long one") {
    const std::string text  = plain_network("lost", "proportional", 0, 5, 9, true);
    World             plain = world_of(text), long_way = world_of(text + nothing_lost);
    CHECK(std::ranges::any_of(plain.network().downward, [](const Turn& turn) { return turn.is_plain && turn.runs.front().links[0] == LinkId{1}; }));
    check_alike(plain, long_way);
}

TEST_CASE("what nobody buys goes the short way with the rest, and comes out as by the long one") {
    const std::string unmet = GENERATE("lost", "backlog");
    const std::string text  = plain_network(unmet, "proportional", 0, 2, 9) +
                              "[[agent]]\nname = \"maker_0\"\nkind = \"source\"\nproduct = \"p\"\nunmet = \"" + unmet + "\"\nship_max_units_per_period = 12.5\n"
                              "price_usd = 2\npricing = { policy = \"excess_demand\", gamma = 0.05, delta = 0.06 }\n"
                              "[[agent]]\nname = \"hoard\"\nkind = \"stage\"\nproduct = \"p\"\nunmet = \"" + unmet + "\"\nreplenishment = { policy = \"fixed\", quantity_units = 2 }\n"
                              "[[link]]\nseller = \"maker_1\"\nproduct = \"p\"\nbuyer = \"hoard\"\nlead_time_periods = 4\n";
    World             plain = world_of(text), long_way = world_of(text + nothing_lost);
    const auto        turns = plain.network().downward;
    CHECK(std::ranges::all_of(turns, [](const Turn& turn) { return turn.is_plain; }));
    CHECK(std::ranges::count_if(plain.network().offers, [&](const Offer& offer) { return plain.network().sales_of(offer).empty(); }) == 2);
    for (int t = 0; t < 100; ++t) {
        tick(plain);
        tick(long_way);
        REQUIRE(std::ranges::equal(plain.on_hand, long_way.on_hand));
        REQUIRE(std::ranges::equal(plain.asked, long_way.asked));
        REQUIRE(std::ranges::equal(plain.available, long_way.available));
        REQUIRE(std::ranges::equal(plain.sold, long_way.sold));
        REQUIRE(std::ranges::equal(plain.price, long_way.price));
    }
    CHECK(plain.on_hand[plain.network().offers[OfferId{9}].stock] > Amount::of(100));   // the hoard's, behind nine dealers
}

TEST_CASE("orders are claimed as they are placed only where nobody looks at them before, and come out as by the long way") {
    const auto [plans_on, plan, is_claimed] = GENERATE(table<std::string, std::string, bool>({
        {"last_tick", "policy = \"anchor_and_adjust\", alpha = 0.25, beta = 1, cover_periods = 5", true},
        {"this_tick", "policy = \"anchor_and_adjust\", alpha = 0.25, beta = 1, cover_periods = 5", false},   // the depot looks
        {"last_tick", "policy = \"echelon_base_stock\", level_units = 900", false},                         // … through its dealers
    }));
    CAPTURE(plans_on, plan);
    std::string text = plain_network("lost") +
                       "[[agent]]\nname = \"depot\"\nkind = \"stage\"\nproduct = \"p\"\ninitial_units = 30\nunmet = \"lost\"\nplans_on = \"" + plans_on + "\"\n"
                       "forecast = { policy = \"exponential_smoothing\", alpha = 0.2, initial_units_per_period = 8 }\nreplenishment = { " + plan + " }\nsourcing = \"merit\"\n"
                       "[[link]]\nseller = \"maker_1\"\nproduct = \"p\"\nbuyer = \"depot\"\nlead_time_periods = 2\n"
                       "[[link]]\nseller = \"maker_2\"\nproduct = \"p\"\nbuyer = \"depot\"\nlead_time_periods = 2\n";
    for (int i = 1; i <= 9; ++i) text += "[[link]]\nseller = \"depot\"\nproduct = \"p\"\nbuyer = \"dealer_" + std::to_string(i) + "\"\nlead_time_periods = 4\n";
    World plain = world_of(text), long_way = world_of(text + nothing_lost);
    CHECK(std::ranges::any_of(plain.network().downward, [](const Turn& turn) { return turn.is_claimed_at_once; }) == is_claimed);
    CHECK(std::ranges::none_of(long_way.network().downward, [](const Turn& turn) { return turn.is_claimed_at_once; }));
    check_alike(plain, long_way);
    CHECK(market_totals(plain).lost > 50);
}

TEST_CASE("plain rows come out by the short way as by the long one") {
    const std::string unmet      = GENERATE("lost", "backlog");
    const std::string allocation = GENERATE("proportional", "uniform", "linear");
    const int         zeros      = GENERATE(0, 6);   // with six, amounts are beyond what columns count exactly
    CAPTURE(unmet, allocation, zeros);
    const std::string text  = plain_network(unmet, allocation, zeros);
    World             plain = world_of(text), long_way = world_of(text + nothing_lost);
    const auto turns = plain.network().downward;
    REQUIRE(std::all_of(turns.begin(), turns.end(), [](const Turn& turn) { return turn.is_plain; }));
    check_alike(plain, long_way);
    CHECK(market_totals(plain).served > 1000);
    CHECK((market_totals(plain).lost > 50) == (unmet == "lost"));
}
