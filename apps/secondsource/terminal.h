#pragma once
// Where the program writes to: colours where they are seen, a bar that shows how far a run is.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/scenario/diagnostic.h"

namespace secondsource {

/// What a standard stream leads to. Colour is for terminals alone, unless CLICOLOR_FORCE asks for it; NO_COLOR and
/// TERM=dumb refuse it.
struct Stream {
    bool        is_terminal = false;
    bool        is_coloured = false;
    std::size_t columns     = 80;   ///< width of the terminal
};
const Stream& out();   ///< standard output: results
const Stream& err();   ///< standard error: progress and diagnostics

/// Writes to a standard stream. What cannot be written to standard output throws std::runtime_error.
void write_out(std::string_view text);
void write_err(std::string_view text);

enum class Style { bold, faint, error, warning, help };

/// The text in a style, where the stream shows it.
std::string styled(std::string_view text, Style style, const Stream& stream);

/// A mistake, or all of them, as people read them, with colours.
std::string text_of(const Diagnostic& diagnostic, const Stream& stream);
std::string text_of(const Diagnostics& diagnostics, const Stream& stream);

/// "error: …", with a line of help if there is any, for standard error.
std::string error_text(std::string_view message, std::string_view help = {});

/// "Linux 6.1.0 x86_64".
std::string platform_text();

/// Shows on standard error how far a long piece of work is: what, how far, how long. On a terminal a bar, renewed at
/// most ten times a second and wiped at the end; elsewhere a line for each tenth, once the work has taken some seconds.
class Progress {
public:
    Progress(std::string what, bool is_shown);
    ~Progress();
    Progress(const Progress&)            = delete;
    Progress& operator=(const Progress&) = delete;

    /// So much of the whole is done; `unit` in the plural ("weeks").
    void at(std::int64_t done, std::int64_t total, std::string_view unit);

private:
    using Clock = std::chrono::steady_clock;
    std::string line(std::int64_t done, std::int64_t total, std::string_view unit, double seconds) const;

    std::string       what_;
    bool              is_shown_;
    bool              has_bar_ = false;
    std::int64_t      tenth_   = 0;   ///< last one told
    Clock::time_point began_   = Clock::now();
    Clock::time_point shown_   = began_;
};

}   // namespace secondsource
