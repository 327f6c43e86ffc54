// The invariants: goods, orders and money add up exactly, whatever the policies did.

#include <string>

#include "sim/engine/flow.h"
#include "sim/engine/tick.h"

namespace secondsource {
namespace {

/// Half of what an Amount can count: totals beyond it will overflow soon.
constexpr Amount       most   = Amount::of_parts(std::int64_t{1} << 62);
constexpr std::int64_t slices = 8;   // rings and books are summed for an eighth of the rows each tick

[[noreturn]] void fail(const World& world, const std::string& path, const char* sentence, double found, double expected) {
    const Calendar& calendar = world.model().calendar;
    std::string     when     = "tick " + std::to_string(world.now.index);
    if (calendar.has_dates()) when += " (" + to_text(calendar.date_of(world.now)) + ")";
    throw BrokenInvariant("no longer true at the end of " + when + ", " + path + ": " + sentence + "; found " +
                          std::to_string(found) + ", expected " + std::to_string(expected));
}

void audit_stocks(const World& world) {
    const Network& network = world.network();
    for (std::uint32_t i = 0; i < network.stocks.size(); ++i) {
        const StockState& state = world.stock[StockId{i}];
        const Amount      owed  = state.owed;
        const Amount      expected = state.in_total - state.out_total;
        if (state.in_total <= most && state.on_hand == expected && state.on_hand >= Amount{} && state.on_order >= Amount{} && owed >= Amount{}) [[likely]]
            continue;
        const std::string path = network.path(StockId{i});
        if (state.in_total > most) fail(world, path, "all that ever came in can be counted: choose a larger unit for the product", state.in_total.units(), most.units());
        if (state.on_hand != expected) fail(world, path, "what is on hand is what came in less what went out", state.on_hand.units(), expected.units());
        if (state.on_hand < Amount{}) fail(world, path, "what is on hand is never below nothing", state.on_hand.units(), 0);
        if (owed < Amount{}) fail(world, path, "backlog is never below nothing", owed.units(), 0);
        fail(world, path, "what is on order is never below nothing", state.on_order.units(), 0);
    }
}

/// Ordered = dropped + shipped + open + held + in the mail, on every link.
void audit_orders(const World& world) {
    const Network&    network = world.network();
    const std::size_t links   = network.links.size();
    const Amount* const ordered = world.ordered_total.data();
    const Amount* const dropped = world.dropped_total.data();
    const Amount* const shipped = world.shipped_total.data();
    const Amount* const open    = world.open.data();
    std::int64_t        off     = 0;
    for (std::size_t i = 0; i < links; ++i) off |= (ordered[i] - dropped[i] - shipped[i] - open[i]).parts();
    if (off == 0) [[likely]] return;
    for (std::uint32_t i = 0; i < network.links.size(); ++i) {
        const LinkId  id{i};
        const Amount  rest = world.ordered_total[id] - world.dropped_total[id] - world.shipped_total[id] - world.open[id];
        if (rest.is_zero()) continue;
        Amount expected = world.mail.total(id);
        if (const std::uint32_t row = network.link_terms_of[id]; row != Id<LinkTerms>::none) expected += world.held[row];
        if (rest != expected) fail(world, network.path(id), "orders are shipped, dropped, open, held, or in the mail", rest.units(), expected.units());
    }
}

void audit_link(const World& world, LinkId id) {
    const Network& network   = world.network();
    const Amount   under_way = world.shipped_total[id] - world.received_total[id];
    const Amount   ring      = world.transit.total(id);
    if (under_way != ring) fail(world, network.path(id), "what was shipped has been received or is on its way", under_way.units(), ring.units());
    if (world.open[id] < Amount{}) fail(world, network.path(id), "open orders are never below nothing", world.open[id].units(), 0);
    if (world.books.has(id) && world.books.total(id) != world.open[id])
        fail(world, network.path(id), "the order book holds what is open", world.books.total(id).units(), world.open[id].units());
}

void audit_requirement(const World& world, RequirementId id) {
    const Network& network = world.network();
    Amount         expected;
    for (const auto& [source, offer, stock] : network.sources_of(id)) {
        const Link& link = network.links[source];
        expected += in_stock_unit(world, source, link, Amount{}, world.ordered_total[source] - world.dropped_total[source]) -
                    in_stock_unit(world, source, link, Amount{}, world.received_total[source]);
    }
    const Amount on_order = world.stock[network.requirements[id].stock].on_order;
    if (on_order != expected) fail(world, network.path(id), "on order is ordered less dropped less received", on_order.units(), expected.units());
}

void audit_offer(const World& world, OfferId id) {
    const Offer&      offer = world.network().offers[id];
    const OfferState& state = world.offer[id];
    if (state.shipped > state.available && offer.origin != Origin::unlimited)
        fail(world, world.network().path(id), "no more is shipped than is available", state.shipped.units(), state.available.units());
    if (!offer.stock.exists()) return;
    Amount open;
    for (std::uint32_t i = offer.first_link; i < offer.last_link; ++i) open += world.open[LinkId{i}];
    if (open != world.stock[offer.stock].owed)
        fail(world, world.network().path(id), "a backlog is the sum of the open orders", world.stock[offer.stock].owed.units(), open.units());
}

void audit_process(const World& world, ProcessId id) {
    const Process& process = world.network().processes[id];
    const Amount   gross   = times(process.output_per_start, world.starts_total[id]) + world.made_before[id];
    const Amount   found   = world.shipped_total[process.link] + world.scrap_total[id] + world.part_made[id];
    if (gross != found) fail(world, world.network().path(id), "what was started is under way, finished or scrapped", found.units(), gross.units());
}

void audit_rows(const World& world, std::int64_t first, std::int64_t step) {
    const Network& network = world.network();
    const auto     each    = [&](std::size_t rows, auto check) {
        for (auto i = static_cast<std::uint32_t>(first); i < rows; i += static_cast<std::uint32_t>(step)) check(i);
    };
    each(network.links.size(), [&](std::uint32_t i) { audit_link(world, LinkId{i}); });
    each(network.requirements.size(), [&](std::uint32_t i) { audit_requirement(world, RequirementId{i}); });
    each(network.offers.size(), [&](std::uint32_t i) { audit_offer(world, OfferId{i}); });
    each(network.processes.size(), [&](std::uint32_t i) { audit_process(world, ProcessId{i}); });
}

void audit_money(const World& world) {
    Money paid, earned;
    for (const Money amount : world.paid_total) paid += amount;
    for (const OfferState& offer : world.offer) earned += offer.earned;
    if (paid != earned) fail(world, "all agents", "what buyers paid is what sellers earned", earned.units(), paid.units());
}

}  // namespace

void audit(const World& world) {
    audit_stocks(world);
    audit_orders(world);
    audit_money(world);
    audit_rows(world, world.now.index % slices, slices);
}

void audit_deeply(const World& world) {
    audit_stocks(world);
    audit_orders(world);
    audit_money(world);
    audit_rows(world, 0, 1);
}

}  // namespace secondsource
