#pragma once
// Order books: what is still open on each link, by the tick in which it was ordered, oldest first.

#include <cstdint>
#include <span>
#include <vector>

#include "sim/engine/policy.h"

namespace secondsource {

/// The order books of all links, in one slab. A book is a stretch of entries, oldest first, merged by tick.
/// Nothing is allocated once every book has reached its greatest length.
class Books {
public:
    /// A book for each link that `keeps` names; the others have none and must not be used.
    void open(const std::vector<bool>& keeps);

    bool has(LinkId link) const { return shelf_[link.index].capacity != 0; }
    std::span<const BookEntry> entries(LinkId link) const {
        const Shelf& s = shelf_[link.index];
        return {entries_.data() + s.first + s.head, s.count};
    }

    void push(LinkId link, Tick placed, Amount amount) {
        Shelf& s = shelf_[link.index];
        BookEntry* const book = entries_.data() + s.first + s.head;
        if (s.count > 0 && book[s.count - 1].placed == placed) {
            book[s.count - 1].amount += amount;
            return;
        }
        if (s.head + s.count == s.capacity) make_room(s);
        entries_[s.first + s.head + s.count] = {placed, amount};
        ++s.count;
    }

    /// Takes `amount` off the oldest entries; says how long it waited: the sum of amount × ticks, in units.
    double take_oldest(LinkId link, Tick now, Amount amount) {
        Shelf&     s      = shelf_[link.index];
        double     waited = 0;
        BookEntry* entry  = entries_.data() + s.first + s.head;
        while (!amount.is_zero()) {
            const Amount part = entry->amount < amount ? entry->amount : amount;
            waited += part.units() * static_cast<double>((now - entry->placed).count);
            entry->amount -= part;
            amount -= part;
            if (!entry->amount.is_zero()) break;
            ++entry;
            ++s.head;
            if (--s.count == 0) { s.head = 0; break; }
        }
        return waited;
    }

    /// Takes `amount` off the newest entries (a cancellation).
    void take_newest(LinkId link, Amount amount);

    /// The sum of a book.
    Amount total(LinkId link) const;

    std::size_t bytes() const { return shelf_.capacity() * sizeof(Shelf) + entries_.capacity() * sizeof(BookEntry); }

private:
    struct Shelf {
        std::uint32_t first = 0, head = 0, count = 0, capacity = 0;
    };
    void make_room(Shelf&);

    std::vector<Shelf>                      shelf_;
    std::vector<BookEntry>                  entries_;
    std::vector<std::vector<std::uint32_t>> spare_;   ///< stretches given up, by the logarithm of their length
};

}  // namespace secondsource
