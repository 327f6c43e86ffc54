#pragma once
// Numbers from one column of a CSV file.

#include <filesystem>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/key.h"

namespace secondsource {

/// The numbers of a column, or what is wrong with the file.
struct CsvColumn {
    std::vector<double> values;
    std::string         problem;   ///< lower case, one sentence without its full stop; empty if all is well
    std::string         help;      ///< may be empty
};

/// Reads the column that the first line names so. Fields are separated by commas and may stand in double quotes; blank
/// lines are skipped. Every field of the column must be a finite number within
/// the limits.
CsvColumn read_csv_column(std::istream& text, std::string_view column, const Limits& limits = {});

/// The same of a file.
CsvColumn read_csv_column(const std::filesystem::path& file, std::string_view column, const Limits& limits = {});

}  // namespace secondsource
