#include "sim/run/results.h"

#include <filesystem>
#include <fstream>

#include "sim/run/run.h"
#include "tests/support/catch.h"
#include "tests/support/folder.h"
#include "tests/support/small_world.h"

using namespace secondsource;
namespace fs = std::filesystem;

namespace {

const std::string scenario_text = R"(
[scenario]
tick = "week"
start = 2026-01-05
weeks = 6
warm_up_weeks = 2
[[agent]]
name = "s"
kind = "source"
product = "p"
price_usd = 2.5
[[agent]]
name = "a"
kind = "stage"
product = "p"
initial_units = 10
replenishment = { policy = "base_stock", level_units = 10 }
[[agent]]
name = "m"
kind = "market"
product = "p"
demand = { model = "poisson", mean_units_per_week = 3 }
[[link]]
seller = "a"
product = "p"
buyer = "m"
[[link]]
seller = "s"
product = "p"
buyer = "a"
lead_time_weeks = 1
)";

RunResult write(const fs::path& file, std::uint64_t seed, const std::atomic<bool>* stop = nullptr) {
    const Scenario scenario = read_scenario_text(scenario_text, "small", cast());
    Results        results{file, scenario, {{"seed", std::to_string(seed)}}};
    RunRequest     request;
    request.seed    = seed;
    request.results = &results;
    request.stop    = stop;
    return run(scenario, request);
}

std::string content(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

double number(const fs::path& file, const std::string& query) {
    Database database{file, Database::Mode::read};
    auto     rows = database.prepare(query);
    return rows.next() ? rows.real(0) : -1;
}

}  // namespace

TEST_CASE("two runs with the same seed give equal rows in every table but meta and runs, and another seed does not") {
    const Folder folder;
    const auto one = write(folder.path() / "one.sqlite", 7), two = write(folder.path() / "two.sqlite", 7), other = write(folder.path() / "other.sqlite", 8);
    CHECK(one.digest == two.digest);
    CHECK(one.digest != other.digest);
    export_csv(folder.path() / "one.sqlite", folder.path() / "one");
    export_csv(folder.path() / "two.sqlite", folder.path() / "two");
    std::size_t tables = 0;
    for (const auto& entry : fs::directory_iterator{folder.path() / "one"}) {
        const std::string name = entry.path().filename().string();
        if (name == "meta.csv" || name == "runs.csv") continue;
        CHECK(content(entry.path()) == content(folder.path() / "two" / name));
        ++tables;
    }
    CHECK(tables > 20);
}

TEST_CASE("a results file holds reported weeks with their dates, rows by name, and what things mean") {
    const Folder   folder;
    const fs::path file = folder.path() / "r.sqlite";
    const auto     result = write(file, 1);
    CHECK(result.weeks == 6);
    CHECK(number(file, "SELECT count(*) FROM weeks WHERE week = 0 AND date = '2026-01-05'") == 1);
    CHECK(number(file, "SELECT count(*) FROM weeks") == 6);
    CHECK(number(file, "SELECT count(*) FROM stock_week") == 6 * 2);
    CHECK(number(file, "SELECT count(*) FROM v_link_week WHERE link = 's.p.a'") == 6);
    CHECK(number(file, "SELECT count(*) FROM columns WHERE \"table\" = 'offer_week' AND meaning <> ''") > 5);
    // Money only changes hands.
    CHECK(number(file, "SELECT sum(cash) FROM agent_week WHERE week = 5") == 0);
    CHECK(number(file, "SELECT cash FROM v_agent_week WHERE agent = 's' AND week = 5") > 0);
    for (const char* promised : {"meta", "runs", "factors", "outcomes", "weeks", "agents", "offers", "links", "contracts", "markets", "columns", "agent_week",
                                 "offer_week", "link_week", "contract_week", "market_week", "cause_week", "events"})
        CHECK(number(file, std::string{"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '"} + promised + "'") == 1);
}

TEST_CASE("an interrupted run leaves a readable file that says so, and one plain file") {
    const Folder      folder;
    const fs::path    file = folder.path() / "r.sqlite";
    std::atomic<bool> stop{true};
    CHECK(write(file, 1, &stop).status == RunStatus::interrupted);
    CHECK(number(file, "SELECT count(*) FROM runs WHERE status = 'interrupted'") == 1);
    CHECK(!fs::exists(file.string() + "-wal"));
}

TEST_CASE("results replace earlier results, and never a file that is none") {
    const Folder   folder;
    const fs::path file = folder.path() / "r.sqlite", letter = folder.path() / "letter.txt";
    write(file, 1);
    write(file, 2);
    CHECK(number(file, "SELECT count(*) FROM runs") == 1);
    std::ofstream{letter} << "dear reader";
    CHECK_THROWS_AS(write(letter, 1), DatabaseError);
    CHECK(content(letter) == "dear reader");
    CHECK_THROWS_AS(write(folder.path() / "nowhere" / "r.sqlite", 1), DatabaseError);
    CHECK_THROWS_AS(write(folder.path(), 1), DatabaseError);
}
