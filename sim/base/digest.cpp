// The digest of texts, and its final value.
#include "sim/base/digest.h"

namespace secondsource {

void Digest::add(std::string_view text) {
    add(text.size());
    for (std::size_t at = 0; at < text.size(); at += 8) {
        std::uint64_t word = 0;  // put together byte by byte, so that the machine's byte order does not show
        for (std::size_t i = 0; i < 8 && at + i < text.size(); ++i) {
            word |= static_cast<std::uint64_t>(static_cast<unsigned char>(text[at + i])) << (8 * i);
        }
        add(word);
    }
}

std::uint64_t Digest::value() const {
    // The last word has reached only some of the bits so far: spread it over all of them.
    std::uint64_t value = state_;
    value = (value ^ (value >> 33)) * 0xc2b2ae3d27d4eb4fu;
    value = (value ^ (value >> 29)) * 0x165667b19e3779f9u;
    return value ^ (value >> 32);
}

std::string Digest::text() const {
    std::string text(16, '0');
    std::uint64_t rest = value();
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, rest >>= 4) *digit = "0123456789abcdef"[rest & 15];
    return text;
}

}  // namespace secondsource
