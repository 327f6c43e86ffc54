#pragma once
// A kind of agent: market, where goods are consumed.

#include "sim/scenario/rows.h"

namespace secondsource {

/// A market wants and consumes: one product in the agent's own table, or any number of them in [[agent.demand]].
struct Market {
    static constexpr std::string_view name  = "market";
    static constexpr std::string_view about = "wants and consumes one product, or several in [[agent.demand]]";
    static void read(Reader& agent, Drafts& drafts) {
        const bool wants_one = agent.names_rule("demand", "model");   // asked first: a key that was looked for need not be there
        if (wants_one || agent.has("product")) {
            const std::string product = wants_one ? agent.text("product", "what it wants") : agent.text("product", "what it wants", "");
            drafts.imply_product(product, "units");
            StockDraft& stock = drafts.stock(agent);
            stock.agent       = agent.name();
            stock.product     = product;
            stock.is_consumed = true;
            RequirementDraft& requirement = drafts.requirement(agent);
            requirement.agent   = agent.name();
            requirement.product = product;
            read_demand(agent, drafts, requirement);
        } else {
            read_demands(agent, drafts);
        }
    }
};

}  // namespace secondsource
