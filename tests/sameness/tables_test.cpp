// The order of tables and files has no meaning: the same tables give the same run.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "sim/run/world_digest.h"
#include "tests/support/history.h"
#include "tests/support/published.h"
#include "tests/support/random_network.h"

using namespace secondsource;

namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream      in{std::filesystem::path{SECONDSOURCE_SOURCE_DIR} / "scenarios" / file};
    std::ostringstream text;
    text << in.rdbuf();
    REQUIRE(in.good());
    return text.str();
}

/// The lines of a text in stretches, each but the first of which begins with a line of that kind.
template <class IsHead>
std::vector<std::string> stretches(const std::string& text, IsHead is_head) {
    std::vector<std::string> parts(1);
    std::istringstream       lines{text};
    for (std::string line; std::getline(lines, line);) {
        if (is_head(line)) parts.emplace_back();
        parts.back() += line + "\n";
    }
    return parts;
}

/// The same tables in another order: first the top-level ones, then the lists of tables inside each agent.
std::string shuffled(const std::string& text, std::uint64_t seed) {
    std::mt19937_64 draw{seed};
    const auto      turn = [&draw](std::vector<std::string>& parts) {   // all but the first, which heads the others
        for (std::size_t i = parts.size() - 1; i > 1; --i) std::swap(parts[i], parts[1 + draw() % i]);
        std::string joined;
        for (const std::string& part : parts) joined += part;
        return joined;
    };
    auto tables = stretches(
        text, [](const std::string& line) { return line.starts_with("[") && line.find('.') > line.find(']'); });
    for (std::string& table : tables) {
        auto inner = stretches(table, [](const std::string& line) {
            return line.starts_with("[[agent.") &&
                   std::count(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(line.find(']')), '.') == 1;
        });
        table      = turn(inner);
    }
    return turn(tables);
}

struct Outcome {
    std::uint64_t digest;
    History       history;
    friend bool   operator==(const Outcome&, const Outcome&) = default;
};

Outcome outcome_of(const Scenario& scenario) {
    World   world{scenario.model, scenario.seed};
    History history = history_of(world);
    return {digest_of(world), std::move(history)};
}
Outcome outcome_of_text(const std::string& text) { return outcome_of(read_scenario_text(text, "test", cast())); }
Outcome outcome_of_file(const std::filesystem::path& file, const std::vector<std::string>& sets = {}) {
    return outcome_of(
        read_scenario({std::filesystem::path{SECONDSOURCE_SOURCE_DIR} / "scenarios" / file, sets, ""}, cast()));
}

}   // namespace

TEST_CASE("the tables of a scenario may stand in any order", "[MC-02]") {
    for (const char* file : {"classic/beer_game.toml", "classic/assembly3.toml", "classic/distribution3.toml",
                             "classic/bottleneck.toml", "classic/rationing_game.toml", "world_2025.toml"}) {
        INFO(file);
        const std::string text  = text_of(file);
        const Outcome     plain = outcome_of_text(text);
        CHECK_FALSE(plain.history.empty());
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            const std::string other = shuffled(text, seed);
            CHECK(other.size() == text.size());
            CHECK(other != text);
            CHECK(outcome_of_text(other) == plain);
        }
    }
}

TEST_CASE("the tables of scenarios drawn by chance may stand in any order", "[MC-02]") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        const std::string text = RandomNetwork{seed}.text();
        CHECK(outcome_of_text(shuffled(text, seed)) == outcome_of_text(text));
    }
}

TEST_CASE("a scenario that extends another is the same as one that is written out") {
    std::string       text    = text_of("classic/serial3.toml");
    const std::string further = text_of("classic/serial3_disruption.toml");
    const auto        demand  = [](const std::string& of) {
        const std::size_t begin = of.find("\ndemand") + 1;
        return std::pair{begin, of.find('\n', begin) - begin};
    };
    const auto [begin, length]                 = demand(text);
    const auto [further_begin, further_length] = demand(further);
    text.replace(begin, length, further.substr(further_begin, further_length));
    text += further.substr(further.find("[[disruption]]"));
    CHECK(outcome_of_text(text) == outcome_of_file("classic/serial3_disruption.toml"));
    CHECK_FALSE(outcome_of_text(text) == outcome_of_file("classic/serial3.toml"));
}
