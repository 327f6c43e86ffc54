#pragma once
// One value of a scenario's text, with its place and where it came from.

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

struct Provenance;
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

/// A table, or a list of tables that are no steps in time.
bool holds_tables(const Node& node);

/// What an element of a list of tables is called in paths, and by which lists are merged: its `name`; in the list
/// `link` "seller.product.buyer"; the date of a step; its `product`. Empty if it is called nothing.
std::string identity(const Node& element, std::string_view list_key);

}   // namespace secondsource
