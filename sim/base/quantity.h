#pragma once
// Exact amounts in fixed point: what is conserved is counted in whole small parts and adds up in any order.

#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>

namespace secondsource {

/// Wide enough for the product of two amounts.
__extension__ using Wide = __int128;

/// A whole number of small parts of one `Thing`. Adds and compares with its own kind; times a whole number; over
/// its own kind it is a ratio (a real). Reals come back only through the named roundings below.
template <class Thing>
class Quantity {
public:
    static constexpr double parts_per_unit = Thing::parts_per_unit;

    constexpr Quantity() = default;
    static constexpr Quantity of_parts(std::int64_t parts) { return Quantity{parts}; }
    /// Whole units, exactly.
    static constexpr Quantity of(std::int64_t units) { return Quantity{units * static_cast<std::int64_t>(parts_per_unit)}; }
    /// The nearest amount to a real number of units; ties to even. The only door from reals.
    static Quantity nearest(double units) { return Quantity{std::llrint(units * parts_per_unit)}; }
    static constexpr Quantity max() { return Quantity{std::numeric_limits<std::int64_t>::max()}; }

    constexpr std::int64_t parts() const { return parts_; }
    /// As a real number of units, for ratios and measures.
    constexpr double units() const { return static_cast<double>(parts_) / parts_per_unit; }

    /// This amount times a share or factor, to the nearest part.
    Quantity scaled(double factor) const { return Quantity{std::llrint(static_cast<double>(parts_) * factor)}; }
    /// This amount times a share or factor, rounded towards nothing: never more than the real product.
    Quantity scaled_down(double factor) const { return Quantity{static_cast<std::int64_t>(static_cast<double>(parts_) * factor)}; }

    constexpr bool is_zero() const { return parts_ == 0; }

    friend constexpr auto operator<=>(Quantity, Quantity) = default;
    constexpr Quantity& operator+=(Quantity other) { parts_ += other.parts_; return *this; }
    constexpr Quantity& operator-=(Quantity other) { parts_ -= other.parts_; return *this; }
    friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity{a.parts_ + b.parts_}; }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity{a.parts_ - b.parts_}; }
    friend constexpr Quantity operator-(Quantity a) { return Quantity{-a.parts_}; }
    friend constexpr Quantity operator*(Quantity a, std::int64_t times) { return Quantity{a.parts_ * times}; }
    friend constexpr Quantity operator*(std::int64_t times, Quantity a) { return Quantity{a.parts_ * times}; }
    /// Amount over amount: a ratio.
    friend constexpr double operator/(Quantity a, Quantity b) { return static_cast<double>(a.parts_) / static_cast<double>(b.parts_); }

private:
    explicit constexpr Quantity(std::int64_t parts) : parts_{parts} {}
    std::int64_t parts_ = 0;
};

struct Goods { static constexpr double parts_per_unit = 1e9; };
struct Dollars { static constexpr double parts_per_unit = 100; };

/// Goods of the product that the row names, in billionths of its unit. Range about 9.2e9 units.
using Amount = Quantity<Goods>;
/// US dollars, in whole cents.
using Money = Quantity<Dollars>;

}  // namespace secondsource
