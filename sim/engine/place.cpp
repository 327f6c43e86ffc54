// Orders are split over their sources, placed, and cancelled.

#include "sim/engine/place.h"

#include <algorithm>

#include "sim/base/apportion.h"
#include "sim/engine/flow.h"
#include "sim/engine/look.h"

namespace secondsource {
namespace {

/// What of a link's open orders may still be cancelled: not what the seller serves within its firm time.
Amount cancellable(const World& world, LinkId id, const Link& link) {
    const Offer&      offer = world.network().offers[link.offer];
    const OfferState& state = world.offer[link.offer];
    const Amount      open  = world.open[id];
    if (offer.firm.count == 0 || state.claimed <= Amount{}) return open;
    const double firm = static_cast<double>(offer.firm.count) * (state.available / state.claimed);
    return firm >= 1 ? Amount{} : open.scaled_down(1 - firm);
}

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
        if (buffer.size() < count) buffer.resize(count);
        for (std::size_t i = 0; i < count; ++i) buffer[i] = value(rows[i]);
        span = {buffer.data(), count};
    };
    const auto unit = [&](const SourceRow& row) { return network.links[row.link].is_converted ? network.terms(row.link)->conversion : 1.0; };
    if (reads.price) {
        if (is_plain) fill(scratch.price, seen.price, [&](const SourceRow& row) { return world.price[row.offer]; });
        else fill(scratch.price, seen.price, [&](const SourceRow& row) { return world.price[row.offer] / unit(row); });
    }
    if (reads.record) fill(scratch.record, seen.record, [&](const SourceRow& row) { return world.record[row.link]; });
    if (reads.lead_time) {
        fill(scratch.queue, seen.queue, [&](const SourceRow& row) { return world.offer[row.offer].queue; });
        fill(scratch.lead_time, seen.lead_time, [&](const SourceRow& row) {
            const Link& link = network.links[row.link];
            return link.order_delay + world.offer[row.offer].queue + link.lead_time;
        });
    }
    if (reads.terms) {
        fill(scratch.weight, seen.weight, [&](const SourceRow& row) {
            const LinkTerms* terms = network.terms(row.link);
            return terms ? terms->weight.at(world.now) : 1.0;
        });
        fill(scratch.open, seen.open, [&](const SourceRow& row) { return world.open[row.link]; });
        fill(scratch.priority, seen.priority, [&](const SourceRow& row) { return network.links[row.link].priority; });
        fill(scratch.seller, seen.seller, [&](const SourceRow& row) { return network.offers[row.offer].seller.index; });
        fill(scratch.is_down, seen.is_down, [&](const SourceRow& row) { return static_cast<std::uint8_t>(is_down(world, row.link)); });
    }
    if (!is_plain)
        fill(scratch.takes_orders, seen.takes_orders, [&](const SourceRow& row) {
            return static_cast<std::uint8_t>(takes_orders(world, row.link, network.links[row.link]));
        });
    return seen;
}

/// The smallest lot that may be ordered over a link, in the seller's unit.
Amount grain_of(const Network& network, const Link& link) {
    const ProductId product = link.process.exists() ? network.stocks[link.stock].product : network.offers[link.offer].product;
    return product.exists() ? network.products[product].grain : Amount::of_parts(1);   // capacity comes in any amount
}

double conversion_of(const Network& network, LinkId id) { return network.links[id].is_converted ? network.terms(id)->conversion : 1; }

/// What an amount that is wanted comes to over a link, in the seller's unit and whole grains; rounded down.
Amount in_grains(const Network& network, LinkId id, Amount wanted) {
    const Link& link = network.links[id];
    return whole_grains(link.is_converted ? wanted.scaled(1 / network.terms(id)->conversion) : wanted, grain_of(network, link));
}

/// Makes parts of an order, in the unit of the requirement, whole grains in the units of the sellers. Those furthest from
/// their part are rounded up, as far as the quantity goes. What that leaves a source short of is kept for later orders, so
/// that parts smaller than a grain are true in the long run.
void round_to_grains(World& world, std::span<const SourceRow> rows, Amount quantity, std::span<Amount> parts) {
    const Network& network = world.network();
    auto&          wants   = world.scratch.wants;
    auto&          order   = world.scratch.indices;
    Amount         left    = quantity;
    wants.assign(parts.begin(), parts.end());
    order.clear();
    const auto unit   = [&](std::size_t i) { return conversion_of(network, rows[i].link); };
    const auto grain  = [&](std::size_t i) { return grain_of(network, network.links[rows[i].link]); };
    const auto lot    = [&](std::size_t i) { return grain(i).units() * unit(i); };   // a grain in the unit of the requirement
    const auto due    = [&](std::size_t i) { return wants[i] + world.short_of[rows[i].link]; };
    const auto beyond = [&](std::size_t i) { return (due(i) - parts[i].scaled(unit(i))).units() / lot(i); };
    const auto become = [&](std::size_t i, Amount part) {
        left += parts[i].scaled(unit(i)) - part.scaled(unit(i));
        parts[i] = part;
    };
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        if (wants[i].is_zero()) continue;
        order.push_back(i);
        parts[i] = Amount{};
        become(i, in_grains(network, rows[i].link, std::max(due(i), Amount{})));
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t i, std::uint32_t j) { return beyond(i) != beyond(j) ? beyond(i) > beyond(j) : i < j; });
    for (auto i = order.rbegin(); i != order.rend() && left < Amount{}; ++i)   // what they are short of came on top
        become(*i, in_grains(network, rows[*i].link, std::max(parts[*i].scaled(unit(*i)) + left, Amount{})));
    for (const std::uint32_t i : order)
        if (lot(i) <= left.units()) become(i, parts[i] + grain(i));
    const double placed = 1 - left / quantity;
    for (const std::uint32_t i : order) {
        const double missing = (due(i) - wants[i].scaled(1 - placed) - parts[i].scaled(unit(i))).units();
        world.short_of[rows[i].link] = Amount::nearest(std::clamp(missing, -lot(i), lot(i)));
    }
}

/// Places an order on any link, in the seller's unit; what it comes to in that of the requirement.
Amount place_on(World& world, LinkId id, Amount amount) {
    if (amount <= Amount{}) return {};
    const Link&  link   = world.network().links[id];
    const Amount before = world.stock[link.stock].on_order;
    send_order(world, id, link, amount);
    return world.stock[link.stock].on_order - before;
}

/// Splits and places the orders of neighbouring rows, whose sources are neighbours too.
void place_neighbours(World& world, RequirementId first, std::span<const Amount> quantities, const SourcingPolicy& sourcing) {
    const Network&           network = world.network();
    const Requirement* const rows    = network.requirements.data() + first.index;
    const std::span          sources{network.sources.data() + rows[0].first_source, network.sources.data() + rows[quantities.size() - 1].last_source};
    Scratch&                 scratch = world.scratch;
    Sources                  seen;
    seen.count = sources.size();
    const auto fill = [&](bool is_read, auto& buffer, auto& span, auto value) {
        if (!is_read) return;
        buffer.resize(sources.size());
        for (std::size_t i = 0; i < sources.size(); ++i) buffer[i] = value(sources[i]);
        span = buffer;
    };
    const auto reads = sourcing.reads();
    fill(reads.price, scratch.price, seen.price, [price = world.price.data()](const SourceRow& source) { return price[source.offer.index]; });
    fill(reads.record, scratch.record, seen.record, [record = world.record.data()](const SourceRow& source) { return record[source.link.index]; });
    scratch.weights.resize(sources.size());
    sourcing.weights(seen, scratch.weights);

    const SourceRow* source = sources.data();
    const double*    weight = scratch.weights.data();
    for (std::size_t i = 0; i < quantities.size(); ++i) {
        const std::size_t count = rows[i].last_source - rows[i].first_source;
        Amount placed;
        if (quantities[i] > Amount{})
            placed = split_by_weight(
                quantities[i], count, [weight](std::size_t k) { return weight[k]; },
                [at = world.placed.data(), source](std::size_t k, Amount part) { at[source[k].link.index] = part; });
        world.stock[rows[i].stock].on_order += placed;
        world.ordered[RequirementId{first.index + static_cast<std::uint32_t>(i)}] = placed;
        source += count;
        weight += count;
    }
}

}  // namespace

Amount largest_grain(const Network& network, RequirementId id) {
    Amount largest = Amount::of_parts(1);
    for (const SourceRow& source : network.sources_of(id))
        largest = std::max(largest, grain_of(network, network.links[source.link]).scaled(conversion_of(network, source.link)));
    return largest;
}

Amount place_order(World& world, RequirementId id, Amount quantity, const SourcingPolicy* sourcing, double expected) {
    const Network&     network     = world.network();
    const Requirement& requirement = network.requirements[id];
    const auto         rows        = network.sources_of(id);
    const bool         is_plain    = requirement.is_plain && world.grip.stops.size() == 0;
    StockState&        own         = world.stock[requirement.stock];
    if (rows.empty()) return {};
    if (rows.size() == 1 && !sourcing) {
        const LinkId only = rows[0].link;
        if (!is_plain) return takes_orders(world, only, network.links[only]) ? place_on(world, only, in_grains(network, only, quantity)) : Amount{};
        own.on_order += quantity;
        world.placed[only] = quantity;   // it lies there until the seller supplies
        return quantity;
    }
    const BuyerView buyer{world.now, own.on_hand, own.owed + placed_with(world, requirement.stock), expected};
    const Sources   seen  = seen_sources(world, id, sourcing->reads());
    auto&           parts = world.scratch.parts;
    parts.assign(rows.size(), Amount{});
    sourcing->split(quantity, buyer, seen, parts);
    Amount placed;
    if (is_plain) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            world.placed[rows[i].link] = parts[i];
            placed += parts[i];
        }
        own.on_order += placed;
        return placed;
    }
    if (world.short_of.size() != 0) round_to_grains(world, rows, quantity, parts);
    else
        for (std::size_t i = 0; i < rows.size(); ++i) parts[i] = in_grains(network, rows[i].link, parts[i]);
    for (std::size_t i = 0; i < rows.size(); ++i) placed += place_on(world, rows[i].link, parts[i]);
    return placed;
}

void place_orders(World& world, std::span<const RequirementId> rows, std::span<const Amount> quantities, const SourcingPolicy& sourcing) {
    for (std::size_t i = 0, next; i < rows.size(); i = next) {
        for (next = i + 1; next < rows.size() && rows[next].index == rows[next - 1].index + 1;) ++next;
        place_neighbours(world, rows[i], quantities.subspan(i, next - i), sourcing);
    }
}

Amount cancel(World& world, RequirementId id, Amount amount) {
    const Network& network = world.network();
    const Amount&  on_order = world.stock[network.requirements[id].stock].on_order;
    const Amount   before   = on_order;
    const auto     sources = network.sources_of(id);
    auto&          left    = world.scratch.needs;
    left.clear();
    for (const SourceRow& source : sources) left.push_back(cancellable(world, source.link, network.links[source.link]));
    while (amount > Amount{}) {
        std::size_t newest = sources.size();
        Tick        when{-1};
        for (std::size_t i = 0; i < sources.size(); ++i) {
            const auto book = world.books.entries(sources[i].link);
            if (left[i] > Amount{} && !book.empty() && book.back().placed >= when) {
                when   = book.back().placed;
                newest = i;
            }
        }
        if (newest == sources.size()) break;
        const LinkId source = sources[newest].link;
        const Link&  link   = network.links[source];
        const double unit   = link.is_converted ? network.terms(source)->conversion : 1;
        Amount       part   = std::min(left[newest], world.books.entries(source).back().amount);
        if (part.scaled(unit) > amount) part = std::min(part, amount.scaled(1 / unit));
        if (part.is_zero()) break;
        left[newest] -= part;
        amount -= part.scaled(unit);
        drop(world, source, link, part);
        world.open[source] -= part;
        world.books.take_newest(source, part);
        if (const Offer& offer = network.offers[link.offer]; offer.stock.exists()) world.stock[offer.stock].owed -= part;
    }
    return before - on_order;
}

}  // namespace secondsource
