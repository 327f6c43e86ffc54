// Where values came from.

#include "sim/scenario/provenance.h"

#include <algorithm>
#include <unordered_map>

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

namespace {

/// Where a source first says "assumption", in small or capital letters; its end if it does not.
std::size_t place_of_assumption(const std::string& source) {
    constexpr std::string_view word = "assumption";
    const auto same = [](char c, char small) { return c == small || c == small - 'a' + 'A'; };
    return static_cast<std::size_t>(std::search(source.begin(), source.end(), word.begin(), word.end(), same) - source.begin());
}

}   // namespace

bool is_assumption(const Provenance& said) {
    return !said.source.empty() && place_of_assumption(said.source) == 0;
}

std::vector<SourcedValue> sourced_values(const Node& root) {
    Lister lister;
    lister.visit("", "", root, nullptr);
    return std::move(lister.values);
}

namespace {

/// What is doubtful in what is said of a number, and what to do; nothing if all is well.
struct Doubt {
    std::string_view message, help;
};

Doubt doubt_of(const Provenance& said, bool is_number) {
    if (said.source.empty())
        return said.range && is_number ? Doubt{"a range without a source is never drawn from: --assumptions draws what a source calls an assumption",
                                               "add source = \"assumption: …\", or say where the range was published"}
                                       : Doubt{};
    if (is_assumption(said))
        return is_number && !said.range ? Doubt{"an assumption without a range is never drawn anew, as --assumptions does", "add range = [lowest, highest]"} : Doubt{};
    if (place_of_assumption(said.source) < said.source.size())
        return {"a source that says \"assumption\" inside, not at its beginning, counts as published",
                "begin it with \"assumption: \", or use another word"};
    return {};
}

/// A doubt about a number, and how many more share what is said of it.
struct Doubtful {
    Place       place;
    Doubt       doubt;
    std::size_t more = 0;
};

struct Doubts {
    std::vector<Doubtful>                               all;   ///< by order of the text
    std::unordered_map<const Provenance*, std::size_t> told;  ///< where in `all`; what stands in one table shares what is said of it

    void visit(const Node& node) {
        if (const auto* table = node.as<Node::Table>()) {
            for (const Entry& entry : *table)
                if (!says_provenance(entry.key)) visit(entry.value);
            return;
        }
        if (const auto* list = node.as<Node::List>(); list && std::ranges::any_of(*list, &Node::is_table)) {
            for (const Node& element : *list)
                if (element.is_table()) visit(element);
            return;
        }
        const Provenance* said = node.provenance.get();
        if (!said) return;
        const Doubt doubt = doubt_of(*said, node.number().has_value());
        if (doubt.message.empty()) return;
        const auto [known, is_new] = told.try_emplace(said, all.size());
        if (is_new) all.push_back({node.place, doubt});
        else ++all[known->second].more;
    }
};

}   // namespace

void expect_ranges(const Node& root, Diagnostics& diagnostics) {
    Doubts doubts;
    doubts.visit(root);
    for (const Doubtful& one : doubts.all)
        diagnostics.warn(Problem::doubtful, one.place, fmt::format("{}{}", one.doubt.message, one.more == 0 ? "" : fmt::format("; and {} more here", one.more)), std::string{one.doubt.help});
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
