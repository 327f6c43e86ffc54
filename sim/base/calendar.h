#pragma once
// Dates and tick lengths: where simulated time meets the calendar. Inside the simulation only ticks are left.

#include <compare>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "sim/base/time.h"

namespace secondsource {

/// A day of the proleptic Gregorian calendar.
struct Date {
    int      year = 1970;
    unsigned month = 1;  ///< 1 to 12
    unsigned day = 1;    ///< 1 to 31
    friend constexpr auto operator<=>(Date, Date) = default;
};

/// The month has such a day in that year.
bool is_valid(Date date);

/// A date written as "2025-10-06", and nothing else; none if the text is no such date.
std::optional<Date> parse_date(std::string_view text);

/// "2025-10-06".
std::string to_text(Date date);

/// How long a tick of a world is. A period is abstract: such a world has no dates.
enum class TickLength { week, day, month, period };

/// The tick length of this name ("week", "day", "month", "period").
std::optional<TickLength> parse_tick_length(std::string_view name);
std::string_view          to_text(TickLength length);

/// The units that durations and rates are written in.
enum class TimeUnit { day, week, month, year, period };

/// The unit of this name, singular or plural ("week", "weeks").
std::optional<TimeUnit> parse_time_unit(std::string_view name);

constexpr double days_per_year = 365.2425;
constexpr double days_per_month = days_per_year / 12;

/// Which dates the ticks of a world are. A week is seven days from the weekday on which tick 0 starts, a month is a
/// calendar month. Asking a world of periods for dates throws std::logic_error.
class Calendar {
public:
    /// A dated world; `start` is the first day of tick 0, in a world of months any day of it. Throws
    /// std::invalid_argument if there is no such day. In a world of periods `start` means nothing.
    explicit Calendar(TickLength length, Date start = {});

    TickLength tick_length() const { return length_; }
    bool       has_dates() const { return length_ != TickLength::period; }

    /// The first day of a tick, which may be negative (before tick 0).
    Date date_of(Tick tick) const;
    /// The tick that contains a date; negative before tick 0.
    Tick tick_of(Date date) const;

    /// How many ticks make a unit: 4.348125 weeks a month. In a world of periods only the period is known, elsewhere it
    /// is not: std::logic_error.
    double ticks_per(TimeUnit unit) const;

private:
    TickLength length_;
    Date       start_;
};

}  // namespace secondsource
