#pragma once
// Rationing in a strict order.

#include "agents/policies/allocation/tiers.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// One after the other, each as far as it goes: the lowest priority number first, equal ones in row order.
class LinkPriority final : public AllocationPolicy {
public:
    static constexpr std::string_view name  = "link_priority";
    static constexpr std::string_view about = "one after the other, by priority and then by name";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit LinkPriority(const Terms&) {}

    Reads reads() const override { return {.priority = true}; }
    void  shares(Amount available, const Claims& claims, std::span<Amount> out, std::vector<std::uint32_t>& rows) const override {
        if (settled_without_rule(available, claims.amount, out)) return;
        serve_tiers(available, claims.amount, out, rows, [&](std::uint32_t i, std::uint32_t j) {
            return claims.priority[i] != claims.priority[j] ? claims.priority[i] < claims.priority[j] : i < j;
        });
    }
};

}  // namespace secondsource
