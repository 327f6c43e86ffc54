#pragma once
// A kind of agent: packager.

#include "agents/compute/site.h"

namespace secondsource {

/// A packager owns pools of packaging slots and offers them as a foundry does its wafer starts. Dies and memory are
/// consigned: they stay the property of the designer whose process uses the slots.
struct Packager {
    static constexpr std::string_view name  = "packager";
    static constexpr std::string_view about = "owns pools of packaging slots (an outside assembly and test house)";
    static void read(Reader& agent, Drafts& drafts) {
        read_supply_side(agent, drafts);
        read_sites_and_requirements(agent, drafts);
    }
};

}  // namespace secondsource
