#pragma once
// A kind of agent: source, where goods come from without end.

#include "sim/scenario/rows.h"

namespace secondsource {

/// A source ships whatever is asked of one product, up to its cap in a tick if it has one.
struct SupplySource {
    static constexpr std::string_view name  = "source";
    static constexpr std::string_view about = "ships whatever is asked of one product, up to a cap if it has one";
    static void read(Reader& agent, Drafts& drafts) {
        const std::string product = agent.text("product", "what it ships");
        drafts.imply_product(product, "units");
        OfferDraft& offer = drafts.offer(agent);
        offer.agent  = agent.name();
        offer.goods  = product;
        offer.origin = Origin::unlimited;
        read_offer(agent, drafts, offer);
    }
};

}  // namespace secondsource
