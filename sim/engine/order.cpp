// Orders climb the network, level by level: forecasts, plans, quantities, and their split over the sources.

#include <algorithm>

#include "sim/engine/flow.h"
#include "sim/engine/tick.h"

namespace secondsource {
namespace {

constexpr std::size_t rows_per_block = 64;   // views of a block stay in the nearest cache

/// Does this link take orders now?
bool takes_orders(const World& world, LinkId id, const Link& link) {
    if (link.is_windowed) {
        const LinkTerms& terms = *world.network().terms(id);
        if (world.now < terms.open_from || world.now >= terms.open_until) return false;
    }
    return world.grip.stops.size() == 0 || (world.grip.stops[id] & stop_orders) == 0;
}

/// The orders that a review counts as owed; what a lost-sales offer cannot serve is not owed.
Amount owed_by(const World& world, StockId id, const Requirement& requirement) {
    const Network& network = world.network();
    Amount         owed    = world.stock[id].owed;
    if (requirement.plans_on == PlansOn::last_tick) owed -= world.stock[id].incoming;
    const OfferId offer = network.offer_of[id];
    if (offer.exists() && network.offers[offer].unmet == Unmet::lost) owed = std::min(owed, world.stock[id].on_hand);
    if (!network.consumers_of(id).empty()) owed += kits_owed(world, id);
    return owed;
}

/// Own position and those of all stocks that this one flows into, in the unit of this one.
Amount echelon_position(const World& world, StockId id, PlansOn plans_on, int depth = 0) {
    const Network& network = world.network();
    SIM_CHECK(depth < 64, "goods flow through fewer than 64 stocks in a row");
    const StockState& state = world.stock[id];
    Amount position = state.on_hand + state.on_order - world.stock[id].owed - kits_owed(world, id);
    if (plans_on == PlansOn::last_tick) position += world.stock[id].incoming;
    if (const OfferId offer = network.offer_of[id]; offer.exists())
        for (std::uint32_t i = network.offers[offer].first_link; i < network.offers[offer].last_link; ++i) {
            const LinkId next{i};
            const Link&  link = network.links[next];
            if (network.stocks[link.stock].is_consumed) continue;
            Amount below = echelon_position(world, link.stock, plans_on, depth + 1);
            if (link.is_converted) below = below.scaled(1 / network.terms(next)->conversion);
            position += below;
        }
    for (const ProcessId consumer : network.consumers_of(id)) {
        const Process& process = network.processes[consumer];
        Amount per_start;
        for (const Input& input : network.inputs_of(process))
            if (input.stock == id) per_start += input.per_start;
        const Amount below = echelon_position(world, network.links[process.link].stock, plans_on, depth + 1);
        const double good  = good_output_per_start(world, consumer);
        if (good == per_start.units()) position += below;
        else if (good > 0) position += below.scaled(per_start.units() / good);
    }
    return position;
}

/// Orders over a link that its seller has not shipped, those in the mail or just placed included, in the buyer's unit.
Amount open_order(const World& world, LinkId id, const Link& link) {
    return in_stock_unit(world, id, link, world.shipped_total[id], world.ordered_total[id] - world.dropped_total[id]) + world.placed[id];
}

/// The same over all links of a requirement.
Amount open_orders(const World& world, RequirementId id) {
    const Network& network = world.network();
    Amount         sum;
    for (const auto& [source, offer, stock] : network.sources_of(id)) sum += open_order(world, source, network.links[source]);
    return sum;
}

/// The part of what is open that was ordered beyond the true need. What of it has been shipped is stock like any other.
Amount overstated(const World& world, RequirementId id) { return std::min(world.overstated[id], open_orders(world, id)); }

void look(const World& world, RequirementId id, const ReviewGroup& group, InventoryView& view) {
    const Network&     network     = world.network();
    const Requirement& requirement = network.requirements[id];
    const StockState&  state       = world.stock[requirement.stock];
    view.now      = world.now;
    view.on_hand  = state.on_hand;
    view.on_order = state.on_order;
    view.owed     = owed_by(world, requirement.stock, requirement);
    view.incoming = requirement.plans_on == PlansOn::this_tick ? state.incoming : state.incoming_before;
    view.review   = world.reviews[id];
    if (group.reads.echelon) view.echelon_position = echelon_position(world, requirement.stock, requirement.plans_on);
    if (group.inflation) {   // a plan knows its true orders from its stated ones
        const Amount beyond = overstated(world, id);
        view.on_order -= beyond;
        view.echelon_position -= beyond;
    }
    if (group.reads.usage) {
        view.usage      = world.usage[requirement.stock];
        view.usage_owed = kits_owed(world, requirement.stock);
    }
    if (group.reads.rivals)
        for (const SourceRow& source : network.sources_of(id)) {
            const OfferState& offer = world.offer[source.offer];
            view.rivals_orders += (offer.claimed - world.claimed[source.link]).units();
            view.capacity += offer.available.units();
        }
}

/// What is ordered, or cancelled, so that stated open orders are as many times the truly needed ones as the policy says.
/// `needed` becomes the latter: what is truly open and what is planned now.
Amount inflated(const World& world, RequirementId id, Amount planned, const InflationPolicy& policy, Amount& needed) {
    const Network& network = world.network();
    const Amount   open    = open_orders(world, id);
    needed                 = std::max(open - overstated(world, id) + planned, Amount{});
    ScarcityView   view{0, 0, 0};
    double         weight = 0;
    // Sources count by what they owe; while none owes anything, those that take orders count alike.
    for (const auto& [source, offer, stock] : network.sources_of(id)) {
        const Link&  link = network.links[source];
        const double w    = open > Amount{}                     ? open_order(world, source, link).units()
                            : takes_orders(world, source, link) ? 1
                                                                : 0;
        view.normal_lead_time += w * link.lead_time;
        view.quoted_lead_time += w * (link.lead_time + world.offer[offer].queue);
        view.fill_rate += w * world.record[source];
        weight += w;
    }
    if (weight <= 0) return needed - open;
    view.normal_lead_time /= weight;
    view.quoted_lead_time /= weight;
    view.fill_rate /= weight;
    return needed.scaled(policy.factor(view)) - open;
}

/// What of a link's open orders may still be cancelled: not what the seller serves within its firm time.
Amount cancellable(const World& world, LinkId id, const Link& link) {
    const Offer&      offer = world.network().offers[link.offer];
    const OfferState& state = world.offer[link.offer];
    const Amount      open  = world.open[id];
    if (offer.firm.count == 0 || state.claimed <= Amount{}) return open;
    const double firm = static_cast<double>(offer.firm.count) * (state.available / state.claimed);
    return firm >= 1 ? Amount{} : open.scaled_down(1 - firm);
}

/// Cancels up to `amount` (in the requirement's unit) of what is open, the newest orders first.
void cancel(World& world, RequirementId id, Amount amount) {
    const Network& network = world.network();
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
        if (newest == sources.size()) return;
        const LinkId source = sources[newest].link;
        const Link&  link   = network.links[source];
        const double unit   = link.is_converted ? network.terms(source)->conversion : 1;
        Amount       part   = std::min(left[newest], world.books.entries(source).back().amount);
        if (part.scaled(unit) > amount) part = std::min(part, amount.scaled(1 / unit));
        if (part.is_zero()) return;
        left[newest] -= part;
        amount -= part.scaled(unit);
        drop(world, source, link, part);
        world.open[source] -= part;
        world.books.take_newest(source, part);
        if (const Offer& offer = network.offers[link.offer]; offer.stock.exists()) world.stock[offer.stock].owed -= part;
    }
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

/// Places an order on a plain link: it lies there until the seller supplies.
void place_plain(World& world, const SourceRow& source, Amount amount) {
    world.placed[source.link] = amount;
    if (!source.stock.exists()) return;
    StockState& seller = world.stock[source.stock];
    seller.owed += amount;
    seller.incoming += amount;
}

void place(World& world, LinkId source, Amount wanted) {
    const Network& network = world.network();
    const Link&    link    = network.links[source];
    Amount         amount  = link.is_converted ? wanted.scaled(1 / network.terms(source)->conversion) : wanted;
    const Offer&   offer   = network.offers[link.offer];
    const ProductId product = link.process.exists() ? network.stocks[link.stock].product : offer.product;
    if (product.exists())
        if (const Amount grain = network.products[product].grain; grain.parts() > 1) amount = whole_grains(amount, grain);
    if (amount > Amount{}) place_order(world, source, link, amount);
}

/// Splits one order over the requirement's sources and places the parts.
void place_split(World& world, RequirementId id, Amount quantity, const SourcingPolicy* sourcing, double expected) {
    const Network&     network     = world.network();
    const Requirement& requirement = network.requirements[id];
    const auto         rows        = network.sources_of(id);
    const bool         is_plain    = requirement.is_plain && world.grip.stops.size() == 0;
    StockState&        own         = world.stock[requirement.stock];
    if (rows.size() == 1 && !sourcing) {
        if (is_plain) {
            own.on_order += quantity;
            place_plain(world, rows[0], quantity);
        } else if (takes_orders(world, rows[0].link, network.links[rows[0].link])) {
            place(world, rows[0].link, quantity);
        }
        return;
    }
    if (rows.empty()) return;
    const BuyerView buyer{world.now, own.on_hand, own.owed, expected};
    const Sources   seen  = seen_sources(world, id, sourcing->reads());
    auto&           parts = world.scratch.parts;
    parts.assign(rows.size(), Amount{});
    sourcing->split(quantity, buyer, seen, parts);
    if (is_plain) {
        Amount placed;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (!parts[i].is_zero()) place_plain(world, rows[i], parts[i]);
            placed += parts[i];
        }
        own.on_order += placed;
        return;
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (!parts[i].is_zero()) place(world, rows[i].link, parts[i]);
}

const std::vector<Amount>* forced_orders(const Model& model, RequirementId id) {
    const auto found = std::lower_bound(model.forced_orders.begin(), model.forced_orders.end(), id,
                                        [](const auto& entry, RequirementId row) { return entry.first < row; });
    return found != model.forced_orders.end() && found->first == id ? &found->second : nullptr;
}

void review_block(World& world, const ReviewGroup& group, std::size_t first, std::size_t count) {
    const Model&   model   = world.model();
    const Network& network = model.network;
    Scratch&       scratch = world.scratch;
    const std::span rows{group.rows.data() + first, count};

    auto& views = scratch.views;
    views.assign(count, InventoryView{});
    for (std::size_t i = 0; i < count; ++i) look(world, rows[i], group, views[i]);

    if (group.forecast) {
        auto& seen = scratch.seen;
        auto& next = scratch.next;
        auto& over = scratch.over;
        seen.resize(count);
        next.resize(count);
        over.resize(count);
        for (std::size_t i = 0; i < count; ++i)
            seen[i] = network.requirements[rows[i]].signal == DemandSignal::own ? views[i].incoming.units()
                                                                               : world.market_demand.units();
        const std::size_t size = group.forecast->state_size();
        group.forecast->update(world.now, seen, group.reads.cover,
                               {world.memory.data() + group.memory + first * size, count * size}, next, over);
        for (std::size_t i = 0; i < count; ++i) {
            views[i].forecast            = next[i];
            views[i].forecast_over_cover = over[i];
            world.forecast[rows[i]]      = next[i];
        }
    }

    auto& quantities = scratch.quantities;
    quantities.resize(count);
    group.replenishment->quantities(views, quantities);

    for (std::size_t i = 0; i < count; ++i) {
        const RequirementId id          = rows[i];
        const Requirement&  requirement = network.requirements[id];
        if (requirement.review_every > 1 && world.now.index % requirement.review_every != 0) continue;
        Amount quantity = quantities[i];
        if (!model.forced_orders.empty())
            if (const auto* forced = forced_orders(model, id); forced && world.reviews[id] < forced->size())
                quantity = (*forced)[world.reviews[id]];
        ++world.reviews[id];
        world.true_need[id] = quantity;
        Amount needed;
        if (group.inflation) quantity = inflated(world, id, quantity, *group.inflation, needed);
        world.ordered[id] = quantity;
        if (quantity > Amount{}) {
            place_split(world, id, quantity, group.sourcing.get(), views[i].forecast);
            if (requirement.order_cost != 0) world.cost[requirement.stock] += requirement.order_cost;
        } else if (quantity < Amount{}) {
            cancel(world, id, -quantity);
        }
        if (group.inflation) world.overstated[id] = std::max(open_orders(world, id) - needed, Amount{});
    }
}

}  // namespace

void order(World& world) {
    const Model& model = world.model();
    world.mail.deliver([&](LinkId id, Amount amount) { see_order(world, id, model.network.links[id], amount); });
    for (const MarketDemand& market : model.markets) {
        const Amount wanted = world.ordered[market.requirement];
        if (!wanted.is_zero()) place_split(world, market.requirement, wanted, market.sourcing.get(), wanted.units());
    }
    for (const auto& level : model.reviews)
        for (const ReviewGroup& group : level)
            for (std::size_t first = 0; first < group.rows.size(); first += rows_per_block)
                review_block(world, group, first, std::min(rows_per_block, group.rows.size() - first));
    world.mail.advance();
}

}  // namespace secondsource
