#include "sim/run/statistics.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace secondsource {

double t_quantile(double probability, double degrees) { return boost::math::quantile(boost::math::students_t{degrees}, probability); }

void RunningEstimate::add(double value) {
    ++count_;
    const double off = value - mean_;
    mean_ += off / static_cast<double>(count_);
    square_ += off * (value - mean_);
}

Estimate RunningEstimate::result() const {
    Estimate result{mean_, 0, 0};
    if (count_ < 2) return result;
    const auto n      = static_cast<double>(count_);
    result.sd         = std::sqrt(square_ / (n - 1));
    result.half_width = t_quantile(0.975, n - 1) * result.sd / std::sqrt(n);
    return result;
}

}  // namespace secondsource
