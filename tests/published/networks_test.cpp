// Flows and structure of networks whose answers are printed in books and papers.
#include <cstddef>

#include "sim/network/graph.h"
#include "tests/support/catch.h"

using namespace secondsource;

namespace {

/// The maximum flow that is left when one arc is taken away, arc by arc.
std::vector<std::int64_t> without_each(std::uint32_t vertices, const std::vector<Arc>& arcs, std::uint32_t source,
                                       std::uint32_t sink) {
    std::vector<std::int64_t> values;
    for (std::size_t gone = 0; gone < arcs.size(); ++gone) {
        std::vector<Arc> rest = arcs;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(gone));
        values.push_back(max_flow(vertices, rest, source, sink).value);
    }
    return values;
}

/// The least cost of a transportation problem: plants by row, customers by column, any amount on each way.
MinCostFlow transport(const std::vector<std::vector<std::int64_t>>& cost, const std::vector<std::int64_t>& supply,
                      const std::vector<std::int64_t>& demand) {
    std::vector<std::int64_t> balance = supply;
    for (const std::int64_t wanted : demand) balance.push_back(-wanted);
    std::vector<Arc> arcs;
    for (std::uint32_t plant = 0; plant < supply.size(); ++plant)
        for (std::uint32_t customer = 0; customer < demand.size(); ++customer)
            arcs.push_back({.from     = plant,
                            .to       = static_cast<std::uint32_t>(supply.size()) + customer,
                            .capacity = supply[plant],
                            .cost     = cost[plant][customer]});
    return min_cost_flow(balance, arcs);
}

}   // namespace

// Cormen, Leiserson, Rivest and Stein, Introduction to Algorithms, chapter on maximum flow (the Lucky Puck network).
TEST_CASE("the textbook network of Cormen et al. carries 23 and is cut at 12 + 7 + 4", "[NW-01]") {
    constexpr std::uint32_t s = 0, v1 = 1, v2 = 2, v3 = 3, v4 = 4, t = 5;
    const std::vector<Arc>  arcs{{s, v1, 16},  {s, v2, 13}, {v1, v3, 12}, {v2, v1, 4}, {v3, v2, 9},
                                {v2, v4, 14}, {v4, v3, 7}, {v3, t, 20},  {v4, t, 4}};
    const MaxFlow           found = max_flow(6, arcs, s, t);
    CHECK(found.value == 23);
    CHECK(found.cut == std::vector<std::uint32_t>{2, 6, 8});   // v1 → v3, v4 → v3, v4 → t
    CHECK(without_each(6, arcs, s, t) == std::vector<std::int64_t>{13, 12, 11, 23, 23, 12, 16, 4, 19});
}

// DIMACS, first implementation challenge (Network Flows and Matching, 1991), sample.max.
TEST_CASE("the DIMACS sample of a maximum flow carries 15", "[NW-01]") {
    const std::vector<Arc> arcs{{0, 1, 5}, {0, 2, 15}, {1, 3, 5},  {1, 4, 5},
                                {2, 3, 5}, {2, 4, 5},  {3, 5, 15}, {4, 5, 5}};
    CHECK(max_flow(6, arcs, 0, 5).value == 15);
}

// DIMACS, first implementation challenge (Network Flows and Matching, 1991), sample.min; method: Ahuja, Magnanti and
// Orlin, Network Flows.
TEST_CASE("the DIMACS sample of a minimum-cost flow costs 14", "[NW-02]") {
    const std::vector<Arc> arcs{{0, 1, 4, 2}, {0, 2, 2, 2}, {1, 2, 2, 1}, {1, 3, 3, 3}, {2, 3, 5, 1}};
    const MinCostFlow      found = min_cost_flow(std::vector<std::int64_t>{4, 0, 0, -4}, arcs);
    CHECK(found.shipped == 4);
    CHECK(found.cost == 14);
}

// Winston, Operations Research: Applications and Algorithms, chapter on transportation (Powerco).
TEST_CASE("Winston's Powerco sends its electricity for 1020", "[NW-02]") {
    const MinCostFlow found =
        transport({{8, 6, 10, 9}, {9, 12, 13, 7}, {14, 9, 16, 5}}, {35, 50, 40}, {45, 20, 30, 30});
    CHECK(found.shipped == 125);
    CHECK(found.cost == 1020);
}

// Taha, Operations Research: An Introduction, chapter on transportation (SunRay).
TEST_CASE("Taha's SunRay sends its grain for 435", "[NW-02]") {
    const MinCostFlow found =
        transport({{10, 2, 20, 11}, {12, 7, 9, 20}, {4, 14, 16, 18}}, {15, 25, 10}, {5, 15, 15, 15});
    CHECK(found.shipped == 50);
    CHECK(found.cost == 435);
}

// Zachary, An information flow model for conflict and fission in small groups, J. Anthropological Research 33, 1977.
TEST_CASE("the karate club hangs together by member 1 alone", "[NW-03]") {
    std::vector<Arc> ties{{1, 2},   {1, 3},   {1, 4},   {1, 5},   {1, 6},   {1, 7},   {1, 8},   {1, 9},   {1, 11},
                          {1, 12},  {1, 13},  {1, 14},  {1, 18},  {1, 20},  {1, 22},  {1, 32},  {2, 3},   {2, 4},
                          {2, 8},   {2, 14},  {2, 18},  {2, 20},  {2, 22},  {2, 31},  {3, 4},   {3, 8},   {3, 9},
                          {3, 10},  {3, 14},  {3, 28},  {3, 29},  {3, 33},  {4, 8},   {4, 13},  {4, 14},  {5, 7},
                          {5, 11},  {6, 7},   {6, 11},  {6, 17},  {7, 17},  {9, 31},  {9, 33},  {9, 34},  {10, 34},
                          {14, 34}, {15, 33}, {15, 34}, {16, 33}, {16, 34}, {19, 33}, {19, 34}, {20, 34}, {21, 33},
                          {21, 34}, {23, 33}, {23, 34}, {24, 26}, {24, 28}, {24, 30}, {24, 33}, {24, 34}, {25, 26},
                          {25, 28}, {25, 32}, {26, 32}, {27, 30}, {27, 34}, {28, 34}, {29, 32}, {29, 34}, {30, 33},
                          {30, 34}, {31, 33}, {31, 34}, {32, 33}, {32, 34}, {33, 34}};
    REQUIRE(ties.size() == 78);
    for (Arc& tie : ties) tie = {.from = tie.from - 1, .to = tie.to - 1};   // members count from 1
    CHECK(articulation_points(34, ties) == std::vector<std::uint32_t>{0});
}

// Krackhardt, Assessing the political landscape, Administrative Science Quarterly 35, 1990.
TEST_CASE("Krackhardt's kite hangs its tail on members 7 and 8", "[NW-03]") {
    const std::vector<Arc> ties{{0, 1}, {0, 2}, {0, 3}, {0, 5}, {1, 3}, {1, 4}, {1, 6}, {2, 3}, {2, 5},
                                {3, 4}, {3, 5}, {3, 6}, {4, 6}, {5, 6}, {5, 7}, {6, 7}, {7, 8}, {8, 9}};
    CHECK(articulation_points(10, ties) == std::vector<std::uint32_t>{7, 8});
}
