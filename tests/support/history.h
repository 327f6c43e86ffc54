#pragma once
// Everything that a run did, row by row and tick by tick, to be compared with another run.

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "sim/engine/tick.h"
#include "tests/support/catch.h"

namespace secondsource {

/// Columns by "path column": one value for each tick.
using History = std::map<std::string, std::vector<double>>;

/// Adds the world's last tick.
inline void note(History& history, const World& world) {
    const Network& network = world.network();
    const auto     add     = [&](const std::string& path, const char* column, double value) {
        history[path + " " + column].push_back(value);
    };
    for (std::uint32_t i = 0; i < network.stocks.size(); ++i) {
        const StockId     stock{i};
        const std::string path = network.path(stock);
        add(path, "on_hand", world.on_hand[stock].units());
        add(path, "on_order", world.on_order[stock].units());
        add(path, "backlog", world.owed[stock].units());
    }
    for (std::uint32_t i = 0; i < network.requirements.size(); ++i)
        add(network.path(RequirementId{i}), "ordered", world.ordered[RequirementId{i}].units());
    for (std::uint32_t i = 0; i < network.links.size(); ++i) {
        const LinkId      link{i};
        const std::string path = network.path(link);
        add(path, "ordered", world.ordered_total[link].units());
        add(path, "shipped", world.shipped_total[link].units());
        add(path, "received", world.received_total(link).units());
        add(path, "open", world.open[link].units());
        add(path, "fill_rate", world.record[link]);
        add(path, "paid", world.paid_total[link].units());
    }
    for (std::uint32_t i = 0; i < network.offers.size(); ++i) {
        add(network.path(OfferId{i}), "price", world.price[OfferId{i}]);
        add(network.path(OfferId{i}), "queue", world.queue[OfferId{i}]);
    }
    for (std::uint32_t i = 0; i < network.processes.size(); ++i) {
        add(network.path(ProcessId{i}), "started", world.starts_total[ProcessId{i}].units());
        add(network.path(ProcessId{i}), "scrapped", world.scrap_total[ProcessId{i}].units());
    }
}

/// Runs a world to the end of its scenario, audited deeply.
inline History history_of(World& world) {
    History history;
    while (world.now < world.model().end) {
        tick(world);
        audit_deeply(world);
        note(history, world);
    }
    return history;
}

/// Checks that a run did what another one did; it may have further rows. `factor(path and column)` says how many times
/// as large its values must be; they must be so to within `tolerance` of the largest value of the column.
template <class Factor>
void check_same(const History& run, const History& other, Factor factor, double tolerance) {
    CHECK_FALSE(other.empty());
    std::string worst;
    double      worst_difference = -1;
    for (const auto& [name, values] : other) {
        const auto found = run.find(name);
        INFO(name);
        REQUIRE(found != run.end());
        REQUIRE(found->second.size() == values.size());
        const double k     = factor(name);
        double       scale = 0, difference = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            scale      = std::max(scale, std::abs(k * values[i]));
            difference = std::max(difference, std::abs(found->second[i] - k * values[i]));
        }
        const double relative = scale > 0 ? difference / scale : difference;
        if (relative <= worst_difference) continue;
        worst_difference = relative;
        worst            = name;
    }
    INFO("largest relative difference in " << worst);
    CHECK(worst_difference <= tolerance);
}

/// The same to the last digit.
inline void check_same(const History& run, const History& other) {
    check_same(
        run, other, [](const std::string&) { return 1.0; }, 0);
}

}   // namespace secondsource
