#pragma once
// The yield that is simply given: what the engine itself assumes of a process without one.

#include <utility>

#include "sim/engine/policy.h"

namespace secondsource {

/// A share of good output in [0, 1] by date.
class GivenYield : public YieldModel {
public:
    explicit GivenYield(Schedule share) : share_{std::move(share)} {}
    double expected(const YieldView& view) const override { return share_.at(view.now); }

private:
    Schedule share_;
};

}  // namespace secondsource
