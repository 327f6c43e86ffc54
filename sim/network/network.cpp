#include "sim/network/network.h"

namespace secondsource {

void Network::shrink() {
    const auto each = [](auto&... columns) { (columns.shrink(), ...); };
    each(agents, products, stocks, pools, offers, requirements, links, processes, seller, buyers, requirement_of, offer_of, first_consumer, offer_terms_of, link_terms_of);
    inputs.shrink_to_fit();
    sales.shrink_to_fit();
    consumers.shrink_to_fit();
    offer_terms.shrink_to_fit();
    link_terms.shrink_to_fit();
}

std::string Network::path(AgentId id) const { return "agent." + agents[id].name; }

std::string Network::path(StockId id) const {
    const Stock& s = stocks[id];
    return "stock." + agents[s.agent].name + "." + products[s.product].name;
}

std::string Network::path(PoolId id) const { return "pool." + agents[pools[id].agent].name + "." + pools[id].name; }

const std::string& Network::goods_name(OfferId id) const {
    const Offer& o = offers[id];
    if (o.pool.exists()) return pools[o.pool].name;
    if (o.product.exists()) return products[o.product].name;
    return processes[links[sales[o.first_sale]].process].name;
}

std::string Network::path(OfferId id) const { return "offer." + agents[offers[id].seller].name + "." + goods_name(id); }

std::string Network::path(RequirementId id) const {
    const Stock& s = stocks[requirements[id].stock];
    return "requirement." + agents[s.agent].name + "." + products[s.product].name;
}

std::string Network::path(LinkId id) const {
    const Link& link = links[id];
    if (link.process.exists()) return path(link.process);
    return "link." + agents[offers[link.offer].seller].name + "." + goods_name(link.offer) + "." +
           agents[stocks[link.stock].agent].name;
}

std::string Network::path(ProcessId id) const {
    return "process." + agents[processes[id].agent].name + "." + processes[id].name;
}

}  // namespace secondsource
