// What events set, as dated values.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/base/spelling.h"
#include "sim/scenario/document.h"
#include "sim/scenario/document/merge.h"
#include "sim/scenario/path.h"
#include "sim/scenario/provenance.h"

namespace secondsource {

namespace {

using Settings = std::vector<std::pair<std::string, const Node*>>;

/// Paths and values of an event's `set`, whether the paths are quoted or written as dotted keys.
void collect_settings(const Node& set, const std::string& before, Settings& out) {
    for (const Entry& entry : *set.as<Node::Table>()) {
        const std::string path = before.empty() ? entry.key : before + '.' + entry.key;
        if (const auto* table = entry.value.as<Node::Table>(); table && !table->empty())
            collect_settings(entry.value, path, out);
        else out.emplace_back(path, &entry.value);
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

Event event_of(const Node& node, Diagnostics& diagnostics) {
    Event event;
    event.name     = node.text_at("name");
    event.text     = node.text_at("text");
    const Node* at = node.at("at");
    event.place    = at ? at->place : node.place;
    if (!at) {
        diagnostics.error(Problem::event, node.place, "an event needs its time",
                          "write at = 2026-01-31, or the number of a tick in worlds without dates");
    } else if (const auto* date = at->as<Date>()) {
        event.at = *date;
    } else if (const auto* tick = at->as<std::int64_t>()) {
        event.at = *tick;
    } else {
        diagnostics.error(
            Problem::event, at->place,
            fmt::format("\"at\" of an event must be a date, or the number of a tick, not {}", kind_of(*at)));
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
    for (const Node& node : *list) {
        const std::size_t errors_before = diagnostics.errors();
        check_keys(node, diagnostics);
        Event          event    = event_of(node, diagnostics);
        const Settings settings = settings_of(node, diagnostics);
        if (diagnostics.errors() != errors_before) continue;
        const auto said = provenance_in(node);
        for (const auto& [path, value] : settings) {
            Node with_source = *value;
            if (!with_source.provenance) with_source.provenance = said;
            apply(event, path, with_source, diagnostics);
            event.paths.push_back(path);
        }
        events_.push_back(std::move(event));
    }
}

void Document::apply(const Event& event, const std::string& path, const Node& value, Diagnostics& diagnostics) {
    if (value.is_table() || value.is_list()) {
        diagnostics.error(Problem::event, value.place,
                          fmt::format("an event sets single values, not {}", kind_of(value)));
        return;
    }
    const PathEnd end = follow(root_, path);
    if (!end.node) {
        if (end.reached->is_table() && end.matches.empty() && !end.rest.empty() &&
            end.rest.find('.') == std::string_view::npos) {
            Node::List steps{Node{Node::Table{}, value.place, nullptr},
                             step_of(event, value)};   // before it, the default
            end.reached->as<Node::Table>()->push_back(
                {std::string{end.rest}, value.place, {std::move(steps), value.place, nullptr}});
        } else {
            report_lost_path(end, path, value.place, diagnostics);
        }
        return;
    }
    Node* linear = end.node->at("steps");
    Node& target = linear ? *linear : *end.node;
    if (is_dated(target)) {
        add_step(*target.as<Node::List>(), event, value);
    } else if (target.is_table() || target.is_list()) {
        diagnostics.error(Problem::event, value.place,
                          fmt::format("an event cannot set {}, which is {}", in_quotes(path), kind_of(target)),
                          "name one of the values in it");
    } else {
        Node before = std::move(target);
        target      = {Node::List{}, value.place, nullptr};
        auto& steps = *target.as<Node::List>();
        steps.push_back(std::move(before));
        steps.push_back(step_of(event, value));
    }
}

}   // namespace secondsource
