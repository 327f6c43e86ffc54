// Production: processes claim capacity for as many starts as their orders and inputs allow, and use both up.

#include "sim/engine/starts.h"

#include <algorithm>

#include "sim/engine/flow.h"
#include "sim/engine/parts.h"
#include "sim/engine/ration.h"

namespace secondsource {
namespace {

/// The smallest amount in which what a process makes is sent.
Amount grain_of(const Network& network, const Process& process) {
    return network.products[network.stocks[network.links[process.link].stock].product].grain;
}

Amount rounded_up(Amount amount, Amount grain) { return whole_grains(amount + grain - Amount::of_parts(1), grain); }

/// Share of what starts now that is expected to be good.
double good_share(const World& world, ProcessId id) {
    const Model& model = world.model();
    return model.yields[model.yield_of[id]]->expected({world.now, world.starts_total[id].units()});
}

/// Good output of `starts`, rounded as `start` does.
Amount good_output(const Process& process, Amount starts, double share) {
    constexpr Wide one   = Amount::of(1).parts();
    const Wide     per   = process.output_per_start.parts();
    const Wide     gross = per == one ? Wide{starts.parts()} : per * starts.parts() / one;   // most make one of each
    if (gross > Amount::max().parts()) return Amount::max();
    const Amount all = Amount::of_parts(static_cast<std::int64_t>(gross));
    return share == 1 ? all : all.scaled(share);
}

/// Whole lots of starts that the inputs suffice for, by what is there or, in a first turn, was there to be claimed; `binding`
/// becomes the input that limits them.
Amount kits(const World& world, const Process& process, bool is_first, std::uint8_t& binding) {
    Amount       most = Amount::max();
    std::uint8_t line = bound_by_first_input;
    for (std::uint32_t row = process.first_input; row < process.last_input; ++row) {
        const Input& input = world.network().inputs[row];
        const Amount there = is_first ? std::min(was_there(world, input.stock), world.scratch.parts_of_stocks.of_input[row]) : there_for(world, row);
        const Amount fit   = count_in(there, input.per_start);
        if (fit < most) {
            most    = fit;
            binding = line;
        }
        if (line < 255) ++line;
    }
    return whole_grains(most, process.lot);
}

/// Work beyond the open orders is ordered as it starts, so that the book of the process stays true.
void order_extra(World& world, LinkId id, const Link& link, Amount extra) {
    count_order(world, id, link, extra);
    world.open[id] += extra;
    if (world.books.has(id)) world.books.push(id, world.now, extra);
}

/// Good output goes on its way as it makes whole grains: to the open orders, and beyond them what pushed work, or whole
/// lots, gave on top.
void send_made(World& world, ProcessId id, const Process& process) {
    const Model& model = world.model();
    const Link&  link  = model.network.links[process.link];
    const Amount grain = grain_of(model.network, process);
    Amount       ready = whole_grains(world.part_made[id], grain);
    Amount&      open  = world.open[process.link];
    if (!process.is_push && process.lot.parts() == 1) ready = std::min(ready, rounded_up(open, grain));   // a rounding on top waits for the next order
    if (ready.is_zero()) return;
    world.part_made[id] -= ready;
    if (ready > open) order_extra(world, process.link, link, ready - open);
    open -= ready;
    if (world.books.has(process.link)) world.books.take_oldest(process.link, world.now, ready);
    if (!has_random_yield(model, id)) return dispatch(world, process.link, link, ready);
    const double share = good_share(world, id);
    const Amount gross = share > 0 ? ready.scaled(1 / share) : ready;
    if (link.lead_time > 0 || is_held(world, process.link, link)) {
        dispatch(world, process.link, link, ready);
        return world.gross.send(process.link, std::max(link.lead_time, 1u), gross);
    }
    world.shipped[process.link] += ready;
    world.shipped_total[process.link] += ready;
    complete(world, process.link, link, ready, gross);
}

/// Starts work: uses inputs.
void start(World& world, ProcessId id, const Process& process, Amount starts) {
    const double share  = good_share(world, id);
    Amount&      total  = world.starts_total[id];
    const Amount before = total;
    total += starts;
    world.starts[id] += starts;
    for (std::uint32_t row = process.first_input; row < process.last_input; ++row) {
        const Input& input = world.network().inputs[row];
        const Amount used  = times(input.per_start, total) - times(input.per_start, before);
        Amount&      part  = world.scratch.parts_of_stocks.of_input[row];
        world.on_hand[input.stock] -= used;
        world.out_total[input.stock] += used;
        if (part != Amount::max()) part -= used;
        SIM_CHECK(world.on_hand[input.stock] >= Amount{} && part >= Amount{}, "a start uses inputs that are on hand, and no more than its part of them");
    }
    const Amount gross = times(process.output_per_start, total) - times(process.output_per_start, before);
    const Amount good  = share == 1 ? gross : std::min(gross, gross.scaled(share));
    world.scrap_total[id] += gross - good;
    world.part_made[id] += good;
}

/// Before the first turn of a tick: orders are opened, inputs that others want too are divided.
void begin_starts(World& world, const Offer& offer) {
    const Network& network = world.network();
    open_placed(world, offer);
    for (const LinkId link : network.sales_of(offer))
        if (const ProcessId process = network.links[link].process; process.exists()) {
            world.starts[process] = world.claimed[link] = Amount{};
            for (const Input& input : network.inputs_of(network.processes[process])) divide(world, input.stock);
        }
}

/// Open orders of a process that its pool had no capacity for; what waits for inputs, or for the launch, is not turned away.
Amount refused(const World& world, const Link& link) {
    const Process& process = world.network().processes[link.process];
    const Amount   missing = world.claimed[process.link] - pool_for(process, world.starts[link.process]);
    if (missing <= Amount{}) return {};
    return std::min(world.open[process.link], good_output(process, starts_for(process, missing), good_share(world, link.process)));
}

/// What keeps a process from starting more, just after its turn.
std::uint8_t bound_of(const World& world, ProcessId id, const Process& process) {
    if (world.now < process.available_from) return bound_by_launch;
    if (!process.is_push && starts_wanted(world, id).is_zero()) return bound_by_nothing;
    std::uint8_t binding = bound_by_nothing;
    const Amount more    = kits(world, process, false, binding);
    if (more.is_zero()) return process.is_push ? std::uint8_t{bound_by_nothing} : binding;
    return process.is_push && binding == bound_by_nothing ? std::uint8_t{bound_by_nothing} : std::uint8_t{bound_by_capacity};
}

}  // namespace

Amount starts_for(const Process& process, Amount of_pool) {
    if (process.lot.parts() == 1) return count_in(of_pool, process.pool_per_start);
    return process.lot * (of_pool.parts() / lot_in_pool(process).parts());
}

Amount starts_wanted(const World& world, ProcessId id) {
    const Process& process = world.network().processes[id];
    const Amount   open    = world.open[process.link];
    if (open <= Amount{}) return {};
    const Amount due   = rounded_up(open, grain_of(world.network(), process)) - world.part_made[id];
    const double share = good_share(world, id);
    if (due <= Amount{} || share <= 0) return {};
    const double good_per_lot = process.output_per_start.units() * share * process.lot.units();
    const double lots         = due.units() / good_per_lot;
    if (lots >= Amount::max() / process.lot) return whole_grains(Amount::max(), process.lot);
    auto   count   = static_cast<std::int64_t>(lots);
    Amount missing = due - good_output(process, process.lot * count, share);
    while (missing > Amount{}) {   // rounded up, to what really fills them
        count += std::max(std::int64_t{1}, static_cast<std::int64_t>(missing.units() / good_per_lot));
        missing = due - good_output(process, process.lot * count, share);
    }
    return process.lot * count;
}

void supply_starts(World& world, OfferId id, const Offer& offer, bool again) {
    const Network& network = world.network();
    Scratch&       scratch = world.scratch;
    const auto     links   = network.sales_of(offer);
    if (!again) {
        begin_starts(world, offer);
        world.sold[id]   = Amount{};
        world.available[id] = available(world, id, offer);
    }
    auto&        wants   = scratch.wants;
    auto&        shares  = scratch.shares;
    auto&        sought  = scratch.needs;   // starts
    Amount       wanted;
    wants.assign(links.size(), Amount{});
    sought.assign(links.size(), Amount{});
    for (std::size_t i = 0; i < links.size(); ++i) {
        const LinkId    link = links[i];
        const ProcessId row = network.links[link].process;
        if (!row.exists()) {
            if (!again || !is_throttled(world, link)) wants[i] = world.open[link];   // a share of one allotment passes in a tick
        } else if (const Process& process = network.processes[row]; world.now >= process.available_from && !is_shipment_stopped(world, link)) {
            std::uint8_t binding = bound_by_nothing;
            sought[i] = kits(world, process, !again, binding);
            if (!process.is_push) sought[i] = std::min(sought[i], starts_wanted(world, row));
            else if (sought[i] == whole_grains(Amount::max(), process.lot)) sought[i] = Amount{};   // nothing to work on
            wants[i] = pool_for(process, sought[i]);
            Amount& claimed = world.claimed[link];   // of the pool: what it had, and what it wants on top
            claimed = std::max(claimed, pool_for(process, world.starts[row]) + wants[i]);
        }
        wanted += wants[i];
    }
    if (!again) {
        world.asked[id] = wanted;
        if (const Amount most = filled(world, id, wanted); world.available[id] == Amount::max() && most < wanted) world.available[id] = most;
    }
    const bool   is_limited = world.available[id] != Amount::max();
    const Amount left       = is_limited ? world.available[id] - world.sold[id] : world.available[id];
    shares = wants;
    if (wanted > left) ration(world, id, offer, left, wants, shares);
    Amount taken;
    for (std::size_t i = 0; i < links.size(); ++i) {
        const LinkId    link = links[i];
        const Link&     row = network.links[link];
        if (!row.process.exists()) {
            const Amount part = carried(world, link, offer, shares[i]);
            if (part.is_zero()) continue;
            ship(world, link, row, part);
            taken += part;
            continue;
        }
        const Process& process = network.processes[row.process];
        const Amount   starts  = shares[i] == wants[i] ? sought[i] : starts_for(process, shares[i]);
        if (!starts.is_zero()) start(world, row.process, process, starts);
        send_made(world, row.process, process);
        if (!again || !starts.is_zero()) world.bound_by[row.process] = bound_of(world, row.process, process);
        add_countable(taken, pool_for(process, starts));
    }
    SIM_CHECK(taken <= left, "starts and sales take no more than the capacity that is left");
    world.sold[id] += taken;
}

void finish_starts(World& world, OfferId id, const Offer& offer) {
    const Network& network = world.network();
    if (offer.may_lose)
        for (const LinkId link : network.sales_of(offer)) {
            const Link& row = network.links[link];
            if (row.is_lost) turn_away(world, link, row, row.process.exists() ? refused(world, row) : world.open[link]);
        }
    if (world.available[id] == Amount::max()) world.available[id] = world.sold[id];
}

double good_output_per_start(const World& world, ProcessId id) {
    return world.network().processes[id].output_per_start.units() * good_share(world, id);
}

Amount kits_owed(const World& world, StockId id) {
    const Network& network = world.network();
    Amount         sum;
    for (const ProcessId consumer : network.consumers_of(id)) {
        const Process& process = network.processes[consumer];
        if (process.is_push) continue;
        const Amount starts = starts_wanted(world, consumer);
        if (starts.is_zero()) continue;
        for (const Input& input : network.inputs_of(process))
            if (input.stock == id) add_countable(sum, times_up(input.per_start, starts));
    }
    return sum;
}

void see_production_order(World& world, ProcessId id, Amount output) {
    const Process& process = world.network().processes[id];
    const double   good    = good_output_per_start(world, id);
    if (good <= 0) return;
    for (const Input& input : world.network().inputs_of(process)) {
        const Amount kits = good == input.per_start.units() ? output : Amount::nearest(std::min(output.units() / good * input.per_start.units(), most_counted.units()));
        add_countable(world.incoming[input.stock], kits);
        if (world.incoming_kits.size() != 0) add_countable(world.incoming_kits[input.stock], kits);
    }
}

}  // namespace secondsource
