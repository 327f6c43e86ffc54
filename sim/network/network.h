#pragma once
// The tables together, and who is whose neighbour. Immutable once assembled.

#include <algorithm>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/base/distribution.h"
#include "sim/network/link.h"
#include "sim/network/process.h"

namespace secondsource {

/// What only some offers have.
struct OfferTerms {
    Schedule ship_max{std::numeric_limits<double>::infinity()};   ///< units per tick
    Schedule price{0.0};                                          ///< list price, USD per unit
    bool     has_price = false;

    /// The most that is shipped in a tick; what is more than an Amount can hold is no cap.
    Amount cap_at(Tick tick) const {
        const double cap = ship_max.at(tick);
        return cap < 9e9 ? Amount::nearest(cap) : Amount::max();
    }
};

/// What only some links have.
struct LinkTerms {
    Schedule weight{1.0};        ///< among the links of one seller, where the sourcing asks
    Schedule reserved{0.0};      ///< units per tick that a long-term agreement reserves
    Schedule bid{0.0};           ///< what the buyer offers per unit, USD; 0: the list price
    Tick     open_from{std::numeric_limits<std::int64_t>::min()};       ///< qualified and on sale from
    Tick     open_until{std::numeric_limits<std::int64_t>::max()};      ///< first tick that takes no orders any more
    double   unit_cost  = 0;     ///< cost units per unit of the requirement that is shipped, on top of the price
    double   conversion = 1;     ///< units received per unit shipped (gigawatts per accelerator, say)
    std::shared_ptr<const Distribution> lead_time;                     ///< in ticks, when it is random
};

/// Amounts that come from outside the model by date, as a running total: `total` × `per_unit` − `before`.
struct Receipts {
    Schedule total;
    double   per_unit = 1;
    double   before   = 0;
};

/// Offers of one depth that have their turn together, in large networks those with common customers. What is plain is served link by link instead, in runs of
/// neighbouring links: short enough that what one loop leaves is at hand for the next, long enough for memory to be read ahead.
struct Turn {
    static constexpr std::uint32_t fewest_links   = 8;      ///< of what is plain: below, columns do not pay
    static constexpr std::uint32_t fewest_per_run = 4;      ///< … on average
    static constexpr std::uint32_t longest_run    = 1024;
    static constexpr std::uint32_t most_links     = 8192;   ///< of a turn, so that a core keeps their columns at hand; more only where they share customers
    /// Neighbouring offers from neighbouring stocks, or from none.
    struct Stretch {
        OfferId       first;
        StockId       stock;                               ///< of the first; none: without limit
        std::uint32_t count           = 0;
        bool          is_proportional = false;             ///< scarce goods of all of them are shared in proportion to claims
    };
    /// Neighbouring links.
    struct Run {
        IdRange<LinkId> links;
        RequirementId   buyer;                             ///< whose order the first link carries; links before it may carry parts of it, too
    };
    std::vector<OfferId>         offers;
    std::vector<Stretch>         stretches;                ///< of what is plain: the same offers once more
    std::vector<Run>             runs;                     ///< of what is plain: all links of these offers, in their order
    bool                         is_plain   = false;       ///< all of them are, and they are many; what follows is then alike too
    bool                         is_lost    = false;
    bool                         is_counter = false;
    bool                         is_claimed_at_once = false;   ///< its customers claim as they order, since nobody looks at what is placed before it is served
};

/// Which stock a requirement fills, and where its links end, which follow those of the one before it. The requirements from
/// here to `alike_until` have as many links each, and stocks that follow each other.
struct Buyer {
    StockId       stock;
    std::uint32_t last_link   = 0;
    std::uint32_t alike_until = 0;
};

/// What is asked for, made and shipped by whom: all definitions, in rows that never change.
/// Rows stand in the order of their paths; the links of a requirement are neighbours, in the order of their sellers.
class Network {
public:
    Column<AgentId, Agent>             agents;
    Column<ProductId, Product>         products;
    Column<StockId, Stock>             stocks;
    Column<PoolId, Pool>               pools;
    Column<OfferId, Offer>             offers;
    Column<RequirementId, Requirement> requirements;
    Column<LinkId, Link>               links;
    Column<ProcessId, Process>         processes;
    Column<LinkId, OfferId>            seller;        ///< Link::offer once more, for loops that need nothing else of a link
    Column<RequirementId, Buyer>       buyers;        ///< of requirements, likewise
    std::vector<Input>                 inputs;        ///< bills of materials, process by process
    std::vector<LinkId>                sales;         ///< by offer, in row order

    Column<StockId, RequirementId>     requirement_of;   ///< what feeds the stock; none when nothing does
    Column<StockId, OfferId>           offer_of;         ///< what sells the stock; none when nothing does
    std::vector<ProcessId>             consumers;        ///< by stock: the processes that take it as an input
    Column<StockId, std::uint32_t>     first_consumer;   ///< one more than the stocks

    Column<OfferId, std::uint32_t>     offer_terms_of;   ///< into offer_terms; none: plain
    std::vector<OfferTerms>            offer_terms;
    Column<LinkId, std::uint32_t>      link_terms_of;    ///< into link_terms; none: plain. Empty if all are
    std::vector<LinkTerms>             link_terms;
    std::vector<Receipts>              receipts;
    std::vector<StockId>               receipts_to;

    // What few rows have, or many have in common.
    std::vector<StockCosts>  stock_costs{1};   ///< the first: none
    std::vector<std::string> kinds, titles;    ///< of agents

    /// Offers by depth from the sources: the order in which goods descend.
    std::vector<Turn> downward;
    /// The links of turns that are not plain.
    std::vector<IdRange<LinkId>> not_plain;

    /// Gives back what the tables took in reserve while they grew.
    void shrink();

    /// The links over which a requirement orders.
    IdRange<LinkId> sources_of(RequirementId id) const {
        const Requirement& r = requirements[id];
        return {r.first_link, r.last_link};
    }
    /// The links over which an offer sells (or a pool takes production orders).
    std::span<const LinkId> sales_of(const Offer& offer) const {
        return {sales.data() + offer.first_sale, offer.last_sale - offer.first_sale};
    }
    std::span<const Input> inputs_of(const Process& p) const {
        return {inputs.data() + p.first_input, p.last_input - p.first_input};
    }
    std::span<const ProcessId> consumers_of(StockId id) const {
        const std::uint32_t first = first_consumer[id];
        return {consumers.data() + first, first_consumer[StockId{id.index + 1}] - first};
    }
    const StockCosts& costs(StockId id) const { return stock_costs[stocks[id].costs]; }
    const std::string& kind(AgentId id) const { return kinds[agents[id].kind]; }
    /// For people: the name where the scenario gives no title.
    const std::string& title(AgentId id) const { return agents[id].title == Agent::none ? agents[id].name : titles[agents[id].title]; }
    const OfferTerms* terms(OfferId id) const {
        const std::uint32_t i = offer_terms_of[id];
        return i == Id<OfferTerms>::none ? nullptr : &offer_terms[i];
    }
    std::uint32_t terms_row(LinkId id) const { return link_terms_of.size() == 0 ? Id<LinkTerms>::none : link_terms_of[id]; }
    const LinkTerms* terms(LinkId id) const {
        const std::uint32_t i = terms_row(id);
        return i == Id<LinkTerms>::none ? nullptr : &link_terms[i];
    }

    /// Units of what a link's buyer needs in one that its seller sends.
    double conversion(LinkId id) const { return links[id].is_converted ? terms(id)->conversion : 1; }

    /// Ticks on the way that a buyer may expect: the mean where it is random.
    double expected_lead_time(LinkId id) const {
        const Link& link = links[id];
        return link.has_random_lead_time ? std::clamp(terms(id)->lead_time->mean(), 1.0, static_cast<double>(link.lead_time)) : link.lead_time;
    }

    /// `stock.agent.product`, `offer.agent.product` …: the name of a row in results, metrics and messages.
    std::string path(AgentId) const;
    std::string path(StockId) const;
    std::string path(PoolId) const;
    std::string path(OfferId) const;
    std::string path(RequirementId) const;
    std::string path(LinkId) const;
    std::string path(ProcessId) const;
    /// The part after the seller's name: the product, the pool, or the process.
    const std::string& goods_name(OfferId) const;
};

}  // namespace secondsource
