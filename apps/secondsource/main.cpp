// The program `secondsource`: finds the subcommand, reads its options and reports what goes wrong. The door of CLI11.
#include <algorithm>
#include <charconv>
#include <csignal>
#include <functional>
#include <limits>
#include <new>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "apps/build_info.h"
#include "apps/secondsource/command.h"
#include "apps/secondsource/json.h"
#include "apps/secondsource/terminal.h"
#include "sim/base/spelling.h"
#include "sim/base/text.h"
#include "sim/run/database.h"
#include "sim/scenario/diagnostic.h"

namespace secondsource {
namespace {

constexpr std::string_view program = "secondsource";

/// An option or argument as the help lists it: "--seed N", and what it means.
struct Listed {
    std::string usage;
    std::string about;
};

std::string listing(const std::vector<Listed>& entries) {
    std::size_t width = 0;
    for (const Listed& entry : entries) width = std::max(width, columns_of(entry.usage));
    std::string out;
    for (const Listed& entry : entries) out += fmt::format("  {}  {}\n", padded(entry.usage, width), entry.about);
    return out;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known, std::string otherwise) {
    const auto near = nearest(word, std::span{known});
    return near ? fmt::format("did you mean {}?", *near) : std::move(otherwise);
}

/// Hands a command's options to CLI11 and keeps what the help and our own messages need of them.
class ParsedOptions final : public Options {
public:
    ParsedOptions(CLI::App& app, std::string command) : app_{app}, command_{std::move(command)} {
        // CLI11 would stop at the first thing it does not know and say little about it; `complain` says more.
        app.set_help_flag();
        app.allow_extras();
        app.fallthrough(false);
        app.add_flag("-h,--help", asks_help_);
        names_.push_back("--help");
    }

    void argument(std::string_view name, std::string& into, std::string_view about) override {
        app_.add_option(std::string{name}, into);
        note_argument(name, "", about, [&into] { return into.empty(); });
    }
    void arguments(std::string_view name, std::vector<std::string>& into, std::string_view about) override {
        app_.add_option(std::string{name}, into);
        note_argument(name, "…", about, [&into] { return into.empty(); });
    }
    void flag(std::string_view name, bool& into, std::string_view about) override {
        app_.add_flag(std::string{name}, into);
        note(name, "", about);
    }
    void text(std::string_view name, std::string_view value, std::string& into, std::string_view about) override {
        const auto take = [name = std::string{name}, &into](const std::string& given) {
            if (given.empty()) throw UsageError{fmt::format("{} needs a value", name)};
            into = given;
        };
        app_.add_option_function<std::string>(std::string{name}, take)->take_last();
        note(name, value, about);
    }
    void texts(std::string_view name, std::string_view value, std::vector<std::string>& into,
               std::string_view about) override {
        app_.add_option(std::string{name}, into)->allow_extra_args(false);
        note(name, value, about);
    }
    void whole(std::string_view name, std::string_view value, std::optional<std::uint64_t>& into, std::uint64_t lowest,
               std::string_view about) override {
        const auto take = [name = std::string{name}, &into, lowest](const std::string& given) {
            constexpr auto highest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());   // TOML's
            std::uint64_t  number  = 0;
            const char*    end     = given.data() + given.size();
            const auto     read    = std::from_chars(given.data(), end, number);
            if (read.ptr == end && (read.ec == std::errc::result_out_of_range || number > highest))
                throw UsageError{fmt::format("{} is at most {}", name, highest)};
            if (read.ec != std::errc{} || read.ptr != end || number < lowest)
                throw UsageError{
                    fmt::format("{} takes a whole number from {} on, not {}", name, lowest, in_quotes(given))};
            into = number;
        };
        app_.add_option_function<std::string>(std::string{name}, take)->take_last();
        note(name, value, about);
    }
    void on_off(std::string_view name, bool& into, std::string_view about) override {
        const auto take = [name = std::string{name}, &into](const std::string& given) {
            if (given != "on" && given != "off")
                throw UsageError{fmt::format("{} is on or off, not {}", name, in_quotes(given))};
            into = given == "on";
        };
        app_.add_option_function<std::string>(std::string{name}, take)->take_last();
        note(name, "on|off", about);
    }

    bool asks_help() const { return asks_help_; }

    /// Throws UsageError for what was given and is not known, or is needed and was not given.
    void complain() const {
        for (const std::string& extra : app_.remaining()) {
            if (extra == "--") continue;
            const std::string name = extra.substr(0, extra.find('='));
            if (!name.starts_with('-')) continue;
            throw UsageError{fmt::format("{} has no option {}", command_, in_quotes(name)),
                             did_you_mean(name, names_, help_hint())};
        }
        for (const auto& [name, is_missing] : needed_)
            if (is_missing()) throw UsageError{fmt::format("{} needs {}", command_, name), help_hint()};
        for (const std::string& extra : app_.remaining())
            if (extra != "--")
                throw UsageError{fmt::format("{} does not know what to do with {}", command_, in_quotes(extra)),
                                 help_hint()};
    }

    std::string help(const Command& command) const {
        std::string usage = command_;
        for (const Listed& argument : arguments_) usage += ' ' + argument.usage;
        std::string out =
            fmt::format("{}: {}\n\nusage: {} [options]\n\n{}", command_, command.about(), usage, listing(arguments_));
        if (!arguments_.empty()) out += '\n';
        std::vector<Listed> all = options_;
        all.push_back({"--help", "prints this text"});
        out += fmt::format("options:\n{}\nexamples:\n", listing(all));
        for (const std::string_view example : command.examples()) out += fmt::format("  {}\n", example);
        return out;
    }

private:
    std::string help_hint() const { return fmt::format("{} --help lists what it takes", command_); }

    void note(std::string_view name, std::string_view value, std::string_view about) {
        names_.emplace_back(name);
        options_.push_back({value.empty() ? std::string{name} : fmt::format("{} {}", name, value), std::string{about}});
    }
    void note_argument(std::string_view name, std::string_view more, std::string_view about,
                       std::function<bool()> is_missing) {
        arguments_.push_back({fmt::format("{}{}", name, more), std::string{about}});
        needed_.emplace_back(std::string{name}, std::move(is_missing));
    }

    CLI::App&                                                  app_;
    std::string                                                command_;   ///< "secondsource run"
    bool                                                       asks_help_ = false;
    std::vector<Listed>                                        arguments_, options_;
    std::vector<std::string>                                   names_;
    std::vector<std::pair<std::string, std::function<bool()>>> needed_;
};

std::string version_text(bool is_verbose) {
    std::string out = fmt::format("{} {} ({})\n", program, program_version, git_revision);
    if (!is_verbose) return out;
    return out +
           listing({{"revision", git_revision},
                    {"compiler", compiler},
                    {"build", build_type},
                    {"platform", platform_text()},
                    {"Boost", boost_version},
                    {"CLI11", CLI11_VERSION},
                    {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
                    {"nlohmann_json", json_library_version()},
                    {"Random123", random123_version},
                    {"SQLite", sqlite_version()},
                    {"toml++", toml_version}});
}

using Commands = std::vector<std::unique_ptr<Command>>;

std::string program_help(const Commands& commands) {
    std::vector<Listed> listed;
    for (const auto& command : commands)
        listed.push_back({std::string{command->name()}, std::string{command->about()}});
    return fmt::format(
        "{0}: simulates the AI-compute supply chain, and other supply networks\n\n"
        "usage: {0} COMMAND [options]\n\ncommands:\n{1}\noptions:\n{2}\nexamples:\n"
        "  {0} run openai_amd\n  {0} check my_scenario.toml\n",
        program, listing(listed),
        listing({{"--version", "prints the program's version; with --verbose, also how it was built and from which libraries"},
                 {"--help", "prints this text; after a command, the help of that command"}}));
}

/// Finds out what is asked for, and does it.
int obey(int argc, char** argv) {
    std::string command_line;
    for (int i = 0; i < argc; ++i) command_line += (i > 0 ? " " : "") + std::string{i > 0 ? argv[i] : program.data()};

    Commands commands;
    commands.push_back(run_command(command_line));
    commands.push_back(check_command());
    commands.push_back(sources_command());
    commands.push_back(graph_command());
    commands.push_back(export_command());
    commands.push_back(list_command());
    commands.push_back(describe_command());
    commands.push_back(schema_command());
    commands.push_back(new_command());

    CLI::App app;
    bool     asks_version = false, asks_help = false, is_verbose = false;
    app.set_help_flag();
    app.allow_extras();
    app.require_subcommand(0, 1);   // what follows a command is its argument, whatever it is called
    app.add_flag("--version", asks_version);
    app.add_flag("--verbose", is_verbose);
    app.add_flag("-h,--help", asks_help);

    std::vector<std::unique_ptr<ParsedOptions>> options;
    std::vector<CLI::App*>                      subcommands;
    std::vector<std::string>                    names;
    for (const auto& command : commands) {
        names.emplace_back(command->name());
        subcommands.push_back(app.add_subcommand(names.back()));
        options.push_back(
            std::make_unique<ParsedOptions>(*subcommands.back(), fmt::format("{} {}", program, command->name())));
        command->declare(*options.back());
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ArgumentMismatch& wrong) {
        // Its text begins with the option's name; nothing else of it is for users.
        const std::string text{wrong.what()};
        throw UsageError{fmt::format("{} needs a value", text.substr(0, text.find(':')))};
    } catch (const CLI::ParseError& wrong) { throw UsageError{wrong.what()}; }

    // Help beside a mistyped command is no success.
    const bool is_understood = app.remaining().empty();
    if (asks_version && is_understood) {
        write_out(version_text(is_verbose));
        return exit_done;
    }
    for (std::size_t i = 0; i < commands.size(); ++i) {
        if (!subcommands[i]->parsed()) continue;
        if (options[i]->asks_help()) {
            write_out(options[i]->help(*commands[i]));
            return exit_done;
        }
        options[i]->complain();
        return commands[i]->run();
    }
    if (asks_help && is_understood) {
        write_out(program_help(commands));
        return exit_done;
    }
    const std::string all = fmt::format("commands are {}", fmt::join(names, ", "));
    for (const std::string& extra : app.remaining()) {
        if (extra.starts_with('-'))
            throw UsageError{fmt::format("there is no option {} without a command", in_quotes(extra)), all};
        throw UsageError{fmt::format("there is no command {}", in_quotes(extra)), did_you_mean(extra, names, all)};
    }
    throw UsageError{"a command is needed", all};
}

}   // namespace

/// Runs the program and turns whatever went wrong into words and an exit code.
int run_program(int argc, char** argv) {
    try {
        return obey(argc, argv);
    } catch (const ScenarioError& wrong) {
        write_err(text_of(wrong.diagnostics(), err()));
        return exit_refused;
    } catch (const UsageError& wrong) {
        write_err(error_text(wrong.what(), wrong.help()));
        return exit_refused;
    } catch (const DiskError& full) {
        write_err(error_text(full.what(), "what was written whole before is readable; make room, or name another place with --out"));
    } catch (const std::bad_alloc&) {
        write_err(error_text("there is not enough memory"));
    } catch (const std::exception& failure) { write_err(error_text(failure.what())); }
    return exit_failed;
}

}   // namespace secondsource

int main(int argc, char** argv) {
    std::signal(SIGXFSZ, SIG_IGN);   // a file that may not grow is an error to be told, not a death
    return secondsource::run_program(argc, argv);
}
