#pragma once
// A given yield.

#include <utility>

#include "sim/engine/given_yield.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// The share that a scenario gives, which may be dated.
class ConstantYield final : public GivenYield {
public:
    static constexpr std::string_view name  = "constant";
    static constexpr std::string_view about = "a given share, which may be dated";
    struct Terms {
        Schedule share;   ///< in [0, 1]
    };
    static Terms read(Reader& read) { return {read.schedule("share", "share of the output that is good", between(0, 1))}; }
    explicit ConstantYield(Terms terms) : GivenYield{std::move(terms.share)} {}
};

}  // namespace secondsource
