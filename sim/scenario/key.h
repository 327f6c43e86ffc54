#pragma once
// What a scenario may say under one key: its type, limits, unit and meaning.

#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace secondsource {

/// Which numbers a key takes.
struct Limits {
    double low        = -std::numeric_limits<double>::infinity();
    double high       = std::numeric_limits<double>::infinity();
    bool   low_itself = true;   ///< whether `low` is allowed

    bool allow(double value) const { return (low_itself ? value >= low : value > low) && value <= high; }
    /// "at least 0", "between 0 and 1" …; empty without limits.
    std::string text() const;
    friend bool operator==(const Limits&, const Limits&) = default;
};
constexpr double amount_units_max = 4.6e9;   ///< half of what an Amount counts: what comes in during a run needs room, too
constexpr Limits at_least(double low) { return {.low = low}; }
constexpr Limits above(double low) { return {.low = low, .low_itself = false}; }
constexpr Limits at_most(double high) { return {.high = high}; }
constexpr Limits between(double low, double high) { return {.low = low, .high = high}; }

enum class KeyType {
    text,
    choice,
    flag,
    whole,
    real,
    amount,
    date,
    tick,
    duration,
    rate,
    schedule,
    reals,
    amounts,
    texts,
    table,
    tables,
    named_tables,
    policy,
    schedules
};

/// The name of a type, for people: "whole number", "list of numbers" …
std::string_view to_text(KeyType type);

/// What a reader asked for: all that is to be known of a key.
struct KeyInfo {
    std::string                                 key;         ///< of a duration or rate: in the unit of a tick
    std::vector<std::string>                    spellings;   ///< all keys that say it, if it is not `key` alone
    KeyType                                     type = KeyType::text;
    std::string                                 unit;      ///< as the key's end tells it; empty if it has none
    std::string                                 meaning;   ///< a few words, lower case, no full stop
    bool                                        required = false;
    std::string                                 default_text;   ///< as in TOML; empty: none
    Limits                                      limits;
    bool                                        dated = false;   ///< may change during the run
    std::vector<std::string>                    choices;         ///< of a choice
    std::shared_ptr<const std::vector<KeyInfo>> inner;           ///< keys of a table, or of a list's element
};

/// The unit that a key's end tells: "wafers/month", "USD", "weeks"; empty if it tells none.
std::string unit_of(std::string_view key);

/// Words as a sentence: with a capital letter and a full stop.
std::string sentence(std::string_view words);

/// What a key means, as a sentence; that of a duration begins with its unit.
std::string meaning_of(const KeyInfo& info, std::string_view key);

/// Some number that the limits allow.
double harmless(const Limits& limits);

}   // namespace secondsource
