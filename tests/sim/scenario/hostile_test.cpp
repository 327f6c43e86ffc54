// Files that nobody should write: an error in words, within seconds, and never a crash.

#include <ctime>
#include <filesystem>
#include <functional>

#include "sim/scenario/document.h"
#include "sim/scenario/reader.h"
#include "tests/support/catch.h"
#include "tests/support/folder.h"
#include "tests/support/sanitizer.h"

using namespace secondsource;

namespace {

std::string mistakes_of(const std::filesystem::path& file) {
    Diagnostics diagnostics;
    load({file, {}}, diagnostics);
    return diagnostics.text();
}

std::string mistakes(std::string_view text) {
    Diagnostics diagnostics;
    parse_text(text, "a.toml", diagnostics);
    return diagnostics.text();
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string repeated(std::string_view part, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += part;
    return out;
}

/// Of the processor, so that whatever else the machine does is not counted; nor is what the thread sanitizer adds, which says of itself
/// that programs take five to fifteen times as long.
double seconds(const std::function<void()>& work) {
    const std::clock_t begin = std::clock();
    work();
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / (under_thread_sanitizer ? 5 : 1);
}

}   // namespace

TEST_CASE("a file that is not there is told with the one that is") {
    const Folder folder;
    folder.write("shortage.toml", "");
    CHECK(mistakes_of(folder.path() / "shortge.toml") ==
          "error: there is no file \"" + (folder.path() / "shortge.toml").generic_string() +
              "\"\n      help: did you mean \"" + (folder.path() / "shortage.toml").generic_string() + "\"?\n");
    const auto child = folder.write("child.toml", "extends = \"shortege.toml\"\n");
    CHECK(contains(mistakes_of(child), "child.toml:1:11: error: there is no file"));
    CHECK(contains(mistakes_of(folder.path() / "no" / "such" / "folder.toml"), "there is no file"));
}

TEST_CASE("a folder is no scenario") {
    const Folder folder;
    CHECK(contains(mistakes_of(folder.path()), "is a folder, not a scenario file"));
}

TEST_CASE("a file larger than 64 MB is refused") {
    const Folder folder;
    const auto   file = folder.write("large.toml", "");
    std::filesystem::resize_file(file, (64u << 20) + 1);
    CHECK(contains(mistakes_of(file), "is larger than 64 MB"));
    CHECK(contains(mistakes_of("/dev/zero"), "is larger than 64 MB"));
}

TEST_CASE("bytes that are no text are refused") {
    CHECK(contains(mistakes(std::string_view{"a = 1\0b", 7}), "not a text file: byte 6 is zero"));
    CHECK(contains(mistakes("a = 1\nb = \"\xFF\"\n"), "not UTF-8 text: line 2 has an invalid byte at column 6"));
    CHECK(contains(mistakes("a = \"\xED\xA0\x80\"\n"), "not UTF-8"));       // a surrogate
    CHECK(contains(mistakes("a = \"\xC0\xAF\"\n"), "not UTF-8"));           // overlong
    CHECK(contains(mistakes("a = \"\xF4\x90\x80\x80\"\n"), "not UTF-8"));   // past the last character
    CHECK(contains(mistakes("a = \"\xE4\xB8"), "not UTF-8"));               // cut short
}

TEST_CASE("nesting without end is refused before it is parsed") {
    CHECK(contains(mistakes("a = " + std::string(100000, '[')), "a.toml:1:69: error: nested deeper than 64 levels"));
    CHECK(contains(mistakes("a = " + repeated("{ b = ", 100000)), "nested deeper than 64 levels"));
    CHECK(contains(mistakes("[a" + repeated(".a", 100000) + "]\n"), "nested deeper than 64 levels"));
    CHECK(contains(mistakes("a" + repeated(".a", 100000) + " = 1\n"), "nested deeper than 64 levels"));
    CHECK(contains(mistakes("[a" + repeated(".a", 50) + "]\nb" + repeated(".b", 50) + " = 1\n"),
                   "nested deeper than 64 levels"));
    CHECK(mistakes("a = " + std::string(50, '[') + std::string(50, ']')) == "");
    CHECK(contains(mistakes("a = " + std::string(50, '[') + std::string(49, ']')), "not valid TOML"));
}

TEST_CASE("brackets in texts and comments are no nesting") {
    const std::string many(200, '[');
    CHECK(mistakes("a = \"" + many + "\" # " + many + "\nb = '" + many + "'\nc = \"\"\"\n" + many +
                   "\\\"\"\" \"\"\"\nd = '''\n" + many + "''''\ne = \"\\\"" + many + "\"\n") == "");
}

TEST_CASE("infinite numbers and no numbers are refused where they stand") {
    CHECK(contains(mistakes("a = [1.0, nan]\n"), "a.toml:1:11: error: nan is no number"));
    CHECK(contains(mistakes("a = -inf\n"), "a.toml:1:5: error: a number must be finite"));
}

TEST_CASE("a time of day is refused") {
    CHECK(contains(mistakes("a = 2026-01-01T10:00:00Z\n"), "a date has no time of day here"));
    CHECK(contains(mistakes("a = 10:00:00\n"), "a time of day means nothing here"));
}

TEST_CASE("files that extend each other in a circle are told as a circle") {
    const Folder folder;
    const auto   a = folder.write("a.toml", "extends = \"b.toml\"\n");
    folder.write("b.toml", "extends = [\"a.toml\"]\n");
    const auto name = [&](const char* file) { return '"' + (folder.path() / file).generic_string() + '"'; };
    CHECK(contains(mistakes_of(a), "files extend each other in a circle: " + name("a.toml") + " extends " +
                                       name("b.toml") + " extends " + name("a.toml")));
    const auto self = folder.write("self.toml", "extends = \"./self.toml\"\n");
    CHECK(contains(mistakes_of(self), "in a circle"));
}

TEST_CASE("long chains and floods of extended files are refused") {
    const Folder folder;
    for (int i = 0; i < 40; ++i)
        folder.write("c" + std::to_string(i) + ".toml", "extends = \"c" + std::to_string(i + 1) + ".toml\"\n");
    CHECK(contains(mistakes_of(folder.path() / "c0.toml"), "more than 16 files extend each other in a row"));
    // Each file twice in the next: without a limit 2^14 files.
    for (int i = 0; i < 14; ++i) {
        const std::string next = "\"d" + std::to_string(i + 1) + ".toml\"";
        folder.write("d" + std::to_string(i) + ".toml", "extends = [" + next + ", " + next + "]\n");
    }
    folder.write("d14.toml", "x = 1\n");
    CHECK(contains(mistakes_of(folder.path() / "d0.toml"), "more than 100 files extend each other"));
}

TEST_CASE("a million unknown keys are an error within seconds") {
    std::string text;
    for (int i = 0; i < 1'000'000; ++i) text += "key_" + std::to_string(i) + " = 1\n";
    Diagnostics diagnostics;
    CHECK(seconds([&] {
              const Document document = parse_text(text, "a.toml", diagnostics);
              Reader         reader{document, diagnostics};
              for (int i = 0; i < 40; ++i) reader.real("kez" + std::to_string(i), "a key");
              reader.finish();
          }) < 20);
    CHECK(diagnostics.errors() == 1'000'000);   // each missing key is one with an unknown key that is near
    CHECK(diagnostics.text().size() < 1'000'000);
}

TEST_CASE("more values than memory should hold are refused before they are parsed") {
    Diagnostics diagnostics;
    const std::string text = "a = [" + repeated("1,", 17'000'000) + "]\n";
    CHECK(seconds([&] { parse_text(text, "a.toml", diagnostics); }) < 10);
    CHECK(contains(diagnostics.text(), "a.toml: error: more than 12 million values"));
}

TEST_CASE("many events at one value take no longer each than a few") {
    std::string text = "x = 1\n";
    for (int i = 0; i < 100'000; ++i) text += "[[event]]\nat = " + std::to_string(i) + "\nset = { x = 2 }\n";
    Diagnostics diagnostics;
    Document    document = parse_text(text, "a.toml", diagnostics);
    CHECK(seconds([&] { document.apply_events(diagnostics); }) < 10);
    CHECK(diagnostics.text() == "");
    CHECK(document.find("x")->as<Node::List>()->size() == 100'001);
}

TEST_CASE("a path that could be any of a thousand links names a few of them") {
    std::string text;
    for (int i = 0; i < 1000; ++i)
        text += "[[link]]\nseller = \"s\"\nproduct = \"p\"\nbuyer = \"b" + std::to_string(i) + "\"\n";
    Diagnostics diagnostics;
    Document    document = parse_text(text, "a.toml", diagnostics);
    document.set("link.s.p.lead_time_weeks=1", 1, diagnostics);
    CHECK(contains(diagnostics.text(), "the path \"link.s.p.lead_time_weeks\" could be several"));
    CHECK(contains(diagnostics.text(), "\"link.s.p.b0\", \"link.s.p.b1\""));
    CHECK(diagnostics.text().size() < 1000);
}

TEST_CASE("a large scenario loads well below a second") {
    std::string text;
    for (int i = 0; i < 20000; ++i)
        text += "[[agent]]\nname = \"agent_" + std::to_string(i) +
                "\"\nkind = \"stage\"\nproduct = \"beer\"\ncost = " + std::to_string(i) + "\nlevel = 36.5\n";
    Diagnostics  diagnostics;
    double       sum  = 0;
    const double took = seconds([&] {
        const Document document = parse_text(text, "a.toml", diagnostics);
        Reader         root{document, diagnostics};
        for (Reader& agent : root.tables("agent", "who takes part")) {
            agent.text("name", "what it is called");
            agent.text("kind", "what it is");
            agent.text("product", "what it holds");
            sum += agent.real("cost", "cost per week");
            agent.real("level", "where to order up to");
            agent.finish();
        }
        root.finish();
    });
    CHECK(diagnostics.text() == "");
    CHECK(sum == 19999.0 * 10000);
    CHECK(took < 3);   // 0.3 s on an idle machine
}

TEST_CASE("one endless line is shown in part") {
    const std::string text = mistakes("a = [" + repeated("1, ", 100000) + "nan, " + repeated("1, ", 100000) + "1]\n");
    CHECK(contains(text, "a.toml:1:300006: error: nan is no number"));
    CHECK(contains(text, "1, nan, 1"));
    CHECK(text.size() < 1000);
    // The carets stand under the number.
    const auto line = text.find("    1 | "), carets = text.find("      | ");
    CHECK(text.find("nan, 1", line) - line == text.find('^', carets) - carets);
}

TEST_CASE("nothing of a file can speak to the terminal") {
    const std::string text = mistakes(
        "\"\\u001B[31mred\\u009B\" = nan\n[[agent]]\nname = \"\\u001B[2J\"\n[[agent]]\nname = \"\\u001B[2J\"\n");
    CHECK_FALSE(contains(text, "\x1B"));
    CHECK(contains(text, "is there twice"));
}

TEST_CASE("mutilated files never crash") {
    const std::string whole = R"(schema_version = 1
[scenario]
name = "a" # comment
start = 2025-10-06
[[agent]]
name = 'tsmc'
yield = { value = 0.9, source = """x""", range = [0.8, 0.95] }
capacity = [{ at = 2025-01-01, value = 1 }, { at = 2026-01-01, value = 2 }]
[[agent.pool]]
name = "n3"
[[event]]
at = 2026-04-01
set = { "agent.tsmc.yield" = 0.5, agent.tsmc.pool.n3.x = 1 }
)";
    std::size_t       wrong = 0;
    for (std::size_t i = 0; i < whole.size(); ++i)
        for (const char c : {'\0', '[', ']', '{', '"', '.', '\n', '=', '\xFF', '7'}) {
            std::string text = whole;
            text[i]          = c;
            Diagnostics diagnostics;
            Document    document = parse_text(text, "a.toml", diagnostics);
            document.set("agent.tsmc.pool.n3.x=[[", 1, diagnostics);
            document.apply_events(diagnostics);
            document.values();
            wrong += diagnostics.has_errors();
            parse_text(std::string_view{text}.substr(0, i), "a.toml", diagnostics);
        }
    CHECK(wrong > whole.size());
}
