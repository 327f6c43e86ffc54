#pragma once
// A text before it is parsed: what no parser must be given.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/scenario/diagnostic.h"

namespace secondsource {

/// Tables and arrays may lie this deep within each other.
constexpr std::size_t nesting_max = 64;
/// More values than that, as `Outline::parts` counts them, would take gigabytes.
constexpr std::size_t parts_max = 12'000'000;

/// Where a byte of a source is, in lines and code points.
Place place_of_byte(const Source& source, std::size_t byte);

/// The first byte that belongs to no UTF-8 character (nor surrogates, overlong forms, or anything past U+10FFFF).
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// What a look at the brackets alone tells, strings and comments left out: parsers recurse, and must not be given a
/// text that nests without end.
struct Outline {
    std::size_t                parts = 0;    ///< brackets, commas, dots and equal signs: at least as many as values
    std::optional<std::size_t> too_deep;     ///< the byte that opens one level too many
    std::vector<bool>          plain_line;   ///< by line, from 1: begins outside of brackets and strings
};
Outline outline(std::string_view text);

}   // namespace secondsource
