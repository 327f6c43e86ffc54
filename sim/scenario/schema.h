#pragma once
// What a scenario file may hold, as a schema for editors.

#include <string>

#include "sim/scenario/registry.h"

namespace secondsource {

/// A JSON Schema (draft 7) of scenario files, for editors. It knows keys, types, limits and words, and where provenance
/// and dates may stand; it requires nothing, since a file that extends another need not repeat it. What it lets pass
/// may still be wrong: `read_scenario` has the last word.
std::string json_schema(const Registry&);

}   // namespace secondsource
