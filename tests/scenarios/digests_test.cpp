// The scenarios that are shipped give the runs whose digests are committed, and the README shows what ./run prints.
// `.ci/record` writes both anew after a change that moves results on purpose.
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/folder.h"

namespace {

const std::filesystem::path source{SECONDSOURCE_SOURCE_DIR};

/// The scenarios in a folder, as `secondsource run` takes them: "openai_amd", "classic/beer_game".
std::set<std::string> shipped(const std::string& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{source / "scenarios" / folder})
        if (entry.path().extension() == ".toml") names.insert((folder / entry.path().stem()).string());
    return names;
}

std::map<std::string, std::string> committed_digests() {
    std::map<std::string, std::string> digests;
    std::ifstream                      file{source / "tests/scenarios/digests.txt"};
    for (std::string name, digest; file >> name >> digest;) digests[name] = digest;
    return digests;
}

/// What stands behind "digest" in the head of a summary; runs of several replications show none.
std::string digest_in(const std::string& summary) {
    const std::string before = " · digest ";
    const auto        begin  = summary.find(before);
    if (begin == std::string::npos) return "";
    const auto from = begin + before.size();
    return summary.substr(from, summary.find('\n', from) - from);
}

void check_digests(const std::set<std::string>& names) {
    const auto   committed = committed_digests();
    const Folder folder;
    for (const std::string& name : names) {
        INFO("scenario " << name << "; if results were meant to move: .ci/record");
        REQUIRE(committed.count(name) == 1);
        const Folder::Outcome ran = folder.run("secondsource run " + name + " --no-results");
        INFO(ran.err);
        REQUIRE(ran.code == 0);
        CHECK(digest_in(ran.out) == committed.at(name));
    }
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream       stream{text};
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

}  // namespace

TEST_CASE("the scenarios of the AI-compute world give the committed digests", "[digests]") { check_digests(shipped("")); }

TEST_CASE("the classic scenarios give the committed digests", "[digests]") { check_digests(shipped("classic")); }

TEST_CASE("a digest is committed for shipped scenarios only", "[digests]") {
    std::set<std::string> names = shipped("");
    names.merge(shipped("classic"));
    for (const auto& [name, digest] : committed_digests()) {
        INFO(name);
        CHECK(names.count(name) == 1);
    }
}

TEST_CASE("the README shows what ./run prints", "[digests]") {
    std::ifstream     file{source / "README.md"};
    const std::string readme{std::istreambuf_iterator<char>{file}, {}};
    const std::string opening = "\n$ ./run\n", closing = "…\n```";
    const auto        begin = readme.find(opening);
    REQUIRE(begin != std::string::npos);
    const auto end = readme.find(closing, begin);
    REQUIRE(end != std::string::npos);
    const auto shown = lines_of(readme.substr(begin + opening.size(), end - begin - opening.size()));

    auto printed = lines_of(Folder{}.run("secondsource run openai_amd --no-results").out);
    REQUIRE(printed.size() >= shown.size());
    printed.resize(shown.size());
    INFO("if results were meant to move: .ci/record");
    CHECK(printed == shown);
}
