// Orders climb the network, level by level: forecasts, plans, quantities, and their split over the sources.

#include <algorithm>

#include "sim/engine/flow.h"
#include "sim/engine/look.h"
#include "sim/engine/place.h"
#include "sim/engine/tick.h"

namespace secondsource {
namespace {

constexpr std::size_t rows_per_block = 64;   // views of a block stay in the nearest cache

/// What is ordered, or cancelled, so that stated open orders are as many times the truly needed ones as the policy says.
/// `needed` becomes the latter: what is truly open and what is planned now.
Amount inflated(const World& world, RequirementId id, Amount planned, const InflationPolicy& policy, Amount& needed) {
    const Network& network = world.network();
    const Amount   open    = open_orders(world, id);
    needed                 = std::max(open - overstated(world, id) + planned, Amount{});
    ScarcityView   view{0, 0, 0};
    double         weight = 0;
    // Sources count by what they owe; while none owes anything, those that take orders count alike.
    for (const LinkId source : network.sources_of(id)) {
        const Link&  link = network.links[source];
        const double w    = open > Amount{}                     ? open_order(world, source, link).units()
                            : takes_orders(world, source, link) ? 1
                                                                : 0;
        const double lead_time = network.expected_lead_time(source);
        view.normal_lead_time += w * lead_time;
        view.quoted_lead_time += w * (lead_time + world.queue[link.offer]);
        view.fill_rate += w * world.record[source];
        weight += w;
    }
    if (weight <= 0) return needed - open;
    view.normal_lead_time /= weight;
    view.quoted_lead_time /= weight;
    view.fill_rate /= weight;
    return needed.scaled(policy.factor(view)) - open;
}

const std::vector<Amount>* forced_orders(const Model& model, RequirementId id) {
    const auto found = std::lower_bound(model.forced_orders.begin(), model.forced_orders.end(), id,
                                        [](const auto& entry, RequirementId row) { return entry.first < row; });
    return found != model.forced_orders.end() && found->first == id ? &found->second : nullptr;
}

/// What a forecast is fed with that looks downstream. Before the first tick there was what it expected.
double seen_downstream(World& world, const ReviewGroup& group, RequirementId id) {
    if (group.plans_on == PlansOn::last_tick && world.now.index == 0) return group.forecast->initial();
    return demand_downstream(world, id);
}

/// Keeps what was planned and not placed, and what was ordered beyond the need.
void keep_rest(World& world, const ReviewGroup& group, RequirementId id, Amount planned, Amount needed) {
    if (group.reads.carries) world.unplaced[id] = std::max(planned - world.ordered[id], Amount{});
    if (group.inflation) world.overstated[id] = std::max(open_orders(world, id) - needed, Amount{});
}

void review_block(World& world, const ReviewGroup& group, std::size_t first, std::size_t count) {
    const Model&   model   = world.model();
    const Network& network = model.network;
    Scratch&       scratch = world.scratch;
    const std::span rows{group.rows.data() + first, count};

    const bool     is_stretch = are_neighbours(rows);
    InventoryViews views      = look(world, group, rows);

    if (group.forecast) {
        const auto seen = room(scratch.seen, count), over = room(scratch.over, count),
                   next = is_stretch ? std::span{world.forecast.data() + rows.front().index, count} : room(scratch.next, count);
        if (group.signal == DemandSignal::own)
            for (std::size_t i = 0; i < count; ++i) seen[i] = views.incoming[i].units();
        else
            for (std::size_t i = 0; i < count; ++i) seen[i] = seen_downstream(world, group, rows[i]);
        const std::size_t size = group.forecast->state_size();
        group.forecast->update(world.now, seen, group.reads.cover,
                               {world.memory.data() + group.memory + first * size, count * size}, next, over);
        for (std::size_t i = 0; !is_stretch && i < count; ++i) world.forecast[rows[i]] = next[i];
        views.forecast            = next;
        views.forecast_over_cover = over;
    }

    const auto quantities = room(scratch.quantities, count);
    group.replenishment->quantities(views, quantities);

    if (group.splits_at_once) {
        place_orders(world, group, rows, quantities);
        for (std::size_t i = 0; i < count; ++i)
            if (quantities[i] < Amount{}) scratch.cancellations.push_back({&group, rows[i], -quantities[i], {}, {}});
        for (std::size_t i = 0; model.inflates && i < count; ++i) world.true_need[rows[i]] = quantities[i];
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        const RequirementId id          = rows[i];
        const Requirement&  requirement = network.requirements[id];
        Amount              quantity    = quantities[i];
        world.ordered[id] = Amount{};
        if (model.inflates) world.true_need[id] = Amount{};
        if (!requirement.is_reviewed_in(world.now)) continue;
        if (!model.forced_orders.empty())
            if (const auto* forced = forced_orders(model, id); forced && requirement.reviews_before(world.now) < std::ssize(*forced))
                quantity = (*forced)[static_cast<std::size_t>(requirement.reviews_before(world.now))];
        if (model.inflates) world.true_need[id] = quantity;
        if (group.reads.carries) quantity += world.unplaced[id];
        const Amount planned = quantity;
        Amount       needed;
        if (group.inflation) quantity = inflated(world, id, quantity, *group.inflation, needed);
        if (quantity < Amount{}) {
            scratch.cancellations.push_back({&group, id, -quantity, planned, needed});
            continue;
        }
        if (quantity > Amount{}) world.ordered[id] = place_order(world, id, quantity, group.sourcing.get(), views.owed[i], views.forecast.empty() ? 0 : views.forecast[i]);
        if (model.charges_orders && world.ordered[id] > Amount{}) world.cost[requirement.stock] += network.costs(requirement.stock).order;
        keep_rest(world, group, id, planned, needed);
    }
}

/// Cancels what the reviews of a level wanted cancelled: none of them sees what another one cancels.
void cancel_orders(World& world) {
    for (const auto& [group, id, amount, planned, needed] : world.scratch.cancellations) {
        world.ordered[id] = -cancel(world, id, amount);
        keep_rest(world, *group, id, planned, needed);
    }
    world.scratch.cancellations.clear();
}

/// A market orders what it wants and what it could not order before. Without a source that takes orders, that waits at
/// the market, or is lost if it does not wait; less than a grain waits in any case.
void order_for(World& world, const MarketRow& market, MarketState& state) {
    const RequirementId id = market.requirement;
    if (market.counter.exists() && world.grip.stops.size() == 0 && !world.model().inflates) {   // the same for most, without asking what cannot be
        Amount&      on_order = world.on_order[market.stock];
        const Amount wanted   = state.unplaced + state.wanted;
        const Amount placed   = std::max(std::min(wanted, most_counted - on_order), Amount{});
        if (placed == wanted) {
            on_order += placed;
            world.placed[market.counter] = world.ordered[id] = placed;
            state.unplaced = Amount{};
            return;
        }
    }
    if (world.model().inflates) world.true_need[id] = state.wanted;
    state.unplaced += state.wanted;
    const SourcingPolicy* sourcing = world.model().demands[world.network().requirements[id].market].sourcing.get();
    world.ordered[id] = state.unplaced > Amount{} ? place_order(world, id, state.unplaced, sourcing, {}, state.wanted.units()) : Amount{};
    state.unplaced -= world.ordered[id];
    if (world.network().requirements[id].unmet == Unmet::lost && state.unplaced > Amount{}) {
        const Amount lost = whole_grains(state.unplaced, largest_grain(world.network(), id));
        lose(world, id, lost);
        state.unplaced -= lost;
    }
}

}  // namespace

void order(World& world) {
    const Model& model = world.model();
    if (!model.used_before.empty()) {
        const auto kits = room(world.scratch.kits_before, model.used_before.size());
        std::ranges::transform(model.used_before, kits.begin(), [&](StockId id) { return kits_owed(world, id); });
    }
    world.mail.deliver([&](LinkId id, Amount amount) { see_order(world, id, model.network.links[id], amount); });
    for (std::size_t m = 0; m < model.markets.size(); ++m) order_for(world, model.markets[m], world.markets[m]);
    for (const auto& level : model.reviews) {
        for (const ReviewGroup& group : level)
            for (std::size_t first = 0; first < group.rows.size(); first += rows_per_block)
                review_block(world, group, first, std::min(rows_per_block, group.rows.size() - first));
        cancel_orders(world);
    }
    world.mail.advance();
}

}  // namespace secondsource
