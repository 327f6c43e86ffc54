// Links and processes: rows that join an offer with a requirement.

#include <algorithm>
#include <tuple>

#include "sim/engine/assemble/assembly.h"

namespace secondsource {

/// A link or a process before it has a number.
struct Assembly::Edge {
    OfferId       offer;
    RequirementId requirement;
    std::string   process;   ///< its name, for the order of rows; else empty
    std::size_t   draft;
    bool          is_process;

    auto place() const { return std::tie(requirement, offer, process); }
};

void Assembly::name_links() {
    std::vector<Edge> edges = edges_of_links();
    add_edges_of_processes(edges);
    std::stable_sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.place() < b.place(); });

    std::vector<NumberedProcess> processes;
    link_of_draft_.resize(plan_.links.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const Edge&  edge = edges[i];
        const LinkId id{static_cast<std::uint32_t>(net().links.size())};
        if (edge.is_process) {
            const ProcessDraft& draft = plan_.processes[edge.draft];
            processes.push_back({{draft.agent, draft.name}, edge.draft, id});
            add_row_of_process(edge);
        } else if (i > 0 && edge.place() == edges[i - 1].place()) {
            const LinkDraft& draft = plan_.links[edge.draft];
            misfit(DraftTable::link, edge.draft, "name",
                   "there are two links " + quoted(draft.seller + "." + draft.goods + "." + draft.buyer));
        } else {
            link_of_draft_[edge.draft] = id;
            add_row_of_link(edge);
        }
    }
    number_processes(std::move(processes));
}

std::vector<Assembly::Edge> Assembly::edges_of_links() {
    std::vector<Edge> edges;
    edges.reserve(plan_.links.size() + plan_.processes.size());
    for (std::size_t i = 0; i < plan_.links.size(); ++i) {
        const LinkDraft& draft = plan_.links[i];
        const bool has_seller = agent_known(draft.seller, DraftTable::link, i, "seller");
        const bool has_buyer  = agent_known(draft.buyer, DraftTable::link, i, "buyer");
        const OfferId       offer       = offer_.at(draft.seller, draft.goods);
        const RequirementId requirement = requirement_.at(draft.buyer, draft.product);
        if (offer.exists() && requirement.exists()) {
            edges.push_back({offer, requirement, {}, i, false});
            continue;
        }
        leave_out(plan_.doubt(DraftTable::link, i) == Doubt::names ? std::string_view{} : draft.buyer);
        if (!has_seller || !has_buyer) continue;
        if (!offer.exists()) {
            misnamed(DraftTable::link, i, "product",
                     "agent " + quoted(draft.seller) + " offers no " + quoted(draft.goods),
                     did_you_mean(draft.goods, [&](auto& known) {
                         for (const OfferDraft& other : plan_.offers)
                             if (other.agent == draft.seller) known.push_back(other.goods);
                     }), {"agent." + draft.seller + ".offer." + draft.goods, "agent." + draft.seller + ".pool." + draft.goods});
            continue;
        }
        // One of a product that is not known has no row, which was said.
        const auto is_this = [&](const RequirementDraft& other) { return other.agent == draft.buyer && other.product == draft.product; };
        if (std::ranges::none_of(plan_.requirements, is_this) && !may_be_required(draft.buyer))
            misfit(DraftTable::link, i, "requirement",
                   "agent " + quoted(draft.buyer) + " has no requirement of " + quoted(draft.product),
                   did_you_mean(draft.product, [&](auto& known) {
                       for (const RequirementDraft& other : plan_.requirements)
                           if (other.agent == draft.buyer) known.push_back(other.product);
                   }), {"agent." + draft.buyer + ".requirement." + draft.product, "agent." + draft.buyer + ".demand." + draft.product});
    }
    return edges;
}

void Assembly::add_edges_of_processes(std::vector<Edge>& edges) {
    for (std::size_t i = 0; i < plan_.processes.size(); ++i) {
        const ProcessDraft& draft   = plan_.processes[i];
        const bool          is_self = draft.pool.empty();   // the offer is its own inside
        const NamePair where = is_self ? NamePair{draft.agent, draft.name} : NamePair{draft.pool_agent, draft.pool};
        const OfferId  offer = offer_.at(where.first, where.second);
        const RequirementId requirement = requirement_.at(draft.agent, draft.output);
        const bool has_pool = is_self || pool_.at(draft.pool_agent, draft.pool).exists();
        if (has_pool && offer.exists() && requirement.exists()) {
            edges.push_back({offer, requirement, draft.name, i, true});
            continue;
        }
        leave_out(draft.agent);   // a pool or a product that is not known was told
        if (!requirement.exists() && product_.at(draft.output).exists() && !may_be_required(draft.agent))
            misfit(DraftTable::process, i, "output",
                   "agent " + quoted(draft.agent) + " makes " + quoted(draft.output) + " but has no requirement of it",
                   "add [[agent.requirement]] product = " + quoted(draft.output) + " with a replenishment policy",
                   {"agent." + draft.agent + ".requirement." + draft.output});
    }
}

void Assembly::add_row_of_process(const Edge& edge) {
    const ProcessDraft& draft = plan_.processes[edge.draft];
    Link                row;
    row.offer       = edge.offer;
    row.requirement = edge.requirement;
    row.stock       = net().requirements[edge.requirement].stock;
    row.lead_time   = draft.cycle_time;
    row.priority    = draft.priority;
    row.is_lost     = net().offers[edge.offer].unmet == Unmet::lost;
    LinkTerms terms;
    terms.reserved = draft.reserved;
    terms.bid      = draft.bid;
    add_row(row, std::move(terms), !(draft.reserved == Schedule{0.0}) || !(draft.bid == Schedule{0.0}));
}

void Assembly::add_row_of_link(const Edge& edge) {
    const LinkDraft& draft = plan_.links[edge.draft];
    const Offer&     offer = net().offers[edge.offer];
    Link             row;
    row.offer       = edge.offer;
    row.requirement = edge.requirement;
    row.stock       = net().requirements[edge.requirement].stock;
    row.order_delay = draft.order_delay;
    row.lead_time   = draft.lead_time;
    row.priority    = draft.priority;
    row.may_cross   = draft.may_cross;
    row.is_lost     = offer.unmet == Unmet::lost || net().requirements[edge.requirement].unmet == Unmet::lost;

    LinkTerms terms = draft.terms;
    if (const double factor = plan_.requirements[requirement_draft_[edge.requirement.index]].power_factor; factor > 0) {
        const double power = offer.product.exists() ? net().products[offer.product].power_kw_it : 0;
        if (power > 0) terms.conversion = power * factor;
        else if (offer.product.exists() && plan_.products_are_whole)
            misnamed(DraftTable::link, edge.draft, "product",
                     quoted(draft.goods) + " has no power_kw_it, so it cannot be counted in the gigawatts of " +
                         quoted(draft.product));
    }
    if (const std::size_t o = offer_draft_[edge.offer.index]; o != no_draft) {
        terms.open_from  = std::max(terms.open_from, plan_.offers[o].on_sale_from);
        terms.open_until = std::min(terms.open_until, plan_.offers[o].on_sale_until);
    }
    row.is_windowed          = terms.open_from > LinkTerms{}.open_from || terms.open_until < LinkTerms{}.open_until;
    row.is_converted         = terms.conversion != 1;
    row.has_random_lead_time = terms.lead_time != nullptr;
    add_row(row, std::move(terms), draft.has_terms || row.is_windowed || row.is_converted || row.has_random_lead_time);
}

void Assembly::add_row(const Link& row, LinkTerms terms, bool has_terms) {
    const LinkId id{static_cast<std::uint32_t>(net().links.size())};
    net().links.push_back(row);
    net().seller.push_back(row.offer);
    if (net().link_terms_of.size() != 0) net().link_terms_of.push_back(Id<LinkTerms>::none);
    if (has_terms) give_terms(id, std::move(terms));
}

void Assembly::give_terms(LinkId id, LinkTerms terms) {
    if (net().terms_row(id) != Id<LinkTerms>::none) return;
    net().link_terms_of.resize(net().links.size(), Id<LinkTerms>::none);
    net().link_terms_of[id] = static_cast<std::uint32_t>(net().link_terms.size());
    net().link_terms.push_back(std::move(terms));
    terms_link_.push_back(id);
}

void Assembly::number_processes(std::vector<NumberedProcess> processes) {
    std::stable_sort(processes.begin(), processes.end(),
                     [](const NumberedProcess& a, const NumberedProcess& b) { return a.names < b.names; });
    for (std::size_t i = 0; i < processes.size(); ++i) {
        const auto& [names, draft, link] = processes[i];
        if (i > 0 && names == processes[i - 1].names)
            misnamed(DraftTable::process, draft, "name",
                     "agent " + quoted(names.first) + " has two processes " + quoted(names.second));
        process_draft_.push_back(draft);
        process_link_.push_back(link);
    }
}

}   // namespace secondsource
