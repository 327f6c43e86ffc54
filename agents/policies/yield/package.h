#pragma once
// The yield of packages of several dies.

#include <utility>

#include "agents/policies/yield/die_yield.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Every die of a package must be good; a test before assembly finds some of the bad ones (see package_yield).
class PackageYield final : public YieldModel {
public:
    static constexpr std::string_view name  = "package";
    static constexpr std::string_view about = "all dies of a package must be good, tested before or not";
    struct Terms {
        Schedule     die_yield;        ///< share of good dies before the test, in [0, 1]
        std::int64_t dies;             ///< in a package, 1 or more
        Schedule     assembly_yield;   ///< in [0, 1]
        double       coverage;         ///< share of bad dies that the test finds, in [0, 1]
    };
    static Terms read(Reader& read) {
        return {read.schedule("die_yield", "share of good dies before the test", between(0, 1)),
                read.whole("dies", "dies in a package", between(1, 1000)),
                read.schedule("assembly_yield", "share of packages that assembly leaves good", between(0, 1), 1.0),
                read.share("test_coverage", "share of bad dies that a test before assembly finds", 1.0)};
    }
    explicit PackageYield(Terms terms) : terms_{std::move(terms)} {}

    double expected(const YieldView& view) const override {
        return package_yield(terms_.die_yield.at(view.now), terms_.dies, terms_.assembly_yield.at(view.now), terms_.coverage);
    }

private:
    Terms terms_;
};

}  // namespace secondsource
