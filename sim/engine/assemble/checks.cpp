// What every row needs: a source, a way to split over several, and room in memory.

#include <algorithm>
#include <cstdint>

#include "sim/engine/assemble/assembly.h"

namespace secondsource {

/// Nothing could ever be in this stock.
bool Assembly::is_never_filled(StockId id) {
    const Stock& stock = net().stocks[id];
    return !net().requirement_of[id].exists() && !stock.has_receipts && stock.initial.is_zero();
}

void Assembly::check_requirements() {
    for (std::uint32_t r = 0; r < net().requirements.size(); ++r) {
        const std::size_t       number  = requirement_draft_[r];
        const RequirementDraft& draft   = plan_.requirements[number];
        const std::size_t       sources = net().sources_of(RequirementId{r}).size();
        const Stock&            stock   = net().stocks[net().requirements[RequirementId{r}].stock];
        if (sources == 0 && !stock.has_receipts && stock.initial.is_zero())
            misfit(DraftTable::requirement, number, "",
                   "nothing supplies " + quoted(draft.product) + " to agent " + quoted(draft.agent),
                   "add a [[link]] with buyer = " + quoted(draft.agent) + ", or a process with that output");
        if (sources > 1 && !draft.sourcing && (draft.replenishment || draft.is_market()))
            misfit(DraftTable::requirement, number, "sourcing",
                   quoted(draft.product) + " of agent " + quoted(draft.agent) + " has " + std::to_string(sources) +
                       " sources: say how orders are split",
                   "for example sourcing = { policy = \"shares\", shares = { … } }");
        if (draft.sourcing) check_sourcing(RequirementId{r});
    }
}

void Assembly::check_sourcing(RequirementId id) {
    const RequirementDraft&             draft = plan_.requirements[requirement_draft_[id.index]];
    const std::vector<std::string_view> named = draft.sourcing->named_sellers();
    if (named.empty()) return;
    const auto name_of = [&](const SourceRow& source) -> const std::string& {
        return net().agents[net().offers[source.offer].seller].name;
    };
    const auto sources = net().sources_of(id);
    for (const std::string_view seller : named)
        if (std::ranges::find(sources, seller, name_of) == sources.end())
            misfit(DraftTable::requirement, requirement_draft_[id.index], "sourcing",
                   quoted(seller) + " sells no " + quoted(draft.product) + " to agent " + quoted(draft.agent),
                   did_you_mean(seller, [&](auto& known) {
                       for (const SourceRow& source : sources) known.push_back(name_of(source));
                   }));
}

void Assembly::check_inputs() {
    for (std::size_t i = 0; i < plan_.processes.size(); ++i) {
        const ProcessDraft& draft = plan_.processes[i];
        for (const InputDraft& input : draft.inputs)
            if (is_never_filled(stock_.at(draft.agent, input.product)))
                misfit(DraftTable::process, i, "inputs",
                       "nothing supplies " + quoted(input.product) + ", an input of process " + quoted(draft.name) +
                           " of agent " + quoted(draft.agent),
                       "add [[agent.requirement]] product = " + quoted(input.product) + " and a source");
    }
}

void Assembly::check_offers() {
    for (std::size_t i = 0; i < plan_.offers.size(); ++i) {
        const OfferDraft& draft = plan_.offers[i];
        if (draft.origin == Origin::stock && is_never_filled(stock_.at(draft.agent, draft.goods)))
            misfit(DraftTable::offer, i, "product",
                   "agent " + quoted(draft.agent) + " offers " + quoted(draft.goods) + " but nothing supplies it");
    }
}

/// Things under way are kept tick by tick: lead times and order delays that add up to more than 2^27 ticks would take
/// gigabytes.
void Assembly::check_memory() {
    constexpr std::uint64_t slots_max = 1ULL << 27;
    std::uint64_t           slots     = 0;
    const auto              own = [](const Link& link) { return std::uint64_t{link.lead_time} + link.order_delay; };
    for (const Link& link : net().links) slots += own(link);
    if (slots <= slots_max) return;
    const auto        longest = std::max_element(net().links.begin(), net().links.end(),
                                                 [&](const Link& a, const Link& b) { return own(a) < own(b); });
    const std::string message = "lead times, cycle times and order delays add up to " + std::to_string(slots) +
                                " ticks over all links and processes, more than " + std::to_string(slots_max);
    const std::string help = "choose a longer tick in [scenario]";
    if (longest->process.exists()) {
        misfit(DraftTable::process, process_draft_[longest->process.index], "cycle_time", message, help);
    } else {
        const LinkId id{static_cast<std::uint32_t>(longest - net().links.begin())};
        const auto   draft = std::find(link_of_draft_.begin(), link_of_draft_.end(), id);
        misfit(DraftTable::link, static_cast<std::size_t>(draft - link_of_draft_.begin()), "lead_time", message, help);
    }
}

}   // namespace secondsource
