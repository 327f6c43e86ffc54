#pragma once
// Proportional rationing.

#include <vector>

#include "sim/base/apportion.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Everybody gets the same share of the claim. Rewards inflated orders (Cachon & Lariviere 1999, Management Science
/// 45(8) 1091–1108).
class Proportional final : public AllocationPolicy {
public:
    static constexpr std::string_view name  = "proportional";
    static constexpr std::string_view about = "everybody gets the same share of the claim";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit Proportional(const Terms&) {}

    bool is_proportional() const override { return true; }
    void shares(Amount available, const Claims& claims, std::span<Amount> out, std::vector<std::uint32_t>&) const override {
        share_out(available, claims.amount, out);
    }
};

}  // namespace secondsource
