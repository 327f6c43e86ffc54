// Where a run ends does not change what happens before.

#include <algorithm>
#include <string>

#include "tests/support/history.h"
#include "tests/support/published.h"
#include "tests/support/random_network.h"

using namespace secondsource;

namespace {

/// With lead times quoted, whether or not a policy reads them.
History quoted_history(const Scenario& scenario) {
    World world{scenario.model, scenario.seed};
    world.quotes_queues = true;
    return history_of(world);
}

History beginning(History history, std::size_t ticks) {
    for (auto& [name, values] : history) values.resize(std::min(values.size(), ticks));
    return history;
}

}   // namespace

TEST_CASE("a run that ends earlier has the same rows up to there", "[MC-02]") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        const std::string longer = RandomNetwork{seed}.text();
        const std::string length = "periods = 120";
        std::string       text   = longer;
        text.replace(text.find(length), length.size(), "periods = 70");
        check_same(quoted_history(read_scenario_text(text, "test", cast())),
                   beginning(quoted_history(read_scenario_text(longer, "test", cast())), 70));
    }
}

TEST_CASE("a run that --until ends earlier has the same past", "[MC-02]") {
    const std::filesystem::path world = std::filesystem::path{SECONDSOURCE_SOURCE_DIR} / "scenarios" / "world_2025.toml";
    const Scenario              early = read_scenario({world, {}, "40"}, cast()), late = read_scenario({world, {}, "80"}, cast());
    const auto                  ticks = static_cast<std::size_t>(early.model->end.index);
    CHECK(late.model->end - early.model->end == Ticks{40});
    check_same(quoted_history(early), beginning(quoted_history(late), ticks));
}
