// Goods over plain links, while nothing is stopped: all offers of a turn at once.

#include "sim/engine/short_way.h"

#include <algorithm>
#include <utility>

#include "sim/engine/close.h"
#include "sim/engine/columns.h"
#include "sim/engine/flow.h"
#include "sim/engine/ration.h"

namespace secondsource {
namespace {

/// Is it below what columns count exactly, as an amount and as what it costs?
bool is_small(Amount claimed, double cents) {
    return claimed.parts() < small_parts && static_cast<double>(claimed.parts()) * cents < static_cast<double>(small_parts);
}

/// Goods leave a stock, or come back to it (below nothing). Orders that do not wait are not owed any more.
void take_off(StockState& stock, Amount amount, Unmet unmet) {
    if (unmet == Unmet::backlog) stock.owed -= amount;
    stock.on_hand -= amount;
    stock.out_total += amount;
}

/// Shares made offer by offer: where amounts are large, or a policy has its own idea of fair.
void share_singly(World& world, OfferId id) {
    const Offer& offer  = world.network().offers[id];
    OfferState&  state  = world.offer[id];
    const auto   links  = world.network().sales_of(offer);
    const auto   claims = room(world.scratch.wants, links.size()), shares = room(world.scratch.shares, links.size());
    std::ranges::transform(links, claims.begin(), [&](LinkId link) { return world.claimed[link]; });
    std::ranges::copy(claims, shares.begin());
    if (state.claimed > state.available) {
        const Amount planned = state.shipped;
        state.shipped        = ration(world, id, offer, state.available, claims, shares);
        if (offer.stock.exists()) take_off(world.stock[offer.stock], state.shipped - planned, offer.unmet);
    }
    for (std::size_t i = 0; i < links.size(); ++i) world.shipped[links[i]] = shares[i];
}

/// The part of a column of links that belongs to a run of neighbours.
struct InRun {
    const IdRange<LinkId>& run;
    template <class Column>
    auto operator()(Column& column) const {
        return std::span{column.data() + run[0].index, run.size()};
    }
};

/// By the row of the seller of each link, as columns want it.
template <class Value>
std::span<const double> look_up(std::span<const OfferId> sellers, std::vector<double>& buffer, Value value) {
    const auto values = room(buffer, sellers.size());
    for (std::size_t i = 0; i < sellers.size(); ++i) values[i] = value(sellers[i].index);
    return values;
}

/// Opens what was placed. The links' `shipped` becomes what was claimed of their sellers so far.
template <bool lost>
void claim_plain(World& world, const Turn& turn, Serving* servings) {
    for (const OfferId id : turn.offers) servings[id.index].claimed = Amount{};
    for (const IdRange<LinkId>& run : turn.runs) {
        const InRun of{run};
        if constexpr (!lost)
            for (const LinkId link : run)
                if (const Amount fresh = world.placed[link]; !fresh.is_zero()) world.books.push(link, world.now, fresh);
        const auto claims = of(world.claimed);
        claim_placed(of(world.placed), of(world.ordered_total), lost ? std::span<const Amount>{} : of(std::as_const(world.open)), claims);
        const auto upto    = of(world.shipped);
        const auto sellers = of(world.network().seller);
        for (std::size_t i = 0; i < claims.size(); ++i) upto[i] = servings[sellers[i].index].claimed += claims[i];
    }
}

/// What may be assumed of all offers of a turn.
struct Served {
    bool are_small   = true;   ///< claims and what they cost count exactly as reals
    bool are_in_turn = true;   ///< whoever has too little shares it in proportion
};

/// What each offer has, and what it ships in all.
template <bool lost>
Served serve_plain(World& world, const Turn& turn, Serving* servings) {
    OfferState* const offers = world.offer.data();   // pointers, since the compiler cannot know that no loop moves a column
    StockState* const stocks = world.stock.data();
    Served            served;
    for (const OfferId id : turn.offers) {
        const Offer& offer   = world.network().offers[id];
        OfferState&  state   = offers[id.index];
        Serving&     serving = servings[id.index];
        const Amount limit   = available(world, id, offer);
        const bool   is_all  = serving.claimed <= limit;
        state.claimed        = serving.claimed;
        state.available      = limit == Amount::max() ? serving.claimed : limit;
        state.shipped        = is_all ? serving.claimed : limit;
        serving.ratio        = is_all ? 1.0 : limit / serving.claimed;
        served.are_small     = served.are_small && is_small(serving.claimed, cents_per_part(world.price[id]));
        served.are_in_turn   = served.are_in_turn && (is_all || offer.is_proportional);
        if (!offer.stock.exists()) continue;
        StockState& stock = stocks[offer.stock.index];
        stock.incoming += state.claimed - stock.owed;
        stock.owed = lost ? Amount{} : state.claimed;
        take_off(stock, state.shipped, offer.unmet);
    }
    return served;
}

/// Shares of the links, from what was claimed up to and with each.
void share_plain(World& world, const Turn& turn, const Serving* servings, Served served) {
    bool are_done = served.are_small && served.are_in_turn;
    for (std::size_t r = 0; are_done && r < turn.runs.size(); ++r) {
        const InRun of{turn.runs[r]};
        const auto  ratio = look_up(of(world.network().seller), world.scratch.ratio, [servings](std::uint32_t seller) { return servings[seller].ratio; });
        are_done          = shares_in_turn(of(world.shipped), of(world.claimed), ratio, of(world.shipped));
    }
    if (are_done) return;
    for (const OfferId id : turn.offers) share_singly(world, id);
}

/// Goods go on their way, or over the counter, and what close.h says is done.
template <bool lost, bool counter>
void close_plain(World& world, const Turn& turn, bool are_small) {
    const Network&    network   = world.network();
    Scratch&          scratch   = world.scratch;
    const double      smoothing = world.model().record_smoothing;
    OfferState* const offers    = world.offer.data();
    StockState* const stocks    = world.stock.data();
    const double*     price     = world.price.data();
    for (const IdRange<LinkId>& run : turn.runs) {
        const InRun of{run};
        const auto  claims   = of(world.claimed);
        const auto  shipped  = of(world.shipped);
        const auto  record   = of(world.record);
        const auto  sellers  = of(network.seller);
        const auto  into     = of(network.destination);
        const auto  rest     = room(scratch.rest, run.size());
        const auto  invoices = room(scratch.invoices, run.size());
        const auto  cents    = look_up(sellers, scratch.cents, [price](std::uint32_t seller) { return cents_per_part(price[seller]); });
        const auto  closed   = close_shipments({.claims = claims, .shares = shipped, .cents_per_part = cents, .shipped_total = of(world.shipped_total),
                                                .rest = rest, .paid = of(world.paid_total), .invoices = invoices, .record = record, .are_small = are_small},
                                               smoothing);
        for (std::size_t i = 0; i < run.size(); ++i) offers[sellers[i].index].earned += invoices[i];
        for (std::size_t i = 0; closed.any_idle && i < run.size(); ++i)
            if (claims[i].is_zero()) record[i] += smoothing * (others_fill_rate(offers[sellers[i].index]) - record[i]);
        if constexpr (lost) {
            if (closed.any_rest) {
                add_to(of(world.dropped_total), rest);
                sum_by_stock(into, rest, [&](StockId stock, Amount amount) {
                    stocks[stock.index].on_order -= amount;
                    if constexpr (counter)
                        if (!amount.is_zero()) lose(world, network.requirement_of[stock], amount);
                });
            }
        } else {
            std::ranges::copy(rest, of(world.open).begin());
            for (std::size_t i = 0; i < run.size(); ++i)
                if (!shipped[i].is_zero()) world.books.take_oldest(run[i], world.now, shipped[i]);
        }
        if constexpr (counter) {   // goods cross it and are used up
            sum_by_stock(into, shipped, [stocks](StockId id, Amount amount) {
                StockState& stock = stocks[id.index];
                stock.on_order -= amount;
                stock.in_total += amount;
                stock.out_total += amount;
            });
        } else {
            world.transit.send_far(run[0], shipped);
        }
    }
}

template <bool lost, bool counter>
void all_plain(World& world, const Turn& turn) {
    Serving* const servings = room(world.scratch.servings, world.network().offers.size()).data();
    claim_plain<lost>(world, turn, servings);
    const Served served = serve_plain<lost>(world, turn, servings);
    share_plain(world, turn, servings, served);
    close_plain<lost, counter>(world, turn, served.are_small);
}

}  // namespace

void supply_plain(World& world, const Turn& turn) {
    constexpr void (*ways[2][2])(World&, const Turn&) = {{&all_plain<false, false>, &all_plain<false, true>}, {&all_plain<true, false>, &all_plain<true, true>}};
    ways[turn.is_lost][turn.is_counter](world, turn);
}

}  // namespace secondsource
