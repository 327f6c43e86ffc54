#pragma once
// Linear rationing: equal losses.

#include "agents/policies/allocation/tiers.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Every claim is cut by the same amount, those that are smaller than the cut to nothing. Rewards inflated orders
/// (Cachon & Lariviere 1999, Management Science 45(8) 1091–1108).
class LinearRationing final : public AllocationPolicy {
public:
    static constexpr std::string_view name  = "linear";
    static constexpr std::string_view about = "every claim is cut by the same amount";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit LinearRationing(const Terms&) {}

    void shares(Amount available, const Claims& claims, std::span<Amount> out, std::vector<std::uint32_t>& rows) const override {
        if (settled_without_rule(available, claims.amount, out)) return;
        rows.resize(claims.count());
        std::iota(rows.begin(), rows.end(), 0u);
        std::sort(rows.begin(), rows.end(), [&](std::uint32_t i, std::uint32_t j) { return claims.amount[i] < claims.amount[j]; });
        Wide missing = -Wide{available.parts()};
        for (const Amount claim : claims.amount) missing += claim.parts();
        std::size_t cut_whole = 0;   // of the sorted rows: those that get nothing
        const auto  others    = [&] { return static_cast<std::int64_t>(rows.size() - cut_whole); };
        for (; claims.amount[rows[cut_whole]].parts() * Wide{others()} <= missing; ++cut_whole)
            missing -= claims.amount[rows[cut_whole]].parts();
        const auto cut   = static_cast<std::int64_t>(missing / others());
        const auto loose = static_cast<std::int64_t>(missing % others());   // parts that the last rows lose besides
        std::sort(rows.begin() + static_cast<std::ptrdiff_t>(cut_whole), rows.end());
        for (std::size_t i = cut_whole; i < rows.size(); ++i)
            out[rows[i]] = claims.amount[rows[i]] - Amount::of_parts(cut + (static_cast<std::int64_t>(rows.size() - i) <= loose ? 1 : 0));
    }
};

}  // namespace secondsource
