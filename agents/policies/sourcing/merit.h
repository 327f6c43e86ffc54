#pragma once
// Sourcing by merit: track record over price.

#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Splits in proportion to track record ÷ price over the sources that take orders. A source without a price counts as
/// if it cost 1.
class Merit final : public WeightRule<Merit> {
public:
    static constexpr std::string_view name  = "merit";
    static constexpr std::string_view about = "splits in proportion to track record over price";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit Merit(const Terms&) {}

    Reads  reads() const override { return {.price = true, .record = true}; }
    double weight(const Sources& sources, std::size_t i) const {
        const double price = sources.price[i];
        return sources.record[i] / (price > 0 ? price : 1.0);
    }
};

}  // namespace secondsource
