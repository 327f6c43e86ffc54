#pragma once
// A kind of agent: foundry.

#include "agents/compute/site.h"

namespace secondsource {

/// A foundry owns pools of wafer starts and offers them to whoever designs chips.
///
/// Starts of a tick are rationed over the open orders of all customers by the pool's allocation policy. A lot belongs to
/// the designer whose process started it; after the cycle time its yielded share comes out. Starts that nobody claims in
/// a tick are lost. A foundry may package too: that is one more pool.
struct Foundry {
    static constexpr std::string_view name  = "foundry";
    static constexpr std::string_view about = "owns pools of wafer starts, and offers them to whoever designs chips";
    static void read(Reader& agent, Drafts& drafts) {
        read_supply_side(agent, drafts);
        read_sites_and_requirements(agent, drafts);
    }
};

}  // namespace secondsource
