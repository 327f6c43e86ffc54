#pragma once
// The results file: one SQLite database for one or several runs of a scenario.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run/database.h"
#include "sim/run/metric.h"
#include "sim/scenario/scenario.h"

namespace secondsource {

/// What `runs` tells of a run.
struct RunRow {
    std::int64_t  run_id = 0, replication = 0;
    std::uint64_t seed = 1;
    std::string   status;   ///< done, interrupted, failed
    std::int64_t  weeks = 0;
    std::string   digest;
    double        wall_ms = 0;
};

/// Writes a results file. One transaction for each run: a run is in it whole, or not at all, whatever happens; an
/// interrupted one is closed with the rows it has. Times and hosts are in `meta` and `runs` alone.
class Results {
public:
    /// Creates the file anew; a results file of that name is replaced, any other file is refused (DatabaseError).
    /// `meta` is written as given: version, revision, command line, platform …
    Results(const std::filesystem::path&, const Scenario&, const std::map<std::string, std::string>& meta);

    void begin_run(std::int64_t run_id);
    /// Weekly rows of the tick that has just ended.
    void record(const World&);
    void end_run(const RunRow&, const std::vector<Outcome>&);
    const std::filesystem::path& path() const { return path_; }

private:
    void make_tables(const World&);
    void fill_dimensions(const Scenario&, const World&);

    std::filesystem::path  path_;
    Database               database_;
    std::vector<Statement> weekly_;     ///< by observed table
    std::int64_t           run_id_ = 0;
    Tick                   first_{0};
    bool                   knows_weeks_ = false;
    std::int64_t           last_week_ = -1;
};

/// Writes each table of a results file as FOLDER/TABLE.csv; returns the number of files. Columns with their units and
/// meanings are in columns.csv.
std::size_t export_csv(const std::filesystem::path& results, const std::filesystem::path& folder);

}  // namespace secondsource
