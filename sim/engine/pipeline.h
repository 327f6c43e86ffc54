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
        const Run&    run  = runs_[run_of_[link.index]];
        const Lane&   lane = lanes_[run.lane];
        std::uint32_t slot = lane.cursor + delay;
        if (slot >= lane.ring) slot -= lane.ring;
        amounts_[lane.first + std::size_t{slot} * lane.rows + run.row_of(link)] += amount;
    }

    /// The same for neighbouring links with the longest delay of each, none of which is ever paused: what is due then
    /// takes the slot of what was due now and has been delivered.
    void send_far(LinkId first, std::span<const Amount> amounts) {
        while (!amounts.empty()) {
            const Run&        run   = runs_[run_of_[first.index]];
            const std::size_t count = std::min<std::size_t>(amounts.size(), run.first_link + run.count - first.index);
            Amount* const     slots = due_now(lanes_[run.lane]) + run.row_of(first);
            std::copy_n(amounts.data(), count, slots);
            amounts = amounts.subspan(count);
            first.index += static_cast<std::uint32_t>(count);
        }
    }

    /// Calls `arrive(link, amount)` for what is due at the tick to which `advance` has moved the rings, and
    /// `arrive_plain(links, amounts)` for neighbouring plain links, nothing included. `clears`: false if the slots of these
    /// are taken by `send_far` before anything else looks at them.
    template <class Arrive, class ArrivePlain = decltype([](const IdRange<LinkId>&, std::span<const Amount>) {})>
    void deliver(Arrive arrive, ArrivePlain arrive_plain = {}, bool clears = true) {
        for (const Run& run : runs_) {
            const IdRange<LinkId> links{run.first_link, run.first_link + run.count};
            const std::span       due{due_now(lanes_[run.lane]) + run.first_row, run.count};
            if (lanes_[run.lane].is_plain) {
                arrive_plain(links, std::span<const Amount>{due});
                if (clears) std::fill(due.begin(), due.end(), Amount{});
                continue;
            }
            for (std::uint32_t i = 0; i < run.count; ++i)
                if (const Amount amount = due[i]; !amount.is_zero()) {
                    due[i] = Amount{};
                    arrive(links[i], amount);
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
    std::uint32_t ring(LinkId link) const { return carries(link) ? lanes_[runs_[run_of_[link.index]].lane].ring : 0; }

private:
    static constexpr std::uint32_t none = 0xffffffffU;
    struct Lane {
        std::uint32_t ring, rows, cursor;
        std::size_t   first;   ///< amount
        bool          is_plain;
    };
    /// Neighbouring links that are neighbours in a lane, too.
    struct Run {
        std::uint32_t lane, first_link, first_row, count;
        std::uint32_t row_of(LinkId link) const { return first_row + (link.index - first_link); }
    };
    bool    carries(LinkId link) const { return !run_of_.empty() && run_of_[link.index] != none; }
    Amount* due_now(const Lane& lane) { return amounts_.data() + lane.first + std::size_t{lane.cursor} * lane.rows; }
    Amount& at(LinkId link, std::uint32_t delay) {
        const Run&  run  = runs_[run_of_[link.index]];
        const Lane& lane = lanes_[run.lane];
        return amounts_[lane.first + std::size_t{(lane.cursor + delay) % lane.ring} * lane.rows + run.row_of(link)];
    }

    std::vector<Lane>          lanes_;
    std::vector<Run>           runs_;     ///< lane by lane
    std::vector<std::uint32_t> run_of_;   ///< by link; empty if none carries anything
    std::vector<Amount> amounts_;
};

}  // namespace secondsource
