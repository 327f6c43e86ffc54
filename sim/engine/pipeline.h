#pragma once
// Things on their way along links, due at a date: goods in transit, work in process, orders in the mail.

#include <cstdint>
#include <vector>

#include "sim/base/quantity.h"
#include "sim/base/time.h"
#include "sim/network/link.h"

namespace secondsource {

/// Amounts that are due at coming ticks, for many links. Links of equal reach stand together, one stretch of memory for
/// each tick of the ring, so that what is due now is read in one go.
class Pipelines {
public:
    /// `reach[link]`: the longest time on the way, in ticks; 0 for links that carry nothing here.
    /// `slack`: ticks by which what is due may be put off, for links that a disruption may pause.
    void open(const std::vector<std::uint32_t>& reach, const std::vector<bool>& may_pause);

    /// Puts `amount` on its way at `now`, to arrive `delay` ticks later, 1 <= delay <= reach.
    void send(LinkId link, std::uint32_t delay, Amount amount) {
        const Place  p    = place_[link.index];
        Lane&        lane = lanes_[p.lane];
        std::uint32_t slot = lane.cursor + delay;
        if (slot >= lane.ring) slot -= lane.ring;
        amounts_[lane.first + std::size_t{slot} * lane.rows + p.row] += amount;
    }

    /// The same with the longest delay, for links that are never paused: what is due then takes the slot of what was
    /// due now and has been delivered.
    void send_far(LinkId link, Amount amount) {
        const Place p    = place_[link.index];
        const Lane& lane = lanes_[p.lane];
        amounts_[lane.first + std::size_t{lane.cursor} * lane.rows + p.row] += amount;
    }

    /// Calls `arrive(link, amount)` for what is due at the tick to which `advance` has moved the rings.
    template <class Arrive>
    void deliver(Arrive arrive) {
        for (Lane& lane : lanes_) {
            Amount* const       due   = amounts_.data() + lane.first + std::size_t{lane.cursor} * lane.rows;
            const LinkId* const links = links_.data() + lane.first_link;
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
    std::uint32_t ring(LinkId link) const { return place_[link.index].lane == none ? 0 : lanes_[place_[link.index].lane].ring; }
    std::size_t   bytes() const;

private:
    static constexpr std::uint32_t none = 0xffffffffU;
    struct Lane {
        std::uint32_t ring, rows, cursor, first_link;
        std::size_t   first;
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
    std::vector<Place>  place_;
    std::vector<LinkId> links_;
    std::vector<Amount> amounts_;
};

}  // namespace secondsource
