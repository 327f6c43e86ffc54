// Orders are split over their sources, placed, and cancelled.

#include "sim/engine/place.h"

#include <algorithm>

#include "sim/base/apportion.h"
#include "sim/base/loops.h"
#include "sim/engine/columns.h"
#include "sim/engine/flow.h"
#include "sim/engine/look.h"

namespace secondsource {
namespace {

/// What of a link's open orders may still be cancelled: not what the seller serves within its firm time.
Amount cancellable(const World& world, LinkId id, const Link& link) {
    const Offer&      offer = world.network().offers[link.offer];
    const Amount      open  = world.open[id];
    if (offer.firm == 0 || world.asked[link.offer] <= Amount{}) return open;
    const double firm = offer.firm * (world.available[link.offer] / world.asked[link.offer]);
    return firm >= 1 ? Amount{} : open.scaled_down(1 - firm);
}

constexpr double least_yield = 1e-9;   // of the capacity that a process takes: prices stay numbers while nothing comes out

/// What the buyer sees of its sources, as far as its policy reads.
Sources seen_sources(World& world, RequirementId id, SourcingPolicy::Reads reads) {
    const Network&    network  = world.network();
    const auto        rows     = network.sources_of(id);
    const bool        is_plain = network.requirements[id].is_plain && world.grip.stops.size() == 0;
    const std::size_t count    = rows.size();
    Scratch&          scratch  = world.scratch;
    Sources           seen;
    seen.count = count;
    const auto fill = [&](auto& buffer, auto& span, auto value) {
        const auto values = room(buffer, count);
        for (std::size_t i = 0; i < count; ++i) values[i] = value(rows[i]);
        span = values;
    };
    if (reads.price) {
        if (is_plain) fill(scratch.price, seen.price, [&](LinkId link) { return world.price[network.seller[link]]; });
        else fill(scratch.price, seen.price, [&](LinkId link) { return world.price[network.seller[link]] / std::max(units_per_sold(world, link), least_yield); });
    }
    if (reads.record) fill(scratch.record, seen.record, [&](LinkId link) { return world.record[link]; });
    if (reads.lead_time) {
        fill(scratch.queue, seen.queue, [&](LinkId link) { return world.queue[network.seller[link]]; });
        fill(scratch.lead_time, seen.lead_time, [&](LinkId link) {
            return network.links[link].order_delay + world.queue[network.seller[link]] + network.expected_lead_time(link);
        });
    }
    if (reads.terms) {
        fill(scratch.weight, seen.weight, [&](LinkId link) {
            const LinkTerms* terms = network.terms(link);
            return terms ? terms->weight.at(world.now) : 1.0;
        });
        fill(scratch.priority, seen.priority, [&](LinkId link) { return network.links[link].priority; });
        fill(scratch.seller, seen.seller, [&](LinkId link) { return network.offers[network.seller[link]].seller.index; });
        fill(scratch.is_down, seen.is_down, [&](LinkId link) { return static_cast<std::uint8_t>(is_down(world, link)); });
    }
    if (!is_plain)
        fill(scratch.takes_orders, seen.takes_orders, [&](LinkId link) {
            return static_cast<std::uint8_t>(takes_orders(world, link, network.links[link]));
        });
    return seen;
}

/// The smallest lot that may be ordered over a link, in the seller's unit.
Amount grain_of(const Network& network, const Link& link) {
    const ProductId product = link.process.exists() ? network.stocks[link.stock].product : network.offers[link.offer].product;
    return product.exists() ? network.products[product].grain : Amount::of_parts(1);   // capacity comes in any amount
}

/// What an amount that is wanted comes to over a link, in the seller's unit and whole grains; rounded down.
Amount in_grains(const Network& network, LinkId id, Amount wanted) {
    const Link& link = network.links[id];
    return whole_grains(link.is_converted ? wanted.scaled(1 / network.terms(id)->conversion) : wanted, grain_of(network, link));
}

/// Makes parts of an order, in the unit of the requirement, whole grains in the units of the sellers. Those furthest from
/// their part are rounded up, as far as the quantity goes. What that leaves a source short of is kept for later orders, so
/// that parts smaller than a grain are true in the long run.
void round_to_grains(World& world, const IdRange<LinkId>& links, Amount quantity, std::span<Amount> parts) {
    const Network& network = world.network();
    auto&          wants   = world.scratch.wants;
    auto&          order   = world.scratch.indices;
    Amount         left    = quantity;
    wants.assign(parts.begin(), parts.end());
    order.clear();
    const auto unit   = [&](std::size_t i) { return network.conversion(links[i]); };
    const auto grain  = [&](std::size_t i) { return grain_of(network, network.links[links[i]]); };
    const auto lot    = [&](std::size_t i) { return grain(i).units() * unit(i); };   // a grain in the unit of the requirement
    const auto due    = [&](std::size_t i) { return wants[i] + world.short_of[links[i]]; };
    const auto beyond = [&](std::size_t i) { return (due(i) - parts[i].scaled(unit(i))).units() / lot(i); };
    const auto become = [&](std::size_t i, Amount part) {
        left += parts[i].scaled(unit(i)) - part.scaled(unit(i));
        parts[i] = part;
    };
    for (std::uint32_t i = 0; i < links.size(); ++i) {
        if (wants[i].is_zero()) continue;
        order.push_back(i);
        parts[i] = Amount{};
        become(i, in_grains(network, links[i], std::max(due(i), Amount{})));
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t i, std::uint32_t j) { return beyond(i) != beyond(j) ? beyond(i) > beyond(j) : i < j; });
    for (auto i = order.rbegin(); i != order.rend() && left < Amount{}; ++i)   // what they are short of came on top
        become(*i, in_grains(network, links[*i], std::max(parts[*i].scaled(unit(*i)) + left, Amount{})));
    for (const std::uint32_t i : order)
        if (lot(i) <= left.units()) become(i, parts[i] + grain(i));
    const double placed = 1 - left / quantity;
    for (const std::uint32_t i : order) {
        const double missing = (due(i) - wants[i].scaled(1 - placed) - parts[i].scaled(unit(i))).units();
        world.short_of[links[i]] = Amount::nearest(std::clamp(missing, -lot(i), lot(i)));
    }
}

/// Places an order on any link, in the seller's unit; what it comes to in that of the requirement.
Amount place_on(World& world, LinkId id, Amount amount) {
    if (amount <= Amount{}) return {};
    const Link&  link   = world.network().links[id];
    const Amount before = world.on_order[link.stock];
    send_order(world, id, link, amount);
    return world.on_order[link.stock] - before;
}

/// Splits small orders in proportion to the weights of their links, as split_by_weight does. `quantities` become what
/// was split: nothing where no link has any weight.
void split_in_turn(World& world, const Buyer* rows, std::span<Amount> quantities, std::span<Amount> parts) {
    Scratch& scratch = world.scratch;
    const auto          before = room(scratch.before, parts.size()), upto = room(scratch.over, parts.size()), ratio = room(scratch.ratio, parts.size());
    const double* const weight = scratch.weights.data();
    const std::size_t   origin = rows[quantities.size() - 1].last_link - parts.size();
    std::size_t         next   = 0;
    for (std::size_t i = 0; i < quantities.size(); ++i) {
        const std::size_t first = next, last = rows[i].last_link - origin;
        double            sum   = 0;
#pragma GCC unroll 1
        for (; next < last; ++next) {   // a few links: unrolled, the loop's ends would be most of it
            before[next] = sum;
            upto[next] = sum += weight[next];
        }
        if (!(sum >= least_weight)) quantities[i] = Amount{};
        const double per_weight = quantities[i].is_zero() ? 0 : static_cast<double>(quantities[i].parts()) / sum;
#pragma GCC unroll 1
        for (std::size_t k = first; k < last; ++k) ratio[k] = per_weight;
    }
    parts_in_turn(before, upto, ratio, parts);
}

/// Splits and places the orders of neighbouring rows, whose links are neighbours too.
void place_neighbours(World& world, const ReviewGroup& group, RequirementId first, std::span<const Amount> quantities) {
    const Network&           network = world.network();
    const Buyer* const       rows    = network.buyers.data() + first.index;
    const IdRange<LinkId>    links{network.requirements[first].first_link, rows[quantities.size() - 1].last_link};
    Scratch&                 scratch = world.scratch;
    const auto               of      = [&](auto& column) { return std::span{column.data() + links[0].index, links.size()}; };
    Sources                  seen;
    seen.count = links.size();
    if (group.sourcing->reads().price) {
        const auto          sellers = of(network.seller);
        const double* const price   = world.price.data();
        const auto          prices  = room(scratch.price, links.size());
        for (std::size_t i = 0; i < links.size(); ++i) prices[i] = price[sellers[i].index];
        seen.price = prices;
    }
    seen.record = of(world.record);
    const auto weights = room(scratch.weights, links.size());
    group.sourcing->weights(seen, weights);

    const auto parts  = of(group.claims_at_once ? world.claimed : world.placed);
    const auto placed = room(scratch.needs, quantities.size());
    std::int64_t beyond = 0;   // a sign
    for (std::size_t i = 0; i < placed.size(); ++i) {
        placed[i] = std::max(quantities[i], Amount{});
        beyond |= small_parts - 1 - placed[i].parts();
    }
    if (beyond >= 0) {
        const bool are_alike = rows[0].alike_until - first.index >= placed.size();
        if (!are_alike || !split_alike(rows[0].last_link - links[0].index, weights, least_weight, placed, parts)) split_in_turn(world, rows, placed, parts);
    } else {
        for (std::size_t i = 0; i < placed.size(); ++i) placed[i] = std::clamp(placed[i], Amount{}, std::max(most_counted - world.on_order[rows[i].stock], Amount{}));
        std::size_t next = 0;
        for (std::size_t i = 0; i < placed.size(); ++i) {
            const std::size_t from = next, count = rows[i].last_link - links[from].index;
            next += count;
            std::ranges::fill(parts.subspan(from, count), Amount{});
            placed[i] = split_by_weight(
                placed[i], count, [&](std::size_t k) { return weights[from + k]; }, [&](std::size_t k, Amount part) { parts[from + k] = part; });
        }
    }
    for (std::size_t i = 0; i < placed.size(); ++i) {
        world.on_order[rows[i].stock] += placed[i];
        world.ordered[RequirementId{first.index + static_cast<std::uint32_t>(i)}] = placed[i];
    }
}

}  // namespace

Amount largest_grain(const Network& network, RequirementId id) {
    Amount largest = Amount::of_parts(1);
    for (const LinkId source : network.sources_of(id))
        largest = std::max(largest, grain_of(network, network.links[source]).scaled(network.conversion(source)));
    return largest;
}

Amount place_order(World& world, RequirementId id, Amount quantity, const SourcingPolicy* sourcing, Amount owed, double expected) {
    const Network&     network     = world.network();
    const Requirement& requirement = network.requirements[id];
    const auto         links       = network.sources_of(id);
    const bool         is_plain    = requirement.is_plain && world.grip.stops.size() == 0;
    Amount&            on_order    = world.on_order[requirement.stock];
    quantity = std::min(quantity, most_counted - on_order);
    if (links.empty() || quantity <= Amount{}) return {};
    if (links.size() == 1 && !sourcing) {
        const LinkId only = links[0];
        if (!is_plain) {
            const Link& link = network.links[only];
            if (!takes_orders(world, only, link)) return {};
            const bool any_amount = !link.is_converted && world.short_of.size() == 0;   // no product has grains
            return place_on(world, only, any_amount ? quantity : in_grains(network, only, quantity));
        }
        on_order += quantity;
        world.placed[only] = quantity;   // it lies there until the seller supplies
        return quantity;
    }
    const BuyerView buyer{world.now, world.on_hand[requirement.stock], owed, expected};
    const Sources   seen  = seen_sources(world, id, sourcing->reads());
    auto&           parts = world.scratch.parts;
    parts.assign(links.size(), Amount{});
    sourcing->split(quantity, buyer, seen, parts);
    Amount placed;
    if (is_plain) {
        for (std::size_t i = 0; i < links.size(); ++i) {
            world.placed[links[i]] = parts[i];
            placed += parts[i];
        }
        on_order += placed;
        return placed;
    }
    if (world.short_of.size() != 0) round_to_grains(world, links, quantity, parts);
    else
        for (std::size_t i = 0; i < links.size(); ++i) parts[i] = in_grains(network, links[i], parts[i]);
    for (std::size_t i = 0; i < links.size(); ++i) placed += place_on(world, links[i], parts[i]);
    return placed;
}

void place_orders(World& world, const ReviewGroup& group, std::span<const RequirementId> rows, std::span<const Amount> quantities) {
    for (std::size_t i = 0, next; i < rows.size(); i = next) {
        for (next = i + 1; next < rows.size() && rows[next].index == rows[next - 1].index + 1;) ++next;
        place_neighbours(world, group, rows[i], quantities.subspan(i, next - i));
    }
}

Amount cancel(World& world, RequirementId id, Amount amount) {
    const Network& network = world.network();
    const Amount&  on_order = world.on_order[network.requirements[id].stock];
    const Amount   before   = on_order;
    const auto     sources = network.sources_of(id);
    auto&          left    = world.scratch.needs;
    left.clear();
    for (const LinkId source : sources) left.push_back(cancellable(world, source, network.links[source]));
    while (amount > Amount{}) {
        std::size_t newest = sources.size();
        Tick        when{-1};
        for (std::size_t i = 0; i < sources.size(); ++i) {
            const auto book = world.books.entries(sources[i]);
            if (left[i] > Amount{} && !book.empty() && book.back().placed >= when) {
                when   = book.back().placed;
                newest = i;
            }
        }
        if (newest == sources.size()) break;
        const LinkId source = sources[newest];
        const Link&  link   = network.links[source];
        const double unit   = network.conversion(source);
        Amount       part   = std::min(left[newest], world.books.entries(source).back().amount);
        if (part.scaled(unit) > amount) part = std::min(part, amount.scaled(1 / unit));
        part = whole_grains(part, grain_of(network, link));
        if (part.is_zero()) {   // what is left of this one makes no grain
            left[newest] = Amount{};
            continue;
        }
        left[newest] -= part;
        amount -= part.scaled(unit);
        drop(world, source, link, part);
        world.open[source] -= part;
        world.books.take_newest(source, part);
        if (const Offer& offer = network.offers[link.offer]; offer.stock.exists()) world.owed[offer.stock] -= part;
    }
    return before - on_order;
}

}  // namespace secondsource
