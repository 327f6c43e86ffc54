// Published results on yield, bills of materials and bottlenecks, through processes of the engine.

#include <string>
#include <vector>

#include "tests/support/published.h"

using namespace secondsource;

namespace {

/// Share of the output of each process of a scenario that was good. Each is asked for 1000 good units in its only period.
std::vector<double> good_fractions(const std::string& scenario, const std::vector<std::string>& processes,
                                   const std::vector<std::string>& sets = {}) {
    ClassicRun run{scenario, sets};
    run.run();
    std::vector<double> fractions;
    for (const std::string& process : processes) {
        const std::string name  = "vendor." + process;
        const double      gross = run.world().starts_total[run.process(name)].units();
        CHECK(run.on_hand(name) == Approx(1000).epsilon(0).margin(1e-6));
        CHECK(run.on_hand(name) + run.world().scrap_total[run.process(name)].units() == Approx(gross).epsilon(1e-12));
        fractions.push_back(run.on_hand(name) / gross);
    }
    return fractions;
}

const std::vector<std::string> die_yields{"poisson", "murphy", "seeds", "negative_binomial_2", "negative_binomial_3"};
const std::vector<std::string> columns{"poisson", "murphy", "seeds_1_over_1_plus_AD", "negative_binomial_alpha2",
                                       "negative_binomial_alpha3"};

}   // namespace

// Murphy (1964), Proc. IEEE 52(12); Seeds (1967); Stapper (1973, 1989); Cunningham (1990), IEEE Trans. Semiconductor
// Manufacturing 3(2). 1e-8 relative.
TEST_CASE("a process with a die yield makes the published share of good dies", "[LY-03]") {
    const auto area    = published_column("die_yield", "area_cm2"),
               defects = published_column("die_yield", "defects_per_cm2");
    REQUIRE(area.size() == 16);
    std::vector<std::vector<double>> found(die_yields.size());
    for (std::size_t row = 0; row < area.size(); ++row) {
        std::vector<std::string> sets;
        for (const std::string& law : die_yields) {
            sets.push_back("agent.vendor.process." + law + ".yield.die_area_mm2=" + std::to_string(area[row] * 100));
            sets.push_back("agent.vendor.process." + law + ".yield.defects_per_cm2=" + std::to_string(defects[row]));
        }
        const auto fractions = good_fractions("die_yield", die_yields, sets);
        for (std::size_t law = 0; law < die_yields.size(); ++law) found[law].push_back(fractions[law]);
    }
    for (std::size_t law = 0; law < die_yields.size(); ++law)
        check_column(columns[law], found[law], published_column("die_yield", columns[law]), 0, 1e-8);
}

// The same sources. 1e-6; Poisson < negative binomial (3) < (2) < Seeds.
TEST_CASE("at one defect a die, a process makes more good dies the more defects cluster", "[LY-03]") {
    const auto found = good_fractions("die_yield", die_yields);
    check_column("at AD = 1", found, {0.367879441171442, 0.399576400893728, 0.5, 0.444444444444444, 0.421875}, 1e-6);
    CHECK((found[0] < found[4] && found[4] < found[3] && found[3] < found[2]));
}

// Standard; e.g. the chiplet cost model of Feng & Ma (2022), DAC. 1e-9 relative; starts as printed, 1e-4.
TEST_CASE("the better dies are tested, the fewer packages must be started for as many good ones", "[LY-06]") {
    const std::vector<std::string> processes{"untested", "tested", "known_good"};
    check_column("share of good packages", good_fractions("packages", processes), {0.401408, 0.88783163190376, 0.98}, 0, 1e-9);
    ClassicRun run{"packages"};
    run.run();
    std::vector<double> starts;
    for (const std::string& process : processes)
        starts.push_back(run.world().starts_total[run.process("vendor." + process)].units());
    check_column("starts for 1000 good packages", starts, {2491.2309, 1126.3397, 1020.4082}, 1e-4);
}

// Arithmetic of fixed proportions, by hand. Starts and leftovers exactly, good units 1e-9 relative.
TEST_CASE("the scarcest input binds an assembly, and what it leaves of the others is left over", "[LY-05]") {
    ClassicRun run{"wafers_to_accelerators"};
    run.run();
    const ProcessId assembly = run.process("vendor.assembly");
    CHECK(run.world().starts[assembly] == Amount::of(26666));
    CHECK(run.on_hand("vendor.accelerator") == Approx(25332.7).epsilon(1e-9));
    CHECK(run.world().bound_by[assembly] == bound_by_first_input + 1);   // the second line of its bill: memory
    CHECK(run.on_hand("vendor.die") == 4834);
    CHECK(run.on_hand("vendor.hbm") == 4);
    CHECK(run.on_hand("vendor.substrate") == 3334);
}

// Max-plus algebra; Hopp & Spearman, Factory Physics. Output 1e-6 relative, first delivery exactly: this engine adds no
// period for handing over.
TEST_CASE("an assembly tree delivers at the rate of its bottleneck, first after its longest path", "[IV-05]") {
    ClassicRun   run{"bottleneck"};
    const LinkId out   = run.link("vendor.board.customers");
    double       first = -1, late = 0;
    while (run.tick()) {
        const double shipped = run.world().shipped[out].units();
        const auto   period  = static_cast<double>(run.world().now.index - 1);
        if (first < 0 && shipped > 0) first = period;
        if (period >= 100) late += shipped;
    }
    CHECK(first == 19);
    CHECK(late / 200 == Approx(62.5).epsilon(1e-6));
    // The bottleneck alone is short of capacity; memory, which would make 70, waits for dies.
    const auto bound_by = [&](const std::string& name) {
        return int{run.world().bound_by[run.process("vendor." + name)]};
    };
    CHECK(bound_by("wafer") == bound_by_capacity);
    CHECK(bound_by("die") == bound_by_first_input);
    CHECK(bound_by("package") == bound_by_first_input);
    CHECK(bound_by("board") == bound_by_first_input);
}

// The same. Each stage in turn is made the scarcest one.
TEST_CASE("whichever stage of an assembly tree is scarcest sets its output", "[IV-05]") {
    const auto output = [](const std::string& pool, double capacity) {
        ClassicRun run{"bottleneck",
                       {"agent.plant.pool." + pool + ".capacity_units_per_period=" + std::to_string(capacity)}};
        run.run();
        return run.shipped("vendor.board.customers");
    };
    CHECK(output("wafers", 64) == Approx(40).epsilon(1e-6));
    CHECK(output("dies", 50) == Approx(50).epsilon(1e-6));
    CHECK(output("stacks", 300) == Approx(50).epsilon(1e-6));
    CHECK(output("packages", 45) == Approx(45).epsilon(1e-6));
    CHECK(output("boards", 30) == Approx(30).epsilon(1e-6));
}
