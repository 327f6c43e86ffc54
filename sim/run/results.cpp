#include "sim/run/results.h"

#include <charconv>
#include <cmath>
#include <fstream>

namespace secondsource {
namespace {

constexpr std::string_view results_schema = "1";

/// Results of an earlier run of that name make way; anything else stays untouched.
const std::filesystem::path& cleared(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return path;
    if (std::filesystem::is_directory(path, ignored)) throw DatabaseError(path.string() + " is a folder; name a file for the results with --out");
    try {
        Database earlier{path, Database::Mode::read};
    } catch (const DatabaseError&) {
        throw DatabaseError(path.string() + " is there and holds no results of this program; name another file with --out");
    }
    std::filesystem::remove(path);
    std::filesystem::remove(path.string() + "-wal", ignored);
    std::filesystem::remove(path.string() + "-shm", ignored);
    return path;
}

std::string plural(std::string_view table) { return table == "process" ? "processes" : std::string{table} + "s"; }

void column(Database& database, std::string_view table, std::string_view name, std::string_view unit, std::string_view meaning) {
    database.prepare("INSERT INTO columns VALUES (?, ?, ?, ?)").bind(table).bind(name).bind(unit).bind(meaning).run();
}

}  // namespace

Results::Results(const std::filesystem::path& path, const Scenario& scenario, const std::map<std::string, std::string>& meta)
    : path_{path}, database_{cleared(path), Database::Mode::create}, first_{scenario.model->first_reported} {
    const World world{scenario.model, scenario.seed};
    database_.execute("BEGIN");
    make_tables(world);
    fill_dimensions(scenario, world);
    auto note = database_.prepare("INSERT INTO meta VALUES (?, ?)");
    note.bind("results_schema_version").bind(results_schema).run();
    note.bind("scenario").bind(scenario.name).run();
    note.bind("title").bind(scenario.title).run();
    note.bind("scenario_text").bind(scenario.text).run();
    for (const auto& [key, value] : meta) note.bind(key).bind(value).run();
    database_.execute("COMMIT");
}

void Results::make_tables(const World&) {
    database_.execute(R"(
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE columns ("table" TEXT, "column" TEXT, unit TEXT, meaning TEXT);
CREATE TABLE runs (run_id INTEGER PRIMARY KEY, point_id INTEGER, replication INTEGER, seed TEXT, status TEXT, weeks INTEGER, digest TEXT, wall_ms REAL);
CREATE TABLE factors (point_id INTEGER, path TEXT, value TEXT);
CREATE TABLE outcomes (run_id INTEGER, metric TEXT, entity TEXT, value REAL);
CREATE TABLE weeks (week INTEGER PRIMARY KEY, date TEXT);
CREATE TABLE events (run_id INTEGER, week INTEGER, kind TEXT, entity TEXT, text TEXT);
CREATE TABLE agents (agent_id INTEGER PRIMARY KEY, name TEXT, kind TEXT, title TEXT);
CREATE TABLE contracts (contract_id INTEGER PRIMARY KEY, name TEXT, seller TEXT, buyer TEXT);
CREATE TABLE contract_week (run_id INTEGER, week INTEGER, contract_id INTEGER, delivered_gw REAL);
CREATE TABLE cause_week (run_id INTEGER, week INTEGER, agent_id INTEGER, cause TEXT, lost_gw REAL);
)");
    column(database_, "contracts", "*", "", "promised by the file format; filled once scenarios have contracts");
    column(database_, "contract_week", "*", "", "promised by the file format; filled once scenarios have contracts");
    column(database_, "cause_week", "*", "", "promised by the file format; filled once unmet demand is traced to its causes");
    for (const std::string_view table : observed_tables()) {
        const std::string name{table}, dimension = plural(table);
        if (table != "agent") database_.execute("CREATE TABLE " + dimension + " (" + name + "_id INTEGER PRIMARY KEY, name TEXT)");
        std::string sql = "CREATE TABLE " + name + "_week (run_id INTEGER, week INTEGER, " + name + "_id INTEGER", marks = "?, ?, ?", names;
        for (const Observable& quantity : observables()) {
            if (quantity.table != table) continue;
            sql += ", " + std::string{quantity.column} + " REAL";
            marks += ", ?";
            names += ", w." + std::string{quantity.column};
            column(database_, name + "_week", quantity.column, quantity.unit, quantity.meaning);
        }
        database_.execute(sql + ", PRIMARY KEY (run_id, week, " + name + "_id)) WITHOUT ROWID");
        database_.execute("CREATE VIEW v_" + name + "_week AS SELECT w.run_id, w.week, weeks.date, d.name AS " + name + names + " FROM " + name + "_week w JOIN " +
                          dimension + " d USING (" + name + "_id) LEFT JOIN weeks USING (week)");
        weekly_.push_back(database_.prepare("INSERT INTO " + name + "_week VALUES (" + marks + ")"));
    }
}

void Results::fill_dimensions(const Scenario& scenario, const World& world) {
    auto agent = database_.prepare("INSERT INTO agents VALUES (?, ?, ?, ?)");
    for (std::uint32_t i = 0; i < world.network().agents.size(); ++i) {
        const Agent& row = world.network().agents[AgentId{i}];
        agent.bind(std::int64_t{i}).bind(row.name).bind(row.kind).bind(row.title).run();
    }
    for (const std::string_view table : observed_tables()) {
        if (table == "agent") continue;
        auto insert = database_.prepare("INSERT INTO " + plural(table) + " VALUES (?, ?)");
        for (std::uint32_t row = 0; row < rows_of(world, table); ++row) insert.bind(std::int64_t{row}).bind(entity_of(world, table, row)).run();
    }
    auto event = database_.prepare("INSERT INTO events VALUES (0, ?, ?, ?, ?)");
    for (const EventNote& note : scenario.events) event.bind((note.at - first_).count).bind(note.kind).bind(note.entity).bind(note.text).run();
}

void Results::begin_run(std::int64_t run_id) {
    run_id_ = run_id;
    database_.execute("BEGIN");
}

void Results::record(const World& world) {
    const Tick         ended{world.now.index - 1};
    const std::int64_t week = (ended - first_).count;
    if (week > last_week_) {
        last_week_ = week;
        const Calendar& calendar = world.model().calendar;
        database_.prepare("INSERT INTO weeks VALUES (?, ?)").bind(week).bind(calendar.has_dates() ? to_text(calendar.date_of(ended)) : std::string{}).run();
    }
    const auto quantities = observables();
    std::size_t t = 0;
    for (const std::string_view table : observed_tables()) {
        Statement& insert = weekly_[t++];
        for (std::uint32_t row = 0, rows = static_cast<std::uint32_t>(rows_of(world, table)); row < rows; ++row) {
            insert.bind(run_id_).bind(week).bind(std::int64_t{row});
            for (const Observable& quantity : quantities)
                if (quantity.table == table) insert.bind(quantity.value(world, row));
            insert.run();
        }
    }
}

void Results::end_run(const RunRow& run, const std::vector<Outcome>& outcomes) {
    database_.prepare("INSERT INTO runs VALUES (?, 0, ?, ?, ?, ?, ?, ?)")
        .bind(run.run_id).bind(run.replication).bind(std::to_string(run.seed)).bind(run.status).bind(run.weeks).bind(run.digest).bind(run.wall_ms).run();
    auto insert = database_.prepare("INSERT INTO outcomes VALUES (?, ?, ?, ?)");
    for (const Outcome& outcome : outcomes) insert.bind(run.run_id).bind(outcome.metric).bind(outcome.entity).bind(outcome.value).run();
    database_.execute("COMMIT");
}

std::size_t export_csv(const std::filesystem::path& results, const std::filesystem::path& folder) {
    Database database{results, Database::Mode::read};
    std::vector<std::string> tables;
    for (auto names = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"); names.next();) tables.push_back(names.text(0));
    std::filesystem::create_directories(folder);
    for (const std::string& table : tables) {
        std::ofstream out{folder / (table + ".csv"), std::ios::binary};
        auto          rows = database.prepare("SELECT * FROM " + table);
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
        if (!out) throw DatabaseError("cannot write " + (folder / (table + ".csv")).string());
    }
    return tables.size();
}

}  // namespace secondsource
