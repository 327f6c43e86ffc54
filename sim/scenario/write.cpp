#include "sim/scenario/write.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "sim/base/text.h"
#include "sim/scenario/document.h"

namespace secondsource {
namespace {

constexpr std::size_t widest = 118;   // a list that is wider has one element in a line

std::string toml_text(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string                out    = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') out += '\\';
        if (byte < 0x20 || byte == 0x7F) out += std::string{"\\u00"} + digits[byte >> 4] + digits[byte & 15];
        else out += c;
    }
    return out + '"';
}

std::string key_text(const std::string& key) {
    const auto is_bare = [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; };
    return !key.empty() && std::ranges::all_of(key, is_bare) ? key : toml_text(key);
}

/// A real is written so that it is one again.
std::string real_text(double value) {
    std::string text = shortest(value);
    if (text.find_first_of(".eE") == std::string::npos) text += ".0";
    return text;
}

bool is_list_of_tables(const Node& node) {
    const auto* list = node.as<Node::List>();
    return list && !list->empty() && std::ranges::all_of(*list, &Node::is_table) && !is_dated(node);
}

/// Does a table hold lists of tables, so that it is better read under a heading of its own?
bool wants_heading(const Node& node) {
    const auto* table = node.as<Node::Table>();
    return table && std::ranges::any_of(*table, [](const Entry& entry) { return is_list_of_tables(entry.value) || wants_heading(entry.value); });
}

Provenance said_by(const Node& table) {
    Provenance said;
    said.source     = table.text_at("source");
    said.confidence = table.text_at("confidence");
    said.note       = table.text_at("note");
    if (const Node* range = table.at("range"))
        if (const auto* ends = range->as<Node::List>(); ends && ends->size() == 2)
            if (const auto low = (*ends)[0].number(), high = (*ends)[1].number(); low && high) said.range = {*low, *high};
    return said;
}

bool is_same(const Provenance& a, const Provenance& b) { return a.source == b.source && a.confidence == b.confidence && a.note == b.note && a.range == b.range; }

std::string value_text(const Node& node, std::string_view key);

std::string wrapped(const std::string& text, const Provenance& said) {
    std::string out = "{ value = " + text;
    if (!said.source.empty()) out += ", source = " + toml_text(said.source);
    if (!said.confidence.empty()) out += ", confidence = " + toml_text(said.confidence);
    if (said.range) out += ", range = [" + real_text(said.range->first) + ", " + real_text(said.range->second) + "]";
    if (!said.note.empty()) out += ", note = " + toml_text(said.note);
    return out + " }";
}

/// A value as it stands in a table: wrapped with where it came from, if its table does not say the same.
std::string entry_text(const Node& table, const Entry& entry) {
    const Node& value = entry.value;
    std::string text  = value_text(value, entry.key);
    if (says_provenance(entry.key)) return text;
    const bool       inherits = !value.is_table() && !value.as<std::string>();   // what a table says of its values
    const Provenance lent     = inherits ? said_by(table) : Provenance{};
    Provenance       own      = value.provenance ? *value.provenance : Provenance{};
    if (is_same(own, lent)) return text;
    if (is_same(own, {})) own.note = "in place of a value with a source";   // not the source of what was there before
    return wrapped(text, own);
}

std::string list_text(const Node::List& list, std::string_view key) {
    const auto element_text = [&](const Node& element) {
        const std::string text = value_text(element, key);
        return element.provenance ? wrapped(text, *element.provenance) : text;
    };
    std::string out;
    for (const Node& element : list) out += (out.empty() ? "" : ", ") + element_text(element);
    if (out.size() <= widest) return '[' + out + ']';
    out = "[";
    for (const Node& element : list) out += "\n  " + element_text(element) + ",";
    return out + "\n]";
}

/// A value without its source.
std::string value_text(const Node& node, std::string_view key) {
    if (const auto* table = node.as<Node::Table>()) {
        std::string out;
        for (const Entry& entry : *table) out += (out.empty() ? "" : ", ") + key_text(entry.key) + " = " + entry_text(node, entry);
        return out.empty() ? "{}" : "{ " + out + " }";
    }
    if (const auto* list = node.as<Node::List>()) return list_text(*list, key);
    if (const auto* real = node.as<double>()) return real_text(*real);
    if (const auto* text = node.as<std::string>()) {
        const bool is_relative_file = key == "file" && node.place.source && node.place.source->name() != "" && std::filesystem::path{*text}.is_relative();
        return toml_text(is_relative_file ? (std::filesystem::path{node.place.source->name()}.parent_path() / *text).lexically_normal().generic_string() : *text);
    }
    return to_text(node);
}

class Writer {
public:
    /// A table whose heading stands already: its values first, then what has headings of its own.
    void body(const Node& node, const std::string& path, const Node* head = nullptr) {
        const auto& table = *node.as<Node::Table>();
        for (const Entry& entry : table)
            if (!has_heading(entry.value, path)) text += key_text(entry.key) + " = " + entry_text(node, entry) + '\n';
        for (const Entry& entry : table) {
            if (!has_heading(entry.value, path)) continue;
            const std::string below = path.empty() ? key_text(entry.key) : path + '.' + key_text(entry.key);
            if (entry.value.is_table()) {
                text += "\n[" + below + "]\n";
                body(head && entry.key == "scenario" ? *head : entry.value, below);
                continue;
            }
            for (const Node& element : *entry.value.as<Node::List>()) {
                text += "\n[[" + below + "]]\n";
                body(element, below);
            }
        }
    }

    std::string text = "schema_version = " + std::to_string(Document::schema_version) + '\n';

private:
    static bool has_heading(const Node& node, const std::string& path) {
        if (node.provenance && node.is_table()) return false;   // it is wrapped with its source
        return is_list_of_tables(node) || wants_heading(node) || (path.empty() && node.is_table());
    }
};

}  // namespace

std::string to_toml(const Node& root, const Node* head) {
    Writer writer;
    writer.body(root, "", head);
    return writer.text;
}

}  // namespace secondsource
