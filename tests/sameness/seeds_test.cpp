// The same seed gives the same run: twice, in any order, with another agent beside it, and from a copy in the middle.

#include <string>
#include <vector>

#include "sim/run/world_digest.h"
#include "tests/support/history.h"
#include "tests/support/published.h"
#include "tests/support/random_network.h"

using namespace secondsource;

namespace {

Scenario drawn(std::uint64_t seed, const std::string& further_tables = "") {
    return read_scenario_text(RandomNetwork{seed}.text() + further_tables, "random", cast());
}

/// Networks in which chance plays a part.
constexpr std::uint64_t first_seed = 1, last_seed = 40;

}   // namespace

TEST_CASE("the same seed gives the same run twice, and another seed another one", "[MC-02]") {
    int differ = 0;
    for (std::uint64_t seed = first_seed; seed <= last_seed; ++seed) {
        INFO("seed " << seed);
        const Scenario scenario = drawn(seed);
        World          once{scenario.model, 5}, twice{scenario.model, 5}, other{scenario.model, 6};
        const History  history = history_of(once);
        check_same(history_of(twice), history);
        CHECK(digest_of(twice) == digest_of(once));
        differ += history_of(other) != history;
    }
    CHECK(differ >= 35);   // a few networks hold no chance at all
}

TEST_CASE("replications come out alike in any order, and singly", "[MC-02]") {
    const Scenario             scenario = drawn(3);
    std::vector<std::uint64_t> forwards, backwards(8);
    for (std::uint32_t replication = 0; replication < 8; ++replication) {
        World world{scenario.model, 1, replication};
        history_of(world);
        forwards.push_back(digest_of(world));
    }
    for (std::uint32_t replication = 8; replication-- > 0;) {
        World world{scenario.model, 1, replication};
        history_of(world);
        backwards[replication] = digest_of(world);
    }
    CHECK(backwards == forwards);
    for (std::size_t i = 1; i < forwards.size(); ++i) CHECK(forwards[i] != forwards[0]);
}

TEST_CASE("two worlds stepped side by side do not disturb each other", "[MC-02]") {
    const Scenario scenario = drawn(4), another = drawn(5);
    World          alone{scenario.model, 1}, beside{scenario.model, 1}, neighbour{another.model, 1};
    const History  history = history_of(alone);
    History        seen;
    while (beside.now < beside.model().end) {
        tick(neighbour);
        tick(beside);
        note(seen, beside);
    }
    check_same(seen, history);
}

TEST_CASE("one more agent leaves the luck of all others as it was, whether it is idle or draws its own", "[MC-02]") {
    const std::string idle =
        "[[agent]]\nname = \"a_bystander\"\nkind = \"stage\"\nproduct = \"device\"\ninitial_units = 1\nreplenishment = "
        "{ policy = \"base_stock\" }\n";
    const std::string apart =
        "[[agent]]\nname = \"a_market_apart\"\nkind = \"market\"\nproduct = \"tea\"\ndemand = { model = \"poisson\", "
        "mean_units_per_period = 9 }\n"
        "[[agent]]\nname = \"a_shop_apart\"\nkind = \"source\"\nproduct = \"tea\"\n"
        "[[link]]\nseller = \"a_shop_apart\"\nproduct = \"tea\"\nbuyer = \"a_market_apart\"\n";
    for (std::uint64_t seed = first_seed; seed <= last_seed; ++seed) {
        INFO("seed " << seed);
        const auto history = [seed](const std::string& further) {
            const Scenario scenario = drawn(seed, further);
            World          world{scenario.model, scenario.seed};
            return history_of(world);
        };
        const History plain = history("");
        check_same(history(idle), plain);
        check_same(history(apart), plain);
    }
}

TEST_CASE("a world that is copied in the middle goes on like the original, and what one does the other does not see",
          "[MC-02]") {
    for (std::uint64_t seed = first_seed; seed <= last_seed; ++seed) {
        INFO("seed " << seed);
        const Scenario scenario = drawn(seed);
        World          whole{scenario.model, scenario.seed}, first{scenario.model, scenario.seed};
        const History  history = history_of(whole);
        for (int i = 0; i < 37; ++i) tick(first);
        World fork = first;
        history_of(first);   // runs to the end before the fork goes on
        CHECK(fork.now == Tick{37});
        history_of(fork);
        CHECK(digest_of(first) == digest_of(whole));
        CHECK(digest_of(fork) == digest_of(whole));
    }
}

TEST_CASE("whether the invariants are checked, or lead times quoted for somebody who looks on, changes nothing",
          "[MC-02]") {
    for (std::uint64_t seed = first_seed; seed <= last_seed; ++seed) {
        INFO("seed " << seed);
        const Scenario scenario = drawn(seed);
        World          watched{scenario.model, scenario.seed}, alone{scenario.model, scenario.seed};
        watched.quotes_queues = true;
        alone.audits          = false;
        while (watched.now < watched.model().end) {
            tick(watched);
            tick(alone);
        }
        CHECK(digest_of(watched) == digest_of(alone));
    }
}
