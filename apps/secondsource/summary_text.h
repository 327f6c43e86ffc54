#pragma once
// What people read after a run.

#include <cstdint>
#include <span>
#include <string>

#include "sim/run/run.h"
#include "sim/run/statistics.h"

namespace secondsource {

/// One number over several replications.
struct Headline {
    std::string metric, entity;
    Estimate    estimate;
};

/// The outcomes of runs that tell the same ones, over those that came to their end.
std::vector<Headline> headlines(std::span<const RunResult> runs);

/// "openai_amd: …", when it runs, seed and digests.
std::string heading(const Scenario& scenario, std::uint64_t seed, std::span<const RunResult> runs);

/// Tables of what one run came to: compute by year, or markets and stages; then the scenario's own metrics. At most
/// 100 columns wide.
std::string summary_text(const Scenario& scenario, const RunResult& run);

/// The means and 95 % intervals of several replications.
std::string headlines_text(std::span<const Headline> headlines, std::size_t runs);

/// A digest in 16 hexadecimal digits.
std::string digest_text(std::uint64_t digest);

/// What ticks of a world are called: "weeks".
std::string tick_noun(const Calendar& calendar);

}   // namespace secondsource
