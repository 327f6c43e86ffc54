// What is wrong with a user's files, and how it is printed.

#include "sim/scenario/diagnostic.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "sim/base/text.h"

namespace secondsource {

namespace {

constexpr std::array problem_table{
    ProblemKind{Problem::unreadable_file, Severity::error,
                "a file is missing, is a folder, is too large, or cannot be read"},
    ProblemKind{Problem::not_text, Severity::error, "a file is not UTF-8 text"},
    ProblemKind{Problem::syntax, Severity::error, "a file is not valid TOML 1.0"},
    ProblemKind{Problem::nested_too_deep, Severity::error, "tables and arrays lie too deep within each other"},
    ProblemKind{Problem::not_finite, Severity::error, "a number is infinite or no number at all"},
    ProblemKind{Problem::time_of_day, Severity::error, "a date has a time of day, which means nothing here"},
    ProblemKind{Problem::extends, Severity::error,
                "`extends` is not a file or list of files, or files extend each other in a circle"},
    ProblemKind{Problem::schema_version, Severity::error, "the file is written for another version of the program"},
    ProblemKind{Problem::same_name, Severity::error, "two tables of a list have the same name in one file"},
    ProblemKind{Problem::path, Severity::error, "a path names nothing, or more than one thing"},
    ProblemKind{Problem::missing_key, Severity::error, "a key that is needed is not there"},
    ProblemKind{Problem::unknown_key, Severity::error, "a key that nothing asks for"},
    ProblemKind{Problem::wrong_type, Severity::error, "a value is of another type than its key asks for"},
    ProblemKind{Problem::out_of_range, Severity::error, "a number lies outside of its limits"},
    ProblemKind{Problem::not_whole, Severity::error,
                "a number should be whole, or a duration is too short for the tick"},
    ProblemKind{Problem::unknown_word, Severity::error, "a word that is none of those to choose from"},
    ProblemKind{Problem::two_spellings, Severity::error, "one value is given in two units"},
    ProblemKind{Problem::steps, Severity::error, "dated values are not written as steps in order of time"},
    ProblemKind{Problem::not_dated, Severity::error, "a value that may not change during the run is dated"},
    ProblemKind{Problem::event, Severity::error, "an [[event]] is not written as one"},
    ProblemKind{Problem::provenance, Severity::error,
                "source, confidence, range or note of a value are not written as such"},
    ProblemKind{Problem::inconsistent, Severity::error, "values contradict each other, or a name means nothing"},
    ProblemKind{Problem::rounded, Severity::warning, "a duration or date was rounded to the tick"},
    ProblemKind{Problem::doubtful, Severity::warning,
                "what is written can be run, but is hardly what was meant: it has no effect, or another one than it says"},
};

constexpr std::size_t shown_columns = 160;   // code points of a line; a minified file may be a single line
constexpr std::size_t shown_before  = 60;    // of these, before the mistake if the line is cut
constexpr std::size_t quoted_max    = 80;

constexpr bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// The byte at which the code point with this index (from 0) begins, or the end.
std::size_t byte_of(std::string_view text, std::size_t index) {
    std::size_t byte = 0;
    for (; byte < text.size(); ++byte)
        if (!continues(text[byte]) && index-- == 0) break;
    return byte;
}

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

Diagnostic made(Severity severity, Problem problem, const Place& place, std::string message, std::string help) {
    Diagnostic made;
    made.severity = severity;
    made.problem  = problem;
    made.code     = fmt::format("{}{:04}", severity == Severity::error ? 'E' : 'W', static_cast<int>(problem));
    made.message  = printable(message);   // names of a user may stand in it
    made.help     = printable(help);
    if (place.source == nullptr) return made;
    made.file       = place.source->name();
    made.file_order = place.source->order();
    made.has_lines  = place.source->has_lines();
    made.line       = place.line;
    made.column     = place.column;

    std::string_view line = place.source->line(place.line);
    if (place.column > 0)
        made.length = static_cast<std::uint32_t>(std::min<std::size_t>(
            place.length, code_points(line) + 1 - std::min<std::size_t>(place.column, code_points(line) + 1)));
    if (line.size() > shown_columns) {
        if (place.column > shown_before + 1 && code_points(line) > shown_columns) {
            made.source_cut = place.column - 1 - static_cast<std::uint32_t>(shown_before);
            line.remove_prefix(byte_of(line, made.source_cut));
        }
        line = line.substr(0, byte_of(line, shown_columns));
    }
    made.source_line = printable(line);
    return made;
}

}   // namespace

Source::Source(std::string name, std::string text, int order, bool has_lines)
    : name_{std::move(name)}, text_{std::move(text)}, order_{order}, has_lines_{has_lines} {
    line_starts_.push_back(0);
    for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1))
        line_starts_.push_back(at + 1);
}

std::string_view Source::line(std::uint32_t number) const {
    if (number == 0 || number > line_starts_.size()) return {};
    const std::size_t begin = line_starts_[number - 1];
    std::string_view  line  = std::string_view{text_}.substr(begin);
    line                    = line.substr(0, line.find('\n'));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::string printable(std::string_view text) {
    std::string out{text};
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto byte = static_cast<unsigned char>(out[i]);
        if (byte < 0x20 || byte == 0x7F) out[i] = ' ';
        if (byte == 0xC2 && i + 1 < out.size() && static_cast<unsigned char>(out[i + 1]) < 0xA0) out.replace(i, 2, 1, ' ');
    }
    return out;
}

std::span<const ProblemKind> problem_kinds() { return problem_table; }

std::string in_quotes(std::string_view text) {
    const std::size_t end = byte_of(text, quoted_max);
    return '"' + printable(text.substr(0, end)) + (end < text.size() ? "…\"" : "\"");
}

std::string to_text(const Diagnostic& diagnostic) {
    std::string out;
    if (!diagnostic.file.empty()) {
        out = printable(diagnostic.file) + ":";
        if (diagnostic.has_lines && diagnostic.line > 0)
            out += fmt::format("{}:{}:", diagnostic.line, diagnostic.column);
        out += ' ';
    }
    out += fmt::format("{}: {}\n", diagnostic.severity == Severity::error ? "error" : "warning", diagnostic.message);
    if (diagnostic.line > 0 && diagnostic.column > 0) {
        const std::string_view line   = diagnostic.source_line;
        const std::size_t      first  = byte_of(line, diagnostic.column - 1 - diagnostic.source_cut);
        const std::size_t      last   = first + byte_of(line.substr(first), diagnostic.length);
        const std::size_t      carets = std::max<std::size_t>(columns_of(line.substr(first, last - first)), 1);
        out += fmt::format("{:>5} | {}\n", diagnostic.has_lines ? std::to_string(diagnostic.line) : "", line);
        out += fmt::format("      | {}^{}\n", std::string(columns_of(line.substr(0, first)), ' '),
                           std::string(carets - 1, '~'));
    }
    if (!diagnostic.help.empty()) out += fmt::format("      help: {}\n", diagnostic.help);
    return out;
}

std::size_t Diagnostics::note(Severity severity, Problem problem, const Place& place, std::string message,
                              std::string help) {
    ++(severity == Severity::error ? errors_ : warnings_);
    if (kept_.size() == kept_max) return kept_max;
    kept_.push_back(made(severity, problem, place, std::move(message), std::move(help)));
    return kept_.size() - 1;
}

std::size_t Diagnostics::error(Problem problem, const Place& place, std::string message, std::string help) {
    return note(Severity::error, problem, place, std::move(message), std::move(help));
}

std::size_t Diagnostics::warn(Problem problem, const Place& place, std::string message, std::string help) {
    return note(Severity::warning, problem, place, std::move(message), std::move(help));
}

void Diagnostics::replace(std::size_t mark, Problem problem, const Place& place, std::string message,
                          std::string help) {
    if (mark < kept_.size()) kept_[mark] = made(Severity::error, problem, place, std::move(message), std::move(help));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    const auto by_place = [](const Diagnostic& d) { return std::tie(d.file_order, d.file, d.line, d.column); };
    const auto same     = [&](const Diagnostic& a, const Diagnostic& b) {
        return by_place(a) == by_place(b) && a.code == b.code && a.message == b.message;
    };
    std::vector<Diagnostic> sorted = kept_;
    std::ranges::stable_sort(sorted, {}, by_place);
    sorted.erase(std::unique(sorted.begin(), sorted.end(), same), sorted.end());
    return sorted;
}

std::string Diagnostics::text() const {
    std::string out;
    for (const Diagnostic& diagnostic : sorted()) out += to_text(diagnostic);
    const std::size_t others = errors_ + warnings_ - kept_.size();
    if (others > 0) out += fmt::format("… and {} more\n", others);
    return out;
}

void Diagnostics::throw_if_errors() const {
    if (has_errors()) throw ScenarioError{*this};
}

ScenarioError::ScenarioError(Diagnostics diagnostics)
    : std::runtime_error{diagnostics.text()},
      diagnostics_{std::make_shared<const Diagnostics>(std::move(diagnostics))} {}

}   // namespace secondsource
