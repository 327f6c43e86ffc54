// Demand models.
#include <cmath>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "agents/policies/demand/ar1.h"
#include "agents/policies/demand/constant.h"
#include "agents/policies/demand/csv.h"
#include "agents/policies/demand/distribution.h"
#include "agents/policies/demand/list.h"
#include "agents/policies/demand/normal.h"
#include "agents/policies/demand/poisson.h"
#include "agents/policies/demand/trend.h"
#include "tests/support/catch.h"

using namespace secondsource;

namespace {

/// What the market of a path wants, tick by tick.
std::vector<double> path(const DemandModel& model, int ticks, std::string_view market = "customers.beer") {
    const Chance        chance{11, 0, path_key(market)};
    std::vector<double> state(model.state_size()), wanted;
    model.start(state);
    for (int t = 0; t < ticks; ++t) wanted.push_back(model.wanted(Tick{t}, chance, state));
    return wanted;
}

struct Moments {
    double mean = 0, variance = 0, correlation = 0;   // of one tick with the next
};

Moments moments(const std::vector<double>& path) {
    const auto size = static_cast<double>(path.size());
    Moments    found;
    for (const double x : path) found.mean += x / size;
    for (const double x : path) found.variance += (x - found.mean) * (x - found.mean) / size;
    for (std::size_t t = 1; t < path.size(); ++t) found.correlation += (path[t - 1] - found.mean) * (path[t] - found.mean) / size / found.variance;
    return found;
}

using Path = std::vector<double>;

}  // namespace

TEST_CASE("constant demand steps at its dates") {
    CHECK(path(ConstantDemand{{Schedule{{{Tick{0}, 4}, {Tick{2}, 8}}}}}, 4) == Path{4, 4, 8, 8});
}

TEST_CASE("a trend changes by its slope with every tick") {
    CHECK(path(TrendDemand{{.start = 10, .slope = -4}}, 4) == Path{10, 6, 2, -2});
}

TEST_CASE("autoregressive demand has its mean, variance and correlation from the first tick on") {
    const AutoregressiveDemand model{{.mean = 100, .rho = 0.6, .sd = 4}};
    const Moments              found = moments(path(model, 200'000));
    CHECK(found.mean == Approx(100).margin(0.09));   // four standard errors: 4 ÷ (1 − 0.6) ÷ √200000 × 4
    CHECK(found.variance == Approx(25).epsilon(0.02));
    CHECK(found.correlation == Approx(0.6).margin(0.008));

    std::vector<double> first;   // of many markets
    for (int i = 0; i < 20'000; ++i) first.push_back(path(model, 1, "market" + std::to_string(i))[0]);
    CHECK(moments(first).variance == Approx(25).epsilon(0.05));
}

TEST_CASE("autoregressive demand remembers the last tick") {
    const AutoregressiveDemand model{{.mean = 100, .rho = 0.5, .sd = 0}};
    const Chance               chance{1, 0, path_key("a")};
    std::vector<double>        state{8, 1};
    CHECK(model.wanted(Tick{1}, chance, state) == 104);
    CHECK(model.wanted(Tick{2}, chance, state) == 102);
}

TEST_CASE("Poisson demand comes in whole units with its mean as its variance") {
    const Path    found = path(PoissonDemand{{.mean = 4}}, 100'000);
    const Moments sums  = moments(found);
    CHECK(sums.mean == Approx(4).margin(0.026));
    CHECK(sums.variance == Approx(4).margin(0.08));
    for (const double x : found) CHECK_FALSE((x < 0 || x != std::floor(x)));
}

TEST_CASE("normal demand spreads around a dated mean") {
    const NormalDemand model{{.mean = Schedule{{{Tick{0}, 50}, {Tick{50'000}, 90}}}, .sd = 8}};
    const Path         found = path(model, 100'000);
    const Moments      early = moments(Path(found.begin(), found.begin() + 50'000)), late = moments(Path(found.begin() + 50'000, found.end()));
    CHECK(early.mean == Approx(50).margin(0.15));
    CHECK(late.mean == Approx(90).margin(0.15));
    CHECK(std::sqrt(late.variance) == Approx(8).margin(0.11));
}

TEST_CASE("demand of a discrete distribution takes its values with their probabilities") {
    const Path            found = path(DistributedDemand{{Distribution::discrete(std::vector<double>{0, 2}, std::vector<double>{0.6, 0.4})}}, 50'000);
    double                twos  = 0;
    for (const double x : found) {
        CHECK_FALSE((x != 0 && x != 2));
        twos += x == 2 ? 1 : 0;
    }
    CHECK(twos / 50'000 == Approx(0.4).margin(0.009));
}

TEST_CASE("draws of one tick do not depend on what was drawn before") {
    const PoissonDemand model{{.mean = 4}};
    const Chance        chance{11, 0, path_key("customers.beer")};
    CHECK(model.wanted(Tick{7}, chance, {}) == path(model, 8)[7]);
}

TEST_CASE("a list ends in nothing or begins again") {
    CHECK(path(ListDemand{{.values = {6, 7, 3}}}, 5) == Path{6, 7, 3, 0, 0});
    CHECK(path(ListDemand{{.values = {6, 7, 3}, .repeat = true}}, 5) == Path{6, 7, 3, 6, 7});
    CHECK(path(CsvDemand{{.values = {}, .repeat = true}}, 2) == Path{0, 0});
}

TEST_CASE("a CSV column is found by its name, through quotes, blanks, carriage returns and a byte order mark") {
    std::istringstream text{"\xEF\xBB\xBFweek, \"units, in all\" ,note\r\n1, 6 ,a\r\n\r\n2,\"7.5\",\"b \"\"c\"\", d\"\r\n3,1e2,\r\n"};
    const CsvColumn    column = read_csv_column(text, "units, in all");
    CHECK(column.problem.empty());
    CHECK(column.values == Path{6, 7.5, 100});
}

TEST_CASE("a bad CSV file says what is wrong with it") {
    const auto problem = [](const char* content, const char* column) {
        std::istringstream text{content};
        const CsvColumn    found = read_csv_column(text, column, between(0, 9e9));
        CHECK(found.values.empty());
        return found.problem + (found.help.empty() ? "" : " | " + found.help);
    };
    CHECK(problem("", "units") == "the file is empty | its first line names the columns");
    CHECK(problem("week,units\n1,2\n", "unit") == "the file has no column \"unit\" | did you mean \"units\"?");
    CHECK(problem("week,units\n1,2\n2,many\n", "units") == "line 3 of the file has \"many\" in column \"units\" | every line has a number there");
    CHECK(problem("week,units\n1\n", "units") == "line 2 of the file has nothing in column \"units\" | every line has a number there");
    CHECK(problem("week,units\n1,nan\n", "units") == "line 2 of the file has \"nan\" in column \"units\" | every line has a number there");
    CHECK(problem("week,units\n1,2\n2,-3\n", "units") == "line 3 of the file has -3 in column \"units\" | numbers there are between 0 and 9e+09");
    CHECK(problem("week,units\n1,1e10\n", "units") == "line 2 of the file has 1e10 in column \"units\" | numbers there are between 0 and 9e+09");
    CHECK(problem("week,units\n", "units") == "the file has no line below its heads");
    CHECK(read_csv_column(std::filesystem::path{"no_such_folder/demand.csv"}, "units").problem == "cannot read the file no_such_folder/demand.csv");
    CHECK(read_csv_column(std::filesystem::path{"."}, "units").problem == "cannot read the file .");
}
