#pragma once
// One number for the whole state of a world.

#include <cstdint>

#include "sim/engine/world.h"

namespace secondsource {

/// A digest of every column: two runs are one if and only if theirs agree.
std::uint64_t digest_of(const World&);

}  // namespace secondsource
