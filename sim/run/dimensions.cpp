#include "sim/run/dimensions.h"

#include <array>

namespace secondsource {
namespace {

using Row  = std::uint32_t;
using Fact = std::variant<std::string, std::int64_t>;

const Network& net(const World& w) { return w.network(); }
const std::string& name_of(const World& w, AgentId id) { return net(w).agents[id].name; }
const Product& product_of(const World& w, StockId id) { return net(w).products[net(w).stocks[id].product]; }
StockId stock_of(const World& w, RequirementId id) { return net(w).requirements[id].stock; }
StockId stock_of_market(const World& w, Row r) { return w.model().markets[r].stock; }
const Offer& offer_of_link(const World& w, Row r) { return net(w).offers[net(w).links[LinkId{r}].offer]; }

std::string unit_of(const World& w, const Offer& offer) {
    if (offer.pool.exists()) return net(w).pools[offer.pool].unit;
    return offer.product.exists() ? net(w).products[offer.product].unit : "";
}

std::string inputs_of(const World& w, const Process& process) {
    std::string names;
    for (std::uint32_t i = process.first_input; i < process.last_input; ++i) names += (names.empty() ? "" : ", ") + product_of(w, net(w).inputs[i].stock).name;
    return names;
}

const std::array all_dimensions{
    Dimension{"agent", "kind", "what kind of agent it is", [](const World& w, Row r) -> Fact { return net(w).kind(AgentId{r}); }},
    Dimension{"agent", "title", "for people", [](const World& w, Row r) -> Fact { return net(w).title(AgentId{r}); }},
    Dimension{"stock", "agent", "whose it is", [](const World& w, Row r) -> Fact { return name_of(w, net(w).stocks[StockId{r}].agent); }},
    Dimension{"stock", "product", "what is in it", [](const World& w, Row r) -> Fact { return product_of(w, StockId{r}).name; }},
    Dimension{"stock", "unit", "what its units are", [](const World& w, Row r) -> Fact { return product_of(w, StockId{r}).unit; }},
    Dimension{"requirement", "agent", "whose it is", [](const World& w, Row r) -> Fact { return name_of(w, net(w).stocks[stock_of(w, RequirementId{r})].agent); }},
    Dimension{"requirement", "product", "what is required", [](const World& w, Row r) -> Fact { return product_of(w, stock_of(w, RequirementId{r})).name; }},
    Dimension{"requirement", "unit", "what its units are", [](const World& w, Row r) -> Fact { return product_of(w, stock_of(w, RequirementId{r})).unit; }},
    Dimension{"offer", "seller", "whose it is", [](const World& w, Row r) -> Fact { return name_of(w, net(w).offers[OfferId{r}].seller); }},
    Dimension{"offer", "goods", "the product, or the capacity, that is offered", [](const World& w, Row r) -> Fact { return net(w).goods_name(OfferId{r}); }},
    Dimension{"offer", "unit", "what its units are", [](const World& w, Row r) -> Fact { return unit_of(w, net(w).offers[OfferId{r}]); }},
    Dimension{"link", "seller", "who ships", [](const World& w, Row r) -> Fact { return name_of(w, offer_of_link(w, r).seller); }},
    Dimension{"link", "goods", "what is shipped", [](const World& w, Row r) -> Fact { return net(w).goods_name(net(w).links[LinkId{r}].offer); }},
    Dimension{"link", "buyer", "who receives", [](const World& w, Row r) -> Fact { return name_of(w, net(w).stocks[net(w).links[LinkId{r}].stock].agent); }},
    Dimension{"link", "product", "what it is to the buyer", [](const World& w, Row r) -> Fact { return product_of(w, net(w).links[LinkId{r}].stock).name; }},
    Dimension{"link", "unit", "what its units are: the seller's", [](const World& w, Row r) -> Fact { return unit_of(w, offer_of_link(w, r)); }},
    Dimension{"link", "offer_id", "the offer that it serves", [](const World& w, Row r) -> Fact { return std::int64_t{net(w).links[LinkId{r}].offer.index}; }, true},
    Dimension{"link", "requirement_id", "the requirement whose orders it carries", [](const World& w, Row r) -> Fact { return std::int64_t{net(w).links[LinkId{r}].requirement.index}; }, true},
    Dimension{"pool", "agent", "whose it is", [](const World& w, Row r) -> Fact { return name_of(w, net(w).pools[PoolId{r}].agent); }},
    Dimension{"pool", "unit", "what its units are", [](const World& w, Row r) -> Fact { return net(w).pools[PoolId{r}].unit; }},
    Dimension{"process", "agent", "whose it is", [](const World& w, Row r) -> Fact { return name_of(w, net(w).processes[ProcessId{r}].agent); }},
    Dimension{"process", "output", "what it makes", [](const World& w, Row r) -> Fact { return product_of(w, net(w).links[net(w).processes[ProcessId{r}].link].stock).name; }},
    Dimension{"process", "unit", "what units of its output are", [](const World& w, Row r) -> Fact { return product_of(w, net(w).links[net(w).processes[ProcessId{r}].link].stock).unit; }},
    Dimension{"process", "offer_id", "the offer of capacity that it draws on", [](const World& w, Row r) -> Fact { return std::int64_t{net(w).links[net(w).processes[ProcessId{r}].link].offer.index}; }, true},
    Dimension{"process", "inputs", "what it uses, in the order in which bound_by counts from 3 on", [](const World& w, Row r) -> Fact { return inputs_of(w, net(w).processes[ProcessId{r}]); }},
    Dimension{"market", "agent", "whose demand it is", [](const World& w, Row r) -> Fact { return name_of(w, net(w).stocks[stock_of_market(w, r)].agent); }},
    Dimension{"market", "product", "what is wanted", [](const World& w, Row r) -> Fact { return product_of(w, stock_of_market(w, r)).name; }},
};

}  // namespace

std::span<const Dimension> dimensions() { return all_dimensions; }

}  // namespace secondsource
