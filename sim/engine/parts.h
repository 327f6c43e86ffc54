#pragma once
// Of a stock that several want, each gets a part by need; what one cannot use is offered again.
//
// A stock may be an input of several processes, and sold besides. What is there is divided before the first of them has
// its turn, so that neither names nor the order of turns decide: the lowest priority number first (of the process, or of
// the customer's link), equals in proportion to what they could use of it, in whole lots.

#include "sim/engine/world.h"

namespace secondsource {

/// Before the first turn of a tick: nothing is divided yet.
void open_parts(World&);
/// At the first turn of somebody who wants the stock: divides what is on hand, if it does not suffice for all.
void divide(World&, StockId);
/// After everybody has had a turn: what is still there of scarce stocks is divided among those who can use more. Says
/// whether anybody can; then those of `once_more` have another turn.
bool divide_rest(World&);

/// What an offer of a stock may still ship in this tick, whatever is on hand.
Amount may_ship(const World&, OfferId, bool had_turn);
/// What of a stock is there to be claimed in a first turn: also what others have taken since it was divided. They took no
/// more than they need, so that it suffices for all; and so it does not matter whose turn came first.
Amount was_there(const World&, StockId);
/// What is there of the stock of an input for a process that uses it: its part, or all. `row` is that of Network::inputs.
Amount there_for(const World&, std::uint32_t row);
/// What is there of a stock for its customers.
Amount there_for_sale(const World&, StockId);

}  // namespace secondsource
