#pragma once
// A forecast that is given.

#include <utility>

#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Expects what a dated path says of the coming ticks, whatever is seen: a plan, or perfect foresight.
class PathForecast final : public ForecastRule<PathForecast> {
public:
    static constexpr std::string_view name  = "path";
    static constexpr std::string_view about = "expects what a dated path says of the coming ticks";
    struct Terms {
        Schedule per_tick;   ///< units per tick
    };
    static Terms read(Reader& read) { return {read.rate("units", "", "units expected")}; }
    explicit PathForecast(Terms terms) : terms_{std::move(terms)} {}

    std::size_t state_size() const override { return 0; }
    void        start(std::span<double>) const override {}
    double      initial() const override { return terms_.per_tick.at(Tick{0}); }
    void        see(std::span<double>, double) const {}
    double      over(Tick now, std::span<const double>, double ticks) const {
        if (terms_.per_tick.is_constant()) return ticks * initial();
        double sum = 0;
        for (std::int64_t i = 1; static_cast<double>(i) <= ticks; ++i) sum += terms_.per_tick.at(now + Ticks{i});
        return sum;
    }

private:
    Terms terms_;
};

}  // namespace secondsource
