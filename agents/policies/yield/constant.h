#pragma once
// A given yield.

#include <utility>

#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// The share that a scenario gives, which may be dated.
class ConstantYield final : public YieldModel {
public:
    static constexpr std::string_view name  = "constant";
    static constexpr std::string_view about = "a given share, which may be dated";
    struct Terms {
        Schedule share;   ///< in [0, 1]
    };
    static Terms read(Reader& read) { return {read.schedule("share", "share of the output that is good", between(0, 1))}; }
    explicit ConstantYield(Terms terms) : terms_{std::move(terms)} {}

    double expected(const YieldView& view) const override { return terms_.share.at(view.now); }

private:
    Terms terms_;
};

}  // namespace secondsource
