#pragma once
// What rows of results are besides a name: who sells, who buys, what, in which unit.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "sim/engine/world.h"

namespace secondsource {

/// A fact about the rows of a table of observables that does not change during a run; a number is the id of a row of
/// another table.
struct Dimension {
    std::string_view table, column, meaning;
    std::variant<std::string, std::int64_t> (*value)(const World&, std::uint32_t row);
    bool is_id = false;
};

/// All of them, table by table.
std::span<const Dimension> dimensions();

}  // namespace secondsource
