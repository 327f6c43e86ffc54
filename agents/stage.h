#pragma once
// A kind of agent: stage of a classic supply chain.

#include "sim/scenario/rows.h"

namespace secondsource {

/// A stage keeps one product: a stock, an offer of it and a requirement for it in one table. Stages in a row are the
/// chain of the textbooks.
struct Stage {
    static constexpr std::string_view name  = "stage";
    static constexpr std::string_view about = "keeps one product: a stock, an offer and a requirement in one table";
    static void read(Reader& agent, Drafts& drafts) {
        const std::string product = agent.text("product", "what it keeps");
        drafts.imply_product(product, "units");
        StockDraft& stock = drafts.stock(agent);
        stock.agent   = agent.name();
        stock.product = product;
        read_stock(agent, drafts, stock);
        OfferDraft& offer = drafts.offer(agent);
        offer.agent = agent.name();
        offer.goods = product;
        read_offer(agent, drafts, offer);
        RequirementDraft& requirement = drafts.requirement(agent);
        requirement.agent   = agent.name();
        requirement.product = product;
        read_requirement(agent, drafts, requirement);
    }
};

}  // namespace secondsource
