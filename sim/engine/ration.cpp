// Rationing: what an offer has for a tick, shared out among claims by its policy.

#include "sim/engine/ration.h"

#include <algorithm>
#include <numeric>

#include "sim/engine/flow.h"

namespace secondsource {

Amount filled(const World& world, OfferId id, Amount asked) {
    if (world.grip.offer_left.size() == 0 || world.grip.offer_left[id] >= 1) return asked;
    return asked.scaled_down(world.grip.offer_left[id]);
}

namespace {

/// The shares that the policy of an offer gives.
void shares_by_policy(World& world, OfferId id, const Offer& offer, Amount amount, std::span<const Amount> wants, std::span<Amount> out) {
    const Model&            model   = world.model();
    const AllocationPolicy& policy  = *model.allocations[model.allocation_of[id]];
    const auto              reads   = policy.reads();   // most read the claims alone
    Scratch&                scratch = world.scratch;
    Claims                  claims;
    claims.amount = wants;
    const auto              links   = model.network.sales_of(offer);
    if (!reads.any()) return policy.shares(amount, claims, out, scratch.indices);
    const auto fill = [&](auto& buffer, auto& span, auto value) {
        const auto values = room(buffer, links.size());
        std::ranges::transform(links, values.begin(), value);
        span = values;
    };
    if (reads.priority) fill(scratch.priority, claims.priority, [&](LinkId link) { return model.network.links[link].priority; });
    if (reads.price)
        fill(scratch.price, claims.price, [&](LinkId link) {
            const LinkTerms* terms = model.network.terms(link);
            const double     bid   = terms ? terms->bid.at(world.now) : 0;
            return bid > 0 ? bid : world.price[id];
        });
    if (reads.past_sales) fill(scratch.past_sales, claims.past_sales, [&](LinkId link) { return world.sales[link]; });
    if (reads.reserved)
        fill(scratch.reserved, claims.reserved, [&](LinkId link) {
            const LinkTerms* terms = model.network.terms(link);
            return terms ? Amount::nearest(terms->reserved.at(world.now)) : Amount{};
        });
    if (reads.book) {
        auto& entries = scratch.entries;   // of processes, in what the pool is counted in; of those who do not wait, their orders of this tick
        entries.clear();
        for (const LinkId link : links) entries.resize(entries.size() + (model.network.links[link].process.exists() ? world.books.entries(link).size() : world.books.has(link) ? 0 : 1));
        std::size_t next = 0;
        fill(scratch.books, claims.book, [&](LinkId link) -> std::span<const BookEntry> {
            const auto      book    = world.books.entries(link);
            const ProcessId process = model.network.links[link].process;
            if (!process.exists() && world.books.has(link)) return book;
            if (!process.exists()) {
                entries[next] = {world.now, world.claimed[link]};
                return std::span{entries}.subspan(next++, 1);
            }
            const double good = good_output_per_start(world, process), per_unit = good > 0 ? model.network.processes[process].pool_per_start.units() / good : 0;
            const auto   mine = std::span{entries}.subspan(next, book.size());
            std::ranges::transform(book, mine.begin(), [&](const BookEntry& entry) { return BookEntry{entry.placed, Amount::nearest(std::min(entry.amount.units() * per_unit, most_counted.units()))}; });
            next += book.size();
            return mine;
        });
    }
    policy.shares(amount, claims, out, scratch.indices);
}

/// The lots that the links of an offer take, link by link; none if any amount will do.
std::span<const Amount> lots_of(World& world, const Offer& offer) {
    const Network& network = world.network();
    const Amount   grain   = offer.product.exists() ? network.products[offer.product].grain : Amount::of_parts(1);
    if (!offer.has_processes && grain.parts() == 1) return {};
    auto& lots = world.scratch.lots;
    const auto links = network.sales_of(offer);
    lots.assign(links.size(), grain);
    bool any = grain.parts() > 1;
    for (std::size_t i = 0; i < lots.size(); ++i)
        if (const ProcessId process = network.links[links[i]].process; process.exists()) {
            lots[i] = lot_in_pool(network.processes[process]);
            any     = any || lots[i].parts() > 1;
        }
    return any ? std::span<const Amount>{lots} : std::span<const Amount>{};
}

/// How much of a lot is rounded away, in millionths: shares that differ by the rounding of a part are equal.
Amount part_of_lot(Amount share, Amount lot) {
    constexpr std::int64_t whole = 1'000'000;
    return Amount::of_parts(static_cast<std::int64_t>((Wide{share.parts() % lot.parts()} * whole + lot.parts() / 2) / lot.parts()));
}

/// Who of so many equals is first in this tick: each as often as the others, also among every second or every tenth tick, since
/// the multiples of the golden ratio are spread evenly (Weyl 1916, Mathematische Annalen 77, 313–352).
std::ptrdiff_t whose_turn(Tick now, std::ptrdiff_t equals) {
    constexpr std::uint64_t golden = 0x9E3779B97F4A7C15;   // of 2^64
    const std::uint64_t     part   = static_cast<std::uint64_t>(now.index) * golden >> 32;
    return static_cast<std::ptrdiff_t>(part * static_cast<std::uint64_t>(equals) >> 32);
}

}  // namespace

Amount ration(World& world, OfferId id, const Offer& offer, Amount amount, std::span<const Amount> wants, std::span<Amount> out) {
    if (amount.is_zero()) {
        std::fill(out.begin(), out.end(), Amount{});
        return {};
    }
    if (out.size() == 1) out[0] = std::min(amount, wants[0]);
    else shares_by_policy(world, id, offer, amount, wants, out);
    if (const auto lots = lots_of(world, offer); !lots.empty()) make_whole(world, lots, wants, out);
    Amount       sum;
    std::int64_t signs = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        sum += out[i];
        signs |= out[i].parts() | (wants[i] - out[i]).parts();
    }
    SIM_CHECK(signs >= 0, "an allotment is at least nothing and at most what is owed");
    SIM_CHECK(sum <= amount, "allotments are at most what is available");
    return sum;
}

Amount lot_in_pool(const Process& process) {
    return process.lot.parts() == 1 ? process.lot : times_up(process.pool_per_start, process.lot);   // else any amount
}

Amount pool_for(const Process& process, Amount starts) {
    if (process.lot.parts() == 1) return times_up(process.pool_per_start, starts);
    return lot_in_pool(process) * (starts.parts() / process.lot.parts());
}

void make_whole(World& world, std::span<const Amount> lots, std::span<const Amount> wants, std::span<Amount> shares) {
    auto& order = world.scratch.indices;
    const auto count = shares.size();
    const auto rest = room(world.scratch.rest, count), beyond = room(world.scratch.upto, count);
    order.resize(count);
    for (;;) {
        for (std::size_t i = 0; i < count; ++i) beyond[i] = part_of_lot(shares[i], lots[i]);
        std::iota(order.begin(), order.end(), 0u);
        std::sort(order.begin(), order.end(), [&](std::uint32_t i, std::uint32_t j) { return beyond[i] != beyond[j] ? beyond[i] > beyond[j] : i < j; });
        for (auto first = order.begin(); first != order.end();) {
            const auto last = std::find_if(first, order.end(), [&](std::uint32_t i) { return beyond[i] != beyond[*first]; });
            std::rotate(first, first + whose_turn(world.now, last - first), last);
            first = last;
        }
        Amount loose;
        for (std::size_t i = 0; i < count; ++i) {
            const Amount whole = whole_grains(shares[i], lots[i]);
            loose += shares[i] - whole;
            shares[i] = whole;
        }
        const auto fits = [&](std::size_t i) { return lots[i] <= loose && lots[i] <= wants[i] - shares[i]; };
        for (const std::uint32_t i : order)
            if (fits(i)) {
                shares[i] += lots[i];
                loose -= lots[i];
            }
        bool any = false;
        for (std::size_t i = 0; i < count; ++i) {
            rest[i] = fits(i) ? whole_grains(wants[i] - shares[i], lots[i]) : Amount{};
            any     = any || !rest[i].is_zero();
        }
        if (!any) return;
        share_out(loose, rest, rest);
        for (std::size_t i = 0; i < count; ++i) shares[i] += rest[i];
    }
}

}  // namespace secondsource
