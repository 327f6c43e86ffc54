// What every row needs: a source, a way to split over several, and room in memory.

#include <algorithm>
#include <cstdint>
#include <set>

#include <fmt/format.h>

#include "sim/engine/assemble/assembly.h"

namespace secondsource {

/// It begins with goods, or gets some from outside the model; or is in doubt, so that it may.
bool Assembly::has_goods_of_its_own(StockId id) {
    const Stock&      stock = net().stocks[id];
    const std::size_t draft = stock_draft_[id.index];
    return stock.has_receipts || !stock.initial.is_zero() ||
           (draft != no_draft && plan_.doubt(DraftTable::stock, draft) != Doubt::none);
}

/// Nothing could ever be in this stock. One that does not exist is of a product that is not known, which was said.
bool Assembly::is_never_filled(StockId id) {
    return id.exists() && !net().requirement_of[id].exists() && !has_goods_of_its_own(id) &&
           !may_be_required(net().agents[net().stocks[id].agent].name);
}

void Assembly::check_requirements() {
    for (std::uint32_t r = 0; r < net().requirements.size(); ++r) {
        const std::size_t       number  = requirement_draft_[r];
        const RequirementDraft& draft   = plan_.requirements[number];
        const std::size_t       sources = net().sources_of(RequirementId{r}).size();
        const StockId           stock   = net().requirements[RequirementId{r}].stock;
        if (sources == 0 && !has_goods_of_its_own(stock) && !may_be_served(draft.agent))
            misnamed(DraftTable::requirement, number, "",
                     "nothing supplies " + quoted(draft.product) + " to agent " + quoted(draft.agent),
                     "add a [[link]] with buyer = " + quoted(draft.agent) + ", or a process with that output",
                     {"to " + draft.agent + "." + draft.product});
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
    if (named.empty() || may_be_served(draft.agent)) return;
    const auto name_of = [&](LinkId source) -> const std::string& {
        return net().agents[net().offers[net().seller[source]].seller].name;
    };
    const auto sources = net().sources_of(id);
    for (const std::string_view seller : named)
        if (std::ranges::find(sources, seller, name_of) == sources.end())
            misfit(DraftTable::requirement, requirement_draft_[id.index], "sourcing",
                   quoted(seller) + " sells no " + quoted(draft.product) + " to agent " + quoted(draft.agent),
                   did_you_mean(seller, [&](auto& known) {
                       for (const LinkId source : sources) known.push_back(name_of(source));
                   }), {"agent." + std::string{seller}, "from " + std::string{seller} + " to " + draft.agent + "." + draft.product});
}

void Assembly::check_inputs() {
    for (std::size_t i = 0; i < plan_.processes.size(); ++i) {
        const ProcessDraft& draft = plan_.processes[i];
        for (const InputDraft& input : draft.inputs)
            if (is_never_filled(stock_.at(draft.agent, input.product)))
                misfit(DraftTable::process, i, "inputs",
                       "nothing supplies " + quoted(input.product) + ", an input of process " + quoted(draft.name) +
                           " of agent " + quoted(draft.agent),
                       "add [[agent.requirement]] product = " + quoted(input.product) + " and a source",
                       {"agent." + draft.agent + ".requirement." + input.product});
    }
}

void Assembly::check_offers() {
    for (std::size_t i = 0; i < plan_.offers.size(); ++i) {
        const OfferDraft& draft = plan_.offers[i];
        if (draft.origin == Origin::stock && is_never_filled(stock_.at(draft.agent, draft.goods)))
            misfit(DraftTable::offer, i, "product",
                   "agent " + quoted(draft.agent) + " offers " + quoted(draft.goods) + " but nothing supplies it", {},
                   {"agent." + draft.agent + ".requirement." + draft.goods, "agent." + draft.agent + ".stock." + draft.goods});
    }
}

/// Long-term agreements are with suppliers who could keep them, if nothing goes wrong.
void Assembly::check_reserved() {
    std::vector<std::vector<Agreement>> agreements(net().offers.size());
    const auto add = [&](DraftTable table, std::size_t draft, LinkId link, const Schedule& reserved) {
        if (link.exists() && !(reserved == Schedule{0.0})) agreements[net().links[link].offer.index].push_back({table, draft, &reserved});
    };
    for (std::size_t i = 0; i < link_of_draft_.size(); ++i) add(DraftTable::link, i, link_of_draft_[i], plan_.links[i].terms.reserved);
    for (std::size_t p = 0; p < process_link_.size(); ++p)
        add(DraftTable::process, process_draft_[p], process_link_[p], plan_.processes[process_draft_[p]].reserved);

    for (std::uint32_t o = 0; o < net().offers.size(); ++o) {
        if (agreements[o].empty() || offer_draft_[o] == no_draft) continue;
        const Offer& offer = net().offers[OfferId{o}];
        const auto&  rule  = plan_.offers[offer_draft_[o]].allocation;
        if (!rule || !rule->reads().reserved) continue;
        if (offer.pool.exists()) check_reserved(offer_draft_[o], net().pools[offer.pool].capacity, agreements[o]);
        else if (offer.has_ship_max) check_reserved(offer_draft_[o], net().terms(OfferId{o})->ship_max, agreements[o]);
    }
}

void Assembly::check_reserved(std::size_t offer, const Schedule& capacity, const std::vector<Agreement>& agreements) {
    std::set<Tick> times{Tick{0}};
    const auto     add_times = [&](const Schedule& schedule) {
        for (const Schedule::Step& step : schedule.steps())
            if (step.from > Tick{0} && step.from < plan_.end) times.insert(step.from);
    };
    add_times(capacity);
    for (const Agreement& agreement : agreements) add_times(*agreement.reserved);

    const OfferDraft& draft   = plan_.offers[offer];
    const bool        is_pool = draft.origin == Origin::pool;
    const std::string who     = (is_pool ? "pool " : "the offer of ") + quoted(draft.goods) + " of agent " + quoted(draft.agent);
    const auto        a_tick  = [&](double amount) { return fmt::format("{:.6g} a {}", amount, to_text(plan_.calendar.tick_length())); };
    const auto        over    = [](double amount, double room) { return amount > room * (1 + 1e-9); };   // but for rounding
    double            most    = 0;
    for (const Tick time : times) most = std::max(most, capacity.at(time));
    bool is_said = false;
    for (const auto& [table, number, reserved] : agreements)
        for (const Tick time : times)
            if (const double amount = reserved->at(time); over(amount, most)) {
                warn(table, number, "reserved", fmt::format("{} are reserved, more than {} ever has: {}", a_tick(amount), who, a_tick(most)));
                is_said = true;
                break;
            }
    if (is_said) return;
    for (const Tick time : times) {
        double sum = 0;
        for (const Agreement& agreement : agreements) sum += agreement.reserved->at(time);
        if (!over(sum, capacity.at(time))) continue;
        const std::string when = plan_.calendar.has_dates() ? "on " + to_text(plan_.calendar.date_of(time)) : "in tick " + std::to_string(time.index);
        return warn(DraftTable::offer, offer, is_pool ? "capacity" : "ship_max",
                    fmt::format("{} has {} {}, and long-term agreements reserve {}", who, a_tick(capacity.at(time)), when, a_tick(sum)));
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
