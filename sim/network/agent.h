#pragma once
// A firm, a site operator or a market: whoever owns rows.

#include <string>

#include "sim/base/ids.h"

namespace secondsource {

/// A firm or a market. Its behaviour is in the rows that it owns.
struct Agent {
    std::string name;
    std::string kind;    ///< the name of its kind, as the scenario wrote it
    std::string title;   ///< for people; the name when the scenario gave none
};
using AgentId = Id<Agent>;

}  // namespace secondsource
