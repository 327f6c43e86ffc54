// Which rows each disruption is of.

#include <algorithm>

#include "sim/base/chance.h"
#include "sim/engine/assemble/assembly.h"

namespace secondsource {

void Assembly::join_disruptions() {
    for (std::size_t i = 0; i < plan_.disruptions.size(); ++i) {
        const DisruptionDraft& draft = plan_.disruptions[i];
        Disruption             row   = draft.what;
        if (!draft.seller.empty()) join_link(draft, i, row);
        else if (!draft.pool.empty()) join_pool(draft, i, row);
        else join_agent(draft, i, row);
        std::sort(row.links.begin(), row.links.end());
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

void Assembly::join_link(const DisruptionDraft& draft, std::size_t number, Disruption& row) {
    const OfferId id    = offer_.at(draft.seller, draft.goods);
    const AgentId buyer = agent_.at(draft.buyer);
    const Offer   offer = id.exists() ? net().offers[id] : Offer{};
    for (std::uint32_t l = offer.first_link; l < offer.last_link; ++l) {
        const Link& link = net().links[LinkId{l}];
        if (!link.process.exists() && net().stocks[link.stock].agent == buyer) row.links.push_back(LinkId{l});
    }
    // Losing the capacity of a link is a pause of its shipments.
    if (row.effect == DisruptionEffect::capacity) row.effect = DisruptionEffect::shipment_pausing;
    if (row.links.empty())
        misfit(DraftTable::disruption, number, "target",
               "there is no link " + quoted(draft.seller + "." + draft.goods + "." + draft.buyer));
}

void Assembly::join_pool(const DisruptionDraft& draft, std::size_t number, Disruption& row) {
    const PoolId pool = pool_.at(draft.agent, draft.pool);
    if (!pool.exists())
        misfit(DraftTable::disruption, number, "target", "there is no pool " + quoted(draft.agent + "." + draft.pool));
    else if (row.effect != DisruptionEffect::capacity)
        misfit(DraftTable::disruption, number, "effect", "a pool can only lose capacity");
    else row.pools.push_back(pool);
}

void Assembly::join_agent(const DisruptionDraft& draft, std::size_t number, Disruption& row) {
    if (!agent_known(draft.agent, DraftTable::disruption, number, "target")) return;
    const AgentId agent = agent_.at(draft.agent);
    if (row.effect == DisruptionEffect::capacity) {
        for (std::uint32_t p = 0; p < net().pools.size(); ++p)
            if (net().pools[PoolId{p}].agent == agent) row.pools.push_back(PoolId{p});
        for (std::uint32_t o = 0; row.pools.empty() && o < net().offers.size(); ++o)
            if (net().offers[OfferId{o}].seller == agent) row.offers.push_back(OfferId{o});
    } else {
        for (std::uint32_t l = 0; l < net().links.size(); ++l)
            if (net().stocks[net().links[LinkId{l}].stock].agent == agent) row.links.push_back(LinkId{l});
    }
}

}   // namespace secondsource
