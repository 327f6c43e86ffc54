#pragma once
// What the runs of one scenario came to together: each number with its interval. Holds no run, however many there are.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/run/metric.h"
#include "sim/run/statistics.h"
#include "sim/run/summary.h"

namespace secondsource {

/// One outcome over several replications.
struct Headline {
    std::string metric, entity;
    Estimate    estimate;   ///< over the runs that have a value
};

/// Runs of a scenario, told of one after the other.
class Replications {
public:
    /// A run that came to its end.
    void add(const Summary&, const std::vector<Outcome>&);

    std::size_t count() const { return count_; }
    /// Each number over the runs that have one; where a run has no such row it counts as 0. Rows of what adds up over the
    /// years have one number more: their sum.
    SummaryOf<Estimate> summary() const;
    /// What adds up over the rows of a table too, by the table's name ("delivered_to", "delivered_by", "cost", and
    /// "delivered_to_by BUYER"): by year, and in all.
    const std::map<std::string, std::vector<RunningEstimate>>& totals() const { return totals_; }
    /// The outcomes, in the order in which runs tell them.
    std::vector<Headline> headlines() const;

private:
    void add_total(const std::string& name, const Summary::Table& rows);

    std::size_t                                                    count_ = 0;
    SummaryOf<RunningEstimate>                                     cells_;
    std::map<std::string, std::vector<RunningEstimate>>            totals_;
    std::vector<std::pair<std::string, std::string>>               order_;
    std::map<std::pair<std::string, std::string>, RunningEstimate> outcomes_;
};

}  // namespace secondsource
