// JSON for other programs. The door of nlohmann_json in this storey.
#include "apps/secondsource/json.h"

#include "apps/secondsource/summary_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace secondsource {
namespace {

using Json = nlohmann::ordered_json;

constexpr int output_version = 1;

/// Files may hold any bytes; what is no UTF-8 is replaced rather than refused.
std::string printed(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n'; }

Json json_of(const Diagnostic& problem) {
    return {{"file", problem.file},
            {"line", problem.line},
            {"column", problem.column},
            {"length", problem.length},
            {"severity", problem.severity == Severity::error ? "error" : "warning"},
            {"code", problem.code},
            {"message", problem.message},
            {"help", problem.help}};
}

Json json_of(const Summary& summary) {
    return {{"years", summary.years},
            {"delivered_gw_to", summary.delivered_to},
            {"delivered_gw_by", summary.delivered_by},
            {"delivered_gw_to_by", summary.delivered_to_by},
            {"deployed_gw", summary.deployed},
            {"received_units", summary.shipped},
            {"lead_time_ticks", summary.waited},
            {"quoted_ticks", summary.quoted},
            {"pool_use", summary.pool_use},
            {"pool_customers", summary.pool_customers},
            {"bound_share", summary.bound},
            {"wanted", summary.wanted},
            {"served", summary.served},
            {"lost", summary.lost},
            {"cost", summary.cost},
            {"mean_on_hand", summary.mean_on_hand},
            {"mean_backlog", summary.mean_backlog},
            {"fill_rate", summary.fill_rate}};
}

}   // namespace

std::string json_of(const std::vector<CheckedFile>& files) {
    Json        list   = Json::array();
    std::size_t errors = 0, warnings = 0;
    for (const CheckedFile& file : files) {
        Json problems = Json::array();
        for (const Diagnostic& problem : file.problems) problems.push_back(json_of(problem));
        errors += file.errors;
        warnings += file.warnings;
        list.push_back({{"file", file.file},
                        {"name", file.name},
                        {"title", file.title},
                        {"problems", problems},
                        {"errors", file.errors},
                        {"warnings", file.warnings}});
    }
    return printed({{"version", output_version}, {"files", list}, {"errors", errors}, {"warnings", warnings}});
}

std::string json_of(const std::string& scenario, const std::vector<SourcedValue>& values) {
    Json list = Json::array();
    for (const SourcedValue& value : values) {
        const Provenance& from = value.provenance;
        Json              one{{"path", value.path},
                 {"value", value.value},
                 {"source", from.source},
                 {"confidence", from.confidence},
                 {"note", from.note}};
        one["range"] = from.range ? Json::array({from.range->first, from.range->second}) : Json(nullptr);
        list.push_back(std::move(one));
    }
    return printed({{"version", output_version}, {"scenario", scenario}, {"values", list}});
}

std::string json_of(std::string_view what, const std::vector<NamedThing>& things) {
    Json list = Json::array();
    for (const NamedThing& thing : things) {
        Json one{{"name", thing.name}, {"about", thing.about}};
        if (!thing.group.empty()) one["group"] = thing.group;
        if (!thing.unit.empty()) one["unit"] = thing.unit;
        list.push_back(std::move(one));
    }
    return printed({{"version", output_version}, {std::string{what}, list}});
}

std::string json_of(const Scenario& scenario, std::uint64_t seed, const std::vector<RunResult>& runs,
                    const std::string& results) {
    const Calendar& calendar = scenario.model->calendar;
    Json            json{{"version", output_version},
              {"scenario", scenario.name},
              {"title", scenario.title},
              {"seed", seed},
              {"tick", to_text(calendar.tick_length())}};
    if (calendar.has_dates()) json["start"] = to_text(calendar.date_of(scenario.model->first_reported));
    json["results"] = results.empty() ? Json(nullptr) : Json(results);
    Json list       = Json::array();
    for (std::size_t r = 0; r < runs.size(); ++r) {
        Json one{{"replication", r},
                 {"status", to_text(runs[r].status)},
                 {"ticks", runs[r].weeks},
                 {"digest", digest_text(runs[r].digest)},
                 {"wall_ms", runs[r].wall_ms}};
        if (!runs[r].failure.empty()) one["failure"] = runs[r].failure;
        list.push_back(std::move(one));
    }
    json["runs"] = std::move(list);

    Json outcomes = Json::array();
    if (runs.size() == 1) {
        for (const Outcome& outcome : runs.front().outcomes)
            outcomes.push_back({{"metric", outcome.metric}, {"entity", outcome.entity}, {"value", outcome.value}});
        json["summary"] = json_of(runs.front().summary);
    } else {
        for (const Headline& headline : headlines(runs)) {
            const auto& [mean, half, sd] = headline.estimate;
            outcomes.push_back({{"metric", headline.metric},
                                {"entity", headline.entity},
                                {"mean", mean},
                                {"low", mean - half},
                                {"high", mean + half},
                                {"sd", sd}});
        }
    }
    json["outcomes"] = std::move(outcomes);
    return printed(json);
}

std::string json_library_version() {
    return fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                       NLOHMANN_JSON_VERSION_PATCH);
}

}   // namespace secondsource
