#pragma once
// Where scenarios are: a path, or the bare name of one that came with the program.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.h"

namespace secondsource {

/// A scenario file that is there.
struct ScenarioFile {
    std::string           name;    ///< its file's name without ".toml"
    std::string           title;   ///< its own, or that of the nearest file that it extends; may be empty
    std::filesystem::path path;
};

/// All scenarios in the folders that are searched: the current one, scenarios/ and scenarios/classic/ in it, and the
/// same two of the source tree and of the installation. The first one of a name counts; sorted by folder and name.
std::vector<ScenarioFile> known_scenarios();

/// The file that a user means by `given`: a path, with or without ".toml", or a name from those folders ("beer_game",
/// "classic/beer_game"). Throws
/// ScenarioError with the nearest known name if there is none.
std::filesystem::path find_scenario(std::string_view given);

/// The folders of scenarios that came with the program; files may extend those by their bare names.
std::vector<std::filesystem::path> shipped_folders();

/// A request for the scenario that a user means by `given`.
ScenarioRequest found_request(std::string_view given, ScenarioRequest request);

/// Finds and reads a scenario, and sees to it that its metrics name what is recorded. Throws ScenarioError with
/// everything that is wrong.
Scenario read_runnable(std::string_view given, ScenarioRequest request, const Registry&);

}   // namespace secondsource
