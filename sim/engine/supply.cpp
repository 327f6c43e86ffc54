// Goods descend the network, level by level: every offer shares out what it has among the orders that it has seen.

#include <algorithm>
#include <numeric>

#include "sim/engine/flow.h"
#include "sim/engine/tick.h"

namespace secondsource {
namespace {

/// How often capacity that a claim could not use is offered again within the tick.
constexpr int most_rounds = 4;

/// What an offer can ship in this tick, orders apart.
Amount available(const World& world, OfferId id, const Offer& offer) {
    Amount amount = Amount::max();
    if (offer.origin == Origin::stock) amount = world.stock[offer.stock].on_hand;
    if (offer.origin == Origin::pool) amount = world.capacity[offer.pool];
    if (offer.has_ship_max) {
        const double cap = world.network().terms(id)->ship_max.at(world.now);
        if (cap < 9e9) amount = std::min(amount, Amount::nearest(cap));   // more than an Amount can hold is no cap
    }
    if (world.grip.offer_left.size() != 0)
        if (const double left = world.grip.offer_left[id]; left < 1)
            amount = left <= 0 ? Amount{} : amount == Amount::max() ? amount : amount.scaled_down(left);
    return amount;
}

/// Rations `amount` over the claims on an offer by its policy; `wants` and `out` are link by link.
void ration(World& world, OfferId id, const Offer& offer, Amount amount, std::span<const Amount> wants, std::span<Amount> out) {
    const Model&            model   = world.model();
    const AllocationPolicy& policy  = *model.allocations[model.allocation_of[id]];
    const auto              reads   = policy.reads();
    Scratch&                scratch = world.scratch;
    Claims                  claims;
    claims.amount = wants;
    const auto fill = [&](auto& buffer, auto& span, auto value) {
        buffer.resize(wants.size());
        for (std::uint32_t i = 0; i < wants.size(); ++i) buffer[i] = value(LinkId{offer.first_link + i});
        span = buffer;
    };
    if (reads.priority) fill(scratch.priority, claims.priority, [&](LinkId link) { return model.network.links[link].priority; });
    if (reads.price)
        fill(scratch.price, claims.price, [&](LinkId link) {
            const LinkTerms* terms = model.network.terms(link);
            const double     bid   = terms ? terms->bid.at(world.now) : 0;
            return bid > 0 ? bid : world.price[id];
        });
    if (reads.past_sales) fill(scratch.past_sales, claims.past_sales, [&](LinkId link) { return world.sales[link]; });
    if (reads.reserved)
        fill(scratch.reserved, claims.reserved, [&](LinkId link) {
            const LinkTerms* terms = model.network.terms(link);
            return terms ? Amount::nearest(terms->reserved.at(world.now)) : Amount{};
        });
    if (reads.book)
        fill(scratch.books, claims.book, [&](LinkId link) {
            return world.books.has(link) ? world.books.entries(link) : std::span<const BookEntry>{};
        });
    policy.shares(amount, claims, out, scratch.indices);
}

/// Rounds shares down to whole lots of the product, the largest remainders first, never above a claim. `order` is
/// working space.
void make_whole(Amount grain, std::span<const Amount> wants, std::span<Amount> shares, std::vector<std::uint32_t>& order) {
    order.resize(shares.size());
    std::iota(order.begin(), order.end(), 0u);
    const auto beyond = [&](std::uint32_t i) { return shares[i].parts() % grain.parts(); };
    std::sort(order.begin(), order.end(), [&](std::uint32_t i, std::uint32_t j) {
        return beyond(i) != beyond(j) ? beyond(i) > beyond(j) : i < j;
    });
    Amount loose;
    for (Amount& share : shares) {
        const Amount whole = whole_grains(share, grain);
        loose += share - whole;
        share = whole;
    }
    for (bool gave = true; gave && loose >= grain;) {
        gave = false;
        for (const std::uint32_t i : order) {
            if (loose < grain || shares[i] + grain > wants[i]) continue;
            shares[i] += grain;
            loose -= grain;
            gave = true;
        }
    }
}

/// Ships `amount` of what a plain link is owed.
void ship(World& world, LinkId id, const Link& link, Amount amount) {
    world.open[id] -= amount;
    if (world.books.has(id)) world.waited_total[id] += world.books.take_oldest(id, world.now, amount);
    if (world.grip.stops.size() != 0 && (world.grip.stops[id] & stop_shipment) != 0) {
        world.held[world.network().link_terms_of[id]] += amount;
        return;
    }
    dispatch(world, id, link, amount);
}

/// Orders that were not filled and do not wait.
Amount lose_rest(World& world, LinkId id, const Link& link) {
    const Amount rest = world.open[id];
    if (rest.is_zero()) return rest;
    world.open[id] = Amount{};
    drop(world, id, link, rest);
    if (world.books.has(id)) world.books.take_newest(id, rest);
    if (world.network().requirements[link.requirement].is_market) world.totals.lost += rest;
    return rest;
}

/// Opens the orders that were placed in this tick over plain links; the sum of all that is open.
Amount open_orders(World& world, const Offer& offer) {
    Amount claimed;
    for (std::uint32_t i = offer.first_link; i < offer.last_link; ++i) {
        const LinkId link{i};
        if (const Amount placed = world.placed[link]; !placed.is_zero()) {
            world.placed[link] = Amount{};
            world.ordered_total[link] += placed;
            world.open[link] += placed;
            if (world.books.has(link)) world.books.push(link, world.now, placed);
        }
        world.claimed[link] = world.open[link];
        world.shipped[link] = Amount{};
        claimed += world.open[link];
    }
    return claimed;
}

/// Ships the shares of a plain offer's links; returns how much of what was owed is settled by that, lost orders included.
Amount ship_plain(World& world, const Offer& offer, const Amount* shares) {
    const Network& network = world.network();
    Amount         settled;
    for (std::uint32_t i = 0; i < offer.last_link - offer.first_link; ++i) {
        const LinkId link{offer.first_link + i};
        const Link&  row   = network.links[link];
        const Amount share = shares[i];
        const Amount rest  = world.open[link] - share;
        world.shipped[link] = share;
        world.shipped_total[link] += share;
        settled += share;
        if (row.is_lost) {
            world.open[link] = Amount{};
            world.dropped_total[link] += rest;
            world.stock[row.stock].on_order -= rest;
            settled += rest;
        } else {
            world.open[link] = rest;
            if (!share.is_zero()) world.waited_total[link] += world.books.take_oldest(link, world.now, share);
        }
        if (!share.is_zero()) world.transit.send(link, row.lead_time, share);
    }
    return settled;
}

/// Ships the shares of any offer's links.
Amount ship_any(World& world, const Offer& offer, const Amount* shares) {
    const Network& network = world.network();
    Amount         settled;
    for (std::uint32_t i = 0; i < offer.last_link - offer.first_link; ++i) {
        const LinkId link{offer.first_link + i};
        const Link&  row = network.links[link];
        if (!shares[i].is_zero()) ship(world, link, row, shares[i]);
        settled += shares[i];
        if (row.is_lost) settled += lose_rest(world, link, row);
    }
    return settled;
}

/// An offer of goods: from a stock, or without limit.
void supply_goods(World& world, OfferId id, const Offer& offer) {
    OfferState&   state   = world.offer[id];
    const auto    count   = offer.last_link - offer.first_link;
    const Amount  claimed = open_orders(world, offer);
    const Amount  limit   = available(world, id, offer);
    const Amount* shares  = world.claimed.data() + offer.first_link;
    Amount        out     = claimed;
    state.claimed   = claimed;
    state.available = limit == Amount::max() ? claimed : limit;
    if (claimed > limit) {
        auto& rationed = world.scratch.shares;
        rationed.assign(count, Amount{});
        const std::span wants{world.claimed.data() + offer.first_link, count};
        if (!limit.is_zero()) {
            if (count == 1) rationed[0] = limit;
            else ration(world, id, offer, limit, wants, rationed);
            if (offer.product.exists())
                if (const Amount grain = world.network().products[offer.product].grain; grain.parts() > 1) make_whole(grain, wants, rationed, world.scratch.indices);
        }
        out = Amount{};
        bool fits = true;
        for (std::uint32_t i = 0; i < count; ++i) {
            fits = fits && rationed[i] >= Amount{} && rationed[i] <= wants[i];
            out += rationed[i];
        }
        SIM_CHECK(fits, "an allotment is at most what is owed");
        SIM_CHECK(out <= limit, "allotments are at most what is available");
        shares = rationed.data();
    }
    const bool   is_plain = offer.is_plain && world.grip.stops.size() == 0;
    const Amount settled  = is_plain ? ship_plain(world, offer, shares) : ship_any(world, offer, shares);
    state.shipped = out;
    if (offer.stock.exists()) {
        StockState& stock = world.stock[offer.stock];
        stock.owed -= settled;
        stock.on_hand -= out;
        stock.out_total += out;
    }
}

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
    if (limit == Amount::max() || process.pool_per_start.is_zero()) return wanted.units();
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
    const Amount net = world.ordered_total[id] - world.dropped_total[id];
    world.stock[link.stock].on_order += in_stock_unit(world, id, link, net, net + extra);
    world.ordered_total[id] += extra;
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
    if (world.books.has(process.link)) world.waited_total[process.link] += world.books.take_oldest(process.link, world.now, whole);
    dispatch(world, process.link, link, whole);
}

/// An offer of capacity (or of nothing but the inputs): processes claim starts, other customers claim capacity.
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
    open_orders(world, offer);
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
                wants[i] = world.open[link];
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
        if (round == 0) state.claimed = wanted;
        if (wanted.is_zero()) break;
        if (wanted <= left) shares = wants;
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
                ship(world, link, row, shares[i]);
                taken += shares[i];
                plain_out += shares[i];
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

}  // namespace

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

void supply(World& world) {
    const auto held = [&](LinkId id) -> Amount& { return world.held[world.network().link_terms_of[id]]; };
    for (const LinkId id : world.released)   // goods that were reserved while shipment was paused
        if (!held(id).is_zero()) dispatch(world, id, world.network().links[id], held(id));
    world.scratch.has_supplied.assign(world.network().offers.size(), 0);
    for (const auto& level : world.network().downward)
        for (const OfferId id : level) {
            const Offer& offer = world.network().offers[id];
            if (offer.has_processes || offer.origin == Origin::pool) supply_starts(world, id, offer);
            else supply_goods(world, id, offer);
            world.scratch.has_supplied[id.index] = 1;
        }
    for (const LinkId id : world.released) {   // on top of what the offer shipped in this tick
        world.shipped[id] += held(id);
        held(id) = Amount{};
    }
    world.transit.advance();
}

}  // namespace secondsource
