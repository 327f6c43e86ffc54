// Once a world has run for a while, a tick asks for no memory. The program's own operator new counts.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <string>
#include <utility>

#include "agents/cast.h"
#include "bench/workloads.h"
#include "sim/engine/tick.h"
#include "sim/scenario/scenario.h"
#include "tests/support/catch.h"
#include "tests/support/sanitizer.h"

// Sanitizers have an operator new of their own, which must stay.
#if defined(UNDER_THREAD_SANITIZER) || defined(UNDER_ADDRESS_SANITIZER) || defined(UNDER_MEMORY_SANITIZER)
#define MEMORY_IS_COUNTED 0
#else
#define MEMORY_IS_COUNTED 1
#endif

namespace {

thread_local std::int64_t allocations = 0;

}  // namespace

#if MEMORY_IS_COUNTED
namespace {

[[gnu::noinline]] void* counted(std::size_t size, std::size_t alignment) {
    ++allocations;
    size = std::max<std::size_t>((size + alignment - 1) / alignment * alignment, alignment);   // as aligned_alloc wants it
    if (void* const memory = alignment > alignof(std::max_align_t) ? std::aligned_alloc(alignment, size) : std::malloc(size)) return memory;
    throw std::bad_alloc{};
}
[[gnu::noinline]] void given_back(void* memory) noexcept { std::free(memory); }

}  // namespace

// The other forms of the standard library come down to these.
void* operator new(std::size_t size) { return counted(size, 1); }
void* operator new(std::size_t size, std::align_val_t alignment) { return counted(size, static_cast<std::size_t>(alignment)); }
void  operator delete(void* memory) noexcept { given_back(memory); }
void  operator delete(void* memory, std::size_t) noexcept { given_back(memory); }
void  operator delete(void* memory, std::align_val_t) noexcept { given_back(memory); }
void  operator delete(void* memory, std::size_t, std::align_val_t) noexcept { given_back(memory); }
#endif

using namespace secondsource;

namespace {

/// How often the ticks up to `until` ask for memory.
std::int64_t allocations_until(World& world, std::int64_t until) {
    const std::int64_t before = allocations;
    while (world.now.index < until) tick(world);
    return allocations - before;
}

/// Of 200 ticks, and of 400 more.
std::pair<std::int64_t, std::int64_t> allocations_of(const Scenario& scenario, bool audits) {
    World world{scenario.model, scenario.seed};
    world.audits        = audits;
    world.quotes_queues = true;   // as in `run`
    allocations_until(world, 200);
    const std::int64_t first = allocations_until(world, 400);
    return {first, allocations_until(world, 800)};
}

Scenario classic(const std::string& name) {
    return read_scenario({.file = std::string{SECONDSOURCE_SOURCE_DIR} + "/scenarios/classic/" + name + ".toml"}, cast());
}

constexpr std::pair<std::int64_t, std::int64_t> none{0, 0};

}  // namespace

TEST_CASE("memory that is asked for is counted") {
    if (!MEMORY_IS_COUNTED) return;
    const std::int64_t before = allocations;
    const std::string  text(1000, 'x');
    CHECK(allocations == before + 1);
    CHECK(text.size() == 1000);
}

TEST_CASE("a tick of a world in its steady state asks for no memory") {
    if (!MEMORY_IS_COUNTED) return;
    const bool audits = GENERATE(false, true);
    CAPTURE(audits);
    SECTION("a beer game chain") { CHECK(allocations_of(read_scenario_text(beer_chain(800), "w1", cast()), audits) == none); }
    SECTION("wide networks") {
        const bool noisy = GENERATE(false, true);
        CHECK(allocations_of(read_scenario_text(wide_network(400, 800, noisy), "w2", cast()), audits) == none);
    }
    SECTION("classics") {
        for (const char* name : {"base_stock", "bullwhip", "bullwhip_chain", "capacity_limit", "failing_suppliers", "line_of_stations", "newsvendor",
                                 "outages", "rationing_game", "rationing_game4", "s_S"}) {
            INFO(name);
            CHECK(allocations_of(classic(name), audits) == none);
        }
    }
    SECTION("classics whose queue is by chance longer than ever before, now and then: its book doubles") {
        for (const char* name : {"make_to_stock", "mitigation", "one_warehouse", "serial_chain", "short_ticks"}) {
            INFO(name);
            const auto [first, then] = allocations_of(classic(name), audits);
            CHECK(first <= 2);
            CHECK(then <= 4);
        }
    }
}
