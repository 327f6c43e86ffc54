#pragma once
// How orders and goods move along one link.

#include "sim/base/check.h"
#include "sim/engine/columns.h"
#include "sim/base/loops.h"
#include "sim/engine/world.h"

namespace secondsource {

/// Half of what an Amount can count: totals beyond it will overflow soon, and nobody orders more than that.
constexpr Amount most_counted = Amount::of_parts(std::int64_t{1} << 62);

/// Adds as much as can be counted.
inline void add_countable(Amount& sum, Amount more) { sum = sum < most_counted - std::min(more, most_counted) ? sum + more : most_counted; }

/// `per` units for each of `count`, both in billionths; rounded down. Exact for cumulative counts.
inline Amount times(Amount per, Amount count) {
    constexpr std::int64_t one = Amount::of(1).parts();
    if (count.parts() % one == 0) return per * (count.parts() / one);
    return Amount::of_parts(static_cast<std::int64_t>(Wide{per.parts()} * count.parts() / one));
}

/// `per` for each of a count, rounded up: suffices for them, however they add up with others.
inline Amount times_up(Amount per, Amount count) {
    constexpr Wide one   = Amount::of(1).parts();
    const Wide     parts = (Wide{per.parts()} * count.parts() + one - 1) / one;
    return parts > Amount::max().parts() ? Amount::max() : Amount::of_parts(static_cast<std::int64_t>(parts));
}

/// How many times `per` goes into `total`, as a count in billionths; rounded down. The reverse of `times`.
inline Amount count_in(Amount total, Amount per) {
    if (per == Amount::of(1)) return total;   // so are most kits
    const Wide count = Wide{total.parts()} * Amount::of(1).parts() / per.parts();
    return Amount::of_parts(count > Amount::max().parts() ? Amount::max().parts() : static_cast<std::int64_t>(count));
}

/// How many whole multiples of `grain` fit, as an amount.
inline Amount whole_grains(Amount amount, Amount grain) { return grain.parts() == 1 ? amount : Amount::of_parts(amount.parts() - amount.parts() % grain.parts()); }

/// What a change of a link's running total means in the unit of the stock it ends in.
inline Amount in_stock_unit(const World& world, LinkId id, const Link& link, Amount before, Amount after) {
    if (!link.is_converted) return after - before;
    const double conversion = world.network().terms(id)->conversion;
    return after.scaled(conversion) - before.scaled(conversion);
}

/// Goods (or finished work) that are no longer on their way reach the stock at the end of a link.
inline void receive_goods(World& world, LinkId id, const Link& link, Amount amount) {
    Amount got = amount;
    if (link.is_converted) {
        const Amount total = world.received_total(id);
        got                = in_stock_unit(world, id, link, total - amount, total);
    }
    world.on_order[link.stock] -= got;
    world.in_total[link.stock] += got;
    if (world.network().stocks[link.stock].is_consumed) world.out_total[link.stock] += got;
    else world.on_hand[link.stock] += got;
}

/// Does a pause keep what would be there at once?
inline bool is_held(const World& world, LinkId id, const Link& link) {
    return link.may_pause && (world.grip.stops[id] & (stop_transit | stop_receipt)) != 0;
}

/// Goods leave the seller (or work starts): on their way, or there at once unless a pause keeps them for the next tick.
inline void dispatch(World& world, LinkId id, const Link& link, Amount amount) {
    world.shipped[id] += amount;
    world.shipped_total[id] += amount;
    if (link.lead_time == 0) {
        if (is_held(world, id, link)) return world.transit.send(id, 1, amount);
        return receive_goods(world, id, link, amount);
    }
    const std::uint32_t delay = link.has_random_lead_time ? drawn_lead_time(world, id, link) : link.lead_time;
    world.transit.send(id, delay, amount);
}

/// An order reaches the seller.
inline void see_order(World& world, LinkId id, const Link& link, Amount amount) {
    world.open[id] += amount;
    if (world.books.has(id)) world.books.push(id, world.now, amount);
    const Offer& offer = world.network().offers[link.offer];
    if (offer.stock.exists()) {
        world.owed[offer.stock] += amount;
        world.incoming[offer.stock] += amount;
    }
    if (link.process.exists()) see_production_order(world, link.process, amount);
}

/// Counts an order, in the seller's unit, with the link and with the stock that it is for.
inline void count_order(World& world, LinkId id, const Link& link, Amount amount) {
    const Amount net = world.ordered_total[id] - world.dropped_total[id];
    world.on_order[link.stock] += in_stock_unit(world, id, link, net, net + amount);
    world.ordered_total[id] += amount;
}

/// A buyer places an order, in the seller's unit.
inline void send_order(World& world, LinkId id, const Link& link, Amount amount) {
    count_order(world, id, link, amount);
    if (link.order_delay == 0) return see_order(world, id, link, amount);
    world.mail.send(id, link.order_delay, amount);
}

/// A market does not get, and does not wait for, so much of what it wanted.
inline void lose(World& world, RequirementId id, Amount amount) {
    world.markets[world.network().requirements[id].market].lost_total += amount;
}

/// Open orders (or scrapped work) will never arrive.
inline void drop(World& world, LinkId id, const Link& link, Amount amount) {
    const Amount net = world.ordered_total[id] - world.dropped_total[id];
    const Amount own = in_stock_unit(world, id, link, net - amount, net);
    world.on_order[link.stock] -= own;
    world.dropped_total[id] += amount;
    if (world.network().requirements[link.requirement].is_market()) lose(world, link.requirement, own);
}

/// Does a disruption keep goods (or starts) from leaving?
inline bool is_shipment_stopped(const World& world, LinkId id) { return world.grip.stops.size() != 0 && (world.grip.stops[id] & stop_shipment) != 0; }

/// Ships `amount` of what a link between agents is owed.
inline void ship(World& world, LinkId id, const Link& link, Amount amount) {
    world.open[id] -= amount;
    if (world.books.has(id)) world.books.take_oldest(id, world.now, amount);
    if (is_shipment_stopped(world, id)) {
        world.held[world.network().terms_row(id)] += amount;
        return;
    }
    dispatch(world, id, link, amount);
}

/// Does a disruption leave the link only a share of what is allotted to it?
inline bool is_throttled(const World& world, LinkId id) { return world.grip.link_left.size() != 0 && world.grip.link_left[id] < 1; }

/// Calls `add(stock, amount)` with what amounts on neighbouring links come to, once for each stock that they fill: all its
/// sources are neighbours. `buyer`: of the first link.
template <class Add>
void sum_by_stock(World& world, const IdRange<LinkId>& links, RequirementId buyer, std::span<const Amount> amounts, Add add) {
    constexpr std::size_t most  = 256;   // sums stay in the nearest cache
    const auto            sums  = room(world.scratch.sums, most);
    const Column<RequirementId, Buyer>& buyers = world.network().buyers;
    const std::uint32_t first    = buyer.index == 0 ? 0 : buyers[RequirementId{buyer.index - 1}].last_link;
    bool                is_whole = first == links[0].index;
    for (std::size_t i = 0; i < amounts.size();) {
        const Buyer&      row     = buyers[buyer];
        const std::size_t sources = row.last_link - links[0].index - i;
        const std::size_t rows    = sources == 0 ? 0 : std::min<std::size_t>({row.alike_until - buyer.index, (amounts.size() - i) / sources, most});
        if (is_whole && rows > 1 && sum_alike(sources, amounts.subspan(i, rows * sources), sums)) {
            for (std::size_t k = 0; k < rows; ++k) add(StockId{row.stock.index + static_cast<std::uint32_t>(k)}, sums[k]);
            i += rows * sources;
            buyer.index += static_cast<std::uint32_t>(rows);
            continue;
        }
        Amount sum;
        for (const std::size_t end = std::min(i + sources, amounts.size()); i < end; ++i) sum += amounts[i];
        add(row.stock, sum);
        ++buyer.index;
        is_whole = true;
    }
}

/// What a link takes of an allotment; the rest stays open.
inline Amount carried(const World& world, LinkId id, const Offer& offer, Amount allotted) {
    if (!is_throttled(world, id)) return allotted;
    const Amount part = allotted.scaled_down(world.grip.link_left[id]);
    return offer.product.exists() ? whole_grains(part, world.network().products[offer.product].grain) : part;
}

/// Open orders that were not filled and do not wait.
inline void turn_away(World& world, LinkId id, const Link& link, Amount amount) {
    if (amount.is_zero()) return;
    world.open[id] -= amount;
    drop(world, id, link, amount);
    if (world.books.has(id)) world.books.take_newest(id, amount);
}

/// Opens the orders that were placed in this tick over plain links; the sum of all that is open.
inline Amount open_placed(World& world, const Offer& offer) {
    Amount claimed, fresh;
    for (const LinkId link : world.network().sales_of(offer)) {
        if (const Amount placed = world.placed[link]; !placed.is_zero()) {
            world.placed[link] = Amount{};
            world.ordered_total[link] += placed;
            world.open[link] += placed;
            fresh += placed;
            if (world.books.has(link)) world.books.push(link, world.now, placed);
        }
        world.claimed[link] = world.open[link];
        world.shipped[link] = Amount{};
        claimed += world.open[link];
    }
    if (offer.stock.exists()) {
        world.owed[offer.stock] += fresh;
        world.incoming[offer.stock] += fresh;
    }
    return claimed;
}

}  // namespace secondsource
