// Quantile functions, closed where there is a closed form, solved for gamma and beta, looked up for counts.
#include "sim/base/distribution.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/maths.h"

namespace secondsource {

namespace {

void require(bool condition, const char* sentence) {
    if (!condition) throw std::invalid_argument(sentence);
}

bool is_positive(double x) { return x > 0 && std::isfinite(x); }
bool is_probability(double x) { return x >= 0 && x <= 1; }

/// Weights below this share of the largest one are left out of a table: their sum is far below 2^-53.
constexpr double negligible = 1e-22;
constexpr std::size_t table_size_max = std::size_t{1} << 20;

/// The weights of whole numbers around the most likely one, relative to it.
struct Weights {
    std::int64_t        first;
    std::vector<double> relative;
};

/// Walks down and up from `mode` until the weights vanish. `up(n)` is the weight of n + 1 over that of n; the support
/// is [0, last].
template <class Ratio>
Weights weights_around(std::int64_t mode, std::int64_t last, Ratio up) {
    const auto check_size = [](std::size_t size) {
        require(size <= table_size_max, "the distribution is too wide: it has more than a million likely values");
    };
    std::vector<double> below;
    double              weight = 1;
    std::int64_t        first = mode;
    for (; first > 0; --first) {
        weight /= up(first - 1);
        if (weight < negligible) break;
        below.push_back(weight);
        check_size(below.size());
    }
    std::vector<double> relative(below.rbegin(), below.rend());
    relative.push_back(1);
    weight = 1;
    for (std::int64_t n = mode; n < last; ++n) {
        weight *= up(n);
        if (weight < negligible) break;
        relative.push_back(weight);
        check_size(relative.size());
    }
    return {first, std::move(relative)};
}

}  // namespace

/// A distribution over rising values, looked up through an index into the cumulated probabilities
/// (Chen and Asau 1974), which leaves about one comparison a draw.
struct Distribution::Table {
    std::int64_t               first = 0;  // the value of entry 0, if values are whole numbers in a row
    std::vector<double>        values;     // else the values themselves
    std::vector<double>        cumulated;  // the probability of at most this entry; the last is 1
    std::vector<std::uint32_t> guide;      // the entry at which to start for u in [j, j + 1) / size

    void cumulate(const std::vector<double>& weights) {
        double total = 0;
        cumulated.reserve(weights.size());
        for (const double weight : weights) cumulated.push_back(total += weight);
        for (double& c : cumulated) c /= total;
        cumulated.back() = 1;
        guide.resize(cumulated.size());
        std::uint32_t entry = 0;
        for (std::size_t j = 0; j < guide.size(); ++j) {
            while (cumulated[entry] < static_cast<double>(j) / static_cast<double>(guide.size())) ++entry;
            guide[j] = entry;
        }
    }

    std::size_t entry(double u) const {
        const auto  slot = static_cast<std::size_t>(u * static_cast<double>(guide.size()));
        std::size_t at = guide[std::min(slot, guide.size() - 1)];
        while (cumulated[at] < u) ++at;
        return at;
    }
};

Distribution::Distribution(Law law, double a, double b, double c, double mean, double variance)
    : law_{law}, a_{a}, b_{b}, c_{c}, mean_{mean}, variance_{variance} {}

Distribution Distribution::tabled(Law law, double mean, double variance, std::shared_ptr<const Table> table) {
    Distribution result{law, 0, 0, 0, mean, variance};
    result.table_ = std::move(table);
    return result;
}

Distribution Distribution::constant(double value) {
    require(std::isfinite(value), "the value must be a finite number");
    return {Law::constant, value, 0, 0, value, 0};
}

Distribution Distribution::uniform(double low, double high) {
    require(std::isfinite(low) && std::isfinite(high), "the ends must be finite numbers");
    require(low <= high, "the lower end must not be above the upper end");
    return {Law::uniform, low, high, 0, low + (high - low) / 2, (high - low) * (high - low) / 12};
}

Distribution Distribution::exponential(double mean) {
    require(is_positive(mean), "the mean must be above 0");
    return {Law::exponential, mean, 0, 0, mean, mean * mean};
}

Distribution Distribution::normal(double mean, double sd) {
    require(std::isfinite(mean) && std::isfinite(sd), "mean and sd must be finite numbers");
    require(sd >= 0, "sd must not be negative");
    return {Law::normal, mean, sd, 0, mean, sd * sd};
}

Distribution Distribution::lognormal(double mu, double sigma) {
    require(std::isfinite(mu) && std::isfinite(sigma), "mu and sigma must be finite numbers");
    require(sigma >= 0, "sigma must not be negative");
    const double mean = maths::exp(mu + sigma * sigma / 2);
    require(std::isfinite(mean), "mu and sigma are so large that the mean is not a finite number");
    return {Law::lognormal, mu, sigma, 0, mean, mean * mean * maths::expm1(sigma * sigma)};
}

Distribution Distribution::gamma(double shape, double scale) {
    require(is_positive(shape), "the shape must be above 0");
    require(is_positive(scale), "the scale must be above 0");
    return {Law::gamma, shape, scale, 0, shape * scale, shape * scale * scale};
}

Distribution Distribution::erlang(std::int64_t stages, double mean) {
    require(stages >= 1, "there must be at least one stage");
    require(is_positive(mean), "the mean must be above 0");
    const auto shape = static_cast<double>(stages);
    return {Law::erlang, shape, mean / shape, 0, mean, mean * mean / shape};
}

Distribution Distribution::triangular(double low, double mode, double high) {
    require(std::isfinite(low) && std::isfinite(mode) && std::isfinite(high), "low, mode and high must be finite numbers");
    require(low <= mode && mode <= high, "the mode must lie between the lower and the upper end");
    return {Law::triangular, low, mode, high, (low + mode + high) / 3,
            ((high - low) * (high - low) - (mode - low) * (high - mode)) / 18};
}

Distribution Distribution::weibull(double scale, double shape) {
    require(is_positive(scale), "the scale must be above 0");
    require(is_positive(shape), "the shape must be above 0");
    const double mean = scale * maths::exp(maths::log_gamma(1 + 1 / shape));
    const double mean_square = scale * scale * maths::exp(maths::log_gamma(1 + 2 / shape));
    require(std::isfinite(mean_square), "the shape is so small that the variance is not a finite number");
    return {Law::weibull, scale, shape, 0, mean, std::max(mean_square - mean * mean, 0.0)};
}

Distribution Distribution::beta(double a, double b) {
    require(is_positive(a) && is_positive(b), "a and b must be above 0");
    return {Law::beta, a, b, 0, a / (a + b), a / (a + b) * (b / (a + b)) / (a + b + 1)};
}

Distribution Distribution::bernoulli(double probability) {
    require(is_probability(probability), "the probability must lie between 0 and 1");
    return {Law::bernoulli, probability, 0, 0, probability, probability * (1 - probability)};
}

Distribution Distribution::geometric(double probability) {
    require(probability > 0 && probability <= 1, "the probability must be above 0 and at most 1");
    const double failure = 1 - probability;
    return {Law::geometric, probability, 0, 0, failure / probability, failure / (probability * probability)};
}

Distribution Distribution::poisson(double mean) {
    require(mean >= 0 && std::isfinite(mean), "the mean must be a number of at least 0");
    require(mean <= 1e15, "the distribution is too wide: it has more than a million likely values");
    const auto mode = static_cast<std::int64_t>(mean);
    auto       weights = weights_around(mode, std::numeric_limits<std::int64_t>::max(),
                                        [mean](std::int64_t n) { return mean / static_cast<double>(n + 1); });
    auto       table = std::make_shared<Table>();
    table->first = weights.first;
    table->cumulate(weights.relative);
    return tabled(Law::poisson, mean, mean, std::move(table));
}

Distribution Distribution::binomial(std::int64_t trials, double probability) {
    require(trials >= 0, "the number of trials must not be negative");
    require(trials <= (std::int64_t{1} << 52), "there are too many trials");
    require(is_probability(probability), "the probability must lie between 0 and 1");
    const double failure = 1 - probability;
    const auto   count = static_cast<double>(trials);
    auto         table = std::make_shared<Table>();
    if (probability == 0 || failure == 0) {  // the ratio of neighbours means nothing here
        table->first = failure == 0 ? trials : 0;
        table->cumulate({1});
    } else {
        const double odds = probability / failure;
        const auto   mode = std::min(static_cast<std::int64_t>((count + 1) * probability), trials);
        auto         weights = weights_around(mode, trials, [count, odds](std::int64_t n) {
            return (count - static_cast<double>(n)) / static_cast<double>(n + 1) * odds;
        });
        table->first = weights.first;
        table->cumulate(weights.relative);
    }
    return tabled(Law::binomial, count * probability, count * probability * failure, std::move(table));
}

Distribution Distribution::negative_binomial(double successes, double probability) {
    require(is_positive(successes), "the number of successes must be above 0");
    require(probability > 0 && probability <= 1, "the probability must be above 0 and at most 1");
    const double failure = 1 - probability;
    const double mean = successes * failure / probability;
    require(mean <= 1e15, "the distribution is too wide: it has more than a million likely values");
    const auto mode = successes > 1 ? static_cast<std::int64_t>((successes - 1) * failure / probability) : 0;
    auto weights = weights_around(mode, std::numeric_limits<std::int64_t>::max(), [successes, failure](std::int64_t n) {
        return (static_cast<double>(n) + successes) / static_cast<double>(n + 1) * failure;
    });
    auto table = std::make_shared<Table>();
    table->first = weights.first;
    table->cumulate(weights.relative);
    return tabled(Law::negative_binomial, mean, mean / probability, std::move(table));
}

Distribution Distribution::discrete(std::span<const double> values, std::span<const double> probabilities) {
    require(!values.empty(), "there must be at least one value");
    require(values.size() == probabilities.size(), "there must be as many probabilities as values");
    require(values.size() <= table_size_max, "there must be at most a million values");
    std::vector<std::pair<double, double>> pairs;
    double                                 total = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        require(std::isfinite(values[i]), "the values must be finite numbers");
        require(probabilities[i] >= 0 && std::isfinite(probabilities[i]), "the probabilities must not be negative");
        total += probabilities[i];
        if (probabilities[i] > 0) pairs.emplace_back(values[i], probabilities[i]);
    }
    require(std::abs(total - 1) <= 1e-6, "the probabilities must sum to 1");
    std::sort(pairs.begin(), pairs.end());

    auto                table = std::make_shared<Table>();
    std::vector<double> weights;
    double              mean = 0;
    for (const auto& [value, probability] : pairs) {
        table->values.push_back(value);
        weights.push_back(probability);
        mean += value * (probability / total);
    }
    double variance = 0;
    for (const auto& [value, probability] : pairs) variance += (value - mean) * (value - mean) * (probability / total);
    table->cumulate(weights);
    return tabled(Law::discrete, mean, variance, std::move(table));
}

double Distribution::quantile(double u) const {
    switch (law_) {
        case Law::constant: return a_;
        case Law::uniform: return a_ + (b_ - a_) * u;
        case Law::exponential: return -a_ * maths::log1p(-u);
        case Law::normal: return b_ == 0 ? a_ : a_ + b_ * maths::normal_quantile(u);
        case Law::lognormal: return maths::exp(b_ == 0 ? a_ : a_ + b_ * maths::normal_quantile(u));
        case Law::gamma:
        case Law::erlang: return b_ * maths::gamma_quantile(a_, u);
        case Law::triangular: {
            const double rising = a_ + std::sqrt(u * (c_ - a_) * (b_ - a_));
            return rising < b_ ? rising : std::max(b_, c_ - std::sqrt((1 - u) * (c_ - a_) * (c_ - b_)));
        }
        case Law::weibull: return a_ * maths::pow(-maths::log1p(-u), 1 / b_);
        case Law::beta: return maths::beta_quantile(a_, b_, u);
        case Law::bernoulli: return u > 1 - a_ ? 1 : 0;
        case Law::geometric:
            return a_ == 1 ? 0 : std::max(0.0, std::ceil(maths::log1p(-u) / maths::log1p(-a_)) - 1);
        case Law::poisson:
        case Law::binomial:
        case Law::negative_binomial:
            return static_cast<double>(table_->first + static_cast<std::int64_t>(table_->entry(u)));
        case Law::discrete: return table_->values[table_->entry(u)];
    }
    return a_;
}

std::string_view Distribution::name() const {
    static constexpr std::array<std::string_view, 16> names = {
        "constant", "uniform", "exponential", "normal", "lognormal", "gamma", "erlang", "triangular", "weibull", "beta",
        "bernoulli", "geometric", "poisson", "binomial", "negative_binomial", "discrete"};
    return names[static_cast<std::size_t>(law_)];
}

}  // namespace secondsource
