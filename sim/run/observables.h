#pragma once
// The one list of quantities that can be recorded, drawn or made into metrics.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/engine/world.h"

namespace secondsource {

/// A quantity of one row of a table at the end of a tick. Totals count from the start of the run.
struct Observable {
    std::string_view table, column, unit, meaning;
    double (*value)(const World&, std::uint32_t row);
    bool is_total = false;   ///< grows with time: per tick it is the difference between two ticks
};

/// All of them, table by table. Adding one is one entry.
std::span<const Observable> observables();

/// Rows of a table of observables: stock, requirement, offer, link, pool, process, market, agent.
std::size_t rows_of(const World&, std::string_view table);
/// What a row is called, without its table: "retailer.beer".
std::string entity_of(const World&, std::string_view table, std::uint32_t row);
/// The names of the tables.
std::span<const std::string_view> observed_tables();

}  // namespace secondsource
