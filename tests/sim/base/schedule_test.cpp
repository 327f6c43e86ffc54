// Numbers that change with time.
#include "sim/base/schedule.h"

#include <cmath>
#include <stdexcept>

#include "tests/support/catch.h"

using namespace secondsource;
using Steps = std::vector<Schedule::Step>;

TEST_CASE("a plain number is a schedule that never changes") {
    const Schedule capacity = 2.5;
    CHECK(capacity.is_constant());
    CHECK(capacity.at(Tick{-7}) == 2.5);
    CHECK(capacity.at(Tick{1000}) == 2.5);
    CHECK(capacity.maximum() == 2.5);
    CHECK(Schedule().at(Tick{0}) == 0);
}

TEST_CASE("a step holds from its tick until the next") {
    const Schedule capacity(Steps{{Tick{10}, 100}, {Tick{20}, 150}, {Tick{21}, 90}});
    CHECK_FALSE(capacity.is_constant());
    CHECK(capacity.at(Tick{-5}) == 100);
    CHECK(capacity.at(Tick{10}) == 100);
    CHECK(capacity.at(Tick{19}) == 100);
    CHECK(capacity.at(Tick{20}) == 150);
    CHECK(capacity.at(Tick{21}) == 90);
    CHECK(capacity.at(Tick{500}) == 90);
    CHECK(capacity.maximum() == 150);
    CHECK(capacity.minimum() == 90);
}

TEST_CASE("a schedule says until when it stays the same") {
    const Schedule steps(Steps{{Tick{10}, 100}, {Tick{20}, 150}, {Tick{21}, 90}});
    const Schedule line(Steps{{Tick{0}, 1}, {Tick{4}, 2}}, Schedule::Between::linear);
    CHECK(Schedule{3.0}.steady_until(Tick{5}) == Tick::max());
    for (std::int64_t t = -3; t < 30; ++t)
        for (const Schedule* schedule : {&steps, &line}) {
            const Tick now{t}, until = schedule->steady_until(now);
            CHECK(until > now);
            for (Tick later = now; later < std::min(until, Tick{40}); later = later + Ticks{1}) CHECK(schedule->at(later) == schedule->at(now));
        }
    CHECK(steps.steady_until(Tick{10}) == Tick{20});
    CHECK(steps.steady_until(Tick{20}) == Tick{21});
    CHECK(line.steady_until(Tick{4}) == Tick::max());
}

TEST_CASE("a linear schedule passes from step to step in a straight line") {
    const Schedule yield(Steps{{Tick{0}, 0.25}, {Tick{4}, 0.75}, {Tick{6}, 0.5}}, Schedule::Between::linear);
    CHECK(yield.at(Tick{-1}) == 0.25);
    CHECK(yield.at(Tick{1}) == 0.375);
    CHECK(yield.at(Tick{4}) == 0.75);
    CHECK(yield.at(Tick{5}) == 0.625);
    CHECK(yield.at(Tick{7}) == 0.5);
}

TEST_CASE("steps that change nothing make a constant") {
    const Schedule same(Steps{{Tick{3}, 5}, {Tick{9}, 5}}, Schedule::Between::linear);
    CHECK(same.is_constant());
    CHECK(same == Schedule(5));
    CHECK_FALSE(same == Schedule(6));
}

TEST_CASE("schedules are equal if they have the same steps and the same course between") {
    const Steps steps = {{Tick{0}, 1}, {Tick{2}, 3}};
    CHECK(Schedule(steps) == Schedule(steps));
    CHECK_FALSE(Schedule(steps) == Schedule(steps, Schedule::Between::linear));
    CHECK_FALSE(Schedule(steps) == Schedule(Steps{{Tick{0}, 1}, {Tick{3}, 3}}));
}

TEST_CASE("steps out of order are refused") {
    CHECK_THROWS_AS(Schedule(Steps{}), std::invalid_argument);
    CHECK_THROWS_AS(Schedule(Steps{{Tick{2}, 1}, {Tick{1}, 2}}), std::invalid_argument);
    CHECK_THROWS_AS(Schedule(Steps{{Tick{2}, 1}, {Tick{2}, 2}}), std::invalid_argument);
    CHECK_THROWS_AS(Schedule(Steps{{Tick{2}, std::nan("")}}), std::invalid_argument);
}
