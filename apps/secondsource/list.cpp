// `secondsource list`: what exists, with one line each.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "agents/cast.h"
#include "apps/secondsource/command.h"
#include "apps/secondsource/json.h"
#include "apps/secondsource/scenario_file.h"
#include "apps/secondsource/table.h"
#include "apps/secondsource/terminal.h"
#include "sim/base/spelling.h"
#include "sim/run/observables.h"
#include "sim/run/outcomes.h"

namespace secondsource {
namespace {

constexpr std::array<std::string_view, 4> lists{"agents", "policies", "metrics", "scenarios"};

std::vector<NamedThing> things(std::string_view what) {
    std::vector<NamedThing> found;
    if (what == "agents") {
        const Registry registry = cast();
        for (const AgentKind& kind : registry.kinds())
            found.push_back({"", std::string{kind.name}, std::string{kind.about}, ""});
    } else if (what == "policies") {
        cast().each_policy([&](std::string_view family, std::string_view name, std::string_view about, auto) {
            found.push_back({std::string{family}, std::string{name}, std::string{about}, ""});
        });
    } else if (what == "metrics") {
        for (const OutcomeKind& kind : common_outcomes())
            found.push_back({"run", std::string{kind.name}, std::string{kind.meaning}, std::string{kind.unit}});
        for (const Observable& quantity : observables())
            found.push_back({std::string{quantity.table}, std::string{quantity.column}, std::string{quantity.meaning},
                             std::string{quantity.unit}});
    } else {
        for (const ScenarioFile& file : known_scenarios()) found.push_back({"", file.name, file.title, ""});
    }
    return found;
}

class List final : public Command {
public:
    std::string_view name() const override { return "list"; }
    std::string_view about() const override {
        return "lists all agents, policies, metrics or scenarios, a line for each";
    }
    std::vector<std::string_view> examples() const override {
        return {"secondsource list scenarios", "secondsource list policies"};
    }

    void declare(Options& options) override {
        options.argument("WHAT", what_, "agents, policies, metrics or scenarios");
        options.flag("--json", is_json_, "prints the list as JSON on standard output");
    }

    int run() override {
        if (std::ranges::find(lists, what_) == lists.end()) {
            const auto near = nearest(what_, std::span<const std::string_view>{lists});
            throw UsageError{
                fmt::format("there is no list of {}", in_quotes(what_)),
                near ? fmt::format("did you mean {}?", *near) : fmt::format("lists are {}", fmt::join(lists, ", "))};
        }
        const std::vector<NamedThing> found = things(what_);
        write_out(is_json_ ? json_of(what_, found) : listing(found));
        return exit_done;
    }

private:
    std::string listing(const std::vector<NamedThing>& found) const {
        std::vector<std::string> header{what_ == "metrics" ? "quantity" : "name",
                                        what_ == "scenarios" ? "title" : "about"};
        const bool has_units = what_ == "metrics";
        if (has_units) header.insert(header.begin() + 1, "unit");
        Table       table{header};
        std::string group;
        for (std::size_t column = 1; column < header.size(); ++column) table.left(column);
        for (const NamedThing& thing : found) {
            if (table.has_rows() && thing.group != group) table.rule();
            group                  = thing.group;
            const std::string name = group.empty() ? thing.name : fmt::format("{}.{}", group, thing.name);
            if (has_units) table.row({name, thing.unit, thing.about});
            else table.row({name, thing.about});
        }
        return table.text();
    }

    std::string what_;
    bool        is_json_ = false;
};

}   // namespace

std::unique_ptr<Command> list_command() { return std::make_unique<List>(); }

}   // namespace secondsource
