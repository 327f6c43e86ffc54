#pragma once
// Names of rows: an id belongs to its table and opens no other.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace secondsource {

/// The number of a row in the table of `Row`; "none" by default.
template <class Row>
struct Id {
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t index = none;

    constexpr bool exists() const { return index != none; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

/// One value for each row of a table, opened by that table's ids only.
template <class IdType, class Value>
class Column {
public:
    Column() = default;
    explicit Column(std::size_t rows, const Value& value = {}) : values_(rows, value) {}

    Value&       operator[](IdType id) { return values_[id.index]; }
    const Value& operator[](IdType id) const { return values_[id.index]; }
    std::size_t  size() const { return values_.size(); }
    void         resize(std::size_t rows, const Value& value = {}) { values_.resize(rows, value); }
    void         shrink() { values_.shrink_to_fit(); }
    void         push_back(Value value) { values_.push_back(std::move(value)); }
    Value*       data() { return values_.data(); }
    const Value* data() const { return values_.data(); }
    auto         begin() { return values_.begin(); }
    auto         end() { return values_.end(); }
    auto         begin() const { return values_.begin(); }
    auto         end() const { return values_.end(); }

private:
    std::vector<Value> values_;
};

}  // namespace secondsource
