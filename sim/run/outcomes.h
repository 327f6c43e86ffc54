#pragma once
// The numbers that every run tells, whatever metrics its scenario asks for.

#include <span>
#include <string_view>
#include <vector>

#include "sim/run/metric.h"
#include "sim/run/summary.h"

namespace secondsource {

/// A number that runs tell of several entities.
struct OutcomeKind {
    std::string_view name, unit, meaning;
    void (*add)(const Summary&, std::string_view name, std::vector<Outcome>&);
};

/// All of them. Adding one is one entry.
std::span<const OutcomeKind> common_outcomes();

}  // namespace secondsource
