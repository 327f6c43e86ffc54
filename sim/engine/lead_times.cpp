// Order and arrival curves of links, matched first in, first out.
#include "sim/engine/lead_times.h"

#include <algorithm>
#include <limits>

#include "sim/engine/world.h"

namespace secondsource {

void LeadTimes::follow(const World& world, std::vector<LinkId> links) {
    rows_.clear();
    row_of_link_.assign(world.network().links.size(), std::numeric_limits<std::uint32_t>::max());
    for (const LinkId id : links) {
        row_of_link_[id.index] = static_cast<std::uint32_t>(rows_.size());
        Row row;
        row.link     = id;
        row.ordered  = world.ordered_total[id];
        row.dropped  = world.dropped_total[id];
        row.received = world.received_total(id);
        row.undated  = row.ordered - row.dropped - row.received;
        rows_.push_back(std::move(row));
    }
}

void LeadTimes::observe(const World& world) {
    const Tick now{world.now.index - 1};
    for (Row& row : rows_) {
        const Amount ordered = world.ordered_total[row.link], dropped = world.dropped_total[row.link], received = world.received_total(row.link);
        if (ordered > row.ordered) row.open.push_back({now, ordered - row.ordered});
        const double units = row.arrived, ticks = row.unit_ticks;
        if (received > row.received) arrive(row, now, received - row.received);
        if (dropped > row.dropped) drop(row, dropped - row.dropped);
        row.last     = row.arrived > units ? (row.unit_ticks - ticks) / (row.arrived - units) : std::numeric_limits<double>::quiet_NaN();
        row.ordered  = ordered;
        row.dropped  = dropped;
        row.received = received;
    }
}

void LeadTimes::arrive(Row& row, Tick now, Amount amount) {
    const Amount undated = std::min(row.undated, amount);
    row.undated -= undated;
    amount -= undated;
    while (!amount.is_zero() && row.head < row.open.size()) {
        Entry&       oldest = row.open[row.head];
        const Amount part   = std::min(oldest.amount, amount);
        oldest.amount -= part;
        amount -= part;
        row.arrived += part.units();
        row.unit_ticks += part.units() * static_cast<double>((now - oldest.placed).count);
        if (oldest.amount.is_zero()) ++row.head;
    }
    if (row.head < 64 || 2 * row.head < row.open.size()) return;   // what is behind goes at times, not each time
    row.open.erase(row.open.begin(), row.open.begin() + static_cast<std::ptrdiff_t>(row.head));
    row.head = 0;
}

void LeadTimes::drop(Row& row, Amount amount) {
    while (!amount.is_zero() && row.head < row.open.size()) {
        Entry&       newest = row.open.back();
        const Amount part   = std::min(newest.amount, amount);
        newest.amount -= part;
        amount -= part;
        if (newest.amount.is_zero()) row.open.pop_back();
    }
    row.undated -= std::min(row.undated, amount);
}

const LeadTimes::Row* LeadTimes::row_of(LinkId id) const {
    const std::uint32_t row = id.index < row_of_link_.size() ? row_of_link_[id.index] : std::numeric_limits<std::uint32_t>::max();
    return row < rows_.size() ? &rows_[row] : nullptr;
}

double LeadTimes::arrived(LinkId id) const {
    const Row* row = row_of(id);
    return row ? row->arrived : 0;
}
double LeadTimes::unit_ticks(LinkId id) const {
    const Row* row = row_of(id);
    return row ? row->unit_ticks : 0;
}
double LeadTimes::last(LinkId id) const {
    const Row* row = row_of(id);
    return row ? row->last : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace secondsource
