// What is due arrives; work completes; random yields are realised.

#include <algorithm>

#include "sim/engine/flow.h"
#include "sim/engine/starts.h"
#include "sim/engine/tick.h"

namespace secondsource {
namespace {

/// Everything on the way stands still for a tick. What is put off stays ahead of what leaves later.
void put_off_all(World& world, LinkId id) {
    world.transit.put_off_all(id);
    world.gross.put_off_all(id);
    if (!world.network().links[id].has_random_lead_time) return;
    Tick& last = world.last_arrival[world.network().terms_row(id)];
    if (last >= world.now) last = last + Ticks{1};
}

void put_off_due(World& world, LinkId id) {
    world.transit.put_off_due(id);
    world.gross.put_off_due(id);
}

}  // namespace

void complete(World& world, LinkId id, const Link& link, Amount expected, Amount gross) {
    const Model&   model   = world.model();
    const Network& network = model.network;
    const Chance   chance{world.seed, world.replication, model.process_keys[link.process]};
    const double  share    = std::min(1.0, expected / gross);   // of when it was started
    const double  realised = model.yields[model.yield_of[link.process]]->realised(share, world.now, chance);
    Amount&       part     = world.part_done[link.process];
    const Amount  before   = part;
    part += gross.scaled(realised);
    const Amount good = whole_grains(part, network.products[network.stocks[link.stock].product].grain);
    part -= good;
    const Amount missing = expected - good;   // below zero when more came out than was expected
    world.scrap_total[link.process] += missing - (part - before);
    world.shipped_total[id] -= missing;
    drop(world, id, link, missing);
    receive_goods(world, id, link, good);
}

std::uint32_t drawn_lead_time(World& world, LinkId id, const Link& link) {
    const std::uint32_t row   = world.network().terms_row(id);
    const LinkTerms&    terms = world.network().link_terms[row];
    const Chance        chance{world.seed, world.replication, world.model().chance_keys[row]};
    const double        drawn = terms.lead_time->sample(chance, world.now, Purpose::lead_time);
    std::int64_t        ticks = std::llrint(drawn);
    if (ticks < 1) ticks = 1;
    if (ticks > link.lead_time) ticks = link.lead_time;
    Tick arrival = world.now + Ticks{ticks};
    if (!link.may_cross && arrival < world.last_arrival[row]) arrival = world.last_arrival[row];
    world.last_arrival[row] = arrival;
    return static_cast<std::uint32_t>((arrival - world.now).count);
}

void receive(World& world) {
    const Network& network = world.network();
    if (world.grip.stops.size() != 0)
        for (std::uint32_t i = 0; i < world.grip.stops.size(); ++i) {
            const LinkId id{i};
            if ((world.grip.stops[id] & stop_transit) != 0) put_off_all(world, id);
            else if ((world.grip.stops[id] & stop_receipt) != 0) put_off_due(world, id);
        }
    auto& gross = world.scratch.gross;
    gross.resize(network.processes.size());
    world.gross.deliver([&](LinkId id, Amount amount) { gross[network.links[id].process.index] = amount; });
    const auto arrive = [&](LinkId id, Amount amount) {
        const Link& link = network.links[id];
        if (has_random_yield(world.model(), link.process)) complete(world, id, link, amount, gross[link.process.index]);
        else receive_goods(world, id, link, amount);
    };
    Amount* const on_hand  = world.on_hand.data();   // pointers, since the compiler cannot know that no loop moves a column
    Amount* const on_order = world.on_order.data();
    Amount* const in_total = world.in_total.data();
    const auto arrive_plain = [=, &world, &network](const IdRange<LinkId>& links, std::span<const Amount> amounts) {
        sum_by_stock(world, links, network.links[links[0]].requirement, amounts, [=](StockId stock, Amount amount) {
            on_hand[stock.index] += amount;
            in_total[stock.index] += amount;
            on_order[stock.index] -= amount;
        });
    };
    world.transit.deliver(arrive, arrive_plain, world.grip.stops.size() != 0);   // else they are sent in one go as well
}

}  // namespace secondsource
