#include "sim/run/replications.h"

#include <numeric>

namespace secondsource {
namespace {

void add_row(std::vector<RunningEstimate>& into, const std::vector<double>& row) {
    if (into.size() < row.size()) into.resize(row.size());
    for (std::size_t y = 0; y < row.size(); ++y) into[y].add(row[y]);
}

void append_sum(std::vector<double>& row) { row.push_back(std::accumulate(row.begin(), row.end(), 0.0)); }

}  // namespace

void Replications::add(const Summary& run, const std::vector<Outcome>& outcomes) {
    Summary told = run;
    for (Summary::Table* table : {&told.delivered_to, &told.delivered_by, &told.shipped, &told.wanted, &told.served, &told.lost})
        for (auto& [name, row] : *table) append_sum(row);
    for (auto& [buyer, table] : told.delivered_to_by)
        for (auto& [vendor, row] : table) append_sum(row);
    cells_.years = told.years;
    cells_.is_sold.insert(told.is_sold.begin(), told.is_sold.end());
    for_each_table(cells_, told, [&](auto& into, const Summary::Table& from) {
        for (const auto& [name, row] : from) add_row(into[name], row);
    });
    add_total("delivered_to", told.delivered_to);
    add_total("delivered_by", told.delivered_by);
    add_total("cost", told.cost);
    for (const auto& [buyer, table] : told.delivered_to_by) add_total("delivered_to_by " + buyer, table);
    for (const Outcome& outcome : outcomes) {
        const auto [seen, is_new] = outcomes_.try_emplace({outcome.metric, outcome.entity});
        if (is_new) order_.emplace_back(outcome.metric, outcome.entity);
        seen->second.add(outcome.value);
    }
    ++count_;
}

void Replications::add_total(const std::string& name, const Summary::Table& rows) {
    std::vector<double> total;
    for (const auto& [row_name, row] : rows) {
        total.resize(row.size());
        for (std::size_t y = 0; y < row.size(); ++y) total[y] += row[y];
    }
    add_row(totals_[name], total);
}

SummaryOf<Estimate> Replications::summary() const {
    SummaryOf<Estimate> made;
    made.years   = cells_.years;
    made.is_sold = cells_.is_sold;
    for_each_table(made, cells_, [&](auto& into, const SummaryOf<RunningEstimate>::Table& from) {
        for (const auto& [name, row] : from)
            for (RunningEstimate cell : row) {
                while (cell.runs() < count_) cell.add(0);
                into[name].push_back(cell.result());
            }
    });
    return made;
}

std::vector<Headline> Replications::headlines() const {
    std::vector<Headline> made;
    for (const auto& name : order_) {
        Estimate estimate = outcomes_.at(name).result();
        estimate.runs     = count_;   // those that did not tell of it, too
        made.push_back({name.first, name.second, estimate});
    }
    return made;
}

}  // namespace secondsource
