#pragma once
// Univariate distributions, drawn by inversion: one uniform gives one variate, and a higher one never a lower variate,
// so that twin runs with other parameters keep the same luck.

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string_view>

#include "sim/base/chance.h"
#include "sim/base/time.h"

namespace secondsource {

/// A distribution over reals, or over whole numbers given as reals. A small value: copies are cheap, tables are shared.
/// The factories throw std::invalid_argument, with a plain sentence, for parameters that make no distribution.
class Distribution {
public:
    /// Always `value`.
    static Distribution constant(double value);
    /// Between `low` and `high` (low <= high), all alike.
    static Distribution uniform(double low, double high);
    /// Waiting time with this mean (> 0).
    static Distribution exponential(double mean);
    /// With standard deviation `sd` (>= 0). Unbounded on both sides.
    static Distribution normal(double mean, double sd);
    /// e to the power of a normal variate with mean `mu` and standard deviation `sigma` (>= 0), both of the logarithm.
    static Distribution lognormal(double mu, double sigma);
    /// With mean shape * scale (both > 0).
    static Distribution gamma(double shape, double scale);
    /// The sum of `stages` (>= 1) exponential times, with this mean (> 0) in all.
    static Distribution erlang(std::int64_t stages, double mean);
    /// Rises from `low` to `mode` and falls to `high` (low <= mode <= high).
    static Distribution triangular(double low, double mode, double high);
    /// Exceeds x with probability exp(-(x / scale)^shape) (both > 0).
    static Distribution weibull(double scale, double shape);
    /// On [0, 1], with mean a / (a + b) (both > 0).
    static Distribution beta(double a, double b);
    /// 1 with this probability, else 0.
    static Distribution bernoulli(double probability);
    /// Failures before the first success: 0, 1, 2, ...; probability of success in (0, 1].
    static Distribution geometric(double probability);
    /// Events in a unit of time, with this mean (>= 0, up to about 3e9).
    static Distribution poisson(double mean);
    /// Successes in this many trials (>= 0) with this probability each.
    static Distribution binomial(std::int64_t trials, double probability);
    /// Failures before the `successes`-th success; `successes` (> 0) need not be whole. The mean is
    /// successes * (1 - probability) / probability: a Poisson whose mean is drawn from a gamma distribution.
    static Distribution negative_binomial(double successes, double probability);
    /// Each value with its probability. Values may come in any order; the probabilities must not be negative, and sum
    /// to 1 within 1e-6 (they are scaled to 1 exactly).
    static Distribution discrete(std::span<const double> values, std::span<const double> probabilities);

    /// The smallest x that a variate does not exceed with probability `u` in [0, 1]: non-decreasing in u (of gamma,
    /// erlang and beta, which are solved for, up to 1e-11 of x). At 0 and 1 the ends of the support, infinite where it
    /// is unbounded; of tabled laws (poisson, binomial, negative_binomial) the ends of the table, outside of which less
    /// than 1e-17 lies. About 10 to 100 ns; gamma, erlang and beta 0.5 to 2 microseconds.
    double quantile(double u) const;

    /// One draw: the quantile of one uniform.
    double sample(const Chance& chance, Tick tick, Purpose purpose, std::uint32_t k = 0) const {
        return quantile(chance.uniform(tick, purpose, k));
    }

    double mean() const { return mean_; }
    double variance() const { return variance_; }
    /// What a variate exceeds only once in a million times, or with another stated rarity: sizes rings.
    double maximum(double probability = 0.999999) const { return quantile(probability); }
    /// All draws are equal.
    bool is_constant() const { return law_ == Law::constant; }
    /// The name of the law as scenarios write it ("negative_binomial").
    std::string_view name() const;

private:
    enum class Law { constant, uniform, exponential, normal, lognormal, gamma, erlang, triangular, weibull, beta,
                     bernoulli, geometric, poisson, binomial, negative_binomial, discrete };
    struct Table;

    Distribution(Law law, double a, double b, double c, double mean, double variance);
    static Distribution tabled(Law law, double mean, double variance, std::shared_ptr<const Table> table);

    Law                          law_;
    double                       a_, b_, c_;  // the parameters of the law, in the order of its factory
    double                       mean_, variance_;
    std::shared_ptr<const Table> table_;  // of laws that are looked up
};

}  // namespace secondsource
