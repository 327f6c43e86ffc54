// Names decide nothing: a world whose agents or products are called something else, and so stand in other rows, does the same.

#include <string>
#include <vector>

#include "sim/run/observables.h"
#include "tests/support/catch.h"
#include "tests/support/small_world.h"

using namespace secondsource;

namespace {

std::string replaced(std::string text, const std::string& word, const std::string& by) {
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += by.size()) text.replace(at, word.size(), by);
    return text;
}

/// An observable of a row, tick by tick.
std::vector<double> course(const std::string& tables, const std::string& table, const std::string& entity, const std::string& column, int ticks) {
    SmallWorld          world{tables};
    std::vector<double> values;
    for (int t = 0; t < ticks; ++t) {
        world.run(1);
        for (const NamedRow& row : rows_of(world.network(), table))
            for (const Observable& quantity : observables())
                if (row.name == entity && quantity.table == table && quantity.column == column) values.push_back(quantity.value(world.world(), row.row));
    }
    REQUIRE(values.size() == static_cast<std::size_t>(ticks));
    return values;
}

/// The same whatever stands for NAME.
std::vector<double> course_by_any_name(const std::string& tables, const std::string& table, const std::string& entity, const std::string& column, int ticks) {
    const auto named = [&](const std::string& name) { return course(replaced(tables, "NAME", name), table, replaced(entity, "NAME", name), column, ticks); };
    const auto first = named("aa");
    CHECK(named("zz") == first);
    return first;
}

}  // namespace

TEST_CASE("a plan on the last tick does not see this tick's production orders, lots or not") {
    for (const std::string lot : {"", "lot_units = 4"})
        for (const std::string rule : {"material_plan", "base_stock\", level_units = 0, note = \""}) {
            const std::string tables = "[[product]]\nname = \"NAME\"\n[[product]]\nname = \"out\"\n[[agent]]\nname = \"v\"\nkind = \"chip_vendor\"\n"
                "[[agent.process]]\nname = \"make\"\noutput = \"out\"\ncycle_time_periods = 1\n" + lot + "\ninputs = [{ product = \"NAME\", units = 1 }]\n"
                "[[agent.requirement]]\nproduct = \"out\"\nreplenishment = { policy = \"base_stock\", level_units = 0 }\nplans_on = \"last_tick\"\n"
                "[[agent.requirement]]\nproduct = \"NAME\"\nreplenishment = { policy = \"" + rule + "\" }\nplans_on = \"last_tick\"\n[[agent.offer]]\nproduct = \"out\"\n"
                "[[agent]]\nname = \"customers\"\nkind = \"market\"\nproduct = \"out\"\ndemand = { model = \"list\", units = [3, 5, 1, 7, 2, 6, 3, 4] }\n"
                "[[agent]]\nname = \"p\"\nkind = \"source\"\nproduct = \"NAME\"\n[[link]]\nseller = \"p\"\nproduct = \"NAME\"\nbuyer = \"v\"\nlead_time_periods = 1\n"
                "[[link]]\nseller = \"v\"\nproduct = \"out\"\nbuyer = \"customers\"\n";
            const auto ordered = course_by_any_name(tables, "requirement", "v.NAME", "ordered", 8);
            // Demand of one tick is planned for in the next, kits for that in the one after.
            if (lot.empty()) CHECK(ordered == std::vector<double>{0, 0, 3, 5, 1, 7, 2, 6});
            else CHECK(ordered == std::vector<double>{0, 0, 4, 4, 4, 4, 4, 4});
        }
}

TEST_CASE("nobody sees in its review what a neighbour cancels in this tick") {
    for (const std::string plans : {"this_tick\"\ninitial_units = 5\nnote = \"order delay", "last_tick"})
        course_by_any_name("[[product]]\nname = \"g\"\n[[agent]]\nname = \"customers\"\nkind = \"market\"\nproduct = \"g\"\n"
            "demand = { model = \"list\", units = [10, 10, 10, 0, 0, 0, 0, 0, 0, 0] }\n"
            "[[agent]]\nname = \"NAME\"\nkind = \"stage\"\nproduct = \"g\"\ninitial_units = 20\nforecast = { policy = \"naive\", initial_units_per_period = 10 }\n"
            "replenishment = { policy = \"base_stock\", cover_periods = 3, cancels = true }\n"
            "[[agent]]\nname = \"m\"\nkind = \"stage\"\nproduct = \"g\"\nreplenishment = { policy = \"base_stock\", level_units = 5 }\nplans_on = \"" + plans + "\"\n"
            "[[agent]]\nname = \"p\"\nkind = \"source\"\nproduct = \"g\"\nship_max_units_per_period = 2\n"
            "[[link]]\nseller = \"p\"\nproduct = \"g\"\nbuyer = \"m\"\nlead_time_periods = 2\n"
            "[[link]]\nseller = \"m\"\nproduct = \"g\"\nbuyer = \"NAME\"\norder_delay_periods = 1\nlead_time_periods = 1\n"
            "[[link]]\nseller = \"NAME\"\nproduct = \"g\"\nbuyer = \"customers\"\n", "requirement", "m.g", "ordered", 10);
}

TEST_CASE("an echelon position is looked at after all that is downstream has ordered, order delays or not") {
    std::string tables = "[[product]]\nname = \"g\"\n[[agent]]\nname = \"customers\"\nkind = \"market\"\nproduct = \"g\"\n"
                         "demand = { model = \"list\", units = [3, 5, 1, 7, 2, 6, 3, 4, 2, 8] }\n";
    for (const std::string stage : {"d", "NAME", "b", "m"})
        tables += "[[agent]]\nname = \"" + stage + "\"\nkind = \"stage\"\nproduct = \"g\"\ninitial_units = 10\n" +
                  (stage == "m" ? "replenishment = { policy = \"echelon_base_stock\", level_units = 50 }\n" : "replenishment = { policy = \"base_stock\", level_units = 10 }\n") +
                  (stage == "NAME" ? "sourcing = { policy = \"shares\", shares = { b = 0.5, e = 0.5 } }\n" : "");
    for (const std::string source : {"e", "f"}) tables += "[[agent]]\nname = \"" + source + "\"\nkind = \"source\"\nproduct = \"g\"\n";
    for (const auto& [seller, buyer] : std::vector<std::pair<std::string, std::string>>{{"f", "m"}, {"m", "b"}, {"b", "NAME"}, {"e", "NAME"}, {"NAME", "d"}})
        tables += "[[link]]\nseller = \"" + seller + "\"\nproduct = \"g\"\nbuyer = \"" + buyer + "\"\nlead_time_periods = 1\n" + (seller == "b" ? "order_delay_periods = 1\n" : "");
    tables += "[[link]]\nseller = \"d\"\nproduct = \"g\"\nbuyer = \"customers\"\n";
    course_by_any_name(tables, "requirement", "m.g", "ordered", 10);
}

TEST_CASE("where a shared stock suffices for all, the claims of its users do not hang on whose turn comes first") {
    const auto starts = course_by_any_name("[[product]]\nname = \"raw\"\n[[product]]\nname = \"x\"\n[[product]]\nname = \"y\"\n"
        "[[agent]]\nname = \"fab\"\nkind = \"foundry\"\n[[agent.pool]]\nname = \"n\"\ncapacity_units_per_period = 4\n"
        "[[agent]]\nname = \"NAME\"\nkind = \"chip_vendor\"\n[[agent.stock]]\nproduct = \"raw\"\ninitial_units = 20\n"
        "[[agent.process]]\nname = \"p0\"\noutput = \"x\"\npool = \"fab.n\"\ncycle_time_periods = 1\ninputs = [{ product = \"raw\", units = 1 }]\n"
        "[[agent.process]]\nname = \"p1\"\noutput = \"y\"\ncycle_time_periods = 1\ninputs = [{ product = \"raw\", units = 1 }]\n"
        "[[agent.requirement]]\nproduct = \"x\"\nreplenishment = { policy = \"base_stock\", level_units = 40 }\n"
        "[[agent.requirement]]\nproduct = \"y\"\nreplenishment = { policy = \"base_stock\", level_units = 10 }\n"
        "[[agent]]\nname = \"rival\"\nkind = \"chip_vendor\"\n[[agent.process]]\nname = \"q\"\noutput = \"x\"\npool = \"fab.n\"\ncycle_time_periods = 1\n"
        "[[agent.requirement]]\nproduct = \"x\"\nreplenishment = { policy = \"base_stock\", level_units = 20 }\n", "process", "NAME.p0", "starts", 1);
    CHECK(starts == std::vector<double>{2});   // claims of 20, which all of the raw stock allows, and 20 on a pool of 4
}

TEST_CASE("capacity is allotted by orders in what the pool is counted in, however many units a start makes") {
    const auto starts = [](int units) {
        std::string tables = "[[product]]\nname = \"die\"\n[[agent]]\nname = \"fab\"\nkind = \"foundry\"\n"
                             "[[agent.pool]]\nname = \"n\"\ncapacity_units_per_period = [{ at = 0, value = 0 }, { at = 6, value = 10 }]\nallocation = \"first_come\"\n";
        const std::string per = std::to_string(units), ten = std::to_string(10 * units), nine = std::to_string(9 * units);
        for (const auto& [vendor, wanted] : std::vector<std::pair<std::string, std::string>>{{"a", per + ", 0, " + nine}, {"b", "0, " + ten + ", 0"}})
            tables += "[[agent]]\nname = \"" + vendor + "\"\nkind = \"chip_vendor\"\n[[agent.process]]\nname = \"make\"\noutput = \"die\"\noutput_units_per_start = " + per +
                      "\npool = \"fab.n\"\ncycle_time_periods = 1\n[[agent.requirement]]\nproduct = \"die\"\nreplenishment = { policy = \"base_stock\", level_units = 0 }\n"
                      "[[agent.offer]]\nproduct = \"die\"\n[[agent]]\nname = \"m" + vendor + "\"\nkind = \"market\"\nproduct = \"die\"\ndemand = { model = \"list\", units = [" + wanted +
                      "] }\n[[link]]\nseller = \"" + vendor + "\"\nproduct = \"die\"\nbuyer = \"m" + vendor + "\"\n";
        return course(tables, "process", "a.make", "starts", 8);
    };
    CHECK(starts(1) == std::vector<double>{0, 0, 0, 0, 0, 0, 1, 9});   // the first order of all, then the last
    CHECK(starts(60) == starts(1));
}
