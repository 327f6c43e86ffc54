#include "sim/run/statistics.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace secondsource {

double t_quantile(double probability, double degrees) { return boost::math::quantile(boost::math::students_t{degrees}, probability); }

void RunningEstimate::add(double value) {
    ++runs_;
    if (std::isnan(value)) return;
    ++count_;
    const double off = value - mean_;
    mean_ += off / static_cast<double>(count_);
    square_ += off * (value - mean_);
}

Estimate RunningEstimate::result() const {
    Estimate result{count_ > 0 ? mean_ : std::numeric_limits<double>::quiet_NaN(), 0, 0, count_, runs_};
    if (count_ < 2) return result;
    const auto n      = static_cast<double>(count_);
    result.sd         = std::sqrt(square_ / (n - 1));
    result.half_width = t_quantile(0.975, n - 1) * result.sd / std::sqrt(n);
    return result;
}

}  // namespace secondsource
