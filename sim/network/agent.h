#pragma once
// A firm, a site operator or a market: whoever owns rows.

#include <cstdint>
#include <string>

#include "sim/base/ids.h"

namespace secondsource {

/// A firm or a market. Its behaviour is in the rows that it owns.
struct Agent {
    static constexpr std::uint32_t none = 0xffffffffU;
    std::string   name;
    std::uint32_t kind  = none;   ///< row of Network::kinds
    std::uint32_t title = none;   ///< row of Network::titles
};
using AgentId = Id<Agent>;

}  // namespace secondsource
