// Orders beyond the need: they grow with scarcity and vanish with it, and never feed on themselves.

#include <algorithm>
#include <string>

#include "tests/support/published.h"

using namespace secondsource;

namespace {

/// A store that wants 100 in stock and sells 10 a period, from a maker of so many.
std::string store(const std::string& capacity, const std::string& replenishment) {
    return periods_header(120) +
           "[[agent]]\nname = \"maker\"\nkind = \"source\"\nproduct = \"goods\"\nship_max_units_per_period = " +
           capacity +
           "\n[[agent]]\nname = \"store\"\nkind = \"stage\"\nproduct = \"goods\"\ninitial_units = 60\nreplenishment "
           "= " +
           replenishment +
           "\ninflation = { policy = \"fill_rate\", max_factor = 3 }\n"
           "[[agent]]\nname = \"people\"\nkind = \"market\"\nproduct = \"goods\"\nunmet = \"lost\"\ndemand = { model = "
           "\"constant\", units_per_period = 10 }\n"
           "[[link]]\nseller = \"maker\"\nproduct = \"goods\"\nbuyer = \"store\"\nlead_time_periods = 2\n"
           "[[link]]\nseller = \"store\"\nproduct = \"goods\"\nbuyer = \"people\"\n";
}

}   // namespace

TEST_CASE("stated orders stay within the policy's factor of the need, whether the plan can cancel or not") {
    for (const std::string cancels : {"", ", cancels = true"}) {
        INFO("base stock" << cancels);
        ClassicRun   run  = ClassicRun::of_text(store("[{ at = 0, value = 4 }, { at = 60, value = 40 }]",
                                                      "{ policy = \"base_stock\", level_units = 100" + cancels + " }"));
        const LinkId link = run.link("maker.goods.store");
        double       most = 0;
        while (run.tick()) {
            // At most the whole level is missing, and three times that is stated.
            most = std::max(most, run.world().open[link].units());
            REQUIRE(run.world().open[link].units() <= 3 * 100);
        }
        CHECK(most > 100);                                           // it was inflated while the maker was short,
        CHECK(run.world().open[link].is_zero());                     // and nothing of that is left long after
        CHECK(run.on_hand("store.goods") == Approx(80).margin(1));   // the level less two periods' goods under way
    }
}

TEST_CASE("a plan that cannot cancel states the same as one that can, while nothing is to be cancelled") {
    const auto open = [](const std::string& cancels) {
        ClassicRun run =
            ClassicRun::of_text(store("4", "{ policy = \"base_stock\", level_units = 100" + cancels + " }"));
        run.run();
        return run.world().open[run.link("maker.goods.store")];
    };
    CHECK(open("") == open(", cancels = true"));
}
