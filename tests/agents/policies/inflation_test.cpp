// Order inflation under scarcity.
#include <cmath>
#include <limits>

#include "agents/policies/inflation/fill_rate.h"
#include "agents/policies/inflation/lead_time.h"
#include "tests/support/catch.h"

using namespace secondsource;

TEST_CASE("orders grow with the logarithm of the lead time, and stay true while it is normal") {
    const LeadTimeInflation policy{{.strength = 0.5}};
    // scenarios/facts/behaviour.csv: lead times of H100 were 4 to 5 times the normal ones in 2023.
    CHECK(policy.factor({.quoted_lead_time = 45, .normal_lead_time = 10, .fill_rate = 1}) == Approx(1 + 0.5 * std::log(4.5)).epsilon(1e-14));
    CHECK(policy.factor({.quoted_lead_time = 10, .normal_lead_time = 10, .fill_rate = 0.1}) == 1);
    CHECK(policy.factor({.quoted_lead_time = 2, .normal_lead_time = 10, .fill_rate = 1}) == 1);
    CHECK(policy.factor({.quoted_lead_time = 1, .normal_lead_time = 0, .fill_rate = 1}) == 1);
}

TEST_CASE("orders make up for the share that was not served, up to a limit") {
    const FillRateInflation full{{.strength = 1, .max_factor = 3}};
    CHECK(full.factor({0, 0, 1}) == 1);
    CHECK(full.factor({0, 0, 0.5}) == Approx(2).epsilon(1e-14));
    CHECK(full.factor({0, 0, 0.1}) == 3);
    CHECK(full.factor({0, 0, 0}) == 3);
    CHECK(FillRateInflation{{.strength = 0.5, .max_factor = 3}}.factor({0, 0, 0.25}) == Approx(2).epsilon(1e-14));
    CHECK(FillRateInflation{{.strength = 0, .max_factor = 3}}.factor({0, 0, 0}) == 1);
}
