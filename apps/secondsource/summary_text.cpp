// Tables of what a run came to.
#include "apps/secondsource/summary_text.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "apps/secondsource/table.h"
#include "apps/secondsource/terminal.h"
#include "sim/base/text.h"

namespace secondsource {
namespace {

using Told  = SummaryOf<Estimate>;
using Row   = Told::Row;
using Years = std::vector<std::string>;

constexpr double      telling_share   = 0.1;   // of a year: what bound a process for less is not told
constexpr std::size_t customers_shown = 3;

/// Everything that a summary says of one run, or of several.
struct Story {
    const Replications& runs;
    Told                told  = runs.summary();
    bool                is_one = runs.count() == 1;
};

bool is_nothing(const Estimate& cell) { return cell.n == 0 || (cell.mean == 0 && cell.half_width == 0); }
bool is_nothing(const Row& row) { return std::ranges::all_of(row, [](const Estimate& cell) { return is_nothing(cell); }); }
bool is_empty(const Told::Table& table) {
    return std::ranges::all_of(table, [](const auto& entry) { return is_nothing(entry.second); });
}

/// Only some of the runs have such a number.
bool is_partial(const Estimate& estimate) { return estimate.n > 0 && estimate.n < estimate.runs; }

/// "1.58", or over several runs "1.58 ± 0.05", or "1.58 ± 0.05 (3)" where only three of them have one.
template <class Show>
std::string cell(const Estimate& estimate, Show show) {
    if (estimate.n == 0) return "–";
    std::string text = show(estimate.mean);
    if (estimate.half_width != 0) text += fmt::format(" ± {}", show(estimate.half_width));
    if (is_partial(estimate)) text += fmt::format(" ({})", estimate.n);
    return text;
}

std::string percent(double share) { return fixed(100 * share, 0) + "%"; }
std::string precisely(double share) { return fixed(100 * share, 1) + "%"; }

/// Whole numbers whole, others with about five digits that matter; a dash for what is not a number.
std::string readable(double value) {
    if (std::isnan(value)) return "–";
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

/// Amounts; none is a dash.
template <class Show>
std::vector<std::string> cells(const std::string& name, const Row& row, Show show) {
    std::vector<std::string> cells{name};
    for (const Estimate& estimate : row) cells.push_back(is_nothing(estimate) ? "–" : cell(estimate, show));
    return cells;
}

/// Shares and times: nothing is one of them; a dash is where there is nothing that they could be of.
template <class Show>
std::vector<std::string> ratio_cells(const std::string& name, const Row& row, Show show) {
    std::vector<std::string> cells{name};
    for (const Estimate& estimate : row) cells.push_back(cell(estimate, show));
    return cells;
}

std::string gigawatts(double value) { return fixed(value, 2); }

/// "nvidia 76%, amd 14%": the largest shares of a whole; each is the last number of its row.
std::string leading(const std::map<std::string, Told::Table>& wholes, const std::string& whole, std::size_t most) {
    std::vector<std::pair<std::string, Estimate>> sorted;
    if (const auto parts = wholes.find(whole); parts != wholes.end())
        for (const auto& [name, row] : parts->second)
            if (row.back().mean > 0) sorted.emplace_back(name, row.back());
    std::ranges::stable_sort(sorted, [](const auto& a, const auto& b) { return a.second.mean > b.second.mean; });
    std::string text;
    for (std::size_t i = 0; i < std::min(most, sorted.size()); ++i)
        text += fmt::format("{}{} {}", i > 0 ? ", " : "", sorted[i].first, cell(sorted[i].second, percent));
    return text;
}

// ---- compute -------------------------------------------------------------------------------------------------------

/// Rows with the sum of their years, and below them the sum of them all.
void add_rows(Table& table, const Told::Table& rows, const Story& story, const std::string& total) {
    for (const auto& [name, row] : rows) table.row(cells(name, row, gigawatts));
    if (rows.size() < 2) return;
    table.rule();
    Row all;
    for (const RunningEstimate& sum : story.runs.totals().at(total)) all.push_back(sum.result());
    table.row(cells("all", all, gigawatts));
}

std::string delivered_text(const Story& story, const std::string& focus) {
    const Told& told = story.told;
    Table       buyers{header("gigawatts delivered", told.years, {"sum"})};
    add_rows(buyers, told.delivered_to, story, "delivered_to");
    Table vendors{header("by vendor", told.years, {"sum"})};
    add_rows(vendors, told.delivered_by, story, "delivered_by");
    Table sources{{"to", "from"}};
    sources.left(1);
    for (const auto& [buyer, row] : told.delivered_to) sources.row({buyer, leading(told.vendor_share, buyer, told.delivered_by.size())});
    std::string text = section("Gigawatts delivered to sites, by year", buyers) + '\n' + vendors.text() + '\n' + sources.text();

    if (const auto closely = told.delivered_to_by.find(focus); closely != told.delivered_to_by.end()) {
        Table table{header(fmt::format("to {} from", focus), told.years, {"sum"})};
        add_rows(table, closely->second, story, "delivered_to_by " + focus);
        text += '\n' + table.text();
    }

    if (!is_empty(told.deployed)) {
        Table deployed{header("gigawatts in use", told.years)};
        for (const auto& [buyer, row] : told.deployed) deployed.row(cells(buyer, row, gigawatts));
        text += section("Gigawatts deployed (with power), at the end of the year", deployed);
    }
    return text;
}

std::string vendors_text(const Story& story, const std::string& ticks) {
    const Told& told  = story.told;
    const auto  units = [](double value) { return with_commas(value); };
    const auto  time  = [](double value) { return fixed(value, 1); };
    Table shipped{story.is_one ? header("units", told.years, {"sum"}) : std::vector<std::string>{"units", "all years"}},
        waits{header(ticks, told.years, {"quoted"})}, fills{header("fill rate", told.years)};
    bool is_partly = false;   // is there a number that only some runs have?
    for (const auto& [product, row] : told.shipped) {
        if (is_nothing(row)) continue;
        shipped.row(cells(product, story.is_one ? row : Row{row.back()}, units));   // years with intervals would be too wide
        if (const auto wait = told.waited.find(product); wait != told.waited.end()) {
            auto       line   = ratio_cells(product, wait->second, time);
            is_partly         = is_partly || std::ranges::any_of(wait->second, is_partial);
            const auto quoted = told.quoted.find(product);
            line.push_back(quoted == told.quoted.end() || quoted->second.empty() ? "" : cell(quoted->second.back(), time));
            waits.row(line);
        }
        if (const auto fill = told.shipped_of_ordered.find(product); fill != told.shipped_of_ordered.end())
            fills.row(ratio_cells(product, fill->second, percent));
    }
    if (!shipped.has_rows()) return "";
    return section("Accelerators received, units", shipped) +
           section(fmt::format("Lead time from order to delivery, {}; quoted at the end{}", ticks, is_partly ? fmt::format(". (n): n of the {} runs have one", story.runs.count()) : ""), waits) +
           section("Fill rate of the year: shipped over newly ordered (above 100%: a backlog is worked off)", fills);
}

std::string pools_text(const Told& told) {
    if (is_empty(told.pool_use)) return "";
    Table table{header("capacity used", told.years, {fmt::format("customers in {}", told.years.back())})};
    table.left(told.years.size() + 1);
    for (const auto& [pool, row] : told.pool_use) {
        if (is_nothing(row)) continue;
        auto line = ratio_cells(pool, row, percent);
        line.push_back(leading(told.pool_customers, pool, customers_shown));
        table.row(line);
    }
    return section("Use of capacity", table);
}

/// "2026 capacity (92%); 2027–2028 hbm4 (61%)": what bound a process most in each year, like years together. The interval
/// of several years is the mean of theirs: the widest that they can have together.
std::string bound_sentence(const Told::Table& causes, const Years& years) {
    struct Stretch {
        std::size_t first, last;
        std::string cause;
        Estimate    share;   ///< sums over its years
    };
    std::vector<Stretch> stretches;
    for (std::size_t y = 0; y < years.size(); ++y) {
        std::string cause;
        Estimate    most{telling_share};
        for (const auto& [name, row] : causes)
            if (name != "nothing" && row[y].mean >= most.mean) {
                cause = name;
                most  = row[y];
            }
        if (cause.empty()) continue;
        if (!stretches.empty() && stretches.back().cause == cause && stretches.back().last + 1 == y) {
            stretches.back().last = y;
            stretches.back().share.mean += most.mean;
            stretches.back().share.half_width += most.half_width;
        } else {
            stretches.push_back({y, y, cause, most});
        }
    }
    std::string text;
    for (const Stretch& stretch : stretches) {
        const std::string when =
            stretch.first == stretch.last ? years[stretch.first] : years[stretch.first] + "–" + years[stretch.last];
        const auto years_of = static_cast<double>(stretch.last - stretch.first + 1);
        text += fmt::format("{}{} {} ({})", text.empty() ? "" : "; ", when, stretch.cause,
                            cell({stretch.share.mean / years_of, stretch.share.half_width / years_of}, percent));
    }
    return text;
}

std::string bounds_text(const Told& told, const std::string& ticks) {
    Table       table{{"process", fmt::format("bound most by (share of {})", ticks)}};
    std::string free;
    table.left(1);
    for (const auto& [process, causes] : told.bound) {
        const std::string sentence = bound_sentence(causes, told.years);
        if (!sentence.empty()) table.row({process, sentence});
        else free += (free.empty() ? "" : ", ") + process;
    }
    if (!table.has_rows() && free.empty()) return "";
    if (!free.empty()) table.row({"hardly ever bound", free});
    return section("What bound when", table);
}

// ---- markets and stages --------------------------------------------------------------------------------------------

std::string markets_text(const Told& told) {
    if (told.wanted.empty()) return "";
    bool  serves_more = false;
    Table table{{"market", "wanted", "served", "lost", "served of wanted"}};
    for (const auto& [market, row] : told.wanted) {
        const Estimate& share = told.served_share.at(market).back();
        serves_more           = serves_more || share.mean > 1;
        table.row({market, cell(row.back(), readable), cell(told.served.at(market).back(), readable), cell(told.lost.at(market).back(), readable),
                   cell(share, precisely)});
    }
    return section("Markets, units", table) + (serves_more ? "  above 100%: what had waited since before the start was served, too\n" : "");
}

std::string by_year(std::string_view title, const std::string& first, const Told::Table& rows, const Years& years) {
    Table table{header(first, years)};
    for (const auto& [name, row] : rows) table.row(cells(name, row, readable));
    return section(title, table);
}

std::string stages_text(const Story& story) {
    const Told& told = story.told;
    if (told.mean_on_hand.empty()) return "";
    const bool has_costs = !is_empty(told.cost);
    if (told.years.size() > 1) {
        return by_year("Mean on hand", "units", told.mean_on_hand, told.years) +
               by_year("Mean backlog", "units", told.mean_backlog, told.years) +
               (has_costs ? by_year("Cost", "cost units", told.cost, told.years) : "");
    }
    Table table{{"stage", "mean on hand", "mean backlog", "fill rate", "cost"}};
    for (const auto& [stage, on_hand] : told.mean_on_hand)
        table.row({stage, cell(on_hand[0], readable), cell(told.mean_backlog.at(stage)[0], readable), cell(told.fill_rate.at(stage)[0], precisely),
                   has_costs ? cell(told.cost.at(stage)[0], readable) : "–"});
    if (has_costs && told.mean_on_hand.size() > 1) {
        table.rule();
        table.row({"all", "", "", "", cell(story.runs.totals().at("cost")[0].result(), readable)});
    }
    return section("Stages (fill rate: shipped over asked for, backlog included)", table);
}

std::string metrics_text(const Story& story) {
    Table table{story.is_one ? std::vector<std::string>{"metric", "value"} : std::vector<std::string>{"metric", "mean", "95 % interval", "standard deviation"}};
    for (const Headline& headline : story.runs.headlines()) {
        if (!headline.entity.empty()) continue;   // the others are in the tables above
        const auto& [mean, half, sd, n, all] = headline.estimate;
        const std::string name = is_partial(headline.estimate) ? fmt::format("{} ({} of {} runs)", headline.metric, n, all) : headline.metric;
        if (story.is_one) table.row({name, readable(mean)});
        else if (n < 2) table.row({name, readable(mean), "–", "–"});
        else table.row({name, readable(mean), fmt::format("{} – {}", readable(mean - half), readable(mean + half)), readable(sd)});
    }
    return table.has_rows() ? section("Metrics of the scenario", table) : "";
}

}   // namespace

std::string digest_text(std::uint64_t digest) { return fmt::format("{:016x}", digest); }

std::string tick_noun(const Calendar& calendar) { return std::string{to_text(calendar.tick_length())} + "s"; }

std::string heading(const Scenario& scenario, std::uint64_t seed, std::span<const RunResult> runs) {
    const Model& model = *scenario.model;
    const std::string title = printable(scenario.title);
    std::string       text  = title == scenario.name
                             ? fmt::format("{}\n", styled(scenario.name, Style::bold, out()))
                             : fmt::format("{}: {}\n", styled(scenario.name, Style::bold, out()), title);
    text += fmt::format("{} {}", with_commas(static_cast<double>(runs.front().weeks)), tick_noun(model.calendar));
    if (model.calendar.has_dates() && runs.front().weeks > 0) {
        const Tick last = model.first_reported + Ticks{runs.front().weeks - 1};
        text += fmt::format(", {} to {}", to_text(model.calendar.date_of(model.first_reported)),
                            to_text(model.calendar.date_of(last)));
    }
    text += fmt::format(" · seed {}", seed);
    text += runs.size() == 1 ? fmt::format(" · digest {}\n", digest_text(runs.front().digest))
                             : fmt::format(" · {} replications\n", std::ranges::count(runs, RunStatus::done, &RunResult::status));
    return text;
}

std::string summary_text(const Scenario& scenario, const Replications& runs) {
    const Story       story{runs};
    const std::string ticks = tick_noun(scenario.model->calendar);
    std::string       text;
    if (!story.is_one) text += "mean ± half the width of its 95 % interval; (n): over the n runs that have such a number\n";
    if (!story.told.delivered_to.empty()) text += delivered_text(story, scenario.focus) + vendors_text(story, ticks);
    text += pools_text(story.told) + bounds_text(story.told, ticks) + markets_text(story.told);
    if (story.told.delivered_to.empty()) text += stages_text(story);
    return text + metrics_text(story);
}

}   // namespace secondsource
