// Splitting lines into fields, and fields into numbers.
#include "agents/policies/demand/csv_column.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <optional>
#include <span>
#include <utility>

#include "sim/base/spelling.h"

namespace secondsource {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    const auto first = text.find_first_not_of(blanks);
    return first == text.npos ? std::string_view{} : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The fields of a line, without the quotes around them; a doubled quote within quotes is one.
std::vector<std::string> fields_of(std::string_view line) {
    std::vector<std::string> fields(1);
    bool                     is_quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool is_double = is_quoted && line[i] == '"' && i + 1 < line.size() && line[i + 1] == '"';
        if (is_double) fields.back() += line[i++];
        else if (line[i] == '"') is_quoted = !is_quoted;
        else if (line[i] == ',' && !is_quoted) fields.emplace_back();
        else fields.back() += line[i];
    }
    for (std::string& field : fields) field = std::string{trimmed(field)};
    return fields;
}

std::optional<double> number_of(std::string_view text) {
    double     number = 0;
    const auto end    = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || rest != end || !std::isfinite(number)) return std::nullopt;
    return number;
}

}  // namespace

CsvColumn read_csv_column(std::istream& text, std::string_view column, const Limits& limits) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    std::string line;
    if (!std::getline(text, line)) return {{}, "the file is empty", "its first line names the columns"};
    std::string_view heads = line;
    if (heads.starts_with(byte_order_mark)) heads.remove_prefix(byte_order_mark.size());
    const std::vector<std::string> names = fields_of(heads);
    const auto                     found = std::find(names.begin(), names.end(), column);
    if (found == names.end()) {
        const std::vector<std::string_view> known(names.begin(), names.end());
        const auto near = nearest(column, std::span<const std::string_view>{known});
        return {{}, "the file has no column \"" + std::string{column} + "\"", near ? "did you mean \"" + *near + "\"?" : ""};
    }
    const auto index = static_cast<std::size_t>(found - names.begin());

    CsvColumn result;
    for (std::size_t row = 2; std::getline(text, line); ++row) {
        if (trimmed(line).empty()) continue;
        const std::vector<std::string> fields = fields_of(line);
        const auto number = index < fields.size() ? number_of(fields[index]) : std::nullopt;
        if (!number) {
            const std::string shown = index < fields.size() ? "\"" + fields[index] + "\"" : "nothing";
            return {{}, "line " + std::to_string(row) + " of the file has " + shown + " in column \"" + std::string{column} + "\"",
                    "every line has a number there"};
        }
        if (!limits.allow(*number))
            return {{}, "line " + std::to_string(row) + " of the file has " + fields[index] + " in column \"" + std::string{column} + "\"",
                    "numbers there are " + limits.text()};
        result.values.push_back(*number);
    }
    if (result.values.empty()) return {{}, "the file has no line below its heads", ""};
    return result;
}

CsvColumn read_csv_column(const std::filesystem::path& file, std::string_view column, const Limits& limits) {
    std::error_code ignored;
    std::ifstream   text;
    if (std::filesystem::is_regular_file(file, ignored)) text.open(file, std::ios::binary);
    if (!text.is_open()) return {{}, "cannot read the file " + file.string(), "the path is relative to the scenario's file"};
    return read_csv_column(text, column, limits);
}

}  // namespace secondsource
