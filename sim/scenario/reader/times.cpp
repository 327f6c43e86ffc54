// Values in units of time: points, durations and rates, in whatever unit they are written.

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/scenario/reader/table.h"

namespace secondsource {

namespace {

constexpr double most_units = 9e9;   // in a tick: what an Amount has room for

constexpr std::array<std::string_view, 7> time_units{"tick", "period", "day", "week", "month", "quarter", "year"};

/// How many ticks make a unit; none for units of dates in a world without.
std::optional<double> ticks_in(std::string_view unit, const Calendar& calendar) {
    if (unit == "tick" || unit == "period") return 1.0;
    if (!calendar.has_dates()) return std::nullopt;
    if (unit == "quarter") return 3 * calendar.ticks_per(TimeUnit::month);
    return calendar.ticks_per(*parse_time_unit(unit));
}

/// Gives a question all keys that say it: a stem, the unit of time between `joint` and `ending`. Without a calendar
/// (recording) a tick is a week, and every unit will do.
void spell(Asked& asked, std::span<const std::string> stems, std::string_view joint, std::string_view ending,
           const std::optional<Calendar>& calendar) {
    const std::string_view preferred = calendar ? to_text(calendar->tick_length()) : "week";
    asked.info.key                   = fmt::format("{}{}{}{}", stems.front(), joint, preferred, ending);
    asked.info.unit                  = unit_of(asked.info.key);
    for (const std::string& stem : stems)
        for (const std::string_view unit : time_units) {
            const auto ticks = calendar ? ticks_in(unit, *calendar) : std::optional{1.0};
            asked.spellings.push_back({fmt::format("{}{}{}{}", stem, joint, unit, ending), ticks});
        }
}

}   // namespace

bool ends_in_time(std::string_view key) {
    return std::ranges::any_of(time_units, [&](std::string_view unit) {
        return key == fmt::format("_{}s", unit) || key.ends_with(fmt::format("_per_{}", unit));
    });
}

// ---- points --------------------------------------------------------------------------------------------------------

std::optional<Tick> Reader::tick_of(std::string_view key, const Node& node) const {
    const std::optional<Calendar>& calendar = table_->context->calendar;
    SIM_CHECK(calendar.has_value(), "the calendar is known before points in time are read");
    if (was_told(node) || refuse_provenance(node)) return std::nullopt;
    const auto refuse = [&](std::string_view expected, std::string help) {
        report(Problem::wrong_type, node.place,
               fmt::format("{} {} must be {}, not {}", in_quotes(key), in_table(), expected, kind_of(node)),
               std::move(help));
        return std::nullopt;
    };
    if (calendar->has_dates()) {
        if (const auto* date = node.as<Date>()) return calendar->tick_of(*date);
        return refuse("a date", "write it as 2026-01-31, without quotation marks");
    }
    constexpr std::int64_t tick_max = std::int64_t{1} << 62;
    if (const auto* tick = node.as<std::int64_t>()) {
        if (std::clamp(*tick, -tick_max, tick_max) == *tick) return Tick{*tick};
        report(Problem::out_of_range, node.place,
               fmt::format("{} {} is out of all time: {}", in_quotes(key), in_table(), *tick));
        return std::nullopt;
    }
    return refuse("the number of a tick", "this world has no dates: 5 is the fifth tick after the first, which is 0");
}

Tick Reader::tick(std::string_view key, std::string_view meaning, std::optional<Tick> fallback) {
    const Asked& asked =
        ask({.key = key, .type = KeyType::tick, .meaning = meaning, .has_fallback = fallback.has_value()});
    if (const Node* node = value_of(asked)) {
        if (is_dated(*node)) wrong_type(asked.info, key, *node, "a point in time");
        else if (const auto tick = tick_of(key, *node)) return *tick;
    }
    return usable(fallback, Tick{});
}

// ---- durations and rates -------------------------------------------------------------------------------------------

/// The entry that says a duration or a rate in one of its spellings; there may be only one.
struct Reader::Found {
    const Entry* entry          = nullptr;
    double       ticks_per_unit = 1;
};

Reader::Found Reader::spelled(const Asked& asked) {
    Found found;
    if (is_recording()) return found;
    SIM_CHECK(table_->context->calendar.has_value(), "the calendar is known before durations and rates are read");
    const auto may_say_it = [&](const Entry& entry) { return entry.key.starts_with(asked.stem); };
    const bool is_likely  = std::ranges::any_of(*table_->node->as<Node::Table>(), may_say_it);
    for (const Spelling& spelling : asked.spellings) {
        const Entry* entry = is_likely ? entry_for(spelling.key) : nullptr;
        if (!entry) continue;
        if (!spelling.ticks_per_unit)
            report(Problem::inconsistent, entry->key_place,
                   fmt::format("{} {} means nothing in a world without dates", in_quotes(spelling.key), in_table()),
                   fmt::format("write {}", in_quotes(asked.info.key)));
        else if (found.entry)
            refuse_both(*entry, *found.entry, "says the same as");
        if (!found.entry) found = {entry, spelling.ticks_per_unit.value_or(1)};
    }
    if (!found.entry && asked.info.required) miss(asked);
    return found;
}

Ticks Reader::duration(std::string_view key, std::string_view meaning, Limits limits, std::optional<Ticks> fallback) {
    Asked& asked = ask({.key = key, .type = KeyType::duration, .meaning = meaning, .limits = limits}, fallback,
                       [](Ticks ticks) { return std::to_string(ticks.count); });
    if (asked.spellings.empty())
        spell(asked, std::array{std::string{key}}, key.empty() ? "" : "_", "s", table_->context->calendar);
    const Found found = spelled(asked);
    if (found.entry)
        if (const auto ticks = ticks_of(asked.info, *found.entry, found.ticks_per_unit)) return *ticks;
    return usable(fallback, Ticks{static_cast<std::int64_t>(std::ceil(harmless(limits)))});
}

std::optional<Ticks> Reader::ticks_of(const KeyInfo& info, const Entry& entry, double ticks_per_unit) const {
    const auto refuse = [&](Problem problem, std::string_view what, std::string help) {
        report(problem, entry.value.place, fmt::format("{} {} {}", in_quotes(entry.key), in_table(), what),
               std::move(help));
        return std::nullopt;
    };
    const auto number = entry.value.number();
    if (!number || was_told(entry.value)) {
        wrong_type(info, entry.key, entry.value, "a number");
        return std::nullopt;
    }
    constexpr double       ticks_max = 4611686018427387904.0;   // 2^62
    const double           exact     = *number * ticks_per_unit;
    const double           rounded   = std::floor(exact + 0.5);
    const std::string_view length    = to_text(table_->context->calendar->tick_length());
    if (std::fabs(exact) > ticks_max)
        return refuse(Problem::out_of_range, fmt::format("is too long: {}", shortest(*number)), "");
    if (exact > 0 && rounded == 0)
        return refuse(
            Problem::not_whole,
            fmt::format("would round to 0: it is {} {}s, and a tick is a {}", fixed(exact, 2), length, length),
            "write 0, a longer time, or choose a shorter tick in [scenario]");
    constexpr double slack = 1e-9;   // what a product of reals may be off
    if (std::fabs(exact - rounded) > slack * std::max(1.0, std::fabs(exact)))
        table_->context->diagnostics->warn(Problem::rounded, entry.value.place,
                                           fmt::format("{} {} is {} {}s, rounded to {}", in_quotes(entry.key),
                                                       in_table(), fixed(exact, 2), length, fixed(rounded, 0)));
    if (!info.limits.allow(rounded))
        return refuse(Problem::out_of_range,
                      fmt::format("must be {} {}s, not {}", info.limits.text(), length, fixed(rounded, 0)),
                      meaning_of(info, entry.key));
    return Ticks{static_cast<std::int64_t>(rounded)};
}

Schedule Reader::rate(std::string_view key, std::string_view noun, std::string_view meaning, Limits limits,
                      std::optional<Schedule> fallback) {
    Asked& asked = ask({.key = key, .type = KeyType::rate, .meaning = meaning, .limits = limits, .noun = noun},
                       fallback, written_if_constant);
    if (asked.spellings.empty()) {
        const std::string_view   joint = key.empty() || noun.empty() ? "" : "_";
        std::vector<std::string> stems{fmt::format("{}{}{}", key, joint, noun)};
        if (!noun.empty() && noun != "units") stems.push_back(fmt::format("{}{}units", key, joint));
        spell(asked, stems, "_per_", "", table_->context->calendar);
    }
    const Found found = spelled(asked);
    if (found.entry)
        if (auto schedule =
                schedule_of(asked.info, found.entry->key, found.entry->value, found.ticks_per_unit, fallback)) {
            if (noun == "usd" || schedule->maximum() <= most_units) return *std::move(schedule);
            report(Problem::out_of_range, found.entry->value.place,
                   fmt::format("{} {} comes to {} in a {}, more than can be counted", in_quotes(found.entry->key), in_table(),
                               shortest(schedule->maximum()), to_text(table_->context->calendar->tick_length())),
                   "a tick has room for 9e9 units: count in larger ones");
        }
    return usable(fallback, Schedule{harmless(limits)});
}

}   // namespace secondsource
