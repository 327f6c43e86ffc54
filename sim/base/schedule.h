#pragma once
// A number that changes with time by dated steps.

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <stdexcept>
#include <vector>

#include "sim/base/time.h"

namespace secondsource {

/// A real-valued function of time. Before its first step it has the first step's value, after its last the last one's;
/// in between it holds each value until the next step, or passes to it in a straight line. Most are constant, and cheap.
class Schedule {
public:
    /// The value from a tick on.
    struct Step {
        Tick   from;
        double value = 0;
        friend bool operator==(const Step&, const Step&) = default;
    };
    enum class Between { holds, linear };

    /// Always 0.
    Schedule() = default;
    /// Always `value`. Implicit, so that a plain number serves as a schedule.
    Schedule(double value) : last_{value} {}
    /// Throws std::invalid_argument unless there is a step, ticks rise strictly and values are finite.
    explicit Schedule(std::vector<Step> steps, Between between = Between::holds);

    double at(Tick tick) const { return tick >= last_from_ ? last_ : value_at(tick); }
    bool   is_constant() const { return !course_; }
    /// The first tick after `now` at which it may have another value.
    Tick   steady_until(Tick now) const;
    /// The highest and the lowest value at any time.
    double maximum() const;
    double minimum() const;
    /// The steps; none if constant.
    std::span<const Step> steps() const { return course_ ? std::span<const Step>{course_->steps} : std::span<const Step>{}; }

    /// Equal at all times, and written alike.
    friend bool operator==(const Schedule& a, const Schedule& b) {
        return a.last_ == b.last_ && (a.course_ == b.course_ || (a.course_ && b.course_ && *a.course_ == *b.course_));
    }

private:
    struct Course {
        std::vector<Step> steps;
        Between           between;
        friend bool operator==(const Course&, const Course&) = default;
    };
    double value_at(Tick tick) const;

    double                        last_ = 0;
    Tick                          last_from_{std::numeric_limits<std::int64_t>::min()};   // the last value from here on, without a look at the course
    std::shared_ptr<const Course> course_;   // none if constant; shared by copies
};

}  // namespace secondsource
