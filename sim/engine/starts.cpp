// Production: processes claim capacity for as many starts as their orders and inputs allow, and use both up.

#include "sim/engine/starts.h"

#include <algorithm>

#include "sim/engine/flow.h"
#include "sim/engine/ration.h"

namespace secondsource {
namespace {

/// How often capacity that a claim could not use is offered again within the tick.
constexpr int most_rounds = 4;

/// Whole lots of starts that the inputs on hand suffice for; `binding` becomes the input that limits them.
Amount kits(const World& world, const Process& process, std::uint8_t& binding) {
    Amount        most = Amount::max();
    std::uint8_t  line = bound_by_first_input;
    for (const Input& input : world.network().inputs_of(process)) {
        const Amount fit = count_in(world.stock[input.stock].on_hand, input.per_start);
        if (fit < most) {
            most    = fit;
            binding = line;
        }
        if (line < 255) ++line;
    }
    return whole_grains(most, process.lot);
}

/// Starts that would fill the open production orders.
Amount starts_wanted(const World& world, ProcessId id, const Process& process) {
    const Amount open = world.open[process.link];
    const double good = good_output_per_start(world, id);
    if (open <= Amount{} || good <= 0) return {};
    const Amount per_start = process.output_per_start;
    if (good == per_start.units())   // without loss the count is exact
        return whole_grains(count_in(open, per_start), process.lot);
    return whole_grains(Amount::of_parts(static_cast<std::int64_t>(open.units() / good * Amount::parts_per_unit)), process.lot);
}

/// Starts that a process could begin now if it had the inputs: its open orders, as far as all of its offer's capacity goes.
double starts_sought(const World& world, ProcessId id) {
    const Network& network = world.network();
    const Process& process = network.processes[id];
    if (process.is_push || world.now < process.available_from) return 0;
    const OfferId offer  = network.links[process.link].offer;
    const Amount  limit  = available(world, offer, network.offers[offer]);
    const Amount  wanted = starts_wanted(world, id, process);
    if (limit == Amount::max() || process.pool_per_start.is_zero()) return filled(world, offer, wanted).units();
    return std::min(wanted, count_in(limit, process.pool_per_start)).units();
}

/// Of inputs that several processes want and that do not suffice, no more than a share by need. Processes of other offers
/// count until those have had their turn in this tick, so that the order of turns gives nobody the whole stock; what is
/// left of a share in the first round then waits for them, and for the next tick. `binding` becomes the input that limits.
Amount fair_part(const World& world, OfferId offer, ProcessId own, int round, Amount starts, std::uint8_t& binding) {
    const Network& network = world.network();
    std::uint8_t   line    = bound_by_first_input;
    const auto     limit_to = [&](Amount part) {
        if (part >= starts) return;
        starts  = part;
        binding = line;
    };
    for (const Input& input : network.inputs_of(network.processes[own])) {
        const auto consumers = network.consumers_of(input.stock);
        double     needed = 0, elsewhere = 0;
        if (consumers.size() > 1)
            for (const ProcessId consumer : consumers) {
                const OfferId seller = network.links[network.processes[consumer].link].offer;
                if (seller != offer && world.scratch.has_supplied[seller.index] != 0) continue;
                for (const Input& other : network.inputs_of(network.processes[consumer]))
                    if (other.stock == input.stock) (seller == offer ? needed : elsewhere) += starts_sought(world, consumer) * other.per_start.units();
            }
        const double on_hand = world.stock[input.stock].on_hand.units();
        if (consumers.size() > 1 && needed + elsewhere > on_hand) {
            const double part = starts_sought(world, own) * (on_hand / (needed + elsewhere));
            if (round == 0) limit_to(whole_grains(Amount::nearest(part), network.processes[own].lot));
            else if (elsewhere > 0) limit_to(Amount{});
        }
        if (line < 255) ++line;
    }
    return starts;
}

/// Work beyond the open orders is ordered as it starts, so that the book of the process stays true.
void order_extra(World& world, LinkId id, const Link& link, Amount extra) {
    count_order(world, id, link, extra);
    world.open[id] += extra;
    if (world.books.has(id)) world.books.push(id, world.now, extra);
}

/// Starts work: uses inputs, puts the good output on its way.
void start(World& world, ProcessId id, const Process& process, Amount starts) {
    const Model&   model   = world.model();
    const Network& network = model.network;
    const Link&    link    = network.links[process.link];
    Amount&        total   = world.starts_total[id];
    const Amount   before  = total;
    total += starts;
    world.starts[id] += starts;
    for (const Input& input : network.inputs_of(process)) {
        const Amount used  = times(input.per_start, total) - times(input.per_start, before);
        StockState&  stock = world.stock[input.stock];
        stock.on_hand -= used;
        stock.out_total += used;
        SIM_CHECK(stock.on_hand >= Amount{}, "a start uses inputs that are on hand");
    }
    const Amount gross = times(process.output_per_start, total) - times(process.output_per_start, before);
    const double share = model.yields[model.yield_of[id]]->expected({world.now, before.units()});
    const Amount good  = share == 1 ? gross : std::min(gross, gross.scaled(share));
    world.scrap_total[id] += gross - good;
    world.part_made[id] += good;
    const Amount whole = whole_grains(world.part_made[id], network.products[network.stocks[link.stock].product].grain);
    world.part_made[id] -= whole;
    if (whole.is_zero()) return;
    Amount& open = world.open[process.link];
    if (whole > open) order_extra(world, process.link, link, whole - open);   // pushed work, or a grain that came together
    open -= whole;
    if (world.books.has(process.link)) world.books.take_oldest(process.link, world.now, whole);
    dispatch(world, process.link, link, whole);
}

}  // namespace

void supply_starts(World& world, OfferId id, const Offer& offer) {
    const Network& network = world.network();
    OfferState&    state   = world.offer[id];
    const auto     count   = offer.last_link - offer.first_link;
    Scratch&       scratch = world.scratch;
    const Amount   limit   = available(world, id, offer);
    Amount         left    = limit;
    Amount         plain_out;
    state.claimed = Amount{};

    auto& wants  = scratch.wants;
    auto& shares = scratch.shares;
    open_placed(world, offer);
    for (std::uint32_t i = 0; i < count; ++i) {
        const LinkId link{offer.first_link + i};
        if (const ProcessId process = network.links[link].process; process.exists()) {
            world.starts[process]   = Amount{};
            world.bound_by[process] = bound_by_nothing;
        }
    }
    for (int round = 0; round < most_rounds; ++round) {
        wants.assign(count, Amount{});
        shares.assign(count, Amount{});
        Amount wanted;
        for (std::uint32_t i = 0; i < count; ++i) {
            const LinkId link{offer.first_link + i};
            const Link&  row = network.links[link];
            if (!row.process.exists()) {
                if (round == 0 || carried(world, link, offer, world.open[link]) == world.open[link]) wants[i] = world.open[link];
            } else {
                const Process& process = network.processes[row.process];
                if (world.now < process.available_from) {
                    world.bound_by[row.process] = bound_by_launch;
                    continue;
                }
                std::uint8_t binding = bound_by_nothing;
                Amount       starts  = kits(world, process, binding);
                if (!process.is_push) {
                    const Amount needed = starts_wanted(world, row.process, process);
                    starts = fair_part(world, id, row.process, round, starts, binding);
                    if (starts >= needed) starts = needed;
                    else if (round == 0) world.bound_by[row.process] = binding;
                }
                if (process.is_push && starts == Amount::max()) starts = Amount{};   // nothing to work on
                wants[i] = times(process.pool_per_start, starts);
            }
            wanted += wants[i];
        }
        if (round == 0) {
            state.claimed = wanted;
            if (const Amount most = filled(world, id, wanted); limit == Amount::max() && most < wanted) left = most;
        }
        if (wanted.is_zero()) break;
        if (wanted <= left) shares = wants;
        else if (limit == Amount::max()) shares[0] = left;   // a process without a pool, which is alone in its offer
        else if (!left.is_zero()) ration(world, id, offer, left, wants, shares);
        for (std::uint32_t i = 0; i < count; ++i)   // it had the inputs for more, though perhaps not for all that is open
            if (const ProcessId process = network.links[LinkId{offer.first_link + i}].process; process.exists() && shares[i] < wants[i])
                world.bound_by[process] = bound_by_capacity;
        if (left.is_zero()) break;
        Amount taken;
        for (std::uint32_t i = 0; i < count; ++i) {
            if (shares[i].is_zero()) continue;
            const LinkId link{offer.first_link + i};
            const Link&  row = network.links[link];
            if (!row.process.exists()) {
                const Amount part = carried(world, link, offer, shares[i]);
                if (part.is_zero()) continue;
                ship(world, link, row, part);
                taken += part;
                plain_out += part;
                continue;
            }
            const Process& process = network.processes[row.process];
            const Amount   starts  = whole_grains(count_in(shares[i], process.pool_per_start), process.lot);
            std::uint8_t   binding = bound_by_nothing;
            const Amount   now     = std::min(starts, kits(world, process, binding));
            if (now.is_zero()) continue;
            start(world, row.process, process, now);
            taken += times(process.pool_per_start, now);
        }
        if (left != Amount::max()) left -= std::min(left, taken);
        if (taken.is_zero()) break;
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        const LinkId link{offer.first_link + i};
        const Link&  row = network.links[link];
        if (row.is_lost && !row.process.exists()) lose_rest(world, link, row);
        if (!row.process.exists() || world.bound_by[row.process] != bound_by_nothing) continue;
        const Process& process = network.processes[row.process];
        if (!process.is_push && starts_wanted(world, row.process, process) >= std::max(process.lot, Amount::of_parts(1000)))
            world.bound_by[row.process] = bound_by_capacity;
    }
    state.shipped   = limit == Amount::max() ? plain_out : limit - left;
    state.available = limit == Amount::max() ? state.shipped : limit;
}

double good_output_per_start(const World& world, ProcessId id) {
    const Model&  model = world.model();
    const double  share = model.yields[model.yield_of[id]]->expected({world.now, world.starts_total[id].units()});
    return model.network.processes[id].output_per_start.units() * share;
}

Amount kits_owed(const World& world, StockId id) {
    const Network& network = world.network();
    Amount         sum;
    for (const ProcessId consumer : network.consumers_of(id)) {
        const Process& process = network.processes[consumer];
        if (process.is_push) continue;
        const Amount open = world.open[process.link];
        const double good = good_output_per_start(world, consumer);
        if (open.is_zero() || good <= 0) continue;
        for (const Input& input : network.inputs_of(process)) {
            if (input.stock != id) continue;
            if (good == input.per_start.units()) sum += open;   // one for one, exactly
            else sum += Amount::nearest(open.units() / good * input.per_start.units());
        }
    }
    return sum;
}

void see_production_order(World& world, ProcessId id, Amount output) {
    const Process& process = world.network().processes[id];
    const double   good    = good_output_per_start(world, id);
    if (good <= 0) return;
    for (const Input& input : world.network().inputs_of(process))
        world.stock[input.stock].incoming += good == input.per_start.units() ? output : Amount::nearest(output.units() / good * input.per_start.units());
}

}  // namespace secondsource
