#pragma once
// Die yield with clustered defects.

#include <utility>

#include "agents/policies/yield/defects.h"
#include "agents/policies/yield/die_yield.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// (1 + AD ÷ alpha)^−alpha: defects cluster, the more the smaller alpha is (see negative_binomial_yield).
class NegativeBinomialYield final : public YieldModel {
public:
    static constexpr std::string_view name  = "negative_binomial";
    static constexpr std::string_view about = "die yield with clustered defects";
    struct Terms {
        Defects defects;
        double  alpha;   ///< above 0; 2 to 3 is usual
    };
    static Terms read(Reader& read) {
        Defects defects = Defects::read(read);
        return {std::move(defects), read.real("alpha", "clustering parameter; 2 to 3 is usual", above(0), 3.0)};
    }
    explicit NegativeBinomialYield(Terms terms) : terms_{std::move(terms)} {}

    double expected(const YieldView& view) const override {
        return negative_binomial_yield(terms_.defects.per_die(view), terms_.alpha);
    }

private:
    Terms terms_;
};

}  // namespace secondsource
