#pragma once
// What is wrong with a user's files: where, what, and what to write instead; all of it at once.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace secondsource {

/// A text that values came from: a file, or a value given on the command line ("--set 2"). Never changes, so that
/// places may point into it from any thread. Held by shared pointers, so that whoever keeps a place can keep it too.
class Source : public std::enable_shared_from_this<Source> {
public:
    /// `order` is the rank of its mistakes among those of other sources. Without `has_lines` the text is a single one
    /// and needs no line numbers.
    Source(std::string name, std::string text, int order = 0, bool has_lines = true);

    const std::string& name() const { return name_; }
    const std::string& text() const { return text_; }
    int                order() const { return order_; }
    bool               has_lines() const { return has_lines_; }
    /// A line, counted from 1, without its end; empty if there is no such line.
    std::string_view line(std::uint32_t number) const;

private:
    std::string              name_;
    std::string              text_;
    int                      order_;
    bool                     has_lines_;
    std::vector<std::size_t> line_starts_;
};

/// A stretch of one line of a source. Does not keep the source: a Document keeps those of its nodes.
struct Place {
    const Source* source = nullptr;   ///< none: nowhere in particular
    std::uint32_t line   = 0;         ///< from 1; 0 is the source as a whole
    std::uint32_t column = 0;         ///< from 1, in code points
    std::uint32_t length = 0;         ///< in code points
};

enum class Severity { error, warning };

/// Kinds of mistake. The number is the stable code that users see ("E0012", "W0040"); numbers are never used again.
enum class Problem : std::uint16_t {
    unreadable_file = 1,
    not_text        = 2,
    syntax          = 3,
    nested_too_deep = 4,
    not_finite      = 5,
    time_of_day     = 6,
    extends         = 7,
    schema_version  = 8,
    same_name       = 9,
    path            = 10,
    missing_key     = 11,
    unknown_key     = 12,
    wrong_type      = 13,
    out_of_range    = 14,
    not_whole       = 15,
    unknown_word    = 16,
    two_spellings   = 17,
    steps           = 18,
    not_dated       = 19,
    event           = 20,
    provenance      = 21,
    inconsistent    = 30,
    rounded         = 40,
    doubtful        = 41,
};

/// A kind of mistake, as `describe E0012` and the reference tell of it.
struct ProblemKind {
    Problem          problem;
    Severity         severity;
    std::string_view meaning;
};
std::span<const ProblemKind> problem_kinds();

/// One mistake, complete in itself: nothing of the files is needed to print it.
struct Diagnostic {
    Severity      severity = Severity::error;
    Problem       problem  = Problem::inconsistent;
    std::string   code;   ///< "E0012"
    std::string   file;   ///< empty: nowhere in particular
    int           file_order = 0;
    bool          has_lines  = true;
    std::uint32_t line       = 0;   ///< from 1; 0 is the file as a whole
    std::uint32_t column     = 0;   ///< from 1, in code points
    std::uint32_t length     = 0;   ///< in code points
    std::string   source_line;      ///< the line's text, as it is shown
    std::uint32_t source_cut = 0;   ///< code points of the line that are not shown on its left
    std::string   message;          ///< lower case, one sentence without its full stop
    std::string   help;             ///< what to write instead; may be empty
};

/// As people read it: place and message, the line, carets, help. Ends with a line feed.
std::string to_text(const Diagnostic& diagnostic);

/// Text of a user, fit for a terminal: control characters, which would move what stands beside them, or worse, speak to the
/// terminal, are blanks.
std::string printable(std::string_view text);

/// Text of a user between quotation marks, fit for a terminal: control characters replaced, long texts cut.
std::string in_quotes(std::string_view text);

/// Everything found wrong so far. Keeps the first 1000 mistakes and counts the others.
class Diagnostics {
public:
    static constexpr std::size_t kept_max = 1000;

    /// Notes a mistake. The returned mark serves `replace`.
    std::size_t error(Problem problem, const Place& place, std::string message, std::string help = {});
    std::size_t warn(Problem problem, const Place& place, std::string message, std::string help = {});
    /// Puts another error in the place of one noted before, when more has become known.
    void replace(std::size_t mark, Problem problem, const Place& place, std::string message, std::string help = {});

    bool        has_errors() const { return errors_ > 0; }
    std::size_t errors() const { return errors_; }
    std::size_t warnings() const { return warnings_; }
    bool        empty() const { return errors_ + warnings_ == 0; }
    /// Further mistakes are only counted, so that nobody need make up their words.
    bool is_full() const { return kept_.size() == kept_max; }

    /// The mistakes by order of files, then by line and column; the same one only once.
    std::vector<Diagnostic> sorted() const;
    /// All of them as people read them; empty if there are none.
    std::string text() const;
    /// Throws ScenarioError if there is any error; warnings alone do not count.
    void throw_if_errors() const;

private:
    std::size_t note(Severity severity, Problem problem, const Place& place, std::string message, std::string help);

    std::vector<Diagnostic> kept_;
    std::size_t             errors_   = 0;
    std::size_t             warnings_ = 0;
};

/// A scenario cannot be run as it is written; `what()` is the printed text of all mistakes.
class ScenarioError : public std::runtime_error {
public:
    explicit ScenarioError(Diagnostics diagnostics);
    const Diagnostics& diagnostics() const { return *diagnostics_; }

private:
    std::shared_ptr<const Diagnostics> diagnostics_;   // shared: copying an exception must not throw
};

}   // namespace secondsource
