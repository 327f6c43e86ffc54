// From files to one tree of values. The only door of toml++.

#include "sim/scenario/document.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <fstream>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "sim/base/spelling.h"

namespace secondsource {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_bytes_max    = 64u << 20;
constexpr std::size_t all_bytes_max     = 256u << 20;
constexpr std::size_t files_max         = 100;
constexpr std::size_t extends_depth_max = 16;
constexpr std::size_t nesting_max       = 64;
constexpr std::size_t retry_bytes_max   = 1u << 20;   // above, a syntax error is reported alone
constexpr std::size_t syntax_errors_max = 10;

// ---- before parsing ------------------------------------------------------------------------------------------------

/// Where a byte of a source is, in lines and code points.
Place place_of_byte(const Source& source, std::size_t byte) {
    const std::string_view before = std::string_view{source.text()}.substr(0, byte);
    const std::size_t      begin  = before.rfind('\n') + 1;   // npos + 1 is 0
    const auto             line   = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1);
    const auto             starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    return {&source, line,
            static_cast<std::uint32_t>(
                std::count_if(before.begin() + static_cast<std::ptrdiff_t>(begin), before.end(), starts) + 1),
            1};
}

/// The first byte that belongs to no UTF-8 character (nor surrogates, overlong forms, or anything past U+10FFFF).
std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = [&](std::size_t k) {
            return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0u;
        };
        const unsigned lead = byte(0);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        bool              valid  = lead >= 0xC2 && lead <= 0xF4;
        for (std::size_t k = 1; k < length; ++k) valid = valid && (byte(k) & 0xC0) == 0x80;
        if (lead == 0xE0) valid = valid && byte(1) >= 0xA0;
        if (lead == 0xED) valid = valid && byte(1) < 0xA0;
        if (lead == 0xF0) valid = valid && byte(1) >= 0x90;
        if (lead == 0xF4) valid = valid && byte(1) < 0x90;
        if (!valid) return i;
        i += length;
    }
    return std::nullopt;
}

/// What a look at the brackets alone tells, strings and comments left out: the parser recurses, and must not be given a
/// text that nests without end.
struct Outline {
    std::optional<std::size_t> too_deep;     ///< the byte that opens one level too many
    std::vector<bool>          plain_line;   ///< by line, from 1: begins outside of brackets and strings
};

Outline outline(std::string_view text) {
    Outline                  outline{std::nullopt, {false, true}};
    std::vector<std::size_t> dots{0};   // of the current key, by bracket
    std::size_t              depth       = 0;
    const auto               skip_string = [&](std::size_t i) {   // from the opening quote to the closing one
        const char quote  = text[i];
        const bool triple = text.substr(i, 3) == std::string(3, quote);
        for (i += triple ? 3 : 1; i < text.size(); ++i) {
                          if (text[i] == '\n') {
                              if (!triple) return i - 1;
                outline.plain_line.push_back(false);
            }
                          if (text[i] == '\\' && quote == '"') {
                              if (i + 1 < text.size() && text[i + 1] != '\n') ++i;
            } else if (text[i] == quote && (!triple || text.substr(i, 3) == std::string(3, quote))) {
                              if (triple) i += 2;
                while (triple && i + 1 < text.size() && text[i + 1] == quote)
                    ++i;   // quotes just before the closing ones
                return i;
            }
        }
        return i;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
            case '#': i = std::min(text.find('\n', i), text.size()) - 1; break;
            case '"':
            case '\'': i = skip_string(i); break;
            case '[':
            case '{':
                ++depth;
                dots.push_back(0);
                break;
            case ']':
            case '}':
                if (dots.size() > 1) {
                    depth -= 1 + dots.back();
                    dots.pop_back();
                }
                break;
            case '.':
                ++depth;
                ++dots.back();
                break;
            case '\n': outline.plain_line.push_back(dots.size() == 1); [[fallthrough]];
            case ',':
                depth -= dots.back();
                dots.back() = 0;
                break;
            default: break;
        }
        if (depth > nesting_max && !outline.too_deep) {
            outline.too_deep = i;
            return outline;
        }
    }
    return outline;
}

// ---- from toml++ to nodes ------------------------------------------------------------------------------------------

/// The provenance that the keys of a table say; none if it says none.
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

/// What is not said of a value, its table says. A source's confidence and note are part of it: they come with the source, or
/// not at all.
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

/// Lets a table speak for everything in it, at any depth. What is nearer has spoken before.
void speak_for(Node& node, const std::shared_ptr<const Provenance>& said) {
    if (auto* table = node.as<Node::Table>()) {
        for (Entry& entry : *table)
            if (!says_provenance(entry.key)) speak_for(entry.value, said);
        return;
    }
    if (node.as<std::string>() && !node.provenance) return;   // a name
    node.provenance = completed(node.provenance, said);
    if (auto* list = node.as<Node::List>())
        for (Node& element : *list)
            if (element.is_table()) speak_for(element, said);
}

/// Turns what toml++ read into our nodes, and leaves nothing of it behind.
class Converter {
public:
    Converter(const Source& source, Diagnostics& diagnostics) : source_{source}, diagnostics_{diagnostics} {}

    Node table(toml::table& from, const Place& place, std::size_t depth = 0) {
        Node::Table entries;
        entries.reserve(from.size());
        for (auto&& [key, value] : from) {
            const Place key_place = at(key.source());
            entries.push_back({std::string{key.str()}, key_place, node(value, key.str(), depth + 1)});
        }
        from.clear();
        // toml++ keeps keys by alphabet; people think of them as they wrote them.
        std::ranges::stable_sort(entries, {}, [](const Entry& e) {
            return std::pair{e.key_place.line, e.key_place.column};
        });
        Node made{std::move(entries), place, nullptr};
        return with_provenance(std::move(made));
    }

private:
    Place at(const toml::source_region& region) const {
        const bool one_line = region.end.line == region.begin.line && region.end.column > region.begin.column;
        const auto length   = one_line                              ? region.end.column - region.begin.column
                              : region.end.line > region.begin.line ? UINT32_MAX
                                                                    : 1;
        return {&source_, region.begin.line, region.begin.column, length};
    }

    Node node(toml::node& from, std::string_view key, std::size_t depth) {
        const Place place = at(from.source());
        if (depth > nesting_max) {
            diagnostics_.error(Problem::nested_too_deep, place,
                               fmt::format("nested deeper than {} levels", nesting_max));
            return {false, place, nullptr};
        }
        switch (from.type()) {
            case toml::node_type::table: return table(*from.as_table(), place, depth);
            case toml::node_type::array: return list(*from.as_array(), place, key, depth);
            case toml::node_type::string: return {std::move(from.as_string()->get()), place, nullptr};
            case toml::node_type::integer: return {from.as_integer()->get(), place, nullptr};
            case toml::node_type::boolean: return {from.as_boolean()->get(), place, nullptr};
            case toml::node_type::floating_point: return real(from.as_floating_point()->get(), place);
            case toml::node_type::date: return {date(from.as_date()->get()), place, nullptr};
            case toml::node_type::date_time:
                diagnostics_.error(Problem::time_of_day, place, "a date has no time of day here",
                                   "write only the date: 2026-01-31");
                return {date(from.as_date_time()->get().date), place, nullptr};
            default:
                diagnostics_.error(Problem::time_of_day, place, "a time of day means nothing here",
                                   "write a date: 2026-01-31");
                return {Date{}, place, nullptr};
        }
    }

    Node real(double value, const Place& place) {
        if (std::isfinite(value)) return {value, place, nullptr};
        diagnostics_.error(Problem::not_finite, place,
                           std::isnan(value) ? "nan is no number" : "a number must be finite");
        return {0.0, place, nullptr};
    }

    static Date date(const toml::date& from) { return {from.year, from.month, from.day}; }

    Node list(toml::array& from, const Place& place, std::string_view key, std::size_t depth) {
        Node::List elements;
        elements.reserve(from.size());
        for (toml::node& element : from) elements.push_back(node(element, key, depth + 1));
        from.clear();
        Node made{std::move(elements), place, nullptr};
        if (!is_dated(made)) refuse_same_names(*made.as<Node::List>(), key);
        return made;
    }

    void refuse_same_names(const Node::List& elements, std::string_view key) {
        std::unordered_map<std::string, const Node*> known;
        for (const Node& element : elements) {
            const std::string name = identity(element, key);
            if (name.empty()) continue;
            const auto [other, is_new] = known.emplace(name, &element);
            if (is_new) continue;
            const Node* said = element.at("name");
            diagnostics_.error(Problem::same_name, said ? said->place : element.place,
                               fmt::format("{} {} is there twice", key, in_quotes(name)),
                               fmt::format("the first one is in line {}", other->second->place.line));
        }
    }

    /// `{ value = X, source = "…" }` becomes X; other tables hand what they say about sources to their values.
    Node with_provenance(Node made) {
        auto&                                   entries = *made.as<Node::Table>();
        const std::shared_ptr<const Provenance> said    = provenance_in(made);
        const auto is_wrapping = [](const Entry& e) { return e.key == "value" || says_provenance(e.key); };
        if (made.at("value") && std::ranges::all_of(entries, is_wrapping)) {
            for (const Entry& entry : entries) check_provenance(entry, diagnostics_);
            Node value = std::move(*made.at("value"));
            if (said) value.provenance = said;
            return value;
        }
        if (said) speak_for(made, said);
        return made;
    }

    const Source& source_;
    Diagnostics&  diagnostics_;
};

/// toml++'s words, with what it was reading behind ours: "not valid TOML (boolean): expected 'true', saw 'trU'".
std::string syntax_message(std::string_view description) {
    constexpr std::string_view opening = "Error while parsing ";
    if (!description.starts_with(opening)) return fmt::format("not valid TOML: {}", description);
    description.remove_prefix(opening.size());
    const std::size_t colon = description.find(": ");
    if (colon == std::string_view::npos) return fmt::format("not valid TOML ({})", description);
    return fmt::format("not valid TOML ({}): {}", description.substr(0, colon), description.substr(colon + 2));
}

/// The commonest mistake, which the parser words oddly: `kind = foundry`. Where the word begins in the line, if so.
std::optional<std::string_view> unquoted_word(std::string_view line) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    std::string_view  word  = line.substr(equals + 1);
    const std::size_t begin = word.find_first_not_of(" \t");
    if (begin == std::string_view::npos || !std::isalpha(static_cast<unsigned char>(word[begin]))) return std::nullopt;
    word               = word.substr(begin, word.find('#', begin) - begin);
    word               = word.substr(0, word.find_last_not_of(" \t") + 1);
    const auto is_word = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == ' ' || c == '.';
    };
    if (word == "true" || word == "false" || !std::ranges::all_of(word, is_word)) return std::nullopt;
    return word;
}

void report_syntax(const toml::parse_error& error, const Source& source, Diagnostics& diagnostics) {
    const auto [number, column] = error.source().begin;
    const std::string_view line = source.line(number);
    if (const auto word = unquoted_word(line)) {
        const Place place = place_of_byte(source, static_cast<std::size_t>(word->data() - source.text().data()));
        diagnostics.error(Problem::syntax, {&source, number, place.column, static_cast<std::uint32_t>(word->size())},
                          "not valid TOML: text stands between quotation marks", fmt::format("write \"{}\"", *word));
        return;
    }
    diagnostics.error(Problem::syntax, {&source, number, column, 1}, syntax_message(error.description()));
}

bool is_assignment(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(" \t");
    return begin != std::string_view::npos && line[begin] != '[' && line.find('=') != std::string_view::npos;
}

/// The tree of one text, checked first for all that the parser must not be given.
///
/// After a mistake within a single assignment the rest of the text still makes sense without that line, so it is read
/// on to find further ones; after any other mistake it would only produce false alarms.
std::optional<Node> parsed(const Source& source, Diagnostics& diagnostics) {
    const std::string_view text = source.text();
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        diagnostics.error(Problem::not_text, {&source}, fmt::format("not a text file: byte {} is zero", nul + 1));
        return std::nullopt;
    }
    if (const auto byte = first_invalid_utf8(text)) {
        const Place place = place_of_byte(source, *byte);
        diagnostics.error(
            Problem::not_text, {&source},
            fmt::format("not UTF-8 text: line {} has an invalid byte at column {}", place.line, place.column),
            "save the file with the encoding UTF-8");
        return std::nullopt;
    }
    const Outline lines = outline(text);
    if (lines.too_deep) {
        diagnostics.error(Problem::nested_too_deep, place_of_byte(source, *lines.too_deep),
                          fmt::format("nested deeper than {} levels", nesting_max));
        return std::nullopt;
    }
    std::string patched;   // the text without the lines that were wrong so far
    for (std::size_t tries = 0; tries < syntax_errors_max; ++tries) {
        try {
            toml::table tree = toml::parse(patched.empty() ? text : std::string_view{patched}, std::string_view{});
            if (tries > 0) return std::nullopt;
            return Converter{source, diagnostics}.table(tree, {&source, 1, 1, 1});
        } catch (const toml::parse_error& error) {
            const std::uint32_t    number = error.source().begin.line;
            const std::string_view line   = source.line(number);
            report_syntax(error, source, diagnostics);
            const bool plain = number < lines.plain_line.size() && lines.plain_line[number] &&
                               (number + 1 >= lines.plain_line.size() || lines.plain_line[number + 1]);
            if (!plain || !is_assignment(line) || text.size() > retry_bytes_max) return std::nullopt;
            if (patched.empty()) patched = text;
            std::fill_n(patched.begin() + (line.data() - text.data()), line.size(), ' ');
        }
    }
    return std::nullopt;
}

// ---- merging -------------------------------------------------------------------------------------------------------

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

void merge(Node& base, Node&& child, std::string_view key);

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

void erase(const PathEnd& end) {
    const auto index = static_cast<std::ptrdiff_t>(end.index);
    if (auto* table = end.parent->as<Node::Table>()) table->erase(table->begin() + index);
    if (auto* list = end.parent->as<Node::List>()) list->erase(list->begin() + index);
}

std::optional<Entry> taken(Node& table, std::string_view key) {
    auto&      entries = *table.as<Node::Table>();
    const auto there   = std::ranges::find(entries, key, &Entry::key);
    if (there == entries.end()) return std::nullopt;
    Entry entry = std::move(*there);
    entries.erase(there);
    return entry;
}

/// The texts of a list of texts, or of a single one; the rest is reported with `what` was expected.
std::vector<const Node*> texts_of(const Node& node, Problem problem, std::string_view what, Diagnostics& diagnostics) {
    std::vector<const Node*> texts;
    const auto               add = [&](const Node& element) {
        if (element.as<std::string>()) texts.push_back(&element);
        else diagnostics.error(problem, element.place, fmt::format("expected {}, found {}", what, kind_of(element)));
    };
    if (const auto* list = node.as<Node::List>()) std::ranges::for_each(*list, add);
    else add(node);
    return texts;
}

// ---- events --------------------------------------------------------------------------------------------------------

/// Paths and values of an event's `set`, whether the paths are quoted or written as dotted keys.
void collect_settings(const Node& set, const std::string& before,
                      std::vector<std::pair<std::string, const Node*>>& out) {
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

/// Puts a step where its time belongs; it takes the place of one at the same time.
void add_step(Node::List& steps, const Event& event, const Node& value) {
    const auto next = std::ranges::find_if(steps, [&](const Node& step) {
        const auto time = time_of(step);
        return time && time->index() == event.at.index() && *time >= event.at;
    });
    if (next != steps.end() && time_of(*next) == event.at) *next = step_of(event, value);
    else steps.insert(next, step_of(event, value));
}

}   // namespace

/// Reads a file and what it extends into one tree.
class Loader {
public:
    Loader(Document& document, Diagnostics& diagnostics) : document_{document}, diagnostics_{diagnostics} {}

    void read_file(const fs::path& path) { document_.root_ = file(path, {}); }
    void read_text(std::string_view text, std::string name, const fs::path& folder) {
        document_.root_ = layer(text, std::move(name), folder);
    }

private:
    struct Open {
        fs::path    real;
        std::string shown;
    };

    /// `from` is the place that asked for the file.
    Node file(const fs::path& path, const Place& from) {
        Node                             empty{Node::Table{}, from, nullptr};
        const std::optional<std::string> text = text_of(path, from);
        if (!text) return empty;
        std::error_code error;
        fs::path        real = fs::canonical(path, error);
        if (error) real = path;   // a pipe has no other name
        if (refuse_loop(real, from)) return empty;
        open_.push_back({real, path.generic_string()});
        Node tree = layer(*text, path.generic_string(), path.parent_path());
        open_.pop_back();
        return tree;
    }

    /// One text on top of what it extends.
    Node layer(std::string_view text, std::string name, const fs::path& folder) {
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);   // a byte-order mark
        const auto source = std::make_shared<const Source>(std::move(name), std::string{text},
                                                           static_cast<int>(document_.sources_.size()));
        document_.sources_.push_back(source);
        Node                base{Node::Table{}, {source.get(), 1, 1, 1}, nullptr};
        std::optional<Node> own = parsed(*source, diagnostics_);
        if (!own) return base;
        check_version(*own);
        if (const auto extends = taken(*own, "extends"))
            for (const Node* node : texts_of(extends->value, Problem::extends, "the name of a file", diagnostics_))
                merge(base, file((folder / *node->as<std::string>()).lexically_normal(), node->place), "");
        if (const auto remove = taken(*own, "remove"))
            for (const Node* node : texts_of(remove->value, Problem::path, "a path", diagnostics_)) {
                const std::string& path = *node->as<std::string>();
                const PathEnd      end  = follow(base, path);
                if (end.node) erase(end);
                else report_lost_path(end, path, node->place, diagnostics_);
            }
        merge(base, std::move(*own), "");
        return base;
    }

    void check_version(Node& tree) {
        const auto given = taken(tree, "schema_version");
        if (!given) return;
        const auto* version = given->value.as<std::int64_t>();
        if (version && *version == Document::schema_version) return;
        const bool newer = version && *version > Document::schema_version;
        diagnostics_.error(
            Problem::schema_version, given->value.place,
            fmt::format("schema_version must be {}, not {}", Document::schema_version, to_text(given->value)),
            newer ? "the file is written for a newer secondsource: update the program" : "");
    }

    std::optional<std::string> text_of(const fs::path& path, const Place& from) {
        const auto refuse = [&](std::string message, std::string help = {}) {
            diagnostics_.error(Problem::unreadable_file, from, std::move(message), std::move(help));
            return std::nullopt;
        };
        const std::string shown = in_quotes(path.generic_string());
        std::error_code   error;
        const auto        status = fs::status(path, error);
        if (status.type() == fs::file_type::not_found)
            return refuse(fmt::format("there is no file {}", shown), file_meant(path));
        if (status.type() == fs::file_type::directory)
            return refuse(fmt::format("{} is a folder, not a scenario file", shown));
        std::ifstream in{path, std::ios::binary};
        std::string   text;
        std::string   block(1u << 20, '\0');
        while (in && text.size() <= file_bytes_max) {
            in.read(block.data(), static_cast<std::streamsize>(block.size()));
            text.append(block, 0, static_cast<std::size_t>(in.gcount()));
        }
        if (text.size() > file_bytes_max)
            return refuse(fmt::format("{} is larger than {} MB", shown, file_bytes_max >> 20));
        if (!in.eof()) return refuse(fmt::format("{} cannot be read", shown), "is it yours to read?");
        bytes_ += text.size();
        if (++files_ > files_max) return refuse(fmt::format("more than {} files extend each other", files_max));
        if (bytes_ > all_bytes_max)
            return refuse(fmt::format("the files have more than {} MB together", all_bytes_max >> 20));
        return text;
    }

    static std::string file_meant(const fs::path& path) {
        constexpr int            looked_at_max = 10000;
        std::vector<std::string> names;
        std::error_code          error;
        const fs::path           folder = path.parent_path();
        for (fs::directory_iterator i{folder.empty() ? "." : folder, error}, end; !error && i != end;
             i.increment(error)) {
            names.push_back(i->path().filename().generic_string());
            if (names.size() == looked_at_max) break;
        }
        std::ranges::sort(names);   // folders come in any order
        const auto meant = nearest(path.filename().generic_string(), names);
        return meant ? fmt::format("did you mean {}?", in_quotes((folder / *meant).generic_string())) : std::string{};
    }

    bool refuse_loop(const fs::path& real, const Place& from) {
        const auto first = std::ranges::find(open_, real, &Open::real);
        if (first != open_.end()) {
            std::string loop;
            for (auto i = first; i != open_.end(); ++i) loop += in_quotes(i->shown) + " extends ";
            diagnostics_.error(Problem::extends, from,
                               "files extend each other in a circle: " + loop + in_quotes(first->shown));
            return true;
        }
        if (open_.size() < extends_depth_max) return false;
        diagnostics_.error(Problem::extends, from,
                           fmt::format("more than {} files extend each other in a row", extends_depth_max));
        return true;
    }

    Document&         document_;
    Diagnostics&      diagnostics_;
    std::vector<Open> open_;
    std::size_t       files_ = 0;
    std::size_t       bytes_ = 0;
};

Document load(const LoadRequest& request, Diagnostics& diagnostics) {
    Document document;
    Loader{document, diagnostics}.read_file(request.file);
    int number = 0;
    for (const std::string& assignment : request.sets) document.set(assignment, ++number, diagnostics);
    return document;
}

Document parse_text(std::string_view text, std::string name, Diagnostics& diagnostics, const fs::path& folder) {
    Document document;
    Loader{document, diagnostics}.read_text(text, std::move(name), folder);
    return document;
}

const Node* Document::find(std::string_view path) const { return follow(const_cast<Node&>(root_), path).node; }

const Node* Document::find(std::string_view path, const Place& place, Diagnostics& diagnostics) const {
    const PathEnd end = follow(const_cast<Node&>(root_), path);
    if (!end.node) report_lost_path(end, path, place, diagnostics);
    return end.node;
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
    } else if (end.reached->is_table() && end.matches.empty() && !end.rest.empty() &&
               end.rest.find('.') == std::string_view::npos) {
        end.reached->as<Node::Table>()->push_back(
            {std::string{end.rest}, place, written_value(value, place, diagnostics)});
    } else {
        report_lost_path(end, path, place, diagnostics);
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
        const std::size_t                         errors_before = diagnostics.errors();
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
        Event event;
        event.place    = node.place;
        event.name     = node.text_at("name");
        event.text     = node.text_at("text");
        const Node* at = node.at("at");
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
        if (at) event.place = at->place;
        std::vector<std::pair<std::string, const Node*>> settings;
        if (const Node* set = node.at("set"); set && set->is_table()) {
            collect_settings(*set, "", settings);
        } else if (set) {
            diagnostics.error(Problem::event, set->place,
                              fmt::format("\"set\" of an event must be a table, not {}", kind_of(*set)),
                              "write set = { \"path\" = value }");
        } else if (event.text.empty()) {
            diagnostics.error(Problem::event, node.place, "an event needs something to set, or at least a text",
                              "write set = { \"path\" = value }");
        }
        if (diagnostics.errors() != errors_before) continue;
        const auto said = provenance_in(node);
        for (const auto& [path, value] : settings) {
            Node with_source = *value;
            if (said) with_source.provenance = completed(with_source.provenance, said);
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
