#pragma once
// The one list of quantities that can be recorded, drawn or made into metrics.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/engine/world.h"

namespace secondsource {

/// A quantity of one row of a table at the end of a tick; not a number where there is none. `value` of a total counts
/// from the first tick; recorders and metrics take off what it was at the end of the warm-up.
struct Observable {
    std::string_view table, column, unit, meaning;
    double (*value)(const World&, std::uint32_t row);
    bool is_total = false;   ///< grows with time: per tick it is the difference between two ticks
};

/// All of them, table by table. Adding one is one entry.
std::span<const Observable> observables();

/// A row of a table of observables, and what it is called without its table: "retailer.beer".
struct NamedRow {
    std::uint32_t row;
    std::string   name;
};

/// The rows of a table of observables. Links are those between two agents: a process is an edge of the network too, and
/// has its own table.
std::vector<NamedRow> rows_of(const Network&, std::string_view table);
/// The names of the tables.
std::span<const std::string_view> observed_tables();

}  // namespace secondsource
