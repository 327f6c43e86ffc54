#pragma once
// One tree of values out of a file, the files it extends, its removals, `--set` and its events; every value keeps its
// place.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/calendar.h"
#include "sim/scenario/diagnostic.h"
#include "sim/scenario/node.h"
#include "sim/scenario/provenance.h"

namespace secondsource {

struct PathEnd;

/// A dated change of the scenario, as `[[event]]` tells it, for the results' table of events.
struct Event {
    std::variant<Date, std::int64_t> at;   ///< a tick in worlds without dates
    std::string                      name;
    std::string                      text;
    std::vector<std::string>         paths;   ///< what it sets
    std::vector<std::string>         values;  ///< … and to what, as written
    Place                            place;
};

/// Something that `remove` took out of the extended files.
struct Removal {
    Place                    place;
    std::vector<std::string> gone;   ///< paths of it and of what was in it; of links and processes also what they brought,
                                     ///< as "to buyer.requirement" and "from seller to buyer.requirement"
};

/// A scenario or experiment as text has it, before anybody asked what it means. A value: copies are independent, so
/// that each point of an experiment can set its own factors.
///
/// Steps, in this order: `load` or `parse_text`; `set` for factors and command line; `apply_events`; then readers.
///
/// `extends = "base.toml"` or a list of files, relative to the file or of the folders that were asked to be searched, with
/// or without ".toml": tables merge by key, lists of tables by what their
/// elements are called (see `identity`), nameless elements are appended, all else is replaced; so is a table by one
/// that names another `policy`, `model` or `distribution`. `remove = ["path", …]` deletes what the extended files say,
/// before the file's own tables are merged.
/// `{ value = X, source = "…", confidence = "high", range = [a, b], note = "…" }` is the value X that knows where it is
/// from; the same keys in any other table speak for the values directly in it that have no such table of their own.
class Document {
public:
    static constexpr std::int64_t schema_version = 1;

    /// The whole tree: a table.
    const Node& root() const { return root_; }
    /// What a path names (see `follow`); none if nothing, or if it is ambiguous.
    const Node* find(std::string_view path) const;
    /// The same; says at `place` why it names nothing, and what may have been meant.
    const Node* find(std::string_view path, const Place& place, Diagnostics& diagnostics) const;

    /// Replaces what a path names by a value written in TOML; what is no TOML is taken as text. The last key need not
    /// be there yet. All places in the new value are `place`, all else is in the diagnostics. At a dated step, its
    /// value.
    void set(std::string_view path, std::string_view value, const Place& place, Diagnostics& diagnostics);

    /// `PATH=VALUE`, as on the command line; `number` counts from 1 and names the place ("--set 2").
    void set(std::string_view assignment, int number, Diagnostics& diagnostics);

    /// Turns what events set into dated values, and takes `event` out of the tree. Readers that do not ask for dated
    /// values refuse them. Last of all steps, once.
    void apply_events(Diagnostics& diagnostics);
    /// What was removed, if it is one of these (see Removal).
    const Removal* removed(std::span<const std::string> names) const;

    /// After `apply_events`, by order of the files.
    const std::vector<Event>& events() const { return events_; }

    /// Every value with path and provenance.
    std::vector<SourcedValue> values() const { return sourced_values(root_); }

    /// The texts that values came from: those of files first, in the order in which they were opened.
    const std::vector<std::shared_ptr<const Source>>& sources() const { return sources_; }

private:
    friend class Loader;
    void keep(const Place& place);
    struct Change {
        std::size_t event;   ///< its number
        Place       path;
        Node        value;
    };
    void        apply(const std::string& path, std::span<const Change> changes, Diagnostics& diagnostics);
    void        warn_if_set(const std::string& path, const Event& event, Diagnostics& diagnostics) const;
    void        report_lost(const PathEnd& end, std::string_view path, const Place& place, Diagnostics& diagnostics) const;
    Node::List* steps_at(const std::string& path, const Place& place, Diagnostics& diagnostics);

    Node                                       root_;
    std::vector<Event>                         events_;
    std::vector<Removal>                       removals_;
    std::vector<std::shared_ptr<const Source>> sources_;
};

/// What to load: a file, and assignments that go before whatever the files say.
struct LoadRequest {
    std::filesystem::path    file;
    std::vector<std::string> sets;   ///< "PATH=VALUE"
    std::vector<std::filesystem::path> folders = {};   ///< where files are extended from that do not lie beside those that name them
};

/// A scenario file with all that it extends and `sets` applied; events are not yet. Never throws for what is in the
/// files: mistakes are in the diagnostics, and the document holds what could be read. A file may have 64 MB, all
/// together 256, and 64 levels of nesting.
Document load(const LoadRequest& request, Diagnostics& diagnostics);

/// The same from text in memory. `name` stands for the file's in messages; files are extended from `folder`.
Document parse_text(std::string_view text, std::string name, Diagnostics& diagnostics,
                    const std::filesystem::path& folder = {});

}   // namespace secondsource
