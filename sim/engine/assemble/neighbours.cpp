// Who is next to whom: links of offers, inputs and consumers, sources of requirements, and the rows that are plain.

#include <algorithm>
#include <vector>

#include "sim/engine/assemble/assembly.h"
#include "sim/engine/given_yield.h"

namespace secondsource {
namespace {

std::shared_ptr<const YieldModel> all_good() {
    static const auto model = std::make_shared<const GivenYield>(Schedule{1.0});
    return model;
}

}   // namespace

void Assembly::join_offers() {
    for (const OfferId seller : net().seller) ++net().offers[seller].last_sale;
    std::uint32_t sales = 0;
    for (Offer& offer : net().offers) {   // counted, then filled
        const std::uint32_t count = offer.last_sale;
        offer.first_sale = offer.last_sale = sales;
        sales += count;
    }
    net().sales.resize(sales);
    for (std::uint32_t i = 0; i < net().links.size(); ++i) net().sales[net().offers[net().seller[LinkId{i}]].last_sale++] = LinkId{i};
    std::uint32_t links = 0;
    for (std::uint32_t r = 0; r < net().requirements.size(); ++r) {
        Requirement& row = net().requirements[RequirementId{r}];
        row.first_link   = links;
        while (links < net().links.size() && net().links[LinkId{links}].requirement.index == r) ++links;
        row.last_link = links;
        net().buyers.push_back({row.stock, links, r + 1});
    }
    for (std::uint32_t r = static_cast<std::uint32_t>(net().buyers.size()); r-- > 1;) {
        const Requirement &row = net().requirements[RequirementId{r}], &last = net().requirements[RequirementId{r - 1}];
        const bool are_alike = row.last_link - row.first_link == last.last_link - last.first_link && row.stock.index == last.stock.index + 1;
        if (are_alike) net().buyers[RequirementId{r - 1}].alike_until = net().buyers[RequirementId{r}].alike_until;
    }
    for (Offer& offer : net().offers) {   // an offer all of whose orders are lost keeps no backlog
        const auto own     = net().sales_of(offer);
        const auto is_lost = [&](LinkId id) { return net().links[id].is_lost; };
        offer.may_lose     = std::ranges::any_of(own, is_lost);
        if (offer.may_lose && std::ranges::all_of(own, is_lost)) offer.unmet = Unmet::lost;
    }
}

void Assembly::join_processes() {
    std::vector<std::vector<ProcessId>> consumers(net().stocks.size());
    for (std::uint32_t p = 0; p < process_draft_.size(); ++p) {
        const ProcessDraft& draft = plan_.processes[process_draft_[p]];
        Process             row;
        row.agent       = agent_.at(draft.agent);
        row.name        = draft.name;
        row.link        = process_link_[p];
        row.first_input = static_cast<std::uint32_t>(net().inputs.size());
        for (const InputDraft& input : draft.inputs) {
            const StockId stock = stock_.at(draft.agent, input.product);
            if (!stock.exists()) continue;   // of a product that is not known, which was said
            net().inputs.push_back({stock, input.per_start});
            auto& list = consumers[stock.index];
            if (list.empty() || list.back() != ProcessId{p}) list.push_back(ProcessId{p});
        }
        row.last_input       = static_cast<std::uint32_t>(net().inputs.size());
        row.output_per_start = draft.output_per_start;
        row.pool_per_start   = draft.pool_per_start;
        row.lot              = draft.lot;
        row.available_from   = draft.available_from;
        row.is_push          = draft.is_push;
        net().processes.push_back(row);
        net().links[row.link].process                           = ProcessId{p};
        net().offers[net().links[row.link].offer].has_processes = true;
        model_->yield_of.push_back(interned(model_->yields, draft.yield ? draft.yield : all_good()));
    }
    for (const std::vector<ProcessId>& list : consumers) {
        net().first_consumer.push_back(static_cast<std::uint32_t>(net().consumers.size()));
        net().consumers.insert(net().consumers.end(), list.begin(), list.end());
    }
    net().first_consumer.push_back(static_cast<std::uint32_t>(net().consumers.size()));
}

/// Offers downstream of a stock that several want, as far as goods get without delay: what is offered again of the one may
/// come to the others after their turn.
void Assembly::mark_fed_late() {
    std::vector<OfferId> feeders;
    const auto           for_users = [&](StockId stock, auto use) {
        if (const OfferId sale = net().offer_of[stock]; sale.exists()) use(sale);
        for (const ProcessId consumer : net().consumers_of(stock)) use(net().links[net().processes[consumer].link].offer);
    };
    for (std::uint32_t s = 0; s < net().stocks.size(); ++s) {
        const OfferId     sale  = net().offer_of[StockId{s}];
        const std::size_t sales = sale.exists() ? net().sales_of(net().offers[sale]).size() : 0;
        const std::size_t users = net().consumers_of(StockId{s}).size();
        if (users > 0 && users + sales > 1) for_users(StockId{s}, [&](OfferId offer) { feeders.push_back(offer); });
    }
    while (!feeders.empty()) {
        const auto sales = net().sales_of(net().offers[feeders.back()]);
        feeders.pop_back();
        for (const LinkId id : sales)
            if (const Link& link = net().links[id]; link.lead_time == 0 || link.has_random_lead_time)
                for_users(link.stock, [&](OfferId offer) {
                    if (net().offers[offer].is_fed_late) return;
                    net().offers[offer].is_fed_late = true;
                    feeders.push_back(offer);
                });
    }
}

/// Links that take the short way through a tick.
void Assembly::mark_plain() {
    for (Link& link : net().links) {
        const bool is_simple = !link.process.exists() && link.order_delay == 0 && !link.has_random_lead_time &&
                               !link.may_pause && !link.is_windowed && !link.is_converted;
        const bool is_used_up = net().stocks[link.stock].is_consumed;
        link.is_plain         = is_simple && link.lead_time > 0 && !is_used_up;
        link.is_counter       = is_simple && link.lead_time == 0 && is_used_up;
    }
    for (std::size_t i = 0; i < link_of_draft_.size(); ++i) {   // lost orders on a plain link are those of the tick
        if (!link_of_draft_[i].exists()) continue;
        Link& link = net().links[link_of_draft_[i]];
        if (link.is_lost && !plan_.links[i].initial.backlog.is_zero()) link.is_plain = link.is_counter = false;
    }
}

void Assembly::join_sources() {
    for (std::uint32_t r = 0; r < net().requirements.size(); ++r) {
        Requirement& row = net().requirements[RequirementId{r}];
        row.is_plain     = true;
        for (const LinkId id : net().sources_of(RequirementId{r})) {
            const Link&  link  = net().links[id];
            const Offer& offer = net().offers[link.offer];
            row.is_plain = row.is_plain && (link.is_plain || link.is_counter) && offer.product.exists() &&
                           net().products[offer.product].grain.parts() == 1;
        }
        const OfferId sale = net().offer_of[row.stock];
        row.loses          = sale.exists() && net().offers[sale].unmet == Unmet::lost;
        row.is_used        = !net().consumers_of(row.stock).empty();
    }
    for (std::uint32_t o = 0; o < net().offers.size(); ++o) {
        Offer&     offer        = net().offers[OfferId{o}];
        const bool shares_stock = offer.stock.exists() && !net().consumers_of(offer.stock).empty();   // with own processes
        offer.is_plain          = offer.origin != Origin::pool && !offer.has_processes && !shares_stock && !offer.is_fed_late;
        if (!offer.is_plain) continue;
        const auto sales = net().sales_of(offer);
        offer.is_counter = !sales.empty() && net().links[sales.front()].is_counter;
        for (const LinkId id : sales) {
            const Link& link = net().links[id];
            offer.is_plain   = offer.is_plain && (offer.is_counter ? link.is_counter : link.is_plain) &&
                             link.is_lost == (offer.unmet == Unmet::lost) &&
                             net().requirements[link.requirement].is_plain;
        }
        offer.is_counter      = offer.is_counter && offer.is_plain;
        const auto& policy    = model_->allocations[model_->allocation_of[OfferId{o}]];
        offer.is_proportional = offer.is_plain && policy && policy->is_proportional();
    }
}

}   // namespace secondsource
