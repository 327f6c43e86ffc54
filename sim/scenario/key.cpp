// What a scenario may say under one key, in words.

#include "sim/scenario/key.h"

#include <array>
#include <cctype>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "sim/base/text.h"

namespace secondsource {

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

std::string meaning_of(const KeyInfo& info, std::string_view key) {
    return sentence(info.type == KeyType::duration ? unit_of(key) + ' ' + info.meaning : info.meaning);
}

double harmless(const Limits& limits) {
    if (limits.allow(1)) return 1;
    if (std::isfinite(limits.low) && std::isfinite(limits.high)) return (limits.low + limits.high) / 2;
    return std::isfinite(limits.low) ? limits.low + 1 : limits.high - 1;
}

}   // namespace secondsource
