#include "sim/network/picture.h"

#include <map>
#include <set>

#include "sim/network/graph.h"

namespace secondsource {
namespace {

using Ends = std::pair<std::uint32_t, std::uint32_t>;

}  // namespace

std::string graphviz(const Network& network) {
    const auto agents = static_cast<std::uint32_t>(network.agents.size()), pools = static_cast<std::uint32_t>(network.pools.size());
    std::map<Ends, std::set<std::string>> goods;
    std::vector<bool> is_drawn(agents + pools), has_pools(agents), sells(agents + pools);
    for (const Pool& pool : network.pools) has_pools[pool.agent.index] = true;
    for (std::uint32_t i = 0; i < agents; ++i) is_drawn[i] = !has_pools[i];   // else its frame stands for it
    for (std::uint32_t i = 0; i < pools; ++i) is_drawn[agents + i] = true;
    for (const Link& link : network.links) {
        const Offer&        offer = network.offers[link.offer];
        const std::uint32_t from  = offer.pool.exists() ? agents + offer.pool.index : offer.seller.index;
        const std::uint32_t to    = network.stocks[link.stock].agent.index;
        if (from == to) continue;   // an agent's own processes without a pool
        goods[{from, to}].insert(link.process.exists() ? network.processes[link.process].name : network.goods_name(link.offer));
        is_drawn[from] = is_drawn[to] = sells[from] = true;
    }
    std::vector<DotVertex>     vertices;
    std::vector<std::uint32_t> place(agents + pools);
    for (std::uint32_t i = 0; i < agents + pools; ++i) {
        if (!is_drawn[i]) continue;
        const bool    is_pool = i >= agents;
        const AgentId agent   = is_pool ? network.pools[PoolId{i - agents}].agent : AgentId{i};
        place[i]              = static_cast<std::uint32_t>(vertices.size());
        vertices.push_back({is_pool ? network.pools[PoolId{i - agents}].name : network.title(agent), is_pool ? "ellipse" : "box",
                            has_pools[agent.index] ? network.title(agent) : "", is_pool ? "#cfe1f2" : sells[i] ? "white" : "#fdf0cd"});
    }
    std::vector<DotArc> arcs;
    for (const auto& [ends, names] : goods) {
        std::string label;
        for (const std::string& name : names) label += (label.empty() ? "" : "\n") + name;
        arcs.push_back({place[ends.first], place[ends.second], label});
    }
    return to_graphviz(vertices, arcs);
}

}  // namespace secondsource
