// Single values: texts, words, flags, numbers, dates.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/base/check.h"
#include "sim/base/spelling.h"
#include "sim/base/text.h"
#include "sim/scenario/reader/table.h"

namespace secondsource {

std::string as_toml(std::string_view text) { return fmt::format("\"{}\"", text); }

std::string joined(std::span<const std::string_view> words, std::string_view last) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) out += i + 1 == words.size() ? last : ", ";
        out += words[i];
    }
    return out;
}

std::optional<double> Reader::number_of(const KeyInfo& info, std::string_view key, const Node& node) const {
    const auto value = node.number();
    if (was_told(node)) return std::nullopt;
    if (!value) wrong_type(info, key, node, "a number");
    if (!value || !within(info, key, node, *value)) return std::nullopt;
    const bool is_of_goods = info.type == KeyType::amount || info.type == KeyType::amounts || info.unit == "units" ||
                             info.unit.starts_with("units/");
    if (!is_of_goods || std::fabs(*value) <= amount_units_max) return value;
    report(Problem::out_of_range, node.place,
           fmt::format("{} {} is too large: {} units", in_quotes(key), in_table(), shortest(*value)),
           "amounts go up to 4.6e9 units; choose a larger unit for the product");
    return std::nullopt;
}

std::optional<Amount> Reader::amount_of(const KeyInfo& info, const Node& node) const {
    const auto units = number_of(info, info.key, node);
    if (!units) return std::nullopt;
    const Amount amount = Amount::nearest(*units);
    if (info.limits.allow(amount.units()) || !amount.is_zero()) return amount;
    report(Problem::out_of_range, node.place,
           fmt::format("{} {} would round to 0: amounts are counted in billionths of a unit, and this is {}",
                       in_quotes(info.key), in_table(), shortest(*units)),
           "write at least 1e-9, or choose a smaller unit");
    return std::nullopt;
}

std::string Reader::text(std::string_view key, std::string_view meaning, std::optional<std::string_view> fallback) {
    const Asked& asked = ask({.key = key, .type = KeyType::text, .meaning = meaning}, fallback, as_toml);
    if (const Node* node = value_of(asked)) {
        if (const auto* text = node->as<std::string>()) return *text;
        wrong_type(asked.info, key, *node, "text");
        blame_names();
    } else if (asked.info.required && !is_recording()) {
        blame_names();
    }
    return std::string{usable(fallback, key)};
}

const Node* Reader::named(std::string_view key, std::string_view meaning) {
    const std::string path  = text(key, meaning);
    const Entry*      given = entry(key);
    if (!given || !given->value.as<std::string>()) return nullptr;   // which was said
    const Node* found = table_->context->document->find(path, given->value.place, *table_->context->diagnostics);
    if (!found) blame_names();
    return found;
}

std::string Reader::choice(std::string_view key, std::string_view meaning, std::vector<std::string_view> words,
                           std::optional<std::string_view> fallback) {
    SIM_CHECK(!words.empty(), "a choice has words to choose from");
    Asked& asked = ask({.key = key, .type = KeyType::choice, .meaning = meaning}, fallback, as_toml);
    if (asked.info.choices.empty()) asked.info.choices.assign(words.begin(), words.end());
    if (const Node* node = value_of(asked)) {
        const auto* text = node->as<std::string>();
        if (text && std::ranges::find(words, *text) != words.end()) return *text;
        if (text) {
            const auto meant = nearest(*text, std::span<const std::string_view>{words});
            report(
                Problem::unknown_word, node->place,
                fmt::format("{} {} must be {}, not {}", in_quotes(key), in_table(), joined(words, " or "),
                            in_quotes(*text)),
                meant ? fmt::format("did you mean {}? {}", in_quotes(*meant), sentence(meaning)) : sentence(meaning));
        } else {
            wrong_type(asked.info, key, *node, joined(words, " or "));
        }
    }
    return std::string{usable(fallback, words.front())};
}

bool Reader::flag(std::string_view key, std::string_view meaning, std::optional<bool> fallback) {
    const Asked& asked = ask({.key = key, .type = KeyType::flag, .meaning = meaning}, fallback,
                             [](bool flag) { return flag ? "true" : "false"; });
    if (const Node* node = value_of(asked)) {
        if (const auto* flag = node->as<bool>()) return *flag;
        wrong_type(asked.info, key, *node, "true or false");
    }
    return usable(fallback, false);
}

std::int64_t Reader::whole(std::string_view key, std::string_view meaning, Limits limits,
                           std::optional<std::int64_t> fallback) {
    const Asked& asked = ask({.key = key, .type = KeyType::whole, .meaning = meaning, .limits = limits}, fallback,
                             [](std::int64_t whole) { return std::to_string(whole); });
    if (const Node* node = value_of(asked)) {
        constexpr double exact_max = 9007199254740992.0;   // 2^53: above, a real is no way to write a whole number
        const auto*      whole     = node->as<std::int64_t>();
        const auto       number    = node->number();
        if (!number || was_told(*node)) {
            wrong_type(asked.info, key, *node, "a whole number");
        } else if (whole) {
            if (within(asked.info, key, *node, static_cast<double>(*whole))) return *whole;
        } else if (*number != std::floor(*number) || std::fabs(*number) > exact_max) {
            report(Problem::not_whole, node->place,
                   fmt::format("{} {} must be a whole number, not {}", in_quotes(key), in_table(), shortest(*number)),
                   sentence(meaning));
        } else if (within(asked.info, key, *node, *number)) {
            return static_cast<std::int64_t>(*number);
        }
    }
    return usable(fallback, static_cast<std::int64_t>(std::ceil(harmless(limits))));
}

double Reader::real(std::string_view key, std::string_view meaning, Limits limits, std::optional<double> fallback) {
    const Asked& asked =
        ask({.key = key, .type = KeyType::real, .meaning = meaning, .limits = limits}, fallback, shortest);
    if (const Node* node = value_of(asked))
        if (const auto number = number_of(asked.info, key, *node)) return *number;
    return usable(fallback, harmless(limits));
}

Amount Reader::amount(std::string_view key, std::string_view meaning, Limits limits, std::optional<Amount> fallback) {
    const Asked& asked = ask({.key = key, .type = KeyType::amount, .meaning = meaning, .limits = limits}, fallback,
                             [](Amount amount) { return shortest(amount.units()); });
    if (const Node* node = value_of(asked))
        if (const auto amount = amount_of(asked.info, *node)) return *amount;
    return usable(fallback, Amount::nearest(harmless(limits)));
}

Date Reader::date(std::string_view key, std::string_view meaning, std::optional<Date> fallback) {
    const Asked& asked = ask({.key = key, .type = KeyType::date, .meaning = meaning}, fallback,
                             [](Date date) { return secondsource::to_text(date); });
    if (const Node* node = value_of(asked)) {
        if (const auto* date = node->as<Date>()) return *date;
        wrong_type(asked.info, key, *node, "a date like 2026-01-31");
    }
    return usable(fallback, Date{});
}

}   // namespace secondsource
