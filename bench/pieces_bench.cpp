// Pieces of the simulator, each timed by itself.

#include <benchmark/benchmark.h>

#include <filesystem>

#include "agents/cast.h"
#include "bench/workloads.h"
#include "sim/base/apportion.h"
#include "sim/base/distribution.h"
#include "sim/engine/tick.h"
#include "sim/scenario/scenario.h"

using namespace secondsource;

namespace {

const std::filesystem::path scenarios = std::filesystem::path{SECONDSOURCE_SOURCE_DIR} / "scenarios";

void tick_of_the_wide_network(benchmark::State& state) {
    const Scenario scenario = read_scenario_text(wide_network(static_cast<int>(state.range(0)), 100, false), "w2", cast());
    World          world{scenario.model, 1};
    for (auto _ : state) tick(world);
    state.SetItemsProcessed(state.iterations() * 3 * state.range(0));
}
BENCHMARK(tick_of_the_wide_network)->Arg(100)->Arg(1000)->Arg(10000);

void period_of_the_beer_chain(benchmark::State& state) {
    const Scenario scenario = read_scenario_text(beer_chain(100), "w1", cast());
    World          world{scenario.model, 1};
    for (auto _ : state) tick(world);
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(period_of_the_beer_chain);

void whole_run_of_the_flagship(benchmark::State& state) {
    const Scenario scenario = read_scenario({scenarios / "openai_amd.toml", {}, ""}, cast());
    for (auto _ : state) {
        World world{scenario.model, 1};
        while (world.now < scenario.model->end) tick(world);
        benchmark::DoNotOptimize(world.totals);
    }
}
BENCHMARK(whole_run_of_the_flagship)->Unit(benchmark::kMillisecond);

void reading_the_flagship(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(read_scenario({scenarios / "openai_amd.toml", {}, ""}, cast()));
}
BENCHMARK(reading_the_flagship)->Unit(benchmark::kMillisecond);

void fork_of_the_flagship(benchmark::State& state) {
    const Scenario scenario = read_scenario({scenarios / "openai_amd.toml", {}, ""}, cast());
    World          world{scenario.model, 1};
    for (int t = 0; t < 100; ++t) tick(world);
    for (auto _ : state) {
        World copy = world;
        benchmark::DoNotOptimize(copy.now);
    }
}
BENCHMARK(fork_of_the_flagship);

void share_out_to_four(benchmark::State& state) {
    const std::vector<Amount> claims{Amount::of(10), Amount::of(20), Amount::of(30), Amount::of(40)};
    std::vector<Amount>       shares(4);
    for (auto _ : state) {
        share_out(Amount::of(70), claims, shares);
        benchmark::DoNotOptimize(shares.data());
    }
}
BENCHMARK(share_out_to_four);

void poisson_draw(benchmark::State& state) {
    const Distribution law = Distribution::poisson(20);
    const Chance       chance{1, 0, path_key("market")};
    Tick               now{0};
    for (auto _ : state) {
        benchmark::DoNotOptimize(law.sample(chance, now, Purpose::demand));
        ++now.index;
    }
}
BENCHMARK(poisson_draw);

}  // namespace
