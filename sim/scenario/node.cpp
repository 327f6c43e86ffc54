// Values of a scenario's text, and the paths that name them.

#include "sim/scenario/node.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "sim/base/spelling.h"
#include "sim/base/text.h"

namespace secondsource {

namespace {

// Whether a path goes on with this word, and not only with its beginning.
bool begins_with(std::string_view path, std::string_view word) {
    if (word.empty() || !path.starts_with(word)) return false;
    return path.size() == word.size() || path[word.size()] == '.' || path[word.size()] == '[';
}

std::string dotted(std::string_view one, std::string_view other) {
    std::string both;
    both.reserve(one.size() + 1 + other.size());
    return both.append(one).append(1, '.').append(other);
}

// What a link is called: none if it lacks one of seller, product and buyer.
std::string link_name(const Node& link) {
    const auto seller = link.text_at("seller"), product = link.text_at("product"), buyer = link.text_at("buyer");
    if (seller.empty() || product.empty() || buyer.empty()) return {};
    return dotted(dotted(seller, product), buyer);
}

// The ways in which a link may be named short of that.
std::array<std::string, 3> short_link_names(const Node& link) {
    const auto seller = link.text_at("seller"), product = link.text_at("product"), buyer = link.text_at("buyer");
    if (seller.empty() || product.empty() || buyer.empty()) return {};
    return {dotted(seller, buyer), dotted(seller, product), dotted(product, buyer)};
}

// A place in a list, and how much of the path it used up; more than one if the path is ambiguous.
struct Candidates {
    std::vector<std::size_t> indices;
    std::size_t              length = 0;

    void add(std::size_t index, std::size_t word) {
        if (word < length) return;
        if (word > length) indices.clear();
        length = word;
        if (indices.empty() || indices.back() != index) indices.push_back(index);
    }
};

Candidates elements_named(const Node::List& list, std::string_view key, std::string_view path) {
    Candidates found;
    if (path.starts_with('[')) {
        std::size_t index       = 0;
        const auto [end, error] = std::from_chars(path.data() + 1, path.data() + path.size(), index);
        const auto length       = static_cast<std::size_t>(end - path.data()) + 1;
        if (error == std::errc{} && length <= path.size() && *end == ']' && index < list.size())
            found.add(index, length);
        return found;
    }
    for (std::size_t i = 0; i < list.size(); ++i)
        if (const std::string name = identity(list[i], key); begins_with(path, name)) found.add(i, name.size());
    if (found.indices.empty() && key == "link")
        for (std::size_t i = 0; i < list.size(); ++i)
            for (const std::string& name : short_link_names(list[i]))
                if (begins_with(path, name)) found.add(i, name.size());
    return found;
}

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

std::string identity(const Node& element, std::string_view list_key) {
    if (!element.is_table()) return {};
    if (const auto name = element.text_at("name"); !name.empty()) return std::string{name};
    if (list_key == "link") return link_name(element);
    if (const Node* at = element.at("at"); at && element.at("value") && !at->is_table() && !at->is_list())
        return to_text(*at);
    return std::string{element.text_at("product")};
}

PathEnd follow(Node& root, std::string_view path) {
    PathEnd end;
    end.reached = &root;
    end.rest    = path;
    Node* at    = &root;
    while (!end.rest.empty()) {
        std::size_t index = 0, length = 0;
        Node*       next = nullptr;
        if (auto* table = at->as<Node::Table>()) {
            for (std::size_t i = 0; i < table->size(); ++i)
                if ((*table)[i].key.size() > length && begins_with(end.rest, (*table)[i].key)) {
                    index  = i;
                    length = (*table)[i].key.size();
                    next   = &(*table)[i].value;
                }
            if (next) end.reached_key = (*table)[index].key;
        } else if (auto* list = at->as<Node::List>()) {
            const Candidates found = elements_named(*list, end.reached_key, end.rest);
            if (found.indices.size() > 1) {
                for (const std::size_t match : found.indices)
                    end.matches.push_back(end.reached_key + '.' + identity((*list)[match], end.reached_key));
                return end;
            }
            if (!found.indices.empty()) {
                index  = found.indices.front();
                length = found.length;
                next   = &(*list)[index];
            }
        }
        if (!next) return end;
        end.rest.remove_prefix(length);
        if (end.rest == ".") return end;
        if (end.rest.starts_with('.')) end.rest.remove_prefix(1);
        end.parent  = at;
        end.index   = index;
        end.reached = at = next;
    }
    if (at != &root) end.node = at;
    return end;
}

void report_lost_path(const PathEnd& end, std::string_view path, const Place& place, Diagnostics& diagnostics) {
    if (!end.matches.empty()) {
        std::string matches;
        for (const std::string& match : end.matches) matches += (matches.empty() ? "" : ", ") + in_quotes(match);
        diagnostics.error(Problem::path, place, fmt::format("the path {} could be several", in_quotes(path)),
                          "write one of " + matches);
        return;
    }
    const std::string reached{path.substr(0, path.size() - end.rest.size())};
    const std::string before = reached.ends_with('.') ? reached.substr(0, reached.size() - 1) : reached;
    const std::string where  = before.empty() ? "the scenario" : in_quotes(before);
    if (!end.reached->is_table() && !end.reached->is_list()) {
        diagnostics.error(
            Problem::path, place,
            fmt::format("the path {} leads nowhere: {} is {}", in_quotes(path), where, kind_of(*end.reached)));
        return;
    }
    const std::string_view   word = end.rest.substr(0, end.rest.find('.'));
    std::vector<std::string> known;
    if (const auto* table = end.reached->as<Node::Table>())
        for (const Entry& entry : *table) known.push_back(entry.key);
    if (const auto* list = end.reached->as<Node::List>())
        for (const Node& element : *list) known.push_back(identity(element, end.reached_key));
    std::optional<std::string> meant = nearest(end.rest, known);
    if (!meant) meant = nearest(word, known);
    std::string help;
    if (meant) help = fmt::format("did you mean {}?", in_quotes(before.empty() ? *meant : before + '.' + *meant));
    diagnostics.error(Problem::path, place,
                      fmt::format("the path {} leads nowhere: {} has no {}", in_quotes(path), where, in_quotes(word)),
                      help);
}

std::vector<SourcedValue> sourced_values(const Node& root) {
    Lister lister;
    lister.visit("", "", root, nullptr);
    return std::move(lister.values);
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
