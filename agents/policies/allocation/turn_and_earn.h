#pragma once
// Rationing by past sales.

#include <algorithm>

#include "agents/policies/allocation/tiers.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Shares in proportion to past sales, nobody above the claim; what cannot be used is shared again in the same
/// proportions. Customers without past sales get something only if anything is left, in proportion to their claims.
/// Cachon & Lariviere (1999), "Capacity allocation using past sales: when to turn-and-earn", Management Science 45(5)
/// 685–703.
class TurnAndEarn final : public AllocationPolicy {
public:
    static constexpr std::string_view name  = "turn_and_earn";
    static constexpr std::string_view about = "in proportion to past sales";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit TurnAndEarn(const Terms&) {}

    Reads reads() const override { return {.past_sales = true}; }
    void  shares(Amount available, const Claims& claims, std::span<Amount> out, std::vector<std::uint32_t>& rows) const override {
        if (settled_without_rule(available, claims.amount, out)) return;
        rows.clear();
        for (std::uint32_t i = 0; i < claims.count(); ++i)
            if (claims.past_sales[i] > 0) rows.push_back(i);
        // Those whose claims are small against their sales are filled first.
        const auto cover = [&](std::uint32_t i) { return claims.amount[i].units() / claims.past_sales[i]; };
        std::sort(rows.begin(), rows.end(), [&](std::uint32_t i, std::uint32_t j) { return cover(i) != cover(j) ? cover(i) < cover(j) : i < j; });
        double sales = 0;
        for (const std::uint32_t i : rows) sales += claims.past_sales[i];

        Amount      rest   = available;
        std::size_t filled = 0;
        for (; filled < rows.size(); ++filled) {
            const std::uint32_t i = rows[filled];
            // After subtractions the sum may have lost digits, but it is no less than its first term.
            const double own = claims.past_sales[i] / std::max(sales, claims.past_sales[i]);
            if (claims.amount[i] > std::min(rest, rest.scaled(own))) break;
            out[i] = claims.amount[i];
            rest -= claims.amount[i];
            sales -= claims.past_sales[i];
        }
        sales = 0;
        for (std::size_t k = filled; k < rows.size(); ++k) sales += claims.past_sales[rows[k]];
        double       sold  = 0;
        const Amount whole = rest;
        Amount       given;
        for (std::size_t k = filled; k < rows.size(); ++k) {
            const std::uint32_t i = rows[k];
            sold += claims.past_sales[i];
            const Amount due = std::min(whole, whole.scaled(sold / sales));
            out[i] = std::clamp(due - given, Amount{}, claims.amount[i]);
            given += out[i];
        }
        rest -= given;
        if (rest > Amount{}) give_rest(rest, claims, out, rows);
    }

private:
    /// What roundings left goes to those with past sales, what none of them can use to the others.
    static void give_rest(Amount rest, const Claims& claims, std::span<Amount> out, std::vector<std::uint32_t>& rows) {
        for (const std::uint32_t i : rows) {
            const Amount more = std::min(rest, claims.amount[i] - out[i]);
            out[i] += more;
            rest -= more;
        }
        rows.clear();
        for (std::uint32_t i = 0; i < claims.count(); ++i)
            if (!(claims.past_sales[i] > 0)) rows.push_back(i);
        add_in_proportion(rest, rows, [&](std::uint32_t i) { return claims.amount[i]; }, out);
    }
};

}  // namespace secondsource
