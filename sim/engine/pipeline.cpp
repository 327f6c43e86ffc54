#include "sim/engine/pipeline.h"

#include <algorithm>
#include <map>

namespace secondsource {

void Pipelines::open(const std::vector<Track>& tracks) {
    lanes_.clear();
    runs_.clear();
    run_of_.clear();
    amounts_.clear();
    if (std::none_of(tracks.begin(), tracks.end(), [](const Track& track) { return track.reach > 0; })) return;
    run_of_.assign(tracks.size(), none);
    std::map<std::pair<std::uint32_t, bool>, std::vector<LinkId>> by_kind;
    for (std::uint32_t i = 0; i < tracks.size(); ++i)
        if (const Track& track = tracks[i]; track.reach > 0)
            by_kind[{track.reach + (track.may_pause ? 2 : 0), track.is_plain}].push_back(LinkId{i});   // two spare slots to put off into
    std::size_t first = 0;
    for (const auto& [kind, links] : by_kind) {
        const auto [ring, is_plain] = kind;
        const auto rows = static_cast<std::uint32_t>(links.size());
        for (std::uint32_t row = 0; row < rows; ++row) {
            if (row == 0 || links[row].index != links[row - 1].index + 1)
                runs_.push_back({static_cast<std::uint32_t>(lanes_.size()), links[row].index, row, 0});
            ++runs_.back().count;
            run_of_[links[row].index] = static_cast<std::uint32_t>(runs_.size() - 1);
        }
        lanes_.push_back({ring, rows, 0, first, is_plain});
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
    if (!carries(link)) return {};
    const Run&  run  = runs_[run_of_[link.index]];
    const Lane& lane = lanes_[run.lane];
    return amounts_[lane.first + std::size_t{(lane.cursor + delay) % lane.ring} * lane.rows + run.row_of(link)];
}

Amount Pipelines::total(LinkId link) const {
    Amount sum;
    if (!carries(link)) return sum;
    const Run&    run  = runs_[run_of_[link.index]];
    const Lane&   lane = lanes_[run.lane];
    const Amount* slot = amounts_.data() + lane.first + run.row_of(link);
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

}  // namespace secondsource
