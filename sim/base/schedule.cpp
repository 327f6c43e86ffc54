// Steps looked up by bisection.
#include "sim/base/schedule.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace secondsource {

Schedule::Schedule(std::vector<Step> steps, Between between) {
    if (steps.empty()) throw std::invalid_argument("a schedule needs at least one step");
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!std::isfinite(steps[i].value)) throw std::invalid_argument("the values of a schedule must be finite numbers");
        if (i > 0 && steps[i].from <= steps[i - 1].from) {
            throw std::invalid_argument("the steps of a schedule must be in order of time, one at a time");
        }
    }
    last_              = steps.back().value;
    const bool changes = std::any_of(steps.begin(), steps.end(), [this](const Step& step) { return step.value != last_; });
    if (!changes) return;
    last_from_ = steps.back().from;
    course_ = std::make_shared<const Course>(Course{std::move(steps), between});
}

Tick Schedule::steady_until(Tick now) const {
    if (now >= last_from_) return Tick::max();
    const auto& [steps, between] = *course_;
    if (between == Between::linear) return now + Ticks{1};
    return std::upper_bound(steps.begin(), steps.end(), now, [](Tick tick, const Step& step) { return tick < step.from; })->from;
}

double Schedule::value_at(Tick tick) const {
    const auto& [steps, between] = *course_;
    const auto after = std::upper_bound(steps.begin(), steps.end(), tick,
                                        [](Tick now, const Step& step) { return now < step.from; });
    if (after == steps.begin()) return after->value;
    const Step& before = *(after - 1);
    if (between == Between::holds || after == steps.end()) return before.value;
    const auto passed = static_cast<double>((tick - before.from).count);
    const auto whole = static_cast<double>((after->from - before.from).count);
    return before.value + (after->value - before.value) * (passed / whole);
}

double Schedule::maximum() const {
    double highest = last_;
    for (const Step& step : steps()) highest = std::max(highest, step.value);
    return highest;
}

double Schedule::minimum() const {
    double lowest = last_;
    for (const Step& step : steps()) lowest = std::min(lowest, step.value);
    return lowest;
}

}  // namespace secondsource
