#include "sim/run/run.h"

#include <algorithm>
#include <chrono>

#include "sim/base/check.h"
#include "sim/engine/tick.h"
#include "sim/run/outcomes.h"
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

/// The links whose lead times somebody reads: all of them, or those that the summary tells of.
std::vector<LinkId> followed_links(const Scenario& scenario, bool all) {
    const Network& network = scenario.model->network;
    for (const MetricDraft& metric : scenario.metrics) all = all || metric.of.ends_with(".lead_time") || metric.over.ends_with(".lead_time");
    std::vector<LinkId> links;
    for (std::uint32_t i = 0; i < network.links.size(); ++i)
        if (const Link& link = network.links[LinkId{i}]; !link.process.exists() && (all || link.is_converted)) links.push_back(LinkId{i});
    return links;
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
    const bool writes_weeks = request.results && request.records_weeks;
    world.lead_times.follow(world, followed_links(scenario, writes_weeks));
    RunRow row{request.run_id, request.replication, request.seed, "", 0, "", 0};
    if (request.results) request.results->begin_run(row);
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
                if (writes_weeks) request.results->start(world);
            }
            step(world, request);
            world.lead_times.observe(world);
            if (request.results) request.results->observe(world);
            if (world.now > model.first_reported) {
                metrics.observe(world);
                gatherer.observe(world);
                if (writes_weeks) request.results->record(world);
            }
            if (request.progress && world.now.index % every == 0) request.progress(world.now.index, model.end.index);
        }
    } catch (const BrokenInvariant& broken) {
        const auto* of_scenario = dynamic_cast<const Uncountable*>(&broken);
        result.status       = RunStatus::failed;
        result.failure      = broken.what();
        result.failure_help = of_scenario ? of_scenario->help : "this is a mistake of the program; please report it with the scenario and seed " + std::to_string(request.seed);
    }
    result.weeks    = std::max<std::int64_t>(0, (world.now - model.first_reported).count);
    result.digest   = digest_of(world);
    result.outcomes = metrics.results();
    result.summary  = gatherer.result();
    for (const OutcomeKind& kind : common_outcomes()) kind.add(result.summary, kind.name, result.outcomes);
    result.wall_ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    if (request.results) {
        row.status  = to_text(result.status);
        row.weeks   = result.weeks;
        row.digest  = hexadecimal(result.digest);
        row.wall_ms = result.wall_ms;
        request.results->end_run(row, result.status == RunStatus::done ? result.outcomes : std::vector<Outcome>{});   // else they are of a part
    }
    return result;
}

}  // namespace secondsource
