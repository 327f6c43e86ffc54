#pragma once
// Means and intervals over replications.

#include <cstddef>

namespace secondsource {

/// A mean and its 95 per cent interval by Student's t.
struct Estimate {
    double mean = 0;
    double half_width = 0;   ///< 0 for a single value
    double sd = 0;           ///< of the values, with n − 1
};

/// An estimate value by value, holding none of them (Welford 1962, Technometrics 4(3) 419–420).
class RunningEstimate {
public:
    void        add(double value);
    std::size_t count() const { return count_; }
    Estimate    result() const;

private:
    std::size_t count_ = 0;
    double      mean_ = 0, square_ = 0;
};

/// Quantile of Student's t with so many degrees of freedom.
double t_quantile(double probability, double degrees);

}  // namespace secondsource
