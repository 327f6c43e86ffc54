// Published die yields, dies per wafer and package yields.
#include <cmath>
#include <initializer_list>
#include <vector>

#include "agents/policies/yield/die_yield.h"
#include "sim/base/chance.h"
#include "sim/base/distribution.h"
#include "tests/support/published.h"

using namespace secondsource;

namespace {

struct DieYieldRow {
    double area_cm2, defects_per_cm2, poisson, murphy, seeds, alpha2, alpha3;
};

// Die areas of 1 cm² and of four accelerators, four defect densities. Closed forms, recomputed to 13 digits.
constexpr DieYieldRow die_yields[]{
    {1, 0.05, 0.9512294245007, 0.9514276138126, 0.952380952381, 0.9518143961927, 0.9516215013591},
    {1, 0.1, 0.904837418036, 0.9055917006063, 0.9090909090909, 0.907029478458, 0.9063139874459},
    {1, 0.2, 0.818730753078, 0.8214634969919, 0.8333333333333, 0.8264462809917, 0.823974609375},
    {1, 0.5, 0.6065306597126, 0.6192724869847, 0.6666666666667, 0.64, 0.6297376093294},
    {2.94, 0.05, 0.8632939774163, 0.8648496742399, 0.871839581517, 0.8677525577549, 0.8663104145857},
    {2.94, 0.1, 0.7452764914433, 0.7506602088417, 0.7727975270479, 0.7601042558997, 0.7554278290269},
    {2.94, 0.2, 0.555437048698, 0.5716258783098, 0.6297229219144, 0.5972160178114, 0.5845295363991},
    {2.94, 0.5, 0.2299254851867, 0.2744295239784, 0.4048582995951, 0.3322010813145, 0.3023021213447},
    {6.08, 0.05, 0.7378608664506, 0.7435609130241, 0.7668711656442, 0.7535204475309, 0.7485893568851},
    {6.08, 0.1, 0.5444386582392, 0.5614183044789, 0.6218905472637, 0.5880913846965, 0.5748627624932},
    {6.08, 0.2, 0.2964134525853, 0.3347864748142, 0.4512635379061, 0.3867478527759, 0.3602980880786},
    {6.08, 0.5, 0.0478348894942, 0.0981018868664, 0.2475247524752, 0.1574703955656, 0.1225329666324},
    {8.14, 0.05, 0.6656441903015, 0.6748836846532, 0.7107320540156, 0.6904111726478, 0.6827274481815},
    {8.14, 0.1, 0.4430821880822, 0.4680943579969, 0.5512679162073, 0.5051400526053, 0.4866555695364},
    {8.14, 0.2, 0.1963218253957, 0.2437000103892, 0.3805175038052, 0.3038963154395, 0.2723853296711},
    {8.14, 0.5, 0.01707738850748, 0.05832434003123, 0.1972386587771, 0.1085631932778, 0.07640213992433},
};

}  // namespace

// LY-03. Murphy (1964) Proc. IEEE 52(12); Seeds (1967); Stapper (1973, 1989); Cunningham (1990) IEEE Trans.
// Semiconductor Manufacturing 3(2). Tolerance 1e-8 relative for the rows, 1e-6 at AD = 1.
TEST_CASE("LY-03: die yields are those of the closed forms") {
    for (const DieYieldRow& row : die_yields) {
        const double defects = row.area_cm2 * row.defects_per_cm2;
        CAPTURE(row.area_cm2, row.defects_per_cm2);
        CHECK(poisson_yield(defects) == Approx(row.poisson).epsilon(1e-8));
        CHECK(murphy_yield(defects) == Approx(row.murphy).epsilon(1e-8));
        CHECK(seeds_yield(defects) == Approx(row.seeds).epsilon(1e-8));
        CHECK(negative_binomial_yield(defects, 2) == Approx(row.alpha2).epsilon(1e-8));
        CHECK(negative_binomial_yield(defects, 3) == Approx(row.alpha3).epsilon(1e-8));
    }
    CHECK(poisson_yield(1) == Approx(0.367879441171442).epsilon(0).margin(1e-6));
    CHECK(murphy_yield(1) == Approx(0.399576400893728).epsilon(0).margin(1e-6));
    CHECK(seeds_yield(1) == Approx(0.5).epsilon(0).margin(1e-6));
    CHECK(negative_binomial_yield(1, 2) == Approx(0.444444444444444).epsilon(0).margin(1e-6));
    CHECK(negative_binomial_yield(1, 3) == Approx(0.421875).epsilon(0).margin(1e-6));
}

// LY-03. By formula: exp(−√AD), which some texts call Seeds' yield too, is no model of this engine. 1e-8 relative for the
// rows, 1e-6 at AD = 1.
TEST_CASE("LY-03: the other yield by the name of Seeds is below his 1 / (1 + AD)") {
    const auto other = [](double defects) { return std::exp(-std::sqrt(defects)); };
    const auto area = published_column("die_yield", "area_cm2"), density = published_column("die_yield", "defects_per_cm2"),
               published = published_column("die_yield", "seeds_exp_minus_sqrt");
    REQUIRE(published.size() == 16);
    for (std::size_t row = 0; row < published.size(); ++row) {
        const double defects = area[row] * density[row];
        CAPTURE(area[row], density[row]);
        CHECK(other(defects) == Approx(published[row]).epsilon(1e-8));
        CHECK(other(defects) < seeds_yield(defects));
    }
    CHECK(other(1) == Approx(0.367879441171442).epsilon(0).margin(1e-6));
}

TEST_CASE("LY-03: the more defects cluster, the more dies are good") {
    for (const double defects : {0.01, 0.3, 1.0, 4.0}) {
        CAPTURE(defects);
        CHECK(poisson_yield(defects) < negative_binomial_yield(defects, 3));
        CHECK(negative_binomial_yield(defects, 3) < negative_binomial_yield(defects, 2));
        CHECK(negative_binomial_yield(defects, 2) < seeds_yield(defects));
        CHECK(negative_binomial_yield(defects, 1) == Approx(seeds_yield(defects)).epsilon(1e-13));
        CHECK(negative_binomial_yield(defects, 1e9) == Approx(poisson_yield(defects)).epsilon(1e-7));
    }
    CHECK(murphy_yield(0) == 1);
    CHECK(murphy_yield(1e-9) == Approx(1 - 1e-9).epsilon(1e-15));
}

// LY-03: 40000 dies whose numbers of defects are Poisson with a gamma-distributed mean (alpha 2, AD = 1); margin 0.005.
TEST_CASE("LY-03: the share of dies without a clustered defect is the negative binomial one") {
    const Chance       chance{2025, 0, path_key("wafer")};
    const Distribution mean = Distribution::gamma(2, 0.5);
    int                good = 0;
    for (int die = 0; die < 40'000; ++die) {
        const double defects = mean.sample(chance, Tick{die}, Purpose::yield, 0);
        good += chance.uniform(Tick{die}, Purpose::yield, 1) < std::exp(-defects) ? 1 : 0;   // no event of a Poisson count
    }
    CHECK(good / 40'000.0 == Approx(0.444444444444444).epsilon(0).margin(0.005));
}

// LY-04. de Vries (2005) IEEE Trans. Semiconductor Manufacturing 18(1) 136-139; Hennessy & Patterson, Computer
// Architecture, sec. 1.6. A wafer of 300 mm; 1e-9 relative.
TEST_CASE("LY-04: dies per wafer are those of the formula") {
    CHECK(dies_per_wafer(300, 100) == Approx(640.215102985328).epsilon(1e-9));
    CHECK(dies_per_wafer(300, 294) == Approx(201.56087996971).epsilon(1e-9));
    CHECK(dies_per_wafer(300, 608) == Approx(89.2321921500808).epsilon(1e-9));
    CHECK(dies_per_wafer(300, 814) == Approx(63.4791898142982).epsilon(1e-9));
    CHECK(dies_per_wafer(300, 858) == Approx(59.632794342546).epsilon(1e-9));
    CHECK(dies_per_wafer(10, 858) == 0);
}

// LY-06. Standard; e.g. the chiplet cost model of Feng & Ma (2022), DAC. Four dies of yield 0.8, assembly 0.98, a die
// costs 100 and its test 5 (paid at coverage 0 too), a package 80; 1e-9 relative.
TEST_CASE("LY-06: tested dies make better and cheaper packages") {
    struct Row {
        double coverage, package_yield, cost;
    };
    for (const Row& row : {Row{0, 0.401408, 1245.61543367347}, Row{0.9, 0.88783163190376, 667.012866709184}, Row{1, 0.98, 617.34693877551}}) {
        CAPTURE(row.coverage);
        const double yield = package_yield(0.8, 4, 0.98, row.coverage);
        CHECK(yield == Approx(row.package_yield).epsilon(1e-9));
        CHECK((4 * (100 + 5) / pass_share(0.8, row.coverage) + 80) / yield == Approx(row.cost).epsilon(1e-9));
    }
}
