// Elementary functions in + - * / sqrt. Reductions and coefficients of exp, log, log1p and erf are those of Sun's
// fdlibm (K. C. Ng: "Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro, a Sun
// Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is freely granted,
// provided that this notice is preserved").
#include "sim/base/maths.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>

namespace secondsource::maths {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double pi = 3.14159265358979323846;
constexpr double half_log_two_pi = 0.91893853320467274178;

// ln 2 in two parts; the high one has so many trailing zeros that a whole exponent times it is exact.
constexpr double ln2_high = 6.93147180369123816490e-01;
constexpr double ln2_low = 1.90821492927058770002e-10;

bool is_nan(double x) { return x != x; }

/// Two to the power of a whole number from -1022 to 1023, by its bits.
double power_of_two(int exponent) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

/// value * 2^exponent for any exponent that exp() can meet, rounded once.
double scaled_by_two_to(double value, int exponent) {
    if (exponent > 1023) return value * power_of_two(1023) * power_of_two(exponent - 1023);
    if (exponent < -1022) return value * power_of_two(exponent + 1000) * power_of_two(-1000);
    return value * power_of_two(exponent);
}

/// x > 0 as mantissa * 2^exponent with the mantissa in [sqrt(1/2), sqrt(2)).
struct Binary {
    double mantissa;
    int    exponent;
};

Binary split_binary(double x) {
    int extra = 0;
    if (x < std::numeric_limits<double>::min()) {  // subnormal: bring it into the normal range first
        x *= power_of_two(54);
        extra = -54;
    }
    // Adding the distance from sqrt(1/2) to 1 carries into the exponent exactly when the mantissa is sqrt(2) or more.
    constexpr std::uint64_t from_root_half_to_one = 0x3ff0000000000000u - 0x3fe6a09e00000000u;
    const std::uint64_t     bits = std::bit_cast<std::uint64_t>(x) + from_root_half_to_one;
    const std::uint64_t     mantissa = (bits & 0x000fffffffffffffu) + 0x3fe6a09e00000000u;
    return {std::bit_cast<double>(mantissa), static_cast<int>(bits >> 52) - 1023 + extra};
}

/// The c with which exp(x) is 1 + x + x c / (2 - c), for |x| <= ln(2)/2.
double exp_remainder(double x) {
    const double t = x * x;
    return x - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * (6.61375632143793436117e-05
        + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
}

double expm1_near_zero(double x) {
    const double c = exp_remainder(x);
    return x + x * c / (2 - c);
}

/// What log(1 + f) adds to f - f*f/2, for 1 + f in [sqrt(1/2), sqrt(2)], before the exponent is put back.
double log_remainder(double f) {
    const double s = f / (2 + f);
    const double z = s * s;
    const double w = z * z;
    const double even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    const double odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01
        + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    return s * (0.5 * f * f + (even + odd));
}

/// A real as an unevaluated sum of two doubles.
struct Pair {
    double high;
    double low;
};

Pair exact_sum(double a, double b) {
    const double sum = a + b;
    const double b_seen = sum - a;
    return {sum, (a - (sum - b_seen)) + (b - b_seen)};
}

/// Dekker (1971): the product and its rounding error, without a fused multiply.
Pair exact_product(double a, double b) {
    constexpr double splitter = 134217729;  // 2^27 + 1
    const double a_big = splitter * a, a_high = a_big - (a_big - a), a_low = a - a_high;
    const double b_big = splitter * b, b_high = b_big - (b_big - b), b_low = b - b_high;
    const double product = a * b;
    return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

/// log(x) for x > 0 to about 1e-18 relative: pow multiplies its error by as much as 700.
Pair log_in_two_parts(double x) {
    const auto [mantissa, exponent] = split_binary(x);
    const double f = mantissa - 1;
    const Pair   divisor = exact_sum(mantissa, 1);
    const double s = f / divisor.high;
    const Pair   back = exact_product(s, divisor.high);
    const double s_low = (((f - back.high) - back.low) - s * divisor.low) / divisor.high;
    // log(mantissa) = 2 (s + s^3/3 + s^5/5 + ...) with s at most 0.172
    const double z = s * s;
    double       series = 0;
    for (int n = 27; n >= 3; n -= 2) series = 1.0 / n + z * series;
    const Pair sum = exact_sum(exponent * ln2_high, 2 * s);
    const Pair series_sum = exact_sum(sum.high, 2 * s * z * series);
    return exact_sum(series_sum.high, series_sum.low + (sum.low + (exponent * ln2_low + 2 * s_low)));
}

double whole_power(double base, unsigned exponent) {
    double result = 1;
    for (; exponent != 0; exponent >>= 1, base *= base) {
        if (exponent & 1) result *= base;
    }
    return result;
}

/// erf(x) = x + x * this, for |x| < 0.84375.
double erf_near_zero(double x) {
    const double z = x * x;
    const double r = 1.28379167095512558561e-01 + z * (-3.25042107247001499370e-01 + z * (-2.84817495755985104766e-02
        + z * (-5.77027029648944159157e-03 + z * -2.37630166566501626084e-05)));
    const double s = 1 + z * (3.97917223959155352819e-01 + z * (6.50222499887672944485e-02
        + z * (5.08130628187576562776e-03 + z * (1.32494738004321644526e-04 + z * -3.96022827877536812320e-06))));
    return r / s;
}

constexpr double erf_of_one = 8.45062911510467529297e-01;

/// erf(x) = erf_of_one + this, for x in [0.84375, 1.25).
double erf_near_one(double x) {
    const double s = x - 1;
    const double p = -2.36211856075265944077e-03 + s * (4.14856118683748331666e-01 + s * (-3.72207876035701323847e-01
        + s * (3.18346619901161753674e-01 + s * (-1.10894694282396677476e-01 + s * (3.54783043256182359371e-02
        + s * -2.16637559486879084300e-03)))));
    const double q = 1 + s * (1.06420880400844228286e-01 + s * (5.40397917702171048937e-01
        + s * (7.18286544141962662868e-02 + s * (1.26171219808761642112e-01 + s * (1.36370839120290507362e-02
        + s * 1.19844998467991074170e-02)))));
    return p / q;
}

/// erfc(x) for x in [1.25, 28).
double erfc_of_large(double x) {
    const double s = 1 / (x * x);
    double       r, q;
    if (x < 1 / 0.35) {
        r = -9.86494403484714822705e-03 + s * (-6.93858572707181764372e-01 + s * (-1.05586262253232909814e+01
            + s * (-6.23753324503260060396e+01 + s * (-1.62396669462573470355e+02 + s * (-1.84605092906711035994e+02
            + s * (-8.12874355063065934246e+01 + s * -9.81432934416914548592e+00))))));
        q = 1 + s * (1.96512716674392571292e+01 + s * (1.37657754143519042600e+02 + s * (4.34565877475229228821e+02
            + s * (6.45387271733267880336e+02 + s * (4.29008140027567833386e+02 + s * (1.08635005541779435134e+02
            + s * (6.57024977031928170135e+00 + s * -6.04244152148580987438e-02)))))));
    } else {
        r = -9.86494292470009928597e-03 + s * (-7.99283237680523006574e-01 + s * (-1.77579549177547519889e+01
            + s * (-1.60636384855821916062e+02 + s * (-6.37566443368389627722e+02 + s * (-1.02509513161107724954e+03
            + s * -4.83519191608651397019e+02)))));
        q = 1 + s * (3.03380607434824582924e+01 + s * (3.25792512996573918826e+02 + s * (1.53672958608443695994e+03
            + s * (3.19985821950859553908e+03 + s * (2.55305040643316442583e+03 + s * (4.74528541206955367215e+02
            + s * -2.24409524465858183362e+01))))));
    }
    // The square of a short x is exact, so that exp does not multiply the rounding of x*x.
    const double short_x = std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & 0xffffffff00000000u);
    return exp(-short_x * short_x - 0.5625) * exp((short_x - x) * (short_x + x) + r / q) / x;
}

/// log_gamma(x) minus Stirling's (x - 1/2) log x - x + log(2 pi)/2, for x >= 10.
double stirling_remainder(double x) {
    const double z = 1 / (x * x);
    return (1.0 / 12 + z * (-1.0 / 360 + z * (1.0 / 1260 + z * (-1.0 / 1680 + z * (1.0 / 1188
        + z * (-691.0 / 360360 + z * (1.0 / 156))))))) / x;
}

/// log_gamma(2 + z) for |z| <= 1/2: (1 - Euler's constant) z + sum over k >= 2 of (zeta(k) - 1) (-z)^k / k.
double log_gamma_near_two(double z) {
    constexpr double zeta_less_one[] = {
        0.64493406684822643647,     0.2020569031595942854,     0.082323233711138191516,   0.036927755143369926331,
        0.017343061984449139715,    0.0083492773819228268398,  0.0040773561979443393787,  0.0020083928260822144179,
        0.00099457512781808533715,  0.0004941886041194645587,  0.00024608655330804829864, 0.00012271334757848914675,
        6.1248135058704829259e-5,   3.0588236307020493552e-5,  1.5282259408651871733e-5,  7.6371976378997622736e-6,
        3.8172932649998398565e-6,   1.9082127165539389257e-6,  9.5396203387279611315e-7,  4.7693298678780646312e-7,
        2.3845050272773299e-7,      1.1921992596531107307e-7,  5.9608189051259479612e-8,  2.9803503514652280186e-8,
        1.4901554828365041235e-8,   7.450711789835429492e-9};
    constexpr int count = static_cast<int>(std::size(zeta_less_one));
    double        sum = 0;
    for (int i = count - 1; i >= 0; --i) sum = zeta_less_one[i] / (i + 2) - z * sum;
    return z * (0.42278433509846713939 + z * sum);
}

/// d - log(1 + d), without loss near zero.
double excess_over_log(double d) {
    if (d < -0.3 || d > 0.4) return d - log1p(d);
    // log(1 + d) = 2 (s + s^3/3 + ...) with s = d / (2 + d), and d - 2 s = d s
    const double s = d / (2 + d);
    const double z = s * s;
    double       series = 0;
    for (int n = 27; n >= 3; n -= 2) series = 1.0 / n + z * series;
    return d * s - 2 * s * z * series;
}

/// The two sides of a distribution function at a point, and its slope over the solver's scale.
struct Sides {
    double below;
    double above;
    double slope;
};

/// The gamma distribution at x > 0, with its slope over log x: x^a e^-x / Gamma(a).
Sides gamma_sides(double a, double x) {
    // For a large shape x^a / Gamma(a) are huge and nearly equal; Stirling's formula takes them apart on paper.
    const double slope = a < 10 ? exp(a * log(x) - x - log_gamma(a))
                                : std::sqrt(a / (2 * pi)) * exp(-a * excess_over_log((x - a) / a) - stirling_remainder(a));
    if (x < a + 1) {
        double term = 1 / a, sum = term;
        for (double n = a + 1; term > sum * 1e-17; ++n) {
            term *= x / n;
            sum += term;
        }
        const double below = slope * sum;
        return {below, 1 - below, slope};
    }
    // Continued fraction by Lentz's method (Press et al., Numerical Recipes, section 6.2).
    double b = x + 1 - a, c = 1e300, d = 1 / b, fraction = d;
    for (int i = 1; i < 1000000; ++i) {
        const double numerator = -i * (i - a);
        b += 2;
        d = 1 / (numerator * d + b);
        c = b + numerator / c;
        fraction *= d * c;
        if (std::abs(d * c - 1) < 4e-16) break;
    }
    const double above = slope * fraction;
    return {1 - above, above, slope};
}

/// The continued fraction of the incomplete beta function (Press et al., section 6.4).
double beta_fraction(double a, double b, double x) {
    const auto away_from_zero = [](double v) { return std::abs(v) < 1e-300 ? 1e-300 : v; };
    double     c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), fraction = d;
    for (int m = 1; m < 1000000; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away_from_zero(1 + even * d);
        c = away_from_zero(1 + even / c);
        fraction *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away_from_zero(1 + odd * d);
        c = away_from_zero(1 + odd / c);
        fraction *= d * c;
        if (std::abs(d * c - 1) < 4e-16) break;
    }
    return fraction;
}

/// The beta distribution at x, given with its complement, with its slope over log(x / (1 - x)): x^a (1 - x)^b / B(a, b).
Sides beta_sides(double a, double b, double x, double complement) {
    double slope;
    if (a < 10 || b < 10) {
        slope = exp(a * log(x) + b * log(complement) + log_gamma(a + b) - log_gamma(a) - log_gamma(b));
    } else {  // as for gamma: Stirling's formula keeps the large logarithms from cancelling
        const double off = (x * b - complement * a) / (a + b);  // x less its mean
        slope = std::sqrt(a * b / (2 * pi * (a + b)))
              * exp(-a * excess_over_log(off * (a + b) / a) - b * excess_over_log(-off * (a + b) / b)
                    + stirling_remainder(a + b) - stirling_remainder(a) - stirling_remainder(b));
    }
    if (x < (a + 1) / (a + b + 2)) {
        const double below = slope * beta_fraction(a, b, x) / a;
        return {below, 1 - below, slope};
    }
    const double above = slope * beta_fraction(b, a, complement) / b;
    return {1 - above, above, slope};
}

/// The y at which `sides(y).below` is `probability`. Newton's method on the logarithm of the smaller side, which is
/// concave in y for both laws here, so that it converges from anywhere; `centre` is a point with mass on both sides.
template <class Function>
double solve(double probability, double guess, double centre, Function sides) {
    const bool   lower = probability < 0.5;
    const double log_target = log(lower ? probability : 1 - probability);
    double       y = guess;
    for (int i = 0; i < 200; ++i) {
        const Sides  at = sides(y);
        const double side = lower ? at.below : at.above;
        if (!(side > 0) || !(at.slope > 0)) {  // so far out that nothing is left: come back half the way
            y = 0.5 * (y + centre);
            continue;
        }
        const double step = (log(side) - log_target) * side / at.slope;
        y += lower ? -step : step;
        if (std::abs(step) < 1e-9) break;  // the error is squared at each step
    }
    return y;
}

}  // namespace

double exp(double x) {
    if (is_nan(x)) return x;
    if (x > 709.782712893383973096) return infinity;
    if (x < -745.13321910194110842) return 0;
    const int    exponent = static_cast<int>(x * 1.44269504088896338700 + (x < 0 ? -0.5 : 0.5));
    const double high = x - exponent * ln2_high;
    const double low = exponent * ln2_low;
    const double r = high - low;
    const double c = exp_remainder(r);
    return scaled_by_two_to(1 - ((low - r * c / (2 - c)) - high), exponent);
}

double expm1(double x) {
    return std::abs(x) < 0.34657359027997264 ? expm1_near_zero(x) : exp(x) - 1;
}

double log(double x) {
    if (is_nan(x) || x < 0) return not_a_number;
    if (x == 0) return -infinity;
    if (x == infinity) return infinity;
    const auto [mantissa, exponent] = split_binary(x);
    const double f = mantissa - 1;
    return log_remainder(f) + exponent * ln2_low - 0.5 * f * f + f + exponent * ln2_high;
}

double log1p(double x) {
    if (is_nan(x) || x < -1) return not_a_number;
    if (x == -1) return -infinity;
    if (x == infinity) return infinity;
    if (std::abs(x) < 1e-16) return x;
    if (x > -0.2928932188134524 && x < 0.41421356237309503) return x - (0.5 * x * x - log_remainder(x));
    const double sum = 1 + x;
    const auto [mantissa, exponent] = split_binary(sum);
    const double f = mantissa - 1;
    // What the sum lost in rounding, over the sum.
    const double lost = (x >= 1 ? 1 - (sum - x) : x - (sum - 1)) / sum;
    return log_remainder(f) + (exponent * ln2_low + lost) - 0.5 * f * f + f + exponent * ln2_high;
}

double pow(double base, double exponent) {
    if (exponent == 0 || base == 1) return 1;
    if (is_nan(base) || is_nan(exponent)) return not_a_number;
    const bool whole = std::floor(exponent) == exponent;
    if (whole && std::abs(exponent) <= 16) {
        const double power = whole_power(base, static_cast<unsigned>(std::abs(exponent)));
        return exponent < 0 ? 1 / power : power;
    }
    if (base < 0) {
        if (!whole) return not_a_number;
        const bool odd = std::floor(exponent / 2) * 2 != exponent;
        return odd ? -pow(-base, exponent) : pow(-base, exponent);
    }
    if (base == 0 || base == infinity) return (base == 0) == (exponent > 0) ? 0 : infinity;
    const double estimate = exponent * log(base);
    if (estimate > 750) return infinity;
    if (estimate < -750) return 0;
    const Pair   log_base = log_in_two_parts(base);
    const Pair   product = exact_product(exponent, log_base.high);
    const double power = exp(product.high);
    return power == infinity ? power : power + power * (product.low + exponent * log_base.low);
}

double erf(double x) {
    if (is_nan(x)) return x;
    const double size = std::abs(x);
    if (size < 0.84375) return x + x * erf_near_zero(x);
    const double value = size < 1.25 ? erf_of_one + erf_near_one(size) : size < 6 ? 1 - erfc_of_large(size) : 1;
    return x < 0 ? -value : value;
}

double erfc(double x) {
    if (is_nan(x)) return x;
    const double size = std::abs(x);
    if (size < 0.84375) {
        const double rest = x * erf_near_zero(x);
        return x < 0.25 ? 1 - (x + rest) : 0.5 - (rest + (x - 0.5));
    }
    if (size < 1.25) return x < 0 ? 1 + (erf_of_one + erf_near_one(size)) : (1 - erf_of_one) - erf_near_one(size);
    if (size < 28) return x < 0 ? 2 - erfc_of_large(size) : erfc_of_large(size);
    return x < 0 ? 2 : 0;
}

double normal_cdf(double z) { return 0.5 * erfc(-z * 0.70710678118654752440); }

double normal_quantile(double probability) {
    if (!(probability >= 0 && probability <= 1)) return not_a_number;
    if (probability == 0) return -infinity;
    if (probability == 1) return infinity;
    const double q = probability - 0.5;
    if (std::abs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * (((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) * r
            + 4.5921953931549871457e+4) * r + 1.3731693765509461125e+4) * r + 1.9715909503065514427e+3) * r
            + 1.3314166789178437745e+2) * r + 3.3871328727963666080e+0)
            / (((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) * r
            + 2.1213794301586595867e+4) * r + 5.3941960214247511077e+3) * r + 6.8718700749205790830e+2) * r
            + 4.2313330701600911252e+1) * r + 1.0);
    }
    double r = std::sqrt(-log(q < 0 ? probability : 1 - probability));
    double z;
    if (r <= 5) {
        r -= 1.6;
        z = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
            + 1.27045825245236838258e+0) * r + 3.64784832476320460504e+0) * r + 5.76949722146069140550e+0) * r
            + 4.63033784615654529590e+0) * r + 1.42343711074968357734e+0)
            / (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
            + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e+0) * r
            + 2.05319162663775882187e+0) * r + 1.0);
    } else {
        r -= 5;
        z = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
            + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e+0) * r
            + 5.46378491116411436990e+0) * r + 6.65790464350110377720e+0)
            / (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
            + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
            + 5.99832206555887937690e-1) * r + 1.0);
    }
    return q < 0 ? -z : z;
}

double log_gamma(double x) {
    if (!(x > 0)) return not_a_number;
    if (x == infinity) return infinity;
    if (x < 0.5) return log_gamma(x + 1) - log(x);
    if (x < 1.5) return log_gamma_near_two(x - 1) - log1p(x - 1);
    if (x >= 10) return (x - 0.5) * (log(x) - 1) - 0.5 + half_log_two_pi + stirling_remainder(x);
    double product = 1;
    while (x > 2.5) {
        x -= 1;
        product *= x;
    }
    return log_gamma_near_two(x - 2) + log(product);
}

double gamma_cdf(double shape, double x) {
    if (!(x > 0)) return 0;
    if (x == infinity) return 1;
    return gamma_sides(shape, x).below;
}

double gamma_quantile(double shape, double probability) {
    if (probability <= 0) return 0;
    if (probability >= 1) return infinity;
    // Near zero P(a, x) is x^a / Gamma(a + 1), where e^-x is still 1.
    const double near_zero = (log(probability) + log_gamma(shape + 1)) / shape;
    if (near_zero < -40) return exp(near_zero);
    // Wilson and Hilferty (1931): the cube root of a gamma variate is nearly normal.
    const double root = 1 - 1 / (9 * shape) + normal_quantile(probability) / (3 * std::sqrt(shape));
    const double guess = shape > 0.5 && root > 0.2 ? log(shape * root * root * root) : near_zero;
    return exp(solve(probability, guess, log(shape), [shape](double y) { return gamma_sides(shape, exp(y)); }));
}

double beta_cdf(double a, double b, double x) {
    if (!(x > 0)) return 0;
    if (x >= 1) return 1;
    return beta_sides(a, b, x, 1 - x).below;
}

double beta_quantile(double a, double b, double probability) {
    if (probability <= 0) return 0;
    if (probability >= 1) return 1;
    // Near an end the distribution function is a power, and x or its complement is known without a search.
    const double log_beta = log_gamma(a) + log_gamma(b) - log_gamma(a + b);
    const double near_zero = (log(probability * a) + log_beta) / a;
    if (near_zero < -40) return exp(near_zero);
    const double near_one = (log((1 - probability) * b) + log_beta) / b;
    if (near_one < -40) return 1;
    const double centre = log(a / b);
    const double spread = std::sqrt(1 / a + 1 / b);
    const double guess = centre + spread * normal_quantile(probability);
    const double y = solve(probability, guess, centre, [a, b](double at) {
        return beta_sides(a, b, 1 / (1 + exp(-at)), 1 / (1 + exp(at)));
    });
    return 1 / (1 + exp(-y));
}

}  // namespace secondsource::maths
