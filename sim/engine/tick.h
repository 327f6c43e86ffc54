#pragma once
// One tick: the phases, in order.

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "sim/engine/world.h"

namespace secondsource {

/// A phase of a tick: what it does, for people, and the function.
struct Phase {
    std::string_view name;
    std::string_view about;
    void (*run)(World&);
};

/// The phases in the order in which a tick runs them. Each reads what earlier ones wrote and nothing later.
std::span<const Phase> tick_phases();

/// Moves the world on by one tick; checks the invariants if the world audits.
void tick(World&);

/// "tick 12 (2026-01-05)", for messages.
std::string tick_text(const World&);

void exogenous(World&);
void receive(World&);
void order(World&);
void supply(World&);
void clear(World&);
void settle(World&);
void learn(World&);
/// Checks that goods, orders and money add up; throws BrokenInvariant with tick, row and sentence.
void audit(const World&);
/// The same, over every ring and book at once instead of a part of them each tick.
void audit_deeply(const World&);

}  // namespace secondsource
