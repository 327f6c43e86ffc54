#pragma once
// A kind of agent: chip vendor.

#include "agents/compute/site.h"

namespace secondsource {

/// A chip vendor owns designs, not factories. Orders for finished accelerators pull production orders on its packaging
/// processes; these pull dies and memory by the bill of materials; dies pull wafer starts. All of it is its own inventory
/// and work in process, in pools that belong to others.
struct ChipVendor {
    static constexpr std::string_view name  = "chip_vendor";
    static constexpr std::string_view about = "designs chips, has them made in the pools of others, and sells them";
    static void read(Reader& agent, Drafts& drafts) {
        read_supply_side(agent, drafts);
        read_sites_and_requirements(agent, drafts);
    }
};

}  // namespace secondsource
