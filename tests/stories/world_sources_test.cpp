// The worlds that we ship say where every number is from, and can be drawn from the ranges of what is assumed.

#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "agents/cast.h"
#include "sim/scenario/scenario.h"
#include "tests/support/catch.h"

using namespace secondsource;

namespace {

const std::filesystem::path scenarios = std::filesystem::path{SECONDSOURCE_SOURCE_DIR} / "scenarios";

/// All but the classic cases, whose numbers are those of the papers that they reproduce.
std::vector<std::filesystem::path> worlds() {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator{scenarios})
        if (entry.path().extension() == ".toml") found.push_back(entry.path());
    return found;
}

/// Names of the rows of a file of facts: what is before the first comma of each line.
const std::set<std::string>& rows_of_facts(const std::string& file) {
    static std::map<std::string, std::set<std::string>> files;
    auto& rows = files[file];
    if (rows.empty()) {
        std::ifstream in{scenarios / "facts" / file};
        for (std::string line; std::getline(in, line);) rows.insert(line.substr(0, line.find(',')));
    }
    return rows;
}

/// What a source refers to wrongly: a file of facts that is not there, or a row that is not in it.
std::string wrong_reference(const std::string& source) {
    constexpr std::string_view folder = "facts/";
    for (std::size_t at = source.find(folder); at != std::string::npos; at = source.find(folder, at + 1)) {
        const std::size_t file_end = source.find(".csv", at) + 4;
        const std::string file     = source.substr(at + folder.size(), file_end - at - folder.size());
        std::size_t       end      = file_end + 1;
        while (end < source.size() && (std::isalnum(static_cast<unsigned char>(source[end])) || source[end] == '_' || source[end] == '.')) ++end;
        const std::string row = source.size() > file_end ? source.substr(file_end + 1, end - file_end - 1) : "";
        if (!rows_of_facts(file).contains(row)) return file + " has no row \"" + row + "\"";
    }
    return "";
}

/// Numbers, dates and lists of them say what the world is like; flags, and some numbers, how it is computed.
bool is_of_the_world(const SourcedValue& value) {
    if (value.value == "true" || value.value == "false") return false;
    const std::string_view path = value.path;
    return !path.starts_with("scenario.") && !path.starts_with("metric.") && !path.ends_with(".grain_units") && !path.ends_with(".priority");
}

/// What is missing of a value's provenance; empty if nothing is.
std::string missing(const SourcedValue& value) {
    const Provenance& said = value.provenance;
    if (!is_of_the_world(value)) return "";
    if (said.source.empty()) return "no source";
    if (const std::string wrong = wrong_reference(said.source); !wrong.empty()) return wrong;
    if (!said.source.starts_with("assumption")) return "";
    const bool is_date = value.value.size() == 10 && value.value[4] == '-';
    if (is_date) return said.note.find(" to ") == std::string::npos ? "an assumed date without its range in the note" : "";
    return said.range ? "" : "an assumption without a range";
}

}  // namespace

TEST_CASE("every number of the worlds names its source, and every assumption its range") {
    std::size_t numbers = 0;
    for (const auto& file : worlds()) {
        INFO(file.filename().string());
        std::string wrong;
        const Scenario scenario = read_scenario({.file = file, .lists_values = true}, cast());
        for (const SourcedValue& value : scenario.values) {
            ++numbers;
            if (const std::string what = missing(value); !what.empty()) wrong += value.path + " = " + value.value + ": " + what + "\n";
        }
        CHECK(wrong == "");
    }
    CHECK(numbers > 10000);
    // What the test would say of others.
    const auto said_of = [](const std::string& source) {
        Provenance provenance;
        provenance.source = source;
        return missing({"agent.a.pool.p.price_usd", "5", provenance, {}});
    };
    CHECK(said_of("") == "no source");
    CHECK(said_of("assumption: a guess") == "an assumption without a range");
    CHECK(said_of("facts/foundry.csv wafer_prices") == "foundry.csv has no row \"wafer_prices\"");
    CHECK(said_of("facts/foundry.csv wafer_price N3").empty());
}

TEST_CASE("the worlds open with their question, what to watch and what they rest on") {
    for (const auto& file : worlds()) {
        INFO(file.filename().string());
        std::ifstream in{file};
        for (const std::string_view opening : {"# Question: ", "# Watch: ", "# Rests on: "}) {
            std::string line;
            std::getline(in, line);
            CHECK(line.starts_with(opening));
        }
    }
}

TEST_CASE("the worlds can be drawn from the ranges of their assumptions") {
    for (const auto& file : worlds())
        for (std::uint32_t replication = 0; replication < 20; ++replication) {
            INFO(file.filename().string() << ", replication " << replication);
            CHECK_NOTHROW(read_scenario({.file = file, .draw = AssumptionDraw{1, replication}}, cast()));
        }
}
