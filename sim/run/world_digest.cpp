#include "sim/run/world_digest.h"

#include "sim/base/digest.h"

namespace secondsource {

std::uint64_t digest_of(const World& world) {
    const Network& network = world.network();
    Digest         digest;
    digest.add(static_cast<std::uint64_t>(world.now.index));
    for (const StockState& s : world.stock)
        for (const Amount amount : {s.on_hand, s.on_order, s.in_total, s.out_total, s.owed, s.incoming}) digest.add(amount);
    for (const OfferState& o : world.offer)
        for (const Amount amount : {o.claimed, o.available, o.shipped}) digest.add(amount);
    for (const auto* column : {&world.open, &world.ordered_total, &world.shipped_total, &world.received_total, &world.dropped_total})
        for (const Amount amount : *column) digest.add(amount);
    for (const auto* column : {&world.starts_total, &world.scrap_total, &world.part_made})
        for (const Amount amount : *column) digest.add(amount);
    for (const Amount amount : world.part_capacity) digest.add(amount);
    for (const Amount amount : world.held) digest.add(amount);
    for (const Money amount : world.paid_total) digest.add(amount);
    for (const auto* column : {&world.record, &world.waited_total})
        for (const double value : *column) digest.add(value);
    for (const double value : world.price) digest.add(value);
    for (const double value : world.cost_total) digest.add(value);
    for (const double value : world.memory) digest.add(value);
    for (std::uint32_t i = 0; i < network.links.size(); ++i) {   // what is under way, by when it is due
        const LinkId id{i};
        for (std::uint32_t k = 0; k < world.transit.ring(id); ++k) digest.add(world.transit.due_in(id, k));
        for (std::uint32_t k = 0; k < world.mail.ring(id); ++k) digest.add(world.mail.due_in(id, k));
        if (world.books.has(id))
            for (const BookEntry& entry : world.books.entries(id)) {
                digest.add(static_cast<std::uint64_t>(entry.placed.index));
                digest.add(entry.amount);
            }
    }
    return digest.value();
}

}  // namespace secondsource
