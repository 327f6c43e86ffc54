// Quantiles, moments and refusals of the distributions.
#include "sim/base/distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/catch.h"

using namespace secondsource;

namespace {

const std::vector<double> dice = {6, 5, 4, 3, 2, 1};
const std::vector<double> sixths(6, 1.0 / 6);

std::vector<Distribution> one_of_each() {
    return {Distribution::constant(3),          Distribution::uniform(2, 5),
            Distribution::exponential(4),       Distribution::normal(-1, 2),
            Distribution::lognormal(0.3, 0.4),  Distribution::gamma(2.5, 3),
            Distribution::gamma(0.4, 1),        Distribution::erlang(4, 10),
            Distribution::triangular(1, 2, 6),  Distribution::weibull(3, 1.5),
            Distribution::beta(2, 5),           Distribution::beta(0.6, 0.8),
            Distribution::bernoulli(0.3),       Distribution::geometric(0.2),
            Distribution::poisson(0.4),         Distribution::poisson(320.5),
            Distribution::binomial(17, 0.35),   Distribution::negative_binomial(2.5, 0.3),
            Distribution::negative_binomial(0.5, 0.2), Distribution::discrete(dice, sixths)};
}

std::string refusal(Distribution (*make)()) {
    try {
        make();
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("a quantile never falls as the uniform rises") {
    for (const Distribution& law : one_of_each()) {
        CAPTURE(law.name());
        double before = law.quantile(1e-9);
        for (int i = 1; i < 20000; ++i) {
            const double now = law.quantile(i / 20000.0);
            REQUIRE(now >= before - 1e-11 * std::abs(before));
            before = now;
        }
    }
}

TEST_CASE("mean and variance are those of the quantile function") {
    // The midpoint rule over u; the tails beyond 1/2n are small for all laws here.
    constexpr int n = 400000;
    for (const Distribution& law : one_of_each()) {
        CAPTURE(law.name());
        double sum = 0, squares = 0;
        for (int i = 0; i < n; ++i) {
            const double x = law.quantile((i + 0.5) / n);
            sum += x;
            squares += (x - law.mean()) * (x - law.mean());
        }
        CHECK(sum / n == Approx(law.mean()).epsilon(1e-4).margin(1e-4));
        CHECK(squares / n == Approx(law.variance()).epsilon(2e-3).margin(1e-9));
    }
}

TEST_CASE("quantiles have their closed forms") {
    CHECK(Distribution::exponential(4).quantile(0.5) == Approx(4 * std::log(2.0)).epsilon(1e-14));
    CHECK(Distribution::normal(20, 3).quantile(0.975) == Approx(20 + 3 * 1.959963984540054).epsilon(1e-14));
    CHECK(Distribution::weibull(10, 2).quantile(0.5) == Approx(10 * std::sqrt(std::log(2.0))).epsilon(1e-14));
    CHECK(Distribution::triangular(0, 1, 4).quantile(0.25) == Approx(1).epsilon(1e-14));
    CHECK(Distribution::erlang(1, 4).quantile(0.9) == Approx(4 * std::log(10.0)).epsilon(1e-12));
    CHECK(Distribution::geometric(0.5).quantile(0.5) == 0);
    CHECK(Distribution::geometric(0.5).quantile(0.501) == 1);
    CHECK(Distribution::bernoulli(0.3).quantile(0.69) == 0);
    CHECK(Distribution::bernoulli(0.3).quantile(0.71) == 1);
    CHECK(Distribution::discrete(dice, sixths).quantile(0.4) == 3);
}

TEST_CASE("counts step where their probabilities say") {
    const Distribution poisson = Distribution::poisson(3.7);
    double             below = 0, probability = std::exp(-3.7);
    for (int n = 0; n < 12; ++n) {
        below += probability;
        probability *= 3.7 / (n + 1);
        CHECK(poisson.quantile(below - 1e-12) == n);
        CHECK(poisson.quantile(below + 1e-12) == n + 1);
    }
    const Distribution binomial = Distribution::binomial(3, 0.25);
    CHECK(binomial.quantile(27.0 / 64 - 1e-12) == 0);
    CHECK(binomial.quantile(27.0 / 64 + 1e-12) == 1);
    CHECK(binomial.quantile(63.0 / 64 + 1e-12) == 3);
    const Distribution failures = Distribution::negative_binomial(1, 0.2);  // one success: geometric
    for (int i = 1; i < 1000; ++i) {
        const double u = (i + 0.37) / 1001;
        CHECK(failures.quantile(u) == Distribution::geometric(0.2).quantile(u));
    }
}

TEST_CASE("large counts are close to normal and small ones stay whole") {
    const Distribution poisson = Distribution::poisson(1e6);
    CHECK(poisson.quantile(0.5) == 1e6);
    CHECK(poisson.quantile(0.975) == Approx(1e6 + 1959.96 + 0.5).margin(1.5));
    CHECK(Distribution::binomial(1000000, 0.5).quantile(0.025) == Approx(5e5 - 979.98).margin(1.5));
    CHECK(Distribution::poisson(0).quantile(0.9999) == 0);
    CHECK(Distribution::binomial(5, 1).quantile(0.0001) == 5);
    CHECK(Distribution::binomial(0, 0.4).quantile(0.9999) == 0);
}

TEST_CASE("the maximum sizes rings") {
    CHECK(Distribution::constant(3).maximum() == 3);
    CHECK(Distribution::exponential(2).maximum() == Approx(2 * std::log(1e6)).epsilon(1e-9));
    CHECK(Distribution::uniform(1, 2).maximum(1) == 2);
    CHECK(Distribution::normal(0, 1).maximum(1) == std::numeric_limits<double>::infinity());
    CHECK(Distribution::poisson(100).maximum(1) < 1e3);
}

TEST_CASE("a draw is the quantile of one uniform") {
    const Chance       chance(1, 2, path_key("link"));
    const Distribution law = Distribution::gamma(3, 2);
    CHECK(law.sample(chance, Tick{9}, Purpose::lead_time, 4) ==
          law.quantile(chance.uniform(Tick{9}, Purpose::lead_time, 4)));
}

TEST_CASE("parameters that make no distribution are refused with a sentence") {
    CHECK(refusal([] { return Distribution::constant(std::nan("")); }) == "the value must be a finite number");
    CHECK(refusal([] { return Distribution::uniform(3, 2); }) == "the lower end must not be above the upper end");
    CHECK(refusal([] { return Distribution::exponential(0); }) == "the mean must be above 0");
    CHECK(refusal([] { return Distribution::normal(1, -1); }) == "sd must not be negative");
    CHECK(refusal([] { return Distribution::lognormal(1, -1); }) == "sigma must not be negative");
    CHECK(refusal([] { return Distribution::gamma(-1, 1); }) == "the shape must be above 0");
    CHECK(refusal([] { return Distribution::erlang(0, 1); }) == "there must be at least one stage");
    CHECK(refusal([] { return Distribution::triangular(1, 5, 4); }) ==
          "the mode must lie between the lower and the upper end");
    CHECK(refusal([] { return Distribution::weibull(1, 0); }) == "the shape must be above 0");
    CHECK(refusal([] { return Distribution::beta(1, 0); }) == "a and b must be above 0");
    CHECK(refusal([] { return Distribution::bernoulli(1.5); }) == "the probability must lie between 0 and 1");
    CHECK(refusal([] { return Distribution::geometric(0); }) == "the probability must be above 0 and at most 1");
    CHECK(refusal([] { return Distribution::poisson(-1); }) == "the mean must be a number of at least 0");
    CHECK(refusal([] { return Distribution::poisson(1e14); }) ==
          "the distribution is too wide: it has more than a million likely values");
    CHECK(refusal([] { return Distribution::discrete(dice, std::vector<double>(6, 0.1)); }) ==
          "the probabilities must sum to 1");
    CHECK(refusal([] { return Distribution::discrete(dice, std::vector<double>{1}); }) ==
          "there must be as many probabilities as values");
}
