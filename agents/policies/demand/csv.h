#pragma once
// Demand from a file.

#include <filesystem>
#include <string>
#include <utility>

#include "agents/policies/demand/csv_column.h"
#include "agents/policies/demand/listed.h"
#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// What a column of a CSV file says, tick by tick from the first computed tick on; after its end nothing, or the column
/// again. The file's path is relative to that of the scenario.
class CsvDemand final : public DemandModel {
public:
    static constexpr std::string_view name  = "csv";
    static constexpr std::string_view about = "given tick by tick in a column of a CSV file";
    using Terms = ListedValues;
    static Terms read(Reader& read) {
        const std::filesystem::path file   = read.text("file", "CSV file, relative to this one");
        const std::string           column = read.text("column", "name of the column, as in the file's first line");
        const bool                  repeat = read.flag("repeat", "begin again after the last line", false);
        if (read.is_recording() || file.empty()) return {{}, repeat};
        const Place                 place  = read.place("file");
        const std::filesystem::path folder = place.source ? std::filesystem::path{place.source->name()}.parent_path() : "";
        CsvColumn                   found  = read_csv_column(folder / file, column, between(0, 9e9));   // what an Amount can count
        if (!found.problem.empty()) read.error("file", found.problem, found.help);
        const ListedValues terms{std::move(found.values), repeat};
        terms.expect_enough(read, "file");
        return terms;
    }
    explicit CsvDemand(Terms terms) : terms_{std::move(terms)} {}

    double wanted(Tick now, const Chance&, std::span<double>) const override { return terms_.at(now); }

private:
    Terms terms_;
};

}  // namespace secondsource
