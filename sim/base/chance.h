#pragma once
// Chance as a function: a draw depends on who asks, when and what for, and on nothing that was drawn before.

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/base/time.h"

namespace secondsource {

/// What a draw is for. Draws of one entity in one tick for two purposes are independent. The numbers are part of
/// every result: add at the end, never renumber.
enum class Purpose : std::uint32_t {
    demand = 1,       ///< how much is wanted
    lead_time = 2,    ///< how long an order, a transport or a process takes
    yield = 3,        ///< which share comes out good
    disruption = 4,   ///< whether something fails
    severity = 5,     ///< how much of it fails
    repair = 6,       ///< how long it stays so
    delay = 7,        ///< how late a dated thing comes (a site, a product, a ramp)
    price = 8,        ///< the shock of a price or a share's course
    conversion = 9,   ///< whether a letter of intent becomes a contract
    choice = 10,      ///< which of several is taken
    forecast = 11,    ///< the error of an expectation
    assumption = 12,  ///< a value from the range that a scenario gives beside an assumption
    initial = 13,     ///< a state at the start
};

/// The key of an entity: a hash of its path ("tsmc.n3"), fixed for ever. 64-bit FNV-1a over the bytes, then the
/// finaliser of SplitMix64, since FNV alone leaves the high bits of short texts alike.
std::uint64_t path_key(std::string_view path);

/// Philox4x32-10: ten rounds turn a counter and a key into 128 random bits (Salmon, Moraes, Dror, Shaw (2011),
/// "Parallel random numbers: as easy as 1, 2, 3", SC'11).
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// The luck of one entity in one replication of one seed. It has no state: equal questions get equal answers, in any
/// order and on any thread, and one entity more or less leaves the others' luck as it was. Copies are free.
class Chance {
public:
    Chance(std::uint64_t seed, std::uint64_t replication, std::uint64_t entity_key);

    /// 64 random bits; `k` tells draws of one tick and purpose apart.
    std::uint64_t bits(Tick tick, Purpose purpose, std::uint32_t k = 0) const;

    /// Uniform in the open interval (0, 1): an odd multiple of 2^-53, so that it has all the digits of a double, its
    /// mirror image 1 - u is as likely, and neither 0 nor 1 can come.
    double uniform(Tick tick, Purpose purpose, std::uint32_t k = 0) const {
        return (static_cast<double>(bits(tick, purpose, k) >> 12) + 0.5) * 0x1p-52;
    }

private:
    std::array<std::uint32_t, 2> key_;
};

}  // namespace secondsource
