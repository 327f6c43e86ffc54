#pragma once
// Questions about a network as a bare graph: levels and loops, single points of failure, flows, pictures.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace secondsource {

/// An arrow between two of the vertices 0, 1, … of a directed graph. Parallel arcs and arcs from a vertex to itself
/// are allowed. Amounts are whole numbers of any unit; their sums must stay below 2^63.
struct Arc {
    std::uint32_t from     = 0;
    std::uint32_t to       = 0;
    std::int64_t  capacity = 0;   ///< the most that may flow, not negative
    std::int64_t  cost     = 0;   ///< per unit of flow, not negative
};

/// Where the vertices stand when every arc leads to a higher level, or the loop that makes this impossible.
struct Levels {
    std::vector<std::uint32_t> of;   ///< by vertex: the arcs on the longest path that ends there; empty with a loop
    std::uint32_t              count = 0;   ///< one more than the highest level; 0 without vertices or with a loop
    std::vector<std::uint32_t> loop;   ///< each has an arc to the next and the last to the first; empty without a loop
};

/// Levels of a graph, in time proportional to its size. Of several loops it names a shortest one through the
/// lowest vertex that lies on any.
Levels levels(std::uint32_t vertices, std::span<const Arc> arcs);

/// Which vertices hang together, whichever way the arcs point: a number for each, the same within a component, counted in
/// the order of their lowest vertices.
std::vector<std::uint32_t> components(std::uint32_t vertices, std::span<const Arc> arcs);

/// The vertices whose loss would split what hangs together, whichever way the arcs point; in rising order.
std::vector<std::uint32_t> articulation_points(std::uint32_t vertices, std::span<const Arc> arcs);

/// The most that can flow from a source to a sink, and what holds it back.
struct MaxFlow {
    std::int64_t               value = 0;
    std::vector<std::int64_t>  flow;   ///< by arc; one of the possible maximum flows
    std::vector<std::uint32_t> cut;    ///< arcs of the minimum cut nearest to the source: `value` in all
};

/// Maximum flow between two different vertices by push and relabel (Goldberg and Tarjan, JACM 35, 1988).
MaxFlow max_flow(std::uint32_t vertices, std::span<const Arc> arcs, std::uint32_t source, std::uint32_t sink);

/// The cheapest way of shipping as much as supplies, demands and capacities allow.
struct MinCostFlow {
    std::int64_t              shipped = 0;   ///< equal to the total demand when all of it can be met
    std::int64_t              cost    = 0;   ///< sum over arcs of flow times cost
    std::vector<std::int64_t> flow;          ///< by arc; one of the possible optima
};

/// Minimum-cost flow by successive shortest paths (Ahuja, Magnanti and Orlin, Network Flows, section 9.7).
/// `supply` has one entry for each vertex: what it sends out if positive, what it takes in if negative. Supply may
/// exceed demand or fall short of it. Takes one shortest-path search for each augmentation: for networks of studies,
/// not for millions of arcs.
MinCostFlow min_cost_flow(std::span<const std::int64_t> supply, std::span<const Arc> arcs);

/// How a vertex is drawn.
struct DotVertex {
    std::string label;
    std::string shape = "box";   ///< a shape that Graphviz knows
    std::string group;           ///< vertices of one group share a frame with this title; none if empty
    std::string colour = "white";   ///< a colour that Graphviz knows
};

/// How an arc is drawn, between two entries of the vertices.
struct DotArc {
    std::uint32_t from = 0;
    std::uint32_t to   = 0;
    std::string   label;
};

/// The graph in Graphviz's dot language, from left to right, with any text in its labels and titles.
std::string to_graphviz(std::span<const DotVertex> vertices, std::span<const DotArc> arcs);

}   // namespace secondsource
