#pragma once
// The state of a simulated world: columns beside the network's rows. A world is a value: to copy it is to fork it.

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "sim/engine/book.h"
#include "sim/engine/lead_times.h"
#include "sim/engine/model.h"
#include "sim/engine/pipeline.h"

namespace secondsource {

/// What a market wants and what became of it: wanted = served + lost + unplaced + on order.
struct MarketState {
    Amount wanted;         ///< in this tick
    Amount wanted_before;  ///< in the last tick
    Tick   steady_until{0};   ///< wanted stays the same before; follows from the demand
    Amount wanted_total;   ///< since the start; what was under way before it included
    Amount unplaced;       ///< … and not ordered yet: less than a grain, or no source takes orders
    Amount lost_total;     ///< … and not got, and not waited for
};

/// What limited a process in a tick.
enum Bound : std::uint8_t {
    bound_by_nothing  = 0,   ///< all its orders were started, or there were none
    bound_by_capacity = 1,   ///< of its pool
    bound_by_launch   = 2,   ///< it is not available yet
    bound_by_first_input = 3 ///< and so on, in the order of its bill of materials
};

/// The disruptions' grip on rows at present.
struct Grip {
    Column<PoolId, double>       capacity_left;    ///< share of a pool's capacity; empty while nothing is disrupted
    Column<OfferId, double>      offer_left;       ///< share of what an offer could ship
    Column<LinkId, double>       link_left;        ///< share of what a link is allotted; empty where no link can lose any
    Column<LinkId, std::uint8_t> stops;            ///< bits of Stop
};

/// What a disruption stops on a link.
enum Stop : std::uint8_t { stop_orders = 1, stop_shipment = 2, stop_transit = 4, stop_receipt = 8 };

/// How far a disruption has gone.
struct DisruptionState {
    bool is_down = false;
    Tick ended{0};       ///< when it was last over; the way back counts from here
    bool ever    = false;
};

/// What each of those that want one stock may take of it in this tick: a process for one of its inputs, or the sale of it.
struct Parts {
    std::vector<Amount>       of_input;     ///< by row of Network::inputs; Amount::max(): all that is there
    std::vector<Amount>       of_sale;      ///< by stock
    std::vector<std::uint8_t> is_divided;   ///< by stock
    std::vector<Amount>       out_before;   ///< by stock: out_total as it was divided
    std::vector<StockId>      scarce;       ///< stocks that do not suffice for all
    std::vector<std::uint8_t> is_short;     ///< by offer: somebody there got less than it could use
    std::vector<OfferId>      once_more;    ///< those, and whom they may feed without delay, in the order of their turns

    // of the stock that is being divided, one for each of those that want it
    std::vector<Amount>       needs, lots, tier, given, shares;
    std::vector<std::int32_t> priority;
    std::vector<Amount*>      part;
    std::vector<OfferId>      seller;
};

/// What reviews see, where it does not stand in a column of the world.
struct ReviewColumns {
    std::vector<Amount>                  on_hand, on_order, owed, incoming;
    std::vector<InventoryViews::Further> further;
    std::vector<InventoryViews::Review>  reviews;

    /// So many rows in each, which grow once.
    void make_room(std::size_t rows) {
        if (on_hand.size() >= rows) return;
        for (auto* column : {&on_hand, &on_order, &owed, &incoming}) column->resize(rows);
        further.resize(rows);
        reviews.resize(rows);
    }
};

/// What a review wants cancelled, which waits until all of its level are done.
struct Cancellation {
    const ReviewGroup* group;
    RequirementId      id;
    Amount             amount, planned, needed;
};

/// Buffers that a tick uses and reuses.
struct Scratch {
    ReviewColumns              views;
    std::vector<Amount>        sums, quantities, parts, wants, shares, needs, reserved, lots, rest, gross, upto;
    std::vector<Money>         invoices;
    std::vector<double>        seen, next, over, prices;
    std::vector<double>        price, record, lead_time, queue, weight, weights, before, past_sales, units;
    std::vector<double>        ratio;
    std::vector<double>        filled;     ///< by offer: the share of what is asked for that it sells
    std::vector<std::int32_t>  priority;
    std::vector<std::uint32_t> seller, indices;
    std::vector<std::uint8_t>  is_down, takes_orders, stops_before;
    std::vector<std::span<const BookEntry>> books;
    std::vector<BookEntry>                  entries;
    std::vector<Cancellation>  cancellations;
    std::vector<Amount>        kits_before;   ///< by row of Model::used_before
    Parts                      parts_of_stocks;
    Tick                       balanced{-1};   ///< the tick in which the links of plain turns were found in balance as they shipped
    Money                      paid;           ///< over those links, since the start
};

/// So many places in a buffer, which grows once and keeps what is in it.
template <class Value>
std::span<Value> room(std::vector<Value>& buffer, std::size_t count) {
    if (buffer.size() < count) buffer.resize(count);
    return {buffer.data(), count};
}

/// A simulated world at the end of a tick. `tick(world)` moves it on by one.
class World {
public:
    World(std::shared_ptr<const Model>, std::uint64_t seed, std::uint32_t replication = 0);

    const Model&   model() const { return *model_; }
    const Network& network() const { return model_->network; }

    /// What is allotted to a link while its shipment is paused.
    Amount held_for(LinkId id) const {
        const std::uint32_t row = network().terms_row(id);
        return row == Id<LinkTerms>::none ? Amount{} : held[row];
    }
    /// All that a link has brought so far, in the seller's unit.
    Amount received_total(LinkId id) const { return shipped_total[id] - transit.total(id); }

    std::uint64_t seed;
    std::uint32_t replication;
    Tick          now{0};          ///< the next tick to be computed
    bool          audits = true;   ///< are the invariants checked each tick?
    bool          quotes_queues = false;   ///< quote lead times each tick although no policy reads them

    // stocks
    Column<StockId, Amount> on_hand;
    Column<StockId, Amount> on_order;        ///< ordered for it and not received, in its own unit
    Column<StockId, Amount> owed;            ///< open orders of customers (not kits of production orders)
    Column<StockId, Amount> incoming;        ///< orders that arrived in this tick
    Column<StockId, Amount> incoming_before; ///< … in the last tick
    Column<StockId, Amount> incoming_kits;   ///< … in this tick from production; kept where plans on the last tick leave them out
    Column<StockId, Amount> in_total;        ///< received, made, or come from outside, since the start
    Column<StockId, Amount> out_total;       ///< shipped, used, or consumed, since the start
    Column<StockId, Amount> sent_before;     ///< in transit from it before the first tick
    Column<StockId, double> usage;           ///< smoothed outflow per tick; kept where a policy reads it
    Column<StockId, Amount> out_before;      ///< out_total at the end of the last tick, for usage
    Column<StockId, double> cost;            ///< cost units of this tick
    Column<StockId, double> cost_total;

    // requirements
    Column<RequirementId, double>        forecast;   ///< units expected of the next tick
    Column<RequirementId, Amount>        ordered;    ///< really placed in this tick, in the requirement's unit; below zero: cancelled
    Column<RequirementId, Amount>        true_need;  ///< what would have been ordered without inflation; kept where anything is inflated
    Column<RequirementId, Amount>        overstated; ///< open orders beyond the need, as of the last review; kept likewise
    Column<RequirementId, Amount>        unplaced;   ///< of plans that carry: planned and not ordered yet; kept where there are any
    std::vector<MarketState>             markets;    ///< by row of Model::markets
    std::vector<Chance>                  demand_chance;   ///< by row of Model::demand_factors; follows from the seed
    std::vector<double>                  memory;     ///< of forecasts and demand models (Model says where)

    // offers
    Column<OfferId, Amount>     asked;           ///< in this tick, backlog included, in the offer's unit
    Column<OfferId, Amount>     available;       ///< could be shipped in this tick
    Column<OfferId, Amount>     sold;            ///< shipped (or started) in this tick
    Column<OfferId, Money>      earned;          ///< paid by its customers, since the start
    Column<OfferId, double>     queue;           ///< ticks that a new order would wait for the orders ahead of it; quoted at the end of the tick
    Column<OfferId, Amount>     ship_cap;        ///< at most so much is shipped in this tick; disruptions apart
    Column<OfferId, double>     price;           ///< USD per unit, as buyers see it; moves once all of a tick is invoiced
    Column<OfferId, double>     list_price;      ///< … as the scenario lists it

    // links: units of the seller
    Column<LinkId, Amount> placed;          ///< ordered in this tick over a plain link; the seller opens it when it supplies; nothing where it is claimed at once
    Column<LinkId, Amount> open;            ///< seen by the seller, not shipped
    Column<LinkId, Amount> claimed;         ///< asked for in the allocation of this tick: what was open; of a pool, for as many starts as inputs suffice for
    Column<LinkId, Amount> shipped;         ///< in this tick
    Column<LinkId, Amount> ordered_total;
    Column<LinkId, Amount> shipped_total;
    Column<LinkId, Amount> dropped_total;   ///< lost or cancelled orders, and work in process that was scrapped
    Column<LinkId, Amount> short_of;        ///< of its part of past orders, since those are whole grains, in the requirement's unit; kept where there are grains
    Column<LinkId, double> record;          ///< smoothed fill rate
    Column<LinkId, double> sales;           ///< smoothed units shipped per tick; kept where an allocation reads it
    Books                  books;           ///< order books by date, where orders wait, and how long they did
    Pipelines              transit;         ///< goods on their way; work in process
    Pipelines              mail;            ///< orders on their way
    Pipelines              gross;           ///< work in process as it would be if all were good; kept where yields are random

    // processes
    Column<ProcessId, Amount>        starts;         ///< in this tick
    Column<ProcessId, Amount>        starts_total;
    Column<ProcessId, Amount>        scrap_total;    ///< output that was not good
    Column<ProcessId, Amount>        made_before;    ///< work in process that was there before the first tick
    Column<ProcessId, Amount>        part_made;      ///< good output of starts that does not make a whole grain yet
    Column<ProcessId, Amount>        part_done;      ///< … of finished work, where yields are random
    Column<ProcessId, std::uint8_t>  bound_by;       ///< what limited it in this tick

    // pools
    Column<PoolId, Amount> capacity;        ///< of this tick
    Column<PoolId, Amount> part_capacity;   ///< carried: less than a grain

    // links with terms
    std::vector<Amount> held;               ///< by LinkTerms row: allotted while shipment is paused
    std::vector<Tick>   last_arrival;       ///< by LinkTerms row: no later shipment arrives before
    std::vector<LinkId> released;           ///< shipment was paused until now: what was held goes out in this tick
    std::vector<Amount> receipts_total;     ///< by Network::receipts row
    Amount              scrapped_in_transit;

    // money: what a link's buyer paid its seller since the start; an agent's cash is earned less paid
    Column<LinkId, Money> paid_total;

    Grip                         grip;
    std::vector<DisruptionState> disruptions;

    LeadTimes lead_times;   ///< kept by whoever observes the world

    /// Working space of a tick; holds nothing between two ticks.
    Scratch scratch;

private:
    std::shared_ptr<const Model> model_;
};

/// What all markets got and went without since the start, in units of whatever they want.
struct MarketTotals {
    double served = 0, lost = 0;
};
MarketTotals market_totals(const World&);

/// Ticks until a shipment of now arrives, drawn; never before an earlier one unless the link lets them cross.
std::uint32_t drawn_lead_time(World&, LinkId, const Link&);
/// Does a disruption stop or shut the seller of this link at present?
bool is_down(const World&, LinkId);
/// What a production order asks of the stocks of its inputs.
void see_production_order(World&, ProcessId, Amount output);
/// Kits that the open production orders of the stock's consumers still need.
Amount kits_owed(const World&, StockId);
/// Good output that one start of a process is expected to give now, in units.
double good_output_per_start(const World&, ProcessId);

}  // namespace secondsource
