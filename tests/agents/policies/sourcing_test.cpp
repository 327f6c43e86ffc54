// Sourcing policies over three sources or so.
#include <cmath>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "agents/policies/sourcing/cheapest.h"
#include "agents/policies/sourcing/contingent.h"
#include "agents/policies/sourcing/diversified.h"
#include "agents/policies/sourcing/fastest.h"
#include "agents/policies/sourcing/logit.h"
#include "agents/policies/sourcing/merit.h"
#include "agents/policies/sourcing/shares.h"
#include "agents/policies/sourcing/shortest_queue.h"
#include "agents/policies/sourcing/single.h"
#include "tests/support/catch.h"

using namespace secondsource;

namespace {

/// Three sources: a (seller 0), b and c (both of seller 1).
struct Market {
    std::vector<double>        price{20, 10, 10}, record{1, 1, 0.5}, lead_time{4, 9, 6}, queue{3, 2, 5}, weight{1, 1, 3};
    std::vector<std::int32_t>  priority{2, 1, 1};
    std::vector<std::uint32_t> seller{0, 1, 1};
    std::vector<std::uint8_t>  is_down{0, 0, 0}, takes_orders;
    BuyerView                  buyer{};

    std::vector<double> order(const SourcingPolicy& policy, Amount quantity = Amount::of(100)) const {
        Sources sources;
        sources.count        = seller.size();
        sources.price        = price;
        sources.record       = record;
        sources.lead_time    = lead_time;
        sources.queue        = queue;
        sources.weight       = weight;
        sources.priority     = priority;
        sources.seller       = seller;
        sources.is_down      = is_down;
        sources.takes_orders = takes_orders;
        std::vector<Amount> out(seller.size());
        policy.split(quantity, buyer, sources, out);
        const Amount sum = std::accumulate(out.begin(), out.end(), Amount{});
        CHECK((sum == quantity || sum == Amount{}));   // all of the order, to the part, or none
        std::vector<double> units;
        for (const Amount amount : out) units.push_back(amount.units());
        return units;
    }
};

using Units = std::vector<double>;

std::shared_ptr<const SourcingPolicy> shares(std::vector<std::pair<std::string, Schedule>> by_seller) {
    const std::vector<std::pair<std::string_view, std::uint32_t>> sellers{{"amd", 0}, {"nvidia", 1}};
    return FixedShares{{std::move(by_seller)}}.bound(sellers);
}

}  // namespace

TEST_CASE("a single source is the open one with the lowest priority, then the first") {
    Market market;
    CHECK(market.order(SingleSource{{}}) == Units{0, 100, 0});
    market.takes_orders = {1, 0, 0};
    CHECK(market.order(SingleSource{{}}) == Units{100, 0, 0});
    market.takes_orders = {0, 0, 0};
    CHECK(market.order(SingleSource{{}}) == Units{0, 0, 0});
}

TEST_CASE("the cheapest, the fastest and the shortest queue are three different sources") {
    Market market;
    market.price = {20, 10, 9};
    CHECK(market.order(CheapestSource{{}}) == Units{0, 0, 100});
    CHECK(market.order(FastestSource{{}}) == Units{100, 0, 0});
    CHECK(market.order(ShortestQueue{{}}) == Units{0, 100, 0});
    market.takes_orders = {1, 0, 1};
    CHECK(market.order(ShortestQueue{{}}) == Units{100, 0, 0});
}

TEST_CASE("merit splits by track record over price") {
    CHECK(Market{}.order(Merit{{}}) == Units{25, 50, 25});
}

TEST_CASE("shares go to sellers, and over their links by weight") {
    const auto policy = shares({{"amd", 0.4}, {"nvidia", 0.6}});
    CHECK(Market{}.order(*policy) == Units{40, 15, 45});
    CHECK(policy->named_sellers() == std::vector<std::string_view>{"amd", "nvidia"});
}

TEST_CASE("shares that do not sum to one are relative") {
    CHECK(Market{}.order(*shares({{"amd", 1}, {"nvidia", 3}})) == Units{25, 18.75, 56.25});
}

TEST_CASE("a seller without an open link leaves its share to the others") {
    Market     market;
    const auto policy   = shares({{"amd", 0.4}, {"nvidia", 0.6}});
    market.takes_orders = {0, 1, 1};
    CHECK(market.order(*policy) == Units{0, 25, 75});
    market.takes_orders = {1, 0, 1};
    CHECK(market.order(*policy) == Units{40, 0, 60});
    market.takes_orders = {1, 0, 0};
    CHECK(market.order(*policy) == Units{100, 0, 0});
    CHECK(market.order(*shares({{"nvidia", 1}})) == Units{0, 0, 0});   // nobody else is named
}

TEST_CASE("shares follow their dates") {
    Market     market;
    const auto policy = shares({{"amd", Schedule{{{Tick{0}, 0}, {Tick{10}, 1}}}}, {"nvidia", Schedule{{{Tick{0}, 1}, {Tick{10}, 3}}}}});
    market.buyer.now  = Tick{9};
    CHECK(market.order(*policy) == Units{0, 25, 75});
    market.buyer.now = Tick{10};
    CHECK(market.order(*policy) == Units{25, 18.75, 56.25});
}

TEST_CASE("shares of sellers that do not sell here are left to the others") {
    CHECK(Market{}.order(*shares({{"cerebras", 0.5}, {"amd", 0.5}})) == Units{100, 0, 0});
}

TEST_CASE("a third of an odd amount is split to the part") {
    Market market;
    market.seller = {0, 1, 2};
    market.order(*FixedShares{{{{"x", 1.0}, {"y", 1.0}, {"z", 1.0}}}}.bound(
                     std::vector<std::pair<std::string_view, std::uint32_t>>{{"x", 0}, {"y", 1}, {"z", 2}}),
                 Amount::of_parts(1'000'000'001));
}

TEST_CASE("unbound shares refuse to order") {
    CHECK_THROWS_AS(Market{}.order(FixedShares{{{{"amd", 1.0}}}}), BrokenInvariant);
}

TEST_CASE("a logit choice counts waiting as a cost") {
    Market market;
    market.price     = {20, 10, 10};
    market.lead_time = {4, 14, 14};   // with 1 USD a tick all cost 24
    const Units even = market.order(Logit{{.sensitivity = 2, .waiting_cost = 1}});
    CHECK(even[0] == Approx(100.0 / 3));
    CHECK(even[1] == Approx(100.0 / 3));
    // Without waiting the two cheap ones are e^(0.1 × 10) times as likely.
    const Units cheap = market.order(Logit{{.sensitivity = 0.1, .waiting_cost = 0}});
    CHECK(cheap[1] / cheap[0] == Approx(std::exp(1.0)));
    CHECK(market.order(Logit{{.sensitivity = 1e6, .waiting_cost = 0}}) == Units{0, 50, 50});
}

TEST_CASE("a contingent buyer leaves the primary only while it is down") {
    Market market;
    CHECK(market.order(Contingent{{}}) == Units{0, 100, 0});
    market.is_down = {0, 1, 0};
    CHECK(market.order(Contingent{{}}) == Units{0, 0, 100});
    market.is_down = {0, 1, 1};
    CHECK(market.order(Contingent{{}}) == Units{100, 0, 0});
    market.is_down = {1, 1, 1};
    CHECK(market.order(Contingent{{}}) == Units{0, 100, 0});
}

TEST_CASE("with inventory first only what the next tick lacks is rerouted, and the rest waits at the primary") {
    const Contingent policy{{.reroute = Reroute::when_short}};
    Market           market;
    market.buyer = {.now = Tick{0}, .on_hand = Amount::of(30), .owed = Amount::of(5), .forecast = 40};
    CHECK(market.order(policy) == Units{0, 100, 0});
    market.is_down = {0, 1, 0};
    CHECK(market.order(policy) == Units{0, 85, 15});
    market.buyer.on_hand = Amount::of(45);
    CHECK(market.order(policy) == Units{0, 100, 0});
    market.buyer.owed = Amount::of(500);
    CHECK(market.order(policy) == Units{0, 0, 100});
}

TEST_CASE("a diversified buyer fills the best source up to a supplier's cap, then the next") {
    Market market;
    market.seller = {0, 1, 2};
    market.price  = {20, 10, 15};
    CHECK(market.order(Diversified{{.max_share = 0.5}}) == Units{0, 50, 50});
    CHECK(market.order(Diversified{{.max_share = 0.4}}) == Units{20, 40, 40});
    CHECK(market.order(Diversified{{.max_share = 1}}) == Units{0, 100, 0});
    market.record = {1, 0.2, 0.5};   // record over price: 0.05, 0.02, 0.033
    CHECK(market.order(Diversified{{.max_share = 0.6, .prefer = Prefer::merit}}) == Units{60, 0, 40});
}

TEST_CASE("links of one supplier share its cap") {
    CHECK(Market{}.order(Diversified{{.max_share = 0.7}}) == Units{30, 70, 0});
}

TEST_CASE("with fewer suppliers than the cap asks for each has an equal part") {
    Market market;
    CHECK(market.order(Diversified{{.max_share = 0.1}}) == Units{50, 50, 0});
    market.seller = {0, 1, 2};
    market.order(Diversified{{.max_share = 0.1}}, Amount::of_parts(100));   // adds up although thirds do not
    market.takes_orders = {1, 0, 0};
    CHECK(market.order(Diversified{{.max_share = 0.1}}) == Units{100, 0, 0});
}
