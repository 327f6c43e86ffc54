#include "sim/engine/pipeline.h"

#include <algorithm>
#include <map>

namespace secondsource {

void Pipelines::open(const std::vector<Track>& tracks) {
    lanes_.clear();
    links_.clear();
    place_.clear();
    amounts_.clear();
    if (std::none_of(tracks.begin(), tracks.end(), [](const Track& track) { return track.reach > 0; })) return;
    place_.assign(tracks.size(), {});
    std::map<std::pair<std::uint32_t, bool>, std::vector<LinkId>> by_kind;
    for (std::uint32_t i = 0; i < tracks.size(); ++i)
        if (const Track& track = tracks[i]; track.reach > 0)
            by_kind[{track.reach + (track.may_pause ? 2 : 0), track.is_plain}].push_back(LinkId{i});   // two spare slots to put off into
    std::size_t first = 0;
    for (const auto& [kind, links] : by_kind) {
        const auto [ring, is_plain] = kind;
        const auto rows = static_cast<std::uint32_t>(links.size());
        for (std::uint32_t row = 0; row < rows; ++row)
            place_[links[row].index] = {static_cast<std::uint32_t>(lanes_.size()), row};
        lanes_.push_back({ring, rows, 0, static_cast<std::uint32_t>(links_.size()), first, is_plain});
        links_.insert(links_.end(), links.begin(), links.end());
        first += std::size_t{ring} * rows;
    }
    amounts_.assign(first, Amount{});
}

void Pipelines::put_off_all(LinkId link) {
    const std::uint32_t n = ring(link);
    if (n == 0) return;
    const Amount last = at(link, n - 1);
    for (std::uint32_t k = n - 1; k > 0; --k) at(link, k) = at(link, k - 1);
    at(link, 0) = Amount{};
    at(link, n - 1) += last;   // cannot happen while the spare slots suffice; nothing may be lost all the same
}

void Pipelines::put_off_due(LinkId link) {
    if (ring(link) == 0) return;
    at(link, 1) += at(link, 0);
    at(link, 0) = Amount{};
}

Amount Pipelines::due_in(LinkId link, std::uint32_t delay) const {
    if (place_.empty()) return {};
    const Place p = place_[link.index];
    if (p.lane == none) return {};
    const Lane& lane = lanes_[p.lane];
    return amounts_[lane.first + std::size_t{(lane.cursor + delay) % lane.ring} * lane.rows + p.row];
}

Amount Pipelines::total(LinkId link) const {
    if (place_.empty()) return {};
    const Place p = place_[link.index];
    Amount      sum;
    if (p.lane == none) return sum;
    const Lane&   lane = lanes_[p.lane];
    const Amount* slot = amounts_.data() + lane.first + p.row;
    for (std::uint32_t k = 0; k < lane.ring; ++k, slot += lane.rows) sum += *slot;
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
