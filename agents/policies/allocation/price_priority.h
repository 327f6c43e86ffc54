#pragma once
// Rationing by what customers pay.

#include "agents/policies/allocation/tiers.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Who pays most is served first; equal prices share in proportion to their claims.
class PricePriority final : public AllocationPolicy {
public:
    static constexpr std::string_view name  = "price_priority";
    static constexpr std::string_view about = "the highest price first, equals in proportion to their claims";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit PricePriority(const Terms&) {}

    Reads reads() const override { return {.price = true}; }
    void  shares(Amount available, const Claims& claims, std::span<Amount> out, std::vector<std::uint32_t>& rows) const override {
        if (settled_without_rule(available, claims.amount, out)) return;
        serve_tiers(available, claims.amount, out, rows,
                    [&](std::uint32_t i, std::uint32_t j) { return claims.price[i] > claims.price[j]; });
    }
};

}  // namespace secondsource
