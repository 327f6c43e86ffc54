// Lays out tables of text.
#include "apps/secondsource/table.h"

#include <algorithm>
#include <string_view>

#include "sim/base/text.h"
#include "sim/scenario/diagnostic.h"

namespace secondsource {
namespace {

constexpr std::string_view indent    = "  ";
constexpr std::size_t      gap       = 2;    // between columns
constexpr std::size_t      narrowest = 12;   // a broken column is never narrower

/// Where a line of the text may end first; not within "53% ± 2%".
std::size_t first_break(std::string_view text) {
    constexpr std::string_view plus_minus = "±";
    std::size_t                blank      = text.find(' ');
    while (blank != text.npos && (text.substr(blank + 1).starts_with(plus_minus) || text.substr(0, blank).ends_with(plus_minus))) blank = text.find(' ', blank + 1);
    return blank;
}

/// A text in lines of at most `width` columns, broken at blanks; longer words stay whole.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    std::vector<std::string> lines{""};
    while (!text.empty()) {
        const std::size_t      blank = first_break(text);
        const std::string_view word  = text.substr(0, blank);
        text                         = blank == text.npos ? std::string_view{} : text.substr(blank + 1);
        if (!lines.back().empty() && columns_of(lines.back()) + 1 + columns_of(word) > width) lines.emplace_back();
        if (!lines.back().empty()) lines.back() += ' ';
        lines.back() += word;
    }
    return lines;
}

/// Columns that the text takes at least, however it is broken.
std::size_t longest_word(std::string_view text) {
    std::size_t longest = 0;
    for (const std::string& word : wrapped(text, 0)) longest = std::max(longest, columns_of(word));
    return longest;
}

std::string without_blanks_at_end(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

}   // namespace

Table::Table(std::vector<std::string> header) : header_{std::move(header)}, is_left_(header_.size(), false) {
    is_left_.front() = true;
}

Table& Table::left(std::size_t column) {
    is_left_.at(column) = true;
    return *this;
}

void Table::row(std::vector<std::string> cells) {
    cells.resize(header_.size());
    for (std::string& cell : cells) cell = printable(cell);   // it may be a user's text
    rows_.push_back(std::move(cells));
}

void Table::rule() { rows_.emplace_back(); }

std::string Table::text(std::size_t columns) const {
    std::vector<std::size_t> width(header_.size());
    for (std::size_t c = 0; c < width.size(); ++c) {
        width[c] = columns_of(header_[c]);
        for (const auto& cells : rows_)
            if (!cells.empty()) width[c] = std::max(width[c], columns_of(cells[c]));
    }
    std::size_t full = indent.size() + gap * (width.size() - 1);
    for (const std::size_t w : width) full += w;
    std::size_t widest = 0;
    for (std::size_t c = 1; c < width.size(); ++c)
        if (is_left_[c] && (!is_left_[widest] || width[c] > width[widest])) widest = c;
    if (full > columns) {
        std::size_t least = std::max(std::min(narrowest, width[widest]), longest_word(header_[widest]));
        for (const auto& cells : rows_)
            if (!cells.empty()) least = std::max(least, longest_word(cells[widest]));
        const std::size_t narrowed = std::max(least, width[widest] - std::min(width[widest], full - columns));
        full -= width[widest] - narrowed;
        width[widest] = narrowed;
    }

    std::string out;
    const auto  print = [&](const std::vector<std::string>& cells) {
        const std::vector<std::string> broken = wrapped(cells[widest], width[widest]);
        for (std::size_t line = 0; line < broken.size(); ++line) {
            std::string text{indent};
            for (std::size_t c = 0; c < width.size(); ++c) {
                const std::string cell = c == widest ? broken[line] : line == 0 ? cells[c] : "";
                text += is_left_[c] ? padded(cell, width[c]) : right_aligned(cell, width[c]);
                if (c + 1 < width.size()) text += std::string(gap, ' ');
            }
            out += without_blanks_at_end(std::move(text)) + '\n';
        }
    };
    const auto draw_rule = [&] {
        out += indent;
        for (std::size_t i = indent.size(); i < full; ++i) out += "─";
        out += '\n';
    };
    print(header_);
    draw_rule();
    for (const auto& cells : rows_) {
        if (cells.empty()) draw_rule();
        else print(cells);
    }
    return out;
}

}   // namespace secondsource
