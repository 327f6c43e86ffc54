#pragma once
// Names of rows: an id belongs to its table and opens no other.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
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

/// Neighbouring rows of a table, to be gone through or looked up by their place.
template <class IdType>
class IdRange {
public:
    class Iterator {
    public:
        using difference_type = std::ptrdiff_t;
        using value_type      = IdType;

        Iterator() = default;
        explicit Iterator(std::uint32_t index) : id_{index} {}
        IdType    operator*() const { return id_; }
        Iterator& operator++() {
            ++id_.index;
            return *this;
        }
        Iterator operator++(int) {
            const Iterator before = *this;
            ++id_.index;
            return before;
        }
        friend bool operator==(Iterator, Iterator) = default;

    private:
        IdType id_;
    };

    IdRange(std::uint32_t first, std::uint32_t last) : first_{first}, last_{last} {}
    Iterator    begin() const { return Iterator{first_}; }
    Iterator    end() const { return Iterator{last_}; }
    std::size_t size() const { return last_ - first_; }
    bool        empty() const { return first_ == last_; }
    IdType      operator[](std::size_t i) const { return IdType{first_ + static_cast<std::uint32_t>(i)}; }

private:
    std::uint32_t first_, last_;
};

/// Do rows that are listed in rising order stand next to each other?
template <class IdType>
bool are_neighbours(std::span<const IdType> rising) {
    return rising.back().index - rising.front().index == rising.size() - 1;
}

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
