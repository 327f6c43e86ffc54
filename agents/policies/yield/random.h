#pragma once
// A yield that turns out better or worse than expected.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "sim/base/distribution.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// How a realised yield spreads around the expected one.
enum class YieldSpread : std::uint8_t {
    beta,             ///< beta, with this standard deviation
    normal,           ///< normal, cut off at 0 and 1, which draws a mean near them inwards
    all_or_nothing,   ///< everything with the expected share as its probability, else nothing
};

/// What completes in a tick has one yield, drawn around the expected one. All or nothing is the unreliable supplier of
/// Anupindi & Akella (1993), Management Science 39(8) 944–963. Where a beta distribution cannot spread as wide as asked,
/// all or nothing is its limit.
class RandomYield final : public YieldModel {
public:
    static constexpr std::string_view name  = "random";
    static constexpr std::string_view about = "a share drawn around a given mean";
    struct Terms {
        Schedule    mean;     ///< expected share, in [0, 1]; may be dated
        double      sd = 0;   ///< standard deviation of the share; without meaning for all or nothing
        YieldSpread spread = YieldSpread::beta;
    };
    static Terms read(Reader& read) {
        Terms terms{read.schedule("mean", "expected share of good output", between(0, 1))};
        const std::string spread = read.choice("spread", "how the share spreads", {"beta", "normal", "all_or_nothing"}, "beta");
        terms.spread = spread == "normal" ? YieldSpread::normal : spread == "beta" ? YieldSpread::beta : YieldSpread::all_or_nothing;
        if (terms.spread != YieldSpread::all_or_nothing || read.is_recording())
            terms.sd = read.real("sd", "standard deviation of the share; not for all_or_nothing", between(0, 0.5),
                                 read.is_recording() ? std::optional{0.0} : std::nullopt);
        return terms;
    }
    explicit RandomYield(Terms terms) : terms_{std::move(terms)} {}

    double expected(const YieldView& view) const override { return terms_.mean.at(view.now); }
    bool   is_random() const override { return true; }
    double realised(double expected, Tick now, const Chance& chance) const override {
        const double variance = terms_.sd * terms_.sd;
        const double widest   = expected * (1 - expected);   // of any share with this mean
        if (widest <= 0) return expected;
        if (terms_.spread == YieldSpread::all_or_nothing || (terms_.spread == YieldSpread::beta && variance >= widest))
            return Distribution::bernoulli(expected).sample(chance, now, Purpose::yield);
        if (variance == 0) return expected;
        if (terms_.spread == YieldSpread::normal)
            return std::clamp(Distribution::normal(expected, terms_.sd).sample(chance, now, Purpose::yield), 0.0, 1.0);
        const double size = widest / variance - 1;   // a + b
        return Distribution::beta(expected * size, (1 - expected) * size).sample(chance, now, Purpose::yield);
    }

private:
    Terms terms_;
};

}  // namespace secondsource
