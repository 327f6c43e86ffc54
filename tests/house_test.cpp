// The house is in order: includes point down, each outside library has one door, nothing names a machine's folders.
#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/catch.h"

namespace {

/// The text of each file by its path from the root.
using House    = std::map<std::string, std::string>;
using Problems = std::vector<std::string>;

/// The storeys of the simulator, from the ground up.
constexpr std::array<std::string_view, 7> storeys{"sim/base",     "sim/network", "sim/money", "sim/engine",
                                                  "sim/scenario", "sim/run",     "sim/study"};

/// An outside library, the beginning of its headers' names, and the sources (or folders) that may include them.
struct Door {
    std::string_view              library;
    std::string_view              headers;
    std::vector<std::string_view> sources;
    bool                          open_to_tests = true;   ///< who checks results may ask a library directly
};

/// Of several doors that fit a header, the one with the longest beginning holds.
const std::vector<Door> doors{
    {"Boost.Graph", "boost/", {"sim/network/graph.cpp"}},
    {"Boost.Math", "boost/math/", {"sim/run/statistics.cpp"}},
    {"Boost.Random", "boost/random/", {"sim/study/design.cpp"}},
    {"Random123", "Random123/", {"sim/base/chance.cpp"}},
    {"toml++", "toml++/", {"sim/scenario/document/toml.cpp"}},
    {"SQLite", "sqlite3.h", {"sim/run/database.cpp"}},
    {"CLI11", "CLI/", {"apps/secondsource/main.cpp"}},
    {"nlohmann_json", "nlohmann/", {"sim/scenario/schema.cpp", "apps/secondsource/json.cpp"}},
    {"fmt", "fmt/", {"sim/", "agents/", "viz/", "apps/", "bench/"}},
    {"Catch2", "catch2/", {"tests/support/catch.h"}, false},
    {"Google Benchmark", "benchmark/", {"bench/"}, false},
};

/// Headers of the operating system that sources may include.
constexpr std::array<std::string_view, 5> system_headers{"sys/", "unistd.h", "fcntl.h", "dlfcn.h", "malloc.h"};

bool is_header(std::string_view path) { return path.ends_with(".h"); }
bool is_code(std::string_view path) { return is_header(path) || path.ends_with(".cpp"); }

/// The folder that rules are about: two names deep in sim and apps, else one; the path itself for a file at the top.
std::string room(const std::string& path) {
    auto end = path.find('/');
    if (end != std::string::npos && (path.starts_with("sim/") || path.starts_with("apps/"))) {
        const auto second = path.find('/', end + 1);
        if (second != std::string::npos) end = second;
    }
    return path.substr(0, end);
}

std::string without_extension(const std::string& path) { return path.substr(0, path.rfind('.')); }

/// The storeys below this one and itself; none of them if the room is no storey.
std::size_t storeys_up_to(std::string_view room) {
    const auto found = std::find(storeys.begin(), storeys.end(), room);
    return found == storeys.end() ? 0 : static_cast<std::size_t>(found - storeys.begin()) + 1;
}

bool may_include(const std::string& from, const std::string& to) {
    if (from == to || from == "tests" || from == "bench") return true;
    if (from.starts_with("apps")) return to == "apps" || to == "agents" || to == "viz" || storeys_up_to(to) > 0;
    const std::string top = from == "agents" ? "sim/scenario" : from == "viz" ? "sim/run" : from;
    return storeys_up_to(to) > 0 && storeys_up_to(to) <= storeys_up_to(top);
}

/// Kinds of agent, submodels and policies: what the cast lists by name, and what meets through tables only.
bool is_in_the_cast(const House& house, const std::string& path) {
    const auto file = house.find(path);
    return path.starts_with("agents/") && file != house.end() &&
           file->second.find("static constexpr std::string_view name") != std::string::npos;
}

/// `agents/policies/sourcing` for every file of that family; nothing for what is no policy's.
std::string policy_family(const std::string& path) {
    constexpr std::string_view policies = "agents/policies/";
    if (!path.starts_with(policies)) return "";
    const auto end = path.find('/', policies.size());
    return end == std::string::npos ? "" : path.substr(0, end);
}

/// What is wrong with an include of ours; nothing if all is well.
std::string wrong_with_include(const House& house, const std::string& path, const std::string& target) {
    constexpr std::array<std::string_view, 6> roots{"sim/", "agents/", "viz/", "apps/", "tests/", "bench/"};
    if (std::none_of(roots.begin(), roots.end(), [&](auto root) { return target.starts_with(root); }))
        return "an include is written from the root: \"" + target + "\"";
    const std::string from = room(path);
    if (!may_include(from, room(target))) return from + " may not include " + room(target);
    if (from == "viz" && target == "sim/engine/world.h") return "viz sees snapshots, not the world";
    const bool is_free = from == "tests" || from == "bench" || without_extension(path) == "agents/cast" ||
                         without_extension(path) == without_extension(target);
    if (is_free) return "";
    if (is_in_the_cast(house, target)) return path + " may not include " + target + ": the cast alone knows it";
    if (policy_family(path) != "" && policy_family(target) != "" && policy_family(path) != policy_family(target))
        return policy_family(path) + " may not include " + policy_family(target);
    return "";
}

/// What is wrong with an include of a library; nothing if all is well.
std::string wrong_with_library(const std::string& path, const std::string& header) {
    const bool is_standard = header.find_first_of("/.") == std::string::npos;
    const bool is_system   = std::any_of(system_headers.begin(), system_headers.end(),
                                         [&](auto beginning) { return header.starts_with(beginning); });
    if (is_standard || is_system) return "";
    const Door* door = nullptr;
    for (const Door& candidate : doors)
        if (header.starts_with(candidate.headers) && (!door || candidate.headers.size() > door->headers.size()))
            door = &candidate;
    if (!door) return "<" + header + "> belongs to no library that has a door";
    const std::string library{door->library};
    if (door->open_to_tests && room(path) == "tests" && !is_header(path)) return "";
    const bool enters = std::any_of(door->sources.begin(), door->sources.end(), [&](std::string_view source) {
        return source.ends_with('/') ? path.starts_with(source) && !is_header(path) : path == source;
    });
    if (enters) return "";
    std::string allowed;
    for (const auto source : door->sources) allowed += (allowed.empty() ? "" : ", ") + std::string{source};
    return path + " may not include " + library + " (door: " + allowed + ")";
}

/// An absolute path into a folder that only some machine has.
bool names_a_machine(std::string_view line) {
    for (const std::string_view folder : {"work", "home", "root", "tmp", "Users"}) {
        const std::string path = "/" + std::string{folder};
        for (auto at = line.find(path); at != line.npos; at = line.find(path, at + 1)) {
            constexpr std::string_view openers = " \t\"'`=(:,<>[{|";
            const std::size_t          after   = at + path.size();
            const bool                 begins  = at == 0 || openers.find(line[at - 1]) != openers.npos;
            const bool ends = after == line.size() || (!std::isalnum(static_cast<unsigned char>(line[after])) &&
                                                       line[after] != '_' && line[after] != '-');
            if (begins && ends) return true;
        }
    }
    return false;
}

/// `file:line: what is wrong`, for every rule that is broken.
Problems problems(const House& house) {
    Problems found;
    for (const auto& [path, text] : house) {
        std::istringstream lines{text};
        std::string        line;
        bool               once = false;
        for (int number = 1; std::getline(lines, line); ++number) {
            const auto note = [&, &file = path](const std::string& problem) {
                if (!problem.empty()) found.push_back(file + ":" + std::to_string(number) + ": " + problem);
            };
            if (names_a_machine(line)) note("names a folder of one machine: " + line);
            if (!is_code(path)) continue;
            once = once || line == "#pragma once";
            std::istringstream words{line};
            std::string        hash, target;
            if (words >> hash >> target && hash == "#include" && target.size() > 2) {
                const std::string name = target.substr(1, target.size() - 2);
                note(target.front() == '"' ? wrong_with_include(house, path, name) : wrong_with_library(path, name));
            }
        }
        if (is_header(path) && !once) found.push_back(path + ":1: a header says #pragma once");
    }
    return found;
}

/// All text files of the source tree, but for what is built and what git keeps.
House read_house(const std::filesystem::path& root) {
    House house;
    for (auto entry = std::filesystem::recursive_directory_iterator(root); entry != decltype(entry){}; ++entry) {
        const auto name = entry->path().filename();
        if (entry->is_directory() && (name == ".git" || name == "build" || name == "__pycache__" || name == ".cache")) {
            entry.disable_recursion_pending();
        } else if (entry->is_regular_file()) {
            std::ifstream file{entry->path(), std::ios::binary};
            std::string   text{std::istreambuf_iterator<char>{file}, {}};
            if (text.find('\0') == std::string::npos)
                house.emplace(entry->path().lexically_relative(root).generic_string(), std::move(text));
        }
    }
    return house;
}

/// The problems of a house of one file, whose text begins in its first line.
Problems problems_of(const std::string& path, const std::string& text) { return problems({{path, text}}); }

}   // namespace

TEST_CASE("the house is in order") {
    const House house = read_house(SECONDSOURCE_SOURCE_DIR);
    REQUIRE(house.contains("tests/house_test.cpp"));
    REQUIRE(house.contains("sim/base/quantity.h"));
    for (const std::string& problem : problems(house)) FAIL_CHECK(problem);
}

TEST_CASE("an include that climbs is found, with its place") {
    CHECK(problems_of("sim/network/pool.cpp",
                      "// Pools.\n#include \"sim/base/ids.h\"\n#include \"sim/engine/world.h\"\n") ==
          Problems{"sim/network/pool.cpp:3: sim/network may not include sim/engine"});
    CHECK(problems_of("sim/engine/tick.cpp", "#include \"sim/money/ledger.h\"\n").empty());
    CHECK(problems_of("sim/run/run.cpp", "#include \"agents/cast.h\"\n") ==
          Problems{"sim/run/run.cpp:1: sim/run may not include agents"});
    CHECK(problems_of("agents/cast.cpp", "#include \"sim/run/results.h\"\n") ==
          Problems{"agents/cast.cpp:1: agents may not include sim/run"});
    CHECK(problems_of("agents/cast.cpp", "#include \"sim/scenario/reader.h\"\n").empty());
    CHECK(problems_of("viz/scene.cpp", "#include \"agents/cast.h\"\n") ==
          Problems{"viz/scene.cpp:1: viz may not include agents"});
    CHECK(problems_of("viz/scene.cpp", "#include \"sim/engine/world.h\"\n") ==
          Problems{"viz/scene.cpp:1: viz sees snapshots, not the world"});
    CHECK(problems_of("sim/base/text.cpp", "  #include \"tests/support/catch.h\"\n") ==
          Problems{"sim/base/text.cpp:1: sim/base may not include tests"});
}

TEST_CASE("one program may not include another's files") {
    CHECK(problems_of("apps/view/main.cpp", "#include \"apps/secondsource/run.h\"\n") ==
          Problems{"apps/view/main.cpp:1: apps/view may not include apps/secondsource"});
    CHECK(problems_of("apps/view/main.cpp", "#include \"apps/build_info.h\"\n#include \"agents/cast.h\"\n").empty());
}

TEST_CASE("an include is written from the root") {
    CHECK(problems_of("sim/base/text.cpp", "#include \"text.h\"\n") ==
          Problems{"sim/base/text.cpp:1: an include is written from the root: \"text.h\""});
}

TEST_CASE("members of the cast do not know each other") {
    const std::string member = "#pragma once\nstatic constexpr std::string_view name = \"x\";\n";
    const std::string helper = "#pragma once\n";
    House             house{{"agents/foundry.h", member},
                {"agents/policies/sourcing/merit.h", member},
                {"agents/policies/sourcing/split.h", helper},
                {"agents/policies/pricing/excess.h", helper}};
    CHECK(problems(house).empty());

    house["agents/cast.cpp"]    = "#include \"agents/foundry.h\"\n#include \"agents/policies/sourcing/merit.h\"\n";
    house["agents/foundry.cpp"] = "#include \"agents/foundry.h\"\n";
    house["agents/policies/sourcing/equal.h"] = helper + "#include \"agents/policies/sourcing/split.h\"\n";
    CHECK(problems(house).empty());

    house["agents/packager.cpp"] = "#include \"agents/foundry.h\"\n";
    CHECK(problems(house) == Problems{"agents/packager.cpp:1: agents/packager.cpp may not include agents/foundry.h: "
                                      "the cast alone knows it"});
    house.erase("agents/packager.cpp");
    house["agents/policies/sourcing/equal.h"] = helper + "#include \"agents/policies/sourcing/merit.h\"\n";
    CHECK(problems(house) == Problems{"agents/policies/sourcing/equal.h:2: agents/policies/sourcing/equal.h may not "
                                      "include agents/policies/sourcing/merit.h: the cast alone knows it"});
    house["agents/policies/sourcing/equal.h"] = helper + "#include \"agents/policies/pricing/excess.h\"\n";
    CHECK(problems(house) == Problems{"agents/policies/sourcing/equal.h:2: agents/policies/sourcing may not include "
                                      "agents/policies/pricing"});
}

TEST_CASE("a library has one door") {
    CHECK(problems_of("sim/network/graph.cpp", "#include <boost/graph/adjacency_list.hpp>\n").empty());
    CHECK(
        problems_of("sim/engine/world.cpp", "#include <boost/graph/adjacency_list.hpp>\n") ==
        Problems{
            "sim/engine/world.cpp:1: sim/engine/world.cpp may not include Boost.Graph (door: sim/network/graph.cpp)"});
    CHECK(problems_of("sim/network/graph.cpp", "#include <boost/math/distributions.hpp>\n") ==
          Problems{"sim/network/graph.cpp:1: sim/network/graph.cpp may not include Boost.Math (door: "
                   "sim/run/statistics.cpp)"});
    CHECK(problems_of("tests/sim/run/results_test.cpp", "#include <sqlite3.h>\n").empty());
    CHECK(problems_of("tests/sim/run/results_test.cpp", "#include <catch2/catch.hpp>\n") ==
          Problems{"tests/sim/run/results_test.cpp:1: tests/sim/run/results_test.cpp may not include Catch2 (door: "
                   "tests/support/catch.h)"});
    CHECK(problems_of("sim/base/text.cpp", "#include <vector>\n#include <sys/stat.h>\n").empty());
    CHECK(problems_of("sim/base/text.cpp", "#include <Eigen/Dense>\n") ==
          Problems{"sim/base/text.cpp:1: <Eigen/Dense> belongs to no library that has a door"});
}

TEST_CASE("fmt may enter every source and no header") {
    CHECK(problems_of("sim/run/run.cpp", "#include <fmt/format.h>\n").empty());
    CHECK(problems_of("sim/run/run.h", "#pragma once\n#include <fmt/format.h>\n").size() == 1);
}

TEST_CASE("a header that may be read twice is found") {
    CHECK(problems_of("sim/base/text.h", "// Text.\n") == Problems{"sim/base/text.h:1: a header says #pragma once"});
}

TEST_CASE("the folders of one machine are found in any text, and the paths of an address are not") {
    const std::string root = "/";   // kept apart so that this file does not itself name such a folder
    CHECK(problems_of("docs/install.md", "see " + root + "home/me/notes\n").size() == 1);
    CHECK(problems_of("run", "cd " + root + "work\n").size() == 1);
    CHECK(problems_of("run", root + "tmp/x\n").size() == 1);
    CHECK(problems_of("scenarios/a.toml", "source = \"https://example.org/home/work\"\n").empty());
    CHECK(problems_of("run", "cd build" + root + "tmp; ls " + root + "tmpfs\n").empty());
}
