#pragma once
// Tables of text: aligned columns and thin rules.

#include <cstddef>
#include <string>
#include <vector>

namespace secondsource {

/// A table that grows row by row and is laid out at the end. The first column is set to the left, the others to the
/// right, unless `left` says otherwise.
class Table {
public:
    explicit Table(std::vector<std::string> header);

    /// Sets a column (from 0) to the left.
    Table& left(std::size_t column);
    /// Cells that are missing are empty.
    void row(std::vector<std::string> cells);
    /// A thin line between the rows before and after.
    void rule();
    bool has_rows() const { return !rows_.empty(); }

    /// Lines indented by two. Where they would be wider than `columns`, the widest column set to the left is broken
    /// into several lines between words.
    std::string text(std::size_t columns = 100) const;

private:
    std::vector<std::string>              header_;
    std::vector<bool>                     is_left_;
    std::vector<std::vector<std::string>> rows_;   // an empty one is a rule
};

}   // namespace secondsource
