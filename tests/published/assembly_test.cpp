// Published results on yield, bills of materials and bottlenecks, through processes of the engine.

#include <string>
#include <vector>

#include "tests/support/published.h"

using namespace secondsource;

namespace {

/// Agent `vendor` with one process for each yield, named after its number, that is asked for 1000 units in every
/// period.
std::string one_process_for_each(const std::vector<std::string>& yields) {
    std::string products, tables;
    for (std::size_t i = 0; i < yields.size(); ++i) {
        const std::string name = "p" + std::to_string(i);
        products += "[[product]]\nname = \"" + name + "\"\n";
        tables += "[[agent.process]]\nname = \"" + name + "\"\noutput = \"" + name +
                  "\"\ncycle_time_periods = 0\nyield = " + yields[i] + "\n[[agent.requirement]]\nproduct = \"" + name +
                  "\"\nreplenishment = { policy = \"fixed\", quantity_units = 1000 }\n";
    }
    return periods_header(1) + products + "[[agent]]\nname = \"vendor\"\nkind = \"chip_vendor\"\n" + tables;
}

/// Share of the output of each process that was good.
std::vector<double> good_fractions(const std::vector<std::string>& yields) {
    ClassicRun run = ClassicRun::of_text(one_process_for_each(yields));
    run.run();
    std::vector<double> fractions;
    for (std::size_t i = 0; i < yields.size(); ++i) {
        const std::string name  = "vendor.p" + std::to_string(i);
        const double      gross = run.world().starts_total[run.process(name)].units();
        fractions.push_back(run.on_hand(name) / gross);
        CHECK(run.on_hand(name) + run.world().scrap_total[run.process(name)].units() == Approx(gross).epsilon(1e-12));
    }
    return fractions;
}

const std::vector<std::string> columns{"poisson", "murphy", "seeds_1_over_1_plus_AD", "negative_binomial_alpha2",
                                       "negative_binomial_alpha3"};
const std::vector<std::string> models{"model = \"poisson\"", "model = \"murphy\"", "model = \"seeds\"",
                                      "model = \"negative_binomial\", alpha = 2",
                                      "model = \"negative_binomial\", alpha = 3"};

std::string die_yield(const std::string& model, double area_cm2, double defects_per_cm2) {
    return "{ " + model + ", die_area_mm2 = " + std::to_string(area_cm2 * 100) +
           ", defects_per_cm2 = " + std::to_string(defects_per_cm2) + " }";
}

}   // namespace

// Murphy (1964), Proc. IEEE 52(12); Seeds (1967); Stapper (1973, 1989); Cunningham (1990), IEEE Trans. Semiconductor
// Manufacturing 3(2). 1e-8 relative.
TEST_CASE("a process with a die yield makes the published share of good dies", "[LY-03]") {
    const auto area    = published_column("die_yield", "area_cm2"),
               defects = published_column("die_yield", "defects_per_cm2");
    REQUIRE(area.size() == 16);
    for (std::size_t m = 0; m < models.size(); ++m) {
        std::vector<std::string> yields;
        for (std::size_t row = 0; row < area.size(); ++row)
            yields.push_back(die_yield(models[m], area[row], defects[row]));
        check_column(columns[m], good_fractions(yields), published_column("die_yield", columns[m]), 0, 1e-8);
    }
}

// The same sources. 1e-6; Poisson < negative binomial (3) < (2) < Seeds.
TEST_CASE("at one defect a die, a process makes more good dies the more defects cluster", "[LY-03]") {
    std::vector<std::string> yields;
    for (const std::string& model : models) yields.push_back(die_yield(model, 1, 1));
    const auto found = good_fractions(yields);
    check_column("at AD = 1", found, {0.367879441171442, 0.399576400893728, 0.5, 0.444444444444444, 0.421875}, 1e-6);
    CHECK((found[0] < found[4] && found[4] < found[3] && found[3] < found[2]));
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
