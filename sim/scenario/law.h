#pragma once
// Named distributions as scenarios write them.

#include <span>
#include <string_view>

#include "sim/base/distribution.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// The names that `read_law` knows.
std::span<const std::string_view> law_names();

/// Reads the parameters of the law `name` from a table. `unit` ends the keys of what is measured in it ("_weeks":
/// mean_weeks, sd_weeks …); it may be empty. Parameters that make no distribution are reported at the table's `name_key`,
/// and the constant 0 is given instead.
Distribution read_law(Reader& read, std::string_view name, std::string_view unit, std::string_view name_key);

}  // namespace secondsource
