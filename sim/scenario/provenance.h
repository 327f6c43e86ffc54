#pragma once
// Where values came from in the world, as their files say.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario/node.h"

namespace secondsource {

/// Where a value came from in the world, as its file says. Whatever is not said is empty.
struct Provenance {
    std::string                              source;
    std::string                              confidence;   ///< high, med or low
    std::string                              note;
    std::optional<std::pair<double, double>> range;   ///< lowest and highest plausible value
};

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

/// Whether a value is somebody's assumption: its source begins with that word, in small or capital letters.
bool is_assumption(const Provenance& said);

/// The provenance that the keys of a table say; none if it says none.
std::shared_ptr<const Provenance> provenance_in(const Node& table);

/// What a value says of itself, and where it names no source, what is said of what it stands in. A source's confidence and note
/// come with it, or not at all.
std::shared_ptr<const Provenance> completed(const std::shared_ptr<const Provenance>& own,
                                            const std::shared_ptr<const Provenance>& outer);

/// The keys that say where values came from: source, confidence, range, note. Any table may hold them.
bool says_provenance(std::string_view key);

/// Warns of what --assumptions would pass over, once for each place that says where values are from: numbers that are assumptions
/// without a range, or have a range without a source; sources that say "assumption" elsewhere than at their beginning.
void expect_ranges(const Node& root, Diagnostics& diagnostics);

/// Reports such a key whose value is not written as a provenance: a text; high, med or low; two numbers in order.
void check_provenance(const Entry& entry, Diagnostics& diagnostics);

}   // namespace secondsource
