#pragma once
// Fixed shares by seller.

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "agents/policies/sourcing/split.h"
#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Splits by shares that sellers are given, which may be dated. If they do not add up to 1 each counts as its part of the
/// sum; a warning says so unless they are whole numbers. A seller's share is split over its open links by their weights;
/// sellers without an open link leave theirs to the others in proportion. Sellers that are not named get nothing, even if
/// no other is open.
class FixedShares final : public SourcingPolicy {
public:
    static constexpr std::string_view name  = "shares";
    static constexpr std::string_view about = "splits by given shares of sellers, which may be dated";
    struct Terms {
        std::vector<std::pair<std::string, Schedule>> shares;   ///< by the seller's name; each once
    };
    static Terms read(Reader& read) {
        Terms terms;
        for (NamedSchedule& share : read.schedules("shares", "share of each seller", at_least(0)))
            terms.shares.emplace_back(std::move(share.name), std::move(share.schedule));
        check_sum(read, terms);
        if (terms.shares.empty()) read.error("shares", "no seller is given a share", "write shares = { seller = 0.6, … }");
        return terms;
    }
    explicit FixedShares(Terms terms) : terms_{std::move(terms)} {}

    Reads reads() const override { return {.terms = true}; }
    std::vector<std::string_view> named_sellers() const override {
        std::vector<std::string_view> names;
        for (const auto& [seller, share] : terms_.shares) names.push_back(seller);
        return names;
    }
    std::shared_ptr<const SourcingPolicy> bound(std::span<const std::pair<std::string_view, std::uint32_t>> sellers) const override {
        auto copy = std::make_shared<FixedShares>(terms_);
        for (const auto& [seller, share] : terms_.shares) {
            const auto found = std::find_if(sellers.begin(), sellers.end(), [&name = seller](const auto& known) { return known.first == name; });
            copy->ids_.push_back(found == sellers.end() ? nobody_ : found->second);
        }
        return copy;
    }

    void split(Amount quantity, const BuyerView& buyer, const Sources& sources, std::span<Amount> out) const override {
        SIM_CHECK(ids_.size() == terms_.shares.size(), "shares are bound to sellers before the first order");
        const auto weight = [&](std::size_t seller) {
            return [&sources, id = ids_[seller]](std::size_t i) { return sources.seller[i] == id ? sources.weight[i] : 0.0; };
        };
        const auto share = [&](std::size_t seller) {
            const auto own = weight(seller);
            for (std::size_t i = 0; i < sources.count; ++i)
                if (sources.is_open(i) && own(i) > 0) return std::max(0.0, terms_.shares[seller].second.at(buyer.now));
            return 0.0;
        };
        double total = 0;
        for (std::size_t seller = 0; seller < ids_.size(); ++seller) total += share(seller);
        if (!(total > 0)) return;
        double sum = 0;
        Amount given;
        for (std::size_t seller = 0; seller < ids_.size(); ++seller) {
            const double own = share(seller);
            if (own == 0) continue;
            sum += own;
            // The same sum in the same order: at the last seller it is the total, and nothing is left.
            const Amount upto = sum == total ? quantity : std::min(quantity, quantity.scaled(sum / total));
            split_over_open(upto - given, sources, out, weight(seller));
            given = upto;
        }
    }

private:
    /// Shares that do not add up are seldom meant, unless they are whole numbers (1 to 1, 60 to 40): says once, for the
    /// first time in the run, what becomes of them.
    static void check_sum(Reader& read, const Terms& terms) {
        constexpr double rounding = 0.005;   // 0.33 three times
        const auto       rounded  = [](double share) { return std::round(share * 1e4) / 1e4; };
        if (terms.shares.empty() || read.is_recording() || read.has_errors()) return;
        std::set<Tick> times{Tick{0}};
        for (const auto& [seller, share] : terms.shares)
            for (const Schedule::Step& step : share.steps())
                if (step.from > Tick{0}) times.insert(step.from);
        for (const Tick time : times) {
            double sum       = 0;
            bool   are_whole = true;
            for (const auto& [seller, share] : terms.shares) {
                sum += share.at(time);
                are_whole = are_whole && share.at(time) == std::floor(share.at(time));
            }
            if (std::fabs(sum - 1) <= rounding || (are_whole && sum > 0)) continue;
            const std::string when = time == Tick{0} ? "" : " from " + read.time_text(time) + " on";
            const auto& [seller, share] = terms.shares.front();
            if (sum == 0) read.warn("shares", "the shares are all 0" + when + ", so nothing is ordered");
            else
                read.warn("shares", "the shares add up to " + shortest(rounded(sum)) + ", not to 1" + when,
                          "each counts as its part of the sum: \"" + seller + "\" gets " + shortest(rounded(share.at(time) / sum)) + " of what is ordered");
            return;
        }
    }

    static constexpr std::uint32_t nobody_ = std::numeric_limits<std::uint32_t>::max();
    Terms                          terms_;
    std::vector<std::uint32_t>     ids_;   // of the sellers, in the order of the shares; empty until bound
};

}  // namespace secondsource
