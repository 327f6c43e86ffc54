// Dates to ticks and back, through the day numbers of std::chrono.
#include "sim/base/calendar.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace secondsource {

namespace {

std::chrono::year_month_day standard(Date date) {
    return std::chrono::year{date.year} / std::chrono::month{date.month} / std::chrono::day{date.day};
}

std::int64_t day_number(Date date) { return std::chrono::sys_days{standard(date)}.time_since_epoch().count(); }

Date date_of_day(std::int64_t number) {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{number}}};
    return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())};
}

/// Quotient rounded towards minus infinity.
std::int64_t floored(std::int64_t number, std::int64_t divisor) {
    return number / divisor - (number % divisor < 0 ? 1 : 0);
}

std::int64_t month_number(Date date) { return std::int64_t{date.year} * 12 + date.month - 1; }

constexpr std::array<std::pair<std::string_view, TickLength>, 4> tick_lengths = {{
    {"week", TickLength::week}, {"day", TickLength::day}, {"month", TickLength::month}, {"period", TickLength::period}}};

constexpr std::array<std::pair<std::string_view, TimeUnit>, 5> time_units = {{
    {"day", TimeUnit::day}, {"week", TimeUnit::week}, {"month", TimeUnit::month}, {"year", TimeUnit::year},
    {"period", TimeUnit::period}}};

double days_per_tick(TickLength length) {
    return length == TickLength::day ? 1 : length == TickLength::week ? 7 : days_per_month;
}

std::string with_zeros(unsigned number, std::size_t digits) {
    std::string text = std::to_string(number);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

}  // namespace

bool is_valid(Date date) { return date.year >= -32767 && date.year <= 32767 && standard(date).ok(); }

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t from, std::size_t digits) -> std::optional<unsigned> {
        unsigned    value = 0;
        const char* end = text.data() + from + digits;
        const auto  parsed = std::from_chars(text.data() + from, end, value);
        return parsed.ec == std::errc{} && parsed.ptr == end ? std::optional{value} : std::nullopt;
    };
    const auto year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (!year || !month || !day) return std::nullopt;
    const Date date{static_cast<int>(*year), *month, *day};
    return is_valid(date) ? std::optional{date} : std::nullopt;
}

std::string to_text(Date date) {
    const std::string year = with_zeros(static_cast<unsigned>(date.year < 0 ? -date.year : date.year), 4);
    return (date.year < 0 ? "-" : "") + year + "-" + with_zeros(date.month, 2) + "-" + with_zeros(date.day, 2);
}

std::optional<TickLength> parse_tick_length(std::string_view name) {
    for (const auto& [known, length] : tick_lengths) {
        if (name == known) return length;
    }
    return std::nullopt;
}

std::string_view to_text(TickLength length) {
    for (const auto& [name, known] : tick_lengths) {
        if (known == length) return name;
    }
    return "";
}

std::optional<TimeUnit> parse_time_unit(std::string_view name) {
    if (name.ends_with('s')) name.remove_suffix(1);
    for (const auto& [known, unit] : time_units) {
        if (name == known) return unit;
    }
    return std::nullopt;
}

Calendar::Calendar(TickLength length, Date start) : length_{length}, start_{start} {
    if (!is_valid(start)) throw std::invalid_argument("there is no such day as " + to_text(start));
    if (length == TickLength::month) start_.day = 1;
}

Date Calendar::date_of(Tick tick) const {
    switch (length_) {
        case TickLength::day: return date_of_day(day_number(start_) + tick.index);
        case TickLength::week: return date_of_day(day_number(start_) + 7 * tick.index);
        case TickLength::month: {
            const std::int64_t month = month_number(start_) + tick.index;
            const std::int64_t year = floored(month, 12);
            return {static_cast<int>(year), static_cast<unsigned>(month - 12 * year + 1), 1};
        }
        case TickLength::period: break;
    }
    throw std::logic_error("a world of periods has no dates");
}

Tick Calendar::tick_of(Date date) const {
    switch (length_) {
        case TickLength::day: return {day_number(date) - day_number(start_)};
        case TickLength::week: return {floored(day_number(date) - day_number(start_), 7)};
        case TickLength::month: return {month_number(date) - month_number(start_)};
        case TickLength::period: break;
    }
    throw std::logic_error("a world of periods has no dates");
}

double Calendar::ticks_per(TimeUnit unit) const {
    if ((unit == TimeUnit::period) != (length_ == TickLength::period)) {
        throw std::logic_error("only a world of periods counts in periods, and in nothing else");
    }
    switch (unit) {
        case TimeUnit::day: return 1 / days_per_tick(length_);
        case TimeUnit::week: return 7 / days_per_tick(length_);
        case TimeUnit::month: return days_per_month / days_per_tick(length_);
        case TimeUnit::year: return length_ == TickLength::month ? 12 : days_per_year / days_per_tick(length_);
        case TimeUnit::period: break;
    }
    return 1;
}

}  // namespace secondsource
