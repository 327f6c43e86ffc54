// Standard streams, colours and progress.
#include "apps/secondsource/terminal.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "sim/base/text.h"

namespace secondsource {
namespace {

constexpr double      seconds_between_bars = 0.1;
constexpr double      seconds_before_lines = 5;
constexpr std::size_t bar_columns_max = 30, bar_columns_min = 8;

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

Stream stream_of(int descriptor) {
    Stream stream;
    stream.is_terminal = isatty(descriptor) == 1;
    // https://bixense.com/clicolors: to be set and not empty is enough for NO_COLOR; CLICOLOR_FORCE must not be 0.
    const std::string_view forced = environment("CLICOLOR_FORCE");
    const bool             may    = stream.is_terminal && environment("TERM") != "dumb" && environment("TERM") != "";
    stream.is_coloured            = environment("NO_COLOR").empty() && (may || (!forced.empty() && forced != "0"));
    winsize size{};
    if (stream.is_terminal && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        stream.columns = size.ws_col;
    return stream;
}

std::string_view escape(Style style) {
    switch (style) {
        case Style::bold: return "\x1b[1m";
        case Style::faint: return "\x1b[2m";
        case Style::error: return "\x1b[1;31m";
        case Style::warning: return "\x1b[1;33m";
        case Style::help: return "\x1b[36m";
    }
    return "";
}

}   // namespace

const Stream& out() {
    static const Stream stream = stream_of(STDOUT_FILENO);
    return stream;
}

const Stream& err() {
    static const Stream stream = stream_of(STDERR_FILENO);
    return stream;
}

void write_out(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        throw std::runtime_error{"standard output cannot be written to"};
}

void write_err(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

std::string styled(std::string_view text, Style style, const Stream& stream) {
    return stream.is_coloured ? fmt::format("{}{}\x1b[0m", escape(style), text) : std::string{text};
}

std::string text_of(const Diagnostic& diagnostic, const Stream& stream) {
    std::string       text     = to_text(diagnostic);
    const bool        is_error = diagnostic.severity == Severity::error;
    const std::string word     = is_error ? "error:" : "warning:";
    // From the end: what is coloured first must not move what comes after.
    if (const auto help = text.rfind("      help: "); !diagnostic.help.empty() && help != std::string::npos)
        text.replace(help + 6, 5, styled("help:", Style::help, stream));
    if (const auto at = text.find(word); at != std::string::npos)
        text.replace(at, word.size(), styled(word, is_error ? Style::error : Style::warning, stream));
    return text;
}

std::string text_of(const Diagnostics& diagnostics, const Stream& stream) {
    std::string out;
    const auto  sorted = diagnostics.sorted();
    for (const Diagnostic& diagnostic : sorted) out += text_of(diagnostic, stream);
    const std::size_t all = diagnostics.errors() + diagnostics.warnings();
    if (all > Diagnostics::kept_max) out += fmt::format("… and {} more\n", all - Diagnostics::kept_max);
    return out;
}

std::string error_text(std::string_view message, std::string_view help) {
    std::string text = fmt::format("{} {}\n", styled("error:", Style::error, err()), message);
    if (!help.empty()) text += fmt::format("      {} {}\n", styled("help:", Style::help, err()), help);
    return text;
}

std::string platform_text() {
    utsname name{};
    return uname(&name) == 0 ? fmt::format("{} {} {}", name.sysname, name.release, name.machine) : "unknown";
}

Progress::Progress(std::string what, bool is_shown) : what_{std::move(what)}, is_shown_{is_shown} {}

Progress::~Progress() {
    if (has_bar_) write_err("\r\x1b[K");
}

void Progress::at(std::int64_t done, std::int64_t total, std::string_view unit) {
    if (!is_shown_ || total <= 0) return;
    const auto   now     = Clock::now();
    const double seconds = std::chrono::duration<double>(now - began_).count();
    if (err().is_terminal) {
        if (std::chrono::duration<double>(now - shown_).count() < seconds_between_bars) return;
        shown_   = now;
        has_bar_ = true;
        write_err("\r" + line(done, total, unit, seconds) + "\x1b[K");
    } else if (const std::int64_t tenth = 10 * done / total; tenth > tenth_) {
        tenth_ = tenth;
        if (seconds >= seconds_before_lines) write_err(line(done, total, unit, seconds) + "\n");
    }
}

std::string Progress::line(std::int64_t done, std::int64_t total, std::string_view unit, double seconds) const {
    const double      share = static_cast<double>(done) / static_cast<double>(total);
    const std::string left  = share > 0 ? fmt::format(", {} s left", fixed(seconds / share - seconds, 0)) : "";
    const std::string far =
        fmt::format("{}%  {} of {} {}  {} s{}", fixed(100 * share, 0), with_commas(static_cast<double>(done)),
                    with_commas(static_cast<double>(total)), unit, fixed(seconds, 0), left);
    if (!err().is_terminal) return fmt::format("{}  {}", what_, far);

    // A line that wraps could not be overwritten: the bar takes what the words leave, and goes if that is too little.
    const std::size_t words = columns_of(what_) + columns_of(far) + 5;
    if (words + bar_columns_min > err().columns) return fmt::format("{}%", fixed(100 * share, 0));
    const std::size_t columns = std::min(err().columns - words, bar_columns_max);
    std::string       bar;
    for (std::size_t i = 0; i < columns; ++i)
        bar += static_cast<double>(i) < share * static_cast<double>(columns) ? "█" : "░";
    return fmt::format("{}  {}  {}", what_, bar, far);
}

}   // namespace secondsource
