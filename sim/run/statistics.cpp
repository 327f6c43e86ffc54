#include "sim/run/statistics.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace secondsource {

double t_quantile(double probability, double degrees) { return boost::math::quantile(boost::math::students_t{degrees}, probability); }

Estimate estimate(std::span<const double> values) {
    Estimate result;
    const auto n = static_cast<double>(values.size());
    for (const double value : values) result.mean += value / n;
    if (values.size() < 2) return result;
    for (const double value : values) result.sd += (value - result.mean) * (value - result.mean);
    result.sd         = std::sqrt(result.sd / (n - 1));
    result.half_width = t_quantile(0.975, n - 1) * result.sd / std::sqrt(n);
    return result;
}

}  // namespace secondsource
