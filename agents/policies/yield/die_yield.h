#pragma once
// Die yield, dies per wafer and package yield by the formulas of the trade.

#include <cstdint>

namespace secondsource {

/// Share of dies without a defect when defects fall independently, for the mean number of defects on a die (area ×
/// density): e^−AD.
double poisson_yield(double defects);

/// With densities spread as a triangle over wafers: ((1 − e^−AD) ÷ AD)². Murphy (1964), Proceedings of the IEEE 52(12).
double murphy_yield(double defects);

/// With exponentially spread densities: 1 ÷ (1 + AD). Seeds (1967). Some texts call exp(−√AD) by this name.
double seeds_yield(double defects);

/// With gamma-spread densities, of which `alpha` (> 0) tells how little they cluster: (1 + AD ÷ alpha)^−alpha. Alpha 1
/// gives Seeds, endless alpha Poisson. Stapper (1973), IBM Journal of Research and Development 17(3).
double negative_binomial_yield(double defects, double alpha);

/// Whole dies of an area on a round wafer, on average over shapes: πd² ÷ 4S − πd ÷ √(2S), at least 0. de Vries (2005),
/// IEEE Transactions on Semiconductor Manufacturing 18(1) 136–139. In mm and mm², without edge exclusion and scribe lanes.
double dies_per_wafer(double diameter_mm, double die_area_mm2);

/// Share of dies that pass a test which finds a share `coverage` of the bad ones; good ones always pass.
double pass_share(double die_yield, double coverage);

/// Share of good packages of `dies` dies that have passed such a test (coverage 0: none was made). Every die must be
/// good. As in the cost model of Feng & Ma (2022), DAC.
double package_yield(double die_yield, std::int64_t dies, double assembly_yield, double coverage = 0);

}  // namespace secondsource
