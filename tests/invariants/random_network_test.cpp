// Conservation of goods, orders and money on networks drawn by chance, whatever the policies do: IV-01 (a conservation
// law) and IV-02 (double-entry bookkeeping; stock-flow consistency: Godley & Lavoie 2007, Monetary Economics). The audit
// of every tick checks, exactly, stocks, orders, and that what buyers paid is what sellers earned. Here are a product's
// totals over the network, exactly too but for scrap in transit, which bounds them, and bills to half a cent.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "sim/engine/flow.h"
#include "tests/support/published.h"
#include "tests/support/random_network.h"

using namespace secondsource;

namespace {

/// Devices, counted over everybody: what there was and what was made is on hand, under way, held or consumed, or was
/// scrapped on its way.
void check_devices(const World& world) {
    const Network& network = world.network();
    Amount         come, there;
    for (std::uint32_t i = 0; i < network.stocks.size(); ++i) {
        const StockId id{i};
        if (network.products[network.stocks[id].product].name != "device") continue;
        come += network.stocks[id].initial;
        there += world.on_hand[id];
        if (network.stocks[id].is_consumed) there += world.out_total[id];
    }
    for (const auto& [links, start] : world.model().initial_links)
        for (const LinkId link : links) {
            if (network.links[link].process.exists() || network.products[network.stocks[network.links[link].stock].product].name != "device") continue;
            for (const Amount amount : world.model().link_starts[start].in_transit) come += amount;
        }
    for (std::uint32_t i = 0; i < network.links.size(); ++i) {
        const LinkId id{i};
        const Link&  link = network.links[id];
        if (network.products[network.stocks[link.stock].product].name != "device") continue;
        if (link.process.exists()) come += world.shipped_total[id];
        there += world.transit.total(id);
        there += world.held_for(id);
    }
    const Amount gone = come - there;
    CHECK(gone >= Amount{});
    CHECK(gone <= world.scrapped_in_transit);
}

/// Materials, stock by stock: what was received is on hand, was used by the starts, or was sold.
void check_materials(const World& world) {
    const Network& network = world.network();
    for (std::uint32_t i = 0; i < network.stocks.size(); ++i) {
        const StockId id{i};
        if (network.consumers_of(id).empty()) continue;
        Amount received = network.stocks[id].initial, used;
        for (const LinkId source : network.sources_of(network.requirement_of[id]))
            received += world.received_total(source);
        for (const ProcessId consumer : network.consumers_of(id))
            for (const Input& input : network.inputs_of(network.processes[consumer]))
                if (input.stock == id) used += times(input.per_start, world.starts_total[consumer]);
        if (const OfferId sale = network.offer_of[id]; sale.exists())
            for (const LinkId link : network.sales_of(network.offers[sale]))
                used += world.shipped_total[link] + world.held_for(link);
        CHECK(world.on_hand[id] == received - used);
    }
}

/// Nobody keeps goods that customers are waiting for, unless a cap, a lot, an own use or a disruption says so.
void check_nobody_idles(const World& world) {
    const Network& network = world.network();
    if (!world.model().disruptions.empty()) return;
    for (std::uint32_t i = 0; i < network.offers.size(); ++i) {
        const Offer& offer = network.offers[OfferId{i}];
        if (!offer.stock.exists() || offer.has_ship_max || !network.consumers_of(offer.stock).empty() || network.products[offer.product].grain > Amount::of_parts(1))
            continue;
        CHECK((world.on_hand[offer.stock].is_zero() || world.owed[offer.stock].is_zero()));
    }
}

/// What each link was billed in this tick is the price times what was shipped, or started, to half a cent.
void check_bills(const World& world, const Column<OfferId, double>& price, const Column<LinkId, Money>& paid_before) {
    const Network& network = world.network();
    double         worst   = 0;
    for (std::uint32_t i = 0; i < network.links.size(); ++i) {
        const LinkId id{i};
        const Link&  link = network.links[id];
        const Amount used = link.process.exists()
                                ? times(network.processes[link.process].pool_per_start, world.starts[link.process])
                                : world.shipped[id];
        const double bill = price[link.offer] * used.units();
        worst = std::max(worst, std::abs((world.paid_total[id] - paid_before[id]).units() - bill) - 1e-12 * bill);
    }
    CHECK(worst <= 0.00501);
}

/// What happened, over many networks: a generator in whose worlds little happens would check little.
struct Happenings {
    int worlds = 0, disrupted = 0, served = 0, lost = 0, scrapped_work = 0, scrapped_in_transit = 0, dropped = 0,
        held = 0, paid = 0, overstated = 0, waited = 0, ran_away = 0;
};

void run_one(std::uint64_t seed, Happenings& happenings) {
    INFO("seed " << seed);
    ClassicRun     run     = ClassicRun::of_text(RandomNetwork{seed}.text());
    const Network& network = run.network();
    const World&   world   = run.world();
    bool           held = false, overstated = false;
    for (bool goes_on = true; goes_on;) {
        const auto price = world.price;
        const auto paid  = world.paid_total;
        try {
            goes_on = run.tick();   // audits deeply
        } catch (const Uncountable&) {   // rules that answer each other's orders with larger ones
            ++happenings.ran_away;
            return;
        }
        if (!goes_on) break;
        check_bills(world, price, paid);
        check_nobody_idles(world);
        for (const Amount amount : world.held) held = held || amount > Amount{};
        for (const Amount amount : world.overstated) overstated = overstated || amount > Amount{};
    }
    check_devices(world);
    check_materials(world);

    double dropped = 0, paid = 0, waited = 0, scrapped = 0;
    for (std::uint32_t i = 0; i < network.links.size(); ++i) {
        dropped += world.dropped_total[LinkId{i}].units();
        paid += world.paid_total[LinkId{i}].units();
        waited += world.books.waited(LinkId{i});
    }
    for (std::uint32_t i = 0; i < network.processes.size(); ++i) scrapped += world.scrap_total[ProcessId{i}].units();
    ++happenings.worlds;
    happenings.disrupted += !world.model().disruptions.empty();
    happenings.served += market_totals(world).served > 0;
    happenings.lost += market_totals(world).lost > 0;
    happenings.scrapped_work += scrapped > 0;
    happenings.scrapped_in_transit += world.scrapped_in_transit > Amount{};
    happenings.dropped += dropped > 0;
    happenings.held += held;
    happenings.paid += paid > 0;
    happenings.overstated += overstated;
    happenings.waited += waited > 0;
}

void run_many(std::uint64_t first, std::uint64_t last) {
    Happenings seen;
    for (std::uint64_t seed = first; seed <= last; ++seed) run_one(seed, seen);
    const auto often = [&](int count, double share) { return count >= share * seen.worlds; };
    CHECK(seen.ran_away <= seen.worlds / 1000);
    CHECK(often(seen.served, 0.95));
    CHECK(often(seen.paid, 0.9));
    CHECK(often(seen.waited, 0.9));
    CHECK(often(seen.disrupted, 0.6));
    CHECK(often(seen.scrapped_work, 0.6));
    CHECK(often(seen.dropped, 0.5));
    CHECK(often(seen.lost, 0.3));
    CHECK(often(seen.overstated, 0.2));
    CHECK(often(seen.held, 0.03));
    CHECK(often(seen.scrapped_in_transit, 0.02));
}

}   // namespace

TEST_CASE("goods, orders and money add up in every tick of networks drawn by chance", "[IV-01][IV-02]") {
    run_many(1, 300);
}

TEST_CASE("what was offered again upstream still reaches customers within the tick", "[IV-01]") {
    // In these networks vendors that share an input start the rest of it in a second turn, with a cycle time of nothing.
    Happenings seen;
    for (const std::uint64_t seed : {3867, 5545, 8285}) run_one(seed, seen);
}

TEST_CASE("goods, orders and money add up in ten thousand networks drawn by chance", "[IV-01][IV-02][long]") {
    run_many(1001, 11000);
}
