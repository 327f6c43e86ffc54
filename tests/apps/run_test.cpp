// `secondsource run` and `export`: what they print, write and refuse, and how they end.
#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/catch.h"
#include "tests/support/folder.h"

namespace {

using Outcome = Folder::Outcome;

using Json = nlohmann::json;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

double outcome(const Json& json, const std::string& metric, const std::string& entity = "") {
    for (const Json& one : json.at("outcomes"))
        if (one.at("metric") == metric && one.at("entity") == entity) return one.at("value");
    FAIL("no outcome " << metric << " " << entity);
    return 0;
}

/// A shop whose customers come by chance.
const std::string shop = R"([scenario]
name  = "shop"
title = "A shop"
tick  = "period"
periods = 200
seed  = 3

[[agent]]
name = "supply"
kind = "source"
product = "tea"

[[agent]]
name = "shop"
kind = "stage"
product = "tea"
holding_cost = 1
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

[[metric]]
name = "on_hand"
of = "stock.shop.tea.on_hand"
reduce = "mean"
)";

/// The same for longer than anybody waits.
const std::string endless = "--set scenario.periods=4000000000 --no-weekly";

}   // namespace

TEST_CASE("the beer game prints its published costs and writes a results file") {
    const Folder  folder;
    const Outcome outcome = folder.run("secondsource run beer_game");
    CHECK(outcome.code == 0);
    CHECK(outcome.err.empty());
    CHECK(contains(outcome.out, "beer_game: Beer game"));
    CHECK(contains(outcome.out, "cost_retailer        46\n"));
    CHECK(contains(outcome.out, "results: beer_game.sqlite\n"));
    CHECK(folder.read("beer_game.sqlite").starts_with("SQLite format 3"));
    CHECK_FALSE(folder.has("beer_game.sqlite-wal"));
}

TEST_CASE("the flagship tells gigawatts, lead times, use of capacity and what bound, within 100 columns") {
    const Outcome outcome = Folder{}.run("secondsource run openai_amd --no-results");
    CHECK(outcome.code == 0);
    for (const std::string part : {"Gigawatts delivered", "Gigawatts deployed", "Lead time from order", "Fill rate",
                                   "Use of capacity", "What bound when"}) {
        INFO(part);
        CHECK(contains(outcome.out, part));
    }
    CHECK_FALSE(contains(outcome.out, "results:"));
    std::size_t widest = 0, columns = 0;
    for (const char c : outcome.out) {
        columns = c == '\n' ? 0 : columns + ((static_cast<unsigned char>(c) & 0xC0) != 0x80);
        widest  = std::max(widest, columns);
    }
    CHECK(widest <= 100);
    CHECK(widest > 60);
}

TEST_CASE("a new scenario runs at once, and its lab gets gigawatts from both vendors") {
    const Folder folder;
    REQUIRE(folder.run("secondsource new mine").code == 0);
    const Json json = Json::parse(folder.run("secondsource run mine --json").out);
    CHECK(outcome(json, "delivered_gw_by_vendor", "lab.first") > 0.1);
    CHECK(outcome(json, "delivered_gw_by_vendor", "lab.second") > 0.1);
    CHECK(outcome(json, "wafer_use") > 0.1);
    CHECK(outcome(json, "wafer_use") <= 1.0);
}

TEST_CASE("with --json there is nothing else on standard output") {
    const Folder folder;
    folder.write("shop.toml", shop);
    const Outcome said = folder.run("secondsource run shop --json --out here.sqlite");
    CHECK(said.code == 0);
    const Json json = Json::parse(said.out);
    CHECK(json.at("version") == 1);
    CHECK(json.at("scenario") == "shop");
    CHECK(json.at("seed") == 3);
    CHECK(json.at("results") == "here.sqlite");
    CHECK(json.at("runs").at(0).at("status") == "done");
    CHECK(json.at("runs").at(0).at("ticks") == 200);
    CHECK(json.at("summary").at("wanted").at("customers.tea").at(0) == outcome(json, "wanted", "customers.tea"));
    CHECK(folder.has("here.sqlite"));
    CHECK_FALSE(folder.has("shop.sqlite"));
}

TEST_CASE("the same seed gives the same digest, another seed another one") {
    const Folder folder;
    folder.write("shop.toml", shop);
    const auto digest = [&](const std::string& options) {
        return Json::parse(folder.run("secondsource run shop --json --no-results " + options).out)
            .at("runs")
            .at(0)
            .at("digest")
            .get<std::string>();
    };
    CHECK(digest("") == digest("--seed 3"));
    CHECK(digest("") == digest("--audit off"));
    CHECK(digest("") != digest("--seed 4"));
    CHECK(digest("") != digest("--until 199"));
    CHECK(digest("") != digest("--set agent.shop.replenishment.level_units=21"));
}

TEST_CASE("replications give every number a mean and an interval") {
    const Folder folder;
    folder.write("shop.toml", shop);
    const Json json = Json::parse(folder.run("secondsource run shop --json --replications 5").out);
    CHECK(json.at("runs").size() == 5);
    CHECK(json.at("runs").at(0).at("digest") != json.at("runs").at(1).at("digest"));
    bool found = false;
    for (const Json& one : json.at("outcomes")) {
        if (one.at("metric") != "on_hand") continue;
        found = true;
        CHECK(one.at("low") < one.at("mean"));
        CHECK(one.at("mean") < one.at("high"));
    }
    CHECK(found);
    const std::string text = folder.run("secondsource run shop --replications 5 --no-results").out;
    CHECK(contains(text, "95 % interval"));
    for (const char* table : {"customers", "shop.tea"}) {   // of the market, and of the stage
        const auto row = text.find(std::string{"\n  "} + table);
        REQUIRE(row != std::string::npos);
        CHECK(contains(text.substr(row, text.find('\n', row + 1) - row), " ± "));
    }
    const Json wanted = json.at("summary").at("wanted").at("customers.tea").at(0);
    CHECK(wanted.at("low") < wanted.at("mean"));
    CHECK(wanted.at("sd") > 0);
}

TEST_CASE("shares have their intervals, too: whom goods are from, who takes a pool, what bound, what was served") {
    const Folder      folder;
    const std::string text    = folder.run("secondsource run openai_amd --replications 3 --assumptions --no-results --until 2027-01-01").out;
    const auto        section = [&](const std::string& title) {
        const auto begin = text.find("\n" + title);
        REQUIRE(begin != std::string::npos);
        return text.substr(begin, text.find("\n\n", begin + 1) - begin);
    };
    const auto row = [](const std::string& table, const std::string& name) {
        const auto begin = table.find("\n  " + name + " ");
        REQUIRE(begin != std::string::npos);
        return table.substr(begin, table.find('\n', begin + 1) - begin);
    };
    CHECK(contains(row(section("  to  "), "openai"), "% ± "));
    CHECK(contains(row(section("Use of capacity"), "ase.cowos"), "nvidia"));
    CHECK(contains(row(section("Use of capacity"), "ase.cowos").substr(row(section("Use of capacity"), "ase.cowos").find("nvidia")), "% ± "));
    CHECK(contains(row(section("What bound when"), "amd.mi355x_package"), "% ± "));
    CHECK(contains(row(section("Markets, units"), "apple.n2").substr(70), "% ± "));

    const Json many = Json::parse(folder.run("secondsource run openai_amd --replications 3 --assumptions --no-results --json --until 2027-01-01").out).at("summary");
    for (const auto& [buyer, vendors] : many.at("delivered_share_to_by").items()) {
        double all = 0;
        for (const Json& share : vendors) all += share.at(0).at("mean").get<double>();
        CHECK(all == Approx(1).epsilon(1e-12));
    }
    const Json one = Json::parse(folder.run("secondsource run openai_amd --no-results --json --until 2027-01-01").out).at("summary");
    const auto sum = [](const Json& years) {
        double all = 0;
        for (const Json& year : years) all += year.get<double>();
        return all;
    };
    CHECK(one.at("served_share").at("apple.n2").at(0) == Approx(sum(one.at("served").at("apple.n2")) / sum(one.at("wanted").at("apple.n2"))).epsilon(1e-12));
    CHECK(one.at("delivered_share_to_by").at("openai").at("amd").at(0) ==
          Approx(sum(one.at("delivered_gw_to_by").at("openai").at("amd")) / sum(one.at("delivered_gw_to").at("openai"))).epsilon(1e-12));
}

TEST_CASE("with --quiet nothing is said, and --no-results writes nothing") {
    const Folder folder;
    folder.write("shop.toml", shop);
    const Outcome outcome = folder.run("secondsource run shop --quiet --no-results");
    CHECK(outcome.code == 0);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.empty());
    CHECK_FALSE(folder.has("shop.sqlite"));
}

TEST_CASE("the digest log has a line for each phase of each tick") {
    const Folder folder;
    folder.write("shop.toml", shop);
    REQUIRE(folder.run("secondsource run shop --until 4 --no-results --digest-log log.csv").code == 0);
    const std::string log = folder.read("log.csv");
    CHECK(log.starts_with("replication,tick,phase,digest\n0,0,exogenous,"));
    CHECK(std::count(log.begin(), log.end(), '\n') == 1 + 4 * 7);
}

TEST_CASE("a digest log replaces an earlier one, and no other file") {
    const Folder folder;
    folder.write("shop.toml", shop);
    folder.write("empty.csv", "");
    for (const std::string file : {"log.csv", "log.csv", "empty.csv", "/dev/null"}) CHECK(folder.run("secondsource run shop --until 1 --no-results --digest-log " + file).code == 0);
    CHECK(folder.read("empty.csv") == folder.read("log.csv"));
    const Outcome outcome = folder.run("secondsource run shop --until 1 --digest-log shop.toml");
    CHECK(outcome.code == 2);
    CHECK(contains(outcome.err, "\"shop.toml\" is there and is no digest log"));
    CHECK(folder.read("shop.toml") == shop);
    CHECK(folder.run("secondsource run shop --until 1 --out same --digest-log ./same").code == 2);
    CHECK_FALSE(folder.has("same"));
    CHECK_FALSE(folder.has("shop.sqlite"));
}

TEST_CASE("the summary's fill rate is what the weekly rows say, backlog included") {
    const Folder  folder;
    const Outcome said = folder.run("secondsource run base_stock");
    CHECK(contains(said.out, "fill rate: shipped over asked for, backlog included"));
    CHECK(contains(said.out, " 95.8%"));   // 100 % of all is met in the end, and 95.8 % of it at once
    const Json json = Json::parse(folder.run("secondsource run base_stock --json").out);
    REQUIRE(folder.run("secondsource export base_stock.sqlite --out csv && awk -F, '$3 == offer { shipped += $6; asked += $4 } NR == 1 && ($4 != \"claimed\" || $6 != \"shipped\") { exit 1 } END { print shipped / asked }' "
                       "offer=$(awk -F, '$2 == \"retailer.goods\" { print $1 }' csv/offers.csv) csv/offer_week.csv > rate").code == 0);
    const double rate = json.at("summary").at("fill_rate").at("retailer.goods").at(0);
    CHECK(rate == Approx(0.9584).margin(5e-5));
    CHECK(rate == Approx(std::stod(folder.read("rate"))).margin(1e-5));
}

TEST_CASE("what nothing was asked of has no fill rate, and what shipped nothing has one of 0") {
    const Json json = Json::parse(Folder{}.run("secondsource run openai_amd --no-results --json --until 2026-12-28").out).at("summary");
    CHECK(json.at("fill_rate").at("broadcom.tpu_v8").at(0).is_null());
    CHECK(json.at("fill_rate").at("broadcom.tpu_v8").at(1) == 0);
    CHECK(json.at("lead_time_ticks").at("broadcom.tpu_v8") == Json{nullptr, nullptr});
    const std::string text = Folder{}.run("secondsource run openai_amd --no-results").out, fills = text.substr(text.find("\nFill rate of the year: "));
    const std::size_t row  = fills.find("\n  broadcom.tpu_v8 ");
    REQUIRE(row != std::string::npos);
    CHECK(contains(fills.substr(row, fills.find('\n', row + 1) - row), "   –    0%  "));
}

TEST_CASE("numbers that only some runs have say of how many they are") {
    const Folder folder;
    folder.write("shop.toml", shop);
    const std::string some = "secondsource run shop --no-results --until 2 --replications 20 --set agent.customers.demand.mean_units_per_period=";
    const Json        rate = Json::parse(folder.run(some + "0.5 --json").out).at("summary").at("fill_rate").at("shop.tea").at(0);
    CHECK(rate.at("n") > 1);
    CHECK(rate.at("n") < 20);
    CHECK(rate.at("low").is_number());
    const Outcome text = folder.run(some + "0.5");
    CHECK(contains(text.out, "100.0% (" + rate.at("n").dump() + ")"));
    CHECK(contains(text.out, "(n): "));
    // Of none, and of one, nothing is known of the interval.
    const Json none = Json::parse(folder.run(some + "0 --json").out).at("summary").at("fill_rate").at("shop.tea").at(0);
    CHECK(none == Json{{"mean", nullptr}, {"low", nullptr}, {"high", nullptr}, {"sd", nullptr}, {"n", 0}});
    const Json one = Json::parse(folder.run(some + "0.02 --seed 6 --json").out).at("summary").at("fill_rate").at("shop.tea").at(0);
    REQUIRE(one.at("n") == 1);
    CHECK(one.at("mean") == 1);
    CHECK(one.at("low").is_null());
    CHECK(Json::parse(folder.run(some + "0.5 --json").out).at("summary").at("wanted").at("customers.tea").at(0).at("n") == 20);
}

TEST_CASE("runs that are all equal say so") {
    const std::string equal = "all 3 runs are equal: chance plays no part in them";
    CHECK(contains(Folder{}.run("secondsource run beer_game --no-results --replications 3").out, equal + "; --assumptions draws what is assumed\n"));
    const Folder folder;
    folder.write("shop.toml", shop);
    CHECK_FALSE(contains(folder.run("secondsource run shop --no-results --replications 3").out, "are equal"));
    CHECK_FALSE(contains(folder.run("secondsource run shop --no-results").out, "are equal"));
}

TEST_CASE("a market that got more than it wanted is explained") {
    CHECK(contains(Folder{}.run("secondsource run openai_amd --no-results").out, "above 100%: what had waited since before the start was served, too"));
    CHECK_FALSE(contains(Folder{}.run("secondsource run base_stock --no-results").out, "above 100%"));
}

TEST_CASE("a run that is ended before the time of a metric says so and leaves it out") {
    const Folder folder;
    folder.write("shop.toml", shop + "[[metric]]\nname = \"late\"\nof = \"market.customers.tea.served\"\nreduce = \"at\"\nat = 150\n");
    const Outcome whole = folder.run("secondsource run shop --json --no-results");
    CHECK(whole.err.empty());
    CHECK(outcome(Json::parse(whole.out), "late") > 500);
    const Outcome part = folder.run("secondsource run shop --json --no-results --until 100");
    CHECK(part.code == 0);
    CHECK(contains(part.err, "the run is ended before that time"));
    const Json parted = Json::parse(part.out);
    for (const Json& one : parted.at("outcomes")) CHECK(one.at("metric") != "late");
}

TEST_CASE("a metric of what never was has no number: a dash, null, and NULL") {
    const Folder folder;
    folder.write("shop.toml", shop + "[[metric]]\nname = \"lead\"\nof = \"link.supply.tea.shop.lead_time\"\nreduce = \"mean\"\n");
    const std::string row = "\n  lead", text = folder.run("secondsource run shop --until 2").out;   // after two periods the first arrives
    REQUIRE(contains(text, row));
    CHECK(contains(text.substr(text.find(row), text.find('\n', text.find(row) + 1) - text.find(row)), " –"));
    REQUIRE(folder.run("secondsource export shop.sqlite --out csv").code == 0);
    CHECK(contains(folder.read("csv/outcomes.csv"), "0,lead,,\n"));
    const auto lead = [&](const std::string& options) {
        const Json json = Json::parse(folder.run("secondsource run shop --no-results --json " + options).out);
        for (const Json& one : json.at("outcomes"))
            if (one.at("metric") == "lead") return one;
        return Json{};
    };
    CHECK(lead("--until 2").at("value").is_null());
    CHECK(lead("").at("value") == 2);
    // Of several runs those count that have a value.
    const std::string some = "--until 3 --replications 20 --set agent.customers.demand.mean_units_per_period=0.5";
    const Json        told = lead(some);
    CHECK(told.at("mean") == 2);
    CHECK(told.at("low") == 2);
    CHECK(told.at("n") > 1);
    CHECK(told.at("n") < 20);
    CHECK(contains(folder.run("secondsource run shop --no-results " + some).out, "\n  lead (" + told.at("n").dump() + " of 20 runs)"));
    CHECK(lead("--until 2 --replications 3").at("mean").is_null());
    CHECK(lead("--until 2 --replications 3").at("low").is_null());
}

TEST_CASE("a wrong request ends with 2 and writes nothing") {
    const Folder folder;
    folder.write("shop.toml", shop);
    folder.write("notes.sqlite", "not a database, and dear to somebody");
    CHECK(folder.run("secondsource run shop --set agent.shop.holding_cots=2").code == 2);
    CHECK(contains(folder.run("secondsource run shop --set agent.shop.holding_cots=2").err, "did you mean \"holding_cost\"?"));   // which is there
    CHECK(folder.run("secondsource run shop --until yesterday").code == 2);
    CHECK(folder.run("secondsource run shop --out no/such/folder.sqlite").code == 2);
    const Outcome metric = folder.run("secondsource run shop --set metric.on_hand.of=stock.shop.tea.on_hnd");
    CHECK(metric.code == 2);
    CHECK(contains(metric.err, "did you mean \"on_hand\"?"));
    folder.write("typo.toml", shop + "over = \"stok.shop.tea.on_hand\"\n");
    const Outcome typo = folder.run("secondsource run typo");
    CHECK(typo.code == 2);
    CHECK(contains(typo.err, "typo.toml:42:"));
    CHECK(contains(typo.err, "metric \"on_hand\": nothing is recorded in a table \"stok\""));
    CHECK_FALSE(folder.has("shop.sqlite"));

    const Outcome taken = folder.run("secondsource run shop --out notes.sqlite");
    CHECK(taken.code == 2);
    CHECK(contains(taken.err, "notes.sqlite"));
    CHECK(folder.read("notes.sqlite") == "not a database, and dear to somebody");
}

TEST_CASE("an interrupted run ends with 130 and leaves readable results") {
    const Folder folder;
    folder.write("shop.toml", shop);
    for (const std::string signal : {"INT", "TERM"}) {
        INFO(signal);
        // A shell without job control lets its background jobs ignore SIGINT; Python's children do not.
        folder.write("interrupt.py",
                     "import signal, subprocess, sys, time\n"
                     "program = subprocess.Popen(sys.argv[2:])\n"
                     "time.sleep(0.5)\n"
                     "program.send_signal(getattr(signal, 'SIG' + sys.argv[1]))\n"
                     "sys.exit(program.wait())\n");
        const Outcome outcome =
            folder.run("python3 interrupt.py " + signal + " secondsource run shop --json " + endless);
        CHECK(outcome.code == 130);
        CHECK(contains(outcome.err, "interrupted"));
        const Json json = Json::parse(outcome.out);
        CHECK(json.at("runs").at(0).at("status") == "interrupted");
        CHECK(folder.run("secondsource export shop.sqlite").code == 0);
        CHECK(contains(folder.read("shop/runs.csv"), "interrupted"));
    }
}

TEST_CASE("export writes one CSV file for each table, and refuses what is not a results file") {
    const Folder folder;
    folder.write("shop.toml", shop);
    REQUIRE(folder.run("secondsource run shop").code == 0);
    const Outcome outcome = folder.run("secondsource export shop.sqlite --out csv");
    CHECK(outcome.code == 0);
    CHECK(contains(outcome.out, "tables are in csv\n"));
    CHECK(folder.read("csv/agents.csv").starts_with("agent_id,name,kind,title\n"));
    const std::string weeks = folder.read("csv/stock_week.csv");
    CHECK(weeks.starts_with("run_id,week,stock_id,"));
    CHECK(std::count(weeks.begin(), weeks.end(), '\n') == 1 + 200 * 2);   // the shop's stock and the customers'

    CHECK(folder.run("secondsource export nowhere.sqlite").code == 2);
    CHECK(folder.run("secondsource export shop.toml").code == 2);
}

TEST_CASE("without weekly rows the outcomes are still there") {
    const Folder folder;
    folder.write("shop.toml", shop);
    REQUIRE(folder.run("secondsource run shop --no-weekly && secondsource export shop.sqlite").code == 0);
    const std::string weeks = folder.read("shop/stock_week.csv"), outcomes = folder.read("shop/outcomes.csv");
    CHECK(std::count(weeks.begin(), weeks.end(), '\n') == 1);
    CHECK(contains(outcomes, "on_hand"));
}
