// Policies read their terms from a scenario's tables.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "agents/policies/demand/csv.h"
#include "agents/policies/demand/distribution.h"
#include "agents/policies/demand/list.h"
#include "agents/policies/demand/poisson.h"
#include "agents/policies/forecast/exponential_smoothing.h"
#include "agents/policies/forecast/moving_average.h"
#include "agents/policies/forecast/path.h"
#include "agents/policies/replenishment/anchor_and_adjust.h"
#include "agents/policies/replenishment/base_stock.h"
#include "agents/policies/replenishment/growth_path.h"
#include "agents/policies/replenishment/material_plan.h"
#include "agents/policies/replenishment/r_Q.h"
#include "agents/policies/replenishment/s_S.h"
#include "agents/policies/sourcing/contingent.h"
#include "agents/policies/sourcing/logit.h"
#include "agents/policies/sourcing/shares.h"
#include "agents/policies/yield/negative_binomial.h"
#include "agents/policies/yield/random.h"
#include "tests/support/catch.h"
#include "tests/support/folder.h"

using namespace secondsource;

namespace {

/// Terms read from a text, in a world of weeks, and what was wrong with it.
template <class Policy>
struct Told {
    explicit Told(const std::string& text, const std::string& file = "test.toml") {
        Diagnostics    diagnostics;
        const Document document = parse_text(text, file, diagnostics);
        Reader         read{document, diagnostics};
        read.use(Calendar{TickLength::week, Date{2025, 10, 6}});
        terms = Policy::read(read);
        read.finish();
        problems = diagnostics.text();
    }
    typename Policy::Terms terms{};
    std::string            problems;
};

}  // namespace

TEST_CASE("a base stock is read with its cover in ticks and quiet defaults") {
    const Told<BaseStock> told{"level_units = 36\ncover_weeks = 20\n"};
    CHECK(told.problems.empty());
    CHECK(told.terms.level == Amount::of(36));
    CHECK(told.terms.cover_ticks == 20);
    CHECK(told.terms.safety == Amount{});
    CHECK_FALSE(told.terms.cancels);
}

TEST_CASE("rates are read per tick, whatever time they are written in") {
    const Told<MaterialPlan> told{"horizon_weeks = 8\nheadroom = 0.5\nusage_floor_units_per_year = 52.1775\n"};
    CHECK(told.problems.empty());
    CHECK(told.terms.horizon_ticks == 8);
    CHECK(told.terms.usage_floor == Approx(1));
    CHECK_FALSE(Told<MaterialPlan>{""}.terms.horizon_ticks.has_value());
    CHECK(Told<PathForecast>{"units_per_day = 2\n"}.terms.per_tick.at(Tick{0}) == Approx(14));
    CHECK(Told<Logit>{"sensitivity_per_usd = 0.1\nwaiting_cost_usd_per_week = 30\n"}.terms.waiting_cost == 30);
}

TEST_CASE("a rate that may not change refuses dates") {
    const Told<ExponentialSmoothing> told{"alpha = 0.1\ninitial_units_per_week = [{ at = 2025-10-06, value = 1 }, { at = 2026-10-06, value = 2 }]\n"};
    CHECK(told.problems.find("may not change during the run") != std::string::npos);
    CHECK(Told<ExponentialSmoothing>{"alpha = 0.1\ninitial_units_per_week = 5\n"}.terms.initial == 5);
}

TEST_CASE("a growth path is told in units or in gigawatts") {
    CHECK(Told<GrowthPath>{"target_units = 7\n"}.terms.target.at(Tick{0}) == 7);
    const Told<GrowthPath> told{"lookahead_weeks = 12\n"
                                "target_gw = { linear = true, steps = [{ at = 2025-10-06, value = 0 }, { at = 2025-10-27, value = 3 }] }\n"};
    CHECK(told.problems.empty());
    CHECK(told.terms.target.at(Tick{1}) == Approx(1));
    CHECK(told.terms.lookahead == Ticks{12});
    CHECK(Told<GrowthPath>{"target_units = 7\ntarget_gw = 7\n"}.problems.find("target_gw") != std::string::npos);
    CHECK(Told<GrowthPath>{"target_units = 7\ntarget_gw = 7\n"}.problems.find("cannot stand together with \"target_units\"") != std::string::npos);
    CHECK(Told<GrowthPath>{"lookahead_weeks = 12\n"}.problems.find("target_gw") != std::string::npos);
}

TEST_CASE("shares are read by seller") {
    const Told<FixedShares> told{"shares = { nvidia = 0.6, amd = 0.4 }\n"};
    CHECK(told.problems.empty());
    REQUIRE(told.terms.shares.size() == 2);
    CHECK(told.terms.shares[0].first == "nvidia");
    CHECK(told.terms.shares[1].second.at(Tick{0}) == 0.4);
    CHECK(Told<FixedShares>{""}.problems.find("no seller is given a share") != std::string::npos);
}

TEST_CASE("what would make no rule is refused") {
    CHECK(Told<ReorderUpTo>{"reorder_point_units = 9\norder_up_to_units = 4\n"}.problems.find("below the reorder point") != std::string::npos);
    CHECK_FALSE(Told<FixedLots>{"reorder_point_units = 9\norder_quantity_units = 0\n"}.problems.empty());
    CHECK(Told<PoissonDemand>{"mean_units_per_week = 2e9\n"}.problems.find("above a billion") != std::string::npos);
    CHECK_FALSE(Told<AnchorAndAdjust>{"alpha = 1.5\n"}.problems.empty());
    CHECK_FALSE(Told<MovingAverage>{"window_weeks = 0\n"}.problems.empty());
    CHECK_FALSE(Told<Contingent>{"reroute = \"sometimes\"\n"}.problems.empty());
    CHECK(Told<Contingent>{"reroute = \"when_short\"\n"}.terms.reroute == Reroute::when_short);
}

TEST_CASE("a die yield is read with how it learns") {
    const Told<NegativeBinomialYield> told{"die_area_mm2 = 814\ndefects_per_cm2 = 0.1\nalpha = 2\nlearning = { rate = 0.9, reference_starts = 500 }\n"};
    CHECK(told.problems.empty());
    CHECK(told.terms.defects.die_area_mm2 == 814);
    REQUIRE(told.terms.defects.learning.has_value());
    CHECK(told.terms.defects.learning->rate == 0.9);
    CHECK(told.terms.defects.learning->floor == 0);
    const Told<NegativeBinomialYield> misspelt{"die_area_mm2 = 814\ndefects_per_cm2 = 0.1\nlearning = { rat = 0.9 }\n"};
    CHECK(misspelt.problems.find("did you mean \"rate\"") != std::string::npos);
}

TEST_CASE("a random yield needs a spread unless it is all or nothing") {
    CHECK(Told<RandomYield>{"mean = 0.8\nspread = \"all_or_nothing\"\n"}.problems.empty());
    CHECK_FALSE(Told<RandomYield>{"mean = 0.8\n"}.problems.empty());
    CHECK(Told<RandomYield>{"mean = 0.8\nspread = \"normal\"\nsd = 0.1\n"}.terms.spread == YieldSpread::normal);
}

TEST_CASE("demand is read as a list or as a named distribution") {
    CHECK(Told<ListDemand>{"units = [6, 7, 3]\nrepeat = true\n"}.terms.values == std::vector<double>{6, 7, 3});
    Diagnostics    diagnostics;
    const Document document = parse_text("distribution = \"discrete\"\nvalues_units = [0, 2]\nprobabilities = [0.6, 0.4]\n", "test.toml", diagnostics);
    Reader         read{document, diagnostics};
    CHECK(DistributedDemand::read(read).law.mean() == Approx(0.8));
    read.finish();
    CHECK(diagnostics.empty());
}

TEST_CASE("a CSV file is looked for beside the scenario") {
    const Folder      folder;
    const std::string scenario = (folder.path() / "scenario.toml").string();
    const auto        csv      = folder.write("demand.csv", "week,units\n1,6\n2,7\n");
    const std::string text = "file = \"demand.csv\"\ncolumn = \"units\"\n";
    const Told<CsvDemand> told{text, scenario};
    CHECK(told.problems.empty());
    CHECK(told.terms.values == std::vector<double>{6, 7});
    const Told<CsvDemand> misspelt{"file = \"demand.csv\"\ncolumn = \"unit\"\n", scenario};
    CHECK(misspelt.problems.find("did you mean \"units\"") != std::string::npos);
    std::filesystem::remove(csv);
    CHECK(Told<CsvDemand>{text, scenario}.problems.find("cannot read the file") != std::string::npos);
}

TEST_CASE("a recording reader makes every policy's terms without a document") {
    Reader read = Reader::recording();
    CsvDemand::read(read);
    FixedLots{FixedLots::read(read)};
    MovingAverage{MovingAverage::read(read)};
    PoissonDemand{PoissonDemand::read(read)};
    bool knows_sd = false;
    RandomYield::read(read);
    for (const KeyInfo& key : read.keys()) knows_sd = knows_sd || (key.key == "sd" && !key.required);
    CHECK(knows_sd);
}
