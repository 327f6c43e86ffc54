#pragma once
// The naive forecast.

#include "agents/policies/steady_rate.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Expects of every coming tick what was seen in the last one.
class Naive final : public ForecastRule<Naive> {
public:
    static constexpr std::string_view name  = "naive";
    static constexpr std::string_view about = "expects what was seen last";
    struct Terms {
        double initial;   ///< units per tick expected before anything was seen
    };
    static Terms read(Reader& read) { return {steady_rate(read, "initial", "units", "expected before anything was seen", 0.0)}; }
    explicit Naive(const Terms& terms) : terms_{terms} {}

    std::size_t state_size() const override { return 1; }
    void        start(std::span<double> state) const override { state[0] = terms_.initial; }
    double      initial() const override { return terms_.initial; }
    void        see(std::span<double> state, double seen) const { state[0] = seen; }
    double      over(Tick, std::span<const double> state, double ticks) const { return ticks * state[0]; }

private:
    Terms terms_;
};

}  // namespace secondsource
