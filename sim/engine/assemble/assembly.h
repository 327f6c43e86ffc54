#pragma once
// The making of a model, step by step. Inside of assemble/ only.

#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/base/spelling.h"
#include "sim/engine/blueprint.h"
#include "sim/network/graph.h"

namespace secondsource {

/// An agent and something of it. The words are the blueprint's.
using NamePair = std::pair<std::string_view, std::string_view>;

/// The rows of one table by their names; only looked up, so that their order in here does not matter.
template <class IdType>
class Directory {
public:
    void add(const NamePair& names, IdType id) { ids_.emplace(names, id); }
    void add(std::string_view name, IdType id) { add({name, {}}, id); }
    /// None if there is no such row.
    IdType at(std::string_view name, std::string_view of_it = {}) const {
        const auto found = ids_.find({name, of_it});
        return found == ids_.end() ? IdType{} : found->second;
    }

private:
    struct Hash {
        std::size_t operator()(const NamePair& names) const {
            const std::hash<std::string_view> hash;
            return hash(names.first) * 0x9E3779B97F4A7C15ULL + hash(names.second);
        }
    };
    std::unordered_map<NamePair, IdType, Hash> ids_;
};

std::string quoted(std::string_view name);

/// Makes one model out of one blueprint. Steps stand in the order in which they are taken; each relies on what those
/// before it have made. Rows are numbered in the order of their names, so that the order of drafts has no meaning.
class Assembly {
public:
    Assembly(const Blueprint& blueprint, std::vector<Misfit>& misfits) : plan_{blueprint}, misfits_{misfits} {}

    Assembled assembled();

private:
    static constexpr std::size_t no_draft     = static_cast<std::size_t>(-1);
    static constexpr std::size_t compared_max = 1'000'000;   // words, for suggestions: a second

    // rows.cpp: what stands for itself.
    void name_agents_and_products();
    void name_stocks();
    StockCosts& costs_of(Stock& row);
    void name_pools();
    void name_offers();
    void add_offer(std::size_t number);
    void check_pool(std::size_t process);
    void name_requirements();

    // links.cpp: what joins two of those.
    struct Edge;
    struct NumberedProcess {
        NamePair    names;
        std::size_t draft;
        LinkId      link;
    };
    void              name_links();
    std::vector<Edge> edges_of_links();
    void              add_edges_of_processes(std::vector<Edge>& edges);
    void              add_row_of_link(const Edge& edge);
    void              add_row_of_process(const Edge& edge);
    void              add_row(const Link& row, LinkTerms terms, bool has_terms);
    void              give_terms(LinkId id, LinkTerms terms);
    void              number_processes(std::vector<NumberedProcess> processes);

    // neighbours.cpp: who is next to whom.
    void join_offers();
    void join_processes();
    void join_sources();
    void mark_fed_late();
    void mark_plain();

    // disruptions.cpp: which rows each disruption is of.
    void join_disruptions();
    void join_pool(const DisruptionDraft& draft, std::size_t number, Disruption& row);
    void join_agent(const DisruptionDraft& draft, std::size_t number, Disruption& row);
    /// Where a disruption finds goods under way: on its links, and in the work of its pools and of processes without one.
    std::vector<LinkId> scrapped_by(const Disruption& row);

    // checks.cpp: what every row needs.
    void check_requirements();
    void check_sourcing(RequirementId id);
    void check_inputs();
    void check_offers();
    void check_reserved();
    struct Agreement {   // of a link or a process with its supplier
        DraftTable      table;
        std::size_t     draft;
        const Schedule* reserved;
    };
    void check_reserved(std::size_t offer, const Schedule& capacity, const std::vector<Agreement>& agreements);
    void check_memory();

    // levels.cpp: who comes before whom within a tick.
    using TurnKind = std::tuple<std::uint32_t, bool, bool, bool, std::uint32_t>;   // depth; is it plain, lost, over counters; part
    void level_requirements();
    void group_reviews();
    void claim_at_once();
    void look_downstream(RequirementId id);
    void level_offers();
    void take_turns(const Levels& depths);
    void list_stretches(Turn& turn);
    void list_not_plain();
    void part_turns(std::vector<TurnKind>& kinds);
    void report_goods_loop(const std::vector<std::uint32_t>& loop);

    // start.cpp: the state before the first tick.
    void start_memory();
    void start_links();
    void list_costs();
    void list_dated();
    void key_chances();

    Network& net() { return model_->network; }

    /// Says nothing of a draft whose own mistakes may be the reason.
    void misfit(DraftTable table, std::size_t row, std::string_view key, std::string message, std::string help = {},
                std::vector<std::string> missing = {});
    /// The same for what hangs on no more of a draft than its names: it is told whatever else is wrong there.
    void misnamed(DraftTable table, std::size_t row, std::string_view key, std::string message, std::string help = {},
                  std::vector<std::string> missing = {});
    void tell(Misfit misfit, Doubt most);
    void warn(DraftTable table, std::size_t row, std::string key, std::string message);
    /// "did you mean …?"; empty if none of the words is near. `list(known)` adds the words.
    template <class List>
    std::string did_you_mean(std::string_view word, List list) {
        std::vector<std::string> known;
        if (compared_ < compared_max) list(known);
        compared_ += known.size();
        const auto near = nearest(word, known);
        return near ? "did you mean " + quoted(*near) + "?" : std::string{};
    }
    bool agent_known(const std::string& name, DraftTable table, std::size_t row, const char* key);
    bool product_known(const std::string& name, DraftTable table, std::size_t row, const char* key);
    /// A link or a process that joins nothing: what its buyer lacks may be what it was to bring.
    void leave_out(std::string_view buyer);
    bool may_be_served(const std::string& buyer) const { return served_.contains(buyer) || served_.contains(""); }
    /// Of a stock that no requirement fills: whether one of a product that is not known was meant to.
    bool may_be_required(const std::string& agent) const { return misspelt_.contains(agent); }
    bool has_goods_of_its_own(StockId id);
    bool is_never_filled(StockId id);

    /// The number of a policy in a list that holds each one once.
    template <class Policy>
    std::uint32_t interned(std::vector<std::shared_ptr<const Policy>>& list,
                           const std::shared_ptr<const Policy>&        policy) {
        const auto next                = static_cast<std::uint32_t>(list.size());
        const auto [known, is_new_one] = interned_.try_emplace(policy.get(), next);
        if (is_new_one) list.push_back(policy);
        return known->second;
    }

    const Blueprint&       plan_;
    std::vector<Misfit>&   misfits_;
    std::shared_ptr<Model> model_ = std::make_shared<Model>();

    Directory<AgentId>                             agent_;
    Directory<ProductId>                           product_;
    Directory<StockId>                             stock_;
    Directory<PoolId>                              pool_;
    Directory<OfferId>                             offer_;
    Directory<RequirementId>                       requirement_;
    std::vector<std::size_t>                       stock_draft_, offer_draft_, requirement_draft_, process_draft_;   // by row
    std::vector<LinkId>                            link_of_draft_;                                     // by draft
    std::vector<LinkId>                            process_link_, terms_link_;                         // by row
    std::vector<std::uint32_t>                     requirement_level_;
    std::unordered_map<const void*, std::uint32_t> interned_;
    std::size_t                                    compared_ = 0, errors_ = 0;
    bool                                           is_complete_ = true;   // every draft has its row
    std::set<std::string_view>                     misspelt_; // agents with a requirement of a product that is not known
    std::set<std::string_view>                     served_;   // buyers of links and processes that were left out; "": anybody
    std::unordered_map<const void*, std::size_t>   pricing_;   // groups by policy
};

}   // namespace secondsource
