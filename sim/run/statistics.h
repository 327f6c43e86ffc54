#pragma once
// Means and intervals over replications.

#include <cstddef>

namespace secondsource {

/// A mean and its 95 per cent interval by Student's t.
struct Estimate {
    double      mean = 0;         ///< not a number where no run has a value
    double      half_width = 0;   ///< 0 for a single value
    double      sd = 0;           ///< of the values, with n − 1
    std::size_t n = 1;            ///< so many values it rests on …
    std::size_t runs = 1;         ///< … of so many runs
};

/// An estimate value by value, holding none of them (Welford 1962, Technometrics 4(3) 419–420).
class RunningEstimate {
public:
    /// What is not a number is a run that has no value.
    void        add(double value);
    std::size_t count() const { return count_; }   ///< values
    std::size_t runs() const { return runs_; }     ///< runs, with a value or without
    Estimate    result() const;

private:
    std::size_t count_ = 0, runs_ = 0;
    double      mean_ = 0, square_ = 0;
};

/// Quantile of Student's t with so many degrees of freedom.
double t_quantile(double probability, double degrees);

}  // namespace secondsource
