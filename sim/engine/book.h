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
    /// A book for each link that `keeps` names; nothing may be pushed to or taken from the others.
    void open(const std::vector<bool>& keeps);

    bool has(LinkId link) const { return !shelf_of_.empty() && shelf_of_[link.index] != none; }
    /// Empty where no book is kept.
    std::span<const BookEntry> entries(LinkId link) const {
        if (!has(link)) return {};
        const Shelf& s = shelves_[shelf_of_[link.index]];
        return {entries_.data() + s.first + s.head, s.count};
    }
    /// How long all that was taken off a book waited in it, in units × ticks; nothing where no book is kept.
    double waited(LinkId link) const { return has(link) ? shelves_[shelf_of_[link.index]].waited : 0; }

    void push(LinkId link, Tick placed, Amount amount) {
        Shelf& s = shelves_[shelf_of_[link.index]];
        BookEntry* const book = entries_.data() + s.first + s.head;
        if (s.count > 0 && book[s.count - 1].placed == placed) {
            book[s.count - 1].amount += amount;
            return;
        }
        if (s.head + s.count == s.capacity) make_room(s);
        entries_[s.first + s.head + s.count] = {placed, amount};
        ++s.count;
    }

    /// Takes `amount` off the oldest entries, and remembers how long it waited.
    void take_oldest(LinkId link, Tick now, Amount amount) {
        Shelf&     s     = shelves_[shelf_of_[link.index]];
        BookEntry* entry = entries_.data() + s.first + s.head;
        while (!amount.is_zero()) {
            const Amount part = entry->amount < amount ? entry->amount : amount;
            if (entry->placed != now) s.waited += part.units() * static_cast<double>((now - entry->placed).count);
            entry->amount -= part;
            amount -= part;
            if (!entry->amount.is_zero()) break;
            ++entry;
            ++s.head;
            if (--s.count == 0) { s.head = 0; break; }
        }
    }

    /// Takes `amount` off the newest entries (a cancellation).
    void take_newest(LinkId link, Amount amount);

    /// The sum of a book.
    Amount total(LinkId link) const;

private:
    struct Shelf {
        std::uint32_t first = 0, head = 0, count = 0, capacity = 0;
        double        waited = 0;
    };
    static constexpr std::uint32_t none = 0xffffffffU;
    void make_room(Shelf&);

    std::vector<std::uint32_t>              shelf_of_;   ///< by link; empty if no link keeps a book
    std::vector<Shelf>                      shelves_;
    std::vector<BookEntry>                  entries_;
    std::vector<std::vector<std::uint32_t>> spare_;   ///< stretches given up, by the logarithm of their length
};

}  // namespace secondsource
