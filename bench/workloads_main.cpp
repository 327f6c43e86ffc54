// Whole-program timings of the benchmark workloads, through the same code as any other scenario.
//
//   workloads w1 [PERIODS] [REPEATS]       workloads w2 [NODES] [TICKS] [none|agg] [REPEATS] [--no-audit]
//   workloads w3 [RUNS] [NODES] [TICKS] [THREADS]

#include <fmt/core.h>
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "agents/cast.h"
#include "bench/workloads.h"
#include "sim/engine/tick.h"
#include "sim/scenario/scenario.h"

using namespace secondsource;

namespace {

using Clock = std::chrono::steady_clock;
double seconds(Clock::time_point from, Clock::time_point to) { return std::chrono::duration<double>(to - from).count(); }
double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}
double heap_bytes() { return static_cast<double>(mallinfo2().uordblks); }

int beer(long periods, int repeats) {
    const Scenario      scenario = read_scenario_text(beer_chain(periods), "w1", cast());
    std::vector<double> times;
    double              cost = 0;
    for (int r = 0; r < repeats; ++r) {
        World      world{scenario.model, 1};
        const auto begin = Clock::now();
        for (long t = 0; t < periods; ++t) tick(world);
        times.push_back(seconds(begin, Clock::now()));
        cost = 0;
        for (const double own : world.cost_total) cost += own;
    }
    fmt::print("w1 periods={} cost={:.12g}\nrun_s={:.6f} periods_per_s={:.5g}\n", periods, cost, median(times), static_cast<double>(periods) / median(times));
    return 0;
}

/// Per tick and layer: inventory, demand seen, mean price.
void aggregate(const World& world, int layer_size, std::vector<double>& table) {
    const Network& network = world.network();
    for (int layer = 0; layer < 4; ++layer) {
        double inventory = 0, demand = 0, price = 0;
        for (int j = 0; j < layer_size; ++j) {
            const OfferId id{static_cast<std::uint32_t>((layer < 3 ? layer * layer_size : 3 * layer_size) + j)};
            if (const StockId stock = network.offers[id].stock; stock.exists()) inventory += world.on_hand[stock].units();
            demand += world.asked[id].units();
            price += world.price[id];
        }
        table.insert(table.end(), {inventory, demand, price / layer_size});
    }
}

int wide(int nodes, int ticks, const std::string& recording, int repeats, bool audits) {
    read_scenario_text(wide_network(100, 1, false), "w2", cast());   // what is there once, whatever the size, is no part of a node
    const double base  = heap_bytes();
    const auto   start = Clock::now();
    std::shared_ptr<const Model> model = read_scenario_text(wide_network(nodes, ticks, false), "w2", cast()).model;
    const double setup = seconds(start, Clock::now());
    malloc_trim(0);
    std::vector<double> times;
    double              holding = 0, memory = 0;
    MarketTotals        totals;
    std::vector<double> table;
    for (int r = 0; r < repeats; ++r) {
        World world{model, 1};
        world.audits = audits;
        table.clear();
        double     spent = 0;
        holding          = 0;
        for (int t = 0; t < ticks; ++t) {
            const auto begin = Clock::now();
            tick(world);
            if (recording == "agg") aggregate(world, nodes / 4, table);
            spent += seconds(begin, Clock::now());
            for (const Amount on_hand : world.on_hand) holding += on_hand.units();
        }
        times.push_back(spent);
        totals = market_totals(world);
        memory = heap_bytes() - base;
    }
    const double time = median(times), links = 3.0 * nodes;
    fmt::print("w2 N={} T={} rec={} audit={} served={:.12g} lost={:.12g} holding={:.12g}\n", nodes, ticks, recording, audits ? "on" : "off", totals.served,
               totals.lost, holding);
    fmt::print("setup_s={:.6f} run_s={:.6f} edge_ticks_per_s={:.5g} bytes_per_node={:.0f}\n", setup, time, links * ticks / time, memory / nodes);
    return 0;
}

int batch(int runs, int nodes, int ticks, int threads) {
    const auto     begin    = Clock::now();
    const Scenario scenario = read_scenario_text(wide_network(nodes, ticks, true), "w3", cast());
    std::vector<double> fill(static_cast<std::size_t>(runs));
    std::atomic<int>    next{0};
    const auto          work = [&] {
        for (int run; (run = next.fetch_add(1)) < runs;) {
            World world{scenario.model, 1, static_cast<std::uint32_t>(run)};
            for (int t = 0; t < ticks; ++t) tick(world);
            const MarketTotals totals = market_totals(world);
            fill[static_cast<std::size_t>(run)] = totals.served / (totals.served + totals.lost);
        }
    };
    {
        std::vector<std::jthread> workers;
        for (int k = 1; k < threads; ++k) workers.emplace_back(work);
        work();
    }
    const double time = seconds(begin, Clock::now());
    double       mean = 0, square = 0;
    for (const double f : fill) mean += f / runs;
    for (const double f : fill) square += (f - mean) * (f - mean);
    fmt::print("w3 R={} N={} T={} threads={} fill_mean={:.12g} fill_sd={:.6g}\n", runs, nodes, ticks, threads, mean, std::sqrt(square / std::max(1, runs - 1)));
    fmt::print("run_s={:.6f} reps_per_s={:.5g}\n", time, runs / time);
    return 0;
}

}  // namespace

int main(int count, char** words) {
    const auto  word   = [&](int i, const char* otherwise) { return count > i ? words[i] : otherwise; };
    const auto  number = [&](int i, const char* otherwise) { return std::atol(word(i, otherwise)); };
    const std::string which = word(1, "");
    const bool audits = count < 2 || std::string{words[count - 1]} != "--no-audit";
    if (which == "w1") return beer(number(2, "10000"), static_cast<int>(number(3, "5")));
    if (which == "w2") return wide(static_cast<int>(number(2, "1000")), static_cast<int>(number(3, "100")), word(4, "none"), static_cast<int>(number(5, "5")), audits);
    if (which == "w3") return batch(static_cast<int>(number(2, "1000")), static_cast<int>(number(3, "100")), static_cast<int>(number(4, "260")), static_cast<int>(number(5, "2")));
    fmt::print(stderr, "usage: workloads w1 [PERIODS] [REPEATS] | w2 [NODES] [TICKS] [none|agg] [REPEATS] [--no-audit] | w3 [RUNS] [NODES] [TICKS] [THREADS]\n");
    return 2;
}
