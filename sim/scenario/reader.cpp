// One table of a scenario, read key by key.

#include "sim/scenario/reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "sim/base/check.h"
#include "sim/base/spelling.h"
#include "sim/base/text.h"

namespace secondsource {

struct Reader::Context {
    const Document*         document    = nullptr;   // none: recording
    Diagnostics*            diagnostics = nullptr;   // none: recording
    std::optional<Calendar> calendar;
};

struct Reader::State {
    struct Missing {
        std::size_t key;    // its number among what was asked
        std::size_t mark;   // of the mistake in the diagnostics
    };
    std::vector<KeyInfo>     keys;
    std::vector<Missing>     missing;
    std::vector<std::string> optional;   // what `has` was asked for
};

namespace {

constexpr std::array<std::string_view, 7> time_units{"tick", "period", "day", "week", "month", "quarter", "year"};
constexpr double                          amount_units_max = 9.2e9;

/// How many ticks make a unit; none for units of dates in a world without.
std::optional<double> ticks_in(std::string_view unit, const Calendar& calendar) {
    if (unit == "tick" || unit == "period") return 1.0;
    if (!calendar.has_dates()) return std::nullopt;
    if (unit == "quarter") return 3 * calendar.ticks_per(TimeUnit::month);
    return calendar.ticks_per(*parse_time_unit(unit));
}

/// The unit that a key's end tells: "wafers/month", "USD", "weeks".
std::string unit_of(std::string_view key) {
    if (const std::size_t per = key.rfind("_per_"); per != std::string_view::npos) {
        const std::size_t noun = key.rfind('_', per - 1);
        return fmt::format("{}/{}", noun == std::string_view::npos ? "" : key.substr(noun + 1, per - noun - 1),
                           key.substr(per + 5));
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 16> ends{{
        {"_usd", "USD"},
        {"_kw_it", "kW"},
        {"_kw", "kW"},
        {"_mw", "MW"},
        {"_gw", "GW"},
        {"_units", "units"},
        {"_mm2", "mm²"},
        {"_share", "share"},
        {"_ticks", "ticks"},
        {"_periods", "periods"},
        {"_days", "days"},
        {"_weeks", "weeks"},
        {"_months", "months"},
        {"_quarters", "quarters"},
        {"_years", "years"},
        {"_hours", "hours"},
    }};
    for (const auto& [end, unit] : ends)
        if (key.ends_with(end) || key == end.substr(1)) return std::string{unit};
    return {};
}

std::string sentence(std::string_view words) {
    std::string out{words};
    if (!out.empty()) out[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[0])));
    if (!out.empty() && out.back() != '.' && out.back() != '?') out += '.';
    return out;
}

/// What a key means, as a sentence; that of a duration begins with its unit.
std::string meaning_of(const KeyInfo& info, std::string_view key) {
    return sentence(info.type == KeyType::duration ? unit_of(key) + ' ' + info.meaning : info.meaning);
}

/// Some number that the limits allow.
double harmless(const Limits& limits) {
    if (limits.allow(1)) return 1;
    if (std::isfinite(limits.low) && std::isfinite(limits.high)) return (limits.low + limits.high) / 2;
    return std::isfinite(limits.low) ? limits.low + 1 : limits.high - 1;
}

/// What a getter answers with where the scenario says nothing it could use.
template <class Value>
Value usable(const std::optional<Value>& fallback, Value otherwise) {
    return fallback ? *fallback : otherwise;
}

std::string joined(std::span<const std::string_view> words, std::string_view last) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) out += i + 1 == words.size() ? last : ", ";
        out += words[i];
    }
    return out;
}

}   // namespace

std::string Limits::text() const {
    const bool has_low = std::isfinite(low), has_high = std::isfinite(high);
    if (has_low && has_high && low_itself) return fmt::format("between {} and {}", shortest(low), shortest(high));
    if (has_low && has_high) return fmt::format("above {} and at most {}", shortest(low), shortest(high));
    if (has_low) return fmt::format("{} {}", low_itself ? "at least" : "above", shortest(low));
    if (has_high) return fmt::format("at most {}", shortest(high));
    return {};
}

std::string_view to_text(KeyType type) {
    constexpr std::array<std::string_view, 19> names{"text",
                                                     "one of some words",
                                                     "true or false",
                                                     "whole number",
                                                     "number",
                                                     "amount",
                                                     "date",
                                                     "point in time",
                                                     "duration",
                                                     "rate",
                                                     "number",
                                                     "list of numbers",
                                                     "list of amounts",
                                                     "list of texts",
                                                     "table",
                                                     "list of tables",
                                                     "tables by name",
                                                     "policy",
                                                     "numbers by name"};
    return names[static_cast<std::size_t>(type)];
}

// ---- the reader itself ---------------------------------------------------------------------------------------------

Reader::Reader(std::shared_ptr<Context> context, const Node* node)
    : context_{std::move(context)}, state_{std::make_shared<State>()}, node_{node} {}

Reader::Reader(const Document& document, Diagnostics& diagnostics)
    : Reader{std::make_shared<Context>(), &document.root()} {
    context_->document    = &document;
    context_->diagnostics = &diagnostics;
}

Reader Reader::recording() { return {std::make_shared<Context>(), nullptr}; }

void Reader::use(const Calendar& calendar) { context_->calendar = calendar; }

std::span<const KeyInfo> Reader::keys() const { return state_->keys; }

Reader Reader::inner(const Node* node, std::string_view key, std::string name, KeyInfo& info) const {
    Reader inner{context_, node};
    if (name.empty()) {
        inner.where_ = where_.empty() ? fmt::format("[{}]", key) : in_quotes(key);
        inner.path_  = std::string{key};
    } else {
        inner.where_ = fmt::format("{} {}", key, in_quotes(name));
        inner.path_  = name.starts_with('[') ? std::string{key} + name : fmt::format("{}.{}", key, name);
    }
    if (!where_.empty()) inner.where_ += " of " + where_;
    if (!path_.empty()) inner.path_ = path_ + '.' + inner.path_;
    inner.name_ = name.starts_with('[') ? std::string{} : std::move(name);
    if (!info.inner) info.inner = {inner.state_, &inner.state_->keys};
    return inner;
}

KeyInfo& Reader::ask(std::string_view key, KeyType type, std::string_view meaning, bool has_fallback) {
    KeyInfo& info = state_->keys.emplace_back();
    info.key      = key;
    info.type     = type;
    info.meaning  = meaning;
    info.unit     = unit_of(key);
    info.required = !has_fallback && std::ranges::find(state_->optional, key) == state_->optional.end();
    return info;
}

const Entry* Reader::entry(std::string_view key) const {
    if (is_recording()) return nullptr;
    for (const Entry& entry : *node_->as<Node::Table>())
        if (entry.key == key) return &entry;
    return nullptr;
}

const Node* Reader::value_of(const KeyInfo& info) {
    const Entry* found = entry(info.key);
    if (!found && info.required) miss(info);
    return found ? &found->value : nullptr;
}

std::string Reader::in_table() const { return where_.empty() ? "at the top of the file" : "in " + where_; }

void Reader::miss(const KeyInfo& info) {
    if (is_recording()) return;
    const std::size_t mark = context_->diagnostics->error(
        Problem::missing_key, node_->place, fmt::format("missing key {} {}", in_quotes(info.key), in_table()),
        meaning_of(info, info.key));
    state_->missing.push_back({static_cast<std::size_t>(&info - state_->keys.data()), mark});
}

bool Reader::has(std::string_view key) const {
    state_->optional.emplace_back(key);
    if (is_recording()) return true;
    const auto says = [&](const Entry& entry) {
        std::string_view rest = entry.key;
        if (rest == key) return true;
        if (!rest.starts_with(key) || rest[key.size()] != '_') return false;
        rest.remove_prefix(key.size());
        return std::ranges::any_of(time_units, [&](std::string_view unit) {
            return rest == fmt::format("_{}s", unit) || rest.ends_with(fmt::format("_per_{}", unit));
        });
    };
    return std::ranges::any_of(*node_->as<Node::Table>(), says);
}

std::string Reader::written(std::string_view key) const {
    const Entry* found = entry(key);
    return found ? to_text(found->value) : std::string{};
}

bool Reader::names_rule(std::string_view key, std::string_view word) const {
    const Entry* found = entry(key);
    return found && (found->value.as<std::string>() || found->value.at(word));
}

bool Reader::is_table(std::string_view key) const {
    const Entry* found = entry(key);
    return found && found->value.is_table();
}

// ---- what may be wrong with a value --------------------------------------------------------------------------------

void Reader::wrong_type(const KeyInfo& info, std::string_view key, const Node& node, std::string_view expected) const {
    if (is_dated(node) && !info.dated) {
        context_->diagnostics->error(Problem::not_dated, node.place,
                                     fmt::format("{} {} may not change during the run", in_quotes(key), in_table()),
                                     "give it one value, and run the scenario again with another");
        return;
    }
    context_->diagnostics->error(
        Problem::wrong_type, node.place,
        fmt::format("{} {} must be {}, not {}", in_quotes(key), in_table(), expected, kind_of(node)),
        meaning_of(info, key));
}

bool Reader::within(const KeyInfo& info, std::string_view key, const Node& node, double value) const {
    if (info.limits.allow(value)) return true;
    context_->diagnostics->error(
        Problem::out_of_range, node.place,
        fmt::format("{} {} must be {}, not {}", in_quotes(key), in_table(), info.limits.text(), shortest(value)),
        meaning_of(info, key));
    return false;
}

std::optional<double> Reader::number_of(const KeyInfo& info, std::string_view key, const Node& node) const {
    const auto value = node.number();
    if (!value) wrong_type(info, key, node, "a number");
    return value && within(info, key, node, *value) ? value : std::nullopt;
}

std::optional<Amount> Reader::amount_of(const KeyInfo& info, const Node& node) const {
    const auto units = number_of(info, info.key, node);
    if (!units) return std::nullopt;
    if (std::fabs(*units) <= amount_units_max) return Amount::nearest(*units);
    context_->diagnostics->error(
        Problem::out_of_range, node.place,
        fmt::format("{} {} is too large: {} units", in_quotes(info.key), in_table(), shortest(*units)),
        "amounts go up to 9.2e9 units; choose a larger unit for the product");
    return std::nullopt;
}

std::optional<Tick> Reader::tick_of(std::string_view key, const Node& node) const {
    SIM_CHECK(context_->calendar.has_value(), "the calendar is known before points in time are read");
    const auto refuse = [&](std::string_view expected, std::string help) {
        context_->diagnostics->error(
            Problem::wrong_type, node.place,
            fmt::format("{} {} must be {}, not {}", in_quotes(key), in_table(), expected, kind_of(node)),
            std::move(help));
        return std::nullopt;
    };
    if (context_->calendar->has_dates()) {
        if (const auto* date = node.as<Date>()) return context_->calendar->tick_of(*date);
        return refuse("a date", "write it as 2026-01-31, without quotation marks");
    }
    constexpr std::int64_t tick_max = std::int64_t{1} << 62;
    if (const auto* tick = node.as<std::int64_t>()) {
        if (std::clamp(*tick, -tick_max, tick_max) == *tick) return Tick{*tick};
        context_->diagnostics->error(Problem::out_of_range, node.place,
                                     fmt::format("{} {} is out of all time: {}", in_quotes(key), in_table(), *tick));
        return std::nullopt;
    }
    return refuse("the number of a tick", "this world has no dates: 5 is the fifth tick after the first, which is 0");
}

std::optional<Schedule> Reader::steps_of(const KeyInfo& info, std::string_view key, const Node& list,
                                         double ticks_per_unit, const std::optional<Schedule>& fallback,
                                         Schedule::Between between) const {
    Diagnostics&                diagnostics   = *context_->diagnostics;
    const std::size_t           errors_before = diagnostics.errors();
    std::optional<double>       opening;   // the value from the beginning
    std::vector<Schedule::Step> steps;
    const Node*                 last   = nullptr;
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
                    "a step has at, value, source, confidence, range, note");
        }
        const auto time   = tick_of("at", *at);
        const auto number = number_of(info, key, *value);
        if (!time || !number) continue;
        const auto is_later = [&] {
            if (const auto* date = at->as<Date>()) return *last->as<Date>() < *date;
            return *last->as<std::int64_t>() < *at->as<std::int64_t>();
        };
        if (last && !is_later()) {
            refuse(*at, fmt::format("{} comes after {} in the steps", to_text(*at), to_text(*last)),
                   "steps are in order of time");
            continue;
        }
        last = at;
        if (!steps.empty() && steps.back().from == *time) {
            diagnostics.warn(Problem::rounded, at->place,
                             fmt::format("two steps of {} {} fall into the same {}; the later one holds",
                                         in_quotes(key), in_table(), to_text(context_->calendar->tick_length())));
            steps.pop_back();
        }
        steps.push_back({*time, *number / ticks_per_unit});
    }
    if (elements.empty()) refuse(list, "there is no step", "write [{ at = 2026-01-31, value = 1 }]");
    if (diagnostics.errors() != errors_before) return std::nullopt;
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
            context_->diagnostics->error(
                Problem::wrong_type, entry.value.place,
                fmt::format("\"linear\" of {} {} must be true or false", in_quotes(key), in_table()));
        else if (entry.key != "steps" && !says_provenance(entry.key))
            context_->diagnostics->error(
                Problem::unknown_key, entry.key_place,
                fmt::format("unknown key {} in {} {}", in_quotes(entry.key), in_quotes(key), in_table()),
                "dated values have linear and steps");
    }
    return steps_of(info, key, *steps, ticks_per_unit, fallback,
                    linear ? Schedule::Between::linear : Schedule::Between::holds);
}

// ---- single values -------------------------------------------------------------------------------------------------

std::string Reader::text(std::string_view key, std::string_view meaning, std::optional<std::string_view> fallback) {
    KeyInfo& info = ask(key, KeyType::text, meaning, fallback.has_value());
    if (fallback) info.default_text = fmt::format("\"{}\"", *fallback);
    if (const Node* node = value_of(info)) {
        if (const auto* text = node->as<std::string>()) return *text;
        wrong_type(info, key, *node, "text");
    }
    return std::string{usable(fallback, key)};
}

const Node* Reader::named(std::string_view key, std::string_view meaning) {
    const std::string path  = text(key, meaning);
    const Entry*      given = is_recording() ? nullptr : entry(key);
    if (!given || !given->value.as<std::string>()) return nullptr;   // which was said
    return context_->document->find(path, given->value.place, *context_->diagnostics);
}

std::string Reader::choice(std::string_view key, std::string_view meaning, std::vector<std::string_view> words,
                           std::optional<std::string_view> fallback) {
    SIM_CHECK(!words.empty(), "a choice has words to choose from");
    KeyInfo& info = ask(key, KeyType::choice, meaning, fallback.has_value());
    if (fallback) info.default_text = fmt::format("\"{}\"", *fallback);
    info.choices.assign(words.begin(), words.end());
    if (const Node* node = value_of(info)) {
        const auto* text = node->as<std::string>();
        if (text && std::ranges::find(words, *text) != words.end()) return *text;
        if (text) {
            const auto meant = nearest(*text, std::span<const std::string_view>{words});
            context_->diagnostics->error(
                Problem::unknown_word, node->place,
                fmt::format("{} {} must be {}, not {}", in_quotes(key), in_table(), joined(words, " or "),
                            in_quotes(*text)),
                meant ? fmt::format("did you mean {}? {}", in_quotes(*meant), sentence(meaning)) : sentence(meaning));
        } else {
            wrong_type(info, key, *node, joined(words, " or "));
        }
    }
    return std::string{usable(fallback, words.front())};
}

bool Reader::flag(std::string_view key, std::string_view meaning, std::optional<bool> fallback) {
    KeyInfo& info = ask(key, KeyType::flag, meaning, fallback.has_value());
    if (fallback) info.default_text = *fallback ? "true" : "false";
    if (const Node* node = value_of(info)) {
        if (const auto* flag = node->as<bool>()) return *flag;
        wrong_type(info, key, *node, "true or false");
    }
    return usable(fallback, false);
}

std::int64_t Reader::whole(std::string_view key, std::string_view meaning, Limits limits,
                           std::optional<std::int64_t> fallback) {
    KeyInfo& info = ask(key, KeyType::whole, meaning, fallback.has_value());
    info.limits   = limits;
    if (fallback) info.default_text = std::to_string(*fallback);
    if (const Node* node = value_of(info)) {
        constexpr double exact_max = 9007199254740992.0;   // 2^53: above, a real is no way to write a whole number
        const auto*      whole     = node->as<std::int64_t>();
        const auto       number    = node->number();
        if (!number) {
            wrong_type(info, key, *node, "a whole number");
        } else if (whole) {
            if (within(info, key, *node, static_cast<double>(*whole))) return *whole;
        } else if (*number != std::floor(*number) || std::fabs(*number) > exact_max) {
            context_->diagnostics->error(
                Problem::not_whole, node->place,
                fmt::format("{} {} must be a whole number, not {}", in_quotes(key), in_table(), shortest(*number)),
                sentence(meaning));
        } else if (within(info, key, *node, *number)) {
            return static_cast<std::int64_t>(*number);
        }
    }
    return usable(fallback, static_cast<std::int64_t>(std::ceil(harmless(limits))));
}

double Reader::real(std::string_view key, std::string_view meaning, Limits limits, std::optional<double> fallback) {
    KeyInfo& info = ask(key, KeyType::real, meaning, fallback.has_value());
    info.limits   = limits;
    if (fallback) info.default_text = shortest(*fallback);
    if (const Node* node = value_of(info))
        if (const auto number = number_of(info, key, *node)) return *number;
    return usable(fallback, harmless(limits));
}

Amount Reader::amount(std::string_view key, std::string_view meaning, Limits limits, std::optional<Amount> fallback) {
    KeyInfo& info = ask(key, KeyType::amount, meaning, fallback.has_value());
    info.limits   = limits;
    if (fallback) info.default_text = shortest(fallback->units());
    if (const Node* node = value_of(info))
        if (const auto amount = amount_of(info, *node)) return *amount;
    return usable(fallback, Amount::nearest(harmless(limits)));
}

Date Reader::date(std::string_view key, std::string_view meaning, std::optional<Date> fallback) {
    KeyInfo& info = ask(key, KeyType::date, meaning, fallback.has_value());
    if (fallback) info.default_text = secondsource::to_text(*fallback);
    if (const Node* node = value_of(info)) {
        if (const auto* date = node->as<Date>()) return *date;
        wrong_type(info, key, *node, "a date like 2026-01-31");
    }
    return usable(fallback, Date{});
}

Tick Reader::tick(std::string_view key, std::string_view meaning, std::optional<Tick> fallback) {
    KeyInfo& info = ask(key, KeyType::tick, meaning, fallback.has_value());
    if (const Node* node = value_of(info)) {
        if (is_dated(*node)) wrong_type(info, key, *node, "a point in time");
        else if (const auto tick = tick_of(key, *node)) return *tick;
    }
    return usable(fallback, Tick{});
}

// ---- values in units of time ---------------------------------------------------------------------------------------

Reader::Spelled Reader::spelled(KeyInfo& info, std::span<const std::string> stems, std::string_view joint,
                                std::string_view ending) {
    const std::optional<Calendar>& calendar  = context_->calendar;
    const std::string_view         preferred = calendar ? to_text(calendar->tick_length()) : "week";
    info.key                                 = fmt::format("{}{}{}{}", stems.front(), joint, preferred, ending);
    info.unit                                = unit_of(info.key);
    SIM_CHECK(is_recording() || calendar, "the calendar is known before durations and rates are read");
    Spelled found;
    for (const std::string& stem : stems)
        for (const std::string_view unit : time_units) {
            std::string key   = fmt::format("{}{}{}{}", stem, joint, unit, ending);
            const auto  ticks = calendar ? ticks_in(unit, *calendar) : std::optional{1.0};
            if (const Entry* entry = this->entry(key)) {
                if (!ticks) {
                    context_->diagnostics->error(
                        Problem::inconsistent, entry->key_place,
                        fmt::format("{} {} means nothing in a world without dates", in_quotes(key), in_table()),
                        fmt::format("write {}", in_quotes(info.key)));
                } else if (found.entry) {
                    context_->diagnostics->error(Problem::two_spellings, entry->key_place,
                                                 fmt::format("{} and {} {} say the same", in_quotes(found.entry->key),
                                                             in_quotes(key), in_table()),
                                                 "keep one of them");
                }
                if (!found.entry) found = {entry, ticks.value_or(1)};
                info.spellings.push_back(std::move(key));
            } else if (ticks) {
                info.spellings.push_back(std::move(key));
            }
        }
    if (!found.entry && info.required) miss(info);
    return found;
}

Ticks Reader::duration(std::string_view key, std::string_view meaning, Limits limits, std::optional<Ticks> fallback) {
    KeyInfo& info = ask(key, KeyType::duration, meaning, fallback.has_value());
    info.limits   = limits;
    const std::array stems{std::string{key}};
    const Spelled    spelled = this->spelled(info, stems, key.empty() ? "" : "_", "s");
    if (fallback) info.default_text = std::to_string(fallback->count);
    if (!spelled.entry) return usable(fallback, Ticks{static_cast<std::int64_t>(std::ceil(harmless(limits)))});
    const Node&        node      = spelled.entry->value;
    const std::string& name      = spelled.entry->key;
    const auto         otherwise = [&] {
        return usable(fallback, Ticks{static_cast<std::int64_t>(std::ceil(harmless(limits)))});
    };
    const auto number = node.number();
    if (!number) {
        wrong_type(info, name, node, "a number");
        return otherwise();
    }
    constexpr double       ticks_max = 4611686018427387904.0;   // 2^62
    const double           exact     = *number * spelled.ticks_per_unit;
    const double           rounded   = std::floor(exact + 0.5);
    const std::string_view length    = to_text(context_->calendar->tick_length());
    if (std::fabs(exact) > ticks_max) {
        context_->diagnostics->error(
            Problem::out_of_range, node.place,
            fmt::format("{} {} is too long: {}", in_quotes(name), in_table(), shortest(*number)));
        return otherwise();
    }
    if (exact > 0 && rounded == 0) {
        context_->diagnostics->error(Problem::not_whole, node.place,
                                     fmt::format("{} {} would round to 0: it is {} {}s, and a tick is a {}",
                                                 in_quotes(name), in_table(), fixed(exact, 2), length, length),
                                     "write 0, a longer time, or choose a shorter tick in [scenario]");
        return otherwise();
    }
    constexpr double slack = 1e-9;   // what a product of reals may be off
    if (std::fabs(exact - rounded) > slack * std::max(1.0, std::fabs(exact)))
        context_->diagnostics->warn(Problem::rounded, node.place,
                                    fmt::format("{} {} is {} {}s, rounded to {}", in_quotes(name), in_table(),
                                                fixed(exact, 2), length, fixed(rounded, 0)));
    if (!limits.allow(rounded)) {
        context_->diagnostics->error(Problem::out_of_range, node.place,
                                     fmt::format("{} {} must be {} {}s, not {}", in_quotes(name), in_table(),
                                                 limits.text(), length, fixed(rounded, 0)),
                                     meaning_of(info, name));
        return otherwise();
    }
    return Ticks{static_cast<std::int64_t>(rounded)};
}

Schedule Reader::rate(std::string_view key, std::string_view noun, std::string_view meaning, Limits limits,
                      std::optional<Schedule> fallback) {
    KeyInfo& info                  = ask(key, KeyType::rate, meaning, fallback.has_value());
    info.limits                    = limits;
    info.dated                     = true;
    const std::string_view   joint = key.empty() || noun.empty() ? "" : "_";
    std::vector<std::string> stems{fmt::format("{}{}{}", key, joint, noun)};
    if (!noun.empty() && noun != "units") stems.push_back(fmt::format("{}{}units", key, joint));
    const Spelled spelled = this->spelled(info, stems, "_per_", "");
    if (fallback && fallback->is_constant()) info.default_text = shortest(fallback->at(Tick{}));
    if (spelled.entry)
        if (auto schedule =
                schedule_of(info, spelled.entry->key, spelled.entry->value, spelled.ticks_per_unit, fallback))
            return *std::move(schedule);
    return usable(fallback, Schedule{harmless(limits)});
}

Schedule Reader::schedule(std::string_view key, std::string_view meaning, Limits limits,
                          std::optional<Schedule> fallback) {
    KeyInfo& info = ask(key, KeyType::schedule, meaning, fallback.has_value());
    info.limits   = limits;
    info.dated    = true;
    if (fallback && fallback->is_constant()) info.default_text = shortest(fallback->at(Tick{}));
    if (const Node* node = value_of(info))
        if (auto schedule = schedule_of(info, key, *node, 1, fallback)) return *std::move(schedule);
    return usable(fallback, Schedule{harmless(limits)});
}

std::vector<NamedSchedule> Reader::schedules(std::string_view key, std::string_view meaning, Limits limits) {
    KeyInfo& info = ask(key, KeyType::schedules, meaning, true);
    info.limits   = limits;
    info.dated    = true;
    std::vector<NamedSchedule> out;
    const Node*                node = value_of(info);
    if (!node) return out;
    if (!node->is_table()) {
        wrong_type(info, key, *node, "a table of numbers by name");
        return out;
    }
    for (const Entry& entry : *node->as<Node::Table>()) {
        if (says_provenance(entry.key)) {
            check_provenance(entry, *context_->diagnostics);
            continue;
        }
        const std::string name = fmt::format("{}.{}", key, entry.key);
        if (auto schedule = schedule_of(info, name, entry.value, 1, {}))
            out.push_back({entry.key, *std::move(schedule), entry.key_place});
    }
    return out;
}

// ---- lists ---------------------------------------------------------------------------------------------------------

namespace {

template <class Value, class Write>
std::string list_text(const std::vector<Value>& values, Write write) {
    std::string out;
    for (const Value& value : values) out += (out.empty() ? "" : ", ") + write(value);
    return '[' + out + ']';
}

}   // namespace

std::vector<double> Reader::reals(std::string_view key, std::string_view meaning, Limits limits,
                                  std::optional<std::vector<double>> fallback) {
    KeyInfo& info = ask(key, KeyType::reals, meaning, fallback.has_value());
    info.limits   = limits;
    if (fallback) info.default_text = list_text(*fallback, shortest);
    const Node* node = value_of(info);
    if (!node) return usable(fallback, {});
    const auto* list = is_dated(*node) ? nullptr : node->as<Node::List>();
    if (!list) {
        wrong_type(info, key, *node, "a list of numbers");
        return usable(fallback, {});
    }
    std::vector<double> out;
    for (const Node& element : *list) out.push_back(number_of(info, key, element).value_or(harmless(limits)));
    return out;
}

std::vector<Amount> Reader::amounts(std::string_view key, std::string_view meaning, Limits limits,
                                    std::optional<std::vector<Amount>> fallback) {
    KeyInfo& info = ask(key, KeyType::amounts, meaning, fallback.has_value());
    info.limits   = limits;
    if (fallback) info.default_text = list_text(*fallback, [](Amount amount) { return shortest(amount.units()); });
    const Node* node = value_of(info);
    if (!node) return usable(fallback, {});
    const auto* list = is_dated(*node) ? nullptr : node->as<Node::List>();
    if (!list) {
        wrong_type(info, key, *node, "a list of amounts");
        return usable(fallback, {});
    }
    std::vector<Amount> out;
    for (const Node& element : *list)
        out.push_back(amount_of(info, element).value_or(Amount::nearest(harmless(limits))));
    return out;
}

std::vector<std::string> Reader::texts(std::string_view key, std::string_view meaning,
                                       std::optional<std::vector<std::string>> fallback) {
    KeyInfo& info = ask(key, KeyType::texts, meaning, fallback.has_value());
    if (fallback)
        info.default_text = list_text(*fallback, [](const std::string& text) { return fmt::format("\"{}\"", text); });
    const Node* node = value_of(info);
    if (!node) return usable(fallback, {});
    const auto* list = node->as<Node::List>();
    if (!list) {
        wrong_type(info, key, *node, "a list of texts");
        return usable(fallback, {});
    }
    std::vector<std::string> out;
    for (const Node& element : *list) {
        if (const auto* text = element.as<std::string>()) out.push_back(*text);
        else wrong_type(info, key, element, "a list of texts");
    }
    return out;
}

// ---- tables --------------------------------------------------------------------------------------------------------

namespace {

const Node& empty_table() {
    static const Node empty;
    return empty;
}

}   // namespace

Reader Reader::table(std::string_view key, std::string_view meaning) {
    KeyInfo&    info = ask(key, KeyType::table, meaning, false);
    const Node* node = value_of(info);
    if (node && !node->is_table()) {
        wrong_type(info, key, *node, "a table");
        node = nullptr;
    }
    return inner(node || is_recording() ? node : &empty_table(), key, "", info);
}

std::optional<Reader> Reader::optional_table(std::string_view key, std::string_view meaning) {
    KeyInfo&    info = ask(key, KeyType::table, meaning, true);
    const Node* node = value_of(info);
    if (node && !node->is_table()) {
        wrong_type(info, key, *node, "a table");
        return std::nullopt;
    }
    if (!node && !is_recording()) return std::nullopt;
    return inner(node, key, "", info);
}

std::vector<Reader> Reader::tables(std::string_view key, std::string_view meaning) {
    KeyInfo&    info = ask(key, KeyType::tables, meaning, true);
    const Node* node = value_of(info);
    if (is_recording()) return {inner(nullptr, key, "", info)};
    if (!node) return {};
    const auto* list = node->as<Node::List>();
    if (!list) {
        const std::string header = fmt::format("[[{}]]", key);
        context_->diagnostics->error(
            Problem::wrong_type, node->place,
            fmt::format("{} {} must be a list of tables, not {}", in_quotes(key), in_table(), kind_of(*node)),
            fmt::format("begin each with two brackets, as in {}", header));
        return {};
    }
    std::vector<Reader> out;
    out.reserve(list->size());
    for (std::size_t i = 0; i < list->size(); ++i) {
        const Node& element = (*list)[i];
        std::string name    = identity(element, key);
        if (name.empty()) name = fmt::format("[{}]", i);
        if (element.is_table()) out.push_back(inner(&element, key, std::move(name), info));
        else wrong_type(info, key, element, "a list of tables");
    }
    return out;
}

std::vector<Reader> Reader::named_tables(std::string_view key, std::string_view meaning) {
    KeyInfo&    info = ask(key, KeyType::named_tables, meaning, true);
    const Node* node = value_of(info);
    if (is_recording()) return {inner(nullptr, key, "", info)};
    if (!node) return {};
    if (!node->is_table()) {
        wrong_type(info, key, *node, fmt::format("tables by name, as in [{}.NAME]", key));
        return {};
    }
    std::vector<Reader> out;
    for (const Entry& entry : *node->as<Node::Table>()) {
        if (entry.value.is_table()) out.push_back(inner(&entry.value, key, entry.key, info));
        else if (says_provenance(entry.key)) check_provenance(entry, *context_->diagnostics);
        else wrong_type(info, fmt::format("{}.{}", key, entry.key), entry.value, "a table");
    }
    return out;
}

PolicyChoice Reader::policy(std::string_view key, std::string_view meaning, std::optional<std::string_view> fallback,
                            std::string_view word) {
    KeyInfo& info = ask(key, KeyType::policy, meaning, fallback.has_value());
    if (fallback) info.default_text = fmt::format("\"{}\"", *fallback);
    const Node* node = value_of(info);
    std::string name{fallback.value_or("")};
    if (node && node->is_table()) {
        PolicyChoice choice{name, inner(node, key, "", info)};
        KeyInfo&     named = choice.read.ask(word, KeyType::text, meaning, false);
        if (const Node* said = choice.read.value_of(named)) {
            if (const auto* text = said->as<std::string>()) choice.name = *text;
            else choice.read.wrong_type(named, word, *said, "text");
        }
        return choice;
    }
    if (node) {
        if (const auto* text = node->as<std::string>()) name = *text;
        else wrong_type(info, key, *node, fmt::format("a name, or a table like {{ {} = \"…\" }}", word));
    }
    if (is_recording()) return {std::move(name), inner(nullptr, key, "", info)};
    // A name alone is a table with nothing else; its place, where the name stands.
    const Place place = node ? node->place : node_->place;
    auto        owned =
        std::make_shared<Node>(Node{Node::Table{{std::string{word}, place, {name, place, nullptr}}}, place, nullptr});
    Reader read = inner(owned.get(), key, "", info);
    read.owned_ = std::move(owned);
    read.ask(word, KeyType::text, meaning, false);
    return {std::move(name), std::move(read)};
}

// ---- for callers ---------------------------------------------------------------------------------------------------

Place Reader::place(std::string_view key) const {
    if (is_recording()) return {};
    if (const Entry* found = entry(key)) return found->value.place;
    for (const KeyInfo& info : state_->keys)
        if (std::string_view{info.key}.starts_with(key))
            for (const std::string& spelling : info.spellings)
                if (const Entry* found = entry(spelling)) return found->value.place;
    return node_->place;
}

void Reader::error(std::string_view key, std::string message, std::string help) const {
    if (!is_recording())
        context_->diagnostics->error(Problem::inconsistent, place(key), std::move(message), std::move(help));
}

void Reader::warn(std::string_view key, std::string message, std::string help) const {
    if (!is_recording())
        context_->diagnostics->warn(Problem::inconsistent, place(key), std::move(message), std::move(help));
}

void Reader::finish() {
    if (is_recording()) return;
    Diagnostics& diagnostics = *context_->diagnostics;
    const auto   is_asked    = [&](std::string_view key) {
        return std::ranges::any_of(state_->keys, [&](const KeyInfo& info) {
            return info.key == key || std::ranges::find(info.spellings, key) != info.spellings.end();
        });
    };
    // What an unknown key may have been meant to be, and the number of the key that says so.
    std::vector<std::string>      known;
    std::vector<std::size_t>      known_as;
    std::vector<std::string_view> all;
    bool                          is_gathered = false;
    const auto                    gather      = [&] {
        is_gathered    = true;
        const auto add = [&](const std::string& key, std::size_t number) {
            if (entry(key)) return;
            known.push_back(key);
            known_as.push_back(number);
        };
        for (std::size_t i = 0; i < state_->keys.size(); ++i) {
            const KeyInfo& info = state_->keys[i];
            all.push_back(info.key);
            if (info.spellings.empty()) add(info.key, i);
            for (const std::string& spelling : info.spellings) add(spelling, i);
        }
        for (const std::string& key : state_->optional) add(key, state_->keys.size());
    };
    for (const Entry& entry : *node_->as<Node::Table>()) {
        if (is_asked(entry.key)) continue;
        if (says_provenance(entry.key)) {
            check_provenance(entry, diagnostics);
            continue;
        }
        std::string message = fmt::format("unknown key {} {}", in_quotes(entry.key), in_table());
        if (diagnostics.is_full()) {   // nobody will read more
            diagnostics.error(Problem::unknown_key, entry.key_place, std::move(message));
            continue;
        }
        if (!is_gathered) gather();
        constexpr std::size_t listed_max = 12;
        const auto            meant      = nearest(entry.key, known);
        if (!meant) {
            const auto listed = std::span<const std::string_view>{all}.first(std::min(all.size(), listed_max));
            diagnostics.error(Problem::unknown_key, entry.key_place, std::move(message),
                              all.empty() ? "this table has no keys"
                                          : fmt::format("keys here: {}{}", joined(listed, ", "),
                                                        all.size() > listed_max ? " …" : ""));
            continue;
        }
        const std::size_t number = known_as[static_cast<std::size_t>(std::ranges::find(known, *meant) - known.begin())];
        std::string       help   = fmt::format("did you mean {}?", in_quotes(*meant));
        if (number < state_->keys.size()) help += ' ' + meaning_of(state_->keys[number], *meant);
        const auto missing = std::ranges::find(state_->missing, number, &State::Missing::key);
        if (missing == state_->missing.end()) {
            diagnostics.error(Problem::unknown_key, entry.key_place, std::move(message), std::move(help));
        } else {
            diagnostics.replace(missing->mark, Problem::unknown_key, entry.key_place, std::move(message),
                                std::move(help));
            state_->missing.erase(missing);
        }
    }
}

}   // namespace secondsource
