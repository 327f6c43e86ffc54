// From TOML to values that know their place. The only door of toml++.

#include "sim/scenario/document/toml.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "sim/scenario/document/raw_text.h"
#include "sim/scenario/provenance.h"

namespace secondsource {

namespace {

constexpr std::size_t retry_bytes_max   = 1u << 20;   // above, a syntax error is reported alone
constexpr std::size_t syntax_errors_max = 10;
constexpr double      no_number         = std::numeric_limits<double>::quiet_NaN();   // where a value was refused

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
        // toml++ keeps keys by alphabet; people think of them as they wrote them.
        std::vector<std::pair<const toml::key*, toml::node*>> written;
        written.reserve(from.size());
        for (auto&& [key, value] : from) written.emplace_back(&key, &value);
        std::ranges::stable_sort(written, {}, [](const auto& pair) {
            const toml::source_position& begin = pair.first->source().begin;
            return std::pair{begin.line, begin.column};
        });
        Node::Table entries;
        entries.reserve(written.size());
        for (const auto& [key, value] : written)
            entries.push_back({std::string{key->str()}, at(key->source()), node(*value, key->str(), depth + 1)});
        from.clear();
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
                return {no_number, place, nullptr};
        }
    }

    Node real(double value, const Place& place) {
        if (std::isfinite(value)) return {value, place, nullptr};
        diagnostics_.error(Problem::not_finite, place,
                           std::isnan(value) ? "nan is no number" : "a number must be finite");
        return {no_number, place, nullptr};
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
                               fmt::format("the first one is in line {}{}", other->second->place.line,
                                           key == "link" ? "; two links between the same two need a name each" : ""));
        }
    }

    /// `{ value = X, source = "…" }` becomes X; other tables hand what they say about sources to their values.
    Node with_provenance(Node made) {
        auto&                                   entries = *made.as<Node::Table>();
        const std::shared_ptr<const Provenance> said    = provenance_in(made);
        const bool is_step = made.at("at") && made.at("value");
        if (is_step) expect_in_range(made);
        const auto is_wrapping = [](const Entry& e) { return e.key == "value" || says_provenance(e.key); };
        if (made.at("value") && std::ranges::all_of(entries, is_wrapping)) {
            for (const Entry& entry : entries) check_provenance(entry, diagnostics_);
            expect_in_range(made);
            Node value = std::move(*made.at("value"));
            if (said) value.provenance = said;
            return value;
        }
        if (said) speak_for(made, said);
        return made;
    }

    /// A value lies in the range that it gives itself.
    void expect_in_range(const Node& made) {
        const auto said  = provenance_in(made);
        const auto value = made.at("value")->number();
        if (!said || !said->range || !value || said->range->first > said->range->second) return;
        if (*value < said->range->first || *value > said->range->second)
            diagnostics_.error(Problem::provenance, made.at("range")->place, fmt::format("the value {} is not in its range", to_text(*made.at("value"))),
                               "a range goes from the lowest to the highest plausible value");
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

}   // namespace

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
    if (lines.parts > parts_max) {
        diagnostics.error(Problem::unreadable_file, {&source},
                          fmt::format("more than {} million values", parts_max / 1'000'000),
                          "what is counted are brackets, commas, dots and equal signs");
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

}   // namespace secondsource
