// Draws are a function of who asks, when and what for.
#include "sim/base/chance.h"

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "tests/support/catch.h"

using namespace secondsource;

TEST_CASE("equal questions get equal answers in any order") {
    const Chance        chance(7, 3, path_key("tsmc.n3"));
    std::vector<double> forwards, backwards;
    for (int t = 0; t < 100; ++t) forwards.push_back(chance.uniform(Tick{t}, Purpose::yield));
    for (int t = 99; t >= 0; --t) backwards.insert(backwards.begin(), Chance(chance).uniform(Tick{t}, Purpose::yield));
    CHECK(forwards == backwards);
}

TEST_CASE("seed, replication, entity, tick, purpose and number each change the draw") {
    std::set<std::uint64_t> draws;
    int                     count = 0;
    for (std::uint64_t seed : {0, 1, 2})
        for (std::uint64_t replication : {0, 1, 2})
            for (const char* path : {"a", "b", "a.b"})
                for (std::int64_t tick : {-1L, 0L, 1L, 1L << 40})
                    for (Purpose purpose : {Purpose::demand, Purpose::yield})
                        for (std::uint32_t k : {0u, 1u, 2u}) {
                            draws.insert(Chance(seed, replication, path_key(path)).bits(Tick{tick}, purpose, k));
                            ++count;
                        }
    CHECK(static_cast<int>(draws.size()) == count);
}

TEST_CASE("the key of a path and the first draw never change") {
    // Moving any of these moves every result that was ever published. The values come from a second implementation.
    CHECK(path_key("") == 0xf52a15e9a9b5e89bu);
    CHECK(path_key("tsmc.n3") == 0xa5e3a19578c7b3b4u);
    CHECK(Chance(1, 0, path_key("tsmc.n3")).bits(Tick{0}, Purpose::demand) == 0xc159ceb66188998fu);
}

TEST_CASE("uniform draws are open, even and uncorrelated") {
    const Chance chance(1, 0, path_key("x"));
    constexpr int n = 1000000;
    double sum = 0, sum_of_squares = 0, product = 0, before = 0.5;
    int    in_last_tenth = 0;
    for (int t = 0; t < n; ++t) {
        const double u = chance.uniform(Tick{t}, Purpose::demand);
        REQUIRE(u > 0);
        REQUIRE(u < 1);
        sum += u;
        sum_of_squares += u * u;
        product += (u - 0.5) * (before - 0.5);
        in_last_tenth += u > 0.9;
        before = u;
    }
    // Four standard errors each.
    CHECK(std::abs(sum / n - 0.5) < 4 * std::sqrt(1.0 / 12 / n));
    CHECK(std::abs(sum_of_squares / n - 1.0 / 3) < 4 * std::sqrt(4.0 / 45 / n));
    CHECK(std::abs(product / n) < 4 * (1.0 / 12) / std::sqrt(n));
    CHECK(std::abs(in_last_tenth - n * 0.1) < 4 * std::sqrt(n * 0.09));
}

TEST_CASE("neighbouring paths and replications have nothing in common") {
    constexpr int n = 20000;
    const auto    correlation = [](const auto& left, const auto& right) {
        double sum = 0;
        for (int i = 0; i < n; ++i) sum += (left(i) - 0.5) * (right(i) - 0.5);
        return sum / n * 12;
    };
    const auto path = [](const std::string& name) {
        return [chance = Chance(1, 0, path_key(name))](int i) { return chance.uniform(Tick{i}, Purpose::demand); };
    };
    const auto replication = [](std::uint64_t offset) {
        return [offset](int i) {
            return Chance(1, static_cast<std::uint64_t>(i) + offset, 5).uniform(Tick{0}, Purpose::demand);
        };
    };
    CHECK(std::abs(correlation(path("vendor_1"), path("vendor_2"))) < 4 / std::sqrt(n));
    CHECK(std::abs(correlation(replication(0), replication(1))) < 4 / std::sqrt(n));
    CHECK(correlation(path("vendor_1"), path("vendor_1")) == Approx(1).margin(0.05));
}
