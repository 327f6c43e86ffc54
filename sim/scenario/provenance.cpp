// Where values came from.

#include "sim/scenario/provenance.h"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

namespace secondsource {

namespace {

struct Lister {
    std::vector<SourcedValue> values;

    void add(const std::string& path, const Node& node, const Provenance* provenance) {
        values.push_back({path, to_text(node), provenance ? *provenance : Provenance{}, node.place});
    }

    void visit(const std::string& path, std::string_view key, const Node& node, const Provenance* inherited) {
        const Provenance* provenance = node.provenance ? node.provenance.get() : inherited;
        if (const auto* table = node.as<Node::Table>()) {
            for (const Entry& entry : *table)
                if (!says_provenance(entry.key))
                    visit(path.empty() ? entry.key : path + '.' + entry.key, entry.key, entry.value, nullptr);
        } else if (is_dated(node)) {
            for (const Node& step : *node.as<Node::List>()) {
                const Node* value = step.at("value");
                if (value != nullptr) visit(path + '.' + identity(step, key), key, *value, provenance);
                else if (!step.is_table()) visit(path, key, step, provenance);
            }
        } else if (const auto* list = node.as<Node::List>(); list && std::ranges::any_of(*list, &Node::is_table)) {
            for (std::size_t i = 0; i < list->size(); ++i) {
                const std::string name = identity((*list)[i], key);
                visit(name.empty() ? fmt::format("{}[{}]", path, i) : path + '.' + name, key, (*list)[i], nullptr);
            }
        } else if (!node.as<std::string>() || node.provenance) {
            add(path, node, provenance);
        }
    }
};

}   // namespace

std::shared_ptr<const Provenance> provenance_in(const Node& table) {
    Provenance said;
    said.source     = table.text_at("source");
    said.confidence = table.text_at("confidence");
    said.note       = table.text_at("note");
    if (const Node* range = table.at("range"))
        if (const auto* ends = range->as<Node::List>(); ends && ends->size() == 2)
            if (const auto low = (*ends)[0].number(), high = (*ends)[1].number(); low && high)
                said.range = {*low, *high};
    if (said.source.empty() && said.confidence.empty() && said.note.empty() && !said.range) return nullptr;
    return std::make_shared<const Provenance>(std::move(said));
}

std::shared_ptr<const Provenance> completed(const std::shared_ptr<const Provenance>& own,
                                            const std::shared_ptr<const Provenance>& outer) {
    if (!own) return outer;
    if (!own->source.empty()) return own;
    Provenance both = *own;
    both.source     = outer->source;
    if (both.confidence.empty()) both.confidence = outer->confidence;
    if (both.note.empty()) both.note = outer->note;
    if (!both.range) both.range = outer->range;
    return std::make_shared<const Provenance>(std::move(both));
}

bool is_assumption(const Provenance& said) {
    constexpr std::string_view word = "assumption";
    return said.source.size() >= word.size() &&
           std::equal(word.begin(), word.end(), said.source.begin(), [](char small, char c) { return c == small || c == small - 'a' + 'A'; });
}

std::vector<SourcedValue> sourced_values(const Node& root) {
    Lister lister;
    lister.visit("", "", root, nullptr);
    return std::move(lister.values);
}

namespace {

void expect_ranges(const Node& node, std::unordered_set<const Provenance*>& told, Diagnostics& diagnostics) {
    if (const auto* table = node.as<Node::Table>()) {
        for (const Entry& entry : *table)
            if (!says_provenance(entry.key)) expect_ranges(entry.value, told, diagnostics);
    } else if (const auto* list = node.as<Node::List>()) {
        for (const Node& element : *list)
            if (element.is_table()) expect_ranges(element, told, diagnostics);
    } else if (const Provenance* said = node.provenance.get();
               said && node.number() && !said->range && is_assumption(*said) && told.insert(said).second) {
        diagnostics.warn(Problem::doubtful, node.place, "an assumption without a range is never drawn anew, as --assumptions does", "add range = [lowest, highest]");
    }
}

}   // namespace

void expect_ranges(const Node& root, Diagnostics& diagnostics) {
    std::unordered_set<const Provenance*> told;
    expect_ranges(root, told, diagnostics);
}

bool says_provenance(std::string_view key) {
    return key == "source" || key == "confidence" || key == "range" || key == "note";
}

void check_provenance(const Entry& entry, Diagnostics& diagnostics) {
    const std::string* text = entry.value.as<std::string>();
    if (entry.key == "range") {
        const auto* ends = entry.value.as<Node::List>();
        const bool  pair = ends && ends->size() == 2 && (*ends)[0].number() && (*ends)[1].number();
        if (!pair || *(*ends)[0].number() > *(*ends)[1].number())
            diagnostics.error(Problem::provenance, entry.value.place,
                              "\"range\" must be a list of two numbers in order", "write range = [0.8, 0.95]");
    } else if (says_provenance(entry.key) && !text) {
        diagnostics.error(Problem::provenance, entry.value.place,
                          fmt::format("{} must be text, not {}", in_quotes(entry.key), kind_of(entry.value)));
    } else if (entry.key == "confidence" && *text != "high" && *text != "med" && *text != "low") {
        diagnostics.error(Problem::provenance, entry.value.place,
                          fmt::format("\"confidence\" must be high, med or low, not {}", in_quotes(*text)));
    }
}

}   // namespace secondsource
