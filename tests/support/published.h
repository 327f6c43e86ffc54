#pragma once
// A classic scenario that is run tick by tick, its rows by the paths that results use, and tables of published numbers.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "agents/cast.h"
#include "agents/policies/demand/csv_column.h"
#include "sim/engine/tick.h"
#include "sim/scenario/scenario.h"
#include "tests/support/catch.h"

namespace secondsource {

/// A world and its scenario. Every tick is audited deeply, so that whatever a test looks at, goods, orders and money
/// add up as well.
class ClassicRun {
public:
    /// scenarios/classic/NAME.toml with some values set (PATH=VALUE); the scenario's seed.
    explicit ClassicRun(const std::string& name, const std::vector<std::string>& sets = {})
        : ClassicRun{read_scenario(
              {SECONDSOURCE_SOURCE_DIR "/scenarios/classic/" + name + ".toml", sets, ""}, cast())} {}
    explicit ClassicRun(Scenario scenario) : scenario_{std::move(scenario)}, world_{scenario_.model, scenario_.seed} {}
    /// From a scenario's text, [scenario] included.
    static ClassicRun of_text(const std::string& text) { return ClassicRun{read_scenario_text(text, "test", cast())}; }

    /// Moves on by one tick; false at the scenario's end.
    bool tick() {
        if (world_.now >= scenario_.model->end) return false;
        secondsource::tick(world_);
        audit_deeply(world_);
        return true;
    }
    /// Runs to the scenario's end.
    void run() {
        while (tick()) {}
    }

    const World&   world() const { return world_; }
    World&         world() { return world_; }
    const Network& network() const { return scenario_.model->network; }

    AgentId       agent(std::string_view path) const { return row<AgentId>(network().agents.size(), "agent.", path); }
    StockId       stock(std::string_view path) const { return row<StockId>(network().stocks.size(), "stock.", path); }
    OfferId       offer(std::string_view path) const { return row<OfferId>(network().offers.size(), "offer.", path); }
    RequirementId requirement(std::string_view path) const {
        return row<RequirementId>(network().requirements.size(), "requirement.", path);
    }
    LinkId    link(std::string_view path) const { return row<LinkId>(network().links.size(), "link.", path); }
    ProcessId process(std::string_view path) const {
        return row<ProcessId>(network().processes.size(), "process.", path);
    }

    double on_hand(std::string_view path) const { return world_.on_hand[stock(path)].units(); }
    double backlog(std::string_view path) const { return world_.owed[stock(path)].units(); }
    double net_stock(std::string_view path) const { return on_hand(path) - backlog(path); }
    double ordered(std::string_view path) const { return world_.ordered[requirement(path)].units(); }
    double shipped(std::string_view path) const { return world_.shipped[link(path)].units(); }
    double received(std::string_view path) const { return world_.received_total(link(path)).units(); }
    /// Cost units of all ticks so far.
    double cost(std::string_view path) const { return world_.cost_total[stock(path)]; }

private:
    template <class IdType>
    IdType row(std::size_t rows, std::string_view table, std::string_view path) const {
        for (std::uint32_t i = 0; i < rows; ++i) {
            const std::string name = network().path(IdType{i});
            if (name.starts_with(table) && std::string_view{name}.substr(table.size()) == path) return IdType{i};
        }
        throw std::invalid_argument("there is no " + std::string{table} + std::string{path});
    }

    Scenario scenario_;
    World    world_;
};

/// A column of tests/published/data/TABLE.csv.
inline std::vector<double> published_column(const std::string& table, std::string_view column) {
    const CsvColumn read =
        read_csv_column(SECONDSOURCE_SOURCE_DIR "/tests/published/data/" + table + ".csv", column);
    if (!read.problem.empty()) throw std::invalid_argument(table + ".csv: " + read.problem);
    return read.values;
}

/// Checks a column of a run, from the first row on, against numbers that others published: each within the larger of
/// an absolute and a relative tolerance.
inline void check_column(std::string_view what, const std::vector<double>& found, const std::vector<double>& published,
                         double absolute, double relative = 0) {
    INFO(what);
    REQUIRE(found.size() == published.size());
    std::size_t worst        = 0;
    double      worst_excess = -1;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const double excess = std::abs(found[i] - published[i]) - std::max(absolute, relative * std::abs(published[i]));
        if (excess <= worst_excess) continue;
        worst_excess = excess;
        worst        = i;
    }
    if (found.empty()) return;
    INFO("row " << worst + 1 << " is furthest off: " << found[worst] << ", published " << published[worst]);
    CHECK(worst_excess <= 0);
}

/// A table of `tick = "period"` with so many periods, for scenarios in a test's own text.
inline std::string periods_header(int periods) {
    return "schema_version = 1\n[scenario]\ntick = \"period\"\nperiods = " + std::to_string(periods) + "\n";
}

}   // namespace secondsource
