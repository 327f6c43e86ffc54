#pragma once
// A kind of agent: ai lab.

#include "agents/compute/site.h"

namespace secondsource {

/// An AI lab wants facility gigawatts along a path and splits them over vendors by its sourcing policy. Its sites are those
/// that others host for it, too: a gigawatt counts once, for its end user.
struct AiLab {
    static constexpr std::string_view name  = "ai_lab";
    static constexpr std::string_view about = "wants compute along a path, from one or several vendors, wherever it is hosted";
    static void read(Reader& agent, Drafts& drafts) {
        read_supply_side(agent, drafts);
        read_sites_and_requirements(agent, drafts);
    }
};

}  // namespace secondsource
