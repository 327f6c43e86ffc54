#pragma once
// The cheapest source.

#include "agents/policies/sourcing/best.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Orders everything from the open source with the lowest price, equal ones in row order.
class CheapestSource final : public SourcingPolicy {
public:
    static constexpr std::string_view name  = "cheapest";
    static constexpr std::string_view about = "everything from the cheapest open source";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit CheapestSource(const Terms&) {}

    Reads reads() const override { return {.price = true}; }
    void  split(Amount quantity, const BuyerView&, const Sources& sources, std::span<Amount> out) const override {
        order_from_best(quantity, sources, out, [&](std::size_t i) { return sources.price[i]; });
    }
};

}  // namespace secondsource
