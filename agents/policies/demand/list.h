#pragma once
// Demand from a list.

#include <utility>

#include "agents/policies/demand/listed.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// What a list says, tick by tick from the first computed tick on; after its end nothing, or the list again.
class ListDemand final : public DemandModel {
public:
    static constexpr std::string_view name  = "list";
    static constexpr std::string_view about = "given tick by tick in the scenario";
    using Terms = ListedValues;
    static Terms read(Reader& read) {
        std::vector<double> values = read.reals("units", "units wanted, tick by tick", between(0, 9e9));
        const bool          repeat = read.flag("repeat", "begin again after the last one", false);
        if (values.empty() && !read.is_recording() && !read.has_errors()) read.error("units", "the list is empty", "write what is wanted in each tick, such as units = [4, 4, 8]");
        const ListedValues terms{std::move(values), repeat};
        terms.expect_enough(read, "units");
        return terms;
    }
    explicit ListDemand(Terms terms) : terms_{std::move(terms)} {}

    double wanted(Tick now, const Chance&, std::span<double>) const override { return terms_.at(now); }

private:
    Terms terms_;
};

}  // namespace secondsource
