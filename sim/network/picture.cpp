#include "sim/network/picture.h"

#include <map>
#include <set>

#include "sim/network/graph.h"

namespace secondsource {

std::string graphviz(const Network& network) {
    std::vector<DotVertex> vertices;
    for (std::uint32_t i = 0; i < network.agents.size(); ++i) vertices.push_back({network.title(AgentId{i}), "box", ""});
    const auto pools_from = static_cast<std::uint32_t>(vertices.size());
    for (const Pool& pool : network.pools) vertices.push_back({network.title(pool.agent) + "\n" + pool.name, "ellipse", ""});

    std::map<std::pair<std::uint32_t, std::uint32_t>, std::set<std::string>> goods;
    for (const Link& link : network.links) {
        const Offer&        offer = network.offers[link.offer];
        const std::uint32_t from  = offer.pool.exists() ? pools_from + offer.pool.index : offer.seller.index;
        const std::uint32_t to    = network.stocks[link.stock].agent.index;
        if (from == to) continue;   // an agent's own processes without a pool
        goods[{from, to}].insert(link.process.exists() ? network.processes[link.process].name : network.goods_name(link.offer));
    }
    std::vector<DotArc> arcs;
    for (const auto& [ends, names] : goods) {
        std::string label;
        for (const std::string& name : names) label += (label.empty() ? "" : "\n") + name;
        arcs.push_back({ends.first, ends.second, label});
    }
    return to_graphviz(vertices, arcs);
}

}  // namespace secondsource
