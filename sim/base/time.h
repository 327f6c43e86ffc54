#pragma once
// Simulated time in ticks: a point and a distance. Points differ by distances and cannot be added.

#include <compare>
#include <cstdint>
#include <limits>

namespace secondsource {

/// A distance in simulated time, in whole ticks (a week by default).
struct Ticks {
    std::int64_t count = 0;
    friend constexpr auto operator<=>(Ticks, Ticks) = default;
    friend constexpr Ticks operator+(Ticks a, Ticks b) { return {a.count + b.count}; }
    friend constexpr Ticks operator-(Ticks a, Ticks b) { return {a.count - b.count}; }
};

/// A point in simulated time. Tick 0 is the first tick that is computed, warm-up included.
struct Tick {
    std::int64_t index = 0;
    static constexpr Tick max() { return {std::numeric_limits<std::int64_t>::max()}; }
    friend constexpr auto operator<=>(Tick, Tick) = default;
    friend constexpr Tick  operator+(Tick t, Ticks d) { return {t.index + d.count}; }
    friend constexpr Tick  operator-(Tick t, Ticks d) { return {t.index - d.count}; }
    friend constexpr Ticks operator-(Tick a, Tick b) { return {a.index - b.index}; }
};

}  // namespace secondsource
