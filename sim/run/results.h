#pragma once
// The results file: one SQLite database for one or several runs of a scenario.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run/database.h"
#include "sim/run/file_lock.h"
#include "sim/run/metric.h"
#include "sim/run/unfinished_file.h"
#include "sim/scenario/scenario.h"

namespace secondsource {

/// What `runs` tells of a run.
struct RunRow {
    std::int64_t  run_id = 0, replication = 0;
    std::uint64_t seed = 1;
    std::string   status;   ///< done, interrupted, failed; running while it runs, and for ever if it was killed
    std::int64_t  weeks = 0;
    std::string   digest;
    double        wall_ms = 0;
};

/// Writes a results file. One transaction for each run: its rows are in the file whole, or not at all, whatever happens;
/// an interrupted one is closed with the rows it has. Times and hosts are in `meta` and `runs` alone.
///
/// Of a run it is told in this order: `begin_run`; `observe` after each tick, warm-up included; `start` when the warm-up
/// is over, and from then on `record`, if the weeks are wanted; `end_run`.
class Results {
public:
    /// Creates the file anew; a results file of that name is replaced, any other file is refused, and so is one that
    /// another process is writing (DatabaseError). Where the disk has no room even for what is common to all runs, no file is left.
    /// `meta` is written as given: version, revision, command line, platform …
    Results(const std::filesystem::path&, const Scenario&, const std::map<std::string, std::string>& meta);
    /// A run that has not ended is marked as failed, if the disk allows.
    ~Results();

    void begin_run(const RunRow&);
    /// Notes what has happened in the tick that has just ended: dated events, disruptions that begin and end.
    void observe(const World&);
    /// Totals count from here.
    void start(const World&);
    /// Weekly rows of the tick that has just ended.
    void record(const World&);
    void end_run(const RunRow&, const std::vector<Outcome>&);
    const std::filesystem::path& path() const { return path_; }

private:
    /// A table of weekly rows: which rows, and how they are written.
    struct Weekly {
        std::vector<const Observable*> quantities;
        std::vector<std::uint32_t>     rows;
        std::vector<double>            origins;   ///< of the totals, row by row, at the end of the warm-up
        Statement                      insert;
    };
    void make_tables(const World&);
    void fill_dimensions(const World&);
    void write_run(const RunRow&);
    void note(std::int64_t week, std::string_view kind, std::string_view entity, std::string_view text);

    std::filesystem::path  path_;
    FileLock               lock_;
    UnfinishedFile         file_;           ///< until it holds what is common to all runs
    Database               database_;
    std::vector<Weekly>    weekly_;
    std::vector<EventNote> events_;         ///< by time
    std::size_t            next_event_ = 0;
    std::vector<bool>      was_down_;       ///< by disruption
    std::optional<RunRow>  open_;           ///< the run that has begun and not ended
    Tick                   first_{0};
    std::int64_t           last_week_ = -1;
};

/// Writes each table of a results file as FOLDER/TABLE.csv; returns the number of files. Columns with their units and
/// meanings are in columns.csv.
std::size_t export_csv(const std::filesystem::path& results, const std::filesystem::path& folder);

}  // namespace secondsource
