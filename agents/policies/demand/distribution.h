#pragma once
// Demand of any named distribution.

#include <string>
#include <utility>

#include "sim/base/distribution.h"
#include "sim/engine/policy.h"
#include "sim/scenario/law.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// Drawn anew in every tick from one of the named distributions. What falls below zero counts as no demand.
class DistributedDemand final : public DemandModel {
public:
    static constexpr std::string_view name  = "distribution";
    static constexpr std::string_view about = "drawn in every tick from a named distribution";
    struct Terms {
        Distribution law;   ///< of a tick's demand, units
    };
    static Terms read(Reader& read) {
        const auto        names = law_names();
        const std::string law   = read.choice("distribution", "of a tick's demand", {names.begin(), names.end()});
        if (read.has_errors()) {   // what the law is was not understood
            read.give_up();
            return {Distribution::constant(0)};
        }
        return {read_law(read, law, "_units", "distribution")};
    }
    explicit DistributedDemand(Terms terms) : law_{std::move(terms.law)} {}

    double wanted(Tick now, const Chance& chance, std::span<double>) const override { return law_.sample(chance, now, Purpose::demand); }

private:
    Distribution law_;
};

}  // namespace secondsource
