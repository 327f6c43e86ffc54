#pragma once
// The smallest worlds that can show a point: a few lines of a scenario, run tick by tick.

#include <string>

#include "agents/cast.h"
#include "sim/engine/tick.h"
#include "sim/scenario/scenario.h"

namespace secondsource {

/// A world made from a few tables of a scenario; [scenario] with `tick = "period"` and a thousand periods is added.
/// Every tick is audited deeply. Rows are found by the paths that results use.
class SmallWorld {
public:
    explicit SmallWorld(const std::string& tables, std::uint64_t seed = 1)
        : scenario_{read_scenario_text("[scenario]\ntick = \"period\"\nperiods = 1000\n" + tables, "small", cast())}, world_{scenario_.model, seed} {}

    void run(int ticks) {
        for (int i = 0; i < ticks; ++i) {
            tick(world_);
            audit_deeply(world_);
        }
    }

    StockId   stock_id(const std::string& path) const { return found<StockId>(network().stocks.size(), "stock." + path); }
    OfferId   offer_id(const std::string& path) const { return found<OfferId>(network().offers.size(), "offer." + path); }
    LinkId    link_id(const std::string& path) const { return found<LinkId>(network().links.size(), "link." + path); }
    ProcessId process_id(const std::string& path) const { return found<ProcessId>(network().processes.size(), "process." + path); }

    double on_hand(const std::string& stock) const { return world_.on_hand[stock_id(stock)].units(); }
    double on_order(const std::string& stock) const { return world_.on_order[stock_id(stock)].units(); }
    double owed(const std::string& stock) const { return world_.owed[stock_id(stock)].units(); }
    double net_stock(const std::string& stock) const { return on_hand(stock) - owed(stock); }
    double received(const std::string& link) const { return world_.received_total(link_id(link)).units(); }
    double ordered(const std::string& link) const { return world_.ordered_total[link_id(link)].units(); }
    double open(const std::string& link) const { return world_.open[link_id(link)].units(); }

    const Scenario& scenario() const { return scenario_; }
    const Network&  network() const { return scenario_.model->network; }
    World&          world() { return world_; }

private:
    template <class IdType>
    IdType found(std::size_t rows, const std::string& path) const {
        for (std::uint32_t i = 0; i < rows; ++i)
            if (network().path(IdType{i}) == path) return IdType{i};
        throw std::invalid_argument("no row " + path);
    }

    Scenario scenario_;
    World    world_;
};

}  // namespace secondsource
