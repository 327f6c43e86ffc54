#pragma once
// One run of a scenario, from the first tick to what it leaves behind.

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "sim/run/metric.h"
#include "sim/run/results.h"
#include "sim/run/summary.h"

namespace secondsource {

/// How to run a scenario, and who wants to know.
struct RunRequest {
    std::uint64_t seed = 1;
    std::uint32_t replication = 0;
    std::int64_t  run_id = 0;
    bool          audits = true;
    bool          records_weeks = true;
    Results*      results = nullptr;                 ///< none: nothing is written
    const std::atomic<bool>* stop = nullptr;         ///< set from outside: the run ends after the tick
    std::function<void(std::int64_t done, std::int64_t all)> progress;             ///< now and then
    std::function<void(std::int64_t tick, std::string_view phase, std::uint64_t)> digest_log;   ///< after every phase
};

enum class RunStatus { done, interrupted, failed };
std::string_view to_text(RunStatus);

/// What a run came to.
struct RunResult {
    RunStatus            status = RunStatus::done;
    std::string          failure;      ///< of a failed run: the sentence that no longer held
    std::string          failure_help; ///< … and what to do about it
    std::int64_t         weeks = 0;    ///< reported ticks
    std::uint64_t        digest = 0;
    std::vector<Outcome> outcomes;     ///< the scenario's metrics, then what every run tells
    Summary              summary;
    double               wall_ms = 0;
};

/// Runs a scenario once. Throws MetricError and DatabaseError; a broken invariant is a failed run.
RunResult run(const Scenario&, const RunRequest&);

}  // namespace secondsource
