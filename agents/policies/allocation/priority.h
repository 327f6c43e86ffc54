#pragma once
// Rationing by tiers of priority.

#include "agents/policies/allocation/tiers.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// The lowest priority number is served first; equal ones share in proportion to their claims.
class PriorityTiers final : public AllocationPolicy {
public:
    static constexpr std::string_view name  = "priority";
    static constexpr std::string_view about = "by priority, equals in proportion to their claims";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit PriorityTiers(const Terms&) {}

    Reads reads() const override { return {.priority = true}; }
    void  shares(Amount available, const Claims& claims, std::span<Amount> out, std::vector<std::uint32_t>& rows) const override {
        if (settled_without_rule(available, claims.amount, out)) return;
        serve_tiers(available, claims.amount, out, rows,
                    [&](std::uint32_t i, std::uint32_t j) { return claims.priority[i] < claims.priority[j]; });
    }
};

}  // namespace secondsource
