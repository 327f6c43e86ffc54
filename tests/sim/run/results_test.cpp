#include "sim/run/results.h"

#include <filesystem>
#include <fstream>

#include "sim/run/run.h"
#include "tests/support/catch.h"
#include "tests/support/chip_chain.h"
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

/// Runs a scenario's text and writes its results.
RunResult write_text(const fs::path& file, const std::string& text, std::uint64_t seed = 1) {
    const Scenario scenario = read_scenario_text(text, "small", cast());
    Results        results{file, scenario, {}};
    RunRequest     request;
    request.seed    = seed;
    request.results = &results;
    return run(scenario, request);
}

/// A vendor's packages reach a lab's site, which had a fleet before; power for what comes grows more slowly.
const std::string lab_text = R"(
[scenario]
start = 2026-01-05
weeks = 30
warm_up_weeks = 10
[[product]]
name = "gpu"
grain_units = 1
power_kw_it = 2.0
[[agent]]
name = "vendor"
kind = "source"
product = "gpu"
[[agent]]
name = "lab"
kind = "ai_lab"
[[agent.site]]
name = "campus"
pue = 1.25
deploy_weeks = 1
powered_mw = { linear = true, steps = [{ at = 2025-10-27, value = 300 }, { at = 2026-12-28, value = 500 }] }
[[agent.requirement]]
product = "compute"
site = "campus"
initial_gw = 0.3
replenishment = { policy = "growth_path", lookahead_weeks = 4, target_gw = { linear = true, steps = [{ at = 2025-10-27, value = 0.3 }, { at = 2026-12-28, value = 0.9 }] } }
[[link]]
seller = "vendor"
product = "gpu"
buyer = "lab"
requirement = "compute"
lead_time_weeks = 2
)";

double outcome(const RunResult& result, const std::string& metric, const std::string& entity) {
    for (const Outcome& one : result.outcomes)
        if (one.metric == metric && one.entity == entity) return one.value;
    return -1;
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
    CHECK(number(file, "SELECT count(*) FROM meta WHERE key = 'schema_version' AND value = '1'") == 1);
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

TEST_CASE("delivered and deployed gigawatts are the same in the weekly tables, the outcomes and the summary") {
    const Folder   folder;
    const fs::path file   = folder.path() / "r.sqlite";
    const auto     result = write_text(file, lab_text);
    const double   delivered = outcome(result, "delivered_gw", "lab"), deployed = outcome(result, "deployed_gw", "lab");
    // Delivered: what came in the thirty reported weeks, not what came in the warm-up or was there before.
    CHECK(delivered > 0.2);
    CHECK(delivered < 0.6 * 31 / 40);
    CHECK(delivered == Approx(result.summary.delivered_to.at("lab").at(0)));
    CHECK(delivered == Approx(number(file, "SELECT delivered_gw FROM v_agent_week WHERE agent = 'lab' AND week = 29")));
    CHECK(delivered == Approx(number(file, "SELECT received_gw FROM v_link_week WHERE link = 'vendor.gpu.lab' AND week = 29")));
    CHECK(number(file, "SELECT delivered_gw FROM v_agent_week WHERE agent = 'lab' AND week = 0") < 0.03);
    // Deployed: all that has power at the end, 0.3 GW of before among it; power has grown for 40 of 61 weeks.
    CHECK(deployed == Approx(0.3 + 0.2 * 38 / 61).margin(0.01));
    CHECK(deployed == Approx(result.summary.deployed.at("lab").at(0)));
    CHECK(deployed == Approx(number(file, "SELECT deployed_gw FROM v_agent_week WHERE agent = 'lab' AND week = 29")));
    for (const char* metric : {"delivered_gw", "deployed_gw"}) {
        CHECK(number(file, std::string{"SELECT count(*) FROM columns WHERE \"table\" = 'outcomes' AND meaning <> '' AND \"column\" = '"} + metric + "'") == 1);
        CHECK(number(file, std::string{"SELECT count(*) FROM columns WHERE \"table\" = 'agent_week' AND meaning <> '' AND \"column\" = '"} + metric + "'") == 1);
    }
}

TEST_CASE("links go from one agent to another, and processes have a table of their own") {
    const Folder   folder;
    const fs::path file = folder.path() / "r.sqlite";
    write_text(file, chip_chain({}));
    CHECK(number(file, "SELECT count(*) FROM links") == 8);
    CHECK(number(file, "SELECT count(*) FROM links WHERE seller = 'near' AND goods = 'chip' AND buyer = 'store_2' AND name = 'near.chip.store_2'") == 1);
    CHECK(number(file, "SELECT count(*) FROM links JOIN offers USING (offer_id) WHERE links.seller = offers.seller AND links.goods = offers.goods") == 8);
    CHECK(number(file, "SELECT count(*) FROM link_week") == 8 * 80);
    CHECK(number(file, "SELECT count(*) FROM link_week LEFT JOIN links USING (link_id) WHERE links.name IS NULL") == 0);
    CHECK(number(file, "SELECT count(*) FROM processes WHERE agent IN ('near', 'far') AND output = 'chip' AND unit = 'units'") == 2);
    CHECK(number(file, "SELECT count(*) FROM process_week") == 2 * 80);
    // What a process has finished went into the stock of its output, which nothing else fills.
    const std::string end = " FROM v_process_week WHERE process = 'near.wafers' AND week = 79";
    CHECK(number(file, "SELECT finished" + end) > 1000);
    CHECK(number(file, "SELECT finished" + end) == number(file, "SELECT received FROM v_stock_week WHERE stock = 'near.chip' AND week = 79"));
    CHECK(number(file, "SELECT sum(starts) * 50 * 0.8 FROM v_process_week WHERE process = 'near.wafers'") ==
          Approx(number(file, "SELECT finished + work_in_process" + end) + number(file, "SELECT max(0, scrap)" + end) -
                 number(file, "SELECT sum(starts) * 50 * 0.2 FROM v_process_week WHERE process = 'near.wafers'"))
              .epsilon(0.01));
}

TEST_CASE("results name the inputs that bound_by counts") {
    const Folder folder;
    write_text(folder.path() / "r.sqlite", lab_text);
    Database database{folder.path() / "r.sqlite", Database::Mode::read};
    auto     rows = database.prepare("SELECT DISTINCT process, inputs FROM v_process_week");
    REQUIRE(rows.next());
    CHECK(rows.text(0) == "lab.deploy_campus");
    CHECK(rows.text(1) == "compute, power_campus");
}

TEST_CASE("disruptions, dated or by chance, begin and end in the events of every run") {
    const Folder   folder;
    const fs::path file = folder.path() / "r.sqlite";
    const Scenario scenario = read_scenario_text(scenario_text + R"(
[[disruption]]
name = "strike"
target = "agent.s"
at = 2025-12-29
weeks = 3
[[disruption]]
name = "storms"
target = "agent.a"
model = "markov"
fail_per_week = 0.4
repair_per_week = 0.5
[[event]]
at = 2026-01-19
name = "dearer"
text = "the price rises"
set = { "agent.s.price_usd" = 3.0 }
)", "small", cast());
    {
        Results results{file, scenario, {}};
        for (std::uint32_t r = 0; r < 20; ++r) {
            RunRequest request;
            request.replication = r;
            request.run_id      = r;
            request.results     = &results;
            run(scenario, request);
        }
    }
    const auto events = [&](const std::string& where) { return number(file, "SELECT count(*) FROM events WHERE " + where); };
    CHECK(events("kind = 'disruption' AND entity = 'strike' AND week = -1 AND text = 'begins'") == 20);   // in the warm-up
    CHECK(events("kind = 'disruption' AND entity = 'strike' AND week = 2 AND text = 'ends'") == 20);
    CHECK(events("entity = 'strike'") == 40);
    CHECK(events("kind = 'event' AND entity = 'dearer' AND week = 2 AND text = 'the price rises'") == 20);
    CHECK(events("entity = 'storms' AND text = 'begins'") > 20);
    // Each run has its own storms, which end before they begin again.
    CHECK(number(file, "SELECT count(DISTINCT n) FROM (SELECT count(*) AS n FROM events WHERE entity = 'storms' GROUP BY run_id)") > 1);
    CHECK(number(file, "SELECT max(abs(n)) FROM (SELECT sum(CASE text WHEN 'begins' THEN 1 ELSE -1 END) AS n FROM events WHERE entity = 'storms' GROUP BY run_id)") == 1);
    // A stock sells nothing while its agent is down.
    CHECK(number(file, "SELECT max(w.shipped) FROM v_link_week w JOIN events b ON b.run_id = w.run_id AND b.week = w.week WHERE w.link = 'a.p.m' AND b.entity = 'storms' "
                       "AND b.text = 'begins'") == 0);
}

TEST_CASE("a lead time is what an order really took, whatever held it up") {
    const auto chain = [](const std::string& lead_time, const std::string& more) {
        return "[scenario]\ntick = \"period\"\nperiods = 400\n[[agent]]\nname = \"s\"\nkind = \"source\"\nproduct = \"p\"\n"
               "[[agent]]\nname = \"a\"\nkind = \"stage\"\nproduct = \"p\"\nreplenishment = { policy = \"fixed\", quantity_units = 2 }\n"
               "[[link]]\nseller = \"s\"\nproduct = \"p\"\nbuyer = \"a\"\n" +
               lead_time + more;
    };
    const Folder   folder;
    const fs::path file  = folder.path() / "r.sqlite";
    const auto     weeks = [&](const std::string& what) { return number(file, "SELECT " + what + " FROM v_link_week WHERE link = 's.p.a'"); };
    write_text(file, chain("lead_time_periods = 2\n", ""));
    CHECK(weeks("count(*)") == 400);
    CHECK(weeks("count(lead_time)") == 398);   // nothing arrives in the first two
    CHECK(weeks("min(lead_time)") == 2);
    CHECK(weeks("max(lead_time)") == 2);
    // Goods that are stopped on their way for three ticks take five; orders that wait three ticks for shipment, too.
    for (const std::string effect : {"transit_pausing", "shipment_pausing"}) {
        INFO(effect);
        write_text(file, chain("lead_time_periods = 2\n", "[[disruption]]\nname = \"d\"\ntarget = \"link.s.p.a\"\nat = 10\nperiods = 3\neffect = \"" + effect + "\"\n"));
        CHECK(weeks("max(lead_time)") > 3.4);
        CHECK(weeks("min(lead_time)") == 2);
        CHECK(weeks("count(lead_time)") == 395);
    }
    // By chance between one and nine: five in the mean, where the nominal one would be nine.
    const std::string uniform = "lead_time = { distribution = \"uniform\", low_periods = 1, high_periods = 9, crossing = true }\n";
    write_text(file, chain(uniform, "[[metric]]\nname = \"mean\"\nof = \"link.s.p.a.lead_time\"\nreduce = \"mean\"\n"));
    CHECK(number(file, "SELECT sum(lead_time * n) / sum(n) FROM (SELECT lead_time, received - lag(received, 1, 0) OVER (ORDER BY week) AS n FROM v_link_week "
                       "WHERE link = 's.p.a')") == Approx(5).margin(0.4));
    CHECK(weeks("max(lead_time)") <= 9);
    CHECK(number(file, "SELECT value FROM outcomes WHERE metric = 'mean'") == Approx(weeks("avg(lead_time)")));
}

TEST_CASE("a file has one writer at a time, and the first is not disturbed by a second") {
    const Folder   folder;
    const fs::path file     = folder.path() / "r.sqlite";
    const Scenario scenario = read_scenario_text(scenario_text, "small", cast());
    write(file, 1);   // results of an earlier run make way for the first writer only
    {
        Results    first{file, scenario, {}};
        RunRequest request;
        request.results = &first;
        run(scenario, request);
        try {
            Results second{file, scenario, {}};
            FAIL("a second writer was let in");
        } catch (const DatabaseError& error) {
            CHECK(std::string{error.what()}.find("another process is writing " + file.string()) != std::string::npos);
        }
        CHECK(number(file, "SELECT count(*) FROM runs WHERE status = 'done'") == 1);   // readers are welcome
        request.run_id = 1;
        run(scenario, request);
    }
    CHECK(number(file, "SELECT count(*) FROM runs WHERE status = 'done'") == 2);
    CHECK(write(file, 2).status == RunStatus::done);
    CHECK(number(file, "SELECT count(*) FROM runs") == 1);
}

TEST_CASE("a run that has not ended is said to be running, and to have failed if its writer gave up") {
    const Folder   folder;
    const fs::path file     = folder.path() / "r.sqlite";
    const Scenario scenario = read_scenario_text(scenario_text, "small", cast());
    {
        Results results{file, scenario, {}};
        World   world{scenario.model, 1};
        results.begin_run({0, 0, 1, "", 0, "", 0});
        results.start(world);
        tick(world);
        results.record(world);
        CHECK(number(file, "SELECT count(*) FROM runs WHERE status = 'running'") == 1);
        CHECK(number(file, "SELECT count(*) FROM stock_week") == 0);
    }
    CHECK(number(file, "SELECT count(*) FROM runs WHERE status = 'failed'") == 1);
    CHECK(number(file, "SELECT count(*) FROM stock_week") == 0);
}
