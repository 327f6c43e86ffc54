#pragma once
// What somebody may have meant: the known word nearest to a mistyped one.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace secondsource {

/// The least number of letters inserted, left out, replaced or swapped with their neighbour that turns one word into
/// the other, no letter being touched twice (Damerau 1964). Counted in bytes.
std::size_t edit_distance(std::string_view one, std::string_view other);

/// The candidate that is most likely meant by `word`: within about a third of the longer word's letters, without
/// regard to case and with '-' for '_'; among equally near ones the one nearest in case, then the first. Failing that,
/// the only candidate that continues the word after a '_' ("cycle_time" for "cycle_time_weeks"). Else none.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);
std::optional<std::string> nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace secondsource
