// Finds scenario files by path or by name.
#include "apps/secondsource/scenario_file.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "apps/build_info.h"
#include "sim/base/spelling.h"
#include "sim/run/metric.h"
#include "sim/scenario/diagnostic.h"
#include "sim/scenario/document.h"

namespace secondsource {
namespace {

namespace fs = std::filesystem;

/// Those of these folders that are there, each once.
std::vector<fs::path> existing(const std::vector<fs::path>& all) {
    std::error_code       ignored;
    std::vector<fs::path> found;
    std::set<fs::path>    seen;
    for (const fs::path& folder : all) {
        const fs::path canonical = fs::canonical(folder, ignored);
        if (!ignored && seen.insert(canonical).second) found.push_back(folder);
    }
    return found;
}

/// The folders in which a bare name is looked up, in this order.
std::vector<fs::path> folders() {
    std::vector<fs::path> all{".", "scenarios", fs::path{"scenarios"} / "classic"};
    for (const fs::path& folder : shipped_folders()) all.push_back(folder);
    return existing(all);
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code       ignored;
    for (const auto& entry : fs::directory_iterator{folder, ignored})
        if (entry.path().extension() == ".toml") files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

bool is_file(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored) && !fs::is_directory(path, ignored);
}

/// What a path looks like without the "./" of the current folder.
fs::path plain(const fs::path& path) { return path.lexically_normal(); }

}   // namespace

std::vector<fs::path> shipped_folders() {
    std::error_code       ignored;
    std::vector<fs::path> roots;
    const fs::path        program = fs::read_symlink("/proc/self/exe", ignored);
    if (!ignored) roots.push_back(program.parent_path() / installed_scenario_folder);   // what came with this very program
    roots.emplace_back(source_scenario_folder);
    std::vector<fs::path> all;
    for (const fs::path& root : roots) all.insert(all.end(), {root, root / "classic"});
    return existing(all);
}

ScenarioRequest found_request(std::string_view given, ScenarioRequest request) {
    request.file    = find_scenario(given);
    request.folders = shipped_folders();
    return request;
}

std::vector<ScenarioFile> known_scenarios() {
    std::vector<ScenarioFile> known;
    std::set<std::string>     seen;
    const std::vector<fs::path> shipped = shipped_folders();
    for (const fs::path& folder : folders())
        for (const fs::path& file : files_in(folder)) {
            Diagnostics    unread;
            const Document document = load({file, {}, shipped}, unread);
            // Other kinds of file end in .toml too.
            const Node* head = document.find("scenario");
            if (head && seen.insert(file.stem().string()).second)
                known.push_back({file.stem().string(), std::string{head->text_at("title")}, plain(file)});
        }
    return known;
}

std::filesystem::path find_scenario(std::string_view given) {
    const fs::path path{given};
    if (is_file(path)) return path;
    fs::path with_ending = path;
    if (path.extension() != ".toml") with_ending += ".toml";
    if (is_file(with_ending)) return with_ending;
    const bool is_bare = !path.has_parent_path() && !given.empty();
    if (path.is_relative() && !given.empty())
        for (const fs::path& folder : folders())
            if (is_file(folder / with_ending)) return plain(folder / with_ending);

    Diagnostics     problems;
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
        problems.error(Problem::unreadable_file, {}, fmt::format("{} is a folder, not a scenario file", in_quotes(given)),
                       fmt::format("for all in it: secondsource check {}", (path / "*.toml").string()));
        throw ScenarioError{problems};
    }
    std::vector<std::string> names;
    if (is_bare) {
        for (const ScenarioFile& known : known_scenarios()) names.push_back(known.name);
    } else {
        for (const fs::path& file : files_in(path.parent_path())) names.push_back(file.stem().string());
    }
    const auto near = nearest(with_ending.stem().string(), std::span<const std::string>{names});
    problems.error(
        Problem::unreadable_file, {}, fmt::format("there is no scenario {}", in_quotes(given)),
        near ? fmt::format("did you mean \"{}\"?", is_bare ? *near : (path.parent_path() / (*near + ".toml")).string())
        : is_bare ? "`secondsource list scenarios` names those that are there"
                  : "");
    throw ScenarioError{problems};
}

Scenario read_runnable(std::string_view given, ScenarioRequest request, const Registry& registry) {
    return read_scenario(found_request(given, std::move(request)), registry, &check_metrics);
}

}   // namespace secondsource
