// JSON for other programs. The door of nlohmann_json in this storey.
#include "apps/secondsource/json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace secondsource {
namespace {

using Json = nlohmann::ordered_json;

constexpr int output_version = 1;

/// Files may hold any bytes; what is no UTF-8 is replaced rather than refused.
std::string printed(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n'; }

Json json_of(const Diagnostic& problem) {
    return {{"file", problem.file},     {"line", problem.line},
            {"column", problem.column}, {"length", problem.length},
            {"severity", problem.severity == Severity::error ? "error" : "warning"},
            {"code", problem.code},     {"message", problem.message},
            {"help", problem.help}};
}

}  // namespace

std::string json_of(const std::vector<CheckedFile>& files) {
    Json        list   = Json::array();
    std::size_t errors = 0, warnings = 0;
    for (const CheckedFile& file : files) {
        Json problems = Json::array();
        for (const Diagnostic& problem : file.problems.sorted()) problems.push_back(json_of(problem));
        errors += file.problems.errors();
        warnings += file.problems.warnings() + file.warnings.size();
        list.push_back({{"file", file.file}, {"name", file.name}, {"title", file.title}, {"problems", problems}, {"warnings", file.warnings}});
    }
    return printed({{"version", output_version}, {"files", list}, {"errors", errors}, {"warnings", warnings}});
}

std::string json_of(const std::string& scenario, const std::vector<SourcedValue>& values) {
    Json list = Json::array();
    for (const SourcedValue& value : values) {
        const Provenance& from = value.provenance;
        Json one{{"path", value.path}, {"value", value.value}, {"source", from.source}, {"confidence", from.confidence}, {"note", from.note}};
        one["range"] = from.range ? Json{from.range->first, from.range->second} : Json{};
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

std::string json_library_version() {
    return fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH);
}

}  // namespace secondsource
