#pragma once
// Sourcing by merit: track record over price.

#include "agents/policies/sourcing/split.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Splits in proportion to track record ÷ price over the sources that take orders. A source without a price counts as
/// if it cost 1.
class Merit final : public SourcingPolicy {
public:
    static constexpr std::string_view name  = "merit";
    static constexpr std::string_view about = "splits in proportion to track record over price";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit Merit(const Terms&) {}

    Reads reads() const override { return {.price = true, .record = true}; }
    void  split(Amount quantity, const BuyerView&, const Sources& sources, std::span<Amount> out) const override {
        split_by_weight(quantity, sources, out, [&](std::size_t i) { return sources.record[i] / (sources.price[i] > 0 ? sources.price[i] : 1.0); });
    }
};

}  // namespace secondsource
