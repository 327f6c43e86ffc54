// Tables of what a run came to.
#include "apps/secondsource/summary_text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "apps/secondsource/table.h"
#include "apps/secondsource/terminal.h"
#include "sim/base/text.h"

namespace secondsource {
namespace {

using Row   = Summary::Row;
using Years = std::vector<std::string>;

constexpr double      telling_share   = 0.1;   // of a year: what bound a process for less is not told
constexpr std::size_t customers_shown = 3;

double sum(const Row& row) { return std::accumulate(row.begin(), row.end(), 0.0); }
bool   is_empty(const Summary::Table& table) {
      return std::ranges::all_of(
          table, [](const auto& entry) { return std::ranges::all_of(entry.second, [](double v) { return v == 0; }); });
}

std::string percent(double share) { return fixed(100 * share, 0) + "%"; }

/// Whole numbers whole, others with about five digits that matter.
std::string readable(double value) {
    if (value == std::round(value) && std::fabs(value) < 1e15) return with_commas(value);
    const double magnitude = std::floor(std::log10(std::fabs(value)));
    return magnitude < -6 || magnitude > 14
               ? fmt::format("{:.4e}", value)
               : with_commas(value, static_cast<int>(std::clamp(4 - magnitude, 0.0, 10.0)));
}

std::string section(std::string_view title, const Table& table) {
    return fmt::format("\n{}\n{}", styled(title, Style::bold, out()), table.text());
}

std::vector<std::string> header(std::string first, const Years& years, std::vector<std::string> more = {}) {
    std::vector<std::string> cells{std::move(first)};
    cells.insert(cells.end(), years.begin(), years.end());
    cells.insert(cells.end(), more.begin(), more.end());
    return cells;
}

template <class Show>
std::vector<std::string> cells(const std::string& name, const Row& row, Show show) {
    std::vector<std::string> cells{name};
    for (const double value : row) cells.push_back(value == 0 ? "–" : show(value));
    return cells;
}

std::string gigawatts(double value) { return fixed(value, 2); }

/// "nvidia 76%, amd 14%": the largest shares of a whole.
std::string leading(const std::map<std::string, double>& parts, std::size_t most) {
    double                                      all = 0;
    std::vector<std::pair<std::string, double>> sorted;
    for (const auto& [name, value] : parts) {
        all += value;
        if (value > 0) sorted.emplace_back(name, value);
    }
    std::ranges::stable_sort(sorted, [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string text;
    for (std::size_t i = 0; i < std::min(most, sorted.size()); ++i)
        text += fmt::format("{}{} {}", i > 0 ? ", " : "", sorted[i].first, percent(sorted[i].second / all));
    return text;
}

// ---- compute -------------------------------------------------------------------------------------------------------

void add_total(Table& table, const Summary::Table& rows, std::size_t years) {
    if (rows.size() < 2) return;
    Row total(years);
    for (const auto& [name, row] : rows)
        for (std::size_t y = 0; y < years; ++y) total[y] += row[y];
    auto line = cells("all", total, gigawatts);
    line.push_back(gigawatts(sum(total)));
    table.rule();
    table.row(line);
}

void add_vendors(Table& table, const Summary::Table& vendors, std::size_t years) {
    for (const auto& [vendor, row] : vendors) {
        auto line = cells(vendor, row, gigawatts);
        line.push_back(gigawatts(sum(row)));
        table.row(line);
    }
    add_total(table, vendors, years);
}

std::string delivered_text(const Summary& summary, const std::string& focus) {
    Table buyers{header("gigawatts delivered", summary.years, {"sum", "from"})};
    buyers.left(summary.years.size() + 2);
    for (const auto& [buyer, row] : summary.delivered_to) {
        auto line = cells(buyer, row, gigawatts);
        line.push_back(gigawatts(sum(row)));
        std::map<std::string, double> parts;
        if (const auto vendors = summary.delivered_to_by.find(buyer); vendors != summary.delivered_to_by.end())
            for (const auto& [vendor, by_year] : vendors->second) parts[vendor] = sum(by_year);
        line.push_back(leading(parts, parts.size()));
        buyers.row(line);
    }
    add_total(buyers, summary.delivered_to, summary.years.size());

    Table vendors{header("by vendor", summary.years, {"sum"})};
    add_vendors(vendors, summary.delivered_by, summary.years.size());
    std::string text = section("Gigawatts delivered to sites, by year", buyers) + '\n' + vendors.text();

    if (const auto closely = summary.delivered_to_by.find(focus); closely != summary.delivered_to_by.end()) {
        Table table{header(fmt::format("to {} from", focus), summary.years, {"sum"})};
        add_vendors(table, closely->second, summary.years.size());
        text += '\n' + table.text();
    }

    if (!is_empty(summary.deployed)) {
        Table deployed{header("gigawatts in use", summary.years)};
        for (const auto& [buyer, row] : summary.deployed) deployed.row(cells(buyer, row, gigawatts));
        text += section("Gigawatts deployed (with power), at the end of the year", deployed);
    }
    return text;
}

std::string vendors_text(const Summary& summary, const std::string& ticks) {
    Table shipped{header("units", summary.years, {"sum"})}, waits{header(ticks, summary.years, {"quoted at the end"})},
        fills{header("fill rate", summary.years)};
    for (const auto& [product, row] : summary.shipped) {
        if (sum(row) == 0) continue;
        auto line = cells(product, row, [](double units) { return with_commas(units); });
        line.push_back(with_commas(sum(row)));
        shipped.row(line);
        if (const auto wait = summary.waited.find(product); wait != summary.waited.end()) {
            auto       times  = cells(product, wait->second, [](double time) { return fixed(time, 1); });
            const auto quoted = summary.quoted.find(product);
            times.push_back(quoted == summary.quoted.end() || quoted->second.empty() ? ""
                                                                                     : fixed(quoted->second.back(), 1));
            waits.row(times);
        }
        if (const auto fill = summary.fill_rate.find(product); fill != summary.fill_rate.end())
            fills.row(cells(product, fill->second, percent));
    }
    if (!shipped.has_rows()) return "";
    return section("Accelerators received, units", shipped) +
           section(fmt::format("Lead time from order to delivery, {}", ticks), waits) +
           section("Fill rate: shipped over ordered", fills);
}

std::string pools_text(const Summary& summary) {
    if (is_empty(summary.pool_use)) return "";
    Table table{header("capacity used", summary.years, {fmt::format("customers in {}", summary.years.back())})};
    table.left(summary.years.size() + 1);
    for (const auto& [pool, row] : summary.pool_use) {
        if (sum(row) == 0) continue;
        auto                          line = cells(pool, row, percent);
        std::map<std::string, double> shares;
        if (const auto customers = summary.pool_customers.find(pool); customers != summary.pool_customers.end())
            for (const auto& [customer, by_year] : customers->second) shares[customer] = by_year.back();
        line.push_back(leading(shares, customers_shown));
        table.row(line);
    }
    return section("Use of capacity", table);
}

/// "2026 capacity (92%); 2027–2028 hbm4 (61%)": what bound a process most in each year, like years together.
std::string bound_sentence(const Summary::Table& causes, const Years& years) {
    struct Stretch {
        std::size_t first, last;
        std::string cause;
        double      share;   ///< sum over its years
    };
    std::vector<Stretch> stretches;
    for (std::size_t y = 0; y < years.size(); ++y) {
        std::string cause;
        double      most = telling_share;
        for (const auto& [name, row] : causes)
            if (name != "nothing" && row[y] >= most) {
                cause = name;
                most  = row[y];
            }
        if (cause.empty()) continue;
        if (!stretches.empty() && stretches.back().cause == cause && stretches.back().last + 1 == y) {
            stretches.back().last = y;
            stretches.back().share += most;
        } else {
            stretches.push_back({y, y, cause, most});
        }
    }
    std::string text;
    for (const Stretch& stretch : stretches) {
        const std::string when =
            stretch.first == stretch.last ? years[stretch.first] : years[stretch.first] + "–" + years[stretch.last];
        text += fmt::format("{}{} {} ({})", text.empty() ? "" : "; ", when, stretch.cause,
                            percent(stretch.share / static_cast<double>(stretch.last - stretch.first + 1)));
    }
    return text;
}

std::string bounds_text(const Summary& summary, const std::string& ticks) {
    Table       table{{"process", fmt::format("bound most by (share of {})", ticks)}};
    std::string free;
    table.left(1);
    for (const auto& [process, causes] : summary.bound) {
        const std::string sentence = bound_sentence(causes, summary.years);
        if (!sentence.empty()) table.row({process, sentence});
        else free += (free.empty() ? "" : ", ") + process;
    }
    if (!table.has_rows() && free.empty()) return "";
    if (!free.empty()) table.row({"hardly ever bound", free});
    return section("What bound when", table);
}

// ---- markets and stages --------------------------------------------------------------------------------------------

std::string markets_text(const Summary& summary) {
    if (summary.wanted.empty()) return "";
    Table table{{"market", "wanted", "served", "lost", "served of wanted"}};
    for (const auto& [market, row] : summary.wanted) {
        const double wanted = sum(row), served = sum(summary.served.at(market)), lost = sum(summary.lost.at(market));
        table.row({market, readable(wanted), readable(served), readable(lost),
                   wanted > 0 ? fixed(100 * served / wanted, 1) + "%" : "–"});
    }
    return section("Markets, units", table);
}

std::string by_year(std::string_view title, const std::string& first, const Summary::Table& rows, const Years& years) {
    Table table{header(first, years)};
    for (const auto& [name, row] : rows) table.row(cells(name, row, readable));
    return section(title, table);
}

std::string stages_text(const Summary& summary) {
    if (summary.mean_on_hand.empty()) return "";
    const bool has_costs = !is_empty(summary.cost);
    if (summary.years.size() > 1) {
        return by_year("Mean on hand", "units", summary.mean_on_hand, summary.years) +
               by_year("Mean backlog", "units", summary.mean_backlog, summary.years) +
               (has_costs ? by_year("Cost", "cost units", summary.cost, summary.years) : "");
    }
    Table table{{"stage", "mean on hand", "mean backlog", "fill rate", "cost"}};
    Row   total(1);
    for (const auto& [stage, on_hand] : summary.mean_on_hand) {
        const Row& cost = summary.cost.at(stage);
        total[0] += cost[0];
        table.row({stage, readable(on_hand[0]), readable(summary.mean_backlog.at(stage)[0]),
                   fixed(100 * summary.fill_rate.at(stage)[0], 1) + "%", has_costs ? readable(cost[0]) : "–"});
    }
    if (has_costs && summary.mean_on_hand.size() > 1) {
        table.rule();
        table.row({"all", "", "", "", readable(total[0])});
    }
    return section("Stages", table);
}

std::string metrics_text(const std::vector<Outcome>& outcomes) {
    Table table{{"metric", "value"}};
    for (const Outcome& outcome : outcomes)
        if (outcome.entity.empty())
            table.row({outcome.metric, readable(outcome.value)});   // the others are in the tables above
    return table.has_rows() ? section("Metrics of the scenario", table) : "";
}

}   // namespace

std::string digest_text(std::uint64_t digest) { return fmt::format("{:016x}", digest); }

std::string tick_noun(const Calendar& calendar) { return std::string{to_text(calendar.tick_length())} + "s"; }

std::vector<Headline> headlines(std::span<const RunResult> runs) {
    std::vector<Headline>                                              found;
    std::map<std::pair<std::string, std::string>, std::vector<double>> values;
    for (const RunResult& run : runs) {
        if (run.status != RunStatus::done) continue;
        for (const Outcome& outcome : run.outcomes) {
            auto& seen = values[{outcome.metric, outcome.entity}];
            if (seen.empty()) found.push_back({outcome.metric, outcome.entity, {}});
            seen.push_back(outcome.value);
        }
    }
    for (Headline& headline : found) headline.estimate = estimate(values[{headline.metric, headline.entity}]);
    return found;
}

std::string heading(const Scenario& scenario, std::uint64_t seed, std::span<const RunResult> runs) {
    const Model& model = *scenario.model;
    std::string  text  = scenario.title == scenario.name
                             ? fmt::format("{}\n", styled(scenario.name, Style::bold, out()))
                             : fmt::format("{}: {}\n", styled(scenario.name, Style::bold, out()), scenario.title);
    text += fmt::format("{} {}", with_commas(static_cast<double>(runs.front().weeks)), tick_noun(model.calendar));
    if (model.calendar.has_dates() && runs.front().weeks > 0) {
        const Tick last = model.first_reported + Ticks{runs.front().weeks - 1};
        text += fmt::format(", {} to {}", to_text(model.calendar.date_of(model.first_reported)),
                            to_text(model.calendar.date_of(last)));
    }
    text += fmt::format(" · seed {}", seed);
    text += runs.size() == 1 ? fmt::format(" · digest {}\n", digest_text(runs.front().digest))
                             : fmt::format(" · {} replications\n", runs.size());
    return text;
}

std::string summary_text(const Scenario& scenario, const RunResult& run) {
    const Summary&    summary = run.summary;
    const std::string ticks   = tick_noun(scenario.model->calendar);
    std::string       text;
    if (!summary.delivered_to.empty()) text += delivered_text(summary, scenario.focus) + vendors_text(summary, ticks);
    text += pools_text(summary) + bounds_text(summary, ticks) + markets_text(summary);
    if (summary.delivered_to.empty()) text += stages_text(summary);
    return text + metrics_text(run.outcomes);
}

std::string headlines_text(std::span<const Headline> headlines, std::size_t runs) {
    Table table{{"outcome", "mean", "95 % interval", "standard deviation"}};
    for (const Headline& headline : headlines) {
        const auto& [mean, half, sd] = headline.estimate;
        table.row({headline.entity.empty() ? headline.metric : fmt::format("{} {}", headline.metric, headline.entity),
                   readable(mean), fmt::format("{} – {}", readable(mean - half), readable(mean + half)), readable(sd)});
    }
    return section(fmt::format("Over {} replications", runs), table);
}

}   // namespace secondsource
