// Values of a scenario's text.

#include "sim/scenario/node.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/base/text.h"

namespace secondsource {

namespace {

void write_text(std::string_view text, std::string& out) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20) out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
        else out += c;
    }
    out += '"';
}

/// Adds values to one text, as TOML has them.
struct Writer {
    std::string& out;

    void write(const Node& node) const { std::visit(*this, node.value); }

    void operator()(const Node::Table& table) const {
        out += table.empty() ? "{" : "{ ";
        for (const Entry& entry : table) {
            if (&entry != &table.front()) out += ", ";
            out += entry.key;
            out += " = ";
            write(entry.value);
        }
        out += table.empty() ? "}" : " }";
    }
    void operator()(const Node::List& list) const {
        out += '[';
        for (const Node& element : list) {
            if (&element != &list.front()) out += ", ";
            write(element);
        }
        out += ']';
    }
    void operator()(const std::string& text) const { write_text(text, out); }
    void operator()(std::int64_t whole) const { out += std::to_string(whole); }
    void operator()(double real) const { out += shortest(real); }
    void operator()(bool flag) const { out += flag ? "true" : "false"; }
    void operator()(Date date) const { out += to_text(date); }
};

}   // namespace

std::optional<double> Node::number() const {
    if (const auto* whole = as<std::int64_t>()) return static_cast<double>(*whole);
    if (const auto* real = as<double>()) return *real;
    return std::nullopt;
}

const Node* Node::at(std::string_view key) const {
    if (const auto* table = as<Table>())
        for (const Entry& entry : *table)
            if (entry.key == key) return &entry.value;
    return nullptr;
}

Node* Node::at(std::string_view key) { return const_cast<Node*>(std::as_const(*this).at(key)); }

std::string_view Node::text_at(std::string_view key) const {
    const Node*        node = at(key);
    const std::string* text = node ? node->as<std::string>() : nullptr;
    return text ? std::string_view{*text} : std::string_view{};
}

std::string_view kind_of(const Node& node) {
    constexpr std::array<std::string_view, 7> kinds{"a table",  "a list",        "text",  "a whole number",
                                                    "a number", "true or false", "a date"};
    return is_dated(node) ? "dated values" : kinds[node.value.index()];
}

std::string to_text(const Node& node) {
    std::string out;
    Writer{out}.write(node);
    return out;
}

bool is_dated(const Node& node) {
    const auto* list = node.as<Node::List>();
    if (!list || list->empty()) return false;
    const auto is_step = [](const Node& element) {
        return element.at("at") && element.at("value") && !element.at("name");
    };
    const Node& first   = list->front();
    const auto* table   = first.as<Node::Table>();
    const bool  opening = list->size() > 1 && (table ? table->empty() : !first.is_list());
    return (opening || is_step(first)) && std::all_of(list->begin() + 1, list->end(), is_step);
}

bool holds_tables(const Node& node) {
    const auto* list = node.as<Node::List>();
    return node.is_table() || (list && !list->empty() && list->front().is_table() && !is_dated(node));
}

std::string identity(const Node& element, std::string_view list_key) {
    if (!element.is_table()) return {};
    if (const auto name = element.text_at("name"); !name.empty()) return std::string{name};
    if (list_key == "link") {
        const auto seller = element.text_at("seller"), product = element.text_at("product"),
                   buyer = element.text_at("buyer");
        if (seller.empty() || product.empty() || buyer.empty()) return {};
        std::string name;
        name.reserve(seller.size() + product.size() + buyer.size() + 2);
        return name.append(seller).append(".").append(product).append(".").append(buyer);
    }
    if (const Node* at = element.at("at"); at && element.at("value") && !at->is_table() && !at->is_list())
        return to_text(*at);
    return std::string{element.text_at("product")};
}

}   // namespace secondsource
