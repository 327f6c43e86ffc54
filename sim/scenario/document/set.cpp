// Values by path: found, and replaced.

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/document.h"
#include "sim/scenario/document/raw_text.h"
#include "sim/scenario/document/toml.h"
#include "sim/scenario/path.h"

namespace secondsource {

const Node* Document::find(std::string_view path) const { return follow(const_cast<Node&>(root_), path).node; }

const Node* Document::find(std::string_view path, const Place& place, Diagnostics& diagnostics) const {
    const PathEnd end = follow(const_cast<Node&>(root_), path);
    if (!end.node) report_lost(end, path, place, diagnostics);
    return end.node;
}

const Removal* Document::removed(std::span<const std::string> names) const {
    for (const Removal& removal : removals_)
        for (const std::string& name : names)
            if (std::ranges::find(removal.gone, name) != removal.gone.end()) return &removal;
    return nullptr;
}

/// A path of another file that leads to what was removed is the mistake of the `remove`.
void Document::report_lost(const PathEnd& end, std::string_view path, const Place& place, Diagnostics& diagnostics) const {
    std::vector<std::string> ways;   // the path, and those on the way to it
    for (std::size_t dot = path.size(); dot != std::string_view::npos && dot > 0; dot = path.rfind('.', dot - 1)) ways.emplace_back(path.substr(0, dot));
    const Removal* removal = removed(ways);
    if (!removal || removal->place.source == place.source || !place.source) return report_lost_path(end, path, place, diagnostics);
    diagnostics.error(Problem::path, removal->place, fmt::format("this is removed, but the path {} leads there", in_quotes(path)),
                      fmt::format("the path is in {}:{}", place.source->name(), place.line));
}

void Document::keep(const Place& place) {
    if (!place.source) return;
    auto source = place.source->weak_from_this().lock();
    if (source && std::ranges::find(sources_, source) == sources_.end()) sources_.push_back(std::move(source));
}

namespace {

void move_to(Node& node, const Place& place) {
    node.place = place;
    if (auto* list = node.as<Node::List>())
        for (Node& element : *list) move_to(element, place);
    if (auto* table = node.as<Node::Table>())
        for (Entry& entry : *table) {
            entry.key_place = place;
            move_to(entry.value, place);
        }
}

/// A value as written on a command line: TOML, or else simply text.
Node written_value(std::string_view text, const Place& place, Diagnostics& diagnostics) {
    const auto  source = std::make_shared<const Source>("", fmt::format("v = {}", text));
    Diagnostics mistakes;
    if (auto tree = parsed(*source, mistakes); tree && tree->as<Node::Table>()->size() == 1) {
        for (const Diagnostic& mistake : mistakes.sorted())   // nan, a time of day: TOML, but nothing we can use
            diagnostics.error(mistake.problem, place, mistake.message, mistake.help);
        Node value = std::move(tree->as<Node::Table>()->front().value);
        move_to(value, place);
        return value;
    }
    return {std::string{text}, place, nullptr};
}

}   // namespace

void Document::set(std::string_view path, std::string_view value, const Place& place, Diagnostics& diagnostics) {
    keep(place);
    const PathEnd end = follow(root_, path);
    if (end.node) {
        Node* step                = is_dated(*end.parent) ? end.node->at("value") : nullptr;
        *(step ? step : end.node) = written_value(value, place, diagnostics);
    } else if (end.may_be_new()) {
        end.reached->as<Node::Table>()->push_back(
            {std::string{end.rest}, place, written_value(value, place, diagnostics)});
    } else {
        report_lost(end, path, place, diagnostics);
    }
}

void Document::set(std::string_view assignment, int number, Diagnostics& diagnostics) {
    constexpr int after_files = 1'000'000;
    const auto    source      = std::make_shared<const Source>(fmt::format("--set {}", number), std::string{assignment},
                                                       after_files + number, false);
    sources_.push_back(source);
    const auto trimmed = [](std::string_view text) {
        const std::size_t begin = text.find_first_not_of(" \t");
        return begin == std::string_view::npos ? std::string_view{}
                                               : text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
    };
    const std::size_t equals = assignment.find('=');
    const auto        path   = trimmed(assignment.substr(0, equals));
    const auto  value = equals == std::string_view::npos ? std::string_view{} : trimmed(assignment.substr(equals + 1));
    const Place all{source.get(), 1, 1, UINT32_MAX};
    if (first_invalid_utf8(assignment)) {
        diagnostics.error(Problem::not_text, {source.get()}, "not UTF-8 text");
    } else if (path.empty() || value.empty()) {
        diagnostics.error(Problem::path, all, "expected PATH=VALUE",
                          "for example --set agent.tsmc.pool.n3.price_usd=20000");
    } else {
        set(path, value, all, diagnostics);
    }
}

}   // namespace secondsource
