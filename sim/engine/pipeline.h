#pragma once
// Things on their way along links, due at a date: goods in transit, work in process, orders in the mail.

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/base/quantity.h"
#include "sim/base/time.h"
#include "sim/network/link.h"

namespace secondsource {

/// Amounts that are due at coming ticks, for many links. Links of equal reach stand together, one stretch of memory for
/// each tick of the ring, so that what is due now is read in one go.
class Pipelines {
public:
    /// What to open for one link.
    struct Track {
        std::uint32_t reach     = 0;       ///< the longest time on the way, in ticks; 0 for links that carry nothing here
        bool          may_pause = false;   ///< may what is due be put off?
        bool          is_plain  = false;   ///< is it delivered in one go with others of its kind?
    };
    void open(const std::vector<Track>& tracks);

    /// Puts `amount` on its way at `now`, to arrive `delay` ticks later, 1 <= delay <= reach.
    void send(LinkId link, std::uint32_t delay, Amount amount) {
        const Place  p    = place_[link.index];
        Lane&        lane = lanes_[p.lane];
        std::uint32_t slot = lane.cursor + delay;
        if (slot >= lane.ring) slot -= lane.ring;
        amounts_[lane.first + std::size_t{slot} * lane.rows + p.row] += amount;
    }

    /// The same for neighbouring links with the longest delay of each, none of which is ever paused: what is due then
    /// takes the slot of what was due now and has been delivered.
    void send_far(LinkId first, std::span<const Amount> amounts) {
        const auto   count = static_cast<std::uint32_t>(amounts.size());
        const Place* place = place_.data() + first.index;
        for (std::uint32_t begin = 0, end; begin < count; begin = end) {   // links of one lane stand in its slots as they stand here
            const Lane& lane = lanes_[place[begin].lane];
            end = count;   // mostly all of them; the rows of a lane are in the order of its links
            if (place[count - 1].lane != place[begin].lane || place[count - 1].row - place[begin].row != count - 1 - begin)
                for (end = begin + 1; end < count && place[end].lane == place[begin].lane && place[end].row - place[begin].row == end - begin;) ++end;
            Amount* const slots = amounts_.data() + lane.first + std::size_t{lane.cursor} * lane.rows + place[begin].row;
            for (std::uint32_t i = begin; i < end; ++i) slots[i - begin] += amounts[i];
        }
    }

    /// Calls `arrive(link, amount)` for what is due at the tick to which `advance` has moved the rings, and
    /// `arrive_plain(links, amounts)` for whole lanes of plain links, nothing included.
    template <class Arrive, class ArrivePlain = decltype([](std::span<const LinkId>, std::span<const Amount>) {})>
    void deliver(Arrive arrive, ArrivePlain arrive_plain = {}) {
        for (Lane& lane : lanes_) {
            Amount* const       due   = amounts_.data() + lane.first + std::size_t{lane.cursor} * lane.rows;
            const LinkId* const links = links_.data() + lane.first_link;
            if (lane.is_plain) {
                arrive_plain(std::span{links, lane.rows}, std::span<const Amount>{due, lane.rows});
                std::fill(due, due + lane.rows, Amount{});
                continue;
            }
            for (std::uint32_t row = 0; row < lane.rows; ++row)
                if (!due[row].is_zero()) {
                    const Amount amount = due[row];
                    due[row]            = Amount{};
                    arrive(links[row], amount);
                }
        }
    }

    /// Moves every ring to the next tick; called once a tick, after what was due has been delivered and new goods sent.
    void advance() {
        for (Lane& lane : lanes_)
            if (++lane.cursor == lane.ring) lane.cursor = 0;
    }

    // Of links that carry nothing here: nothing.

    /// Puts off all that is on the way by one tick (a pause in transit).
    void put_off_all(LinkId link);
    /// Puts off what is due now by one tick (a pause in receipt).
    void put_off_due(LinkId link);
    /// What is due `delay` ticks from now.
    Amount due_in(LinkId link, std::uint32_t delay) const;
    /// All that is on the way.
    Amount total(LinkId link) const;
    /// Takes a share of everything on the way out (work in process that is scrapped); returns how much.
    Amount scrap(LinkId link, double share);
    std::uint32_t ring(LinkId link) const { return place_.empty() || place_[link.index].lane == none ? 0 : lanes_[place_[link.index].lane].ring; }
    std::size_t   bytes() const;

private:
    static constexpr std::uint32_t none = 0xffffffffU;
    struct Lane {
        std::uint32_t ring, rows, cursor, first_link;
        std::size_t   first;
        bool          is_plain;
    };
    struct Place {
        std::uint32_t lane = none, row = 0;
    };
    Amount& at(LinkId link, std::uint32_t delay) {
        const Place p    = place_[link.index];
        const Lane& lane = lanes_[p.lane];
        return amounts_[lane.first + std::size_t{(lane.cursor + delay) % lane.ring} * lane.rows + p.row];
    }

    std::vector<Lane>   lanes_;
    std::vector<Place>  place_;   ///< by link; empty if none carries anything
    std::vector<LinkId> links_;
    std::vector<Amount> amounts_;
};

}  // namespace secondsource
