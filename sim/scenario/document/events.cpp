// What events set, as dated values.

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "sim/base/spelling.h"
#include "sim/scenario/document.h"
#include "sim/scenario/document/merge.h"
#include "sim/scenario/path.h"
#include "sim/scenario/provenance.h"

namespace secondsource {

namespace {

/// What an event sets: a path, where that stands, and a value.
struct Setting {
    std::string path;
    Place       place;
    const Node* value;
};
using Settings = std::vector<Setting>;

/// Paths and values of an event's `set`, whether the paths are quoted or written as dotted keys.
void collect_settings(const Node& set, const std::string& before, Settings& out) {
    for (const Entry& entry : *set.as<Node::Table>()) {
        const std::string path = before.empty() ? entry.key : before + '.' + entry.key;
        if (const auto* table = entry.value.as<Node::Table>(); table && !table->empty())
            collect_settings(entry.value, path, out);
        else out.push_back({path, entry.key_place, &entry.value});
    }
}

Node step_of(const Event& event, const Node& value) {
    Node at{false, event.place, nullptr};
    std::visit([&](auto time) { at.value = time; }, event.at);
    return {Node::Table{{"at", event.place, std::move(at)}, {"value", value.place, value}}, value.place, nullptr};
}

/// The time of a step, if it has one.
std::optional<decltype(Event::at)> time_of(const Node& step) {
    const Node* at = step.at("at");
    if (!at) return std::nullopt;
    if (const auto* date = at->as<Date>()) return *date;
    if (const auto* tick = at->as<std::int64_t>()) return *tick;
    return std::nullopt;
}

/// Puts a step where its time belongs; it takes the place of one at the same time. Looks from the end: events mostly
/// come in order of time.
void add_step(Node::List& steps, const Event& event, const Node& value) {
    auto next = steps.end();
    for (; next != steps.begin(); --next) {
        const auto time = time_of(*std::prev(next));
        if (!time || time->index() != event.at.index() || *time < event.at) break;
        if (*time == event.at) {
            *std::prev(next) = step_of(event, value);
            return;
        }
    }
    steps.insert(next, step_of(event, value));
}

/// Refuses keys that no event has, and texts that are none.
void check_keys(const Node& node, Diagnostics& diagnostics) {
    constexpr std::array<std::string_view, 5> known{"at", "set", "name", "text", "source"};
    for (const Entry& entry : *node.as<Node::Table>()) {
        if (std::ranges::find(known, std::string_view{entry.key}) == known.end()) {
            const auto meant = nearest(entry.key, std::span<const std::string_view>{known});
            diagnostics.error(Problem::event, entry.key_place,
                              fmt::format("unknown key {} in an event", in_quotes(entry.key)),
                              meant ? fmt::format("did you mean {}?", in_quotes(*meant))
                                    : "an event has at, set, name, text, source");
        } else if (entry.key != "at" && entry.key != "set" && !entry.value.as<std::string>()) {
            diagnostics.error(
                Problem::event, entry.value.place,
                fmt::format("{} of an event must be text, not {}", in_quotes(entry.key), kind_of(entry.value)));
        }
    }
}

constexpr const char* how_to_date = "write at = 2026-01-31, or the number of a tick in worlds without dates";

/// Nothing without a time, which is reported.
std::optional<Event> event_of(const Node& node, Diagnostics& diagnostics) {
    Event event;
    event.name     = node.text_at("name");
    event.text     = node.text_at("text");
    const Node* at = node.at("at");
    event.place    = at ? at->place : node.place;
    if (!at) {
        diagnostics.error(Problem::event, node.place, "an event needs its time", how_to_date);
        return std::nullopt;
    } else if (const auto* date = at->as<Date>()) {
        event.at = *date;
    } else if (const auto* tick = at->as<std::int64_t>()) {
        event.at = *tick;
    } else {
        diagnostics.error(
            Problem::event, at->place,
            fmt::format("\"at\" of an event must be a date, or the number of a tick, not {}", kind_of(*at)), how_to_date);
        return std::nullopt;
    }
    return event;
}

Settings settings_of(const Node& node, Diagnostics& diagnostics) {
    Settings    settings;
    const Node* set = node.at("set");
    if (set && set->is_table()) collect_settings(*set, "", settings);
    else if (set)
        diagnostics.error(Problem::event, set->place,
                          fmt::format("\"set\" of an event must be a table, not {}", kind_of(*set)),
                          "write set = { \"path\" = value }");
    else if (node.text_at("text").empty())
        diagnostics.error(Problem::event, node.place, "an event needs something to set, or at least a text",
                          "write set = { \"path\" = value }");
    return settings;
}

}   // namespace

void Document::apply_events(Diagnostics& diagnostics) {
    const std::optional<Entry> given = taken(root_, "event");
    if (!given) return;
    const auto* list = given->value.as<Node::List>();
    if (!list || !std::ranges::all_of(*list, &Node::is_table)) {
        diagnostics.error(Problem::event, given->key_place, "\"event\" must be a list of tables",
                          "begin each event with [[event]]");
        return;
    }
    // By path, so that each is followed once, however many events set it.
    std::vector<std::pair<std::string, std::vector<Change>>> changes;
    std::unordered_map<std::string, std::size_t>             known;
    for (const Node& node : *list) {
        check_keys(node, diagnostics);
        std::optional<Event> event    = event_of(node, diagnostics);
        const Settings       settings = settings_of(node, diagnostics);
        if (!event) {   // what it sets cannot be dated, and may lead nowhere all the same
            for (const auto& [path, at, value] : settings)
                if (const PathEnd end = follow(root_, path); !end.node && !end.may_be_new()) report_lost(end, path, at, diagnostics);
            continue;
        }
        const auto said = provenance_in(node);
        for (const auto& [path, at, value] : settings) {
            const auto [place, is_new] = known.try_emplace(path, changes.size());
            if (is_new) changes.push_back({path, {}});
            changes[place->second].second.push_back({events_.size(), at, *value});
            Node& kept = changes[place->second].second.back().value;
            if (said) kept.provenance = completed(kept.provenance, said);
            event->paths.push_back(path);
            event->values.push_back(to_text(*value));
        }
        events_.push_back(std::move(*event));
    }
    for (const auto& [path, all] : changes) apply(path, all, diagnostics);
}

void Document::apply(const std::string& path, std::span<const Change> changes, Diagnostics& diagnostics) {
    Node::List* steps = nullptr;
    for (const auto& [event, place, value] : changes) {
        if (value.is_table() || value.is_list()) {
            diagnostics.error(Problem::event, value.place,
                              fmt::format("an event sets single values, not {}", kind_of(value)));
            continue;
        }
        if (!steps) {
            warn_if_set(path, events_[event], diagnostics);
            steps = steps_at(path, place, diagnostics);
        }
        if (steps) add_step(*steps, events_[event], value);
    }
}

/// A value from the command line holds only until the first event that sets it: who gave it should know.
void Document::warn_if_set(const std::string& path, const Event& event, Diagnostics& diagnostics) const {
    const Node* given = find(path);
    if (!given || !given->place.source || given->place.source->has_lines()) return;
    const std::string time = std::visit([](auto at) { return to_text(Node{at, {}, nullptr}); }, event.at);
    diagnostics.warn(Problem::doubtful, given->place,
                     fmt::format("holds only until {}, when an event sets {} anew", time, in_quotes(path)),
                     event.place.source ? fmt::format("the event is in {}:{}", event.place.source->name(), event.place.line) : "");
}

/// The steps of what a path names, which becomes dated if it was not; nothing if it cannot be, which is reported.
Node::List* Document::steps_at(const std::string& path, const Place& place, Diagnostics& diagnostics) {
    const PathEnd end = follow(root_, path);
    if (end.may_be_new()) {
        Node  steps{Node::List{Node{Node::Table{}, place, nullptr}}, place, nullptr};   // before the first, the default
        auto& table = *end.reached->as<Node::Table>();
        table.push_back({std::string{end.rest}, place, std::move(steps)});
        return table.back().value.as<Node::List>();
    }
    if (!end.node) {
        report_lost(end, path, place, diagnostics);
        return nullptr;
    }
    Node* linear = end.node->at("steps");
    Node& target = linear ? *linear : *end.node;
    if (is_dated(target)) return target.as<Node::List>();
    if (target.is_table() || target.is_list()) {
        diagnostics.error(Problem::event, place,
                          fmt::format("an event cannot set {}, which is {}", in_quotes(path), kind_of(target)),
                          "name one of the values in it");
        return nullptr;
    }
    Node before = std::move(target);
    target      = {Node::List{std::move(before)}, place, nullptr};
    return target.as<Node::List>();
}

}   // namespace secondsource
