#pragma once
// A text of TOML as one tree of values.

#include <optional>

#include "sim/scenario/node.h"

namespace secondsource {

/// The tree of one text, checked first for all that the parser must not be given; none if it is no TOML.
///
/// After a mistake within a single assignment the rest of the text still makes sense without that line, so it is read
/// on to find further ones; after any other mistake it would only produce false alarms.
std::optional<Node> parsed(const Source& source, Diagnostics& diagnostics);

}   // namespace secondsource
