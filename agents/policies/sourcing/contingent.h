#pragma once
// A backup for when the primary source is down.

#include <algorithm>
#include <cstdint>
#include <string>

#include "agents/policies/sourcing/best.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// When a contingent buyer goes to its backup.
enum class Reroute : std::uint8_t {
    always,       ///< with every order while the primary is down
    when_short,   ///< only with what the next tick's forecast and what is owed exceed the stock by: inventory first
};

/// Orders from the primary, the open source with the lowest priority number; while that is down, from the next one that
/// is up. With `when_short` the rest of the order waits at the primary. With no source up everything does. A primary
/// that takes no orders at all while it is down is none: the backup gets everything. Tomlin (2006), Management Science
/// 52(5) 639–657.
class Contingent final : public SourcingPolicy {
public:
    static constexpr std::string_view name  = "contingent";
    static constexpr std::string_view about = "from the primary source, from a backup while that is down";
    struct Terms {
        Reroute reroute = Reroute::always;
    };
    static Terms read(Reader& read) {
        const std::string reroute = read.choice("reroute", "when orders go to the backup", {"always", "when_short"}, "always");
        return {reroute == "when_short" ? Reroute::when_short : Reroute::always};
    }
    explicit Contingent(const Terms& terms) : terms_{terms} {}

    Reads reads() const override { return {.terms = true}; }
    void  split(Amount quantity, const BuyerView& buyer, const Sources& sources, std::span<Amount> out) const override {
        const auto priority = [&](std::size_t i) { return sources.priority[i]; };
        const auto is_open  = [&](std::size_t i) { return sources.is_open(i); };
        const auto is_up    = [&](std::size_t i) { return sources.is_open(i) && sources.is_down[i] == 0; };
        const std::size_t primary = best_source(sources, is_open, priority);
        if (primary == sources.count) return;
        const std::size_t backup = best_source(sources, is_up, priority);
        if (is_up(primary) || backup == sources.count) {
            out[primary] = quantity;
            return;
        }
        Amount rerouted = quantity;
        if (terms_.reroute == Reroute::when_short)
            rerouted = std::clamp(Amount::nearest(buyer.forecast) + buyer.owed - buyer.on_hand, Amount{}, quantity);
        out[backup]  = rerouted;
        out[primary] = quantity - rerouted;
    }

private:
    Terms terms_;
};

}  // namespace secondsource
