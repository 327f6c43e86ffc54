#pragma once
// Phantom orders: the best response to rivals under proportional rationing.

#include <algorithm>

#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Orders what would have brought exactly the need under proportional rationing, had the rivals asked for what they
/// asked last time: need × rivals ÷ (capacity − need); the cap where nothing would suffice. The truth at the first
/// review, and when there was enough for all. Cachon & Lariviere (1999), Management Science 45(8) 1091–1108.
class BestResponse final : public ReplenishmentRule<BestResponse> {
public:
    static constexpr std::string_view name  = "best_response";
    static constexpr std::string_view about = "inflates orders as if rivals repeated theirs under proportional rationing";
    struct Terms {
        Amount need;   ///< of each review
        Amount cap;    ///< most that it orders
    };
    static Terms read(Reader& read) {
        return {read.amount("need_units", "true need of each review", at_least(0)),
                read.amount("cap_units", "most that it orders", at_least(0), Amount::of(1'000'000'000))};
    }
    explicit BestResponse(const Terms& terms) : terms_{terms} {}

    Reads  reads() const override { return {.rivals = true}; }
    Amount quantity(const InventoryView& view) const {
        const double need = terms_.need.units();
        if (view.review == 0 || view.rivals_orders + need <= view.capacity) return std::min(terms_.need, terms_.cap);
        if (view.capacity <= need) return terms_.cap;
        const double wanted = need * view.rivals_orders / (view.capacity - need);
        return wanted < terms_.cap.units() ? Amount::nearest(wanted) : terms_.cap;
    }

private:
    Terms terms_;
};

}  // namespace secondsource
