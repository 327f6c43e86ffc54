// Of a stock that several want, each gets a part by need; what one cannot use is offered again.

#include "sim/engine/parts.h"

#include <algorithm>
#include <limits>

#include "sim/base/apportion.h"
#include "sim/engine/flow.h"
#include "sim/engine/look.h"
#include "sim/engine/ration.h"
#include "sim/engine/starts.h"

namespace secondsource {
namespace {

/// What is left of an offer in this tick, orders apart; before its turn that is all it has.
Amount left_of(const World& world, OfferId id, bool had_turn) {
    if (!had_turn) return available(world, id, world.network().offers[id]);
    return world.available[id] != Amount::max() ? world.available[id] - world.sold[id] : Amount::max();
}

/// Starts that a process could begin now if it had enough of the stock: its open orders, as far as all of the pool goes.
/// Once all goods of the tick are there, also as far as what is there of every input goes.
Amount starts_sought(const World& world, ProcessId id, StockId stock, bool had_turn) {
    const Network& network = world.network();
    const Process& process = network.processes[id];
    if (world.now < process.available_from || is_shipment_stopped(world, process.link)) return {};
    const OfferId offer  = network.links[process.link].offer;
    Amount        starts = process.is_push ? Amount::max() : starts_wanted(world, id);
    if (const Amount left = left_of(world, offer, had_turn); left != Amount::max()) starts = std::min(starts, starts_for(process, left));
    else if (!had_turn) starts = filled(world, offer, starts);
    for (const Input& input : network.inputs_of(process))
        if (had_turn || (process.is_push && input.stock == stock)) starts = std::min(starts, count_in(world.on_hand[input.stock], input.per_start));
    return starts;
}

/// Lists everybody who wants the stock, and how much.
void list_needs(World& world, StockId id, bool had_turn) {
    const Network& network = world.network();
    Parts&         parts   = world.scratch.parts_of_stocks;
    for (auto* list : {&parts.needs, &parts.lots}) list->clear();
    parts.priority.clear();
    parts.part.clear();
    parts.seller.clear();
    const auto add = [&](Amount need, Amount lot, std::int32_t priority, Amount& part, OfferId seller) {
        parts.needs.push_back(need);
        parts.lots.push_back(lot);
        parts.priority.push_back(priority);
        parts.part.push_back(&part);
        parts.seller.push_back(seller);
    };
    for (const ProcessId consumer : network.consumers_of(id)) {
        const Process& process = network.processes[consumer];
        const Link&    link    = network.links[process.link];
        const Amount   starts  = starts_sought(world, consumer, id, had_turn);
        for (std::uint32_t row = process.first_input; row < process.last_input; ++row)
            if (const Input& input = network.inputs[row]; input.stock == id) {
                const bool   any_amount = process.lot.parts() == 1;
                const Amount lot        = any_amount ? process.lot : times_up(input.per_start, process.lot);
                add(any_amount ? times_up(input.per_start, starts) : lot * (starts.parts() / process.lot.parts()), lot, link.priority, parts.of_input[row], link.offer);
            }
    }
    const OfferId sale = network.offer_of[id];
    if (!sale.exists()) return;
    const Offer& offer = network.offers[sale];
    const Amount owed  = world.owed[id] + placed_with(world, id);
    const Amount left  = may_ship(world, sale, had_turn);
    const Amount grain = network.products[offer.product].grain;
    for (const LinkId link : network.sales_of(offer)) {
        const Amount claim = world.open[link] + world.placed[link];
        if (claim.is_zero()) continue;
        add(owed > left ? claim.scaled_down(left / owed) : claim, grain, network.links[link].priority, parts.of_sale[id.index], sale);
    }
}

/// Divides what is on hand of the stock among those listed. Whoever gets all that it needs may take what is there: it
/// will not use more. What a tier of priority gets and does not make a lot waits for it: lower tiers do not get it.
/// Says whether anybody got anything.
bool share_stock(World& world, StockId id) {
    Parts&            parts = world.scratch.parts_of_stocks;
    const std::size_t count = parts.needs.size();
    Amount            left  = world.on_hand[id];
    parts.shares.assign(count, Amount{});
    parts.tier.resize(count);
    parts.given.resize(count);
    constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();
    for (std::int64_t last = std::numeric_limits<std::int64_t>::min(); !left.is_zero();) {
        std::int64_t next = none;
        for (const std::int32_t priority : parts.priority)
            if (priority > last) next = std::min<std::int64_t>(next, priority);
        if (next == none) break;
        last = next;
        Wide sum = 0;
        for (std::size_t i = 0; i < count; ++i) {
            parts.tier[i] = parts.priority[i] == next ? parts.needs[i] : Amount{};
            sum += parts.tier[i].parts();
        }
        share_out(left, parts.tier, parts.given);
        if (sum > left.parts()) make_whole(world, parts.lots, parts.tier, parts.given);
        for (std::size_t i = 0; i < count; ++i) parts.shares[i] += parts.given[i];
        left = sum < left.parts() ? left - Amount::of_parts(static_cast<std::int64_t>(sum)) : Amount{};
    }
    bool any = false;
    for (Amount* part : parts.part) *part = Amount{};
    for (std::size_t i = 0; i < count; ++i) {
        *parts.part[i] += parts.shares[i];
        any = any || !parts.shares[i].is_zero();
    }
    for (std::size_t i = 0; i < count; ++i)   // the parts of a sale are one: not before all are added
        if (parts.shares[i] < parts.needs[i]) parts.is_short[parts.seller[i].index] = 1;
        else if (parts.seller[i] != world.network().offer_of[id]) *parts.part[i] = Amount::max();
    return any;
}

}  // namespace

void open_parts(World& world) {
    const Network& network = world.network();
    Parts&         parts   = world.scratch.parts_of_stocks;
    parts.scarce.clear();
    parts.once_more.clear();
    if (network.inputs.empty()) return;
    parts.of_input.assign(network.inputs.size(), Amount::max());
    parts.of_sale.assign(network.stocks.size(), Amount::max());
    parts.is_divided.assign(network.stocks.size(), 0);
    parts.out_before.resize(network.stocks.size());
    parts.is_short.assign(network.offers.size(), 0);
}

void divide(World& world, StockId id) {
    Parts& parts = world.scratch.parts_of_stocks;
    if (parts.is_divided[id.index] != 0) return;
    parts.is_divided[id.index] = 1;
    parts.out_before[id.index] = world.out_total[id];
    list_needs(world, id, false);
    Wide sum = 0;
    for (const Amount need : parts.needs) sum += need.parts();
    if (parts.needs.size() < 2 || sum <= world.on_hand[id].parts()) return;
    parts.scarce.push_back(id);
    share_stock(world, id);
}

bool divide_rest(World& world) {
    bool any = false;
    for (const StockId id : world.scratch.parts_of_stocks.scarce)
        if (!world.on_hand[id].is_zero()) {
            list_needs(world, id, true);
            any = share_stock(world, id) || any;
        }
    return any;
}

Amount may_ship(const World& world, OfferId id, bool had_turn) {
    if (world.grip.offer_left.size() != 0 && world.grip.offer_left[id] < 1) return left_of(world, id, had_turn);
    const Amount cap = world.ship_cap[id];
    return had_turn && cap != Amount::max() ? cap - world.sold[id] : cap;
}

Amount was_there(const World& world, StockId id) {
    const Parts& parts = world.scratch.parts_of_stocks;
    return !parts.is_divided.empty() && parts.is_divided[id.index] != 0 ? world.on_hand[id] + (world.out_total[id] - parts.out_before[id.index]) : world.on_hand[id];
}

Amount there_for(const World& world, std::uint32_t row) {
    return std::min(world.on_hand[world.network().inputs[row].stock], world.scratch.parts_of_stocks.of_input[row]);
}

Amount there_for_sale(const World& world, StockId id) {
    return std::min(world.on_hand[id], world.scratch.parts_of_stocks.of_sale[id.index]);
}

}  // namespace secondsource
