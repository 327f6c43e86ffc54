#pragma once
// Seeds' die yield.

#include <utility>

#include "agents/policies/yield/defects.h"
#include "agents/policies/yield/die_yield.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// 1 ÷ (1 + AD): defects cluster strongly (see seeds_yield).
class SeedsYield final : public YieldModel {
public:
    static constexpr std::string_view name  = "seeds";
    static constexpr std::string_view about = "die yield by Seeds' formula";
    using Terms = Defects;
    static Terms read(Reader& read) { return Defects::read(read); }
    explicit SeedsYield(Terms terms) : terms_{std::move(terms)} {}

    double expected(const YieldView& view) const override { return seeds_yield(terms_.per_die(view)); }

private:
    Terms terms_;
};

}  // namespace secondsource
