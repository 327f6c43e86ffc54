#pragma once
// What a scenario's text is told, and small scenarios to change a word of.

#include <string>
#include <vector>

#include "agents/cast.h"
#include "sim/run/metric.h"
#include "sim/scenario/scenario.h"
#include "tests/support/catch.h"

namespace secondsource {

/// The messages of what is wrong, by place, without their help.
inline std::vector<std::string> messages(const Diagnostics& diagnostics) {
    std::vector<std::string> messages;
    for (const Diagnostic& one : diagnostics.sorted()) messages.push_back(one.message);
    return messages;
}

inline std::vector<std::string> mistakes(const std::string& text) {
    try {
        read_scenario_text(text, "test.toml", cast(), &check_metrics);
    } catch (const ScenarioError& wrong) {
        return messages(wrong.diagnostics());
    }
    return {};
}

inline std::vector<std::string> warnings(const std::string& text) {
    std::vector<std::string> messages;
    for (const Diagnostic& one : read_scenario_text(text, "test.toml", cast(), &check_metrics).warnings) messages.push_back(one.message);
    return messages;
}

using Messages = std::vector<std::string>;

/// A text with one word replaced by another.
inline std::string with(std::string text, const std::string& word, const std::string& other) {
    const std::size_t at = text.find(word);
    REQUIRE(at != std::string::npos);
    return text.replace(at, word.size(), other);
}

inline const std::string head = "[scenario]\nstart = 2026-01-05\nweeks = 50\n";

/// A brewery, a shop and its customers.
inline const std::string shop = head + R"([[agent]]
name = "shop"
kind = "stage"
product = "beer"
replenishment = { policy = "base_stock", level_units = 28 }

[[agent]]
name = "brewery"
kind = "source"
product = "beer"

[[agent]]
name = "folk"
kind = "market"
product = "beer"
demand = { model = "constant", units_per_week = 4 }

[[link]]
seller = "brewery"
product = "beer"
buyer = "shop"
lead_time_weeks = 2

[[link]]
seller = "shop"
product = "beer"
buyer = "folk"

[[metric]]
name = "sold"
of = "offer.shop.beer.shipped"
)";

/// A maker of chips on a foundry's pool, for a market that two vendors serve.
inline const std::string chips = head + R"([[product]]
name = "chip"

[[agent]]
name = "fab"
kind = "foundry"
[[agent.pool]]
name = "n3"
capacity_units_per_week = 100
allocation = "reserved_then_proportional"

[[agent]]
name = "vendor"
kind = "chip_vendor"
[[agent.process]]
name = "make"
output = "chip"
pool = "fab.n3"
cycle_time_weeks = 10
[[agent.requirement]]
product = "chip"
replenishment = { policy = "base_stock", level_units = 28 }
[[agent.offer]]
product = "chip"

[[agent]]
name = "other"
kind = "source"
product = "chip"

[[agent]]
name = "folk"
kind = "market"
product = "chip"
demand = { model = "constant", units_per_week = 4 }
sourcing = { policy = "shares", shares = { vendor = 0.6, other = 0.4 } }

[[link]]
seller = "vendor"
product = "chip"
buyer = "folk"
[[link]]
seller = "other"
product = "chip"
buyer = "folk"
)";

}  // namespace secondsource
