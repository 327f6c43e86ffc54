#pragma once
// Inventory of one product at one agent.

#include <cstdint>

#include "sim/base/quantity.h"
#include "sim/base/schedule.h"
#include "sim/network/agent.h"
#include "sim/network/product.h"

namespace secondsource {

/// What a stock costs its owner, in cost units (measures, not money). Rates are per tick.
struct StockCosts {
    double holding    = 0;   ///< per unit on hand (or held for a customer) at the end of the tick
    double in_transit = 0;   ///< per unit on its way to a customer at the end of the tick
    double backlog    = 0;   ///< per unit owed to customers at the end of the tick
    double period     = 0;   ///< whatever happens
    double order      = 0;   ///< for each order placed for it

    bool any() const { return holding != 0 || in_transit != 0 || backlog != 0 || period != 0 || order != 0; }
};

/// Inventory of one product at one agent. A market's stock is consumed as it arrives.
struct Stock {
    AgentId       agent;
    ProductId     product;
    Amount        initial;
    std::uint32_t costs        = 0;      ///< row of Network::stock_costs
    bool          is_consumed  = false;  ///< a market's: what arrives is used up at once
    bool          has_receipts = false;  ///< amounts come from outside the model by date (Network::receipts)
};
using StockId = Id<Stock>;

}  // namespace secondsource
