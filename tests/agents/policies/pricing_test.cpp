// Prices as rules of one offer.
#include "agents/policies/pricing/excess_demand.h"
#include "agents/policies/pricing/list.h"
#include "tests/support/catch.h"

using namespace secondsource;

TEST_CASE("a list price does not see demand") {
    const ListPrice policy{{}};
    CHECK(policy.price({.price = 9, .list = 30, .claimed = 1e9, .available = 0}) == 30);
}

TEST_CASE("a price rises with excess demand, falls with excess supply and goes back to the list") {
    const ExcessDemand policy{{.gamma = 0.1, .delta = 0.25, .lowest = 50, .highest = 130}};
    CHECK(policy.price({.price = 100, .list = 100, .claimed = 30, .available = 10}) == Approx(105));
    CHECK(policy.price({.price = 100, .list = 100, .claimed = 10, .available = 30}) == Approx(95));
    CHECK(policy.price({.price = 120, .list = 100, .claimed = 10, .available = 10}) == Approx(115));
    CHECK(policy.price({.price = 100, .list = 100, .claimed = 0, .available = 0}) == 100);
    CHECK(policy.price({.price = 130, .list = 130, .claimed = 5, .available = 0}) == 130);
    CHECK(policy.price({.price = 51, .list = 51, .claimed = 0, .available = 5}) == 50);
}
