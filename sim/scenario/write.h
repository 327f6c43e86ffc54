#pragma once
// A scenario's tree back into the text of a file.

#include <string>

#include "sim/scenario/node.h"

namespace secondsource {

/// The tree as a TOML file that reads back as the same tree, provenance included; files that it extends, removals and
/// settings are merged into it already. Names of files in it, which are relative to the file that names them, become
/// relative to where the program was started. `head`, if given, stands in for the table [scenario].
std::string to_toml(const Node& root, const Node* head = nullptr);

}  // namespace secondsource
