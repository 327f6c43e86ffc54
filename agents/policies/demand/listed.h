#pragma once
// A value for each tick: what demand from a list and from a file share.

#include <vector>

#include "sim/base/time.h"

namespace secondsource {

/// One value for each tick from tick 0 on; after the last one nothing, or the first again.
struct ListedValues {
    std::vector<double> values;
    bool                repeat = false;

    double at(Tick now) const {
        auto index = static_cast<std::size_t>(now.index);
        if (repeat && !values.empty()) index %= values.size();
        return index < values.size() ? values[index] : 0;
    }
};

}  // namespace secondsource
