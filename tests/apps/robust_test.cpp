// What is left when a run is disturbed: killed, short of disk, or not alone. And what results say of their own making.
#include <string>

#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "tests/support/catch.h"
#include "tests/support/folder.h"
#include "tests/support/sanitizer.h"

namespace {

using Outcome = Folder::Outcome;
using Json    = nlohmann::json;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// The first value of a query on a file in the folder, as text; SQLite is asked directly, as any other program would.
std::string queried(const Folder& folder, const std::string& file, const std::string& query) {
    sqlite3*    database = nullptr;
    std::string value    = "cannot be opened";
    if (sqlite3_open_v2((folder.path() / file).c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(database, query.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
            value = sqlite3_errmsg(database);
        } else if (sqlite3_step(statement) == SQLITE_ROW) {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
            value            = text ? text : "";
        } else {
            value = "no row";
        }
        sqlite3_finalize(statement);
    }
    sqlite3_close(database);
    return value;
}

/// A shop that fills a disk, or the time, as far as it is let.
const std::string shop = R"(schema_version = 1
[scenario]
name = "shop"
tick = "period"
periods = 20000
[[agent]]
name = "supply"
kind = "source"
product = "tea"
[[agent]]
name = "shop"
kind = "stage"
product = "tea"
initial_units = 20
replenishment = { policy = "base_stock", level_units = 20 }
[[agent]]
name = "customers"
kind = "market"
product = "tea"
demand = { model = "poisson", mean_units_per_period = 5 }
[[link]]
seller = "supply"
product = "tea"
buyer = "shop"
lead_time_periods = 2
[[link]]
seller = "shop"
product = "tea"
buyer = "customers"
)";

/// Longer than anybody waits.
const std::string endless = "--set scenario.periods=4000000000";

/// Shell: waits until a run that goes on beside is in the middle of its weekly rows, which fill the log by then.
const std::string until_it_writes =
    "until [ \"$(stat -c %s shop.sqlite-wal 2>/dev/null || echo 0)\" -gt 3000000 ]; do sleep 0.05; done\n";

}   // namespace

TEST_CASE("a run that is killed leaves a sound file that says it was not finished, and the runs before it") {
    const Folder folder;
    folder.write("shop.toml", shop);
    const Outcome outcome = folder.run(
        "secondsource run shop --quiet --until 2000 --replications 1000000 & pid=$!\n"
        "until secondsource export shop.sqlite --out csv >/dev/null 2>&1 && grep -q '^1,0,1,1,done' csv/runs.csv; do sleep 0.05; done\n"
        "kill -9 $pid; wait $pid");
    CHECK(outcome.code == 128 + 9);
    CHECK(queried(folder, "shop.sqlite", "PRAGMA integrity_check") == "ok");
    CHECK(queried(folder, "shop.sqlite", "SELECT count(*) FROM stock_week WHERE run_id = 0") == "4000");
    CHECK(queried(folder, "shop.sqlite", "SELECT count(DISTINCT run_id) = (SELECT count(*) FROM runs WHERE status = 'done') FROM stock_week") == "1");
    CHECK(queried(folder, "shop.sqlite", "SELECT count(*) FROM runs WHERE status NOT IN ('done', 'running')") == "0");
    CHECK(queried(folder, "shop.sqlite", "SELECT value FROM meta WHERE key = 'replications'") == "1000000");   // of which few are there
    CHECK(folder.run("secondsource run shop --until 5").code == 0);   // and makes way for the next
    CHECK(queried(folder, "shop.sqlite", "SELECT group_concat(status) FROM runs") == "done");
}

TEST_CASE("a run that is killed early leaves a file that tells what it was, even without its log") {
    const Folder folder;
    folder.write("shop.toml", shop);
    CHECK(folder.run("secondsource run shop --quiet " + endless + " & pid=$!\n" + until_it_writes + "kill -9 $pid; wait $pid").code == 128 + 9);
    CHECK(folder.run("mkdir alone && cp shop.sqlite alone/").code == 0);
    CHECK(queried(folder, "alone/shop.sqlite", "PRAGMA integrity_check") == "ok");
    CHECK(queried(folder, "alone/shop.sqlite", "SELECT value FROM meta WHERE key = 'scenario'") == "shop");
    CHECK(queried(folder, "shop.sqlite", "SELECT status FROM runs") == "running");
}

TEST_CASE("a full disk ends a run with 1 and its name, and what was there stays readable") {
    const Folder folder;
    folder.write("shop.toml", shop);
    // Where a small file system of its own can be mounted, it is really full; elsewhere files may not grow beyond 2 MB,
    // which the system reports at the same place.
    const bool can_mount = folder.run("unshare -rm sh -c 'mkdir m && mount -t tmpfs -o size=1m none m'").code == 0;
    INFO((can_mount ? "tmpfs" : "ulimit -f"));
    const std::string fill = "secondsource run shop --replications 40 --until 4000";
    const Outcome     outcome =
        can_mount ? folder.run("mkdir -p small && unshare -rm sh -c 'mount -t tmpfs -o size=2m none small && " + fill +
                                   " --out small/shop.sqlite; code=$?; cp small/shop.sqlite . && cp small/shop.sqlite-wal . 2>/dev/null; exit $code'")
                      : folder.run("ulimit -f 2048; " + fill);
    CHECK(outcome.code == 1);
    CHECK(contains(outcome.err, "shop.sqlite"));
    CHECK((contains(outcome.err, "the disk is full") || contains(outcome.err, "File too large")));
    CHECK(contains(outcome.err, "--out"));
    CHECK(queried(folder, "shop.sqlite", "PRAGMA integrity_check") == "ok");
    CHECK(queried(folder, "shop.sqlite", "SELECT value FROM meta WHERE key = 'scenario'") == "shop");
    CHECK(queried(folder, "shop.sqlite", "SELECT status FROM runs ORDER BY run_id DESC LIMIT 1") == "failed");
    CHECK(queried(folder, "shop.sqlite", "SELECT count(*) FROM runs WHERE status = 'running'") == "0");
}

TEST_CASE("where nothing can be written, no part of a file is left") {
    const Folder folder;
    folder.write("shop.toml", shop);
    // What is printed goes through a pipe, as no file can take it.
    const auto run = [&](const std::string& limit, const std::string& command) {
        return folder.run("( ulimit -f " + limit + "; secondsource " + command + "; echo $? >&3 ) 3>&1 2>&1 | cat").out;
    };
    if (!under_thread_sanitizer) {   // which must itself write a file before a program begins
        CHECK(contains(run("0", "new mine"), "mine.toml could not be written whole\n1\n"));
        CHECK(contains(run("0", "run shop"), "File too large"));
    }
    CHECK_FALSE(folder.has("mine.toml"));
    CHECK_FALSE(folder.has("shop.sqlite"));
    CHECK_FALSE(folder.has("shop.sqlite-wal"));

    REQUIRE(folder.run("secondsource run shop --quiet").code == 0);
    const std::string said = run("100", "export shop.sqlite --out csv"), cannot = "cannot write csv/";
    REQUIRE(contains(said, cannot));
    const std::size_t begin = said.find(cannot) + cannot.size();
    CHECK_FALSE(folder.has("csv/" + said.substr(begin, said.find('\n') - begin)));
}

TEST_CASE("the limit of a file's size is an error like a full disk") {
    const Folder folder;
    folder.write("shop.toml", shop);
    // The first meets the limit while it writes rows, the second when it commits a run.
    for (const std::string run : {"ulimit -f 1024; secondsource run shop", "ulimit -f 2048; secondsource run shop --replications 40 --until 4000"}) {
        INFO(run);
        const Outcome outcome = folder.run(run);
        CHECK(outcome.code == 1);
        CHECK(contains(outcome.err, "error: cannot write shop.sqlite: File too large\n"));
        CHECK(queried(folder, "shop.sqlite", "PRAGMA integrity_check") == "ok");
        CHECK(queried(folder, "shop.sqlite", "SELECT status FROM runs ORDER BY run_id DESC LIMIT 1") == "failed");
        folder.run("rm -f shop.sqlite*");
    }
    CHECK(folder.run("secondsource run shop --until 10 --no-results > /dev/full").code == 1);
}

TEST_CASE("a run that is asked to end, by Ctrl-C or by SIGTERM, ends with 130 and one plain file of what it computed") {
    const Folder folder;
    folder.write("shop.toml", shop);
    for (const std::string signal : {"INT", "TERM"}) {
        INFO(signal);
        // A shell without job control lets its background jobs ignore SIGINT; Python's children do not.
        folder.write("interrupt.py", "import os, signal, subprocess, sys, time\n"
                                     "program = subprocess.Popen(sys.argv[2:])\n"
                                     "while not os.path.exists('shop.sqlite-wal') or os.path.getsize('shop.sqlite-wal') < 3000000: time.sleep(0.05)\n"
                                     "program.send_signal(getattr(signal, 'SIG' + sys.argv[1]))\n"
                                     "sys.exit(program.wait())\n");
        const Outcome outcome = folder.run("python3 interrupt.py " + signal + " secondsource run shop " + endless);
        CHECK(outcome.code == 130);
        CHECK(contains(outcome.err, "interrupted after"));
        CHECK_FALSE(folder.has("shop.sqlite-wal"));
        CHECK(queried(folder, "shop.sqlite", "PRAGMA integrity_check") == "ok");
        CHECK(queried(folder, "shop.sqlite", "SELECT status FROM runs") == "interrupted");
        CHECK(queried(folder, "shop.sqlite", "SELECT count(*) = (SELECT 2 * weeks FROM runs) FROM stock_week") == "1");
    }
}

TEST_CASE("of two runs into one file the second is refused, and the first comes to its end") {
    const Folder folder;
    folder.write("shop.toml", shop);
    const Outcome outcome = folder.run("secondsource run shop --quiet " + endless + " & pid=$!\n" + until_it_writes +
                                       "secondsource run shop --until 5; echo $? > code; kill -TERM $pid; wait $pid");
    CHECK(outcome.code == 130);
    CHECK(folder.read("code") == "2\n");
    CHECK(contains(outcome.err, "error: another process is writing shop.sqlite"));
    CHECK(contains(outcome.err, "--out"));
    CHECK(queried(folder, "shop.sqlite", "PRAGMA integrity_check") == "ok");
    CHECK(queried(folder, "shop.sqlite", "SELECT status FROM runs") == "interrupted");
    CHECK(queried(folder, "shop.sqlite", "SELECT count(*) > 5 FROM weeks") == "1");
}

TEST_CASE("the scenario in a results file is a file again that gives the same digests") {
    const Folder folder;
    const auto   meta = [&](const std::string& file, const std::string& key) {
        return queried(folder, file, "SELECT value FROM meta WHERE key = '" + key + "'");
    };
    const auto digests = [&](const std::string& file) { return queried(folder, file, "SELECT group_concat(digest) FROM runs"); };
    for (const std::string run :
         {"openai_amd --until 2026-03-30", "openai_single_source --until 40 --replications 2 --assumptions",
          "beer_game --set agent.retailer.holding_cost=2 --set scenario.title=\"Beer and more\"", "classic/s_S --seed 77 --until 50",
          "serial3_disruption --set disruption.middle.periods=3", "quake_second_foundry --set agent.tsmc.pool.cowos_l.capacity_wafers_per_month=150000 --until 2027-05-31"}) {
        INFO(run);
        const std::string options = contains(run, "assumptions") ? " --replications 2 --assumptions" : "";
        REQUIRE(folder.run("secondsource run " + run + " --no-weekly --quiet --out first.sqlite").code == 0);
        folder.write("again.toml", meta("first.sqlite", "scenario_text"));
        CHECK(folder.run("secondsource check again.toml").code == 0);   // launches after an early end are warnings
        REQUIRE(folder.run("secondsource run again.toml --no-weekly --quiet --out second.sqlite" + options).code == 0);
        CHECK(digests("first.sqlite").size() >= 16);
        CHECK(digests("first.sqlite") == digests("second.sqlite"));
        // A scenario written twice is the same text, and so has the same hash and the same sources.
        CHECK(meta("first.sqlite", "scenario_text") == meta("second.sqlite", "scenario_text"));
        CHECK(meta("first.sqlite", "scenario_hash") == meta("second.sqlite", "scenario_hash"));
        CHECK(meta("first.sqlite", "scenario_hash").size() >= 16);
    }
    // Every value still knows where it came from.
    REQUIRE(folder.run("secondsource run openai_amd --no-weekly --quiet --out first.sqlite").code == 0);
    folder.write("again.toml", meta("first.sqlite", "scenario_text"));
    CHECK(folder.run("secondsource sources openai_amd | sort > a; secondsource sources again | sort > b; diff a b").out == "");
    CHECK(folder.read("a").size() > 10000);
}

TEST_CASE("a scenario of another version of the format is refused, and a new one says which it is") {
    const Folder folder;
    folder.write("future.toml", "schema_version = 2\n" + shop.substr(shop.find('\n')));
    const Outcome future = folder.run("secondsource run future");
    CHECK(future.code == 2);
    CHECK(contains(future.err, "future.toml:1:18: error: schema_version must be 1, not 2"));
    CHECK(contains(future.err, "written for a newer secondsource"));
    CHECK_FALSE(folder.has("shop.sqlite"));
    REQUIRE(folder.run("secondsource new mine").code == 0);
    CHECK(contains(folder.read("mine.toml"), "\nschema_version = 1\n"));
    REQUIRE(folder.run("secondsource run mine --until 3 --quiet").code == 0);
    CHECK(queried(folder, "mine.sqlite", "SELECT value FROM meta WHERE key = 'schema_version'") == "1");
}
