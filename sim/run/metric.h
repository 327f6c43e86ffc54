#pragma once
// Recorded quantities made into one number for each run.

#include <optional>
#include <string>
#include <vector>

#include "sim/run/observables.h"
#include "sim/scenario/scenario.h"

namespace secondsource {

/// One number of a run.
struct Outcome {
    std::string metric, entity;
    double      value = 0;   ///< not a number: there is nothing that it could be of
};

/// A metric names something that is not recorded: the sentence, and what may have been meant.
class MetricError : public std::invalid_argument {
public:
    using std::invalid_argument::invalid_argument;
};

/// Reports metrics that do not name what is recorded, each at its place: the check that `read_scenario` takes.
void check_metrics(const std::vector<MetricDraft>&, const Network*, Diagnostics&);

/// A quantity of all rows whose names fit a pattern, summed tick by tick.
class Series {
public:
    /// "table.entity.column", where `*` stands for any part of the entity's name. Throws MetricError. Without a network
    /// it has no rows, and whether there are any is not asked.
    Series(const Network*, const std::string& path);
    /// The value at the end of this tick, not a number if no row has one; for totals the change since the last time it was
    /// asked.
    double step(const World&);
    /// The value as it stands; totals since `start`.
    double level(const World&) const;
    bool   is_total() const { return quantity_->is_total; }
    /// For totals: forgets what came before (the warm-up).
    void   start(const World&);

private:
    double sum(const World&) const;

    const Observable*          quantity_ = nullptr;
    std::vector<std::uint32_t> rows_;
    double                     origin_ = 0, before_ = 0;
};

/// How a series becomes one number: takes in, at each tick, its value of the tick and how it stands.
class Reducer {
public:
    explicit Reducer(const MetricDraft& draft) : draft_{&draft} {}
    /// A tick without a value (not a number) does not count. `level`: the value as it stands, see Series.
    void take(Tick now, double value, double level);
    /// None if the time that the metric is of has not come; not a number if no tick had a value, unless it is a sum.
    std::optional<double> result() const;

private:
    const MetricDraft*  draft_;
    std::int64_t        count_ = 0;
    double              sum_ = 0, mean_ = 0, square_ = 0, low_ = 0, high_ = 0, final_ = 0;
    std::optional<double> at_;
    std::int64_t        hits_ = 0;
    std::vector<double> kept_;   ///< for percentiles
};

/// The metrics of a scenario in one run.
class Metrics {
public:
    /// Throws MetricError if one names what does not exist.
    Metrics(const std::vector<MetricDraft>&, const World&);
    /// To be told when the warm-up is over, and at the end of each tick after it.
    void start(const World&);
    void observe(const World&);
    /// Without those of a time that the run did not reach.
    std::vector<Outcome> results() const;

private:
    struct Row {
        const MetricDraft*     draft;
        Series                 of;
        Reducer                reduced;
        std::optional<Series>  over;
        std::optional<Reducer> over_reduced;
    };
    std::vector<Row> rows_;
};

}  // namespace secondsource
