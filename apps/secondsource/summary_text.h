#pragma once
// What people read after a run.

#include <cstdint>
#include <span>
#include <string>

#include "sim/run/replications.h"
#include "sim/run/run.h"

namespace secondsource {

/// "openai_amd: …", when it runs, seed and digests.
std::string heading(const Scenario& scenario, std::uint64_t seed, std::span<const RunResult> runs);

/// Tables of what runs came to: compute by year, or markets and stages; then the scenario's own metrics. Of several runs,
/// each number with its 95 % interval. At most 100 columns wide.
std::string summary_text(const Scenario& scenario, const Replications& runs);

/// A digest in 16 hexadecimal digits.
std::string digest_text(std::uint64_t digest);

/// What ticks of a world are called: "weeks".
std::string tick_noun(const Calendar& calendar);

}   // namespace secondsource
