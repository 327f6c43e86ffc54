#pragma once
// What a world shall be, by names: drafts of rows in any order. `assemble` sorts, joins and checks them into a Model.

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/engine/model.h"

namespace secondsource {

struct AgentDraft {
    std::string name, kind, title;   ///< the kind's name as the scenario wrote it; for people, empty: the name
};

struct StockDraft {
    std::string             agent, product;
    Amount                  initial;
    StockCosts              costs;
    bool                    is_consumed = false;
    std::optional<Receipts> receipts;   ///< what comes from outside, by date
};

struct PoolDraft {
    std::string agent, name, unit = "units";
    Schedule    capacity{0.0};          ///< units per tick
    Amount      grain = Amount::of_parts(1);
};

struct OfferDraft {
    std::string agent, goods;           ///< the product; for a pool its name
    Origin      origin = Origin::stock;
    Unmet       unmet  = Unmet::backlog;
    Ticks       firm{0};
    OfferTerms  terms;
    Tick        on_sale_from{std::numeric_limits<std::int64_t>::min()};
    Tick        on_sale_until{std::numeric_limits<std::int64_t>::max()};   ///< first tick that is not on sale any more
    bool        has_ship_max = false;
    std::shared_ptr<const AllocationPolicy> allocation;   ///< none: proportional would be wanted, so one must be given
    std::shared_ptr<const PricingPolicy>    pricing;      ///< none: the price of the terms, for ever
};

struct RequirementDraft {
    std::string  agent, product;
    PlansOn      plans_on = PlansOn::this_tick;
    DemandSignal signal   = DemandSignal::own;
    Unmet        unmet    = Unmet::backlog;
    std::uint32_t review_every = 1;
    double       order_cost = 0;
    std::vector<Amount> forced;
    std::shared_ptr<const ForecastPolicy>      forecast;
    std::shared_ptr<const ReplenishmentPolicy> replenishment;   ///< none for markets
    std::shared_ptr<const SourcingPolicy>      sourcing;        ///< may be none where there is one source
    std::shared_ptr<const InflationPolicy>     inflation;
    std::vector<std::shared_ptr<const DemandModel>> demand;     ///< of a market: their product is wanted
    double power_factor = 0;            ///< above 0: counted by power, this times the kW of each unit that arrives
    bool is_market() const { return !demand.empty(); }
};

struct InputDraft {
    std::string product;
    Amount      per_start;
};

struct ProcessDraft {
    std::string agent, name, output;
    std::string pool_agent, pool;       ///< empty: only the inputs limit it
    std::vector<InputDraft> inputs;
    Amount      output_per_start = Amount::of(1), pool_per_start = Amount::of(1), lot = Amount::of_parts(1);
    std::uint32_t cycle_time = 0;
    std::int32_t  priority = 0;
    Tick        available_from{0};
    bool        is_push = false;
    Schedule    reserved{0.0};          ///< units of the pool per tick that a long-term agreement reserves
    Schedule    bid{0.0};               ///< what the owner offers for a unit of the pool, USD; 0: the list price
    std::shared_ptr<const YieldModel> yield;   ///< none: all of it is good
    std::vector<Amount> work_in_process;       ///< good output, by ticks until completion
    Amount              backlog;               ///< … ordered and not started before the first tick
};

struct LinkDraft {
    std::string   seller, goods, buyer, product;   ///< `product`: the requirement at the buyer
    std::uint32_t order_delay = 0, lead_time = 0;
    std::int32_t  priority = 0;
    bool          may_cross = false;
    LinkTerms     terms;
    bool          has_terms = false;
    LinkStart     initial;
};

struct DisruptionDraft {
    Disruption  what;                   ///< without its rows
    std::string agent, pool;            ///< an agent, or a pool of it
    std::optional<std::size_t> link;    ///< or a link: which of the drafts
};

/// The tables of a blueprint.
enum class DraftTable : std::uint8_t { stock, pool, offer, requirement, process, link, disruption };
constexpr std::size_t draft_tables = 7;

/// How far a draft is what was meant. A draft that was written with a mistake still stands for itself under its names, but
/// what does not fit about it may come of that mistake.
enum class Doubt : std::uint8_t {
    none,
    values,   ///< its names are right, something else of it may not be
    names,
};

/// Something that does not fit together: which draft, which key of it, and what to say.
struct Misfit {
    DraftTable  table;
    std::size_t row;     ///< of that table in the blueprint
    std::string key;     ///< may be empty: the whole row
    std::string message, help;
    std::vector<std::string> missing;      ///< what would mend it, by path, or by what it brings ("to openai.compute"); see Removal
    bool                     is_warning = false;
};

/// A world described by names. Rows may stand in any order; the model made from it does not depend on that.
struct Blueprint {
    std::string name;
    Calendar    calendar{TickLength::period};
    Tick        first_reported{0}, end{0};
    double      record_smoothing = 0.1;

    std::map<std::string, AgentDraft> agents;
    std::map<std::string, Product> products;
    std::vector<StockDraft>        stocks;
    std::vector<PoolDraft>         pools;
    std::vector<OfferDraft>        offers;
    std::vector<RequirementDraft>  requirements;
    std::vector<ProcessDraft>      processes;
    std::vector<LinkDraft>         links;
    std::vector<DisruptionDraft>   disruptions;

    bool is_whole          = true;   ///< all drafts are what was meant. If not, no model is made of them, but what does not fit is found
    bool products_are_whole = true;
    std::array<std::vector<Doubt>, draft_tables> doubts;   ///< by table and row, if not whole

    Doubt doubt(DraftTable table, std::size_t row) const {
        return is_whole ? Doubt::none : doubts[static_cast<std::size_t>(table)].at(row);
    }
};

/// What came of a blueprint.
struct Assembled {
    std::shared_ptr<const Model>   model;     ///< none if there was a misfit that is no warning, or the blueprint is not whole
    std::shared_ptr<const Network> network;   ///< for who looks for rows by name; none if not every draft is in it
};

/// Joins the drafts, and appends what does not fit to `misfits`. No misfit comes of another, or of a draft that is in
/// doubt.
Assembled assemble(const Blueprint&, std::vector<Misfit>& misfits);

}  // namespace secondsource
