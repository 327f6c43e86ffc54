#pragma once
// A value for each tick: what demand from a list and from a file share.

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/time.h"
#include "sim/scenario/reader.h"

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

    /// Warns of values that end before the run does.
    void expect_enough(const Reader& read, std::string_view key) const {
        const auto count = static_cast<std::int64_t>(values.size());
        if (repeat || values.empty() || read.is_recording() || !read.end() || count >= read.end()->index) return;
        read.warn(key, "there are values for " + std::to_string(count) + " of " + std::to_string(read.end()->index) + " ticks: nothing is wanted from " + read.time_text(Tick{count}) + " on",
                  "repeat = true begins again; a 0 for each further tick says that it is meant");
    }
};

}  // namespace secondsource
