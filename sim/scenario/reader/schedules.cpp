// Numbers that may be dated: plain, in steps, or in straight lines between steps.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/base/spelling.h"
#include "sim/base/text.h"
#include "sim/scenario/reader/table.h"

namespace secondsource {

std::string written_if_constant(const Schedule& schedule) {
    return schedule.is_constant() ? shortest(schedule.at(Tick{})) : std::string{};
}

namespace {

std::string step_key_meant(std::string_view key) {
    constexpr std::array<std::string_view, 6> known{"at", "value", "source", "confidence", "range", "note"};
    const auto near = nearest(key, std::span<const std::string_view>{known});
    return near ? fmt::format("did you mean {}?", in_quotes(*near)) : "a step has at, value, source, confidence, range, note";
}

}   // namespace

std::optional<Schedule> Reader::steps_of(const KeyInfo& info, std::string_view key, const Node& list,
                                         double ticks_per_unit, const std::optional<Schedule>& fallback,
                                         Schedule::Between between) const {
    Diagnostics&                diagnostics   = *table_->context->diagnostics;
    const Calendar&             calendar      = *table_->context->calendar;
    const std::size_t           errors_before = diagnostics.errors();
    std::optional<double>       opening;   // the value from the beginning
    std::vector<Schedule::Step> steps;
    const Node*                 last    = nullptr;
    bool                        is_wrong = false;   // a step, as was told before
    bool                        is_told = false;   // that a step comes after the end of the run
    const auto                  refuse = [&](const Node& node, std::string message, std::string help = {}) {
        diagnostics.error(Problem::steps, node.place, fmt::format("{} of {} {}", message, in_quotes(key), in_table()),
                                           std::move(help));
    };
    const auto& elements = *list.as<Node::List>();
    for (const Node& step : elements) {
        const bool  is_first = &step == &elements.front();
        const auto* table    = step.as<Node::Table>();
        if (is_first && elements.size() > 1 && between == Schedule::Between::holds && (!table || table->empty())) {
            if (!table) {
                if (const auto value = number_of(info, key, step)) opening = *value / ticks_per_unit;
                else is_wrong = true;
            } else if (fallback) {
                opening = fallback->at(Tick{0});
            } else {
                refuse(step, "there is no value before the first change", "give it a value to begin with");
            }
            continue;
        }
        const Node *at = step.at("at"), *value = step.at("value");
        if (!at || !value) {
            refuse(step, "every step needs `at` and `value`: one", "write { at = 2026-01-31, value = 1 }");
            continue;
        }
        for (const Entry& entry : *table) {
            if (says_provenance(entry.key)) check_provenance(entry, diagnostics);
            else if (entry.key != "at" && entry.key != "value")
                diagnostics.error(
                    Problem::unknown_key, entry.key_place,
                    fmt::format("unknown key {} in a step of {} {}", in_quotes(entry.key), in_quotes(key), in_table()),
                    step_key_meant(entry.key));
        }
        const auto time   = tick_of("at", *at);
        const auto number = number_of(info, key, *value);
        if (!time || !number) is_wrong = true;
        if (!time || !number) continue;
        const auto is_later = [&] {
            if (const auto* date = at->as<Date>()) return *last->as<Date>() < *date;
            return *last->as<std::int64_t>() < *at->as<std::int64_t>();
        };
        if (last && to_text(*last) == to_text(*at)) {
            refuse(*at, fmt::format("{} is there twice in the steps", to_text(*at)), "keep one of the two");
            continue;
        }
        if (last && !is_later()) {
            refuse(*at, fmt::format("{} comes after {} in the steps", to_text(*at), to_text(*last)),
                   "steps are in order of time");
            continue;
        }
        last = at;
        if (!steps.empty() && steps.back().from == *time) {
            diagnostics.warn(
                Problem::rounded, at->place,
                fmt::format("two steps of {} {} fall into the same {}; the later one holds", in_quotes(key), in_table(),
                            to_text(table_->context->calendar->tick_length())));
            steps.pop_back();
        }
        // A line to a step after the end is begun within the run, and the first step holds before its time too. Data may
        // go on for a while; a step ten years after the end, and farther than the run is long, is a slip.
        const Tick   end        = table_->context->end;
        const double decade     = calendar.has_dates() ? 10 * calendar.ticks_per(TimeUnit::year) : 0;
        const bool is_reached   = between == Schedule::Between::linear && (steps.empty() || steps.back().from < end);
        const bool holds_before = steps.empty() && !opening;
        const bool is_far       = *time >= end && static_cast<double>((*time - end).count) >= std::max(decade, static_cast<double>(end.index));
        if (is_far && !is_reached && !holds_before && !is_told) {
            is_told = true;
            expect_in_run(*at, *time);
        }
        steps.push_back({*time, *number / ticks_per_unit});
    }
    if (elements.empty()) refuse(list, "there is no step", "write [{ at = 2026-01-31, value = 1 }]");
    if (is_wrong || diagnostics.errors() != errors_before) {
        blame();
        return std::nullopt;
    }
    // The value from the beginning ends where the first step begins; before its first step a schedule has that step's
    // value.
    if (opening) steps.insert(steps.begin(), {steps.front().from - Ticks{1}, *opening});
    return Schedule{std::move(steps), between};
}

std::optional<Schedule> Reader::schedule_of(const KeyInfo& info, std::string_view key, const Node& node,
                                            double ticks_per_unit, const std::optional<Schedule>& fallback) const {
    if (node.number()) {
        const auto value = number_of(info, key, node);
        return value ? std::optional{Schedule{*value / ticks_per_unit}} : std::nullopt;
    }
    if (node.is_list()) return steps_of(info, key, node, ticks_per_unit, fallback, Schedule::Between::holds);
    const Node* steps = node.at("steps");
    if (!steps || !steps->is_list()) {
        wrong_type(info, key, node, "a number, or dated values like [{ at = 2026-01-31, value = 1 }]");
        return std::nullopt;
    }
    bool linear = false;
    for (const Entry& entry : *node.as<Node::Table>()) {
        const bool* flag = entry.value.as<bool>();
        if (entry.key == "linear" && flag) linear = *flag;
        else if (entry.key == "linear")
            report(Problem::wrong_type, entry.value.place,
                   fmt::format("\"linear\" of {} {} must be true or false", in_quotes(key), in_table()));
        else if (entry.key != "steps" && !says_provenance(entry.key))
            report(Problem::unknown_key, entry.key_place,
                   fmt::format("unknown key {} in {} {}", in_quotes(entry.key), in_quotes(key), in_table()),
                   "dated values have linear and steps");
    }
    return steps_of(info, key, *steps, ticks_per_unit, fallback,
                    linear ? Schedule::Between::linear : Schedule::Between::holds);
}

Schedule Reader::schedule(std::string_view key, std::string_view meaning, Limits limits,
                          std::optional<Schedule> fallback) {
    const Asked& asked = ask({.key = key, .type = KeyType::schedule, .meaning = meaning, .limits = limits}, fallback,
                             written_if_constant);
    if (const Node* node = value_of(asked))
        if (auto schedule = schedule_of(asked.info, key, *node, 1, fallback)) return *std::move(schedule);
    return usable(fallback, Schedule{harmless(limits)});
}

std::vector<NamedSchedule> Reader::schedules(std::string_view key, std::string_view meaning, Limits limits) {
    const Asked& asked =
        ask({.key = key, .type = KeyType::schedules, .meaning = meaning, .has_fallback = true, .limits = limits});
    std::vector<NamedSchedule> out;
    const Node*                node = value_of(asked);
    if (!node) return out;
    if (!node->is_table()) {
        wrong_type(asked.info, key, *node, "a table of numbers by name");
        return out;
    }
    for (const Entry& entry : *node->as<Node::Table>()) {
        if (says_provenance(entry.key)) {
            check_provenance(entry, *table_->context->diagnostics);
            continue;
        }
        const std::string name = fmt::format("{}.{}", key, entry.key);
        if (auto schedule = schedule_of(asked.info, name, entry.value, 1, {}))
            out.push_back({entry.key, *std::move(schedule), entry.key_place});
    }
    return out;
}

}   // namespace secondsource
