// Levels and loops, single points of failure, flows and pictures on graphs small enough to check by eye.
#include "sim/network/graph.h"

#include <algorithm>
#include <limits>
#include <random>

#include "sim/base/check.h"
#include "tests/support/catch.h"

using namespace secondsource;

namespace {

using Vertices = std::vector<std::uint32_t>;

/// The arcs that leave a vertex minus those that enter it, in flow.
std::int64_t net_outflow(std::uint32_t vertex, const std::vector<Arc>& arcs, const std::vector<std::int64_t>& flow) {
    std::int64_t net = 0;
    for (std::size_t i = 0; i < arcs.size(); ++i) {
        if (arcs[i].from == vertex) net += flow[i];
        if (arcs[i].to == vertex) net -= flow[i];
    }
    return net;
}

}   // namespace

TEST_CASE("components are what hangs together, counted from the lowest vertex") {
    const std::vector<Arc> arcs{{5, 1}, {2, 5}, {3, 3}, {6, 4}};
    CHECK(components(7, arcs) == Vertices{0, 1, 1, 2, 3, 1, 3});
    CHECK(components(0, {}).empty());
    CHECK(components(3, {}) == Vertices{0, 1, 2});
}

TEST_CASE("a vertex stands one level above the highest that leads to it") {
    // 0 → 1 → 2 → 4, with a short cut 0 → 2, an entrance 3 → 4 and 5 by itself.
    const std::vector<Arc> arcs{{0, 2}, {2, 4}, {0, 1}, {1, 2}, {3, 4}};
    const Levels           found = levels(6, arcs);
    CHECK(found.of == Vertices{0, 1, 2, 0, 3, 0});
    CHECK(found.count == 4);
    CHECK(found.loop.empty());
}

TEST_CASE("a graph without arcs has one level and a graph without vertices none") {
    CHECK(levels(3, {}).of == Vertices{0, 0, 0});
    CHECK(levels(3, {}).count == 1);
    CHECK(levels(0, {}).of.empty());
    CHECK(levels(0, {}).count == 0);
    CHECK(levels(0, {}).loop.empty());
}

TEST_CASE("parallel arcs do not raise a level twice") {
    CHECK(levels(2, std::vector<Arc>{{0, 1}, {0, 1}}).of == Vertices{0, 1});
}

TEST_CASE("levels do not depend on the order of the arcs") {
    std::vector<Arc> arcs;
    for (std::uint32_t i = 0; i < 60; ++i) arcs.push_back({i % 20, i % 20 + 1 + i % 7});
    const Levels first = levels(27, arcs);
    std::reverse(arcs.begin(), arcs.end());
    CHECK(levels(27, arcs).of == first.of);
    for (const Arc& arc : arcs) CHECK(first.of[arc.from] < first.of[arc.to]);
}

TEST_CASE("a loop is named in the order of its arrows, without what only leads to it or away") {
    // 0 → 5 → 3 → 1 → 5 and 1 → 4: the loop is 1 → 5 → 3 → 1.
    const Levels found = levels(6, std::vector<Arc>{{0, 5}, {5, 3}, {3, 1}, {1, 4}, {1, 5}});
    CHECK(found.loop == Vertices{1, 5, 3});
    CHECK(found.of.empty());
    CHECK(found.count == 0);
}

TEST_CASE("of two loops through one vertex the shorter is named") {
    const Levels found = levels(5, std::vector<Arc>{{0, 1}, {1, 2}, {2, 3}, {3, 0}, {1, 4}, {4, 0}});
    CHECK(found.loop == Vertices{0, 1, 4});
}

TEST_CASE("a vertex that leads to itself is a loop of one") {
    CHECK(levels(3, std::vector<Arc>{{0, 1}, {1, 2}, {2, 2}}).loop == Vertices{2});
}

TEST_CASE("a tie of two that supply each other is a loop of two") {
    CHECK(levels(3, std::vector<Arc>{{0, 1}, {2, 1}, {1, 2}}).loop == Vertices{1, 2});
}

TEST_CASE("a chain of four hundred thousand has as many levels") {
    constexpr std::uint32_t vertices = 400'000;
    constexpr std::uint32_t reach    = 5;   // each leads to the five after it: two million arcs
    std::vector<Arc>        arcs;
    for (std::uint32_t from = 0; from < vertices; ++from)
        for (std::uint32_t to = from + 1; to <= std::min(from + reach, vertices - 1); ++to) arcs.push_back({from, to});
    CHECK(levels(vertices, arcs).count == vertices);

    arcs.push_back({vertices - 1, 0});
    CHECK(levels(vertices, arcs).loop.size() == (vertices - 1 + reach - 1) / reach + 1);
}

TEST_CASE("an arc must join vertices of the graph") {
    const std::vector<Arc> stray{{0, 2}};
    CHECK_THROWS_AS(levels(2, stray), BrokenInvariant);
    CHECK_THROWS_AS(articulation_points(2, stray), BrokenInvariant);
    CHECK_THROWS_AS(max_flow(2, stray, 0, 1), BrokenInvariant);
    CHECK_THROWS_AS(min_cost_flow(std::vector<std::int64_t>{1, -1}, stray), BrokenInvariant);
}

TEST_CASE("the vertex between two rings is a single point of failure, whichever way the arcs point") {
    const std::vector<Arc> arcs{{0, 1}, {2, 1}, {2, 0}, {2, 3}, {4, 3}, {4, 2}};
    CHECK(articulation_points(5, arcs) == Vertices{2});
}

TEST_CASE("the middle of a chain is a single point of failure and its ends are not") {
    CHECK(articulation_points(4, std::vector<Arc>{{0, 1}, {1, 2}, {3, 2}}) == Vertices{1, 2});
}

TEST_CASE("a return arc or an arc to itself makes no second way") {
    CHECK(articulation_points(3, std::vector<Arc>{{0, 1}, {1, 0}, {1, 1}, {1, 2}, {2, 1}}) == Vertices{1});
}

TEST_CASE("parts that never hung together are not split by a loss") {
    CHECK(articulation_points(4, std::vector<Arc>{{0, 1}, {2, 3}}).empty());
}

TEST_CASE("a chain lets through what its narrowest arc does, and that arc is the cut") {
    const std::vector<Arc> arcs{{0, 1, 7}, {1, 2, 3}, {2, 3, 5}};
    const MaxFlow          found = max_flow(4, arcs, 0, 3);
    CHECK(found.value == 3);
    CHECK(found.flow == std::vector<std::int64_t>{3, 3, 3});
    CHECK(found.cut == Vertices{1});
}

TEST_CASE("of several minimum cuts the one nearest to the source is given") {
    CHECK(max_flow(4, std::vector<Arc>{{0, 1, 4}, {1, 2, 4}, {2, 3, 4}}, 0, 3).cut == Vertices{0});
}

TEST_CASE("nothing flows where no arc leads and the cut is empty") {
    const MaxFlow found = max_flow(3, std::vector<Arc>{{1, 0, 5}, {2, 1, 5}}, 0, 2);
    CHECK(found.value == 0);
    CHECK(found.flow == std::vector<std::int64_t>{0, 0});
    CHECK(found.cut.empty());
}

TEST_CASE("flows count exactly where a double would not") {
    constexpr std::int64_t odd   = (std::int64_t{1} << 61) + 1;
    const MaxFlow          found = max_flow(3, std::vector<Arc>{{0, 1, odd}, {0, 1, odd}, {1, 2, 2 * odd - 1}}, 0, 2);
    CHECK(found.value == 2 * odd - 1);
}

TEST_CASE("flow in random graphs is conserved, fits the arcs, and fills the cut") {
    std::mt19937 random{7};   // the generator's numbers are the same on every machine; distributions' are not
    for (int graph = 0; graph < 100; ++graph) {
        std::vector<Arc> arcs;
        for (int i = 0; i < 40; ++i)
            arcs.push_back({.from     = static_cast<std::uint32_t>(random() % 12),
                            .to       = static_cast<std::uint32_t>(random() % 12),
                            .capacity = static_cast<std::int64_t>(random() % 20)});
        const MaxFlow found = max_flow(12, arcs, 0, 11);
        INFO("graph " << graph);
        for (std::size_t i = 0; i < arcs.size(); ++i) CHECK((found.flow[i] >= 0 && found.flow[i] <= arcs[i].capacity));
        for (std::uint32_t vertex = 1; vertex < 11; ++vertex) CHECK(net_outflow(vertex, arcs, found.flow) == 0);
        CHECK(net_outflow(0, arcs, found.flow) == found.value);
        std::int64_t across = 0;
        for (const std::uint32_t i : found.cut) across += arcs[i].capacity;
        CHECK(across == found.value);
        for (const std::uint32_t i : found.cut) CHECK(found.flow[i] == arcs[i].capacity);
    }
}

TEST_CASE("requests that make no sense for a flow are refused") {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const std::vector<Arc> arcs{{0, 1, 5}};
    CHECK_THROWS_AS(max_flow(2, arcs, 0, 0), BrokenInvariant);
    CHECK_THROWS_AS(max_flow(2, arcs, 0, 2), BrokenInvariant);
    CHECK_THROWS_AS(max_flow(2, std::vector<Arc>{{0, 1, -1}}, 0, 1), BrokenInvariant);
    CHECK_THROWS_AS(max_flow(2, std::vector<Arc>{{0, 1, most}, {0, 1, 1}}, 0, 1), BrokenInvariant);
    CHECK_THROWS_AS(min_cost_flow(std::vector<std::int64_t>{1, -1}, std::vector<Arc>{{0, 1, 1, -1}}), BrokenInvariant);
    CHECK_THROWS_AS(min_cost_flow(std::vector<std::int64_t>{4, -4}, std::vector<Arc>{{0, 1, 4, most / 2}}),
                    BrokenInvariant);
}

TEST_CASE("the cheap arc is filled before the dear one") {
    const MinCostFlow found =
        min_cost_flow(std::vector<std::int64_t>{5, -5}, std::vector<Arc>{{0, 1, 9, 3}, {0, 1, 2, 1}});
    CHECK(found.shipped == 5);
    CHECK(found.cost == 2 * 1 + 3 * 3);
    CHECK(found.flow == std::vector<std::int64_t>{3, 2});
}

TEST_CASE("a later unit may send an earlier one on another way") {
    // The first unit takes 0 → 1 → 2 → 3 at 2; the second needs the first to leave 1 → 2.
    const std::vector<Arc> arcs{{0, 1, 1, 1}, {0, 2, 1, 5}, {1, 2, 1, 0}, {1, 3, 1, 5}, {2, 3, 1, 1}};
    const MinCostFlow      found = min_cost_flow(std::vector<std::int64_t>{2, 0, 0, -2}, arcs);
    CHECK(found.shipped == 2);
    CHECK(found.cost == 12);
    CHECK(found.flow == std::vector<std::int64_t>{1, 1, 0, 1, 1});
}

TEST_CASE("when demand cannot be met, as much as can be is shipped, at the least cost of that much") {
    // Vertex 3 is beyond reach; vertex 2 gets what its arcs carry.
    const std::vector<Arc> arcs{{0, 1, 10, 1}, {1, 2, 4, 1}, {0, 2, 3, 5}};
    const MinCostFlow      found = min_cost_flow(std::vector<std::int64_t>{20, 0, -9, -6}, arcs);
    CHECK(found.shipped == 7);
    CHECK(found.cost == 4 * 2 + 3 * 5);
}

TEST_CASE("supply beyond demand stays at the dearer source") {
    const MinCostFlow found =
        min_cost_flow(std::vector<std::int64_t>{10, 10, -12}, std::vector<Arc>{{0, 2, 99, 2}, {1, 2, 99, 1}});
    CHECK(found.flow == std::vector<std::int64_t>{2, 10});
    CHECK(found.cost == 14);
}

TEST_CASE("a picture names each vertex and arc, and frames the groups") {
    const std::vector<DotVertex> vertices{
        {"market", "ellipse", "", "lightblue"}, {"tsmc", "box", "foundries"}, {"samsung", "box", "foundries"}};
    const std::vector<DotArc> arcs{{1, 0, "13 weeks"}, {2, 0, ""}};
    CHECK(to_graphviz(vertices, arcs) == R"(digraph {
    rankdir=LR
    graph [fontname="Helvetica", color="gray70"]
    node [fontname="Helvetica", style="filled", color="gray40"]
    edge [fontname="Helvetica", fontsize=10, color="gray40"]
    0 [label="market", shape="ellipse", fillcolor="lightblue"]
    subgraph cluster_0 {
        label="foundries"
        1 [label="tsmc", shape="box", fillcolor="white"]
        2 [label="samsung", shape="box", fillcolor="white"]
    }
    1 -> 0 [label="13 weeks"]
    2 -> 0
}
)");
}

TEST_CASE("quotes, backslashes and line breaks in a label stay text") {
    const std::string text = to_graphviz(std::vector<DotVertex>{{"a \"b\" \\ c\nd", "box", ""}}, {});
    CHECK(text.find(R"(label="a \"b\" \\ c\nd")") != std::string::npos);
}
