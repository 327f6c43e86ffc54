// The state before the first tick.

#include <algorithm>
#include <map>

#include "sim/base/chance.h"
#include "sim/engine/assemble/assembly.h"

namespace secondsource {

/// What forecasts and demand models remember, one after the other.
void Assembly::start_memory() {
    std::size_t memory = 0;
    for (auto& level : model_->reviews)
        for (ReviewGroup& group : level) {
            group.memory = memory;
            if (group.forecast) memory += group.forecast->state_size() * group.rows.size();
        }
    for (DemandFactor& factor : model_->demand_factors) {
        factor.memory = static_cast<std::uint32_t>(memory);
        memory += factor.size;
    }
    model_->initial_memory.assign(memory, 0.0);

    const auto at = [&](std::size_t from, std::size_t size) {
        return std::span<double>{model_->initial_memory.data() + from, size};
    };
    for (const auto& level : model_->reviews)
        for (const ReviewGroup& group : level) {
            if (!group.forecast) continue;
            const std::size_t size = group.forecast->state_size();
            for (std::size_t i = 0; i < group.rows.size(); ++i)
                group.forecast->start(at(group.memory + i * size, size));
        }
    for (const DemandFactor& factor : model_->demand_factors) factor.model->start(at(factor.memory, factor.size));
}

/// What is on its way, in the mail or owed.
void Assembly::start_links() {
    std::map<LinkStart, std::uint32_t> known;
    constexpr std::uint32_t            none = 0xffffffffU;
    std::vector<std::uint32_t>         starts(net().links.size(), none);
    const auto                         begin_with = [&](LinkId link, const LinkStart& start) {
        if (!start.any()) return;
        const auto [place, is_new] = known.try_emplace(start, static_cast<std::uint32_t>(model_->link_starts.size()));
        if (is_new) model_->link_starts.push_back(start);
        starts[link.index] = place->second;
    };
    for (std::size_t i = 0; i < link_of_draft_.size(); ++i) begin_with(link_of_draft_[i], plan_.links[i].initial);
    for (std::size_t p = 0; p < process_draft_.size(); ++p)
        begin_with(process_link_[p], {plan_.processes[process_draft_[p]].work_in_process, {}, plan_.processes[process_draft_[p]].backlog});
    for (std::uint32_t first = 0, last; first < starts.size(); first = last) {
        for (last = first + 1; last < starts.size() && starts[last] == starts[first];) ++last;
        if (starts[first] != none) model_->initial_links.push_back({{first, last}, starts[first]});
    }
}

/// Stocks that cost something, in their order.
void Assembly::list_costs() {
    std::vector<RequirementId> fed_at(net().stocks.size());   // by stock: whose links cost something
    for (std::uint32_t l = 0; l < net().links.size(); ++l)
        if (const LinkTerms* terms = net().terms(LinkId{l}); terms && terms->unit_cost != 0) {
            const Link& link       = net().links[LinkId{l}];
            fed_at[link.stock.index] = link.requirement;
        }
    for (std::uint32_t s = 0; s < fed_at.size(); ++s) {
        const StockId     id{s};
        const StockCosts& costs = net().costs(id);
        if (!costs.any() && !fed_at[s].exists()) continue;
        const bool looks_at_sales = costs.holding != 0 || costs.in_transit != 0;
        model_->costed.push_back({id, looks_at_sales ? net().offer_of[id] : OfferId{}, fed_at[s], costs});
        model_->charges_orders = model_->charges_orders || costs.order != 0;
    }
}

/// What is looked up by date: caps on what offers ship, list prices, capacities.
void Assembly::list_dated() {
    for (std::uint32_t p = 0; p < net().pools.size(); ++p)
        if (const Pool& pool = net().pools[PoolId{p}]; !pool.capacity.is_constant() || pool.grain.parts() > 1) model_->pools_by_date.push_back(PoolId{p});
    model_->has_prices = !model_->pricing.empty();
    for (std::uint32_t o = 0; o < net().offers.size(); ++o)
        if (const OfferTerms* terms = net().terms(OfferId{o})) {
            model_->has_prices = model_->has_prices || !(terms->price == Schedule{0.0});
            if (!terms->price.is_constant()) model_->priced_by_date.push_back(OfferId{o});
            if (!terms->ship_max.is_constant()) model_->capped_by_date.push_back(OfferId{o});
        }
}

void Assembly::key_chances() {
    for (const LinkId link : terms_link_) model_->chance_keys.push_back(path_key(net().path(link)));
    for (std::uint32_t p = 0; p < net().processes.size(); ++p) model_->process_keys.push_back(path_key(net().path(ProcessId{p})));
}

}   // namespace secondsource
