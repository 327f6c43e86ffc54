#pragma once
// The shortest queue.

#include "agents/policies/sourcing/best.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Orders everything from the open source whose open orders wait least, equal ones in row order.
class ShortestQueue final : public SourcingPolicy {
public:
    static constexpr std::string_view name  = "shortest_queue";
    static constexpr std::string_view about = "everything from the source with the shortest queue";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit ShortestQueue(const Terms&) {}

    Reads reads() const override { return {.lead_time = true}; }
    void  split(Amount quantity, const BuyerView&, const Sources& sources, std::span<Amount> out) const override {
        order_from_best(quantity, sources, out, [&](std::size_t i) { return sources.queue[i]; });
    }
};

}  // namespace secondsource
