// Edit distance, and how near is near enough to be worth a suggestion.
#include "sim/base/spelling.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace secondsource {

namespace {

/// In small letters, with '_' for '-': differences that people do not see.
std::string folded(std::string_view word) {
    std::string result(word);
    for (char& letter : result) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
        if (letter == '-') letter = '_';
    }
    return result;
}

template <class Text>
std::optional<std::string> nearest_of(std::string_view word, std::span<const Text> candidates) {
    const std::string   folded_word = folded(word);
    std::optional<std::string> best;
    std::pair<std::size_t, std::size_t> best_distance;
    for (const Text& candidate : candidates) {
        const std::size_t distance = edit_distance(folded_word, folded(candidate));
        const std::size_t limit = (std::max(word.size(), candidate.size()) + 1) / 3;
        if (distance > limit) continue;
        const std::pair rank{distance, edit_distance(word, candidate)};
        if (best && best_distance <= rank) continue;
        best = std::string(candidate);
        best_distance = rank;
    }
    if (best || word.empty()) return best;

    for (const Text& candidate : candidates) {
        if (!folded(candidate).starts_with(folded_word + "_")) continue;
        if (best) return std::nullopt;  // two continue the word: neither is meant more than the other
        best = std::string(candidate);
    }
    return best;
}

}  // namespace

std::size_t edit_distance(std::string_view one, std::string_view other) {
    // Rows of the table of distances between beginnings: the one before last, the last and the present one.
    std::vector<std::size_t> older(other.size() + 1), old(other.size() + 1), now(other.size() + 1);
    for (std::size_t j = 0; j <= other.size(); ++j) now[j] = j;
    for (std::size_t i = 1; i <= one.size(); ++i) {
        std::swap(older, old);
        std::swap(old, now);
        now[0] = i;
        for (std::size_t j = 1; j <= other.size(); ++j) {
            const bool same = one[i - 1] == other[j - 1];
            now[j] = std::min({old[j] + 1, now[j - 1] + 1, old[j - 1] + (same ? 0 : 1)});
            const bool swapped = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
            if (swapped) now[j] = std::min(now[j], older[j - 2] + 1);
        }
    }
    return now[other.size()];
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates) {
    return nearest_of(word, candidates);
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string_view> candidates) {
    return nearest_of(word, candidates);
}

}  // namespace secondsource
