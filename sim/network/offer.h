#pragma once
// What a seller puts up: goods from a stock, or starts of a pool. Agents contend at offers.

#include <cstdint>

#include "sim/base/quantity.h"
#include "sim/network/pool.h"
#include "sim/network/product.h"
#include "sim/network/stock.h"

namespace secondsource {

/// What becomes of orders that cannot be filled in the tick.
enum class Unmet : std::uint8_t { backlog, lost };

/// Where an offer's goods come from.
enum class Origin : std::uint8_t {
    stock,       ///< what is on hand
    pool,        ///< this tick's capacity
    unlimited,   ///< always enough
};

/// What a seller puts up; its links are the rows [first_sale, last_sale) of Network::sales.
struct Offer {
    AgentId       seller;
    ProductId     product;              ///< none for a pool, and for the inside of a process
    StockId       stock;                ///< for Origin::stock
    PoolId        pool;                 ///< for Origin::pool
    Origin        origin = Origin::stock;
    Unmet         unmet  = Unmet::backlog;
    bool          has_ship_max    : 1 = false;   ///< a cap per tick applies (OfferTerms::ship_max)
    bool          may_lose        : 1 = false;   ///< some of its orders are lost when they are not filled in the tick
    bool          has_processes   : 1 = false;   ///< some of its links are processes, which need kits of inputs
    bool          is_fed_late     : 1 = false;   ///< goods may come in after its turn: what was offered again upstream, without delay
    bool          is_plain        : 1 = false;   ///< goods over plain links alone, over counters alone, or to nobody: served by the short way
    bool          is_counter      : 1 = false;   ///< plain, over counters
    bool          is_proportional : 1 = false;   ///< plain, and scarce goods are shared in proportion to claims, in any amounts
    std::uint32_t first_sale = 0;
    std::uint32_t last_sale  = 0;
    std::uint32_t firm       = 0;   ///< what capacity serves within so many ticks cannot be cancelled
};
using OfferId = Id<Offer>;

}  // namespace secondsource
