#pragma once
// First come, first served.

#include <algorithm>
#include <limits>
#include <numeric>

#include "agents/policies/allocation/tiers.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// By the tick in which units were ordered, unit by unit, the oldest first; units ordered in one tick share in
/// proportion. What a claim holds beyond its book counts as ordered last.
class FirstCome final : public AllocationPolicy {
public:
    static constexpr std::string_view name  = "first_come";
    static constexpr std::string_view about = "by the time of the order, unit by unit";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit FirstCome(const Terms&) {}

    Reads reads() const override { return {.book = true}; }
    void  shares(Amount available, const Claims& claims, std::span<Amount> out, std::vector<std::uint32_t>& scratch) const override {
        if (settled_without_rule(available, claims.amount, out)) return;
        const std::size_t count = claims.count();
        scratch.assign(2 * count, 0);
        const std::span entry = std::span{scratch}.first(count);   // next entry of each book
        const std::span rows  = std::span{scratch}.last(count);
        std::iota(rows.begin(), rows.end(), 0u);
        constexpr Tick last{std::numeric_limits<std::int64_t>::max()};

        const auto has_entry = [&](std::uint32_t i) { return entry[i] < claims.book[i].size(); };
        const auto placed    = [&](std::uint32_t i) { return has_entry(i) ? claims.book[i][entry[i]].placed : last; };
        while (available > Amount{}) {
            Tick oldest = last;
            for (const std::uint32_t i : rows)
                if (out[i] < claims.amount[i]) oldest = std::min(oldest, placed(i));
            const auto due = [&](std::uint32_t i) {
                if (placed(i) != oldest) return Amount{};
                const Amount left = claims.amount[i] - out[i];
                return has_entry(i) ? std::min(left, claims.book[i][entry[i]].amount) : left;
            };
            Wide sum = 0;
            for (const std::uint32_t i : rows) sum += due(i).parts();
            if (available.parts() < sum) return add_in_proportion(available, rows, due, out);
            available -= Amount::of_parts(static_cast<std::int64_t>(sum));
            for (const std::uint32_t i : rows) {
                out[i] += due(i);
                if (has_entry(i) && placed(i) == oldest) ++entry[i];
            }
        }
    }
};

}  // namespace secondsource
