#pragma once
// What a world is made from: the network, the policies of its rows, and the state before the first tick. Immutable.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/base/calendar.h"
#include "sim/engine/downstream.h"
#include "sim/engine/policy.h"
#include "sim/network/network.h"

namespace secondsource {

/// Requirements of one level that follow the same policies and see alike: their reviews run as one kernel.
struct ReviewGroup {
    std::vector<RequirementId>                rows;
    std::shared_ptr<const ForecastPolicy>     forecast;        ///< none: nothing is expected
    std::shared_ptr<const ReplenishmentPolicy> replenishment;
    std::shared_ptr<const SourcingPolicy>     sourcing;        ///< none: every row has one source
    std::shared_ptr<const InflationPolicy>    inflation;       ///< none: orders are true
    ReplenishmentPolicy::Reads                reads;
    PlansOn                                   plans_on       = PlansOn::this_tick;
    DemandSignal                              signal         = DemandSignal::own;
    bool                                      every_tick     = true;    ///< they review in every tick
    bool                                      loses          = false;   ///< what their stocks are asked for and cannot serve at once is lost
    bool                                      loses_some     = false;   ///< … some of it
    bool                                      is_used        = false;   ///< processes take their stocks as inputs
    bool                                      splits_at_once = false;   ///< the rows order true quantities over plain links every tick, by weights
    bool                                      claims_at_once = false;   ///< … and claim as they order, of turns that are claimed at once
    std::size_t                               memory = 0;      ///< where the rows' forecast memory begins
};

/// One factor of what a market wants.
struct DemandFactor {
    std::shared_ptr<const DemandModel> model;
    std::uint32_t                      memory = 0, size = 0;   ///< where its memory begins, and how many reals it is
};

/// Where a market stands in the network: what every tick asks of it.
struct MarketRow {
    RequirementId requirement;
    StockId       stock;
    LinkId        counter;   ///< its only source, if that is plain
};

/// A market's demand: the product of the rows [first_factor, last_factor) of Model::demand_factors.
struct MarketDemand {
    std::uint32_t                         first_factor = 0, last_factor = 0;
    std::uint64_t                         key = 0;  ///< of its chance
    std::shared_ptr<const SourcingPolicy> sourcing; ///< none: it has one source
};

/// Offers that price alike.
struct PriceGroup {
    std::vector<OfferId>                 rows;
    std::shared_ptr<const PricingPolicy> pricing;
};

/// What a disruption does while it lasts.
enum class DisruptionEffect : std::uint8_t { capacity, order_pausing, shipment_pausing, transit_pausing, receipt_pausing };

/// A dated or random disruption of pools, offers or links.
struct Disruption {
    std::string          name;
    DisruptionEffect     effect = DisruptionEffect::capacity;
    std::vector<PoolId>  pools;
    std::vector<OfferId> offers;
    std::vector<LinkId>  links;
    std::vector<LinkId>  scrapped;            ///< what is under way here is lost as it begins, by the share `scrap`
    Tick                 from{0};
    Tick                 until{0};            ///< first tick that is free again
    bool                 is_random = false;   ///< up and down by chance instead of by date
    Schedule             fail, repair;        ///< probabilities per tick
    double               capacity_lost = 1;   ///< share
    double               scrap = 0;
    std::int64_t         ramp = 0;            ///< ticks of a linear way back
    std::uint64_t        key = 0;             ///< of its chance
};

/// What is under way and owed on a link before the first tick.
struct LinkStart {
    std::vector<Amount> in_transit;   ///< by ticks until arrival: the first arrives in tick 0
    std::vector<Amount> in_mail;      ///< by ticks until the seller sees them
    Amount              backlog;

    bool any() const { return !in_transit.empty() || !in_mail.empty() || !backlog.is_zero(); }
    friend auto operator<=>(const LinkStart&, const LinkStart&) = default;
};

/// A stock that costs something, and where to look for what.
struct CostedStock {
    StockId       stock;
    OfferId       offer;         ///< whose customers' goods cost something: held for them, or on their way; none if nothing
    RequirementId requirement;   ///< whose links cost something; none if they do not
    StockCosts    costs;
};

/// Everything about a world that never changes.
struct Model {
    Network     network;
    Calendar    calendar{TickLength::period};
    std::string name;
    Tick        first_reported{0};   ///< end of the warm-up
    Tick        end{0};              ///< first tick that is not computed any more

    std::vector<std::vector<ReviewGroup>> reviews;   ///< by level, from the markets upwards
    std::vector<MarketRow>                markets;           ///< sorted by requirement
    std::vector<MarketDemand>             demands;           ///< market by market
    std::vector<DemandFactor>             demand_factors;    ///< market by market
    std::vector<PriceGroup>               pricing;
    Column<OfferId, std::uint32_t>        allocation_of;   ///< into allocations
    std::vector<std::shared_ptr<const AllocationPolicy>> allocations;
    Column<ProcessId, std::uint32_t>      yield_of;        ///< into yields
    std::vector<std::shared_ptr<const YieldModel>>       yields;
    std::vector<Disruption>               disruptions;

    std::vector<LinkStart>                                     link_starts;     ///< each once, however many links share it
    std::vector<std::pair<IdRange<LinkId>, std::uint32_t>>     initial_links;   ///< neighbours with the row of their start; in order
    std::vector<std::pair<RequirementId, std::vector<Amount>>> forced_orders;   ///< sorted by requirement
    std::vector<std::pair<RequirementId, double>>              orders_before;   ///< units seen per tick before the first
    std::vector<std::pair<RequirementId, Downstream>>          below;           ///< sorted; of those whose rules look further down
    std::vector<double>                   initial_memory;

    /// Gives back what the tables took in reserve while they grew.
    void shrink() {
        network.shrink();
        for (auto& level : reviews)
            for (ReviewGroup& group : level) group.rows.shrink_to_fit();
        for (PriceGroup& group : pricing) group.rows.shrink_to_fit();
        allocation_of.shrink();
        const auto each = [](auto&... lists) { (lists.shrink_to_fit(), ...); };
        each(markets, demands, demand_factors, initial_links, forced_orders, orders_before, below, costed, used_before, capped_by_date, priced_by_date, pools_by_date, chance_keys);
    }

    double record_smoothing = 0.1;    ///< weight of the newest tick in track records and usage
    bool   quotes_queues    = false;  ///< does anything read quoted lead times? (a recorder may ask for them too)
    bool   keeps_usage      = false;
    bool   carries          = false;  ///< does any replenishment carry what could not be placed?
    bool   inflates         = false;  ///< does any requirement state more than its true need?
    std::vector<CostedStock> costed;  ///< stocks that cost something
    bool   charges_orders   = false;  ///< does an order for any of them?
    std::vector<StockId> used_before; ///< inputs of processes, of plans on the last tick
    std::vector<OfferId> capped_by_date;            ///< offers whose cap on what they ship changes
    bool   has_prices       = false;  ///< does anything ever cost anything?
    std::vector<OfferId> priced_by_date;            ///< offers whose list price changes
    std::vector<PoolId>  pools_by_date;             ///< pools whose capacity changes, or is made whole tick by tick
    std::vector<std::uint64_t>       chance_keys;    ///< by LinkTerms row, for random lead times
    Column<ProcessId, std::uint64_t> process_keys;   ///< for random yields
};

/// Is it drawn how much of the output of this process is good?
inline bool has_random_yield(const Model& model, ProcessId id) { return id.exists() && model.yields[model.yield_of[id]]->is_random(); }

}  // namespace secondsource
