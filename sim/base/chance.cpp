// Draws from Philox: the key says who, the counter says when and what for. The one door of Random123.
#include "sim/base/chance.h"

#include <Random123/philox.h>
#undef philox4x32  // the library's macro for C programs

namespace secondsource {

namespace {

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit in stirs every bit out, one to one.
std::uint64_t mixed(std::uint64_t word) {
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9u;
    word = (word ^ (word >> 27)) * 0x94d049bb133111ebu;
    return word ^ (word >> 31);
}

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15u;  // keeps the finaliser away from its fixed point 0

}  // namespace

std::uint64_t path_key(std::string_view path) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char letter : path) {
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3u;
    }
    return mixed(hash);
}

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    const r123::Philox4x32::ctr_type from = {{counter[0], counter[1], counter[2], counter[3]}};
    const r123::Philox4x32::key_type with = {{key[0], key[1]}};
    const auto                       drawn = r123::Philox4x32()(from, with);
    return {drawn[0], drawn[1], drawn[2], drawn[3]};
}

Chance::Chance(std::uint64_t seed, std::uint64_t replication, std::uint64_t entity_key) {
    const std::uint64_t key = mixed(entity_key + mixed(replication + mixed(seed + golden) + golden) + golden);
    key_ = {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)};
}

std::uint64_t Chance::bits(Tick tick, Purpose purpose, std::uint32_t k) const {
    const auto time = static_cast<std::uint64_t>(tick.index);
    const auto drawn = philox4x32({static_cast<std::uint32_t>(time), static_cast<std::uint32_t>(time >> 32),
                                   static_cast<std::uint32_t>(purpose), k}, key_);
    return drawn[0] | (static_cast<std::uint64_t>(drawn[1]) << 32);
}

}  // namespace secondsource
