#include "sim/run/world_digest.h"

#include "sim/base/digest.h"

namespace secondsource {
namespace {

template <class IdType, class Value>
void add(Digest& digest, const Column<IdType, Value>& column) {
    digest.add(column.size());
    for (const Value value : column) digest.add(value);
}

void add_links(Digest& digest, const World& world) {
    for (const auto* column : {&world.placed, &world.open, &world.claimed, &world.shipped, &world.ordered_total, &world.shipped_total,
                               &world.dropped_total})
        add(digest, *column);
    add(digest, world.short_of);
    for (const auto* column : {&world.record, &world.sales}) add(digest, *column);
    add(digest, world.paid_total);
    for (std::uint32_t i = 0; i < world.network().links.size(); ++i) {   // what is under way, by when it is due
        const LinkId id{i};
        for (std::uint32_t k = 0; k < world.transit.ring(id); ++k) digest.add(world.transit.due_in(id, k));
        for (std::uint32_t k = 0; k < world.gross.ring(id); ++k) digest.add(world.gross.due_in(id, k));
        for (std::uint32_t k = 0; k < world.mail.ring(id); ++k) digest.add(world.mail.due_in(id, k));
        if (world.books.has(id)) {
            digest.add(world.books.waited(id));
            for (const BookEntry& entry : world.books.entries(id)) {
                digest.add(entry.placed);
                digest.add(entry.amount);
            }
        }
    }
    for (const Amount amount : world.held) digest.add(amount);
    for (const Tick tick : world.last_arrival) digest.add(tick);
    for (const LinkId link : world.released) digest.add(link.index);
}

}  // namespace

std::uint64_t digest_of(const World& world) {
    Digest digest;
    digest.add(world.now);
    for (const auto* column : {&world.on_hand, &world.on_order, &world.in_total, &world.out_total, &world.owed, &world.incoming, &world.incoming_before}) add(digest, *column);
    for (const auto* column : {&world.usage, &world.cost, &world.cost_total}) add(digest, *column);
    add(digest, world.out_before);
    add(digest, world.forecast);
    for (const auto* column : {&world.ordered, &world.true_need, &world.overstated, &world.unplaced}) add(digest, *column);
    for (const MarketState& m : world.markets)
        for (const Amount amount : {m.wanted, m.wanted_before, m.wanted_total, m.unplaced, m.lost_total}) digest.add(amount);
    for (const auto* column : {&world.asked, &world.available, &world.sold}) add(digest, *column);
    add(digest, world.earned);
    if (world.model().quotes_queues) add(digest, world.queue);   // else an observer asked for it, and nothing depends on it
    add(digest, world.price);
    add_links(digest, world);
    for (const auto* column : {&world.starts, &world.starts_total, &world.scrap_total, &world.made_before, &world.part_made}) add(digest, *column);
    if (world.part_done.size() != 0) add(digest, world.part_done);   // else every yield is as expected
    add(digest, world.bound_by);
    for (const auto* column : {&world.capacity, &world.part_capacity}) add(digest, *column);
    for (const Amount amount : world.receipts_total) digest.add(amount);
    add(digest, world.grip.capacity_left);
    add(digest, world.grip.offer_left);
    add(digest, world.grip.stops);
    if (world.grip.link_left.size() != 0) add(digest, world.grip.link_left);
    for (const DisruptionState& state : world.disruptions) {
        digest.add(state.is_down);
        digest.add(state.ended);
        digest.add(state.ever);
    }
    for (const double value : world.memory) digest.add(value);
    digest.add(world.scrapped_in_transit);
    return digest.value();
}

}  // namespace secondsource
