#pragma once
// What a scenario says of itself: [scenario], [[metric]], and the first keys of every [[agent]].

#include <span>
#include <string>
#include <string_view>

#include "sim/base/calendar.h"
#include "sim/engine/blueprint.h"
#include "sim/scenario/reader.h"
#include "sim/scenario/scenario.h"

namespace secondsource {

/// Is this fit to name a scenario, and so its results file: letters, digits, _ and -?
bool is_scenario_name(std::string_view);

/// The table [scenario].
struct Head {
    Calendar      calendar{TickLength::week};   ///< tick 0 begins the warm-up
    Tick          first_reported{0}, end{0};
    Tick          reach{0};                     ///< the later of the end and of what the table says of it
    std::string   name, title, focus;
    std::uint64_t seed = 1;
    double        record_smoothing = 0.1;
    bool          knows_run = true;             ///< else its beginning and end are wrong, and nothing is outside of it
};

/// Reads it, and tells all readers of the document which dates ticks are. `until` (a date or a number of ticks) goes
/// before what the table says; empty: as it says.
Head read_head(Reader&, const std::string& until, const std::string& default_name);

MetricDraft read_metric(Reader&, const Head&);

/// The keys that agents of all kinds have; `kinds` are the names that help tells.
AgentDraft read_agent_head(Reader&, std::span<const std::string_view> kinds);

}  // namespace secondsource
