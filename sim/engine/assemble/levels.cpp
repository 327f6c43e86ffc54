// Who comes before whom within a tick: levels of requirements and offers, and the reviews that run together.

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "sim/base/chance.h"
#include "sim/engine/assemble/assembly.h"
#include "sim/engine/downstream.h"

namespace secondsource {
namespace {

/// "tsmc.n3 -> amd.mi450 -> tsmc.n3": rows by their paths, without the table.
template <class IdType>
std::string loop_text(const Network& network, const std::vector<std::uint32_t>& loop) {
    std::string text;
    const auto  add = [&](std::uint32_t row) {
        const std::string path = network.path(IdType{row});
        text += path.substr(path.find('.') + 1);
    };
    for (const std::uint32_t row : loop) {
        add(row);
        text += " -> ";
    }
    add(loop.front());
    return text;
}

}   // namespace

/// Orders climb: a requirement comes before those that see its orders in the same tick, or that look through it. Markets
/// order before anybody reviews.
void Assembly::level_requirements() {
    std::vector<Arc> arcs;
    const auto       reads_echelon = [&](RequirementId id) {
        const auto& policy = plan_.requirements[requirement_draft_[id.index]].replenishment;
        return policy && policy->reads().echelon;
    };
    const auto climb = [&](const Link& link, StockId stock) {
        const RequirementId above = net().requirement_of[stock];
        if (above.exists() && link.order_delay == 0 && net().requirements[above].plans_on == PlansOn::this_tick) arcs.push_back({link.requirement.index, above.index});
    };
    for (const Link& link : net().links) {
        if (plan_.requirements[requirement_draft_[link.requirement.index]].is_market()) continue;
        if (link.process.exists()) {
            for (const Input& input : net().inputs_of(net().processes[link.process])) climb(link, input.stock);
        } else if (net().offers[link.offer].stock.exists()) {
            climb(link, net().offers[link.offer].stock);
        }
    }
    for (std::uint32_t r = 0; r < net().requirements.size(); ++r) {
        if (!reads_echelon(RequirementId{r})) continue;
        std::vector<StockId> loop;
        if (const auto below = downstream_of(net(), net().requirements[RequirementId{r}].stock, loop))   // else that is told later
            for (const Downstream::Stage& stage : std::span{below->stages}.subspan(1))
                if (const RequirementId other = net().requirement_of[stage.stock]; other.exists() && !net().stocks[stage.stock].is_consumed) arcs.push_back({other.index, r});
    }
    Levels found = levels(static_cast<std::uint32_t>(net().requirements.size()), arcs);
    if (!found.loop.empty()) {
        misfit(DraftTable::requirement, requirement_draft_[found.loop[0]], "",
               "orders run in a loop without delay: " + loop_text<RequirementId>(net(), found.loop),
               "give one of its links an order delay, or let one of its requirements plan on the last tick");
        return;
    }
    model_->reviews.resize(found.count);
    requirement_level_ = std::move(found.of);
}

void Assembly::look_downstream(RequirementId id) {
    const std::size_t       draft = requirement_draft_[id.index];
    const RequirementDraft& row   = plan_.requirements[draft];
    const std::string       what  = quoted(row.product) + " of agent " + quoted(row.agent);
    std::vector<StockId>    loop;
    auto                    found = downstream_of(net(), net().requirements[id].stock, loop);
    if (!found) {
        std::string text;
        for (const StockId stock : loop) text += (text.empty() ? "" : " -> ") + net().path(stock).substr(net().path(stock).find('.') + 1);
        misfit(DraftTable::requirement, draft, "", what + " looks at all that is downstream, where goods run in a loop: " + text,
               "give it a replenishment that looks at its own position, and demand_signal = \"own\"");
        return;
    }
    const auto is_market = [&](const Downstream::Stage& stage) { return net().stocks[stage.stock].is_consumed; };
    if (row.signal == DemandSignal::market && std::none_of(found->stages.begin(), found->stages.end(), is_market))
        misfit(DraftTable::requirement, draft, "demand_signal", "nothing of " + what + " ends up in a market");
    model_->below.emplace_back(id, std::move(*found));
}

/// Goods descend: an offer comes before those whose stock it fills in the same tick.
void Assembly::level_offers() {
    std::vector<Arc> arcs;
    const auto       pour = [&](OfferId from, StockId into) {
        if (const OfferId below = net().offer_of[into]; below.exists()) arcs.push_back({from.index, below.index});
        for (const ProcessId consumer : net().consumers_of(into))
            arcs.push_back({from.index, net().links[net().processes[consumer].link].offer.index});
    };
    for (const Link& link : net().links)
        if (link.lead_time == 0) pour(link.offer, link.stock);
    const Levels found = levels(static_cast<std::uint32_t>(net().offers.size()), arcs);
    if (!found.loop.empty()) return report_goods_loop(found.loop);
    take_turns(found);
}

/// Numbers the parts of the kinds of plain offers: what has common customers is of one part, and others join it up to
/// Turn::most_links; what nobody buys joins the last.
void Assembly::part_turns(std::vector<TurnKind>& kinds) {
    std::vector<Arc> arcs;
    for (const Requirement& row : net().requirements)
        for (std::uint32_t l = row.first_link + 1; l < row.last_link; ++l) {
            const OfferId one = net().seller[LinkId{l - 1}], other = net().seller[LinkId{l}];
            if (kinds[one.index] == kinds[other.index]) arcs.push_back({one.index, other.index});
        }
    const auto component = components(static_cast<std::uint32_t>(net().offers.size()), arcs);
    struct Part {
        std::uint32_t number = 0;
        std::size_t   links  = 0;
    };
    std::vector<std::size_t>   links(net().offers.size());   // of a component
    for (std::uint32_t o = 0; o < net().offers.size(); ++o) links[component[o]] += net().sales_of(net().offers[OfferId{o}]).size();
    std::map<TurnKind, Part>   parts;
    std::vector<std::uint32_t> part_of(net().offers.size(), 0xffffffffU);   // by component
    for (std::uint32_t o = 0; o < net().offers.size(); ++o) {
        if (!net().offers[OfferId{o}].is_plain) continue;
        std::uint32_t& part = part_of[component[o]];
        if (part == 0xffffffffU) {
            Part&             last = parts[kinds[o]];
            const std::size_t more = links[component[o]];
            if (last.links > 0 && more > 0 && last.links + more > Turn::most_links) last = {last.number + 1, 0};
            last.links += more;
            part = last.number;
        }
    }
    for (std::uint32_t o = 0; o < net().offers.size(); ++o)
        if (net().offers[OfferId{o}].is_plain) std::get<4>(kinds[o]) = part_of[component[o]];
}

/// The offers of a turn that are neighbours, as are their stocks.
void Assembly::list_stretches(Turn& turn) {
    for (const OfferId id : turn.offers) {
        const Offer& offer = net().offers[id];
        if (!turn.stretches.empty()) {
            Turn::Stretch& last     = turn.stretches.back();
            const bool     is_next  = last.first.index + last.count == id.index && last.is_proportional == offer.is_proportional;
            if (is_next && (last.stock.exists() ? last.stock.index + last.count == offer.stock.index : !offer.stock.exists())) {
                ++last.count;
                continue;
            }
        }
        turn.stretches.push_back({id, offer.stock, 1, offer.is_proportional});
    }
}

/// All links but those of plain turns, neighbours together.
void Assembly::list_not_plain() {
    const auto links = static_cast<std::uint32_t>(net().links.size());
    std::vector<IdRange<LinkId>> plain{{links, links}};   // where the last of the others end
    for (const Turn& turn : net().downward)
        for (const Turn::Run& run : turn.runs) plain.push_back(run.links);
    std::ranges::sort(plain, {}, [](const IdRange<LinkId>& run) { return run[0].index; });
    std::uint32_t next = 0;
    for (const IdRange<LinkId>& run : plain) {
        if (next < run[0].index) net().not_plain.push_back({next, run[0].index});
        next = run[0].index + static_cast<std::uint32_t>(run.size());
    }
}

/// Offers of one depth in the order of their rows, those that are plain and alike together, as far as they have common
/// customers or are few.
void Assembly::take_turns(const Levels& depths) {
    std::vector<TurnKind> kinds;
    for (std::uint32_t o = 0; o < net().offers.size(); ++o) {
        const Offer& offer = net().offers[OfferId{o}];
        if (!offer.is_plain) kinds.push_back({depths.of[o], false, false, false, 0});
        else kinds.push_back({depths.of[o], true, offer.unmet == Unmet::lost, offer.is_counter, 0});
    }
    part_turns(kinds);
    std::map<TurnKind, Turn> turns;
    const auto               kind_of = [&](OfferId id) { return kinds[id.index]; };
    for (std::uint32_t o = 0; o < net().offers.size(); ++o) turns[kinds[o]].offers.push_back(OfferId{o});
    std::uint32_t begin = 0;
    for (std::uint32_t end = 1; end <= net().links.size(); ++end) {
        const TurnKind kind = kind_of(net().seller[LinkId{begin}]);
        if (end < net().links.size() && end - begin < Turn::longest_run && kind_of(net().seller[LinkId{end}]) == kind) continue;
        turns[kind].runs.push_back({{begin, end}, net().links[LinkId{begin}].requirement});
        begin = end;
    }
    for (auto& [kind, turn] : turns) {
        std::size_t links = 0;
        for (const Turn::Run& run : turn.runs) links += run.links.size();
        std::tie(std::ignore, turn.is_plain, turn.is_lost, turn.is_counter, std::ignore) = kind;
        turn.is_plain = turn.is_plain && links >= Turn::fewest_links && links >= Turn::fewest_per_run * turn.runs.size();
        if (turn.is_plain) list_stretches(turn);
        else turn.runs.clear();
        net().downward.push_back(std::move(turn));
    }
    list_not_plain();
}

/// At the first of its links or processes.
void Assembly::report_goods_loop(const std::vector<std::uint32_t>& loop) {
    const std::string message = "goods run in a loop without delay: " + loop_text<OfferId>(net(), loop);
    const std::string help    = "give one of its links a lead time, or one of its processes a cycle time";
    const auto        is_of   = [&](LinkId id) {
        return id.exists() && net().links[id].offer.index == loop.front() && net().links[id].lead_time == 0;
    };
    for (std::size_t i = 0; i < link_of_draft_.size(); ++i)
        if (is_of(link_of_draft_[i])) return misfit(DraftTable::link, i, "", message, help);
    for (std::size_t p = 0; p < process_link_.size(); ++p)
        if (is_of(process_link_[p])) return misfit(DraftTable::process, process_draft_[p], "", message, help);
}

/// Requirements of one level with the same policies that see alike are reviewed together. Groups stand in the order of their first
/// rows.
void Assembly::group_reviews() {
    std::vector<std::pair<std::string_view, std::uint32_t>> names;
    for (std::uint32_t a = 0; a < net().agents.size(); ++a) names.emplace_back(net().agents[AgentId{a}].name, a);
    std::unordered_map<const SourcingPolicy*, std::shared_ptr<const SourcingPolicy>> bound;
    const auto bind = [&](const std::shared_ptr<const SourcingPolicy>& policy) {
        if (!policy) return policy;
        auto& mine = bound[policy.get()];
        if (!mine) mine = policy->bound(names);
        if (!mine) mine = policy;
        return mine;
    };
    using Ways = std::tuple<std::uint32_t, const ForecastPolicy*, const ReplenishmentPolicy*, const SourcingPolicy*,
                            const InflationPolicy*, PlansOn, DemandSignal, bool, bool, bool, bool>;
    std::map<Ways, std::size_t> group_of;   // only looked up
    for (std::uint32_t r = 0; r < net().requirements.size(); ++r) {
        const RequirementId     id{r};
        const RequirementDraft& draft    = plan_.requirements[requirement_draft_[r]];
        const auto              sourcing = bind(draft.sourcing);
        if (draft.is_market()) {
            MarketDemand demand;
            demand.first_factor = static_cast<std::uint32_t>(model_->demand_factors.size());
            for (const auto& factor : draft.demand) model_->demand_factors.push_back({factor, 0, static_cast<std::uint32_t>(factor->state_size())});
            demand.last_factor = static_cast<std::uint32_t>(model_->demand_factors.size());
            demand.sourcing    = sourcing;
            demand.key         = path_key(net().path(id));
            MarketRow market{id, net().requirements[id].stock, {}};
            if (const auto links = net().sources_of(id); !sourcing && links.size() == 1 && net().requirements[id].is_plain) market.counter = links[0];
            model_->quotes_queues = model_->quotes_queues || (sourcing && sourcing->reads().lead_time);
            net().requirements[id].market = static_cast<std::uint32_t>(model_->markets.size());
            model_->markets.push_back(market);
            model_->demands.push_back(std::move(demand));
            continue;
        }
        if (!draft.replenishment) continue;   // never orders: lives on what comes from outside
        auto&       groups = model_->reviews[requirement_level_[r]];
        const auto& row  = net().requirements[id];
        const OfferId sale = net().offer_of[row.stock];
        const bool  loses_some = sale.exists() && net().offers[sale].may_lose && !row.loses;
        const Ways  ways = {requirement_level_[r], draft.forecast.get(), draft.replenishment.get(), sourcing.get(), draft.inflation.get(),
                            row.plans_on, row.signal, row.review_every == 1, row.loses, row.is_used, loses_some};
        const auto [place, is_new] = group_of.try_emplace(ways, groups.size());
        if (is_new) {
            ReviewGroup fresh;
            fresh.forecast      = draft.forecast;
            fresh.replenishment = draft.replenishment;
            fresh.sourcing      = sourcing;
            fresh.inflation     = draft.inflation;
            fresh.reads         = draft.replenishment->reads();
            fresh.plans_on      = row.plans_on;
            fresh.signal        = row.signal;
            fresh.every_tick    = row.review_every == 1;
            fresh.loses         = row.loses;
            fresh.loses_some    = loses_some;
            fresh.is_used       = row.is_used;
            fresh.splits_at_once =
                sourcing && !draft.inflation && !fresh.reads.carries && model_->disruptions.empty() && sourcing->weights({}, {});
            groups.push_back(std::move(fresh));
        }
        ReviewGroup& group = groups[place->second];
        group.rows.push_back(id);
        group.splits_at_once   = group.splits_at_once && row.is_plain && row.review_every == 1 && net().costs(row.stock).order == 0 &&
                               draft.forced.empty();
        if (group.reads.echelon || draft.signal == DemandSignal::market) look_downstream(id);
        if (draft.forecast && draft.plans_on == PlansOn::last_tick)
            model_->orders_before.emplace_back(id, draft.forecast->initial());
        if (row.is_used && row.plans_on == PlansOn::last_tick) model_->used_before.push_back(row.stock);
        model_->keeps_usage = model_->keeps_usage || group.reads.usage;
        model_->carries     = model_->carries || group.reads.carries;
        model_->inflates    = model_->inflates || draft.inflation != nullptr;
        model_->quotes_queues =
            model_->quotes_queues || draft.inflation != nullptr || (sourcing && sourcing->reads().lead_time);
    }
    std::sort(model_->used_before.begin(), model_->used_before.end());
}

/// Finds whose orders may be claimed as they are placed: nobody looks at them before their sellers are served. A group claims
/// at once of such turns alone, and such a turn has customers of such groups alone.
void Assembly::claim_at_once() {
    const auto looks_at_others = [](const ReviewGroup& group) { return group.reads.echelon; };   // at what they have ordered of each other
    for (const auto& level : model_->reviews)
        if (std::ranges::any_of(level, looks_at_others)) return;
    std::vector<ReviewGroup*> group_of(net().links.size());   // of the buyer; none: a market, or it never orders
    for (auto& level : model_->reviews)
        for (ReviewGroup& group : level) {
            group.claims_at_once = group.splits_at_once;
            for (const RequirementId id : group.rows)
                for (const LinkId link : net().sources_of(id)) group_of[link.index] = &group;
        }
    const auto plans_now = [&](OfferId id) {
        const StockId       stock = net().offers[id].stock;
        const RequirementId own   = stock.exists() ? net().requirement_of[stock] : RequirementId{};
        return own.exists() && net().requirements[own].plans_on == PlansOn::this_tick;
    };
    std::vector<Turn*> turn_of(net().offers.size());
    for (Turn& turn : net().downward) {
        turn.is_claimed_at_once = turn.is_plain && turn.is_lost && !turn.is_counter && std::ranges::none_of(turn.offers, plans_now);
        for (const OfferId id : turn.offers) turn_of[id.index] = &turn;
    }
    for (bool again = true; std::exchange(again, false);)
        for (std::uint32_t l = 0; l < net().links.size(); ++l) {
            ReviewGroup* const group  = group_of[l];
            Turn&              turn   = *turn_of[net().seller[LinkId{l}].index];
            const bool         claims = group && group->claims_at_once;
            if (claims == turn.is_claimed_at_once) continue;
            if (group) group->claims_at_once = false;
            turn.is_claimed_at_once = false;
            again                   = true;
        }
}

}   // namespace secondsource
