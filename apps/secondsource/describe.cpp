// `secondsource describe`: all about one name, whatever it is the name of.
#include <algorithm>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "agents/cast.h"
#include "apps/secondsource/command.h"
#include "apps/secondsource/table.h"
#include "apps/secondsource/terminal.h"
#include "sim/base/spelling.h"
#include "sim/engine/tick.h"
#include "sim/run/observables.h"
#include "sim/run/outcomes.h"
#include "sim/scenario/sections.h"

namespace secondsource {
namespace {

constexpr std::size_t wide = 120;   // columns: a table of keys is read side by side

std::string title(std::string_view name, std::string_view about) {
    return fmt::format("{}: {}\n", styled(name, Style::bold, out()), about);
}

/// Limits beyond this are there for the program's sake and tell a reader nothing.
constexpr double telling_limit = 1e6;

std::string limits_of(const KeyInfo& key) {
    Limits limits = key.limits;
    if (key.type == KeyType::duration) return "";   // in ticks, whatever the unit of the key
    if (limits.low <= -telling_limit) limits.low = Limits{}.low;
    if (limits.high >= telling_limit) limits.high = Limits{}.high;
    const std::string text = limits.text();
    return text.empty() ? "" : ", " + text;
}

using PolicyNames = std::map<std::string, std::vector<std::string>, std::less<>>;   // by family

std::string type_of(const KeyInfo& key, const PolicyNames& policies) {
    std::string type =
        key.choices.empty() ? std::string{to_text(key.type)} : fmt::format("{}", fmt::join(key.choices, ", "));
    type += limits_of(key);
    if (key.dated) type += ", may be dated";
    if (const auto known = policies.find(key.key); known != policies.end() && key.type != KeyType::tables) {
        if (key.type == KeyType::policy) type.clear();
        type += fmt::format("{}{}", type.empty() ? "" : "; or ", fmt::join(known->second, ", "));
    }
    return type;
}

std::string keys_text(const std::vector<KeyInfo>& keys, const PolicyNames& policies) {
    if (keys.empty()) return "  It has no keys.\n";
    Table table{{"key", "meaning", "default", "type"}};
    table.left(1).left(2).left(3);
    bool has_spellings = false;
    for (const KeyInfo& key : keys) {
        has_spellings = has_spellings || !key.spellings.empty();
        table.row({key.key + (key.spellings.empty() ? "" : "*"), key.meaning,
                   key.required ? "needed" : key.default_text, type_of(key, policies)});
    }
    return table.text(wide) + (has_spellings ? "  * or in another unit of time: _days, _months, _per_month, _per_year "
                                               "…; _periods in worlds without dates\n"
                                             : "");
}

std::string of_section(const Section& section, std::string_view what, const PolicyNames& policies) {
    return title(section.name, fmt::format("{} ({} {})", section.about, what, section.header)) + '\n' +
           keys_text(section.keys, policies);
}

std::string of_tick() {
    Table table{{"phase", "what happens"}};
    table.left(1);
    for (const Phase& phase : tick_phases()) table.row({std::string{phase.name}, std::string{phase.about}});
    return title("tick", "the phases that a tick runs through, in this order") + '\n' + table.text();
}

std::string code_of(const ProblemKind& kind) {
    return fmt::format("{}{:04}", kind.severity == Severity::error ? 'E' : 'W', static_cast<int>(kind.problem));
}

/// What is left of a key without its unit: "cycle_time", "price", "capacity_wafers"; the key itself if it has none.
std::string_view without_unit(std::string_view key) {
    if (const std::size_t per = key.rfind("_per_"); per != std::string_view::npos) return key.substr(0, per);
    const std::string unit = unit_of(key);
    for (std::size_t at = key.rfind('_'); !unit.empty() && at != std::string_view::npos && at > 0; at = key.rfind('_', at - 1))
        if (unit_of(key.substr(at)) == unit) return key.substr(0, at);
    return key;
}

/// The same of a rate, without what is counted: "capacity" of "capacity_wafers_per_month".
std::string_view without_noun(std::string_view key) {
    const std::string_view counted = without_unit(key);
    return key.find("_per_") == std::string_view::npos || counted.find('_') == std::string_view::npos ? counted : counted.substr(0, counted.rfind('_'));
}

/// Whether a name is a key, in one of its units or without any. What is counted in units may be counted in a scenario's
/// own.
bool says(const KeyInfo& key, std::string_view name) {
    if (name == key.key || std::ranges::find(key.spellings, name) != key.spellings.end()) return true;
    if (name == without_unit(key.key) || name == without_noun(key.key)) return true;
    return key.type == KeyType::rate && name.find("_per_") != std::string_view::npos && without_noun(name) == without_noun(key.key);
}

/// Everything that can be described, by name.
class Descriptions {
public:
    Descriptions() {
        const Registry registry = cast();
        PolicyNames&   policies = policies_;
        std::map<std::string, Table, std::less<>> families;
        registry.each_policy([&](std::string_view family, std::string_view name, std::string_view about, auto) {
            policies[std::string{family}].emplace_back(name);
            const auto place = families.try_emplace(std::string{family}, std::vector<std::string>{"policy", "about"}).first;
            place->second.row({std::string{name}, std::string{about}});
        });
        for (auto& [family, table] : families) {
            table.left(1);
            add(family, title(family, "the policies to choose from") + '\n' + table.text());
        }
        for (const Section& section : kind_sections(registry))
            add(section.name, of_section(section, "a kind of agent, table", policies));
        for (const Section& section : table_sections(registry)) {
            add(section.name, of_section(section, "table", policies));
            add_keys(section.header, section.keys, section.name == "agent");
        }
        add_keys("lead_time of [[link]]", lead_time_keys(), false);
        for (const Section& section : policy_sections(registry)) {
            add_keys(fmt::format("{} {}", section.header, section.name), section.keys, false);
            const std::string text = of_section(section, "a policy of", policies);
            add(section.name, text);
            add(section.header + '.' + section.name, text);
        }
        add("tick", of_tick());
        for (const Phase& phase : tick_phases())
            add(std::string{phase.name}, title(phase.name, fmt::format("a phase of the tick: {}", phase.about)));
        for (const ProblemKind& kind : problem_kinds())
            add(code_of(kind),
                title(code_of(kind), fmt::format("{}: {}", kind.severity == Severity::error ? "an error" : "a warning",
                                                 kind.meaning)));
        for (const OutcomeKind& kind : common_outcomes())
            add(std::string{kind.name},
                title(fmt::format("run.{}", kind.name),
                      fmt::format("an outcome of every run, in {}: {}", kind.unit, kind.meaning)));
        for (const OutcomeKind& kind : common_outcomes()) add(fmt::format("run.{}", kind.name), entries_of(std::string{kind.name}));
        for (const Observable& quantity : observables()) {
            const std::string full = fmt::format("{}.{}", quantity.table, quantity.column);
            const std::string text = title(
                full, fmt::format("recorded of each {}, in {}: {}", quantity.table, quantity.unit, quantity.meaning));
            add(full, text);
            add(std::string{quantity.column}, text);
        }
    }

    /// The texts of all that has this name; a name may mean several things.
    std::string find(const std::string& name) const {
        std::string text = entries_of(name);
        if (const std::string keys = of_key(name); !keys.empty()) text += (text.empty() ? "" : "\n") + keys;
        if (!text.empty()) return text;
        std::vector<std::string> names;
        for (const auto& [known, about] : entries_) names.push_back(known);
        for (const Use& use : uses_) names.push_back(use.key.key);
        const auto near = nearest(name, std::span<const std::string>{names});
        throw UsageError{fmt::format("there is nothing called {}", in_quotes(name)),
                         near ? fmt::format("did you mean {}?", *near)
                              : "a policy or a family of them, a kind of agent, a table or a key of the scenario file, tick, "
                                "a phase, a metric or an error code has a description"};
    }

private:
    /// A key, and the table or policy that takes it.
    struct Use {
        std::string where;
        KeyInfo     key;
    };

    void add(std::string name, std::string text) { entries_.emplace_back(std::move(name), std::move(text)); }

    /// The keys of a table, and of tables within it that are not described for themselves.
    void add_keys(const std::string& where, const std::vector<KeyInfo>& keys, bool are_tables_apart) {
        for (const KeyInfo& key : keys) {
            uses_.push_back({where, key});
            if (key.inner && !(are_tables_apart && key.type == KeyType::tables)) add_keys(fmt::format("{} of {}", key.key, where), *key.inner, false);
        }
    }

    std::string entries_of(const std::string& name) const {
        std::string text;
        for (const auto& [known, about] : entries_)
            if (known == name) text += (text.empty() ? "" : "\n") + about;
        return text;
    }

    /// Who takes a key of this name, with or without its unit; empty if nobody does.
    std::string of_key(const std::string& name) const {
        Table table{{"where", "key", "meaning", "default", "type"}};
        table.left(1).left(2).left(3).left(4);
        for (const Use& use : uses_)
            if (says(use.key, name))
                table.row({use.where, use.key.key, use.key.meaning, use.key.required ? "needed" : use.key.default_text, type_of(use.key, policies_)});
        return table.has_rows() ? title(name, "a key of these tables and policies") + '\n' + table.text(wide) : "";
    }

    std::vector<std::pair<std::string, std::string>> entries_;
    std::vector<Use>                                 uses_;
    PolicyNames                                      policies_;
};

class Describe final : public Command {
public:
    std::string_view name() const override { return "describe"; }
    std::string_view about() const override {
        return "says all about a policy, kind of agent, table, key, phase, metric or error code";
    }
    std::vector<std::string_view> examples() const override {
        return {"secondsource describe allocation", "secondsource describe E0012"};
    }
    void declare(Options& options) override {
        options.argument("NAME", name_, "what to describe: base_stock, allocation, foundry, process, cycle_time, tick, offer.shipped, E0012 …");
    }
    int run() override {
        write_out(Descriptions{}.find(name_));
        return exit_done;
    }

private:
    std::string name_;
};

}   // namespace

std::unique_ptr<Command> describe_command() { return std::make_unique<Describe>(); }

}   // namespace secondsource
