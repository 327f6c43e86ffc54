#pragma once
// A kind of agent: memory maker.

#include "agents/compute/site.h"

namespace secondsource {

/// A memory maker starts wafers in its own pool by its own plan, stacks them, and sells stacks from stock: its cycle of two
/// quarters is longer than its customers' patience.
struct MemoryMaker {
    static constexpr std::string_view name  = "memory_maker";
    static constexpr std::string_view about = "makes memory stacks to stock in its own pools, and sells them";
    static void read(Reader& agent, Drafts& drafts) {
        read_supply_side(agent, drafts);
        read_sites_and_requirements(agent, drafts);
    }
};

}  // namespace secondsource
