// Our elementary functions against the system's library and against published values.
#include "sim/base/maths.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>

#include "tests/support/catch.h"

namespace maths = secondsource::maths;

namespace {

/// The largest relative difference of two functions over `count` points drawn between two ends.
double worst(double from, double to, int count, const std::function<double(double)>& ours,
             const std::function<double(double)>& theirs) {
    std::mt19937_64 bits(20251006);
    double          largest = 0;
    for (int i = 0; i < count; ++i) {
        const double x = from + (to - from) * (static_cast<double>(bits() >> 11) * 0x1p-53);
        const double expected = theirs(x);
        largest = std::max(largest, std::abs(ours(x) - expected) / std::abs(expected));
    }
    return largest;
}

}  // namespace

TEST_CASE("exp agrees with the library to the last place") {
    const auto theirs = [](double x) { return std::exp(x); };
    CHECK(worst(-1, 1, 100000, maths::exp, theirs) < 3e-16);
    CHECK(worst(-700, 700, 100000, maths::exp, theirs) < 3e-16);
    CHECK(maths::exp(0) == 1);
    CHECK(maths::exp(710) == std::numeric_limits<double>::infinity());
    CHECK(maths::exp(-746) == 0);
    CHECK(maths::exp(-740) == Approx(std::exp(-740)).epsilon(1e-3));
    CHECK(std::isnan(maths::exp(std::nan(""))));
}

TEST_CASE("expm1 and log1p lose nothing near zero") {
    for (const double scale : {1e-12, 1e-6, 1e-3, 0.1, 0.4, 2.0}) {
        CHECK(worst(-scale, scale, 20000, maths::expm1, [](double x) { return std::expm1(x); }) < 6e-16);
        CHECK(worst(-std::min(scale, 0.999), scale, 20000, maths::log1p, [](double x) { return std::log1p(x); }) < 4e-16);
    }
    CHECK(worst(1, 1e9, 20000, maths::log1p, [](double x) { return std::log1p(x); }) < 4e-16);
    CHECK(maths::log1p(-1) == -std::numeric_limits<double>::infinity());
}

TEST_CASE("log agrees with the library to the last place") {
    const auto theirs = [](double x) { return std::log(x); };
    CHECK(worst(0.5, 1.5, 100000, maths::log, theirs) < 4e-16);
    CHECK(worst(0, 1e6, 100000, maths::log, theirs) < 4e-16);
    CHECK(worst(-700, 700, 100000, [](double x) { return maths::log(std::exp(x)); },
                [](double x) { return std::log(std::exp(x)); }) < 4e-16);
    CHECK(maths::log(1) == 0);
    CHECK(maths::log(5e-324) == Approx(std::log(5e-324)).epsilon(1e-15));
    CHECK(maths::log(0) == -std::numeric_limits<double>::infinity());
    CHECK(std::isnan(maths::log(-1)));
}

TEST_CASE("pow agrees with the library over its whole range") {
    for (const double exponent : {0.5, -0.3, 1.7, 3.5, 25.0, -101.0, 190.25}) {
        CHECK(worst(1e-3, 40, 50000, [&](double x) { return maths::pow(x, exponent); },
                    [&](double x) { return std::pow(x, exponent); }) < 1e-15);
    }
    CHECK(worst(-1e5, 1e5, 50000, [](double y) { return maths::pow(1.007, y); },
                [](double y) { return std::pow(1.007, y); }) < 2e-15);
    CHECK(maths::pow(3, 4) == 81);
    CHECK(maths::pow(10, 15) == 1e15);
    CHECK(maths::pow(2, -3) == 0.125);
    CHECK(maths::pow(-2, 17) == Approx(-131072).epsilon(1e-15));
    CHECK(maths::pow(0, 2.5) == 0);
    CHECK(maths::pow(0, -2.5) == std::numeric_limits<double>::infinity());
    CHECK(maths::pow(0.3, 0) == 1);
    CHECK(maths::pow(10, 400) == std::numeric_limits<double>::infinity());
    CHECK(maths::pow(10, -400) == 0);
    CHECK(std::isnan(maths::pow(-2, 0.5)));
}

TEST_CASE("the error function and the normal distribution are accurate in both tails") {
    CHECK(worst(-6, 6, 100000, maths::erf, [](double x) { return std::erf(x); }) < 1e-15);
    CHECK(worst(-6, 3, 100000, maths::erfc, [](double x) { return std::erfc(x); }) < 2e-15);
    CHECK(worst(3, 26, 100000, maths::erfc, [](double x) { return std::erfc(x); }) < 2e-15);
    CHECK(worst(-37, 8, 100000, maths::normal_cdf, [](double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }) < 5e-13);
    CHECK(maths::normal_cdf(0) == 0.5);
}

TEST_CASE("the normal quantile undoes the normal distribution") {
    // Tables of the normal distribution; the last is from Wichura (1988), table 3.
    CHECK(maths::normal_quantile(0.5) == 0);
    CHECK(maths::normal_quantile(0.975) == Approx(1.959963984540054).epsilon(1e-14));
    CHECK(maths::normal_quantile(0.001) == Approx(-3.090232306167813).epsilon(1e-14));
    CHECK(maths::normal_quantile(1e-20) == Approx(-9.262340089798408).epsilon(1e-14));
    CHECK(worst(-20, 5, 20000, [](double z) { return maths::normal_quantile(maths::normal_cdf(z)); },
                [](double z) { return z; }) < 1e-9);
    CHECK(worst(-37, 0, 20000, [](double z) { return maths::normal_cdf(maths::normal_quantile(maths::normal_cdf(z))); },
                [](double z) { return maths::normal_cdf(z); }) < 1e-12);
    CHECK(std::isnan(maths::normal_quantile(1.5)));
}

TEST_CASE("log_gamma agrees with the library, near its zeros too") {
    const auto theirs = [](double x) { return std::lgamma(x); };
    CHECK(worst(1e-5, 0.5, 50000, maths::log_gamma, theirs) < 1e-14);
    CHECK(worst(0.5, 3, 50000, maths::log_gamma, theirs) < 1e-13);
    CHECK(worst(3, 200, 50000, maths::log_gamma, theirs) < 1e-14);
    CHECK(worst(200, 1e9, 50000, maths::log_gamma, theirs) < 1e-14);
    CHECK(maths::log_gamma(1) == 0);
    CHECK(maths::log_gamma(2) == 0);
    CHECK(maths::log_gamma(1 + 0x1p-30) == Approx(-5.375739784311044457e-10).epsilon(1e-14));
}

TEST_CASE("the gamma distribution has its closed forms") {
    CHECK(worst(0, 40, 20000, [](double x) { return maths::gamma_cdf(1, x); },
                [](double x) { return -std::expm1(-x); }) < 1e-14);
    CHECK(worst(0, 6, 20000, [](double x) { return maths::gamma_cdf(0.5, x * x); },
                [](double x) { return std::erf(x); }) < 1e-13);
    // A Poisson variate with mean x is below 5 as often as a gamma variate of shape 5 is above x.
    CHECK(worst(0.1, 20, 20000, [](double x) { return 1 - maths::gamma_cdf(5, x); }, [](double x) {
              return std::exp(-x) * (1 + x + x * x / 2 + x * x * x / 6 + x * x * x * x / 24);
          }) < 1e-11);
    // The median of a gamma variate is its shape less a third plus 8 / (405 shape) (Ramanujan).
    CHECK(maths::gamma_quantile(1e6, 0.5) == Approx(1e6 - 1.0 / 3 + 8 / 405e6).epsilon(1e-13));
}

TEST_CASE("the gamma quantile undoes the gamma distribution") {
    for (const double shape : {0.02, 0.3, 1.0, 2.5, 9.9, 10.1, 150.0, 2e5}) {
        for (const double probability : {1e-15, 1e-6, 0.01, 0.3, 0.4999, 0.5, 0.7, 0.99, 0.999999, 1 - 1e-14}) {
            CAPTURE(shape, probability);
            const double x = maths::gamma_quantile(shape, probability);
            if (x > 0) CHECK(maths::gamma_cdf(shape, x) == Approx(probability).epsilon(1e-11));
        }
    }
    CHECK(maths::gamma_quantile(2, 0) == 0);
    CHECK(maths::gamma_quantile(2, 1) == std::numeric_limits<double>::infinity());
}

TEST_CASE("the beta distribution has its closed forms and its quantile undoes it") {
    CHECK(worst(0, 1, 20000, [](double x) { return maths::beta_cdf(3, 1, x); },
                [](double x) { return x * x * x; }) < 1e-13);
    CHECK(worst(0, 1, 20000, [](double x) { return maths::beta_cdf(2, 2, x); },
                [](double x) { return x * x * (3 - 2 * x); }) < 1e-13);
    CHECK(worst(0.001, 0.999, 20000, [](double x) { return maths::beta_cdf(0.5, 0.5, x); },
                [](double x) { return 2 / std::acos(-1.0) * std::asin(std::sqrt(x)); }) < 1e-12);
    for (const double a : {0.05, 0.5, 2.0, 12.0, 3000.0}) {
        for (const double b : {0.05, 1.0, 5.0, 40.0, 2000.0}) {
            for (const double probability : {1e-12, 0.001, 0.2, 0.5, 0.8, 0.9999}) {
                CAPTURE(a, b, probability);
                const double x = maths::beta_quantile(a, b, probability);
                if (x > 0 && x < 1 - 1e-6) CHECK(maths::beta_cdf(a, b, x) == Approx(probability).epsilon(1e-10));
            }
        }
    }
}
