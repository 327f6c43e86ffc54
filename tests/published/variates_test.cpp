// Published results for random numbers and variates: MC-01, MC-02 (draws), MC-10, SO-01.
#include <array>
#include <cmath>
#include <algorithm>
#include <string>
#include <vector>

#include "sim/base/chance.h"
#include "sim/base/distribution.h"
#include "tests/support/catch.h"

using namespace secondsource;

TEST_CASE("MC-01: Philox gives its published known answers") {
    // Salmon et al. (2011), SC'11, Random123 kat_vectors, philox4x32 with 10 rounds. Exact.
    using Counter = std::array<std::uint32_t, 4>;
    CHECK(philox4x32({0, 0, 0, 0}, {0, 0}) == Counter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    constexpr std::uint32_t ones = 0xffffffff;
    CHECK(philox4x32({ones, ones, ones, ones}, {ones, ones}) == Counter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
          Counter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("MC-02: one more entity that draws leaves the others' draws as they were") {
    // L'Ecuyer et al. (2002), Operations Research 50(6): independent streams. Exact.
    const auto run = [](const std::vector<std::string>& cast) {
        std::vector<std::pair<std::string, double>> draws;
        for (int t = 0; t < 50; ++t) {
            for (const std::string& path : cast) {
                draws.emplace_back(path, Chance(42, 7, path_key(path)).uniform(Tick{t}, Purpose::demand));
            }
        }
        return draws;
    };
    const auto before = run({"asml", "nvidia", "tsmc"});
    auto       after = run({"asml", "intel", "nvidia", "tsmc"});
    std::erase_if(after, [](const auto& draw) { return draw.first == "intel"; });
    CHECK(before == after);
}

TEST_CASE("MC-10: variates have the moments of their distributions") {
    // Closed forms; one million draws each; mean within four standard errors, variance within 2 per cent.
    struct Row {
        const char*  path;
        Distribution law;
        double       mean;
        double       variance;
    };
    const std::vector<Row> rows = {
        {"uniform", Distribution::uniform(0, 1), 0.5, 0.0833333333333333},
        {"exponential", Distribution::exponential(2), 2.0, 4.0},
        {"normal", Distribution::normal(0, 1), 0.0, 1.0},
        {"lognormal", Distribution::lognormal(0, 0.5), 1.13314845306683, 0.364695854012387},
        {"gamma", Distribution::gamma(2.5, 2), 5.0, 10.0},
        {"poisson", Distribution::poisson(3.7), 3.7, 3.7},
        {"triangular", Distribution::triangular(0, 1, 4), 1.66666666666667, 0.722222222222222},
        {"weibull", Distribution::weibull(1, 1.5), 0.902745292950934, 0.375690284813932},
        {"beta", Distribution::beta(2, 5), 0.285714285714286, 0.0255102040816327},
        {"geometric", Distribution::geometric(0.3), 2.33333333333333, 7.77777777777778},
    };
    constexpr int draws = 1000000;
    for (const Row& row : rows) {
        CAPTURE(row.path);
        const Chance chance(1, 0, path_key(row.path));
        double       sum = 0, squares = 0;
        for (int t = 0; t < draws; ++t) {
            const double off = row.law.sample(chance, Tick{t}, Purpose::demand) - row.mean;
            sum += off;
            squares += off * off;
        }
        const double error = sum / draws;
        const double variance = squares / draws - error * error;
        CHECK(std::abs(error) <= 4 * std::sqrt(variance / draws));
        CHECK(variance == Approx(row.variance).epsilon(0.02));
        CHECK(row.law.mean() == Approx(row.mean).epsilon(0).margin(1e-12));
        CHECK(row.law.variance() == Approx(row.variance).epsilon(1e-12));
    }
}

TEST_CASE("SO-01: the first of several lead times comes as early as order statistics say") {
    // Order statistics; Sculli and Wu (1981), J. Operational Research Society 32(11); Clark (1961), Operations
    // Research 9(2). Means over 400 000 orders; 1 per cent, for the normal 0.5 per cent.
    constexpr std::array<int, 6> suppliers = {1, 2, 3, 4, 5, 8};
    const auto check = [&](const Distribution& law, bool first, std::array<double, 6> expected, double tolerance) {
        constexpr int       orders = 400000;
        std::vector<Chance> luck;
        for (int i = 0; i < 8; ++i) luck.emplace_back(1, 0, path_key("supplier_" + std::to_string(i)));
        std::array<double, 6> sum{};
        for (int t = 0; t < orders; ++t) {
            std::array<double, 8> lead_times;
            for (std::size_t i = 0; i < 8; ++i) lead_times[i] = law.sample(luck[i], Tick{t}, Purpose::lead_time);
            for (std::size_t row = 0; row < suppliers.size(); ++row) {
                const auto end = lead_times.begin() + suppliers[row];
                sum[row] += first ? *std::min_element(lead_times.begin(), end) : *std::max_element(lead_times.begin(), end);
            }
        }
        for (std::size_t row = 0; row < suppliers.size(); ++row) {
            CAPTURE(law.name(), suppliers[row], first);
            CHECK(sum[row] / orders == Approx(expected[row]).epsilon(tolerance));
        }
    };
    check(Distribution::exponential(8), true, {8.0, 4.0, 2.66666666666667, 2.0, 1.6, 1.0}, 0.01);
    check(Distribution::uniform(4, 16), true, {10.0, 8.0, 7.0, 6.4, 6.0, 5.33333333333333}, 0.01);
    check(Distribution::weibull(10, 2), true,
          {8.86226925452758, 6.2665706865775, 5.11663353973244, 4.43113462726379, 3.96332729760601, 3.13328534328875},
          0.01);
    check(Distribution::normal(20, 3), true,
          {20.0, 18.3074312493567, 17.4611468740351, 16.9118738809881, 16.5111065790784, 15.7291990818642}, 0.005);
    check(Distribution::exponential(8), false,
          {8.0, 12.0, 14.6666666666667, 16.6666666666667, 18.2666666666667, 21.7428571428571}, 0.01);
}
