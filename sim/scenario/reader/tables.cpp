// Tables within a table: one, a list, by name, or the keys of a rule.

#include <fmt/format.h>

#include "sim/scenario/reader/table.h"

namespace secondsource {

namespace {

const Node& empty_table() {
    static const Node empty;
    return empty;
}

}   // namespace

Reader Reader::table(std::string_view key, std::string_view meaning) {
    Asked&      asked = ask({.key = key, .type = KeyType::table, .meaning = meaning});
    const Node* node  = value_of(asked);
    if (node && !node->is_table()) {
        wrong_type(asked.info, key, *node, "a table");
        node = nullptr;
    }
    if (node || is_recording()) return inner(node, key, asked);
    Reader missing              = inner(&empty_table(), key, asked);
    missing.table_->is_missing = true;
    return missing;
}

std::optional<Reader> Reader::optional_table(std::string_view key, std::string_view meaning) {
    Asked&      asked = ask({.key = key, .type = KeyType::table, .meaning = meaning, .has_fallback = true});
    const Node* node  = value_of(asked);
    if (node && !node->is_table()) {
        wrong_type(asked.info, key, *node, "a table");
        return std::nullopt;
    }
    if (!node && !is_recording()) return std::nullopt;
    return inner(node, key, asked);
}

std::vector<Reader> Reader::tables(std::string_view key, std::string_view meaning) {
    Asked&      asked = ask({.key = key, .type = KeyType::tables, .meaning = meaning, .has_fallback = true});
    const Node* node  = value_of(asked);
    if (is_recording()) return {inner(nullptr, key, asked)};
    if (!node) return {};
    const auto* list = node->as<Node::List>();
    if (!list) {
        const std::string header = fmt::format("[[{}]]", key);
        report(Problem::wrong_type, node->place,
               fmt::format("{} {} must be a list of tables, not {}", in_quotes(key), in_table(), kind_of(*node)),
               fmt::format("begin each with two brackets, as in {}", header));
        blame_names();
        return {};
    }
    std::vector<Reader> out;
    out.reserve(list->size());
    for (std::size_t i = 0; i < list->size(); ++i) {
        const Node& element = (*list)[i];
        if (element.is_table()) out.push_back(inner(&element, key, asked, identity(element, key), i));
        else {
            wrong_type(asked.info, key, element, "a list of tables");
            blame_names();
        }
    }
    return out;
}

std::vector<Reader> Reader::named_tables(std::string_view key, std::string_view meaning) {
    Asked&      asked = ask({.key = key, .type = KeyType::named_tables, .meaning = meaning, .has_fallback = true});
    const Node* node  = value_of(asked);
    if (is_recording()) return {inner(nullptr, key, asked)};
    if (!node) return {};
    if (!node->is_table()) {
        wrong_type(asked.info, key, *node, fmt::format("tables by name, as in [{}.NAME]", key));
        return {};
    }
    std::vector<Reader> out;
    for (const Entry& entry : *node->as<Node::Table>()) {
        if (entry.value.is_table()) out.push_back(inner(&entry.value, key, asked, entry.key, out.size()));
        else if (says_provenance(entry.key)) check_provenance(entry, *table_->context->diagnostics);
        else wrong_type(asked.info, fmt::format("{}.{}", key, entry.key), entry.value, "a table");
    }
    return out;
}

const Entry* Reader::other_word(std::string_view word) const {
    if (entry(word)) return nullptr;
    for (const std::string_view other : rule_words)
        if (const Entry* found = entry(other); found && found->value.as<std::string>()) return found;
    return nullptr;
}

PolicyChoice Reader::policy(std::string_view key, std::string_view meaning, std::optional<std::string_view> fallback,
                            std::string_view word) {
    Asked&         asked = ask({.key = key, .type = KeyType::policy, .meaning = meaning}, fallback, as_toml);
    const Node*    node  = value_of(asked);
    std::string    name{fallback.value_or("")};
    const Question named{.key = word, .type = KeyType::text, .meaning = meaning};
    if (node && node->is_table()) {
        PolicyChoice choice{std::move(name), inner(node, key, asked)};
        const Asked& inside = choice.read.ask(named);
        if (const Entry* other = choice.read.other_word(word)) {   // it names a rule, under the word of another kind
            choice.read.report(Problem::unknown_key, other->key_place, fmt::format("unknown key {} {}", in_quotes(other->key), choice.read.in_table()),
                               fmt::format("did you mean {}? {}", in_quotes(word), sentence(meaning)));
            choice.name = *choice.read.entry_for(other->key)->value.as<std::string>();
        } else if (const Node* said = choice.read.value_of(inside)) {
            if (const auto* text = said->as<std::string>()) choice.name = *text;
            else choice.read.wrong_type(inside.info, word, *said, "text");
        }
        return choice;
    }
    if (node) {
        if (const auto* text = node->as<std::string>()) name = *text;
        else wrong_type(asked.info, key, *node, fmt::format("a name, or a table like {{ {} = \"…\" }}", word));
    }
    if (is_recording()) return {std::move(name), inner(nullptr, key, asked)};
    // A name alone is a table with nothing else; its place, where the name stands.
    const Place place = node ? node->place : table_->node->place;
    auto        owned = std::make_unique<const Node>(
        Node{Node::Table{{std::string{word}, place, {name, place, nullptr}}}, place, nullptr});
    Reader read        = inner(owned.get(), key, asked);
    read.table_->owned = std::move(owned);
    read.value_of(read.ask(named));
    return {std::move(name), std::move(read)};
}

}   // namespace secondsource
