#pragma once
// A cap on every supplier's share.

#include <algorithm>
#include <cstdint>
#include <string>

#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Which source a diversified buyer fills first.
enum class Prefer : std::uint8_t {
    cheapest,   ///< the lowest price
    merit,      ///< the highest track record over price; a source without a price counts as if it cost 1
};

/// Fills the best source up to the most that one supplier may have, then the next. There must be 1 ÷ max_share suppliers
/// or more; while fewer of them are open each may have an equal part. Links of one seller count together; equal sources go in
/// row order.
class Diversified final : public SourcingPolicy {
public:
    static constexpr std::string_view name  = "diversified";
    static constexpr std::string_view about = "the best source first, no supplier above a given share";
    struct Terms {
        double max_share;   ///< of an order, in (0, 1]
        Prefer prefer = Prefer::cheapest;
    };
    static Terms read(Reader& read) {
        const double most = read.real("max_share", "most that one supplier gets of an order", {.low = 0, .high = 1, .low_itself = false});
        const bool   by_merit = read.choice("prefer", "which source is filled first", {"cheapest", "merit"}, "cheapest") == "merit";
        return {most, by_merit ? Prefer::merit : Prefer::cheapest};
    }
    explicit Diversified(const Terms& terms) : terms_{terms} {}

    Reads reads() const override { return {.price = true, .record = terms_.prefer == Prefer::merit, .terms = true}; }
    double max_share() const { return terms_.max_share; }
    void  split(Amount quantity, const BuyerView&, const Sources& sources, std::span<Amount> out) const override {
        const std::size_t none = sources.count;
        const auto cost = [&](std::size_t i) {
            if (terms_.prefer == Prefer::cheapest) return sources.price[i];
            return -sources.record[i] / (sources.price[i] > 0 ? sources.price[i] : 1.0);
        };
        const auto better = [&](std::size_t i, std::size_t j) { return cost(i) != cost(j) ? cost(i) < cost(j) : i < j; };
        const auto next   = [&](std::size_t after) {
            std::size_t best = none;
            for (std::size_t i = 0; i < sources.count; ++i)
                if (sources.is_open(i) && (after == none || better(after, i)) && (best == none || better(i, best))) best = i;
            return best;
        };
        const std::size_t first = next(none);
        if (first == none) return;
        const Amount cap  = quantity.scaled(std::max(terms_.max_share, 1.0 / suppliers(sources)));
        Amount       left = quantity;
        for (std::size_t i = first; i != none && left > Amount{}; i = next(i)) {
            Amount room = cap;
            for (std::size_t j = 0; j < sources.count; ++j)
                if (sources.seller[j] == sources.seller[i]) room -= out[j];
            out[i] = std::min(left, std::max(room, Amount{}));
            left -= out[i];
        }
        out[first] += left;   // what rounding the cap has left
    }

private:
    static double suppliers(const Sources& sources) {
        double count = 0;
        for (std::size_t i = 0; i < sources.count; ++i) {
            bool is_new = sources.is_open(i);
            for (std::size_t j = 0; j < i && is_new; ++j) is_new = !(sources.is_open(j) && sources.seller[j] == sources.seller[i]);
            count += is_new ? 1 : 0;
        }
        return count;
    }

    Terms terms_;
};

}  // namespace secondsource
