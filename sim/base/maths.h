#pragma once
// Elementary functions that round alike everywhere: made of + - * / sqrt, comparisons and moves of bits alone, so
// that no compiler's or system's mathematics library can change a run. Compile with -ffp-contract=off.

namespace secondsource::maths {

/// e to the power x, within about one unit of the last place. Above 709.78 infinity, below -745.13 zero.
double exp(double x);

/// exp(x) - 1, without loss near zero.
double expm1(double x);

/// Natural logarithm, within about one unit of the last place. log(0) is -infinity, of a negative number NaN.
double log(double x);

/// log(1 + x), without loss near zero.
double log1p(double x);

/// `base` to the power `exponent`, to about 1e-15 relative. Whole exponents up to 16 multiply, so that squares and
/// cubes of whole numbers are exact. A negative base with an exponent that is no whole number is NaN.
double pow(double base, double exponent);

/// The error function, to about 1e-15 relative.
double erf(double x);

/// 1 - erf(x), to about 1e-14 relative far into the upper tail (erfc(26) is 5.7e-296).
double erfc(double x);

/// The probability that a standard normal variate is at most z; accurate in both tails.
double normal_cdf(double z);

/// The z whose normal_cdf is `probability`: Wichura (1988), algorithm AS 241 (PPND16), about 1e-15 relative.
/// At 0 and 1 it is -infinity and +infinity; outside of [0, 1] NaN.
double normal_quantile(double probability);

/// Logarithm of the gamma function for x > 0, about 1e-14 relative, near its zeros at 1 and 2 too. Else NaN.
double log_gamma(double x);

/// The regularised incomplete gamma function P(shape, x): the probability that a gamma variate with this shape and
/// scale 1 is at most x. For shape > 0, x >= 0; about 1e-13 absolute.
double gamma_cdf(double shape, double x);

/// The x whose gamma_cdf is `probability` (in [0, 1]).
double gamma_quantile(double shape, double probability);

/// The regularised incomplete beta function I_x(a, b): the probability that a beta variate is at most x. For a, b > 0
/// and x in [0, 1]; about 1e-13 absolute up to a + b of some thousands.
double beta_cdf(double a, double b, double x);

/// The x whose beta_cdf is `probability` (in [0, 1]).
double beta_quantile(double a, double b, double probability);

}  // namespace secondsource::maths
