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

void ration(World& world, OfferId id, const Offer& offer, Amount amount, std::span<const Amount> wants, std::span<Amount> out) {
    const Model&            model   = world.model();
    const AllocationPolicy& policy  = *model.allocations[model.allocation_of[id]];
    const auto              reads   = policy.reads();   // most read the claims alone
    Scratch&                scratch = world.scratch;
    Claims                  claims;
    claims.amount = wants;
    if (!reads.any()) return policy.shares(amount, claims, out, scratch.indices);
    const auto fill = [&](auto& buffer, auto& span, auto value) {
        buffer.resize(wants.size());
        for (std::uint32_t i = 0; i < wants.size(); ++i) buffer[i] = value(LinkId{offer.first_link + i});
        span = buffer;
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
    if (reads.book)
        fill(scratch.books, claims.book, [&](LinkId link) {
            return world.books.has(link) ? world.books.entries(link) : std::span<const BookEntry>{};
        });
    policy.shares(amount, claims, out, scratch.indices);
}

void make_whole(Amount grain, std::span<const Amount> wants, std::span<Amount> shares, std::vector<std::uint32_t>& order) {
    order.resize(shares.size());
    std::iota(order.begin(), order.end(), 0u);
    const auto beyond = [&](std::uint32_t i) { return shares[i].parts() % grain.parts(); };
    std::sort(order.begin(), order.end(), [&](std::uint32_t i, std::uint32_t j) {
        return beyond(i) != beyond(j) ? beyond(i) > beyond(j) : i < j;
    });
    Amount loose;
    for (Amount& share : shares) {
        const Amount whole = whole_grains(share, grain);
        loose += share - whole;
        share = whole;
    }
    for (bool gave = true; gave && loose >= grain;) {
        gave = false;
        for (const std::uint32_t i : order) {
            if (loose < grain || shares[i] + grain > wants[i]) continue;
            shares[i] += grain;
            loose -= grain;
            gave = true;
        }
    }
}

}  // namespace secondsource
