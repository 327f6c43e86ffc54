// Yield models.
#include <algorithm>
#include <cmath>

#include "agents/policies/yield/constant.h"
#include "agents/policies/yield/murphy.h"
#include "agents/policies/yield/negative_binomial.h"
#include "agents/policies/yield/package.h"
#include "agents/policies/yield/poisson.h"
#include "agents/policies/yield/random.h"
#include "agents/policies/yield/seeds.h"
#include "tests/support/catch.h"

using namespace secondsource;

namespace {

constexpr YieldView fresh{Tick{0}, 0};

struct Moments {
    double mean = 0, sd = 0, lowest = 2, highest = -1;
};

Moments moments(const RandomYield& model, double expected, int draws) {
    const Chance chance{7, 0, path_key("fab.n3")};
    Moments      found;
    double       sum = 0, squares = 0;
    for (int t = 0; t < draws; ++t) {
        const double share = model.realised(expected, Tick{t}, chance);
        sum += share;
        squares += share * share;
        found.lowest  = std::min(found.lowest, share);
        found.highest = std::max(found.highest, share);
    }
    found.mean = sum / draws;
    found.sd   = std::sqrt(squares / draws - found.mean * found.mean);
    return found;
}

}  // namespace

TEST_CASE("a constant yield follows its dates") {
    const ConstantYield model{{Schedule{{{Tick{0}, 0.5}, {Tick{4}, 0.8}}}}};
    CHECK(model.expected({Tick{3}, 1e9}) == 0.5);
    CHECK(model.expected({Tick{4}, 0}) == 0.8);
    CHECK_FALSE(model.is_random());
}

TEST_CASE("die-yield models turn area and density into defects, whatever the clustering") {
    const Defects one{.die_area_mm2 = 500, .per_cm2 = 0.2};
    CHECK(PoissonYield{one}.expected(fresh) == Approx(std::exp(-1.0)).epsilon(1e-14));
    CHECK(MurphyYield{one}.expected(fresh) == Approx(std::pow(1 - std::exp(-1.0), 2)).epsilon(1e-14));
    CHECK(SeedsYield{one}.expected(fresh) == Approx(0.5).epsilon(1e-14));
    CHECK(NegativeBinomialYield{{one, 2}}.expected(fresh) == Approx(4.0 / 9).epsilon(1e-14));
}

TEST_CASE("a dated defect density moves the yield") {
    const PoissonYield model{{.die_area_mm2 = 100, .per_cm2 = Schedule{{{Tick{0}, 0.3}, {Tick{10}, 0.1}}}}};
    CHECK(model.expected({Tick{9}, 0}) == Approx(std::exp(-0.3)).epsilon(1e-14));
    CHECK(model.expected({Tick{10}, 0}) == Approx(std::exp(-0.1)).epsilon(1e-14));
}

TEST_CASE("with every doubling of the starts excess defects are multiplied by the learning rate") {
    const Defects terms{.die_area_mm2 = 100, .per_cm2 = 0.5, .learning = YieldLearning{.rate = 0.8, .reference_starts = 1000, .floor = 0.1}};
    CHECK(terms.per_die({Tick{0}, 0}) == Approx(0.5).epsilon(1e-12));
    CHECK(terms.per_die({Tick{0}, 1000}) == Approx(0.5).epsilon(1e-12));
    CHECK(terms.per_die({Tick{0}, 2000}) == Approx(0.1 + 0.4 * 0.8).epsilon(1e-12));
    CHECK(terms.per_die({Tick{0}, 8000}) == Approx(0.1 + 0.4 * 0.512).epsilon(1e-12));
    const Defects good{.die_area_mm2 = 100, .per_cm2 = 0.05, .learning = terms.learning};
    CHECK(good.per_die({Tick{0}, 8000}) == Approx(0.05).epsilon(1e-12));   // already below the floor
}

TEST_CASE("a package is as good as all of its dies that passed the test") {
    CHECK(PackageYield{{.die_yield = 0.8, .dies = 4, .assembly_yield = 0.98, .coverage = 0}}.expected(fresh) == Approx(0.401408).epsilon(1e-12));
    CHECK(PackageYield{{.die_yield = 0.8, .dies = 4, .assembly_yield = 0.98, .coverage = 1}}.expected(fresh) == Approx(0.98).epsilon(1e-12));
    CHECK(PackageYield{{.die_yield = 0.0, .dies = 4, .assembly_yield = 0.98, .coverage = 1}}.expected(fresh) == 0);
}

TEST_CASE("a beta yield has the mean and spread that it was given, within [0, 1]") {
    const RandomYield model{{.mean = 0.9, .sd = 0.05}};
    CHECK(model.is_random());
    CHECK(model.expected(fresh) == 0.9);
    const Moments found = moments(model, 0.9, 20'000);
    CHECK(found.mean == Approx(0.9).margin(0.0015));   // four standard errors
    CHECK(found.sd == Approx(0.05).margin(0.0015));
    CHECK(found.lowest >= 0);
    CHECK(found.highest <= 1);
}

TEST_CASE("a normal yield is cut off at nothing and all") {
    const RandomYield model{{.mean = 0.9, .sd = 0.1, .spread = YieldSpread::normal}};
    const Moments     found = moments(model, 0.9, 20'000);
    CHECK(found.highest == 1);
    CHECK(found.mean == Approx(0.9 - 0.1 * 0.08332).margin(0.003));   // E max(z − 1, 0) = 0.08332
}

TEST_CASE("an all-or-nothing yield comes whole with the expected share as its probability") {
    const RandomYield model{{.mean = 0.8, .spread = YieldSpread::all_or_nothing}};
    const Moments     found = moments(model, 0.8, 20'000);
    CHECK(found.mean == Approx(0.8).margin(0.012));
    CHECK(found.sd == Approx(0.4).margin(0.01));
    const Chance chance{1, 0, path_key("a")};
    const double once = model.realised(0.8, Tick{3}, chance);
    CHECK((once == 0 || once == 1));
}

TEST_CASE("a yield that is sure stays so, and one without spread is what was expected") {
    const Chance chance{1, 0, path_key("a")};
    CHECK(RandomYield{{.mean = 1, .sd = 0.3}}.realised(1, Tick{0}, chance) == 1);
    CHECK(RandomYield{{.mean = 0.7, .sd = 0}}.realised(0.7, Tick{0}, chance) == 0.7);
    CHECK(RandomYield{{.mean = 0.7, .sd = 0, .spread = YieldSpread::normal}}.realised(0.7, Tick{0}, chance) == 0.7);
}
