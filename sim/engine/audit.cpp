// The invariants: goods, orders and money add up exactly, whatever the policies did.

#include <algorithm>
#include <bit>
#include <cmath>
#include <span>
#include <string>

#include "sim/engine/columns.h"
#include "sim/engine/flow.h"
#include "sim/engine/tick.h"

namespace secondsource {
namespace {

/// Rows are balanced against their neighbours by turns: an eighth of them in a tick, so many links in larger worlds, but at
/// least a part in 256. Totals keep what was ever wrong about them, so that nothing is overlooked, only found later. As many
/// parts as a power of two, so that nothing has to be divided.
constexpr std::size_t fewest_slices   = 8;
constexpr std::size_t links_each_tick = 128;
constexpr std::size_t most_slices     = 256;

/// Parts by which the capacity that a process took may differ from what its starts take in sum: one each time it started.
constexpr std::int64_t most_roundings = 4;

[[noreturn]] void fail(const World& world, const std::string& path, const char* sentence, double found, double expected) {
    throw BrokenInvariant("no longer true at the end of " + tick_text(world) + ", " + path + ": " + sentence + "; found " +
                          std::to_string(found) + ", expected " + std::to_string(expected));
}

/// What is on hand is what came in less what went out, and nothing is below nothing.
void audit_stocks(const World& world) {
    const Network&    network = world.network();
    const std::size_t stocks  = network.stocks.size();
    const auto        all_of  = [stocks](const auto& column) { return std::span{column.data(), stocks}; };
    if (stocks_add_up(all_of(world.on_hand), all_of(world.on_order), all_of(world.owed), all_of(world.in_total), all_of(world.out_total), most_counted)) [[likely]] return;
    for (std::uint32_t i = 0; i < stocks; ++i) {
        const StockId id{i};
        const Amount  on_hand = world.on_hand[id], on_order = world.on_order[id], owed = world.owed[id], in = world.in_total[id], expected = in - world.out_total[id];
        if (in <= most_counted && on_hand == expected && (on_hand.parts() | on_order.parts() | owed.parts()) >= 0) continue;
        const std::string path = network.path(id);
        if (in > most_counted) throw Uncountable(path + " has received more units by " + tick_text(world) + " than can be counted, " + std::to_string(most_counted.units()));
        if (on_hand != expected) fail(world, path, "what is on hand is what came in less what went out", on_hand.units(), expected.units());
        if (on_hand < Amount{}) fail(world, path, "what is on hand is never below nothing", on_hand.units(), 0);
        if (owed < Amount{}) fail(world, path, "backlog is never below nothing", owed.units(), 0);
        fail(world, path, "what is on order is never below nothing", on_order.units(), 0);
    }
}

/// Calls `look(links)` for the links that were not found in balance as they shipped.
template <class Look>
void for_each_left_to_balance(const World& world, Look look) {
    const Network& network = world.network();
    if (world.scratch.balanced == world.now) std::ranges::for_each(network.not_plain, look);
    else look(IdRange<LinkId>{0, static_cast<std::uint32_t>(network.links.size())});
}

/// Ordered = dropped + shipped + open + held + in the mail, on every link.
void audit_orders(const World& world) {
    const Network& network   = world.network();
    const auto&    ordered   = world.ordered_total;
    const auto&    dropped   = world.dropped_total;
    const auto&    shipped   = world.shipped_total;
    const auto&    open      = world.open;
    bool           are_spent = true;
    for_each_left_to_balance(world, [&](const IdRange<LinkId>& links) {
        const auto of = [&](const auto& column) { return std::span{column.data() + links[0].index, links.size()}; };
        are_spent     = are_spent && all_spent(of(ordered), of(dropped), of(shipped), of(open));
    });
    if (are_spent) [[likely]] return;
    for (std::uint32_t i = 0; i < network.links.size(); ++i) {
        const LinkId id{i};
        const Amount rest = ordered[id] - dropped[id] - shipped[id] - open[id];
        if (ordered[id] < Amount{}) throw Uncountable("more was ordered over " + network.path(id) + " by " + tick_text(world) + " than can be counted");
        if (rest.is_zero()) continue;
        const Amount expected = world.mail.total(id) + world.held_for(id);
        if (rest != expected) fail(world, network.path(id), "orders are shipped, dropped, open, held, or in the mail", rest.units(), expected.units());
    }
}

/// Wanted = served + lost + unplaced + on order (in the mail, open, held, in transit), of every market.
void audit_markets(const World& world) {
    const Network& network = world.network();
    for (std::size_t m = 0; m < world.markets.size(); ++m) {
        const MarketState&  market = world.markets[m];
        const RequirementId id     = world.model().markets[m].requirement;
        const StockId       stock  = world.model().markets[m].stock;
        if (market.wanted_total > most_counted) throw Uncountable(network.path(id) + " wanted more units by " + tick_text(world) + " than can be counted, " + std::to_string(most_counted.units()));
        const Amount        found  = world.out_total[stock] + market.lost_total + market.unplaced + world.on_order[stock];
        if (found != market.wanted_total)
            fail(world, network.path(id), "what a market wanted is served, lost, on order, or waits to be ordered", found.units(), market.wanted_total.units());
    }
}

void audit_money(const World& world) {
    const std::int64_t most  = (std::int64_t{1} << 62) / std::max<std::int64_t>(1, static_cast<std::int64_t>(world.earned.size()));   // of all offers: half of what counts
    std::int64_t       signs = 0;
    for (const Money sum : world.earned) signs |= most - sum.parts();
    if (signs < 0) throw Uncountable("an offer earned more by " + tick_text(world) + " than can be counted to the cent", "are prices, USD a unit, what was meant?");
    const Money earned = total({world.earned.data(), world.earned.size()});
    Money       paid   = world.scratch.balanced == world.now ? world.scratch.paid : Money{};
    for_each_left_to_balance(world, [&](const IdRange<LinkId>& links) { paid += total({world.paid_total.data() + links[0].index, links.size()}); });
    if (paid != earned) fail(world, "all agents", "what buyers paid is what sellers earned", earned.units(), paid.units());
}

void audit_reals(const World& world) {
    const bool are_finite = all_finite({world.price.data(), world.price.size()}) && all_finite({world.forecast.data(), world.forecast.size()});
    if (!are_finite) fail(world, "all offers and requirements", "prices and forecasts are numbers", 0, 0);
}

/// A stock's running totals are the sums of what its links, its processes and the outside brought and took; on order is
/// what its links were asked for and have not brought.
void audit_flows(const World& world, StockId id) {
    const Network&    network = world.network();
    const Stock&      stock   = network.stocks[id];
    Amount            in = stock.initial, out = -world.sent_before[id], on_order;
    for (std::size_t r = 0; stock.has_receipts && r < network.receipts.size(); ++r)
        if (network.receipts_to[r] == id) in += world.receipts_total[r];
    if (const RequirementId requirement = network.requirement_of[id]; requirement.exists())
        for (const LinkId source : network.sources_of(requirement)) {
            const Link&  link     = network.links[source];
            const Amount received = in_stock_unit(world, source, link, Amount{}, world.received_total(source));
            in += received;
            on_order += in_stock_unit(world, source, link, Amount{}, world.ordered_total[source] - world.dropped_total[source]) - received;
        }
    if (on_order != world.on_order[id]) fail(world, network.path(id), "on order is ordered less dropped less received", world.on_order[id].units(), on_order.units());
    if (in != world.in_total[id]) fail(world, network.path(id), "what came in was received, made, or came from outside", world.in_total[id].units(), in.units());

    if (const OfferId offer = network.offer_of[id]; offer.exists())
        for (const LinkId link : network.sales_of(network.offers[offer])) out += world.shipped_total[link] + world.held_for(link);
    for (const ProcessId consumer : network.consumers_of(id))
        for (const Input& input : network.inputs_of(network.processes[consumer]))
            if (input.stock == id) out += times(input.per_start, world.starts_total[consumer]);
    if (stock.is_consumed) out += world.in_total[id];
    // What a disruption scrapped on its way is gone from its link's total, and still went out.
    const bool adds_up = world.scrapped_in_transit.is_zero() ? out == world.out_total[id] : out <= world.out_total[id];
    if (!adds_up) fail(world, network.path(id), "what went out was shipped, used, or consumed", world.out_total[id].units(), out.units());
}

/// An offer grants no more than it has; a backlog is the sum of the open orders.
void audit_offer(const World& world, OfferId id) {
    const Network& network = world.network();
    const Offer&   offer   = network.offers[id];
    Amount         open, granted;
    for (const LinkId link : network.sales_of(offer)) {
        open += world.open[link];
        const ProcessId process = offer.has_processes ? network.links[link].process : ProcessId{};
        if (process.exists()) granted += times(network.processes[process].pool_per_start, world.starts[process]) - Amount::of_parts(most_roundings);
        else if (world.released.empty()) granted += world.shipped[link];   // what was granted earlier goes out on top
    }
    const Amount limit = offer.pool.exists() ? std::min(world.available[id], world.capacity[offer.pool]) : world.available[id];
    if ((offer.origin != Origin::unlimited || !offer.has_processes) && granted > limit)
        fail(world, network.path(id), "no more is shipped or started than is available", granted.units(), limit.units());
    if (offer.stock.exists() && open != world.owed[offer.stock])
        fail(world, network.path(id), "a backlog is the sum of the open orders", world.owed[offer.stock].units(), open.units());
}

/// Nobody is granted more than was asked for; the order book holds what is open.
void audit_link(const World& world, LinkId id) {
    const Amount open = world.open[id], shipped = world.shipped[id], claimed = world.claimed[id];
    if (open < Amount{}) fail(world, world.network().path(id), "open orders are never below nothing", open.units(), 0);
    if (shipped > claimed && world.released.empty() && !world.network().links[id].process.exists())
        fail(world, world.network().path(id), "no more is shipped than is asked for", shipped.units(), claimed.units());
    if (world.books.has(id) && world.books.total(id) != open)
        fail(world, world.network().path(id), "the order book holds what is open", world.books.total(id).units(), open.units());
}

void audit_process(const World& world, ProcessId id) {
    const Process& process = world.network().processes[id];
    const Amount   gross   = times(process.output_per_start, world.starts_total[id]) + world.made_before[id];
    const Amount   found   = world.shipped_total[process.link] + world.scrap_total[id] + world.part_made[id] +
                           (world.part_done.size() != 0 ? world.part_done[id] : Amount{});
    if (gross != found) fail(world, world.network().path(id), "what was started is under way, finished or scrapped", found.units(), gross.units());
}

/// Balances a slice of each table against its neighbours.
void audit_slice(const World& world, std::size_t slice, std::size_t slices) {
    const Network& network = world.network();
    const int      shift   = std::countr_zero(slices);
    const auto     each    = [&](std::size_t rows, auto check) {
        const auto end = static_cast<std::uint32_t>((slice + 1) * rows >> shift);
        for (auto i = static_cast<std::uint32_t>(slice * rows >> shift); i < end; ++i) check(i);
    };
    each(network.stocks.size(), [&](std::uint32_t i) { audit_flows(world, StockId{i}); });
    each(network.offers.size(), [&](std::uint32_t i) { audit_offer(world, OfferId{i}); });
    each(network.links.size(), [&](std::uint32_t i) { audit_link(world, LinkId{i}); });
    each(network.processes.size(), [&](std::uint32_t i) { audit_process(world, ProcessId{i}); });
}

void audit(const World& world, std::size_t slice, std::size_t slices) {
    audit_stocks(world);
    audit_orders(world);
    audit_markets(world);
    audit_reals(world);
    audit_money(world);
    audit_slice(world, slice, slices);
}

}  // namespace

void audit(const World& world) {
    const bool        is_last = world.now.index + 1 >= world.model().end.index;
    const std::size_t slices  = is_last ? 1 : std::bit_floor(std::clamp(world.network().links.size() / links_each_tick, fewest_slices, most_slices));
    audit(world, static_cast<std::size_t>(world.now.index) & (slices - 1), slices);
}

void audit_deeply(const World& world) { audit(world, 0, 1); }

}  // namespace secondsource
