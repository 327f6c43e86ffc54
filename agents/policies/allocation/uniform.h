#pragma once
// Uniform rationing: small claims first.

#include "agents/policies/allocation/tiers.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Everybody gets the same, and nobody more than the claim: small claims are filled, the others share the rest equally.
/// Nobody gains by misreporting the need (Sprumont 1991, Econometrica 59(2) 509–519; Cachon & Lariviere 1999,
/// Management Science 45(8) 1091–1108). Parts that cannot be halved go to the first rows, whatever they claim.
class UniformRationing final : public AllocationPolicy {
public:
    static constexpr std::string_view name  = "uniform";
    static constexpr std::string_view about = "everybody gets the same, and nobody more than the claim";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit UniformRationing(const Terms&) {}

    void shares(Amount available, const Claims& claims, std::span<Amount> out, std::vector<std::uint32_t>& rows) const override {
        if (settled_without_rule(available, claims.amount, out)) return;
        rows.resize(claims.count());
        std::iota(rows.begin(), rows.end(), 0u);
        std::sort(rows.begin(), rows.end(), [&](std::uint32_t i, std::uint32_t j) { return claims.amount[i] < claims.amount[j]; });
        std::int64_t rest   = available.parts();
        std::size_t  filled = 0;
        const auto   others = [&] { return static_cast<std::int64_t>(rows.size() - filled); };
        for (; others() > 0 && claims.amount[rows[filled]].parts() <= rest / others(); ++filled) {
            out[rows[filled]] = claims.amount[rows[filled]];
            rest -= out[rows[filled]].parts();
        }
        if (others() == 0) return;
        const std::int64_t even = rest / others(), loose = rest % others();
        std::sort(rows.begin() + static_cast<std::ptrdiff_t>(filled), rows.end());
        for (std::size_t i = filled; i < rows.size(); ++i)
            out[rows[i]] = Amount::of_parts(even + (static_cast<std::int64_t>(i - filled) < loose ? 1 : 0));
    }
};

}  // namespace secondsource
