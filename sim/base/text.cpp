// Numbers through std::to_chars, which knows no locale; widths by code point.
#include "sim/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace secondsource {

namespace {

/// A zero needs no sign, neither before nor after rounding.
std::string without_negative_zero(std::string text) {
    if (text.starts_with('-') && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
    return text;
}

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

bool lies_in(std::uint32_t point, const auto& ranges) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [point](Range range) { return range.first <= point && point <= range.last; });
}

/// Blocks whose characters Unicode's East Asian Width calls wide or full width.
constexpr std::array<Range, 11> wide_blocks = {{{0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0x33ff}, {0x3400, 0x4dbf},
                                               {0x4e00, 0x9fff}, {0xa000, 0xa4cf}, {0xac00, 0xd7a3}, {0xf900, 0xfaff},
                                               {0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0xffe0, 0xffe6}}};
constexpr std::array<Range, 3>  wide_planes = {{{0x1f300, 0x1f64f}, {0x1f680, 0x1faff}, {0x20000, 0x3fffd}}};
constexpr std::array<Range, 6>  marks = {{{0x0300, 0x036f}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200b, 0x200f},
                                         {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}}};

std::size_t columns_of_point(std::uint32_t point) {
    if (point < 0x300) return 1;
    if (lies_in(point, marks)) return 0;
    return lies_in(point, wide_blocks) || lies_in(point, wide_planes) ? 2 : 1;
}

}  // namespace

std::string fixed(double value, int decimals) {
    std::array<char, 512> buffer;  // 309 digits, a sign, a point and 100 decimals
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed,
                                   std::clamp(decimals, 0, 100)).ptr;
    return without_negative_zero(std::string(buffer.data(), end));
}

std::string with_commas(double value, int decimals) {
    std::string text = fixed(value, decimals);
    if (!std::isfinite(value)) return text;
    const std::size_t first = text.starts_with('-') ? 1 : 0;
    const std::size_t end = std::min(text.find('.'), text.size());
    for (std::size_t at = end; at > first + 3;) text.insert(at -= 3, ",");
    return text;
}

std::string shortest(double value) {
    std::array<char, 32> buffer;
    const auto           end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return without_negative_zero(std::string(buffer.data(), end));
}

std::size_t columns_of(std::string_view text) {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto        lead = static_cast<unsigned char>(text[at]);
        const std::size_t length = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
        std::uint32_t     point = length == 1 ? lead : lead & (0x7fu >> length);
        std::size_t       read = 1;
        for (; read < length && at + read < text.size(); ++read) {
            const auto byte = static_cast<unsigned char>(text[at + read]);
            if ((byte & 0xc0) != 0x80) break;
            point = (point << 6) | (byte & 0x3fu);
        }
        const bool complete = read == length;
        columns += complete ? columns_of_point(point) : 1;
        at += complete ? length : 1;
    }
    return columns;
}

std::string padded(std::string_view text, std::size_t width) {
    const std::size_t columns = columns_of(text);
    return std::string(text) + std::string(columns < width ? width - columns : 0, ' ');
}

std::string right_aligned(std::string_view text, std::size_t width) {
    const std::size_t columns = columns_of(text);
    return std::string(columns < width ? width - columns : 0, ' ') + std::string(text);
}

}  // namespace secondsource
