#pragma once
// Rationing with reservations.

#include <algorithm>

#include "sim/base/apportion.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// First everybody gets what is reserved, up to the claim (in proportion, if not even that suffices); the rest is shared
/// in proportion to what is still unmet. The form of long-term agreements.
class ReservedThenProportional final : public AllocationPolicy {
public:
    static constexpr std::string_view name  = "reserved_then_proportional";
    static constexpr std::string_view about = "reservations first, the rest in proportion to what is unmet";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit ReservedThenProportional(const Terms&) {}

    Reads reads() const override { return {.reserved = true}; }
    void  shares(Amount available, const Claims& claims, std::span<Amount> out, std::vector<std::uint32_t>&) const override {
        const auto first = [&](std::size_t i) { return std::min(claims.amount[i], std::max(claims.reserved[i], Amount{})); };
        Wide       reserved = 0;
        for (std::size_t i = 0; i < claims.count(); ++i) {
            out[i] = first(i);
            reserved += out[i].parts();
        }
        if (available.parts() <= reserved) return share_out(available, out, out);
        for (std::size_t i = 0; i < claims.count(); ++i) out[i] = claims.amount[i] - first(i);
        share_out(available - Amount::of_parts(static_cast<std::int64_t>(reserved)), out, out);
        for (std::size_t i = 0; i < claims.count(); ++i) out[i] += first(i);
    }
};

}  // namespace secondsource
