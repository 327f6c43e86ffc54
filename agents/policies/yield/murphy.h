#pragma once
// Murphy's die yield.

#include <utility>

#include "agents/policies/yield/defects.h"
#include "agents/policies/yield/die_yield.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// ((1 − e^−AD) ÷ AD)²: defect densities differ from wafer to wafer (see murphy_yield).
class MurphyYield final : public YieldModel {
public:
    static constexpr std::string_view name  = "murphy";
    static constexpr std::string_view about = "die yield by Murphy's formula";
    using Terms = Defects;
    static Terms read(Reader& read) { return Defects::read(read); }
    explicit MurphyYield(Terms terms) : terms_{std::move(terms)} {}

    double expected(const YieldView& view) const override { return murphy_yield(terms_.per_die(view)); }

private:
    Terms terms_;
};

}  // namespace secondsource
