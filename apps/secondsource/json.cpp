// JSON for other programs. The door of nlohmann_json in this storey.
#include "apps/secondsource/json.h"

#include "apps/secondsource/summary_text.h"

#include <algorithm>

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

/// A number, or over several runs its mean with the interval, and how many of them have one; null where none has, and for
/// the interval where one has.
Json json_of(const Estimate& estimate, bool is_one) {
    const Json mean = estimate.n > 0 ? Json(estimate.mean) : Json(nullptr);
    if (is_one) return mean;
    const auto of_several = [&](double value) { return estimate.n > 1 ? Json(value) : Json(nullptr); };
    return {{"mean", mean},
            {"low", of_several(estimate.mean - estimate.half_width)},
            {"high", of_several(estimate.mean + estimate.half_width)},
            {"sd", of_several(estimate.sd)},
            {"n", estimate.n}};
}

Json json_of(const Replications& runs) {
    using Told           = SummaryOf<Estimate>;
    const Told told      = runs.summary();
    const auto table     = [&](const Told::Table& rows) {
        Json made = Json::object();
        for (const auto& [name, row] : rows) {
            Json& numbers = made[name] = Json::array();
            for (std::size_t y = 0; y < std::min(row.size(), told.years.size()); ++y) numbers.push_back(json_of(row[y], runs.count() == 1));
        }
        return made;
    };
    const auto tables = [&](const std::map<std::string, Told::Table>& of) {
        Json made = Json::object();
        for (const auto& [name, rows] : of) made[name] = table(rows);
        return made;
    };
    return {{"years", told.years},
            {"delivered_gw_to", table(told.delivered_to)},
            {"delivered_gw_by", table(told.delivered_by)},
            {"delivered_gw_to_by", tables(told.delivered_to_by)},
            {"delivered_share_to_by", tables(told.vendor_share)},
            {"deployed_gw", table(told.deployed)},
            {"received_units", table(told.shipped)},
            {"lead_time_ticks", table(told.waited)},
            {"quoted_ticks", table(told.quoted)},
            {"pool_use", table(told.pool_use)},
            {"pool_customers", tables(told.pool_customers)},
            {"bound_share", tables(told.bound)},
            {"wanted", table(told.wanted)},
            {"served", table(told.served)},
            {"lost", table(told.lost)},
            {"served_share", table(told.served_share)},
            {"cost", table(told.cost)},
            {"mean_on_hand", table(told.mean_on_hand)},
            {"mean_backlog", table(told.mean_backlog)},
            {"fill_rate", table(told.fill_rate)},
            {"shipped_of_ordered", table(told.shipped_of_ordered)}};
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
                    const Replications& together, const std::string& results) {
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

    json["summary"] = json_of(together);
    Json outcomes   = Json::array();
    for (const Headline& headline : together.headlines()) {
        Json one{{"metric", headline.metric}, {"entity", headline.entity}};
        if (together.count() == 1) one["value"] = json_of(headline.estimate, true);
        else one.update(json_of(headline.estimate, false));
        outcomes.push_back(std::move(one));
    }
    json["outcomes"] = std::move(outcomes);
    return printed(json);
}

std::string json_library_version() {
    return fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                       NLOHMANN_JSON_VERSION_PATCH);
}

}   // namespace secondsource
