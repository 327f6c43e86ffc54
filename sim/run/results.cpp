#include "sim/run/results.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <system_error>

#include "sim/run/dimensions.h"
#include "sim/run/outcomes.h"

namespace secondsource {
namespace {

/// Of this file format: rises when a table or a column goes or changes its meaning.
constexpr std::string_view schema_version = "1";

const std::filesystem::path& no_folder(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) throw DatabaseError(path.string() + " is a folder; name a file for the results with --out");
    return path;
}

/// Results of an earlier run of that name make way; anything else stays untouched.
const std::filesystem::path& cleared(const std::filesystem::path& path, FileLock& lock) {
    if (lock.is_empty()) return path;
    try {
        Database earlier{path, Database::Mode::read};
    } catch (const DatabaseError&) {
        throw DatabaseError(path.string() + " is there and holds no results of this program; name another file with --out");
    }
    lock.renew();
    std::error_code ignored;
    std::filesystem::remove(path.string() + "-wal", ignored);
    std::filesystem::remove(path.string() + "-shm", ignored);
    return path;
}

std::string plural(std::string_view table) { return table == "process" ? "processes" : std::string{table} + "s"; }

/// Tables whose rows are none of an observable's.
constexpr std::string_view common_tables = R"(
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE columns ("table" TEXT, "column" TEXT, unit TEXT, meaning TEXT, PRIMARY KEY ("table", "column")) WITHOUT ROWID;
CREATE TABLE runs (run_id INTEGER PRIMARY KEY, point_id INTEGER, replication INTEGER, seed TEXT, status TEXT, weeks INTEGER, digest TEXT, wall_ms REAL);
CREATE TABLE factors (point_id INTEGER, path TEXT, value TEXT, PRIMARY KEY (point_id, path)) WITHOUT ROWID;
CREATE TABLE outcomes (run_id INTEGER, metric TEXT, entity TEXT, value REAL, PRIMARY KEY (run_id, metric, entity)) WITHOUT ROWID;
CREATE TABLE weeks (week INTEGER PRIMARY KEY, date TEXT);
CREATE TABLE events (run_id INTEGER, week INTEGER, kind TEXT, entity TEXT, text TEXT);
CREATE TABLE contracts (contract_id INTEGER PRIMARY KEY, name TEXT, seller TEXT, buyer TEXT);
CREATE TABLE contract_week (run_id INTEGER, week INTEGER, contract_id INTEGER, delivered_gw REAL, PRIMARY KEY (run_id, week, contract_id)) WITHOUT ROWID;
CREATE TABLE cause_week (run_id INTEGER, week INTEGER, agent_id INTEGER, cause TEXT, lost_gw REAL, PRIMARY KEY (run_id, week, agent_id, cause)) WITHOUT ROWID;
)";

struct ColumnNote {
    std::string_view table, column, unit, meaning;
};
constexpr std::array common_columns{
    ColumnNote{"meta", "value", "", "what the run was made with; scenario_text is a scenario file that gives the same digests"},
    ColumnNote{"meta", "key", "", "what the value is of"},
    ColumnNote{"runs", "point_id", "", "row of factors; 0 while there is one set of them"},
    ColumnNote{"runs", "replication", "", "number of the run among those of a point, from 0"},
    ColumnNote{"runs", "seed", "", "of all draws; text, since programs that read whole numbers as reals would round a large one"},
    ColumnNote{"runs", "status", "", "done, interrupted or failed; running: it has not ended yet, or was killed"},
    ColumnNote{"runs", "weeks", "ticks", "reported ticks that were computed"},
    ColumnNote{"runs", "digest", "", "of the whole state at the end: equal for equal runs"},
    ColumnNote{"runs", "wall_ms", "ms", "what it took"},
    ColumnNote{"factors", "*", "", "promised by the file format; filled once a study varies settings"},
    ColumnNote{"outcomes", "metric", "", "of the scenario's [[metric]] tables, and of every run, which stand here with unit and meaning"},
    ColumnNote{"outcomes", "entity", "", "whose it is; empty for the scenario's metrics"},
    ColumnNote{"outcomes", "value", "", "what the run came to, empty if there is nothing that it could be of; runs that did not end have none"},
    ColumnNote{"weeks", "week", "", "number of a reported tick, from 0; ticks may be days, months or periods as well"},
    ColumnNote{"weeks", "date", "", "the day on which it begins; empty in worlds without dates"},
    ColumnNote{"events", "week", "", "below 0 before the first reported tick"},
    ColumnNote{"events", "kind", "", "event: a dated change of the scenario; disruption: one begins or ends, dated or by chance"},
    ColumnNote{"events", "text", "", "what happens"},
    ColumnNote{"contracts", "*", "", "promised by the file format; filled once scenarios have contracts"},
    ColumnNote{"contract_week", "*", "", "promised by the file format; filled once scenarios have contracts"},
    ColumnNote{"cause_week", "*", "", "promised by the file format; filled once unmet demand is traced to its causes"},
};

void describe(Database& database, std::string_view table, std::string_view name, std::string_view unit, std::string_view meaning) {
    database.prepare("INSERT INTO columns VALUES (?, ?, ?, ?)").bind(table).bind(name).bind(unit).bind(meaning).run();
}

}  // namespace

Results::Results(const std::filesystem::path& path, const Scenario& scenario, const std::map<std::string, std::string>& meta)
try : path_{path}, lock_{no_folder(path)}, file_{cleared(path, lock_)}, database_{path, Database::Mode::create}, events_{scenario.events}, first_{scenario.model->first_reported} {
    const World world{scenario.model, scenario.seed};
    std::stable_sort(events_.begin(), events_.end(), [](const EventNote& a, const EventNote& b) { return a.at < b.at; });
    database_.execute("BEGIN");
    make_tables(world);
    fill_dimensions(world);
    auto line = database_.prepare("INSERT INTO meta VALUES (?, ?)");
    line.bind("schema_version").bind(schema_version).run();
    line.bind("scenario").bind(scenario.name).run();
    line.bind("title").bind(scenario.title).run();
    line.bind("scenario_text").bind(scenario.text).run();
    for (const auto& [key, value] : meta) line.bind(key).bind(value).run();
    database_.execute("COMMIT");
    database_.execute("PRAGMA wal_checkpoint(TRUNCATE)");   // from here on the file alone tells what it is
    file_.keep();
} catch (const FileIsLocked& locked) {
    throw DatabaseError(std::string{locked.what()} + ": wait until it is done, or name another file with --out");
} catch (const std::system_error& error) {
    throw DatabaseError(error.what());
}

Results::~Results() {
    if (!open_) return;
    try {
        if (database_.is_in_transaction()) database_.execute("ROLLBACK");
        open_->status = "failed";
        write_run(*open_);
    } catch (const DatabaseError&) {   // then it stays marked as running
    }
}

void Results::make_tables(const World& world) {
    database_.execute(std::string{common_tables});
    for (const ColumnNote& note : common_columns) describe(database_, note.table, note.column, note.unit, note.meaning);
    for (const OutcomeKind& kind : common_outcomes()) describe(database_, "outcomes", kind.name, kind.unit, kind.meaning);
    for (const std::string_view table : observed_tables()) {
        const std::string name{table}, dimension = plural(table), id = name + "_id";
        std::string       dimension_sql = "CREATE TABLE " + dimension + " (" + id + " INTEGER PRIMARY KEY, name TEXT";
        std::string       facts, sql = "CREATE TABLE " + name + "_week (run_id INTEGER, week INTEGER, " + id + " INTEGER", marks = "?, ?, ?", names;
        for (const Dimension& fact : dimensions()) {
            if (fact.table != table) continue;
            dimension_sql += ", " + std::string{fact.column} + (fact.is_id ? " INTEGER" : " TEXT");
            if (!fact.is_id && fact.column != table) facts += ", d." + std::string{fact.column};
            describe(database_, dimension, fact.column, "", fact.meaning);
        }
        database_.execute(dimension_sql + ")");
        std::vector<const Observable*> quantities;
        for (const Observable& quantity : observables()) {
            if (quantity.table != table) continue;
            quantities.push_back(&quantity);
            sql += ", " + std::string{quantity.column} + " REAL";
            marks += ", ?";
            names += ", w." + std::string{quantity.column};
            describe(database_, name + "_week", quantity.column, quantity.unit, quantity.meaning);
        }
        database_.execute(sql + ", PRIMARY KEY (run_id, week, " + id + ")) WITHOUT ROWID");
        database_.execute("CREATE VIEW v_" + name + "_week AS SELECT w.run_id, w.week, weeks.date, d.name AS " + name + facts + names + " FROM " + name +
                          "_week w JOIN " + dimension + " d USING (" + id + ") LEFT JOIN weeks USING (week)");
        std::vector<std::uint32_t> rows;
        for (const NamedRow& row : rows_of(world.network(), table)) rows.push_back(row.row);
        weekly_.push_back({std::move(quantities), std::move(rows), {}, database_.prepare("INSERT INTO " + name + "_week VALUES (" + marks + ")")});
    }
}

void Results::fill_dimensions(const World& world) {
    for (const std::string_view table : observed_tables()) {
        std::vector<const Dimension*> facts;
        std::string                   marks = "?, ?";
        for (const Dimension& fact : dimensions())
            if (fact.table == table) {
                facts.push_back(&fact);
                marks += ", ?";
            }
        auto insert = database_.prepare("INSERT INTO " + plural(table) + " VALUES (" + marks + ")");
        for (const auto& [row, entity] : rows_of(world.network(), table)) {
            insert.bind(std::int64_t{row}).bind(entity);
            for (const Dimension* fact : facts) {
                const auto value = fact->value(world, row);
                if (const auto* text = std::get_if<std::string>(&value)) insert.bind(*text);
                else insert.bind(std::get<std::int64_t>(value));
            }
            insert.run();
        }
    }
}

void Results::begin_run(const RunRow& run) {
    open_ = run;
    open_->status = "running";
    write_run(*open_);
    next_event_ = 0;
    was_down_.clear();
    for (Weekly& table : weekly_) table.origins.clear();
    database_.execute("BEGIN");
}

void Results::write_run(const RunRow& run) {
    database_.prepare("INSERT OR REPLACE INTO runs VALUES (?, 0, ?, ?, ?, ?, ?, ?)")
        .bind(run.run_id).bind(run.replication).bind(std::to_string(run.seed)).bind(run.status).bind(run.weeks).bind(run.digest).bind(run.wall_ms).run();
}

void Results::note(std::int64_t week, std::string_view kind, std::string_view entity, std::string_view text) {
    database_.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?)").bind(open_->run_id).bind(week).bind(kind).bind(entity).bind(text).run();
}

void Results::observe(const World& world) {
    const Tick         ended{world.now.index - 1};
    const std::int64_t week = (ended - first_).count;
    for (; next_event_ < events_.size() && events_[next_event_].at <= ended; ++next_event_) {
        const EventNote& event = events_[next_event_];
        note((event.at - first_).count, event.kind, event.entity, event.text);
    }
    was_down_.resize(world.disruptions.size(), false);
    for (std::size_t d = 0; d < was_down_.size(); ++d) {
        const bool is_down = world.disruptions[d].is_down;
        if (is_down != was_down_[d]) note(week, "disruption", world.model().disruptions[d].name, is_down ? "begins" : "ends");
        was_down_[d] = is_down;
    }
}

void Results::start(const World& world) {
    for (Weekly& table : weekly_)
        for (const std::uint32_t row : table.rows)
            for (const Observable* quantity : table.quantities)
                if (quantity->is_total) table.origins.push_back(quantity->value(world, row));
}

void Results::record(const World& world) {
    const Tick         ended{world.now.index - 1};
    const std::int64_t week = (ended - first_).count;
    if (week > last_week_) {
        last_week_ = week;
        const Calendar& calendar = world.model().calendar;
        database_.prepare("INSERT INTO weeks VALUES (?, ?)").bind(week).bind(calendar.has_dates() ? to_text(calendar.date_of(ended)) : std::string{}).run();
    }
    for (Weekly& table : weekly_) {
        const double* origin = table.origins.data();
        for (const std::uint32_t row : table.rows) {
            table.insert.bind(open_->run_id).bind(week).bind(std::int64_t{row});
            for (const Observable* quantity : table.quantities) table.insert.bind(quantity->value(world, row) - (quantity->is_total ? *origin++ : 0));
            table.insert.run();
        }
    }
}

void Results::end_run(const RunRow& run, const std::vector<Outcome>& outcomes) {
    write_run(run);
    auto insert = database_.prepare("INSERT INTO outcomes VALUES (?, ?, ?, ?)");
    for (const Outcome& outcome : outcomes) insert.bind(run.run_id).bind(outcome.metric).bind(outcome.entity).bind(outcome.value).run();
    database_.execute("COMMIT");
    open_.reset();
}

std::size_t export_csv(const std::filesystem::path& results, const std::filesystem::path& folder) {
    Database database{results, Database::Mode::read};
    std::vector<std::string> tables;
    for (auto names = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"); names.next();) tables.push_back(names.text(0));
    std::filesystem::create_directories(folder);
    for (const std::string& table : tables) {
        const std::filesystem::path file = folder / (table + ".csv");
        std::ofstream               out{file, std::ios::binary};
        if (!out) throw DiskError("cannot write " + file.string());
        UnfinishedFile unfinished{file};
        auto           rows = database.prepare("SELECT * FROM " + table);
        for (int i = 0; i < rows.columns(); ++i) out << (i ? "," : "") << rows.column_name(i);
        out << '\n';
        std::string line;
        while (rows.next()) {
            line.clear();
            for (int i = 0; i < rows.columns(); ++i) {
                if (i) line += ',';
                if (rows.is_null(i)) continue;
                if (rows.is_text(i)) {
                    const std::string text = rows.text(i);
                    if (text.find_first_of(",\"\n\r") == std::string::npos) {
                        line += text;
                        continue;
                    }
                    line += '"';
                    for (const char c : text) line += c == '"' ? std::string{"\"\""} : std::string{c};
                    line += '"';
                } else {
                    char       buffer[32];
                    const auto end = rows.is_whole(i) ? std::to_chars(buffer, buffer + sizeof buffer, rows.whole(i)).ptr
                                                      : std::to_chars(buffer, buffer + sizeof buffer, rows.real(i)).ptr;
                    line.append(buffer, end);
                }
            }
            out << line << '\n';
        }
        out.close();   // what the disk has no room for is known no sooner
        if (!out) throw DiskError("cannot write " + file.string());
        unfinished.keep();
    }
    return tables.size();
}

}  // namespace secondsource
