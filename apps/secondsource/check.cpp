// `secondsource check`: everything that is wrong with scenario files, at once.
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
        options.flag("--json", is_json_, "prints the mistakes as JSON on standard output");
    }

    int run() override {
        const Registry           registry = cast();
        std::vector<CheckedFile> checked;
        std::size_t              errors = 0, warnings = 0;
        for (const std::string& given : files_) {
            const CheckedFile& file = checked.emplace_back(checked_file(given, registry));
            errors += file.errors;
            warnings += file.warnings;
            if (is_json_) continue;
            for (const Diagnostic& problem : file.problems) write_err(text_of(problem, err()));
            if (const std::size_t all = file.errors + file.warnings; all > file.problems.size())
                write_err(fmt::format("… and {} more\n", all - file.problems.size()));
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
            const Scenario scenario = read_runnable(given, {.file = {}, .sets = sets_}, registry);
            return {given, scenario.name, scenario.title, scenario.warnings, 0, scenario.warnings.size()};
        } catch (const ScenarioError& wrong) {
            const Diagnostics& found = wrong.diagnostics();
            return {given, "", "", found.sorted(), found.errors(), found.warnings()};
        }
    }

    std::vector<std::string> files_, sets_;
    bool                     is_json_ = false;
};

}   // namespace

std::unique_ptr<Command> check_command() { return std::make_unique<Check>(); }

}   // namespace secondsource
