// One tree out of files, what they extend and remove, assignments and events; and how mistakes are printed.

#include <filesystem>
#include <fstream>

#include "sim/scenario/document.h"
#include "tests/support/catch.h"
#include "tests/support/folder.h"

using namespace secondsource;

namespace {

std::string value(const Document& document, std::string_view path) {
    const Node* node = document.find(path);
    return node ? to_text(*node) : "nothing";
}

Document parsed(std::string_view text) {
    Diagnostics diagnostics;
    Document    document = parse_text(text, "a.toml", diagnostics);
    CHECK(diagnostics.text() == "");
    return document;
}

std::string mistakes(std::string_view text) {
    Diagnostics diagnostics;
    Document    document = parse_text(text, "a.toml", diagnostics);
    document.apply_events(diagnostics);
    return diagnostics.text();
}

/// The text with `set` applied.
std::string mistakes_of_set(std::string_view text, std::string_view assignment) {
    Diagnostics diagnostics;
    Document    document = parse_text(text, "a.toml", diagnostics);
    document.set(assignment, 2, diagnostics);
    return diagnostics.text();
}

constexpr std::string_view links = R"(
[[link]]
seller = "amd"
product = "mi450"
buyer = "openai"
lead_time_weeks = 4
[[link]]
seller = "amd"
product = "mi355"
buyer = "meta"
lead_time_weeks = 5
[[link]]
seller = "amd"
product = "mi450"
buyer = "meta"
lead_time_weeks = 6
)";

}   // namespace

TEST_CASE("values keep their kind and the order of the text") {
    const Document d = parsed("z = 1\na = 2.5\nm = \"x\"\nb = true\nd = 2025-10-06\n[t]\nl = [1, 2]\n");
    CHECK(to_text(d.root()) == R"({ z = 1, a = 2.5, m = "x", b = true, d = 2025-10-06, t = { l = [1, 2] } })");
}

TEST_CASE("every value and every key keep their place") {
    const Document d = parsed("[t]\n  \"größe\" = \"wert\"\n");
    const Entry&   e = d.root().at("t")->as<Node::Table>()->front();
    CHECK(e.key_place.line == 2);
    CHECK(e.key_place.column == 3);
    CHECK(e.key_place.length == 7);
    CHECK(e.value.place.column == 13);
    CHECK(e.value.place.length == 6);
    CHECK(e.value.place.source->name() == "a.toml");
}

TEST_CASE("a byte-order mark and line ends of Windows do not matter") {
    Diagnostics diagnostics;
    const auto  d = parse_text(
         "\xEF\xBB\xBF"
          "a = 1\r\nb = nan\r\n",
         "a.toml", diagnostics);
    CHECK(value(d, "a") == "1");
    CHECK(diagnostics.text() ==
          "a.toml:2:5: error: nan is no number\n"
          "    2 | b = nan\n"
          "      |     ^~~\n");
}

TEST_CASE("a path names elements by what they are called, even if that holds dots") {
    const Document d = parsed(R"(
[[agent]]
name = "tsmc"
[[agent.pool]]
name = "n3"
capacity = 7
[[agent.process]]
name = "x"
inputs = [{ product = "die", units = 2 }, { product = "hbm", units = 8 }]
[[agent]]
name = "intel.foundry"
rank = 2
)");
    CHECK(value(d, "agent.tsmc.pool.n3.capacity") == "7");
    CHECK(value(d, "agent.tsmc.process.x.inputs.hbm.units") == "8");
    CHECK(value(d, "agent.tsmc.process.x.inputs[0].units") == "2");
    CHECK(value(d, "agent.intel.foundry.rank") == "2");
    CHECK(value(d, "agent.tsmc.pool.n5.capacity") == "nothing");
    CHECK(value(d, "agent.tsmc.") == "nothing");
    CHECK(value(d, "agent.tsmc.process.x.inputs[2]") == "nothing");
    CHECK(value(d, "agent.tsmc.process.x.inputs[") == "nothing");
}

TEST_CASE("a link may be named short while that is unique") {
    const Document d = parsed(links);
    CHECK(value(d, "link.amd.mi450.openai.lead_time_weeks") == "4");
    CHECK(value(d, "link.amd.openai.lead_time_weeks") == "4");
    CHECK(value(d, "link.mi355.meta.lead_time_weeks") == "5");
    CHECK(value(d, "link.amd.meta.lead_time_weeks") == "nothing");
    CHECK(mistakes_of_set(links, "link.amd.meta.lead_time_weeks=3") ==
          "--set 2: error: the path \"link.amd.meta.lead_time_weeks\" could be several\n"
          "      | link.amd.meta.lead_time_weeks=3\n"
          "      | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
          "      help: write one of \"link.amd.mi355.meta\", \"link.amd.mi450.meta\"\n");
}

TEST_CASE("an assignment takes TOML, and else text") {
    Diagnostics diagnostics;
    Document    d = parsed("[scenario]\nseed = 1\nname = \"a\"\n");
    d.set("scenario.seed=7", 1, diagnostics);
    d.set(" scenario.name = plain words ", 2, diagnostics);
    d.set("scenario.start=2025-10-06", 3, diagnostics);
    d.set("scenario.shares={ amd = 0.5 }", 4, diagnostics);
    d.set("scenario.note=5\nseed = 8", 5, diagnostics);
    CHECK(diagnostics.text() == "");
    CHECK(value(d, "scenario.seed") == "7");
    CHECK(value(d, "scenario.name") == "\"plain words\"");
    CHECK(value(d, "scenario.start") == "2025-10-06");
    CHECK(value(d, "scenario.shares.amd") == "0.5");
    CHECK(value(d, "scenario.note") == "\"5\\u000Aseed = 8\"");
    CHECK(d.find("scenario.shares.amd")->place.source->name() == "--set 4");
}

TEST_CASE("an assignment to a path that leads nowhere says how far it leads") {
    CHECK(mistakes_of_set("[[agent]]\nname = \"tsmc\"\n", "agent.tscm.title=x") ==
          "--set 2: error: the path \"agent.tscm.title\" leads nowhere: \"agent\" has no \"tscm\"\n"
          "      | agent.tscm.title=x\n"
          "      | ^~~~~~~~~~~~~~~~~~\n"
          "      help: did you mean \"agent.tsmc.title\"?\n");
    CHECK(mistakes_of_set("a = 1\n", "a.b=1").find("\"a\" is a whole number") != std::string::npos);
    CHECK(mistakes_of_set("a = 1\n", "a").find("expected PATH=VALUE") != std::string::npos);
    CHECK(mistakes_of_set("a = 1\n", "a=nan").find("--set 2: error: nan is no number") != std::string::npos);
}

TEST_CASE("a copy of a document is set without the other knowing") {
    Diagnostics    diagnostics;
    const Document d    = parsed("a = 1\n");
    Document       copy = d;
    copy.set("a", "2", {}, diagnostics);
    CHECK(value(d, "a") == "1");
    CHECK(value(copy, "a") == "2");
}

TEST_CASE("a file changes only what differs from the file that it extends") {
    const Folder folder;
    folder.write("world/base.toml", R"(
[scenario]
name = "base"
weeks = 100
[[agent]]
name = "tsmc"
yield = 0.8
steps = [1, 2, 3]
[[agent]]
name = "intel"
[[link]]
seller = "a"
product = "p"
buyer = "b"
lead = 1
[[event]]
at = 2026-01-01
text = "first"
)");
    const auto  child = folder.write("child.toml", R"(
extends = "world/base.toml"
remove = ["agent.intel"]
[scenario]
name = "child"
[[agent]]
name = "amd"
[[agent]]
name = "tsmc"
steps = [9]
[[link]]
seller = "a"
product = "p"
buyer = "b"
lead = 2
[[event]]
at = 2026-02-01
text = "second"
)");
    Diagnostics diagnostics;
    Document    d = load({child, {"scenario.weeks=5"}}, diagnostics);
    d.apply_events(diagnostics);
    CHECK(diagnostics.text() == "");
    CHECK(
        to_text(d.root()) ==
        R"({ scenario = { name = "child", weeks = 5 }, agent = [{ name = "tsmc", yield = 0.8, steps = [9] }, { name = "amd" }], )"
        R"(link = [{ seller = "a", product = "p", buyer = "b", lead = 2 }] })");
    REQUIRE(d.events().size() == 2);
    CHECK(d.events()[0].text == "first");
    CHECK(d.events()[1].text == "second");
    CHECK(d.sources()[0]->name() == (folder.path() / "child.toml").generic_string());
}

TEST_CASE("a table that names another policy replaces the one it extends") {
    const Folder folder;
    folder.write("base.toml", "r = { policy = \"base_stock\", level_units = 3 }\ns = { policy = \"a\", x = 1 }\n");
    const auto child = folder.write(
        "child.toml", "extends = [\"base.toml\"]\nr = { policy = \"fixed\" }\ns = { policy = \"a\", y = 2 }\n");
    Diagnostics diagnostics;
    const auto  d = load({child, {}}, diagnostics);
    CHECK(value(d, "r") == R"({ policy = "fixed" })");
    CHECK(value(d, "s") == R"({ policy = "a", x = 1, y = 2 })");
}

TEST_CASE("dated values are replaced as a whole by a file that extends another") {
    const Folder folder;
    folder.write("base.toml", "c = [{ at = 2025-01-01, value = 1 }, { at = 2026-01-01, value = 2 }]\n");
    const auto  child = folder.write("child.toml", "extends = \"base.toml\"\nc = [{ at = 2027-01-01, value = 3 }]\n");
    Diagnostics diagnostics;
    CHECK(value(load({child, {}}, diagnostics), "c") == "[{ at = 2027-01-01, value = 3 }]");
}

TEST_CASE("removing what is not there is an error") {
    CHECK(mistakes("remove = [\"agent.x\", 3]\n") ==
          "a.toml:1:11: error: the path \"agent.x\" leads nowhere: the scenario has no \"agent\"\n"
          "    1 | remove = [\"agent.x\", 3]\n"
          "      |           ^~~~~~~~~\n"
          "a.toml:1:22: error: expected a path, found a whole number\n"
          "    1 | remove = [\"agent.x\", 3]\n"
          "      |                      ^\n");
}

TEST_CASE("two elements of one name in a file are an error") {
    CHECK(mistakes("[[agent]]\nname = \"tsmc\"\n[[agent]]\nname = \"tsmc\"\n") ==
          "a.toml:4:8: error: agent \"tsmc\" is there twice\n"
          "    4 | name = \"tsmc\"\n"
          "      |        ^~~~~~\n"
          "      help: the first one is in line 1\n");
    CHECK(mistakes(std::string{links} + "[[link]]\nseller = \"amd\"\nproduct = \"mi450\"\nbuyer = \"meta\"\n")
              .find("link \"amd.mi450.meta\" is there twice") != std::string::npos);
}

TEST_CASE("the version of the schema is checked") {
    CHECK(mistakes("schema_version = 1\n") == "");
    CHECK(mistakes("schema_version = 2\n") ==
          "a.toml:1:18: error: schema_version must be 1, not 2\n"
          "    1 | schema_version = 2\n"
          "      |                  ^\n"
          "      help: the file is written for a newer secondsource: update the program\n");
    CHECK(mistakes("schema_version = \"1\"\n").find("must be 1, not \"1\"") != std::string::npos);
}

TEST_CASE("a value may be written with where it is from") {
    const Document d = parsed(R"(
yield = { value = 0.9, source = "paper", confidence = "med", range = [0.8, 0.95], note = "n" }
[pool]
source = "report"
size = 5
fee = { value = 3, source = "call" }
name = "n3"
ramp = [{ at = 2025-01-01, value = 1 }, { at = 2026-01-01, value = 2, source = "plan" }]
)");
    CHECK(value(d, "yield") == "0.9");
    const auto               values = d.values();
    std::vector<std::string> seen;
    for (const SourcedValue& v : values) seen.push_back(v.path + " = " + v.value + " <- " + v.provenance.source);
    CHECK(seen == std::vector<std::string>{"yield = 0.9 <- paper", "pool.size = 5 <- report", "pool.fee = 3 <- call",
                                           "pool.ramp.2025-01-01 = 1 <- report", "pool.ramp.2026-01-01 = 2 <- plan"});
    CHECK(values[0].provenance.confidence == "med");
    CHECK(values[0].provenance.note == "n");
    CHECK(values[0].provenance.range->second == 0.95);
}

TEST_CASE("what is not said of a value its table says, at any depth, and the nearest first") {
    const auto values = parsed(R"(
[link]
source = "assumption: freight"
confidence = "low"
weeks = { value = 4, range = [3, 8] }
price = { value = 5, source = "a list" }
weight = { linear = true, range = [0, 1], steps = [{ at = 2025-01-01, value = 0.5 }, { at = 2026-01-01, value = 0.2, range = [0.1, 0.3] }] }
sourcing.shares.near = { value = 0.5, note = "half" }
parts = [{ name = "bolt", units = 2 }]
)").values();
    std::vector<std::string> seen;
    for (const SourcedValue& v : values)
        seen.push_back(v.path + ": " + v.provenance.source + "; " + v.provenance.confidence + "; " +
                       (v.provenance.range ? std::to_string(v.provenance.range->first).substr(0, 3) : "none"));
    CHECK(seen == std::vector<std::string>{"link.weeks: assumption: freight; low; 3.0", "link.price: a list; ; none",
                                           "link.weight.linear: assumption: freight; low; 0.0",
                                           "link.weight.steps.2025-01-01: assumption: freight; low; 0.0",
                                           "link.weight.steps.2026-01-01: assumption: freight; low; 0.1",
                                           "link.sourcing.shares.near: assumption: freight; low; none",
                                           "link.parts.bolt.units: assumption: freight; low; none"});
    CHECK(values[5].provenance.note == "half");
}

TEST_CASE("values without any source are listed too") {
    const auto values = parsed("[a]\nx = 1\nwords = \"no value\"\nl = [1, 2]\n").values();
    REQUIRE(values.size() == 2);
    CHECK(values[0].path == "a.x");
    CHECK(values[0].provenance.source.empty());
    CHECK(values[1].value == "[1, 2]");
}

TEST_CASE("a file's own source does not speak for what another file says") {
    const Folder folder;
    folder.write("base.toml", "[a]\nsource = \"base\"\nx = 1\ny = 2\n");
    const auto  child = folder.write("child.toml", "extends = \"base.toml\"\n[a]\nx = 5\n");
    Diagnostics diagnostics;
    const auto  values = load({child, {"a.y=3"}}, diagnostics).values();
    REQUIRE(values.size() == 2);
    CHECK(values[0].provenance.source == "");
    CHECK(values[1].provenance.source == "");
}

TEST_CASE("a provenance that is not one is an error") {
    CHECK(mistakes("x = { value = 1, confidence = \"medium\" }\n") ==
          "a.toml:1:31: error: \"confidence\" must be high, med or low, not \"medium\"\n"
          "    1 | x = { value = 1, confidence = \"medium\" }\n"
          "      |                               ^~~~~~~~\n");
    CHECK(mistakes("x = { value = 1, range = [2, 1] }\n").find("two numbers in order") != std::string::npos);
    CHECK(mistakes("x = { value = 1, source = 3 }\n").find("must be text, not a whole number") != std::string::npos);
}

TEST_CASE("an event makes a plain value dated") {
    Diagnostics diagnostics;
    Document    d = parsed(R"(
[a]
x = 1
y = [{ at = 2025-01-01, value = 1 }, { at = 2026-06-01, value = 2 }]
z = { linear = true, steps = [{ at = 2025-01-01, value = 1 }] }
[[event]]
at = 2026-04-01
name = "boom"
set = { "a.x" = 5, a.y = 6, "a.z" = 7, "a.unsaid" = 8 }
[[event]]
at = 2026-06-01
set = { "a.y" = 9 }
)");
    d.apply_events(diagnostics);
    CHECK(diagnostics.text() == "");
    CHECK(value(d, "a.x") == "[1, { at = 2026-04-01, value = 5 }]");
    CHECK(value(d, "a.y") ==
          "[{ at = 2025-01-01, value = 1 }, { at = 2026-04-01, value = 6 }, { at = 2026-06-01, value = 9 }]");
    CHECK(value(d, "a.z.steps") == "[{ at = 2025-01-01, value = 1 }, { at = 2026-04-01, value = 7 }]");
    CHECK(value(d, "a.unsaid") == "[{}, { at = 2026-04-01, value = 8 }]");
    CHECK(d.find("event") == nullptr);
    REQUIRE(d.events().size() == 2);
    CHECK(d.events()[0].name == "boom");
    CHECK(d.events()[0].paths == std::vector<std::string>{"a.x", "a.y", "a.z", "a.unsaid"});
    CHECK(d.events()[0].values == std::vector<std::string>{"5", "6", "7", "8"});
    CHECK(std::get<Date>(d.events()[1].at) == Date{2026, 6, 1});
}

TEST_CASE("a dated step has a path of its own") {
    Diagnostics diagnostics;
    Document    d = parsed("[a]\ny = [{ at = 2025-01-01, value = 1 }, { at = 2026-06-01, value = 2 }]\n");
    d.set("a.y.2026-06-01=7", 1, diagnostics);
    CHECK(value(d, "a.y") == "[{ at = 2025-01-01, value = 1 }, { at = 2026-06-01, value = 7 }]");
}

TEST_CASE("an event that is not written as one is an error") {
    CHECK(mistakes("[[event]]\nat = 2026-01-01\nsets = { \"a\" = 1 }\ntext = \"t\"\n") ==
          "a.toml:3:1: error: unknown key \"sets\" in an event\n"
          "    3 | sets = { \"a\" = 1 }\n"
          "      | ^~~~\n"
          "      help: did you mean \"set\"?\n");
    CHECK(mistakes("[[event]]\ntext = \"t\"\n").find("an event needs its time") != std::string::npos);
    CHECK(mistakes("[[event]]\nat = \"soon\"\ntext = \"t\"\n").find("not text") != std::string::npos);
    CHECK(mistakes("[ab]\n[[event]]\nat = \"2026-01-31\"\nset = { \"abc.x\" = 1 }\nnme = \"n\"\n") ==
          "a.toml:3:6: error: \"at\" of an event must be a date, or the number of a tick, not text\n"
          "    3 | at = \"2026-01-31\"\n"
          "      |      ^~~~~~~~~~~~\n"
          "      help: write at = 2026-01-31, or the number of a tick in worlds without dates\n"
          "a.toml:4:9: error: the path \"abc.x\" leads nowhere: the scenario has no \"abc\"\n"
          "    4 | set = { \"abc.x\" = 1 }\n"
          "      |         ^~~~~~~\n"
          "      help: did you mean \"ab.x\"?\n"
          "a.toml:5:1: error: unknown key \"nme\" in an event\n"
          "    5 | nme = \"n\"\n"
          "      | ^~~\n"
          "      help: did you mean \"name\"?\n");
    CHECK(mistakes("[[event]]\nat = 3\n").find("something to set") != std::string::npos);
    CHECK(mistakes("[event]\nat = 3\n").find("begin each event with [[event]]") != std::string::npos);
    CHECK(mistakes("[a]\n[[event]]\nat = 3\nset = { \"a\" = 1 }\n").find("which is a table") != std::string::npos);
    CHECK(mistakes("[ab]\n[[event]]\nat = 3\nset = { \"abc.x\" = 1 }\n") ==
          "a.toml:4:9: error: the path \"abc.x\" leads nowhere: the scenario has no \"abc\"\n"
          "    4 | set = { \"abc.x\" = 1 }\n"
          "      |         ^~~~~~~\n"
          "      help: did you mean \"ab.x\"?\n");
    const std::string link = "[[link]]\nseller = \"brewery\"\nproduct = \"beer\"\nbuyer = \"shop\"\n[[event]]\nat = 3\n";
    CHECK(mistakes(link + "set = { \"link.brewery.shpo.weight\" = 1 }\n").find("did you mean \"link.brewery.shop.weight\"?") != std::string::npos);
    CHECK(mistakes(link + "set = { \"link.brewery.ber.shop.weight\" = 1 }\n").find("did you mean \"link.brewery.beer.shop.weight\"?") != std::string::npos);
}

TEST_CASE("several mistakes of syntax are reported at once where that is safe") {
    const std::string both = mistakes("a = foundry # where\nb = 1\nc = 1..2\n");
    CHECK(
        both.starts_with("a.toml:1:5: error: not valid TOML: text stands between quotation marks\n"
                         "    1 | a = foundry # where\n"
                         "      |     ^~~~~~~\n"
                         "      help: write \"foundry\"\n"
                         "a.toml:3:7: error: not valid TOML (floating-point): "));   // the rest is up to toml++
    CHECK(
        both.ends_with("    3 | c = 1..2\n"
                       "      |       ^\n"));
    // An open bracket makes the rest of the file mean something else: only one mistake.
    Diagnostics diagnostics;
    parse_text("a = [1,\nb = 2\nc = 3\n", "a.toml", diagnostics);
    CHECK(diagnostics.errors() == 1);
}

TEST_CASE("carets stand under wide characters and behind tabs") {
    CHECK(mistakes("\t\"晶圆\" = { value = 1, source = 台 }\n").find("error: not valid TOML") != std::string::npos);
    CHECK(mistakes("x = { note = \"晶圆\", value = nan }\n") ==
          "a.toml:1:28: error: nan is no number\n"
          "    1 | x = { note = \"晶圆\", value = nan }\n"
          "      |                              ^~~\n");
    CHECK(mistakes("\tx = inf\n") ==
          "a.toml:1:6: error: a number must be finite\n"
          "    1 |  x = inf\n"
          "      |      ^~~\n");
}

TEST_CASE("mistakes come by file and line, each once, and say how many more there are") {
    Diagnostics diagnostics;
    const auto  second = std::make_shared<const Source>("b.toml", "x\ny\n", 1);
    const auto  first  = std::make_shared<const Source>("z.toml", "x\ny\n", 0);
    diagnostics.error(Problem::inconsistent, {second.get(), 1, 1, 1}, "three");
    diagnostics.error(Problem::inconsistent, {first.get(), 2, 1, 1}, "two");
    diagnostics.warn(Problem::rounded, {first.get(), 1, 1, 1}, "one");
    diagnostics.error(Problem::inconsistent, {second.get(), 1, 1, 1}, "three");
    const auto sorted = diagnostics.sorted();
    REQUIRE(sorted.size() == 3);
    CHECK(sorted[0].message == "one");
    CHECK(sorted[0].code == "W0040");
    CHECK(sorted[1].message == "two");
    CHECK(sorted[2].code == "E0030");
    CHECK_THROWS_AS(diagnostics.throw_if_errors(), ScenarioError);

    for (int i = 0; i < 2000; ++i)
        diagnostics.error(Problem::inconsistent, {first.get(), 1, 1, 1}, "m" + std::to_string(i));
    CHECK(diagnostics.text().ends_with("… and 1004 more\n"));
}

TEST_CASE("warnings alone do not stop a scenario") {
    Diagnostics diagnostics;
    diagnostics.warn(Problem::rounded, {}, "rounded");
    CHECK_NOTHROW(diagnostics.throw_if_errors());
    CHECK(diagnostics.text() == "warning: rounded\n");
}

TEST_CASE("every kind of mistake has one number and a meaning") {
    std::vector<int> numbers;
    for (const ProblemKind& kind : problem_kinds()) {
        CHECK_FALSE(kind.meaning.empty());
        numbers.push_back(static_cast<int>(kind.problem));
    }
    CHECK(std::is_sorted(numbers.begin(), numbers.end()));
    CHECK(std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end());
}
