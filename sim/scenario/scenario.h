#pragma once
// A scenario, read and checked whole: from text to the model of a world.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/engine/model.h"
#include "sim/scenario/assumptions.h"
#include "sim/scenario/document.h"
#include "sim/scenario/registry.h"

namespace secondsource {

/// How a recorded quantity becomes one number of a run.
struct MetricDraft {
    std::string name;
    std::string of;         ///< "table.entity.column", `*` for any part of an entity's name: the sum over all that match
    std::string over;       ///< empty, or the same: the metric is the ratio of the two
    std::string reduce = "sum";   ///< sum mean variance min max final share percentile at
    double      above = 0;        ///< for `share`: of the ticks in which the quantity is above this …
    bool        at_least = false; ///< … or equal to it
    double      percentile = 50;  ///< for `percentile`
    Tick        at{0};            ///< for `at`
    Place       place, over_place;   ///< of the two names
};

/// Something that a dated event says, for the events table.
struct EventNote {
    Tick        at{0};
    std::string kind, entity, text;
};

/// Whom a requirement of compute is for (texts, for reports).
struct EndUse {
    std::string agent, requirement, end_user, purchaser, host;
};

/// A scenario that has been checked: every run of it starts from the model.
struct Scenario {
    std::string   name, title;
    std::string   focus;       ///< the agent that summaries look at closely; empty: none
    std::uint64_t seed = 1;
    std::shared_ptr<const Model> model;
    std::vector<MetricDraft>     metrics;
    std::vector<EventNote>       events;
    std::vector<EndUse>          end_uses;
    std::vector<SourcedValue>    values;     ///< every value with where it came from, if that was asked for
    std::string                  text;       ///< a scenario file of its own (TOML), if that was asked for: all files, settings, seed and end merged
    std::vector<Diagnostic>      warnings;   ///< by place
    std::vector<std::shared_ptr<const Source>> sources;   ///< what places point into
};

/// What to read and what to change about it.
struct ScenarioRequest {
    std::filesystem::path    file;
    std::vector<std::string> sets = {};    ///< PATH=VALUE
    std::string              until = {};   ///< a date or a number of ticks; empty: as the scenario says
    std::optional<std::uint64_t>  seed = std::nullopt;   ///< none: as the scenario says
    std::optional<AssumptionDraw> draw = std::nullopt;   ///< none: assumptions have the values that are written
    bool                     lists_values = false;       ///< with where each came from: takes as long as the reading
    bool                     writes_text  = false;       ///< as a file of its own, for results
    std::vector<std::filesystem::path> folders = {};     ///< where `extends` finds files that are not beside the one that names them
};

/// Says what is wrong with metrics, together with everything else: whether they name what is recorded is known above
/// (see check_metrics). Without a network rows are not all there, and only their tables and columns can be looked up.
using MetricCheck = std::function<void(const std::vector<MetricDraft>&, const Network*, Diagnostics&)>;

/// Reads a scenario file. Throws ScenarioError with everything that is wrong.
Scenario read_scenario(const ScenarioRequest&, const Registry&, const MetricCheck& = {});
/// The same from text, for generated scenarios and tests.
Scenario read_scenario_text(std::string text, std::string name, const Registry&, const MetricCheck& = {});

}  // namespace secondsource
