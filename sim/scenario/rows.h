#pragma once
// How tables of a scenario become drafts of rows: what all kinds of agents have in common.

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "sim/engine/blueprint.h"
#include "sim/scenario/registry.h"
#include "sim/scenario/scenario.h"

namespace secondsource {

/// The drafts of one scenario while it is read, with the readers they came from, so that what does not fit together
/// can be reported in its place. Rows with equal policies share one, which lets their reviews run as a group.
class Drafts {
public:
    Drafts(const Registry& registry, const Calendar& calendar) : registry_{registry}, calendar_{calendar} { plan.calendar = calendar; }

    Blueprint           plan;
    std::vector<EndUse> end_uses;
    bool                knows_run = true;   ///< when it begins and ends; else nothing is outside of it
    bool                has_twins = false;  ///< that two tables have one name was said
    bool                is_drawn = false;   ///< assumptions were drawn: a lead time may be shorter than what is under way

    const Calendar& calendar() const { return calendar_; }
    const Registry& registry() const { return registry_; }

    /// An agent has no draft but its rows'; its table may be named by others.
    void agent(Reader& from) { agents_.insert(from.node()); }

    StockDraft&       stock(Reader& from) { return row(DraftTable::stock, plan.stocks, from); }
    PoolDraft&        pool(Reader& from) { return row(DraftTable::pool, plan.pools, from); }
    OfferDraft&       offer(Reader& from) { return row(DraftTable::offer, plan.offers, from); }
    RequirementDraft& requirement(Reader& from) { return row(DraftTable::requirement, plan.requirements, from); }
    ProcessDraft&     process(Reader& from) { return row(DraftTable::process, plan.processes, from); }
    LinkDraft&        link(Reader& from) { return row(DraftTable::link, plan.links, from); }
    DisruptionDraft&  disruption(Reader& from) { return row(DraftTable::disruption, plan.disruptions, from); }

    /// The table of a product that the scenario declares.
    void product(Reader& from) { products_.push_back(from); }
    const std::vector<Reader>& products() const { return products_; }

    /// Which of a table's drafts came from a part of the document; none if none did.
    std::optional<std::size_t> row_from(DraftTable table, const Node& node);
    /// Whether it is the table of an agent.
    bool is_agent(const Node& node) const { return agents_.contains(&node); }

    /// A product that rows imply; a scenario's own table of that name goes before.
    void imply_product(const std::string& name, const std::string& unit) { plan.products.try_emplace(name, Product{name, unit, Amount::of_parts(1), 0}); }

    /// The policy that `key` chooses; none if it names "none" or nothing that exists. Equal texts give one object.
    template <class Family>
    std::shared_ptr<const Family> policy(Reader& read, std::string_view key, std::string_view meaning, std::optional<std::string_view> fallback = {},
                                         std::string_view word = "policy") {
        PolicyChoice choice = read.policy(key, meaning, fallback, word);
        if (read.is_recording() || choice.name == "none" || choice.name.empty()) return nullptr;   // empty: the reader said that it is missing
        std::string chosen{family_name<Family>};
        chosen += ' ' + choice.name + ' ' + read.written(key);
        auto& made = policies_[std::move(chosen)];
        if (!made) {
            auto fresh = make<Family>(choice, word);
            if (choice.read.has_errors()) return fresh;   // the next one is told of its own mistakes
            made = std::move(fresh);
        }
        return std::static_pointer_cast<const Family>(made);
    }

    /// An agent whose rows nobody can read: its kind does not exist.
    void unread_agent() { has_unread_agents_ = true; }
    bool has_unread_agents() const { return has_unread_agents_; }

    /// Tells the plan which drafts were written with mistakes.
    void note_doubts();
    /// The reader of the row that a misfit is about.
    const Reader& row_of(const Misfit& misfit) const { return reader(misfit.table, misfit.row); }
    /// The reader of a draft.
    const Reader& reader(DraftTable table, std::size_t row) const { return rows_[static_cast<std::size_t>(table)].readers.at(row); }

    /// Lead times of offers and pools whose links need not give one, by seller and goods.
    std::map<std::pair<std::string, std::string>, Ticks> usual_lead_time;

private:
    template <class Draft>
    Draft& row(DraftTable table, std::vector<Draft>& drafts, Reader& from) {
        rows_[static_cast<std::size_t>(table)].readers.push_back(from);
        return drafts.emplace_back();
    }

    template <class Family>
    std::shared_ptr<const Family> make(PolicyChoice& choice, std::string_view word) const {
        std::vector<std::string_view> known;
        for (const Maker<Family>& maker : registry_.of<Family>()) {
            if (maker.name == choice.name) {
                auto made = maker.make(choice.read);
                choice.read.finish();
                return made;
            }
            known.push_back(maker.name);
        }
        unknown(choice, family_name<Family>, word, known);
        return nullptr;
    }
    static void unknown(PolicyChoice&, std::string_view family, std::string_view word, const std::vector<std::string_view>& known);

    const Registry& registry_;
    const Calendar& calendar_;
    /// The readers of one table's drafts, and, for those asked for so far, which part of the document each read first.
    struct Rows {
        std::vector<Reader>                          readers;
        std::unordered_map<const Node*, std::size_t> first_of;
        std::size_t                                  looked_up = 0;
    };
    std::array<Rows, draft_tables>                               rows_;
    std::unordered_set<const Node*>                              agents_;
    std::vector<Reader>                                          products_;
    bool                                                         has_unread_agents_ = false;
    std::unordered_map<std::string, std::shared_ptr<const void>> policies_;
};

// Each reads the keys of one row from a table; the caller reads its own keys too, and finishes the table.

void read_stock(Reader&, Drafts&, StockDraft&);
/// An offer of goods; `is_unlimited` if it is not from a stock.
void read_offer(Reader&, Drafts&, OfferDraft&);
void read_requirement(Reader&, Drafts&, RequirementDraft&);
/// A market's requirement: what is wanted, and from whom.
void read_demand(Reader&, Drafts&, RequirementDraft&);
void read_pool(Reader&, Drafts&, const std::string& agent);
void read_process(Reader&, Drafts&, const std::string& agent);

/// Reads the tables pool, process, stock and offer of an agent, each in any number.
void read_supply_side(Reader& agent, Drafts&);
/// Reads the tables demand of an agent.
void read_demands(Reader& agent, Drafts&);

/// Reads the tables of the whole scenario that belong to nobody.
void read_product(Reader&, Drafts&);
void read_link(Reader&, Drafts&);
void read_disruption(Reader&, Drafts&);

}  // namespace secondsource
