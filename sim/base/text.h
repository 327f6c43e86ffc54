#pragma once
// Numbers and columns as people read them, the same in every locale.

#include <cstddef>
#include <string>
#include <string_view>

namespace secondsource {

/// With this many decimals (0 to 100), correctly rounded; "inf", "-inf" or "nan" for what is no finite number. Never
/// "-0".
std::string fixed(double value, int decimals);

/// As `fixed`, with commas between thousands: "1,234,567".
std::string with_commas(double value, int decimals = 0);

/// The shortest text that reads back as exactly this number: "0.1", "1e+300". Never "-0".
std::string shortest(double value);

/// How many columns of a terminal a UTF-8 text takes: East Asian wide characters and emoji two, combining marks none.
/// Bytes that are no UTF-8 take one each.
std::size_t columns_of(std::string_view text);

/// The text and blanks up to `width` columns; longer texts stay whole.
std::string padded(std::string_view text, std::size_t width);

/// Blanks up to `width` columns and the text, as numbers are set.
std::string right_aligned(std::string_view text, std::size_t width);

}  // namespace secondsource
