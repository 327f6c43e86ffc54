#pragma once
// What the program says to other programs: each document is a table with a `version`, which rises when keys change
// meaning.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run/replications.h"
#include "sim/run/run.h"
#include "sim/scenario/scenario.h"

namespace secondsource {

/// A scenario file and what is wrong with it.
struct CheckedFile {
    std::string             file;             ///< as it was given
    std::string             name, title;      ///< of the scenario, if it can be run
    std::vector<Diagnostic> problems;         ///< by place; at most the first thousand
    std::size_t             errors = 0, warnings = 0;
};

/// Something that has a name: a policy, a kind of agent, a scenario, a recorded quantity.
struct NamedThing {
    std::string group;   ///< what it is one of; empty if the whole list is
    std::string name;
    std::string about;
    std::string unit;   ///< of a quantity
};

std::string json_of(const std::vector<CheckedFile>& files);
std::string json_of(const std::string& scenario, const std::vector<SourcedValue>& values);
std::string json_of(std::string_view what, const std::vector<NamedThing>& things);

/// Runs of a scenario, what they came to together, and where their results are (empty: nowhere). Of several runs, numbers
/// are means with intervals.
std::string json_of(const Scenario& scenario, std::uint64_t seed, const std::vector<RunResult>& runs,
                    const Replications& together, const std::string& results);

/// "3.11.2", of the library that writes all this.
std::string json_library_version();

}   // namespace secondsource
