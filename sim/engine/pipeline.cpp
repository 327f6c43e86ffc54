#include "sim/engine/pipeline.h"

#include <map>

namespace secondsource {

void Pipelines::open(const std::vector<std::uint32_t>& reach, const std::vector<bool>& may_pause) {
    lanes_.clear();
    links_.clear();
    place_.assign(reach.size(), {});
    std::map<std::uint32_t, std::vector<LinkId>> by_ring;
    for (std::uint32_t i = 0; i < reach.size(); ++i)
        if (reach[i] > 0) by_ring[reach[i] + (may_pause[i] ? 2 : 0)].push_back(LinkId{i});   // two spare slots to put off into
    std::size_t first = 0;
    for (const auto& [ring, links] : by_ring) {
        const auto rows = static_cast<std::uint32_t>(links.size());
        for (std::uint32_t row = 0; row < rows; ++row)
            place_[links[row].index] = {static_cast<std::uint32_t>(lanes_.size()), row};
        lanes_.push_back({ring, rows, 0, static_cast<std::uint32_t>(links_.size()), first});
        links_.insert(links_.end(), links.begin(), links.end());
        first += std::size_t{ring} * rows;
    }
    amounts_.assign(first, Amount{});
}

void Pipelines::put_off_all(LinkId link) {
    const std::uint32_t n = ring(link);
    const Amount last = at(link, n - 1);
    for (std::uint32_t k = n - 1; k > 0; --k) at(link, k) = at(link, k - 1);
    at(link, 0) = Amount{};
    at(link, n - 1) += last;   // cannot happen while the spare slots suffice; nothing may be lost all the same
}

void Pipelines::put_off_due(LinkId link) {
    at(link, 1) += at(link, 0);
    at(link, 0) = Amount{};
}

Amount Pipelines::due_in(LinkId link, std::uint32_t delay) const {
    const Place p = place_[link.index];
    if (p.lane == none) return {};
    const Lane& lane = lanes_[p.lane];
    return amounts_[lane.first + std::size_t{(lane.cursor + delay) % lane.ring} * lane.rows + p.row];
}

Amount Pipelines::total(LinkId link) const {
    Amount sum;
    for (std::uint32_t k = 0, n = ring(link); k < n; ++k) sum += due_in(link, k);
    return sum;
}

Amount Pipelines::scrap(LinkId link, double share) {
    Amount lost;
    for (std::uint32_t k = 0, n = ring(link); k < n; ++k) {
        Amount&      a    = at(link, k);
        const Amount gone = a.scaled_down(share);
        a -= gone;
        lost += gone;
    }
    return lost;
}

std::size_t Pipelines::bytes() const {
    return lanes_.capacity() * sizeof(Lane) + place_.capacity() * sizeof(Place) + links_.capacity() * sizeof(LinkId) +
           amounts_.capacity() * sizeof(Amount);
}

}  // namespace secondsource
