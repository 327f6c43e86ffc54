// What a review sees: of its own stock, of the orders that reached it, of its open orders.

#include "sim/engine/look.h"

#include <algorithm>

#include "sim/engine/flow.h"

namespace secondsource {
namespace {

/// What production orders that a plan has seen still need of a stock.
Amount kits_seen(const World& world, const ReviewGroup& group, StockId stock) {
    if (group.plans_on == PlansOn::this_tick) return kits_owed(world, stock);
    const auto& rows = world.model().used_before;
    const auto  row  = std::lower_bound(rows.begin(), rows.end(), stock);
    return world.scratch.kits_before[static_cast<std::size_t>(row - rows.begin())];
}

/// What those who do not wait will go without, of what is owed to all customers of a stock: who waits is served first here,
/// so that the plan errs on the side of the stock.
Amount lost_of(const World& world, StockId stock, Amount owed) {
    const Network& network = world.network();
    Amount         passing;
    for (const LinkId link : network.sales_of(network.offers[network.offer_of[stock]]))
        if (network.links[link].is_lost) passing += world.open[link] + world.placed[link];
    const Amount waiting = owed - passing;
    return passing - std::clamp(world.on_hand[stock] - waiting, Amount{}, passing);
}

/// The orders that a review counts as owed; what a lost-sales offer cannot serve is not owed. `fresh`: placed and not opened.
Amount owed_by(const World& world, const ReviewGroup& group, StockId stock, Amount fresh) {
    Amount owed = world.owed[stock];
    if (group.plans_on == PlansOn::this_tick) owed += fresh;
    else owed -= world.incoming[stock] - (group.is_used ? world.incoming_kits[stock] : Amount{});
    if (group.loses) owed = std::min(owed, world.on_hand[stock]);
    if (group.loses_some && group.plans_on == PlansOn::this_tick) owed -= lost_of(world, stock, owed);
    if (group.is_used) owed += kits_seen(world, group, stock);
    return owed;
}

const Downstream& below(const Model& model, RequirementId id) {
    const auto found = std::lower_bound(model.below.begin(), model.below.end(), id, [](const auto& entry, RequirementId row) { return entry.first < row; });
    SIM_CHECK(found != model.below.end() && found->first == id, "what is downstream is known of every requirement that looks there");
    return found->second;
}

/// What markets have ordered of a stock and not got, in all or before this tick.
Amount owed_to_markets(const World& world, StockId id, PlansOn plans_on) {
    const Network& network = world.network();
    const OfferId  row     = network.offer_of[id];
    if (!row.exists()) return {};
    const Offer& offer = network.offers[row];
    Amount       owed;
    for (const LinkId link : network.sales_of(offer)) {
        if (!network.stocks[network.links[link].stock].is_consumed) continue;
        owed += world.open[link];
        if (plans_on == PlansOn::this_tick) {
            owed += world.placed[link];
            continue;
        }
        const auto book = world.books.entries(link);
        if (network.links[link].is_lost) owed -= world.open[link];   // such orders are gone at the end of a tick
        else if (!book.empty() && book.back().placed == world.now) owed -= book.back().amount;
    }
    return offer.unmet == Unmet::lost ? std::min(owed, world.on_hand[id]) : owed;
}

/// The echelon inventory position (Clark & Scarf 1960): what is on order for a stock, and all that is on hand there and
/// downstream, on its way between these stocks or on order for them from elsewhere, less what markets are owed; in units of
/// the stock. What these stocks have ordered of each other and not been sent is nowhere yet.
Amount echelon_position(World& world, RequirementId id, PlansOn plans_on) {
    const Network&    network = world.network();
    const Downstream& down    = below(world.model(), id);
    auto&             units   = world.scratch.units;
    weigh(world, down, units);
    Amount position;
    for (std::size_t i = 0; i < down.stages.size(); ++i) {
        const auto& [stock, first_way, last_way] = down.stages[i];
        if (network.stocks[stock].is_consumed) continue;
        Amount own = world.on_hand[stock] + world.on_order[stock] - owed_to_markets(world, stock, plans_on);
        for (std::uint32_t w = first_way; w < last_way; ++w) {
            const LinkId link = down.ways[w].link;
            if (w > first_way && down.ways[w - 1].link == link) continue;
            own -= open_order(world, link, network.links[link]);
            if (const Amount held = world.held_for(link); !held.is_zero())
                own += in_stock_unit(world, link, network.links[link], world.shipped_total[link], world.shipped_total[link] + held);
        }
        position += units[i] == 1 ? own : own.scaled(units[i]);
    }
    return position;
}

/// What costs extra to see.
InventoryViews::Further look_further(World& world, const ReviewGroup& group, RequirementId id) {
    const Network&          network     = world.network();
    const Requirement&      requirement = network.requirements[id];
    InventoryViews::Further seen;
    if (group.reads.echelon) seen.echelon_position = echelon_position(world, id, group.plans_on);
    if (group.reads.usage) {
        seen.usage      = world.usage[requirement.stock];
        seen.usage_owed = group.is_used ? kits_seen(world, group, requirement.stock) : Amount{};
    }
    if (group.reads.rivals)
        for (const LinkId source : network.sources_of(id)) {
            const OfferId seller = network.seller[source];
            const double  unit   = units_per_sold(world, source);
            seen.rivals_orders += unit * (world.asked[seller] - world.claimed[source]).units();
            seen.capacity += unit * world.available[seller].units();
        }
    return seen;
}

/// What neighbours see: most of it stands in columns of the world.
InventoryViews look_along(World& world, const ReviewGroup& group, StockId first, std::size_t count) {
    const auto of       = [&](auto& column) { return std::span{column.data() + first.index, count}; };
    const auto on_hand  = of(world.on_hand), all = of(world.owed), seen = of(world.incoming);
    ReviewColumns& views = world.scratch.views;
    views.make_room(count);
    const std::span owed{views.owed.data(), count}, incoming{views.incoming.data(), count};
    const bool is_now   = group.plans_on == PlansOn::this_tick;
    if (is_now) {
        for (std::size_t i = 0; i < count; ++i) {
            const Amount fresh = placed_with(world, StockId{first.index + static_cast<std::uint32_t>(i)});
            owed[i]            = all[i] + fresh;
            incoming[i]        = seen[i] + fresh;
        }
    } else {
        for (std::size_t i = 0; i < count; ++i) owed[i] = all[i] - seen[i];
    }
    if (group.loses)
        for (std::size_t i = 0; i < count; ++i) owed[i] = std::min(owed[i], on_hand[i]);
    return {.now = world.now, .on_hand = on_hand, .on_order = of(world.on_order), .owed = owed, .incoming = is_now ? incoming : of(world.incoming_before)};
}

}  // namespace

double demand_downstream(World& world, RequirementId id) {
    const Network&    network  = world.network();
    const Downstream& down     = below(world.model(), id);
    const bool        is_now   = network.requirements[id].plans_on == PlansOn::this_tick;
    auto&             units    = world.scratch.units;
    double            sum      = 0;
    weigh(world, down, units);
    for (std::size_t i = 0; i < down.stages.size(); ++i)
        if (const StockId stock = down.stages[i].stock; network.stocks[stock].is_consumed) {
            const MarketState& market = world.markets[network.requirements[network.requirement_of[stock]].market];
            sum += units[i] * (is_now ? market.wanted : market.wanted_before).units();
        }
    return sum;
}

Amount placed_with(const World& world, StockId id) {
    const OfferId offer = world.network().offer_of[id];
    Amount        sum;
    if (!offer.exists()) return sum;
    for (const LinkId link : world.network().sales_of(world.network().offers[offer])) sum += world.placed[link];
    return sum;
}

double units_per_sold(const World& world, LinkId id) {
    const Link& link = world.network().links[id];
    if (link.process.exists()) return good_output_per_start(world, link.process) / world.network().processes[link.process].pool_per_start.units();
    return world.network().conversion(id);
}

bool takes_orders(const World& world, LinkId id, const Link& link) {
    if (link.is_windowed) {
        const LinkTerms& terms = *world.network().terms(id);
        if (world.now < terms.open_from || world.now >= terms.open_until) return false;
    }
    return world.grip.stops.size() == 0 || (world.grip.stops[id] & stop_orders) == 0;
}

Amount open_order(const World& world, LinkId id, const Link& link) {
    return in_stock_unit(world, id, link, world.shipped_total[id], world.ordered_total[id] - world.dropped_total[id]) + world.placed[id];
}

Amount open_orders(const World& world, RequirementId id) {
    const Network& network = world.network();
    Amount         sum;
    for (const LinkId source : network.sources_of(id)) sum += open_order(world, source, network.links[source]);
    return sum;
}

Amount overstated(const World& world, RequirementId id) { return std::min(world.overstated[id], open_orders(world, id)); }

InventoryViews look(World& world, const ReviewGroup& group, std::span<const RequirementId> rows) {
    const Network& network   = world.network();
    auto&          views     = world.scratch.views;
    const bool     is_deeper = group.reads.echelon || group.reads.usage || group.reads.rivals;
    const StockId  first = network.requirements[rows.front()].stock, last = network.requirements[rows.back()].stock;
    if (are_neighbours(rows) && last.index - first.index + 1 == rows.size() && !group.is_used && !group.loses_some && group.every_tick && !is_deeper && !group.inflation)
        return look_along(world, group, first, rows.size());
    const bool is_now = group.plans_on == PlansOn::this_tick;
    views.make_room(rows.size());
    const auto of = [&](auto& column) { return std::span{column.data(), rows.size()}; };
    const auto on_hand = of(views.on_hand), on_order = of(views.on_order), owed = of(views.owed), incoming = of(views.incoming);
    const auto further = of(views.further).first(is_deeper ? rows.size() : 0);
    const auto reviews = of(views.reviews).first(group.every_tick ? 0 : rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Requirement& requirement = network.requirements[rows[i]];
        const StockId      stock       = requirement.stock;
        const Amount       fresh       = is_now ? placed_with(world, stock) : Amount{};
        on_hand[i]  = world.on_hand[stock];
        on_order[i] = world.on_order[stock];
        owed[i]     = owed_by(world, group, stock, fresh);
        incoming[i] = is_now ? world.incoming[stock] + fresh : world.incoming_before[stock];
        if (is_deeper) further[i] = look_further(world, group, rows[i]);
        if (!group.every_tick) reviews[i] = {requirement.reviews_before(world.now), static_cast<double>(requirement.review_every)};
        if (!group.inflation) continue;
        const Amount beyond = overstated(world, rows[i]);   // a plan knows its true orders from its stated ones
        on_order[i] -= beyond;
        if (is_deeper) further[i].echelon_position -= beyond;
    }
    return {.now = world.now, .on_hand = on_hand, .on_order = on_order, .owed = owed, .incoming = incoming, .further = further, .reviews = reviews};
}

}  // namespace secondsource
