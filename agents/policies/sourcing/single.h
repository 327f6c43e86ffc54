#pragma once
// One source for everything.

#include "agents/policies/sourcing/best.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Orders everything from the open source with the lowest priority number, equal ones in row order.
class SingleSource final : public SourcingPolicy {
public:
    static constexpr std::string_view name  = "single";
    static constexpr std::string_view about = "everything from the first open source by priority";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit SingleSource(const Terms&) {}

    Reads reads() const override { return {.terms = true}; }
    void  split(Amount quantity, const BuyerView&, const Sources& sources, std::span<Amount> out) const override {
        order_from_best(quantity, sources, out, [&](std::size_t i) { return sources.priority[i]; });
    }
};

}  // namespace secondsource
