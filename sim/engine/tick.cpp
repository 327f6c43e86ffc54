#include "sim/engine/tick.h"

namespace secondsource {
namespace {

constexpr std::array phases{
    Phase{"exogenous", "dated changes, disruptions, capacities of the tick, and drawn demand",  &exogenous},
    Phase{"receive",   "what is due arrives; yield is realised",                               &receive},
    Phase{"order",     "orders climb the network, level by level",                             &order},
    Phase{"supply",    "allotments, starts and shipments descend it, level by level",          &supply},
    Phase{"settle",    "invoices are paid: money changes accounts",                            &settle},
    Phase{"clear",     "prices and quoted lead times move",                                    &clear},
    Phase{"learn",     "track records, usage and costs are brought up to date",                &learn},
};

}  // namespace

std::span<const Phase> tick_phases() { return phases; }

std::string tick_text(const World& world) {
    const Calendar&   calendar = world.model().calendar;
    const std::string tick     = "tick " + std::to_string(world.now.index);
    return calendar.has_dates() ? tick + " (" + to_text(calendar.date_of(world.now)) + ")" : tick;
}

void tick(World& world) {
    for (const Phase& phase : phases) phase.run(world);
    if (world.audits) audit(world);
    ++world.now.index;
}

}  // namespace secondsource
