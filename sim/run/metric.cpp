#include "sim/run/metric.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/base/spelling.h"

namespace secondsource {
namespace {

/// Does a name fit a pattern in which `*` stands for anything? Only the latest star is ever tried anew, so that patterns
/// with many take no longer than the two lengths multiplied.
bool fits(std::string_view name, std::string_view pattern) {
    std::size_t n = 0, p = 0, star = std::string_view::npos, after_star = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star       = p++;
            after_star = n;
        } else if (p < pattern.size() && pattern[p] == name[n]) {
            ++n;
            ++p;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++after_star;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

std::string hint(std::string_view word, const std::vector<std::string>& known) {
    if (const auto near = nearest(word, known)) return "; did you mean \"" + *near + "\"?";
    return "";
}

}  // namespace

void check_metrics(const std::vector<MetricDraft>& metrics, const Network* network, Diagnostics& diagnostics) {
    const auto check = [&](const MetricDraft& metric, const std::string& path, const Place& place) {
        try {
            const Series named{network, path};
        } catch (const MetricError& wrong) {
            diagnostics.error(Problem::inconsistent, place, "metric " + in_quotes(metric.name) + ": " + wrong.what(),
                              "`secondsource list metrics` names what is recorded");
        }
    };
    for (const MetricDraft& metric : metrics) {
        check(metric, metric.of, metric.place);
        if (!metric.over.empty()) check(metric, metric.over, metric.over_place);
    }
}

Series::Series(const Network* network, const std::string& path) {
    const std::size_t first = path.find('.'), last = path.rfind('.');
    if (first == std::string::npos || first == last) throw MetricError("\"" + path + "\" does not name table.entity.column");
    const std::string table = path.substr(0, first), pattern = path.substr(first + 1, last - first - 1), column = path.substr(last + 1);
    const auto        tables = observed_tables();
    if (std::find(tables.begin(), tables.end(), table) == tables.end())
        throw MetricError("nothing is recorded in a table \"" + table + "\"" + hint(table, {tables.begin(), tables.end()}));
    std::vector<std::string> columns;
    for (const Observable& quantity : observables()) {
        if (quantity.table != table) continue;
        if (quantity.column == column) quantity_ = &quantity;
        columns.emplace_back(quantity.column);
    }
    if (!quantity_) throw MetricError("table \"" + table + "\" has no column \"" + column + "\"" + hint(column, columns));
    if (!network) return;
    std::vector<std::string> entities;
    for (NamedRow& row : rows_of(*network, table)) {
        if (fits(row.name, pattern)) rows_.push_back(row.row);
        entities.push_back(std::move(row.name));
    }
    if (rows_.empty()) throw MetricError("no " + table + " is called \"" + pattern + "\"" + hint(pattern, entities));
}

double Series::sum(const World& world) const {
    double sum     = 0;
    bool   is_none = true;
    for (const std::uint32_t row : rows_)
        if (const double value = quantity_->value(world, row); !std::isnan(value)) {
            sum += value;
            is_none = false;
        }
    return is_none ? nothing : sum;
}

void Series::start(const World& world) {
    if (quantity_->is_total) origin_ = before_ = sum(world);
}

double Series::level(const World& world) const { return sum(world) - origin_; }

double Series::step(const World& world) {
    const double now = sum(world);
    if (!quantity_->is_total) return now;
    const double change = now - before_;
    before_ = now;
    return change;
}

void Reducer::take(Tick now, double value, double level) {
    if (now == draft_->at) at_ = std::isnan(level) ? value : level;
    if (std::isnan(value)) return;
    low_  = count_ == 0 ? value : std::min(low_, value);
    high_ = count_ == 0 ? value : std::max(high_, value);
    ++count_;
    sum_ += value;
    const double off = value - mean_;   // Welford (1962): no loss where values are large and alike
    mean_ += off / static_cast<double>(count_);
    square_ += off * (value - mean_);
    final_ = std::isnan(level) ? value : level;
    if (draft_->at_least ? value >= draft_->above : value > draft_->above) ++hits_;
    if (draft_->reduce == "percentile") kept_.push_back(value);
}

std::optional<double> Reducer::result() const {
    const std::string& how = draft_->reduce;
    if (how == "at") return at_;
    if (how == "sum") return sum_;
    if (count_ == 0) return nothing;
    if (how == "mean") return mean_;
    if (how == "variance") return square_ / static_cast<double>(count_);
    if (how == "min") return low_;
    if (how == "max") return high_;
    if (how == "final") return final_;
    if (how == "share") return static_cast<double>(hits_) / static_cast<double>(count_);
    std::vector<double> sorted = kept_;   // a percentile
    std::sort(sorted.begin(), sorted.end());
    const double place = draft_->percentile / 100 * static_cast<double>(sorted.size() - 1);   // linear between neighbours
    const auto   below = static_cast<std::size_t>(place);
    const double part  = place - static_cast<double>(below);
    return below + 1 < sorted.size() ? sorted[below] * (1 - part) + sorted[below + 1] * part : sorted[below];
}

Metrics::Metrics(const std::vector<MetricDraft>& drafts, const World& world) {
    for (const MetricDraft& draft : drafts) {
        Row row{&draft, Series{&world.network(), draft.of}, Reducer{draft}, {}, {}};
        if (!draft.over.empty()) {
            row.over.emplace(&world.network(), draft.over);
            row.over_reduced.emplace(draft);
        }
        rows_.push_back(std::move(row));
    }
}

void Metrics::start(const World& world) {
    for (Row& row : rows_) {
        row.of.start(world);
        if (row.over) row.over->start(world);
    }
}

void Metrics::observe(const World& world) {
    const Tick now{world.now.index - 1};   // the tick that has just ended
    for (Row& row : rows_) {
        row.reduced.take(now, row.of.step(world), row.of.level(world));
        if (row.over) row.over_reduced->take(now, row.over->step(world), row.over->level(world));
    }
}

std::vector<Outcome> Metrics::results() const {
    std::vector<Outcome> results;
    for (const Row& row : rows_) {
        std::optional<double> value = row.reduced.result();
        if (!value) continue;
        if (row.over) {
            const double whole = row.over_reduced->result().value_or(nothing);
            value = whole != 0 ? *value / whole : nothing;
        }
        results.push_back({row.draft->name, "", *value});
    }
    return results;
}

}  // namespace secondsource
