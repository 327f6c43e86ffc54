#pragma once
// A 64-bit digest of a state: two runs are one if theirs are equal.

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/base/quantity.h"
#include "sim/base/time.h"

namespace secondsource {

/// An order-dependent hash over 64-bit words: the same words in the same order give the same value, on every machine
/// and in every version. Each word is multiplied into the state, turned and multiplied again, one to one, so that a
/// single change always shows. Not a defence against forgery.
class Digest {
public:
    void add(std::uint64_t word) { state_ = stirred(state_, word); }
    /// Whole numbers of any width, by value; bool as 0 or 1.
    template <std::integral Whole>
    void add(Whole number) { add(static_cast<std::uint64_t>(static_cast<std::int64_t>(number))); }
    /// By bit pattern, but -0 as 0, and all that is not a number as one.
    void add(double real) { add(word_of(real)); }
    /// Length and bytes.
    void add(std::string_view text);
    template <class Thing>
    void add(Quantity<Thing> amount) { add(amount.parts()); }
    void add(Tick tick) { add(tick.index); }
    void add(Ticks ticks) { add(ticks.count); }

    /// A whole array, with its length; faster than word by word, and another value than word by word.
    void add(std::span<const std::int64_t> numbers) {
        add_array(numbers.size(), [numbers](std::size_t i) { return static_cast<std::uint64_t>(numbers[i]); });
    }
    void add(std::span<const double> reals) {
        add_array(reals.size(), [reals](std::size_t i) { return word_of(reals[i]); });
    }
    template <class Thing>
    void add(std::span<const Quantity<Thing>> amounts) {
        add_array(amounts.size(), [amounts](std::size_t i) { return static_cast<std::uint64_t>(amounts[i].parts()); });
    }

    /// The digest of all that was added so far.
    std::uint64_t value() const;
    /// The value in 16 hexadecimal digits.
    std::string text() const;

    friend bool operator==(const Digest&, const Digest&) = default;

private:
    static std::uint64_t stirred(std::uint64_t state, std::uint64_t word) {
        return std::rotl(state ^ (word * 0x9e3779b185ebca87u), 27) * 0xc2b2ae3d27d4eb4fu + 0x165667b19e3779f9u;
    }
    static std::uint64_t word_of(double real) {
        if (real == 0) return 0;
        return real == real ? std::bit_cast<std::uint64_t>(real) : 0x7ff8000000000000u;
    }

    /// Four lanes take every fourth word each, since one multiplication need not wait for the last in another lane.
    template <class WordAt>
    void add_array(std::size_t size, WordAt word_at) {
        add(size);
        std::array<std::uint64_t, 4> lanes = {1, 2, 3, 4};
        const std::size_t            fours = size - size % 4;
        for (std::size_t i = 0; i < fours; i += 4) {
            for (std::size_t lane = 0; lane < 4; ++lane) lanes[lane] = stirred(lanes[lane], word_at(i + lane));
        }
        for (std::size_t i = fours; i < size; ++i) lanes[i - fours] = stirred(lanes[i - fours], word_at(i));
        for (const std::uint64_t lane : lanes) add(lane);
    }

    std::uint64_t state_ = 0x27d4eb2f165667c5u;
};

}  // namespace secondsource
