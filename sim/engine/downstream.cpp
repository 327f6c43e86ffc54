#include "sim/engine/downstream.h"

#include <algorithm>
#include <map>

#include "sim/engine/world.h"
#include "sim/network/graph.h"

namespace secondsource {

std::optional<Downstream> downstream_of(const Network& network, StockId top, std::vector<StockId>& loop) {
    std::vector<StockId>             found{top};
    std::map<StockId, std::uint32_t> place{{top, 0}};
    std::vector<Downstream::Way>     ways;
    std::vector<Arc>                 arcs;
    const auto flow = [&](std::uint32_t from, LinkId link, double per_start) {
        const StockId into         = network.links[link].stock;
        const auto [known, is_new] = place.emplace(into, static_cast<std::uint32_t>(found.size()));
        if (is_new) found.push_back(into);
        ways.push_back({from, link, per_start});
        arcs.push_back({from, known->second});
    };
    for (std::uint32_t i = 0; i < found.size(); ++i) {
        const StockId stock = found[i];
        if (const OfferId offer = network.offer_of[stock]; offer.exists())
            for (const LinkId link : network.sales_of(network.offers[offer])) flow(i, link, 0);
        for (const ProcessId consumer : network.consumers_of(stock)) {
            const Process& process = network.processes[consumer];
            double         per_start = 0;
            for (const Input& input : network.inputs_of(process))
                if (input.stock == stock) per_start += input.per_start.units();
            flow(i, process.link, per_start);
        }
    }
    const Levels sorted = levels(static_cast<std::uint32_t>(found.size()), arcs);
    if (!sorted.loop.empty()) {
        for (const std::uint32_t i : sorted.loop) loop.push_back(found[i]);
        return std::nullopt;
    }
    std::vector<std::uint32_t> order(found.size()), rank(found.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::uint32_t i, std::uint32_t j) {
        return sorted.of[i] != sorted.of[j] ? sorted.of[i] < sorted.of[j] : found[i] < found[j];
    });
    for (std::uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
    std::sort(ways.begin(), ways.end(), [&](const Downstream::Way& a, const Downstream::Way& b) {
        const std::uint32_t into_a = rank[place[network.links[a.link].stock]], into_b = rank[place[network.links[b.link].stock]];
        if (into_a != into_b) return into_a < into_b;
        return a.link != b.link ? a.link < b.link : rank[a.from] < rank[b.from];
    });
    Downstream below;
    for (const std::uint32_t i : order) below.stages.push_back({found[i]});
    for (Downstream::Way way : ways) {
        Downstream::Stage& stage = below.stages[rank[place[network.links[way.link].stock]]];
        if (stage.last_way == 0) stage.first_way = static_cast<std::uint32_t>(below.ways.size());
        way.from = rank[way.from];
        below.ways.push_back(way);
        stage.last_way = static_cast<std::uint32_t>(below.ways.size());
    }
    return below;
}

void weigh(const World& world, const Downstream& below, std::vector<double>& units) {
    const Network& network = world.network();
    units.assign(below.stages.size(), 0);
    units[0] = 1;
    for (std::size_t i = 1; i < below.stages.size(); ++i) {
        double sum = 0, sources = 0;
        for (std::uint32_t w = below.stages[i].first_way; w < below.stages[i].last_way; ++w) {
            const auto& [from, link, per_start] = below.ways[w];
            const bool is_new = w == below.stages[i].first_way || below.ways[w - 1].link != link;
            if (const ProcessId process = network.links[link].process; process.exists()) {
                const double good = good_output_per_start(world, process);
                if (good <= 0) continue;   // nothing comes out at present
                sum += units[from] * (per_start / good);
            } else {
                sum += units[from] / network.conversion(link);
            }
            sources += is_new ? 1 : 0;
        }
        if (sources > 0) units[i] = sum / sources;
    }
}

}  // namespace secondsource
