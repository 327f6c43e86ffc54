#include "sim/scenario/law.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include "sim/base/spelling.h"

namespace secondsource {
namespace {

constexpr std::array<std::string_view, 16> names{"constant", "uniform",  "exponential", "normal",    "lognormal", "gamma",   "erlang",            "triangular",
                                                 "weibull",  "beta",     "bernoulli",   "geometric", "poisson",   "binomial", "negative_binomial", "discrete"};

Distribution law(Reader& read, std::string_view name, const std::string& unit) {
    const auto real = [&](const char* key, const char* meaning, Limits limits = {}) { return read.real(key + unit, meaning, limits, read.is_recording() ? std::optional{1.0} : std::nullopt); };
    const auto bare = [&](const char* key, const char* meaning, Limits limits = {}) { return read.real(key, meaning, limits, read.is_recording() ? std::optional{0.5} : std::nullopt); };
    if (name == "constant") return Distribution::constant(real("value", "always"));
    if (name == "uniform") {
        const double low = real("low", "lowest value"), high = real("high", "highest value");
        return Distribution::uniform(low, high);
    }
    if (name == "exponential") return Distribution::exponential(real("mean", "mean"));
    if (name == "normal") {
        const double mean = real("mean", "mean"), sd = real("sd", "standard deviation");
        return Distribution::normal(mean, sd);
    }
    if (name == "lognormal") {
        const double mu = bare("mu", "mean of the logarithm"), sigma = bare("sigma", "standard deviation of the logarithm");
        return Distribution::lognormal(mu, sigma);
    }
    if (name == "gamma") {
        const double shape = bare("shape", "shape"), scale = real("scale", "scale");
        return Distribution::gamma(shape, scale);
    }
    if (name == "erlang") {
        const std::int64_t stages = read.whole("stages", "number of exponential stages", at_least(1), read.is_recording() ? std::optional<std::int64_t>{2} : std::nullopt);
        return Distribution::erlang(stages, real("mean", "mean of all stages together"));
    }
    if (name == "triangular") {
        const double low = real("low", "lowest value"), mode = real("mode", "likeliest value"), high = real("high", "highest value");
        return Distribution::triangular(low, mode, high);
    }
    if (name == "weibull") {
        const double scale = real("scale", "scale"), shape = bare("shape", "shape");
        return Distribution::weibull(scale, shape);
    }
    if (name == "beta") {
        const double a = bare("a", "first shape"), b = bare("b", "second shape");
        return Distribution::beta(a, b);
    }
    if (name == "bernoulli") return Distribution::bernoulli(bare("probability", "probability of 1", between(0, 1)));
    if (name == "geometric") return Distribution::geometric(bare("probability", "probability of success", between(0, 1)));
    if (name == "poisson") return Distribution::poisson(real("mean", "mean", at_least(0)));
    if (name == "binomial") {
        const std::int64_t trials = read.whole("trials", "number of trials", at_least(0), read.is_recording() ? std::optional<std::int64_t>{1} : std::nullopt);
        return Distribution::binomial(trials, bare("probability", "probability of success", between(0, 1)));
    }
    if (name == "negative_binomial") {
        const double successes = bare("successes", "successes waited for", above(0));
        return Distribution::negative_binomial(successes, bare("probability", "probability of success", between(0, 1)));
    }
    const std::vector<double> values        = read.reals("values" + unit, "values", {}, read.is_recording() ? std::optional{std::vector{0.0}} : std::nullopt);
    const std::vector<double> probabilities = read.reals("probabilities", "probability of each value", between(0, 1), read.is_recording() ? std::optional{std::vector{1.0}} : std::nullopt);
    if (values.size() != probabilities.size() || values.empty()) throw std::invalid_argument("there must be one probability for each value");
    return Distribution::discrete(values, probabilities);
}

}  // namespace

std::span<const std::string_view> law_names() { return names; }

Distribution read_law(Reader& read, std::string_view name, std::string_view unit, std::string_view name_key) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        read.give_up();
        if (name.empty()) return Distribution::constant(0);   // that it is missing was said
        const auto near = nearest(name, std::span<const std::string_view>{names});
        read.error(name_key, "there is no distribution \"" + std::string{name} + "\"", near ? "did you mean \"" + *near + "\"?" : "");
        return Distribution::constant(0);
    }
    try {
        return law(read, name, std::string{unit});
    } catch (const std::invalid_argument& problem) {
        read.error(name_key, problem.what());
        return Distribution::constant(0);
    }
}

}  // namespace secondsource
