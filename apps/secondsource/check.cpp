// `secondsource check`: everything that is wrong with scenario files, at once.
#include <algorithm>

#include <fmt/format.h>

#include "agents/cast.h"
#include "apps/secondsource/command.h"
#include "apps/secondsource/json.h"
#include "apps/secondsource/scenario_file.h"
#include "apps/secondsource/terminal.h"

namespace secondsource {
namespace {

std::string counted(std::size_t number, std::string_view what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

/// The warnings of a scenario that can be run, one by one: each begins at the left edge, and what belongs to it does
/// not.
std::vector<std::string> split_warnings(std::string_view text) {
    std::vector<std::string> warnings;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        if (!text.starts_with(' ') || warnings.empty()) warnings.emplace_back();
        warnings.back() += text.substr(0, end);
        text.remove_prefix(end);
    }
    return warnings;
}

class Check final : public Command {
public:
    std::string_view name() const override { return "check"; }
    std::string_view about() const override { return "finds every mistake in scenario files, without running them"; }
    std::vector<std::string_view> examples() const override {
        return {"secondsource check my_scenario.toml", "secondsource check scenarios/*.toml --json"};
    }

    void declare(Options& options) override {
        options.arguments("SCENARIO", files_, "scenario files, or names of those that came with the program");
        options.texts("--set", "PATH=VALUE", sets_, "changes a value first, as `run --set` does; any number of times");
        options.flag("--json", is_json_, "the mistakes as JSON on standard output");
    }

    int run() override {
        const Registry           registry = cast();
        std::vector<CheckedFile> checked;
        std::size_t              errors = 0, warnings = 0;
        for (const std::string& given : files_) {
            const CheckedFile& file = checked.emplace_back(checked_file(given, registry));
            errors += file.problems.errors();
            warnings += file.problems.warnings() + file.warnings.size();
            if (is_json_) continue;
            write_err(text_of(file.problems, err()));
            for (const std::string& warning : file.warnings) write_err(warning);
        }
        if (is_json_) write_out(json_of(checked));
        else
            write_out(fmt::format("{}, {}, {}\n", counted(checked.size(), "file"), counted(errors, "error"),
                                  counted(warnings, "warning")));
        return errors > 0 ? exit_refused : exit_done;
    }

private:
    CheckedFile checked_file(const std::string& given, const Registry& registry) const {
        try {
            const Scenario scenario = read_runnable(given, sets_, "", registry);
            return {given, scenario.name, scenario.title, {}, split_warnings(scenario.warnings)};
        } catch (const ScenarioError& wrong) { return {given, "", "", wrong.diagnostics(), {}}; }
    }

    std::vector<std::string> files_, sets_;
    bool                     is_json_ = false;
};

}   // namespace

std::unique_ptr<Command> check_command() { return std::make_unique<Check>(); }

}   // namespace secondsource
