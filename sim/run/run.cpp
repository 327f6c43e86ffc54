#include "sim/run/run.h"

#include <algorithm>
#include <chrono>

#include "sim/base/check.h"
#include "sim/engine/tick.h"
#include "sim/run/world_digest.h"

namespace secondsource {
namespace {

void step(World& world, const RunRequest& request) {
    if (!request.digest_log) return tick(world);
    for (const Phase& phase : tick_phases()) {
        phase.run(world);
        request.digest_log(world.now.index, phase.name, digest_of(world));
    }
    if (world.audits) audit(world);
    ++world.now.index;
}

std::string hexadecimal(std::uint64_t number) {
    std::string text(16, '0');
    for (std::size_t i = 0; i < 16; ++i) text[i] = "0123456789abcdef"[(number >> (60 - 4 * i)) & 15];
    return text;
}

/// What every run tells, whatever its scenario asks for.
void add_common_outcomes(const Summary& summary, std::vector<Outcome>& outcomes) {
    const auto sum_of_years = [&](const char* metric, const Summary::Table& table) {
        for (const auto& [entity, row] : table) {
            double sum = 0;
            for (const double value : row) sum += value;
            outcomes.push_back({metric, entity, sum});
        }
    };
    sum_of_years("delivered_gw", summary.delivered_to);
    sum_of_years("delivered_gw_by_vendor", summary.delivered_by);
    for (const auto& [buyer, vendors] : summary.delivered_to_by)
        for (const auto& [vendor, row] : vendors) {
            double sum = 0;
            for (const double value : row) sum += value;
            outcomes.push_back({"delivered_gw_by_vendor", buyer + "." + vendor, sum});
        }
    for (const auto& [entity, row] : summary.deployed) outcomes.push_back({"deployed_gw", entity, row.empty() ? 0 : row.back()});
    sum_of_years("wanted", summary.wanted);
    sum_of_years("served", summary.served);
    sum_of_years("lost", summary.lost);
    sum_of_years("cost", summary.cost);
}

}  // namespace

std::string_view to_text(RunStatus status) {
    return status == RunStatus::done ? "done" : status == RunStatus::interrupted ? "interrupted" : "failed";
}

RunResult run(const Scenario& scenario, const RunRequest& request) {
    using Clock = std::chrono::steady_clock;
    const auto      begin = Clock::now();
    const Model&    model = *scenario.model;
    World           world{scenario.model, request.seed, request.replication};
    Metrics         metrics{scenario.metrics, world};
    SummaryGatherer gatherer{world};
    RunResult       result;
    world.audits        = request.audits;
    world.quotes_queues = true;
    if (request.results) request.results->begin_run(request.run_id);
    const std::int64_t every = std::max<std::int64_t>(1, model.end.index / 200);
    try {
        while (world.now < model.end) {
            if (request.stop && request.stop->load(std::memory_order_relaxed)) {
                result.status = RunStatus::interrupted;
                break;
            }
            if (world.now == model.first_reported) {
                metrics.start(world);
                gatherer.start(world);
            }
            step(world, request);
            if (world.now > model.first_reported) {
                metrics.observe(world);
                gatherer.observe(world);
                if (request.results && request.records_weeks) request.results->record(world);
            }
            if (request.progress && world.now.index % every == 0) request.progress(world.now.index, model.end.index);
        }
    } catch (const BrokenInvariant& broken) {
        result.status  = RunStatus::failed;
        result.failure = broken.what();
    }
    result.weeks    = std::max<std::int64_t>(0, (world.now - model.first_reported).count);
    result.digest   = digest_of(world);
    result.outcomes = metrics.results();
    result.summary  = gatherer.result();
    add_common_outcomes(result.summary, result.outcomes);
    result.wall_ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    if (request.results) {
        request.results->end_run({request.run_id, request.replication, request.seed, std::string{to_text(result.status)}, result.weeks, hexadecimal(result.digest), result.wall_ms},
                                 result.outcomes);
    }
    return result;
}

}  // namespace secondsource
