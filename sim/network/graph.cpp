// The one door of Boost.Graph: plain arcs in, plain numbers out.
#include "sim/network/graph.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include <boost/pending/disjoint_sets.hpp>   // before compressed_sparse_row_graph.hpp, which hides a name that it needs

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>
#include <boost/graph/topological_sort.hpp>
#include <boost/range/iterator_range.hpp>

#include "sim/base/check.h"

namespace secondsource {
namespace {

void check_ends(std::uint32_t vertices, std::span<const Arc> arcs) {
    SIM_CHECK(
        std::all_of(arcs.begin(), arcs.end(), [=](const Arc& arc) { return arc.from < vertices && arc.to < vertices; }),
        "both ends of an arc are vertices of the graph");
}

/// Arcs sorted by tail: immutable, compact, and much faster to build and to walk than lists.
using FixedGraph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                      boost::no_property, std::uint32_t, std::uint32_t>;

FixedGraph fixed_graph(std::uint32_t vertices, std::span<const Arc> arcs) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ends(arcs.size());
    std::transform(arcs.begin(), arcs.end(), ends.begin(), [](const Arc& arc) { return std::pair{arc.from, arc.to}; });
    return FixedGraph(boost::edges_are_unsorted_multi_pass, ends.begin(), ends.end(), vertices);
}

/// The vertices to which an arc leads.
auto successors(const FixedGraph& graph, std::uint32_t vertex) {
    const auto [first, last] = boost::adjacent_vertices(vertex, graph);
    return boost::make_iterator_range(first, last);
}

/// Each vertex before all to which it leads; nothing when there is a loop.
std::optional<std::vector<std::uint32_t>> sorted_along_arcs(const FixedGraph& graph) {
    std::vector<std::uint32_t> order;
    order.reserve(boost::num_vertices(graph));
    try {
        boost::topological_sort(graph, std::back_inserter(order));
    } catch (const boost::not_a_dag&) { return std::nullopt; }
    std::reverse(order.begin(), order.end());
    return order;
}

/// The lowest vertex from which a path leads back to itself, of a graph that has one.
std::uint32_t lowest_on_a_loop(const FixedGraph& graph) {
    const auto                 vertices = static_cast<std::uint32_t>(boost::num_vertices(graph));
    std::vector<std::uint32_t> component(vertices);
    const std::uint32_t        components = boost::strong_components(
               graph, boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph)));
    std::vector<std::uint32_t> size(components, 0);
    for (const std::uint32_t c : component) ++size[c];
    std::uint32_t vertex          = 0;
    const auto    leads_to_itself = [&] {
        const auto next = successors(graph, vertex);
        return std::find(next.begin(), next.end(), vertex) != next.end();
    };
    while (size[component[vertex]] == 1 && !leads_to_itself()) ++vertex;
    return vertex;
}

/// A shortest path from a vertex back to itself, without the return.
std::vector<std::uint32_t> shortest_loop_through(std::uint32_t start, const FixedGraph& graph) {
    constexpr std::uint32_t    unseen = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> came_from(boost::num_vertices(graph), unseen);
    std::vector<std::uint32_t> queue{start};
    for (std::size_t i = 0; came_from[start] == unseen; ++i) {
        const std::uint32_t vertex = queue[i];
        for (const std::uint32_t next : successors(graph, vertex)) {
            if (came_from[next] != unseen) continue;
            came_from[next] = vertex;
            if (next == start) break;
            queue.push_back(next);
        }
    }
    std::vector<std::uint32_t> loop{start};
    for (std::uint32_t vertex = came_from[start]; vertex != start; vertex = came_from[vertex]) loop.push_back(vertex);
    std::reverse(loop.begin() + 1, loop.end());
    return loop;
}

using FlowTraits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;

/// An arc of a flow network, or the way back along one, on which flow is taken back.
struct FlowEdge {
    std::int64_t capacity = 0;
    std::int64_t residual = 0;   ///< what could still be sent
    /// Modulo 2^64, so that potentials of vertices that cannot be reached wrap instead of overflowing. The reduced
    /// costs by which paths are compared are true numbers from 0 up.
    std::uint64_t               cost = 0;
    FlowTraits::edge_descriptor reverse;
};

using FlowGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, FlowEdge>;

FlowTraits::edge_descriptor add_arc(FlowGraph& graph, const Arc& arc) {
    SIM_CHECK(arc.capacity >= 0, "the capacity of an arc is not negative");
    SIM_CHECK(arc.cost >= 0, "the cost of an arc is not negative");
    const auto forth = boost::add_edge(arc.from, arc.to, graph).first;
    const auto back  = boost::add_edge(arc.to, arc.from, graph).first;
    graph[forth]     = {arc.capacity, arc.capacity, static_cast<std::uint64_t>(arc.cost), back};
    graph[back]      = {0, 0, std::uint64_t{0} - static_cast<std::uint64_t>(arc.cost), forth};
    return forth;
}

std::vector<FlowTraits::edge_descriptor> add_arcs(FlowGraph& graph, std::span<const Arc> arcs) {
    std::vector<FlowTraits::edge_descriptor> edges;
    edges.reserve(arcs.size());
    for (const Arc& arc : arcs) edges.push_back(add_arc(graph, arc));
    return edges;
}

std::vector<std::int64_t> flows(const FlowGraph& graph, std::span<const FlowTraits::edge_descriptor> edges) {
    std::vector<std::int64_t> flow;
    flow.reserve(edges.size());
    for (const auto& edge : edges) flow.push_back(graph[edge].capacity - graph[edge].residual);
    return flow;
}

/// By vertex: whether more could still flow there from the source.
std::vector<char> reached_in_residual(const FlowGraph& graph, std::uint32_t source) {
    std::vector<char> reached(boost::num_vertices(graph), 0);
    reached[source] = 1;
    std::vector<std::size_t> stack{source};
    while (!stack.empty()) {
        const std::size_t vertex = stack.back();
        stack.pop_back();
        for (const auto& edge : boost::make_iterator_range(boost::out_edges(vertex, graph))) {
            const std::size_t next = boost::target(edge, graph);
            if (graph[edge].residual == 0 || reached[next]) continue;
            reached[next] = 1;
            stack.push_back(next);
        }
    }
    return reached;
}

std::int64_t checked_sum(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    SIM_CHECK(!__builtin_add_overflow(a, b, &sum), "amounts in a graph sum to less than 2^63");
    return sum;
}

std::int64_t checked_difference(std::int64_t a, std::int64_t b) {
    std::int64_t difference = 0;
    SIM_CHECK(!__builtin_sub_overflow(a, b, &difference), "amounts in a graph sum to less than 2^63");
    return difference;
}

std::int64_t checked_product(std::int64_t a, std::int64_t b) {
    std::int64_t product = 0;
    SIM_CHECK(!__builtin_mul_overflow(a, b, &product), "costs in a graph sum to less than 2^63");
    return product;
}

std::string in_quotes(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        if (c == '\n') quoted += "\\n";
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) quoted += ' ';   // nothing to a picture, but much to a terminal
        else quoted += c;
    }
    return quoted + '"';
}

}   // namespace

Levels levels(std::uint32_t vertices, std::span<const Arc> arcs) {
    check_ends(vertices, arcs);
    const FixedGraph graph = fixed_graph(vertices, arcs);
    Levels           result;
    const auto       order = sorted_along_arcs(graph);
    if (!order) {
        result.loop = shortest_loop_through(lowest_on_a_loop(graph), graph);
        return result;
    }
    result.of.assign(vertices, 0);
    for (const std::uint32_t vertex : *order) {
        result.count = std::max(result.count, result.of[vertex] + 1);
        for (const std::uint32_t next : successors(graph, vertex))
            result.of[next] = std::max(result.of[next], result.of[vertex] + 1);
    }
    return result;
}

std::vector<std::uint32_t> components(std::uint32_t vertices, std::span<const Arc> arcs) {
    check_ends(vertices, arcs);
    boost::disjoint_sets_with_storage<> sets(vertices);
    for (std::uint32_t v = 0; v < vertices; ++v) sets.make_set(v);
    for (const Arc& arc : arcs) sets.union_set(arc.from, arc.to);
    constexpr std::uint32_t    none = 0xffffffffU;
    std::vector<std::uint32_t> number(vertices, none), found(vertices);
    std::uint32_t              count = 0;
    for (std::uint32_t v = 0; v < vertices; ++v) {
        std::uint32_t& of_set = number[sets.find_set(v)];
        if (of_set == none) of_set = count++;
        found[v] = of_set;
    }
    return found;
}

std::vector<std::uint32_t> articulation_points(std::uint32_t vertices, std::span<const Arc> arcs) {
    check_ends(vertices, arcs);
    boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS> graph(vertices);
    for (const Arc& arc : arcs)
        if (arc.from != arc.to) boost::add_edge(arc.from, arc.to, graph);
    std::vector<std::uint32_t> points;
    boost::articulation_points(graph, std::back_inserter(points));
    std::sort(points.begin(), points.end());
    return points;
}

MaxFlow max_flow(std::uint32_t vertices, std::span<const Arc> arcs, std::uint32_t source, std::uint32_t sink) {
    check_ends(vertices, arcs);
    SIM_CHECK(source < vertices && sink < vertices && source != sink, "source and sink are two vertices of the graph");
    FlowGraph  graph(vertices);
    const auto edges = add_arcs(graph, arcs);
    // No vertex ever holds more than the source could send, so this one sum keeps all others in range.
    std::int64_t sent_at_most = 0;
    for (const Arc& arc : arcs)
        if (arc.from == source) sent_at_most = checked_sum(sent_at_most, arc.capacity);

    MaxFlow result;
    result.value = boost::push_relabel_max_flow(
        graph, source, sink, boost::get(&FlowEdge::capacity, graph), boost::get(&FlowEdge::residual, graph),
        boost::get(&FlowEdge::reverse, graph), boost::get(boost::vertex_index, graph));
    result.flow                     = flows(graph, edges);
    const std::vector<char> reached = reached_in_residual(graph, source);
    for (std::uint32_t i = 0; i < arcs.size(); ++i)
        if (arcs[i].capacity > 0 && reached[arcs[i].from] && !reached[arcs[i].to]) result.cut.push_back(i);
    return result;
}

MinCostFlow min_cost_flow(std::span<const std::int64_t> supply, std::span<const Arc> arcs) {
    const auto vertices = static_cast<std::uint32_t>(supply.size());
    check_ends(vertices, arcs);
    FlowGraph                                graph(supply.size() + 2);
    const auto                               edges       = add_arcs(graph, arcs);
    const std::uint32_t                      origin      = vertices;       // feeds all supplies
    const std::uint32_t                      destination = vertices + 1;   // takes all demands
    std::int64_t                             supplied    = 0;
    std::int64_t                             demanded    = 0;
    std::vector<FlowTraits::edge_descriptor> deliveries;
    for (std::uint32_t vertex = 0; vertex < vertices; ++vertex) {
        if (supply[vertex] > 0) {
            supplied = checked_sum(supplied, supply[vertex]);
            add_arc(graph, {.from = origin, .to = vertex, .capacity = supply[vertex]});
        } else if (supply[vertex] < 0) {
            demanded = checked_difference(demanded, supply[vertex]);
            deliveries.push_back(add_arc(graph, {.from = vertex, .to = destination, .capacity = -supply[vertex]}));
        }
    }

    std::vector<FlowTraits::edge_descriptor> arrived_by(supply.size() + 2);
    std::vector<std::uint64_t>               distance(supply.size() + 2);
    std::vector<std::uint64_t>               potential(supply.size() + 2);
    const auto                               index = boost::get(boost::vertex_index, graph);
    const auto by_vertex = [&](auto& values) { return boost::make_iterator_property_map(values.begin(), index); };
    boost::successive_shortest_path_nonnegative_weights(
        graph, origin, destination, boost::get(&FlowEdge::capacity, graph), boost::get(&FlowEdge::residual, graph),
        boost::get(&FlowEdge::cost, graph), boost::get(&FlowEdge::reverse, graph), index, by_vertex(arrived_by),
        by_vertex(distance), by_vertex(potential));

    MinCostFlow result;
    result.flow = flows(graph, edges);
    for (const std::int64_t delivered : flows(graph, deliveries)) result.shipped += delivered;
    for (std::size_t i = 0; i < arcs.size(); ++i)
        result.cost = checked_sum(result.cost, checked_product(result.flow[i], arcs[i].cost));
    return result;
}

std::string to_graphviz(std::span<const DotVertex> vertices, std::span<const DotArc> arcs) {
    std::string text = "digraph {\n    rankdir=LR\n    graph [fontname=\"Helvetica\", color=\"gray70\"]\n"
                       "    node [fontname=\"Helvetica\", style=\"filled\", color=\"gray40\"]\n"
                       "    edge [fontname=\"Helvetica\", fontsize=10, color=\"gray40\"]\n";
    const auto  draw = [&](std::uint32_t vertex, const char* indent) {
        text += indent + std::to_string(vertex) + " [label=" + in_quotes(vertices[vertex].label) +
                ", shape=" + in_quotes(vertices[vertex].shape) + ", fillcolor=" + in_quotes(vertices[vertex].colour) + "]\n";
    };
    std::map<std::string, std::vector<std::uint32_t>> groups;
    for (std::uint32_t vertex = 0; vertex < vertices.size(); ++vertex) {
        if (vertices[vertex].group.empty()) draw(vertex, "    ");
        else groups[vertices[vertex].group].push_back(vertex);
    }
    std::size_t frame = 0;
    for (const auto& [title, members] : groups) {
        // Graphviz frames only the subgraphs whose names begin with "cluster".
        text += "    subgraph cluster_" + std::to_string(frame++) + " {\n        label=" + in_quotes(title) + "\n";
        for (const std::uint32_t vertex : members) draw(vertex, "        ");
        text += "    }\n";
    }
    for (const DotArc& arc : arcs) {
        SIM_CHECK(arc.from < vertices.size() && arc.to < vertices.size(),
                  "both ends of an arc are vertices of the graph");
        text += "    " + std::to_string(arc.from) + " -> " + std::to_string(arc.to);
        if (!arc.label.empty()) text += " [label=" + in_quotes(arc.label) + "]";
        text += "\n";
    }
    return text + "}\n";
}

}   // namespace secondsource
