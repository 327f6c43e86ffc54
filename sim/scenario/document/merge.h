#pragma once
// One tree on top of another.

#include <optional>
#include <string_view>

#include "sim/scenario/node.h"

namespace secondsource {

/// Puts a child's values on top of its base's: tables merge by key, lists of tables by what their elements are called,
/// nameless elements are appended, all else is replaced; so is a table by one that names another rule. `key` is the one
/// under which both stand.
void merge(Node& base, Node&& child, std::string_view key = {});

/// Takes a key and its value out of a table.
std::optional<Entry> taken(Node& table, std::string_view key);

}   // namespace secondsource
