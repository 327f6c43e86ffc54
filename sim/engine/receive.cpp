// What is due arrives; work completes; random yields are realised.

#include "sim/engine/flow.h"
#include "sim/engine/tick.h"

namespace secondsource {
namespace {

/// Work completes: a random yield may turn out better or worse than was expected when it started.
void complete(World& world, LinkId id, const Link& link, Amount expected) {
    const Model&     model = world.model();
    const YieldModel& yield = *model.yields[model.yield_of[link.process]];
    if (!yield.is_random()) return receive_goods(world, id, link, expected);
    const double share    = yield.expected({world.now, world.starts_total[link.process].units()});
    const Chance chance{world.seed, world.replication, path_key(world.network().path(link.process))};
    const double realised = yield.realised(share, world.now, chance);
    const Amount good     = whole_grains(share > 0 ? expected.scaled(realised / share) : Amount{},
                                         world.network().products[world.network().stocks[link.stock].product].grain);
    const Amount missing  = expected - good;   // below zero when more came out than was expected
    world.scrap_total[link.process] += missing;
    world.shipped_total[id] -= missing;
    drop(world, id, link, missing);
    receive_goods(world, id, link, good);
}

/// Everything on the way stands still for a tick. What is put off stays ahead of what leaves later.
void put_off_all(World& world, LinkId id) {
    world.transit.put_off_all(id);
    if (!world.network().links[id].has_random_lead_time) return;
    Tick& last = world.last_arrival[world.network().link_terms_of[id]];
    if (last >= world.now) last = last + Ticks{1};
}

}  // namespace

std::uint32_t drawn_lead_time(World& world, LinkId id, const Link& link) {
    const std::uint32_t row   = world.network().link_terms_of[id];
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
            if (world.transit.ring(id) == 0) continue;
            if ((world.grip.stops[id] & stop_transit) != 0) put_off_all(world, id);
            else if ((world.grip.stops[id] & stop_receipt) != 0) world.transit.put_off_due(id);
        }
    const auto arrive = [&](LinkId id, Amount amount) {
        const Link& link = network.links[id];
        if (link.process.exists()) complete(world, id, link, amount);
        else receive_goods(world, id, link, amount);
    };
    const auto arrive_plain = [received = world.received_total.data(), into = network.destination.data(),
                               stocks = world.stock.data()](std::span<const LinkId> ids, std::span<const Amount> amounts) {
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const Amount amount = amounts[i];
            received[ids[i].index] += amount;
            StockState& stock = stocks[into[ids[i].index].index];
            stock.on_hand += amount;
            stock.in_total += amount;
            stock.on_order -= amount;
        }
    };
    world.transit.deliver(arrive, arrive_plain);
}

}  // namespace secondsource
