#pragma once
// One value of a scenario's text, with its place and where it came from; and the paths that name values.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/base/calendar.h"
#include "sim/scenario/diagnostic.h"

namespace secondsource {

/// Where a value came from in the world, as its file says. Whatever is not said is empty.
struct Provenance {
    std::string                              source;
    std::string                              confidence;   ///< high, med or low
    std::string                              note;
    std::optional<std::pair<double, double>> range;   ///< lowest and highest plausible value
};

struct Entry;

/// A value: a table (keys in the order of the text), a list, a text, a number, a flag or a date.
struct Node {
    using Table = std::vector<Entry>;
    using List  = std::vector<Node>;

    std::variant<Table, List, std::string, std::int64_t, double, bool, Date> value;
    Place                                                                    place;   ///< of the value, not of its key
    std::shared_ptr<const Provenance>                                        provenance;

    template <class Kind>
    const Kind* as() const {
        return std::get_if<Kind>(&value);
    }
    template <class Kind>
    Kind* as() {
        return std::get_if<Kind>(&value);
    }

    bool is_table() const { return as<Table>() != nullptr; }
    bool is_list() const { return as<List>() != nullptr; }
    /// A whole number or a real, as a real.
    std::optional<double> number() const;
    /// The value of a key; none if it is not there or this is no table.
    const Node* at(std::string_view key) const;
    Node*       at(std::string_view key);
    /// The text of a key; empty if there is none.
    std::string_view text_at(std::string_view key) const;
};

struct Entry {
    std::string key;
    Place       key_place;
    Node        value;
};

/// What kind of value this is, for people: "a table", "a whole number" …
std::string_view kind_of(const Node& node);

/// The value as it would be written in TOML, on one line.
std::string to_text(const Node& node);

/// Steps in time: `[{ at = DATE, value = 1 }, …]`. The first one may be a plain value, which holds from the beginning;
/// or an empty table, for whatever the key's default is.
bool is_dated(const Node& node);

/// What an element of a list of tables is called in paths, and by which lists are merged: its `name`; in the list
/// `link` "seller.product.buyer"; the date of a step; its `product`. Empty if it is called nothing.
std::string identity(const Node& element, std::string_view list_key);

/// Where a path leads within a tree.
struct PathEnd {
    Node*                    node    = nullptr;   ///< what the path names; none if it names nothing
    Node*                    parent  = nullptr;   ///< the table or list that it is in
    std::size_t              index   = 0;         ///< its number there
    Node*                    reached = nullptr;   ///< the last value on the way
    std::string              reached_key;         ///< the key under which that value or its list stands
    std::string_view         rest;                ///< what is left of the path after it
    std::vector<std::string> matches;             ///< if a shortened link could be several: their full paths
};

/// Follows a path: keys of tables and identities of elements, joined by dots. Both may hold dots themselves; the
/// longest that fits is taken. A link may be named by two of seller, product and buyer while that is unique. `list[2]`
/// is an element by its number, from 0.
PathEnd follow(Node& root, std::string_view path);

/// Says why a path names nothing, and what may have been meant.
void report_lost_path(const PathEnd& end, std::string_view path, const Place& place, Diagnostics& diagnostics);

/// A value and where it came from, for `sources`.
struct SourcedValue {
    std::string path;
    std::string value;        ///< as in TOML
    Provenance  provenance;   ///< empty if nothing is said
    Place       place;
};

/// Every number, flag, date and list of such in a tree, by order of the text; and every text that carries a provenance
/// of its own (the others are names). Keys that say a provenance are no values.
std::vector<SourcedValue> sourced_values(const Node& root);

/// The keys that say where values came from: source, confidence, range, note. Any table may hold them.
bool says_provenance(std::string_view key);
/// Reports such a key whose value is not written as a provenance: a text; high, med or low; two numbers in order.
void check_provenance(const Entry& entry, Diagnostics& diagnostics);

}   // namespace secondsource
