// One tree on top of another.

#include "sim/scenario/document/merge.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace secondsource {

namespace {

bool names_another_rule(const Node& base, const Node& child) {
    constexpr std::array<std::string_view, 3> words{"policy", "model", "distribution"};
    return std::ranges::any_of(words, [&](std::string_view word) {
        return !base.text_at(word).empty() && !child.text_at(word).empty() && base.text_at(word) != child.text_at(word);
    });
}

bool is_list_of_tables(const Node& node) {
    const auto* list = node.as<Node::List>();
    return list && !list->empty() && std::ranges::all_of(*list, &Node::is_table) && !is_dated(node);
}

void merge_tables(Node& base, Node::Table&& child) {
    auto&                                             entries = *base.as<Node::Table>();
    std::unordered_map<std::string_view, std::size_t> known;
    entries.reserve(entries.size() + child.size());   // so that the words in `known` stay where they are
    for (std::size_t i = 0; i < entries.size(); ++i) known.emplace(entries[i].key, i);
    for (Entry& entry : child) {
        const auto there = known.find(entry.key);
        if (there == known.end()) {
            entries.push_back(std::move(entry));
        } else {
            entries[there->second].key_place = entry.key_place;
            merge(entries[there->second].value, std::move(entry.value), entry.key);
        }
    }
}

void merge_lists(Node& base, Node::List&& child, std::string_view key) {
    auto&                                        elements = *base.as<Node::List>();
    std::unordered_map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < elements.size(); ++i)
        if (std::string name = identity(elements[i], key); !name.empty()) known.emplace(std::move(name), i);
    for (Node& element : child) {
        const auto there = known.find(identity(element, key));
        if (there == known.end()) elements.push_back(std::move(element));
        else merge(elements[there->second], std::move(element), key);
    }
}

}   // namespace

void merge(Node& base, Node&& child, std::string_view key) {
    if (base.is_table() && child.is_table() && !names_another_rule(base, child)) {
        base.place = child.place;
        merge_tables(base, std::move(*child.as<Node::Table>()));
    } else if (is_list_of_tables(base) && is_list_of_tables(child)) {
        merge_lists(base, std::move(*child.as<Node::List>()), key);
    } else {
        base = std::move(child);
    }
}

std::optional<Entry> taken(Node& table, std::string_view key) {
    auto&      entries = *table.as<Node::Table>();
    const auto there   = std::ranges::find(entries, key, &Entry::key);
    if (there == entries.end()) return std::nullopt;
    Entry entry = std::move(*there);
    entries.erase(there);
    return entry;
}

}   // namespace secondsource
