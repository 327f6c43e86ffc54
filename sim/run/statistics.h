#pragma once
// Means and intervals over replications.

#include <span>

namespace secondsource {

/// A mean and its 95 per cent interval by Student's t.
struct Estimate {
    double mean = 0;
    double half_width = 0;   ///< 0 for a single value
    double sd = 0;           ///< of the values, with n − 1
};
Estimate estimate(std::span<const double> values);

/// Quantile of Student's t with so many degrees of freedom.
double t_quantile(double probability, double degrees);

}  // namespace secondsource
