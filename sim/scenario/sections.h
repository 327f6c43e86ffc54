#pragma once
// What a scenario file may hold, told by the readers themselves.

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/registry.h"

namespace secondsource {

/// A table of the scenario file, a kind of agent or a policy, with the keys that its reader asks for.
struct Section {
    std::string          header;   ///< as a file has it: "[[agent.process]]"; of a policy: "allocation"
    std::string          name;     ///< "process", "foundry", "proportional"
    std::string          about;    ///< a few words, lower case
    std::vector<KeyInfo> keys;   ///< in the order in which they are read; a key that is read in two ways is there twice
};

/// Every table of a scenario file. Those of agents are there once, with the keys of all kinds.
std::vector<Section> table_sections(const Registry&);
/// Every kind of agent, with what may stand directly in its table.
std::vector<Section> kind_sections(const Registry&);
/// Every policy, family by family.
std::vector<Section> policy_sections(const Registry&);

/// What stands at the top of a file and in no table.
std::vector<KeyInfo> file_keys();
/// What a link's `lead_time` may say where it is random.
std::vector<KeyInfo> lead_time_keys();

}   // namespace secondsource
