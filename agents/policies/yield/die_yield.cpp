// The formulas of die_yield.h, of functions that round alike everywhere.
#include "agents/policies/yield/die_yield.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/base/maths.h"

namespace secondsource {

double poisson_yield(double defects) { return maths::exp(-defects); }

double murphy_yield(double defects) {
    if (defects == 0) return 1;
    const double spread = -maths::expm1(-defects) / defects;
    return spread * spread;
}

double seeds_yield(double defects) { return 1 / (1 + defects); }

double negative_binomial_yield(double defects, double alpha) {
    return maths::exp(-alpha * maths::log1p(defects / alpha));   // without loss for large alpha
}

double dies_per_wafer(double diameter_mm, double die_area_mm2) {
    const double around = std::numbers::pi * diameter_mm;
    return std::max(0.0, around * diameter_mm / (4 * die_area_mm2) - around / std::sqrt(2 * die_area_mm2));
}

double pass_share(double die_yield, double coverage) { return die_yield + (1 - die_yield) * (1 - coverage); }

double package_yield(double die_yield, std::int64_t dies, double assembly_yield, double coverage) {
    const double passed = pass_share(die_yield, coverage);
    if (passed == 0) return 0;   // no die is good, and none is packed
    return maths::pow(die_yield / passed, static_cast<double>(dies)) * assembly_yield;
}

}  // namespace secondsource
