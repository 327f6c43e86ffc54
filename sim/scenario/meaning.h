#pragma once
// What can be read of a scenario, but can hardly be meant.

#include <string>

#include "sim/scenario/rows.h"

namespace secondsource {

/// Looks over all rows of a scenario whose names are right: products that nothing uses, covers of a forecast that is not
/// there, shares that do not suffice, keys that the rule in force does not read. What cannot be meant is an error, what
/// has no effect a warning. Says nothing of rows with mistakes of their own.
void check_meaning(Drafts&);

/// Warns, at the key `focus`, of a focus that is neither an agent nor an end user.
void check_focus(const Reader& head, const std::string& focus, const Drafts&);

}  // namespace secondsource
