// Agents, products, stocks, pools, offers and requirements: rows that stand for themselves.

#include <algorithm>

#include "sim/engine/assemble/assembly.h"

namespace secondsource {
namespace {

/// A draft under the names that its row will have.
struct Named {
    NamePair    names;
    std::size_t draft;
};

/// In the order of names, and of drafts where the names are the same.
void sort(std::vector<Named>& rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const Named& a, const Named& b) { return a.names < b.names; });
}

/// The same, with the first of those that have the same names; `again(draft)` hears of the others.
template <class Again>
void sort_once(std::vector<Named>& rows, Again again) {
    sort(rows);
    const auto same = [&](const Named& kept, const Named& other) {
        if (kept.names != other.names) return false;
        again(other.draft);
        return true;
    };
    rows.erase(std::unique(rows.begin(), rows.end(), same), rows.end());
}

template <class IdType>
IdType next(std::size_t size) {
    return IdType{static_cast<std::uint32_t>(size)};
}

}   // namespace

void Assembly::name_agents_and_products() {
    model_->calendar         = plan_.calendar;
    model_->name             = plan_.name;
    model_->first_reported   = plan_.first_reported;
    model_->end              = plan_.end;
    model_->record_smoothing = plan_.record_smoothing;
    for (const auto& [name, agent] : plan_.agents) {
        agent_.add(name, next<AgentId>(net().agents.size()));
        Agent row;
        row.name = name;
        row.kind = static_cast<std::uint32_t>(std::find(net().kinds.begin(), net().kinds.end(), agent.kind) - net().kinds.begin());
        if (row.kind == net().kinds.size()) net().kinds.push_back(agent.kind);
        if (!agent.title.empty() && agent.title != name) {
            row.title = static_cast<std::uint32_t>(net().titles.size());
            net().titles.push_back(agent.title);
        }
        net().agents.push_back(std::move(row));
    }
    for (const auto& [name, product] : plan_.products) {
        product_.add(name, next<ProductId>(net().products.size()));
        net().products.push_back(product);
    }
}

/// The costs of a stock, to be set.
StockCosts& Assembly::costs_of(Stock& row) {
    if (row.costs == 0) {
        row.costs = static_cast<std::uint32_t>(net().stock_costs.size());
        net().stock_costs.emplace_back();
    }
    return net().stock_costs[row.costs];
}

/// Stocks that are drafted, and those that offers, requirements and processes need.
void Assembly::name_stocks() {
    std::vector<Named> drafted, needed;
    for (std::size_t i = 0; i < plan_.stocks.size(); ++i) {
        const StockDraft& draft = plan_.stocks[i];
        if (agent_known(draft.agent, DraftTable::stock, i, "agent") &&
            product_known(draft.product, DraftTable::stock, i, "product"))
            drafted.push_back({{draft.agent, draft.product}, i});
    }
    sort_once(drafted, [&](std::size_t i) {
        const StockDraft& draft = plan_.stocks[i];
        misnamed(DraftTable::stock, i, "product",
                 "agent " + quoted(draft.agent) + " has two stocks of " + quoted(draft.product));
    });

    const auto need = [&](const std::string& agent, const std::string& product, DraftTable table, std::size_t row,
                          const char* key) {
        if (agent_known(agent, table, row, "agent") && product_known(product, table, row, key))
            needed.push_back({{agent, product}, no_draft});
    };
    for (std::size_t i = 0; i < plan_.offers.size(); ++i)
        if (const OfferDraft& draft = plan_.offers[i]; draft.origin == Origin::stock)
            need(draft.agent, draft.goods, DraftTable::offer, i, "product");
    for (std::size_t i = 0; i < plan_.requirements.size(); ++i)
        need(plan_.requirements[i].agent, plan_.requirements[i].product, DraftTable::requirement, i, "product");
    for (std::size_t i = 0; i < plan_.processes.size(); ++i) {
        const ProcessDraft& draft = plan_.processes[i];
        need(draft.agent, draft.output, DraftTable::process, i, "output");
        for (const InputDraft& input : draft.inputs) need(draft.agent, input.product, DraftTable::process, i, "inputs");
    }

    std::vector<Named> all = std::move(drafted);   // first, so that a draft goes before a mere need
    all.insert(all.end(), needed.begin(), needed.end());
    sort_once(all, [](std::size_t) {});
    for (const Named& wanted : all) {
        const auto id = next<StockId>(net().stocks.size());
        stock_.add(wanted.names, id);
        Stock row{agent_.at(wanted.names.first), product_.at(wanted.names.second), {}, 0, false, false};
        if (wanted.draft != no_draft) {
            const StockDraft& draft = plan_.stocks[wanted.draft];
            row.initial             = draft.initial;
            if (draft.costs.any()) costs_of(row) = draft.costs;
            row.is_consumed         = draft.is_consumed;
            row.has_receipts        = draft.receipts.has_value();
            if (draft.receipts) {
                net().receipts.push_back(*draft.receipts);
                net().receipts_to.push_back(id);
            }
        }
        net().stocks.push_back(row);
        stock_draft_.push_back(wanted.draft);
    }
    net().requirement_of.resize(net().stocks.size());
    net().offer_of.resize(net().stocks.size());
}

void Assembly::name_pools() {
    std::vector<Named> pools;
    for (std::size_t i = 0; i < plan_.pools.size(); ++i) {
        const PoolDraft& draft = plan_.pools[i];
        if (!agent_known(draft.agent, DraftTable::pool, i, "agent")) continue;
        pools.push_back({{draft.agent, draft.name}, i});
        if (draft.capacity.maximum() <= 0)
            misfit(DraftTable::pool, i, "capacity", "pool " + quoted(draft.name) + " never has any capacity");
    }
    sort_once(pools, [&](std::size_t i) {
        const PoolDraft& draft = plan_.pools[i];
        misnamed(DraftTable::pool, i, "name", "agent " + quoted(draft.agent) + " has two pools " + quoted(draft.name));
    });
    for (const Named& pool : pools) {
        pool_.add(pool.names, next<PoolId>(net().pools.size()));
        const PoolDraft& draft = plan_.pools[pool.draft];
        net().pools.push_back({agent_.at(draft.agent), draft.name, draft.unit, draft.capacity, draft.grain});
    }
}

/// What is put up for sale, and for every process without a pool an offer of its own, which is its inside.
void Assembly::name_offers() {
    const std::size_t  first_inside = plan_.offers.size();   // numbers from here on are those of processes
    std::vector<Named> offers;
    for (std::size_t i = 0; i < plan_.offers.size(); ++i) {
        const OfferDraft& draft = plan_.offers[i];
        if (!agent_known(draft.agent, DraftTable::offer, i, "agent")) continue;
        if (draft.origin != Origin::pool) product_known(draft.goods, DraftTable::offer, i, "product");
        offers.push_back({{draft.agent, draft.goods}, i});
    }
    for (std::size_t i = 0; i < plan_.processes.size(); ++i) {
        const ProcessDraft& draft = plan_.processes[i];
        if (draft.pool.empty()) offers.push_back({{draft.agent, draft.name}, first_inside + i});
        else check_pool(i);
    }
    sort_once(offers, [&](std::size_t i) {
        if (i < first_inside)
            misnamed(DraftTable::offer, i, "product",
                     "agent " + quoted(plan_.offers[i].agent) + " has two offers of " + quoted(plan_.offers[i].goods));
        else if (const ProcessDraft& draft = plan_.processes[i - first_inside]; true)
            misfit(DraftTable::process, i - first_inside, "name",
                   "agent " + quoted(draft.agent) + " already offers something called " + quoted(draft.name));
    });
    for (const Named& offer : offers) {
        offer_.add(offer.names, next<OfferId>(net().offers.size()));
        if (offer.draft < first_inside) {
            add_offer(offer.draft);
        } else {
            Offer row;
            row.seller = agent_.at(offer.names.first);
            row.origin = Origin::unlimited;
            net().offers.push_back(row);
            net().offer_terms_of.push_back(Id<OfferTerms>::none);
            offer_draft_.push_back(no_draft);
            model_->allocation_of.push_back(interned<AllocationPolicy>(model_->allocations, nullptr));
        }
    }
}

void Assembly::check_pool(std::size_t process) {
    const ProcessDraft& draft = plan_.processes[process];
    if (pool_.at(draft.pool_agent, draft.pool).exists()) return;
    const std::string name = draft.pool_agent + "." + draft.pool;
    misnamed(DraftTable::process, process, "pool", "there is no pool " + quoted(name),
             did_you_mean(name, [&](auto& known) {
                 for (const Pool& pool : net().pools) known.push_back(net().agents[pool.agent].name + "." + pool.name);
             }), {"agent." + draft.pool_agent, "agent." + draft.pool_agent + ".pool." + draft.pool});
}

void Assembly::add_offer(std::size_t number) {
    const OfferDraft& draft = plan_.offers[number];
    const auto        id    = next<OfferId>(net().offers.size());
    Offer             row;
    row.seller       = agent_.at(draft.agent);
    row.origin       = draft.origin;
    row.unmet        = draft.unmet;
    row.firm         = static_cast<std::uint32_t>(draft.firm.count);
    row.has_ship_max = draft.has_ship_max;
    if (draft.origin == Origin::pool) row.pool = pool_.at(draft.agent, draft.goods);
    else row.product = product_.at(draft.goods);
    if (draft.origin == Origin::stock) row.stock = stock_.at(draft.agent, draft.goods);
    if (row.stock.exists()) net().offer_of[row.stock] = id;
    net().offers.push_back(row);

    const bool has_terms = draft.has_ship_max || draft.terms.has_price;
    net().offer_terms_of.push_back(has_terms ? static_cast<std::uint32_t>(net().offer_terms.size())
                                             : Id<OfferTerms>::none);
    if (has_terms) net().offer_terms.push_back(draft.terms);
    offer_draft_.push_back(number);
    model_->allocation_of.push_back(interned(model_->allocations, draft.allocation));
    if (draft.pricing) {
        const auto [group, is_new] = pricing_.try_emplace(draft.pricing.get(), model_->pricing.size());
        if (is_new) model_->pricing.push_back({{}, draft.pricing});
        model_->pricing[group->second].rows.push_back(id);
    }
}

void Assembly::name_requirements() {
    std::vector<Named> requirements;
    for (std::size_t i = 0; i < plan_.requirements.size(); ++i) {
        const RequirementDraft& draft = plan_.requirements[i];
        if (stock_.at(draft.agent, draft.product).exists()) requirements.push_back({{draft.agent, draft.product}, i});
        else misspelt_.insert(draft.agent);   // without a stock: agent or product are not known, and that was said
    }
    sort_once(requirements, [&](std::size_t i) {
        const RequirementDraft& draft = plan_.requirements[i];
        misnamed(DraftTable::requirement, i, "product",
                 "agent " + quoted(draft.agent) + " has two requirements of " + quoted(draft.product));
    });
    for (const Named& requirement : requirements) {
        const RequirementDraft& draft = plan_.requirements[requirement.draft];
        const auto              id    = next<RequirementId>(net().requirements.size());
        requirement_.add(requirement.names, id);
        requirement_draft_.push_back(requirement.draft);
        Requirement row;
        row.stock        = stock_.at(draft.agent, draft.product);
        row.plans_on     = draft.plans_on;
        row.signal       = draft.signal;
        row.unmet        = draft.unmet;
        row.review_every = draft.review_every;
        net().requirements.push_back(row);
        net().requirement_of[row.stock] = id;
        if (draft.order_cost != 0) costs_of(net().stocks[row.stock]).order = draft.order_cost;
        if (!draft.forced.empty()) model_->forced_orders.emplace_back(id, draft.forced);
    }
}

}   // namespace secondsource
