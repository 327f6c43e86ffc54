#pragma once
// Poisson's die yield.

#include <utility>

#include "agents/policies/yield/defects.h"
#include "agents/policies/yield/die_yield.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// e^−AD: defects fall independently (see poisson_yield).
class PoissonYield final : public YieldModel {
public:
    static constexpr std::string_view name  = "poisson";
    static constexpr std::string_view about = "die yield with independent defects";
    using Terms = Defects;
    static Terms read(Reader& read) { return Defects::read(read); }
    explicit PoissonYield(Terms terms) : terms_{std::move(terms)} {}

    double expected(const YieldView& view) const override { return poisson_yield(terms_.per_die(view)); }

private:
    Terms terms_;
};

}  // namespace secondsource
