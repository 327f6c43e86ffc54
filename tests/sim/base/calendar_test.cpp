// Dates and ticks, back and forth.
#include "sim/base/calendar.h"

#include <stdexcept>

#include "tests/support/catch.h"

using namespace secondsource;

TEST_CASE("a date is read as year, month and day, and nothing else") {
    CHECK(parse_date("2025-10-06") == Date{2025, 10, 6});
    CHECK(parse_date("2024-02-29") == Date{2024, 2, 29});
    for (const char* wrong : {"2025-02-29", "1900-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "2025-4-30",
                              "06.10.2025", "2025-10-06 ", "2025-10-6x", "+025-10-06", ""}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_date(wrong));
    }
    CHECK(to_text(Date{2025, 10, 6}) == "2025-10-06");
    CHECK(to_text(Date{987, 1, 2}) == "0987-01-02");
}

TEST_CASE("weeks start on the weekday of tick 0, over the end of a year and before the start") {
    const Calendar weeks(TickLength::week, {2025, 10, 6});
    CHECK(weeks.date_of(Tick{0}) == Date{2025, 10, 6});
    CHECK(weeks.date_of(Tick{13}) == Date{2026, 1, 5});
    CHECK(weeks.date_of(Tick{-1}) == Date{2025, 9, 29});
    CHECK(weeks.tick_of({2025, 10, 12}) == Tick{0});
    CHECK(weeks.tick_of({2025, 10, 13}) == Tick{1});
    CHECK(weeks.tick_of({2025, 10, 5}) == Tick{-1});
    CHECK(weeks.tick_of({2025, 9, 28}) == Tick{-2});
}

TEST_CASE("days count leap days") {
    const Calendar days(TickLength::day, {2024, 2, 28});
    CHECK(days.date_of(Tick{1}) == Date{2024, 2, 29});
    CHECK(days.date_of(Tick{2}) == Date{2024, 3, 1});
    CHECK(days.tick_of({2025, 2, 28}) == Tick{366});
    CHECK(Calendar(TickLength::day, {2000, 1, 1}).tick_of({2400, 1, 1}) == Tick{146097});
}

TEST_CASE("months are calendar months, whatever day the world starts on") {
    const Calendar months(TickLength::month, {2025, 10, 31});
    CHECK(months.date_of(Tick{0}) == Date{2025, 10, 1});
    CHECK(months.date_of(Tick{3}) == Date{2026, 1, 1});
    CHECK(months.date_of(Tick{-10}) == Date{2024, 12, 1});
    CHECK(months.tick_of({2025, 10, 1}) == Tick{0});
    CHECK(months.tick_of({2025, 9, 30}) == Tick{-1});
    CHECK(months.tick_of({2027, 2, 28}) == Tick{16});
}

TEST_CASE("every tick contains the day on which it starts, and the day before belongs to the tick before") {
    for (const TickLength length : {TickLength::day, TickLength::week, TickLength::month}) {
        const Calendar calendar(length, {2023, 11, 15});
        for (std::int64_t t = -700; t < 700; ++t) {
            REQUIRE(calendar.tick_of(calendar.date_of(Tick{t})) == Tick{t});
            const Calendar days(TickLength::day, calendar.date_of(Tick{t}));
            REQUIRE(calendar.tick_of(days.date_of(Tick{-1})) == Tick{t - 1});
        }
    }
}

TEST_CASE("durations become ticks by mean months and years") {
    const Calendar weeks(TickLength::week, {2025, 10, 6});
    CHECK(weeks.ticks_per(TimeUnit::week) == 1);
    CHECK(weeks.ticks_per(TimeUnit::month) == Approx(4.348125).epsilon(1e-15));
    CHECK(weeks.ticks_per(TimeUnit::year) == Approx(52.1775).epsilon(1e-15));
    CHECK(weeks.ticks_per(TimeUnit::day) * 91 == Approx(13).epsilon(1e-15));
    const Calendar months(TickLength::month, {2025, 10, 6});
    CHECK(months.ticks_per(TimeUnit::year) == 12);
    CHECK(months.ticks_per(TimeUnit::month) == 1);
    CHECK(Calendar(TickLength::day, {2025, 10, 6}).ticks_per(TimeUnit::week) == 7);
}

TEST_CASE("a world of periods has no dates") {
    const Calendar periods(TickLength::period);
    CHECK_FALSE(periods.has_dates());
    CHECK(periods.ticks_per(TimeUnit::period) == 1);
    CHECK_THROWS_AS(periods.date_of(Tick{0}), std::logic_error);
    CHECK_THROWS_AS(periods.tick_of({2025, 1, 1}), std::logic_error);
    CHECK_THROWS_AS(periods.ticks_per(TimeUnit::week), std::logic_error);
    CHECK_THROWS_AS(Calendar(TickLength::week).ticks_per(TimeUnit::period), std::logic_error);
    CHECK_THROWS_AS(Calendar(TickLength::week, {2025, 2, 30}), std::invalid_argument);
}

TEST_CASE("tick lengths and units have names") {
    for (const TickLength length : {TickLength::week, TickLength::day, TickLength::month, TickLength::period}) {
        CHECK(parse_tick_length(to_text(length)) == length);
    }
    CHECK_FALSE(parse_tick_length("fortnight"));
    CHECK(parse_time_unit("weeks") == TimeUnit::week);
    CHECK(parse_time_unit("year") == TimeUnit::year);
    CHECK_FALSE(parse_time_unit("s"));
}
