#include "sim/engine/book.h"

#include <algorithm>
#include <bit>

#include "sim/base/check.h"

namespace secondsource {
namespace {
constexpr std::uint32_t shortest_book = 2;
}

void Books::open(const std::vector<bool>& keeps) {
    shelf_of_.clear();
    shelves_.clear();
    entries_.clear();
    const auto count = static_cast<std::uint32_t>(std::count(keeps.begin(), keeps.end(), true));
    if (count == 0) return;
    shelf_of_.assign(keeps.size(), none);
    shelves_.reserve(count);
    for (std::size_t link = 0; link < keeps.size(); ++link)
        if (keeps[link]) {
            shelf_of_[link] = static_cast<std::uint32_t>(shelves_.size());
            shelves_.push_back({shelf_of_[link] * shortest_book, 0, 0, shortest_book, 0});
        }
    entries_.assign(std::size_t{count} * shortest_book, {});
    spare_.assign(32, {});
}

void Books::make_room(Shelf& s) {
    const auto move_to = [&](std::uint32_t first) {
        for (std::uint32_t i = 0; i < s.count; ++i) entries_[first + i] = entries_[s.first + s.head + i];
        s.first = first;
        s.head  = 0;
    };
    if (s.head >= (s.capacity + 1) / 2) return move_to(s.first);   // half of it is behind us: close up
    const std::uint32_t longer = s.capacity * 2;
    auto&               spare  = spare_[static_cast<std::size_t>(std::countr_zero(longer))];
    std::uint32_t       first;
    if (spare.empty()) {
        first = static_cast<std::uint32_t>(entries_.size());
        SIM_CHECK(entries_.size() + longer < 0xffffffffU, "order books have fewer than 2^32 entries");
        entries_.resize(entries_.size() + longer);
    } else {
        first = spare.back();
        spare.pop_back();
    }
    const std::uint32_t old = s.first;
    move_to(first);
    spare_[static_cast<std::size_t>(std::countr_zero(s.capacity))].push_back(old);
    s.capacity = longer;
}

void Books::take_newest(LinkId link, Amount amount) {
    Shelf& s = shelves_[shelf_of_[link.index]];
    while (!amount.is_zero()) {
        SIM_CHECK(s.count > 0, "a cancellation is at most what is open");
        BookEntry&   entry = entries_[s.first + s.head + s.count - 1];
        const Amount part  = entry.amount < amount ? entry.amount : amount;
        entry.amount -= part;
        amount -= part;
        if (entry.amount.is_zero()) --s.count;
    }
    if (s.count == 0) s.head = 0;
}

Amount Books::total(LinkId link) const {
    Amount sum;
    for (const BookEntry& e : entries(link)) sum += e.amount;
    return sum;
}

}  // namespace secondsource
