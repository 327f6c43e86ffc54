#pragma once
// What a subcommand is: its name, the options that it takes, and what it does. Parsing them is up to main.cpp.

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace secondsource {

// The exit codes that users rely on.
inline constexpr int exit_done        = 0;
inline constexpr int exit_failed      = 1;     ///< the run failed: an invariant broke, a disk was full …
inline constexpr int exit_refused     = 2;     ///< the request was wrong; nothing was written
inline constexpr int exit_interrupted = 130;   ///< Ctrl-C or SIGTERM; results so far are readable

/// What was asked for cannot be done: one sentence, and what to do instead (may be empty).
class UsageError : public std::runtime_error {
public:
    explicit UsageError(const std::string& message, std::string help = {})
        : std::runtime_error{message}, help_{std::move(help)} {}
    const std::string& help() const { return help_; }

private:
    std::string help_;
};

/// Where a command declares what it takes. Names are written as users write them ("--seed"); the references must
/// outlive the parsing. What is not given keeps its value.
class Options {
public:
    virtual ~Options() = default;

    /// What must stand after the command, such as a file.
    virtual void argument(std::string_view name, std::string& into, std::string_view about) = 0;
    /// One or more of them.
    virtual void arguments(std::string_view name, std::vector<std::string>& into, std::string_view about) = 0;

    virtual void flag(std::string_view name, bool& into, std::string_view about) = 0;
    /// An option with a value that is not empty, called `value` in the help; given twice, the last one holds.
    virtual void text(std::string_view name, std::string_view value, std::string& into, std::string_view about) = 0;
    /// The same, any number of times.
    virtual void texts(std::string_view name, std::string_view value, std::vector<std::string>& into,
                       std::string_view about) = 0;
    /// A whole number from `lowest` on, up to the largest that a scenario can hold.
    virtual void whole(std::string_view name, std::string_view value, std::optional<std::uint64_t>& into,
                       std::uint64_t lowest, std::string_view about) = 0;
    /// "on" or "off".
    virtual void on_off(std::string_view name, bool& into, std::string_view about) = 0;
};

/// A subcommand of the program. It is asked to `declare`, and once its options are filled in, to `run`.
class Command {
public:
    virtual ~Command() = default;

    virtual std::string_view name() const = 0;
    /// One line, lower case.
    virtual std::string_view about() const = 0;
    /// Two command lines that show it at work.
    virtual std::vector<std::string_view> examples() const = 0;

    virtual void declare(Options&) = 0;
    /// Does it and gives the exit code. Throws UsageError, ScenarioError, or whatever else went wrong.
    virtual int run() = 0;
};

std::unique_ptr<Command> run_command(std::string command_line);   ///< the results name the line that made them
std::unique_ptr<Command> check_command();
std::unique_ptr<Command> sources_command();
std::unique_ptr<Command> export_command();
std::unique_ptr<Command> list_command();
std::unique_ptr<Command> describe_command();
std::unique_ptr<Command> graph_command();
std::unique_ptr<Command> schema_command();
std::unique_ptr<Command> new_command();

}   // namespace secondsource
