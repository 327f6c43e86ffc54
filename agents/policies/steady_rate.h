#pragma once
// A rate that may not change during the run.

#include <optional>
#include <string_view>

#include "sim/scenario/reader.h"

namespace secondsource {

/// Reads so many units per tick, as Reader::rate does, and refuses dates: the rule has no use for a rate that changes.
inline double steady_rate(Reader& read, std::string_view key, std::string_view noun, std::string_view meaning, std::optional<double> fallback = {}) {
    const Schedule rate = read.rate(key, noun, meaning, at_least(0), fallback ? std::optional<Schedule>{*fallback} : std::nullopt);
    if (!rate.is_constant()) read.error(key, "this value may not change during the run", "write a single number");
    return rate.at(Tick{0});
}

}  // namespace secondsource
