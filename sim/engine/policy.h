#pragma once
// What agents may differ in: small pure rules, chosen by name, that see narrow views by value and never the world.
//
// Each family has one virtual call over a block of rows. A policy derives from the family's `…Rule<Self>` and writes
// its rule for one row; the block's loop is made from it, so that a group of rows with one policy runs as a kernel.

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/apportion.h"
#include "sim/base/chance.h"
#include "sim/base/loops.h"
#include "sim/base/quantity.h"
#include "sim/base/time.h"
#include "sim/network/network.h"

namespace secondsource {

/// What every policy is called, for people.
class Policy {
public:
    virtual ~Policy() = default;
};

// ---- forecast ------------------------------------------------------------------------------------------------------

/// Expects the demand of coming ticks from the demand seen so far. Its memory is a few reals for each row, which the
/// world keeps, so that a world can be copied.
class ForecastPolicy : public Policy {
public:
    virtual std::size_t state_size() const = 0;                  ///< reals of memory for each row
    virtual void        start(std::span<double> state) const = 0;///< memory before the first tick
    virtual double      initial() const = 0;                     ///< expected units per tick before anything was seen
    /// Takes in the units seen in this tick, row by row, and says what is expected of the next tick and, in sum, of
    /// the next `cover` ticks.
    virtual void update(Tick now, std::span<const double> seen, double cover, std::span<double> states,
                        std::span<double> next, std::span<double> over_cover) const = 0;
};

/// A forecast from its rule for one row: `see(state, seen)` and `over(now, state, ticks)`.
template <class Self>
class ForecastRule : public ForecastPolicy {
public:
    void update(Tick now, std::span<const double> seen, double cover, std::span<double> states, std::span<double> next,
                std::span<double> over_cover) const final {
        const Self&       self = static_cast<const Self&>(*this);
        const std::size_t size = self.state_size();
        for (std::size_t i = 0; i < seen.size(); ++i) {
            const std::span<double> state = states.subspan(i * size, size);
            self.see(state, seen[i]);
            next[i]       = self.over(now, state, 1);
            over_cover[i] = cover == 1 ? next[i] : self.over(now, state, cover);
        }
    }
};

// ---- replenishment -------------------------------------------------------------------------------------------------

/// What a review sees of one stock. Orders received count in `owed` once they are seen (see PlansOn).
struct InventoryView {
    Tick   now{0};
    Amount on_hand{};
    Amount on_order{};          ///< ordered and not received: in the mail, open at the seller, in transit
    Amount owed{};              ///< to customers and to production orders
    Amount incoming{};          ///< orders that reached it in this tick (in the last one if it plans on that), whether or not it reviews
    Amount echelon_position{};  ///< own position plus those of all stocks downstream; only if the policy reads it
    Amount usage_owed{};        ///< kits that open production orders need; only if the policy reads it
    double forecast = 0;          ///< units expected of the next tick
    double forecast_over_cover = 0;   ///< units expected of the next `cover` ticks
    double usage = 0;             ///< smoothed units used or shipped per tick; only if the policy reads it
    double rivals_orders = 0;     ///< units that others asked of the same sellers last tick; only if the policy reads it
    double capacity = 0;          ///< units that those sellers could ship last tick; only if the policy reads it
    std::int64_t review = 0;      ///< how many reviews there were before this one
    double review_every = 1;      ///< ticks from one review to the next

    Amount net_stock() const { return on_hand - owed; }
    Amount position() const { return on_hand + on_order - owed; }
};

/// The views of many rows, in columns.
struct InventoryViews {
    /// What costs extra to see.
    struct Further {
        Amount echelon_position{}, usage_owed{};
        double usage = 0, rivals_orders = 0, capacity = 0;
    };
    struct Review {
        std::int64_t before = 0;
        double       every  = 1;
    };
    Tick                     now{0};
    std::span<const Amount>  on_hand, on_order, owed, incoming;
    std::span<const double>  forecast{}, forecast_over_cover{};   ///< empty: nothing is expected
    std::span<const Further> further{};                       ///< empty: nobody reads it
    std::span<const Review>  reviews{};                       ///< empty: all review in every tick

    std::size_t   size() const { return on_hand.size(); }
    InventoryView operator[](std::size_t i) const {
        InventoryView view{.now = now, .on_hand = on_hand[i], .on_order = on_order[i], .owed = owed[i], .incoming = incoming[i], .review = now.index};
        if (!forecast.empty()) {
            view.forecast            = forecast[i];
            view.forecast_over_cover = forecast_over_cover[i];
        }
        if (!further.empty()) {
            view.echelon_position = further[i].echelon_position;
            view.usage_owed       = further[i].usage_owed;
            view.usage            = further[i].usage;
            view.rivals_orders    = further[i].rivals_orders;
            view.capacity         = further[i].capacity;
        }
        if (!reviews.empty()) {
            view.review       = reviews[i].before;
            view.review_every = reviews[i].every;
        }
        return view;
    }
};

/// Decides how much to order; below zero means that so much of what is open should be cancelled.
class ReplenishmentPolicy : public Policy {
public:
    /// Parts of the view that cost extra to fill, and what the engine must keep in mind for it.
    struct Reads {
        bool   echelon = false;
        bool   usage   = false;
        bool   rivals  = false;
        bool   carries = false;   ///< does not look at the stock: what could not be placed is added to its next order
        double cover   = 1;   ///< ticks over which `forecast_over_cover` sums
    };
    virtual Reads reads() const { return {}; }
    virtual void  quantities(const InventoryViews& views, std::span<Amount> out) const = 0;
};

/// A replenishment from its rule for one row: `Amount quantity(const InventoryView&) const`.
template <class Self>
class ReplenishmentRule : public ReplenishmentPolicy {
public:
    void quantities(const InventoryViews& views, std::span<Amount> out) const final { kernel(static_cast<const Self&>(*this), views, out); }

private:
    FOR_EACH_VECTOR_UNIT static void kernel(const Self& self, const InventoryViews& views, std::span<Amount> out) {
        for (std::size_t i = 0, count = out.size(); i < count; ++i) out[i] = self.quantity(views[i]);
    }
};

// ---- order inflation -----------------------------------------------------------------------------------------------

/// How scarce supply looks to one buyer.
struct ScarcityView {
    double quoted_lead_time;   ///< ticks, the buyer's sources weighted by their open orders
    double normal_lead_time;   ///< ticks without a queue
    double fill_rate;          ///< smoothed, over the buyer's sources
};

/// States more than the true need while supply is scarce (shortage gaming), and less again when it loosens.
class InflationPolicy : public Policy {
public:
    /// Stated open orders over truly needed ones; 1 or more.
    virtual double factor(const ScarcityView&) const = 0;
};

// ---- sourcing ------------------------------------------------------------------------------------------------------

/// What a buyer sees of its sources, one value for each in row order. Quotes and records are those of the end of the
/// last tick. A policy's `reads()` says which spans are filled; the others are empty.
struct Sources {
    std::size_t                   count = 0;
    std::span<const double>       price;       ///< list price, USD per unit of the requirement
    std::span<const double>       record;      ///< smoothed fill rate of the link
    std::span<const double>       lead_time;   ///< quoted: order delay, queue and transit, ticks
    std::span<const double>       queue;       ///< ticks that the seller's open orders wait
    std::span<const double>       weight;      ///< of the link among those of its seller
    std::span<const std::int32_t> priority;
    std::span<const std::uint32_t> seller;     ///< AgentId of the seller; for own processes, of the pool's owner
    std::span<const std::uint8_t> is_down;     ///< a disruption stops it at present
    std::span<const std::uint8_t> takes_orders;///< now; empty: all of them do

    bool is_open(std::size_t i) const { return takes_orders.empty() || takes_orders[i] != 0; }
};

/// The state of a buyer that some sourcing rules ask for.
struct BuyerView {
    Tick   now;
    Amount on_hand;
    Amount owed;
    double forecast;   ///< units expected of the next tick
};

/// Splits an order over the sources. Shares must add up to the quantity, unless no source is open.
class SourcingPolicy : public Policy {
public:
    /// Which spans of Sources are filled: `lead_time` brings the queue, `terms` weight, priority, seller, is_down.
    struct Reads {
        bool price = false, record = false, lead_time = false, terms = false;
    };
    virtual Reads reads() const = 0;
    /// `out` comes filled with zeros.
    virtual void split(Amount quantity, const BuyerView& buyer, const Sources& sources, std::span<Amount> out) const = 0;
    /// For policies that split in proportion to a weight of each source alone: the weights of any number of sources, so
    /// that the orders of many buyers can be split in one go. Says false, and does nothing, for the others.
    virtual bool weights(const Sources&, std::span<double>) const { return false; }
    /// Sellers that the policy names, for the cross-check of a scenario.
    virtual std::vector<std::string_view> named_sellers() const { return {}; }
    /// Told once, before the first tick, which seller bears which AgentId.
    virtual std::shared_ptr<const SourcingPolicy> bound(std::span<const std::pair<std::string_view, std::uint32_t>>) const { return nullptr; }
};

/// A sourcing from its weight of one source: `double weight(const Sources&, std::size_t) const`, at least 0.
template <class Self>
class WeightRule : public SourcingPolicy {
public:
    void split(Amount quantity, const BuyerView&, const Sources& sources, std::span<Amount> out) const final {
        const Self& self = static_cast<const Self&>(*this);
        split_by_weight(
            quantity, sources.count, [&](std::size_t i) { return sources.is_open(i) ? self.weight(sources, i) : 0.0; },
            [&](std::size_t i, Amount part) { out[i] = part; });
    }
    bool weights(const Sources& sources, std::span<double> out) const final {
        kernel(static_cast<const Self&>(*this), sources, out);
        return true;
    }

private:
    FOR_EACH_VECTOR_UNIT static void kernel(const Self& self, const Sources& sources, std::span<double> out) {
        ROWS_ARE_APART
        for (std::size_t i = 0, count = out.size(); i < count; ++i) out[i] = self.weight(sources, i);
    }
};

// ---- allocation ----------------------------------------------------------------------------------------------------

/// A part of an order book: what was ordered in one tick and is still open.
struct BookEntry {
    Tick   placed;
    Amount amount;
};

/// What the customers of an offer are owed, one value for each in row order. The amounts are always there; `reads()`
/// says which of the other spans are filled.
struct Claims {
    std::span<const Amount>       amount;
    std::span<const Amount>       reserved;    ///< for this tick, by long-term agreement
    std::span<const double>       past_sales;  ///< smoothed units shipped per tick
    std::span<const double>       price;       ///< what the customer pays per unit, USD
    std::span<const std::int32_t> priority;    ///< lower is served first
    std::span<const std::span<const BookEntry>> book;   ///< oldest first; empty where no book is kept

    std::size_t count() const { return amount.size(); }
};

/// Shares out what is available when it does not suffice for all claims. Never more than the claim, never less than
/// nothing, and all of what is available.
class AllocationPolicy : public Policy {
public:
    struct Reads {
        bool reserved = false, past_sales = false, price = false, priority = false, book = false;
        bool any() const { return reserved || past_sales || price || priority || book; }
    };
    virtual Reads reads() const { return {}; }
    /// Are the shares those of `share_out`? Then many offers are served at once.
    virtual bool is_proportional() const { return false; }
    /// `available` is less than the sum of the claims. `scratch` is working space whose content does not matter.
    virtual void shares(Amount available, const Claims& claims, std::span<Amount> out, std::vector<std::uint32_t>& scratch) const = 0;
};

// ---- pricing -------------------------------------------------------------------------------------------------------

/// What moves a price, for one offer.
struct MarketView {
    double price;       ///< now, USD per unit
    double list;        ///< the scenario's list price at this date
    double claimed;     ///< units asked for in this tick, backlog included
    double available;   ///< units that could be shipped in this tick
};

/// The same for many offers, in columns.
struct MarketViews {
    std::span<const double> price, list;
    std::span<const Amount> claimed, available;
};

/// Sets the price that buyers see from the next tick on.
class PricingPolicy : public Policy {
public:
    /// `out` may be the prices themselves.
    virtual void prices(const MarketViews& views, std::span<double> out) const = 0;
    /// The prices that it sets are from `first` to `second`.
    virtual std::pair<double, double> bounds() const { return {0, std::numeric_limits<double>::infinity()}; }
};

/// A pricing from its rule for one row: `double price(const MarketView&) const`.
template <class Self>
class PricingRule : public PricingPolicy {
public:
    void prices(const MarketViews& views, std::span<double> out) const final { kernel(static_cast<const Self&>(*this), views, out); }

private:
    FOR_EACH_VECTOR_UNIT static void kernel(const Self& self, const MarketViews& views, std::span<double> out) {
        ROWS_ARE_APART
        for (std::size_t i = 0, count = out.size(); i < count; ++i) out[i] = self.price({views.price[i], views.list[i], views.claimed[i].units(), views.available[i].units()});
    }
};

// ---- yield ---------------------------------------------------------------------------------------------------------

/// What a yield may depend on.
struct YieldView {
    Tick   now;
    double cumulative_starts;   ///< so far, in starts
};

/// The share of a process's output that is good.
class YieldModel : public Policy {
public:
    /// Expected share of good output of what starts now, in [0, 1].
    virtual double expected(const YieldView&) const = 0;
    virtual bool   is_random() const { return false; }
    /// The share that came out good, given what was expected when it was started.
    virtual double realised(double expected, Tick now, const Chance&) const { (void)now; return expected; }
};

// ---- demand --------------------------------------------------------------------------------------------------------

/// What a market wants, tick by tick. Its memory (for demand that remembers) is kept by the world.
class DemandModel : public Policy {
public:
    virtual std::size_t state_size() const { return 0; }
    virtual void        start(std::span<double> state) const { (void)state; }
    /// Units wanted in this tick; below zero counts as nothing.
    virtual double wanted(Tick now, const Chance&, std::span<double> state) const = 0;
    /// The first tick after `now` that may want something else.
    virtual Tick steady_until(Tick now) const { return now + Ticks{1}; }
};

}  // namespace secondsource
