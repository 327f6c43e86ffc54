#pragma once
// The fastest source.

#include "agents/policies/sourcing/best.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Orders everything from the open source with the lowest quoted lead time (order delay, queue and transit), equal ones in row
/// order.
class FastestSource final : public SourcingPolicy {
public:
    static constexpr std::string_view name  = "fastest";
    static constexpr std::string_view about = "everything from the source with the shortest quoted lead time";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit FastestSource(const Terms&) {}

    Reads reads() const override { return {.lead_time = true}; }
    void  split(Amount quantity, const BuyerView&, const Sources& sources, std::span<Amount> out) const override {
        order_from_best(quantity, sources, out, [&](std::size_t i) { return sources.lead_time[i]; });
    }
};

}  // namespace secondsource
