// Published invariants and metamorphic relations: pairs of runs that must agree, bounds, and bookkeeping identities.

#include <string>
#include <vector>

#include "sim/run/world_digest.h"
#include "tests/support/chip_chain.h"
#include "tests/support/history.h"
#include "tests/support/published.h"

using namespace secondsource;

namespace {

World world_of(const Variation& variation) {
    const Scenario scenario = read_scenario_text(chip_chain(variation), "chip_chain", cast());
    World          world{scenario.model, scenario.seed};
    world.quotes_queues = true;
    return world;
}

History history_of(const Variation& variation) {
    World world = world_of(variation);
    return history_of(world);
}

const History& plain() {
    static const History history = history_of(Variation{});
    return history;
}

/// The columns that are ratios or durations, which no unit can change.
bool is_pure(const std::string& column) { return column.ends_with(" fill_rate") || column.ends_with(" queue"); }

/// A relation's tolerance, of the largest value of a column.
constexpr double exact = 1e-9;

/// Checks that a run did `goods_factor` times what the plain one did; `factor` is that of money. Bills are whole cents:
/// they may be off by half a cent in each week.
template <class Factor>
void check_scaled(const History& run, Factor goods_factor, double factor) {
    History goods = plain(), bills;
    for (const auto& [column, values] : plain())
        if (column.ends_with(" paid")) bills.insert(goods.extract(column));
    check_same(run, goods, goods_factor, exact);
    for (const auto& [column, values] : bills) {
        INFO(column);
        double excess = 0;
        for (std::size_t i = 0; i < values.size(); ++i)
            excess =
                std::max(excess, std::abs(run.at(column)[i] - factor * values[i]) -
                                     0.005 * (factor + 1) * static_cast<double>(i + 1) - exact * factor * values[i]);
        CHECK(excess <= 0);
    }
}

/// Replaces every `from` in the names of rows.
History renamed(const History& history, const std::vector<std::pair<std::string, std::string>>& names) {
    History result;
    for (const auto& [name, values] : history) {
        std::string changed = name;
        for (const auto& [from, to] : names)
            for (std::size_t at = changed.find("." + from); at != std::string::npos;
                 at             = changed.find("." + from, at + to.size()))
                if (const char next = changed[at + 1 + from.size()]; next == '.' || next == ' ')
                    changed.replace(at + 1, from.size(), to);
        result.emplace(changed, values);
    }
    return result;
}

/// What a serial chain of three delivered to its customers by the end of each period, and its backlogs.
struct Service {
    std::vector<double> delivered, backlog;
};
Service service(std::vector<std::string> sets) {
    ClassicRun run{"serial3_disruption", std::move(sets)};
    Service    service;
    while (run.tick()) {
        service.delivered.push_back(run.received("node_1.goods.customers"));
        service.backlog.push_back(run.backlog("node_1.goods"));
    }
    return service;
}

/// Periods in which `less` is above `more`.
int violations(const std::vector<double>& less, const std::vector<double>& more) {
    REQUIRE(less.size() == more.size());
    int count = 0;
    for (std::size_t i = 0; i < less.size(); ++i) count += less[i] > more[i];
    return count;
}

/// Random but seeded demand for the serial chain, and no outage unless it is set.
std::vector<std::string> chain(int seed, std::vector<std::string> further) {
    further.push_back("scenario.seed=" + std::to_string(seed));
    further.push_back("agent.customers.demand={ model = \"poisson\", mean_units_per_period = 5 }");
    return further;
}

}   // namespace

// ---- IV-03: metamorphic relations (dimensional analysis and symmetry), 1e-9 of the largest value of each column ------

TEST_CASE("the chip chain of the relations is cut, stops, scraps, expands and trades", "[IV-03]") {
    // A relation between runs in which nothing happens would say nothing.
    const auto last = [](const std::string& column) { return plain().at(column).back(); };
    CHECK(last("process.near.wafers scrapped") > 0);
    CHECK(last("link.near.chip.store_1 paid") > 0);
    CHECK(last("link.far.chip.store_2 paid") > 0);
    CHECK(plain().at("link.near.chip.store_1 fill_rate")[40] < 0.9);
    CHECK(plain().at("offer.near.chip price")[40] > 40);
    CHECK(plain().at("offer.foundry.n3 queue")[20] > 2);
    CHECK(plain().at("stock.store_1.chip backlog")[40] > 0);
    CHECK(plain().at("stock.store_1.chip on_hand")[2] > 0);
}

TEST_CASE("other names for agents, which put them in another order, permute the results", "[IV-03]") {
    const History other = history_of(Variation{.foundry = "a_foundry", .near = "z_vendor", .far = "b_vendor"});
    check_same(
        other, renamed(plain(), {{"foundry", "a_foundry"}, {"near", "z_vendor"}, {"far", "b_vendor"}}),
        [](const std::string&) { return 1.0; }, exact);
}

TEST_CASE("all quantities times k multiply all flows by k and leave prices and fill rates", "[IV-03]") {
    for (const double k : {2.0, 1000.0})
        check_scaled(
            history_of(Variation{.quantities = k}),
            [k](const std::string& column) { return is_pure(column) || column.ends_with(" price") ? 1.0 : k; }, k);
}

TEST_CASE("another currency unit scales all money and nothing else", "[IV-03]") {
    for (const double k : {2.0, 1000.0})
        check_scaled(
            history_of(Variation{.money = k}),
            [k](const std::string& column) { return column.ends_with(" price") ? k : 1.0; }, k);
}

TEST_CASE("all dates some weeks later give the same weeks later", "[IV-03]") {
    for (const int weeks : {1, 13, 52}) check_same(history_of(Variation{.weeks_later = weeks}), plain());
}

TEST_CASE("an agent on its own, or a link that carries nothing, changes nothing", "[IV-03]") {
    check_same(history_of(Variation{
                   .tables = "[[agent]]\nname = \"aside\"\nkind = \"stage\"\nproduct = \"chip\"\ninitial_units = 7\n"
                             "replenishment = { policy = \"base_stock\", level_units = 0 }\n"}),
               plain());
    // A third buyer at the end of a link, which never wants anything.
    check_same(history_of(Variation{.tables = "[[agent]]\nname = \"nobody\"\nkind = \"market\"\nproduct = "
                                              "\"chip\"\ndemand = { model = \"constant\", units_per_week = 0 }\n"
                                              "[[link]]\nseller = \"near\"\nproduct = \"chip\"\nbuyer = \"nobody\"\n"}),
               plain());
    // A third seller at the end of a link that takes no orders while the run lasts.
    check_same(history_of(Variation{
                   .tables = "[[agent]]\nname = \"closed\"\nkind = \"source\"\nproduct = \"chip\"\nprice_usd = 1\n"
                             "[[link]]\nseller = \"closed\"\nproduct = \"chip\"\nbuyer = \"store_1\"\nqualified_from = "
                             "2030-01-07\n"}),
               plain());
}

TEST_CASE("a pause in the middle, with a copy of the world in its place, changes nothing", "[IV-03]") {
    World   world = world_of({});
    History history;
    while (world.now < world.model().end) {
        if (world.now == Tick{12} || world.now == Tick{40}) {
            const World saved = world;
            for (int i = 0; i < 5; ++i) tick(world);   // what happens to the original does not matter
            world = saved;
        }
        tick(world);
        note(history, world);
    }
    check_same(history, plain());
}

TEST_CASE("a disruption that lasts no time, takes nothing, or never comes changes nothing", "[IV-03]") {
    const std::string begin = "[[disruption]]\nname = \"none\"\ntarget = \"";
    for (const std::string none :
         {"agent.foundry\"\nat = 2026-04-06\nweeks = 0\nramp_weeks = 4\nscrap = 1\n",
          "agent.far\"\nat = 2026-04-06\nweeks = 0\neffect = \"shipment_pausing\"\n",
          "agent.far\"\nat = 2026-04-06\nweeks = 9\ncapacity_lost = 0\n",
          "agent.foundry\"\nmodel = \"markov\"\nfail_per_week = 0\nrepair_per_week = 0.5\nscrap = 1\n",
          "agent.store_1\"\nmodel = \"markov\"\nfail_per_week = 0\nrepair_per_week = 0.5\neffect = \"order_pausing\"\n",
          "agent.store_2\"\nat = 2026-04-06\nweeks = 0\neffect = \"transit_pausing\"\n",
          "link.store_1.market_1\"\nat = 2026-04-06\nweeks = 0\neffect = \"receipt_pausing\"\n",
          "link.near.store_2\"\nat = 2026-04-06\nweeks = 9\ncapacity_lost = 0\nramp_weeks = 4\n"})
        check_same(history_of(Variation{.tables = begin + none}), plain());
}

TEST_CASE("a supplier that asks any price is never used by those who buy where it is cheapest", "[IV-03]") {
    const auto market = [](const std::string& price) {
        ClassicRun run = ClassicRun::of_text(
            periods_header(50) +
            "[[agent]]\nname = \"dear\"\nkind = \"source\"\nproduct = \"goods\"\nprice_usd = " + price +
            "\n"
            "[[agent]]\nname = \"usual\"\nkind = \"source\"\nproduct = \"goods\"\nprice_usd = "
            "10\nship_max_units_per_period = 3\n"
            "[[agent]]\nname = \"store\"\nkind = \"stage\"\nproduct = \"goods\"\nreplenishment = { policy = "
            "\"base_stock\", level_units = 20 }\nsourcing = \"cheapest\"\n"
            "[[agent]]\nname = \"people\"\nkind = \"market\"\nproduct = \"goods\"\ndemand = { model = \"poisson\", "
            "mean_units_per_period = 5 }\n"
            "[[link]]\nseller = \"dear\"\nproduct = \"goods\"\nbuyer = \"store\"\nlead_time_periods = 1\n"
            "[[link]]\nseller = \"usual\"\nproduct = \"goods\"\nbuyer = \"store\"\nlead_time_periods = 1\n"
            "[[link]]\nseller = \"store\"\nproduct = \"goods\"\nbuyer = \"people\"\n");
        run.run();
        return run.world().ordered_total[run.link("dear.goods.store")].units();
    };
    CHECK(market("1e15") == 0);
    CHECK(market("9") > 0);
}

// ---- IV-02: money (double-entry bookkeeping; Godley & Lavoie 2007, Monetary Economics), exactly -----------------------

TEST_CASE("everything that is shipped is paid for, goods that were held while shipment was paused as well", "[IV-02]") {
    ClassicRun run{"serial3_disruption",
                   {"disruption.middle.effect=\"shipment_pausing\"", "agent.node_3.price_usd=10"}};
    run.run();
    const LinkId link = run.link("node_3.goods.node_2");
    CHECK(run.world().shipped_total[link] > Amount::of(250));
    CHECK(run.world().paid_total[link].units() == 10 * run.world().shipped_total[link].units());
}

// ---- IV-04: monotone chains (Glasserman & Yao 1994, Monotone Structure in Discrete-Event Systems)
// ------------------------

TEST_CASE("more capacity at one node of a chain never lowers what has been delivered by any date", "[IV-04]") {
    for (const std::string node : {"node_1", "node_2", "node_3", "supply"})
        for (int seed = 1; seed <= 5; ++seed) {
            Service less = service(chain(seed, {"agent." + node + ".ship_max_units_per_period=3"}));
            CHECK(less.delivered.back() < 250);
            for (const int capacity : {4, 5, 6, 8, 12}) {
                const Service more =
                    service(chain(seed, {"agent." + node + ".ship_max_units_per_period=" + std::to_string(capacity)}));
                CHECK(violations(less.delivered, more.delivered) == 0);
                less = more;
            }
        }
}

TEST_CASE("a longer outage in a chain never raises what has been delivered by any date", "[IV-04]") {
    for (const std::string effect : {"capacity", "shipment_pausing", "order_pausing"})
        for (int seed = 1; seed <= 5; ++seed) {
            Service shorter =
                service(chain(seed, {"disruption.middle.effect=\"" + effect + "\"", "disruption.middle.periods=0"}));
            for (const int periods : {1, 3, 8, 15}) {
                const Service longer = service(chain(seed, {"disruption.middle.effect=\"" + effect + "\"",
                                                            "disruption.middle.periods=" + std::to_string(periods)}));
                CHECK(violations(longer.delivered, shorter.delivered) == 0);
                if (periods == 15) CHECK(violations(shorter.delivered, longer.delivered) > 0);
                shorter = longer;
            }
        }
}

TEST_CASE("more stock to begin with never raises a chain's backlog at any date", "[IV-04]") {
    for (const std::string node : {"node_1", "node_2", "node_3"})
        for (int seed = 1; seed <= 5; ++seed) {
            Service less = service(chain(seed, {"agent." + node + ".initial_units=0"}));
            for (const int units : {1, 4, 9, 20}) {
                const Service more =
                    service(chain(seed, {"agent." + node + ".initial_units=" + std::to_string(units)}));
                CHECK(violations(more.backlog, less.backlog) == 0);
                less = more;
            }
        }
}

// ---- SO-08: Simchi-Levi et al. (2015), Interfaces 45(5). Exactly, but 1e-9 on amounts
// --------------------------------

TEST_CASE("one outage takes the buffer, then builds a backlog, and both recover at the spare capacity", "[SO-08]") {
    ClassicRun          run{"one_outage"};
    std::vector<double> net_stock;
    while (run.tick()) net_stock.push_back(run.net_stock("store.goods"));
    std::vector<double> expected{25,  15,  5,   -5, -15, -25, -35, -45, -40, -35, -30, -25,
                                 -20, -15, -10, -5, 0,   5,   10,  15,  20,  25,  30};
    expected.resize(60, 35);
    check_column("net stock", net_stock, expected, 1e-9);

    double backlog = 0, peak = 0;
    int    first = 0, last = 0, restored = 0;
    for (std::size_t i = 0; i < net_stock.size(); ++i) {
        const int period = static_cast<int>(i) + 1;
        if (net_stock[i] < 0) {
            if (first == 0) first = period;
            last = period;
            backlog -= net_stock[i];
            peak = std::max(peak, -net_stock[i]);
        }
        if (restored == 0 && period > 8 && net_stock[i] == 35) restored = period;
    }
    CHECK(first == 4);
    CHECK(peak == Approx(45).epsilon(0).margin(1e-9));
    CHECK(last == 16);
    CHECK(restored == 24);
    CHECK(backlog == Approx(305).epsilon(0).margin(1e-9));
    CHECK(run.world().books.waited(run.link("store.goods.customers")) == Approx(305).epsilon(0).margin(1e-9));
}

// ---- QU-05: Little (1961), Operations Research 9(3). Exactly, on runs that start and end empty
// ---------------------------

TEST_CASE(
    "Little's law: units that wait, summed over time, are orders times their waits, and goods in transit, shipments times "
    "lead times",
    "[QU-05]") {
    ClassicRun                     run{"distribution3", {"scenario.periods=90"}};   // demand ends after 60
    const std::vector<std::string> links{"node_1.goods.customers_1", "node_2.goods.customers_2", "node_0.goods.node_1",
                                         "node_0.goods.node_2", "supply.goods.node_0"};
    std::vector<double>            waiting(links.size()), travelling(links.size());
    while (run.tick())
        for (std::size_t i = 0; i < links.size(); ++i) {
            const LinkId link = run.link(links[i]);
            waiting[i] += run.world().open[link].units();
            travelling[i] += run.world().transit.total(link).units();
        }
    double waited = 0;
    for (std::size_t i = 0; i < links.size(); ++i) {
        INFO(links[i]);
        const LinkId link = run.link(links[i]);
        REQUIRE(run.world().open[link].is_zero());
        REQUIRE(run.world().received_total(link) == run.world().shipped_total[link]);
        CHECK(run.world().books.waited(link) == Approx(waiting[i]).epsilon(0).margin(1e-9));
        CHECK(travelling[i] == run.world().shipped_total[link].units() * run.network().links[link].lead_time);
        waited += waiting[i];
    }
    CHECK(waited > 50);
}

// The utilisation law: capacity used over capacity is throughput times what a unit takes, over capacity.
TEST_CASE("a pool's use is the throughput of its processes times what a start takes", "[QU-05]") {
    for (const double per_start : {1.0, 0.75, 1.6}) {
        ClassicRun run{"bottleneck", {"agent.vendor.process.package.pool_units_per_start=" + std::to_string(per_start)}};
        double     used = 0, there = 0;
        while (run.tick()) {
            used += run.world().sold[run.offer("plant.packages")].units();
            there += run.world().available[run.offer("plant.packages")].units();
        }
        const double starts = run.world().starts_total[run.process("vendor.package")].units();
        CHECK(starts > 10000);
        CHECK(used / there == Approx(starts / 300 * per_start / 65).epsilon(1e-9));
    }
}
