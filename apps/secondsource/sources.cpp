// `secondsource sources`: every value of a scenario, and where it came from.
#include <algorithm>

#include <fmt/format.h>

#include "agents/cast.h"
#include "apps/secondsource/command.h"
#include "apps/secondsource/json.h"
#include "apps/secondsource/scenario_file.h"
#include "apps/secondsource/table.h"
#include "apps/secondsource/terminal.h"
#include "sim/base/text.h"
#include "sim/scenario/scenario.h"

namespace secondsource {
namespace {

constexpr std::size_t longest_value = 24;   // of what is shown of a list

std::string shown(const SourcedValue& value) {
    if (columns_of(value.value) <= longest_value) return value.value;
    if (value.value.starts_with('[')) return "[…]";
    return value.value.substr(0, longest_value - 1) + "…";
}

std::string range_of(const SourcedValue& value) {
    const auto& range = value.provenance.range;
    return range ? fmt::format("{}–{}", shortest(range->first), shortest(range->second)) : "";
}

class ListSources final : public Command {
public:
    std::string_view name() const override { return "sources"; }
    std::string_view about() const override {
        return "lists every value of a scenario with its source, confidence and range";
    }
    std::vector<std::string_view> examples() const override {
        return {"secondsource sources openai_amd", "secondsource sources openai_amd --json > sources.json"};
    }

    void declare(Options& options) override {
        options.argument("SCENARIO", file_, "a scenario file, or the name of one that came with the program");
        options.texts("--set", "PATH=VALUE", sets_, "changes a value first, as `run --set` does; any number of times");
        options.flag("--json", is_json_, "prints the values as JSON on standard output");
    }

    int run() override {
        const Scenario scenario = read_scenario(found_request(file_, {.file = {}, .sets = sets_, .lists_values = true}), cast());
        if (is_json_) {
            write_out(json_of(scenario.name, scenario.values));
            return exit_done;
        }
        Table       table{{"path", "value", "conf.", "range", "source"}};
        std::size_t unsourced = 0, assumed = 0;
        table.left(2).left(4);
        for (const SourcedValue& value : scenario.values) {
            table.row(
                {value.path, shown(value), value.provenance.confidence, range_of(value), value.provenance.source});
            if (value.provenance.source.empty()) ++unsourced;
            if (is_assumption(value.provenance)) ++assumed;
        }
        // Paths and sources are long, and this is read in a pager or through grep: one value stays on one line.
        write_out(table.text(std::string::npos));
        write_out(fmt::format("\n  {} values: {} with a published source, {} assumptions, {} without source\n",
                              scenario.values.size(), scenario.values.size() - assumed - unsourced, assumed,
                              unsourced));
        return exit_done;
    }

private:
    std::string              file_;
    std::vector<std::string> sets_;
    bool                     is_json_ = false;
};

}   // namespace

std::unique_ptr<Command> sources_command() { return std::make_unique<ListSources>(); }

}   // namespace secondsource
