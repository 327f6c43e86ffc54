// The program as users hold it: exit codes, streams, and what it says when it was not understood.
#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/catch.h"
#include "tests/support/folder.h"

namespace {

using Outcome = Folder::Outcome;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::string wrong_scenario = R"([scenario]
name  = "wrong"
start = 2026-01-05
weeks = 10

[[agent]]
name = "shop"
kind = "stage"
product = "beer"
backlog_csot = 1.0
replenishment = { policy = "base_stock", level_units = 28 }

[[agent]]
name = "brewery"
kind = "sourc"
product = "beer"
)";

}   // namespace

TEST_CASE("a mistyped command is refused with the nearest one") {
    const Outcome outcome = Folder{}.run("secondsource rn");
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.err == "error: there is no command \"rn\"\n      help: did you mean run?\n");
    for (const std::string beside : {" --help", " --version"}) {
        CHECK(Folder{}.run("secondsource rn" + beside).code == 2);
        CHECK(Folder{}.run("secondsource rn" + beside).err == outcome.err);
    }
    CHECK(Folder{}.run("secondsource --help").code == 0);
}

TEST_CASE("without a command the program names those that there are") {
    const Outcome outcome = Folder{}.run("secondsource");
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK(contains(outcome.err, "run, check, sources"));
}

TEST_CASE("a mistyped option is refused with the nearest one, wherever it stands") {
    const std::string said = "error: secondsource run has no option \"--sed\"\n      help: did you mean --seed?\n";
    CHECK(Folder{}.run("secondsource run --sed 3 beer_game").err == said);
    CHECK(Folder{}.run("secondsource run beer_game --sed=3").err == said);
    CHECK(Folder{}.run("secondsource run beer_game --sed 3").code == 2);
}

TEST_CASE("values of options are checked, and missing ones named") {
    CHECK(Folder{}.run("secondsource run beer_game --seed").err == "error: --seed needs a value\n");
    CHECK(Folder{}.run("secondsource run beer_game --seed x").err ==
          "error: --seed takes a whole number from 0 on, not \"x\"\n");
    CHECK(Folder{}.run("secondsource run beer_game --seed -1").code == 2);
    for (const std::string large : {"99999999999999999999", "9223372036854775808"})
        CHECK(Folder{}.run("secondsource run beer_game --seed " + large).err == "error: --seed is at most 9223372036854775807\n");
    CHECK(Folder{}.run("secondsource run beer_game --no-results --quiet --seed 9223372036854775807").code == 0);
    for (const std::string empty : {"--out ''", "--out=", "--digest-log ''"}) {
        const Folder  folder;
        const Outcome outcome = folder.run("secondsource run beer_game " + empty);
        CHECK(outcome.code == 2);
        CHECK(contains(outcome.err, " needs a value\n"));
        CHECK_FALSE(folder.has("beer_game.sqlite"));
    }
    CHECK(Folder{}.run("secondsource run beer_game --audit maybe").err ==
          "error: --audit is on or off, not \"maybe\"\n");
    CHECK(contains(Folder{}.run("secondsource run").err, "secondsource run needs SCENARIO"));
    CHECK(contains(Folder{}.run("secondsource new one two").err, "does not know what to do with \"two\""));
}

TEST_CASE("the help of every command ends with two examples and is a result") {
    const Folder folder;
    for (const std::string command : {"run", "check", "sources", "export", "list", "describe", "schema", "new"}) {
        INFO(command);
        const Outcome     outcome = folder.run("secondsource " + command + " --help");
        const std::size_t at      = outcome.out.find("\nexamples:\n");
        CHECK(outcome.code == 0);
        CHECK(outcome.err.empty());
        REQUIRE(at != std::string::npos);
        const std::string examples = outcome.out.substr(at + 11);
        CHECK(std::count(examples.begin(), examples.end(), '\n') == 2);
        CHECK(contains(examples, "secondsource " + command));
    }
}

TEST_CASE("the version tells the libraries only when asked to") {
    const Outcome brief = Folder{}.run("secondsource --version"),
                  full  = Folder{}.run("secondsource --version --verbose");
    CHECK(brief.out.starts_with("secondsource "));
    CHECK(std::count(brief.out.begin(), brief.out.end(), '\n') == 1);
    CHECK(full.out.starts_with(brief.out));
    CHECK(contains(full.out, "CLI11"));
}

TEST_CASE("check prints all problems of all files, and counts them") {
    const Folder folder;
    folder.write("wrong.toml", wrong_scenario);
    const Outcome outcome = folder.run("secondsource check wrong.toml beer_game beer_gaem");
    CHECK(outcome.code == 2);
    CHECK(contains(outcome.err, "wrong.toml:10:1: error: "));
    CHECK(contains(outcome.err, "did you mean \"backlog_cost\"?"));
    CHECK(contains(outcome.err, "there is no kind of agent \"sourc\""));
    CHECK(contains(outcome.err, "error: there is no scenario \"beer_gaem\"\n      help: did you mean \"beer_game\"?"));
    CHECK(outcome.out == "3 files, 3 errors, 0 warnings\n");
}

TEST_CASE("check passes a sound file without a word on standard error") {
    const Outcome outcome = Folder{}.run("secondsource check beer_game.toml");
    CHECK(outcome.code == 0);
    CHECK(outcome.out == "1 file, 0 errors, 0 warnings\n");
    CHECK(outcome.err.empty());
}

TEST_CASE("check --json gives file, line, column, code, message and help, and nothing but JSON") {
    const Folder folder;
    folder.write("wrong.toml", wrong_scenario);
    const Outcome outcome = folder.run("secondsource check --json wrong.toml");
    CHECK(outcome.code == 2);
    CHECK(outcome.err.empty());
    const auto json = nlohmann::json::parse(outcome.out);
    CHECK(json.at("version") == 1);
    CHECK(json.at("errors") == 2);
    const auto& problem = json.at("files").at(0).at("problems").at(0);
    CHECK(problem.at("file") == "wrong.toml");
    CHECK(problem.at("line") == 10);
    CHECK(problem.at("column") == 1);
    CHECK(problem.at("code").get<std::string>().starts_with("E00"));
    CHECK(contains(problem.at("message"), "backlog_csot"));
    CHECK(contains(problem.at("help"), "backlog_cost"));
}

TEST_CASE("a file without [scenario] is told that, and no keys of it") {
    const Folder folder;
    folder.write("empty.toml", "");
    CHECK(folder.run("secondsource check empty").err == "empty.toml:1:1: error: missing key \"scenario\" at the top of the file\n    1 | \n      | ^\n      help: Name, time and seed of the run.\n");
}

TEST_CASE("a file extends a scenario that came with the program by its bare name") {
    const Folder folder;
    folder.write("mine.toml", "extends = \"beer_game\"\n");
    folder.write("beer_game.toml", "extends = \"classic/beer_game\"\n");
    CHECK(folder.run("secondsource check mine beer_game.toml").out == "2 files, 0 errors, 0 warnings\n");
    const Folder other;
    other.write("wrong.toml", "extends = \"beer_gaem\"\n");
    const Outcome wrong = other.run("secondsource check wrong");
    CHECK(contains(wrong.err, "wrong.toml:1:11: error: there is no file \"beer_gaem\""));
    CHECK(contains(wrong.err, "did you mean \"beer_game\"?"));
}

TEST_CASE("check sees values that are set on the command line") {
    const Outcome outcome = Folder{}.run("secondsource check beer_game --set agent.retailer.initial_units=-1");
    CHECK(outcome.code == 2);
    CHECK(contains(outcome.err, "--set 1"));
}

TEST_CASE("colour is for terminals, and for logs that ask for it") {
    CHECK_FALSE(contains(Folder{}.run("secondsource rn").err, "\x1b["));
    CHECK(contains(Folder{}.run("CLICOLOR_FORCE=1 secondsource rn").err, "\x1b["));
    CHECK_FALSE(contains(Folder{}.run("NO_COLOR=1 CLICOLOR_FORCE=1 secondsource rn").err, "\x1b["));
}

TEST_CASE("a scenario is found by name, by path, and with or without its ending") {
    const Folder folder;
    REQUIRE(folder.run("secondsource new here && mkdir inner && secondsource new inner/there").code == 0);
    for (const std::string given :
         {"here", "here.toml", "inner/there", "inner/there.toml", "./here", "beer_game", "beer_game.toml"}) {
        INFO(given);
        CHECK(folder.run("secondsource check " + given).code == 0);
    }
    CHECK(contains(folder.run("secondsource check inner").err, "\"inner\" is a folder, not a scenario file"));
    CHECK(contains(folder.run("secondsource check inner/thee").err, "did you mean \"inner/there.toml\"?"));
    CHECK(folder.run("secondsource check there").code == 2);
}

TEST_CASE("new writes a scenario that checks, and overwrites nothing") {
    const Folder  folder;
    const Outcome written = folder.run("secondsource new mine");
    CHECK(written.code == 0);
    const std::string text = folder.read("mine.toml");
    CHECK(text.starts_with("# mine: "));
    CHECK(contains(text, "name  = \"mine\""));
    CHECK(folder.run("secondsource check mine").out == "1 file, 0 errors, 0 warnings\n");

    const Outcome again = folder.run("secondsource new mine.toml");
    CHECK(again.code == 2);
    CHECK(contains(again.err, "mine.toml is there already"));
    CHECK(folder.read("mine.toml") == text);
    CHECK(folder.run("secondsource new 'a b'").code == 2);
    CHECK_FALSE(folder.has("a b.toml"));
}

TEST_CASE("new makes the folders of its path") {
    const Folder folder;
    CHECK(folder.run("secondsource new studies/two_vendors").code == 0);
    CHECK(folder.run("secondsource check studies/two_vendors").code == 0);
    CHECK(folder.run("secondsource new here").code == 0);
    const Outcome blocked = folder.run("secondsource new here.toml/there");
    CHECK(blocked.code == 2);
    CHECK(contains(blocked.err, "the folder here.toml cannot be made"));
}

TEST_CASE("titles cannot speak to the terminal") {
    const Folder folder;
    folder.write("loud.toml", "extends = \"beer_game\"\n[scenario]\ntitle = \"a\\u001b[31mb\"\n[[agent]]\nname = \"retailer\"\ntitle = \"a\\u001b[31mb\"\n");
    for (const std::string command : {"run loud --no-results", "list scenarios", "graph loud"}) {
        const Outcome outcome = folder.run("secondsource " + command);
        CHECK(outcome.code == 0);
        CHECK(contains(outcome.out, "a [31mb"));
        CHECK_FALSE(contains(outcome.out, "\x1b"));
    }
    folder.write("twice.toml", "[scenario]\nstart = 2026-01-05\nweeks = 1\n[[agent]]\nname = \"a.\\u001b[31mb\"\nkind = \"x\\u001b[31my\"\n");
    CHECK_FALSE(contains(folder.run("secondsource check twice").err, "\x1b"));
}

TEST_CASE("sources lists values with their provenance and counts those without") {
    const Folder folder;
    folder.write("two.toml", R"([scenario]
start = 2026-01-05
weeks = { value = 10, source = "a paper", confidence = "high", range = [5, 20] }
warm_up_weeks = { value = 0, source = "assumption", range = [0, 4] }
seed = 7
)");
    const Outcome outcome = folder.run("secondsource sources two");
    CHECK(outcome.code == 0);
    CHECK(contains(outcome.out, "scenario.weeks"));
    CHECK(contains(outcome.out, "5–20"));
    CHECK(contains(outcome.out, "4 values: 1 with a published source, 1 assumptions, 2 without source"));

    const auto json = nlohmann::json::parse(folder.run("secondsource sources two --json").out);
    CHECK(json.at("version") == 1);
    REQUIRE(json.at("values").size() == 4);
    CHECK(json.at("values").at(1).at("path") == "scenario.weeks");
    CHECK(json.at("values").at(1).at("range") == nlohmann::json{5.0, 20.0});
    CHECK(json.at("values").at(3).at("source") == "");
}

TEST_CASE("list and describe know agents, policies, scenarios, phases, tables, metrics and error codes") {
    const Folder folder;
    CHECK(contains(folder.run("secondsource list agents").out, "foundry"));
    CHECK(contains(folder.run("secondsource list policies").out, "replenishment.base_stock"));
    CHECK(contains(folder.run("secondsource list scenarios").out, "beer_game"));
    CHECK(contains(folder.run("secondsource list metrics").out, "offer.shipped"));
    CHECK(contains(folder.run("secondsource list metric").err, "did you mean metrics?"));

    CHECK(contains(folder.run("secondsource describe foundry").out, "pool"));
    CHECK(contains(folder.run("secondsource describe base_stock").out, "level_units"));
    CHECK(contains(folder.run("secondsource describe allocation").out, "turn_and_earn"));
    CHECK(contains(folder.run("secondsource describe list").out, "list price"));   // a command's name, too
    CHECK(contains(folder.run("secondsource describe process").out, "cycle_time_weeks"));
    CHECK(contains(folder.run("secondsource describe disruption").out, "until"));
    CHECK(contains(folder.run("secondsource describe tick").out, "orders climb the network"));
    // Keys, with or without their units, and what `list metrics` prints.
    for (const std::string key : {"cycle_time_weeks", "cycle_time_months", "cycle_time"}) CHECK(contains(folder.run("secondsource describe " + key).out, "[[agent.process]]"));
    for (const std::string key : {"capacity", "capacity_wafers_per_month", "price_usd", "price"}) CHECK(contains(folder.run("secondsource describe " + key).out, "[[agent.pool]]"));
    CHECK(contains(folder.run("secondsource describe cover_weeks").out, "replenishment base_stock"));
    CHECK(contains(folder.run("secondsource describe inputs").out, "bill of materials"));
    CHECK(contains(folder.run("secondsource describe learning").out, "yield murphy"));
    CHECK(contains(folder.run("secondsource describe run.delivered_gw").out, "an outcome of every run"));
    CHECK(contains(folder.run("secondsource describe cicle_time_weeks").err, "did you mean cycle_time_weeks?"));
    CHECK(contains(folder.run("secondsource describe E0012").out, "nothing asks for"));
    CHECK(contains(folder.run("secondsource describe offer.shipped").out, "shipped"));
    CHECK(contains(folder.run("secondsource describe basestock").err, "did you mean base_stock?"));
    CHECK(folder.run("secondsource describe basestock").code == 2);
}

TEST_CASE("results that cannot be written to standard output are a failure") {
    CHECK(Folder{}.run("secondsource list policies >/dev/full").code == 1);
}

TEST_CASE("every scenario that we ship can be run") {
    Folder            folder;
    const std::string scenarios = SECONDSOURCE_SOURCE_DIR "/scenarios/";
    const auto        checked   = folder.run("secondsource check '" + scenarios + "'*.toml '" + scenarios + "'classic/*.toml");
    INFO(checked.err);
    CHECK(checked.code == 0);
}
