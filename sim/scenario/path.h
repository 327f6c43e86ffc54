#pragma once
// Paths that name values: "agent.tsmc.pool.n3.price_usd".

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/node.h"

namespace secondsource {

/// Where a path leads within a tree.
struct PathEnd {
    Node*                    node    = nullptr;   ///< what the path names; none if it names nothing
    Node*                    parent  = nullptr;   ///< the table or list that it is in
    std::size_t              index   = 0;         ///< its number there
    Node*                    reached = nullptr;   ///< the last value on the way
    std::string              reached_key;         ///< the key under which that value or its list stands
    std::string_view         rest;                ///< what is left of the path after it
    std::vector<std::string> matches;             ///< if a shortened link could be several: their full paths

    /// It names nothing yet, but could be a new key of the table that it reached.
    bool may_be_new() const {
        return !node && reached->is_table() && matches.empty() && !rest.empty() && rest.find('.') == rest.npos;
    }
};

/// Follows a path: keys of tables and identities of elements, joined by dots. Both may hold dots themselves; the
/// longest that fits is taken. A link may be named by two of seller, product and buyer while that is unique. `list[2]`
/// is an element by its number, from 0.
PathEnd follow(Node& root, std::string_view path);

/// Says why a path names nothing, and what may have been meant.
void report_lost_path(const PathEnd& end, std::string_view path, const Place& place, Diagnostics& diagnostics);

}   // namespace secondsource
