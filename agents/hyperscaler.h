#pragma once
// A kind of agent: hyperscaler.

#include "agents/compute/site.h"

namespace secondsource {

/// A hyperscaler wants facility gigawatts along a path, buys accelerators from several vendors (its own designs come
/// through the vendor that has them made), and deploys them at its sites as power comes on line. What it hosts for a lab
/// is the lab's requirement, not its own.
struct Hyperscaler {
    static constexpr std::string_view name  = "hyperscaler";
    static constexpr std::string_view about = "builds sites and buys accelerators for itself";
    static void read(Reader& agent, Drafts& drafts) {
        read_supply_side(agent, drafts);
        read_sites_and_requirements(agent, drafts);
    }
};

}  // namespace secondsource
