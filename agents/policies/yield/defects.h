#pragma once
// How many defects a die catches: what the die-yield models share.

#include <algorithm>
#include <optional>

#include "sim/base/maths.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// How defect density falls with experience: what exceeds the floor is multiplied by `rate` with every doubling of the
/// starts beyond the reference, floor + (density − floor) × (starts ÷ reference)^log2(rate); up to the reference the
/// density is as given. Wright's law (1936), on excess defects.
struct YieldLearning {
    double rate;               ///< in (0, 1]; 1: nothing is learnt
    double reference_starts;   ///< above 0
    double floor;              ///< defects per cm² that remain for ever
};

/// Mean number of defects on a die.
struct Defects {
    double   die_area_mm2 = 0;
    Schedule per_cm2;                         ///< defect density, before learning
    std::optional<YieldLearning> learning = {};

    static Defects read(Reader& read) {
        Defects terms{read.real("die_area_mm2", "area of a die", above(0)),
                      read.schedule("defects_per_cm2", "defect density, before learning", at_least(0))};
        if (auto table = read.optional_table("learning", "how the density falls with cumulative starts")) {
            terms.learning = YieldLearning{
                table->real("rate", "what excess defects are multiplied by with every doubling of the starts", {.low = 0, .high = 1, .low_itself = false}, 0.8),
                table->real("reference_starts", "starts up to which the density is as given", above(0), 1000.0),
                table->real("floor_defects_per_cm2", "density that no learning goes below", at_least(0), 0.0)};
            table->finish();
        }
        return terms;
    }

    /// A die's mean number of defects, of what starts now.
    double per_die(const YieldView& view) const {
        double density = per_cm2.at(view.now);
        if (learning && density > learning->floor) {
            const double doublings = maths::log(std::max(1.0, view.cumulative_starts / learning->reference_starts)) / maths::log(2);
            density = learning->floor + (density - learning->floor) * maths::pow(learning->rate, doublings);
        }
        return density * die_area_mm2 / 100;
    }
};

}  // namespace secondsource
