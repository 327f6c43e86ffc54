// Which rows each disruption is of.

#include <algorithm>

#include "sim/base/chance.h"
#include "sim/engine/assemble/assembly.h"

namespace secondsource {

void Assembly::join_disruptions() {
    for (std::size_t i = 0; i < plan_.disruptions.size(); ++i) {
        const DisruptionDraft& draft = plan_.disruptions[i];
        Disruption             row   = draft.what;
        if (draft.link && !link_of_draft_.at(*draft.link).exists()) continue;   // it joins nothing, which was said
        if (draft.link) row.links.push_back(link_of_draft_[*draft.link]);
        else if (!draft.pool.empty()) join_pool(draft, i, row);
        else join_agent(draft, i, row);
        row.scrapped = scrapped_by(row);
        if (row.scrap > 0 && row.scrapped.empty() && is_complete_)
            misfit(DraftTable::disruption, i, "scrap", "nothing is ever under way there that could be scrapped");
        row.key = path_key("disruption." + row.name);
        model_->disruptions.push_back(std::move(row));
    }
    std::sort(model_->disruptions.begin(), model_->disruptions.end(),
              [](const Disruption& a, const Disruption& b) { return a.name < b.name; });
    // Sorted first, so that the rows of link_terms do not depend on the order of the drafts.
    for (const Disruption& row : model_->disruptions)
        for (const LinkId link : row.links) {
            if (row.effect == DisruptionEffect::shipment_pausing) give_terms(link, {});
            if (row.effect == DisruptionEffect::transit_pausing || row.effect == DisruptionEffect::receipt_pausing)
                net().links[link].may_pause = true;
        }
}

void Assembly::join_pool(const DisruptionDraft& draft, std::size_t number, Disruption& row) {
    if (row.effect != DisruptionEffect::capacity)
        misfit(DraftTable::disruption, number, "effect", "a pool can only lose capacity");
    else row.pools.push_back(pool_.at(draft.agent, draft.pool));
}

void Assembly::join_agent(const DisruptionDraft& draft, std::size_t number, Disruption& row) {
    const AgentId agent = agent_.at(draft.agent);
    if (row.effect == DisruptionEffect::capacity) {
        for (std::uint32_t p = 0; p < net().pools.size(); ++p)
            if (net().pools[PoolId{p}].agent == agent) row.pools.push_back(PoolId{p});
        for (std::uint32_t o = 0; o < net().offers.size(); ++o)
            if (const Offer& offer = net().offers[OfferId{o}]; offer.seller == agent && offer.origin != Origin::pool)
                row.offers.push_back(OfferId{o});
        if (row.pools.empty() && row.offers.empty() && is_complete_)
            misfit(DraftTable::disruption, number, "target",
                   "agent " + quoted(draft.agent) + " has no pool, process or offer, hence no capacity to lose");
    } else {
        for (std::uint32_t l = 0; l < net().links.size(); ++l)
            if (net().stocks[net().links[LinkId{l}].stock].agent == agent) row.links.push_back(LinkId{l});
        if (row.links.empty() && is_complete_)
            misfit(DraftTable::disruption, number, "target",
                   "agent " + quoted(draft.agent) + " buys and makes nothing, so there is nothing to pause",
                   "a pause is of what the agent orders and receives; what it ships stops with effect = \"capacity\"");
    }
}

std::vector<LinkId> Assembly::scrapped_by(const Disruption& row) {
    std::vector<LinkId> found = row.links;
    const auto has = [](const auto& rows, auto id) { return std::find(rows.begin(), rows.end(), id) != rows.end(); };
    for (std::uint32_t l = 0; l < net().links.size(); ++l) {
        const Link&  link = net().links[LinkId{l}];
        const PoolId pool = net().offers[link.offer].pool;
        if ((pool.exists() && has(row.pools, pool)) || (link.process.exists() && has(row.offers, link.offer)))
            found.push_back(LinkId{l});
    }
    std::erase_if(found, [&](LinkId id) { return net().links[id].lead_time == 0; });
    return found;
}

}   // namespace secondsource
