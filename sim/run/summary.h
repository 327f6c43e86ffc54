#pragma once
// What a person wants to know of a run, gathered while it ticks: by year in dated worlds, in one column otherwise.

#include <map>
#include <string>
#include <vector>

#include "sim/engine/world.h"

namespace secondsource {

/// What a run came to by year. A plain table: rows by name, one number for each entry of `years`. Shares, and means of what
/// there may be none of, are not a number where there is nothing that they could be of.
template <class Number>
struct SummaryOf {
    using Row   = std::vector<Number>;
    using Table = std::map<std::string, Row>;

    std::vector<std::string> years;        ///< "2026", …; "all" in worlds without dates
    Table delivered_to;                    ///< gigawatts that reached each buyer
    Table delivered_by;                    ///< … from each vendor
    std::map<std::string, Table> delivered_to_by;   ///< … by buyer, then vendor
    std::map<std::string, Table> vendor_share;      ///< of what reached a buyer in all years, by buyer, then vendor: one number
    Table deployed;                        ///< gigawatts in use at the end of the year, by buyer
    Table shipped;                         ///< units that reached buyers, by vendor and product
    Table waited;                          ///< mean ticks from order to delivery of what arrived, by vendor and product
    Table quoted;                          ///< quoted ticks to delivery at the end of the year, by vendor and product
    Table pool_use;                        ///< share of capacity used
    std::map<std::string, Table> pool_customers;    ///< share of what was used, by pool, then customer
    std::map<std::string, Table> bound;    ///< share of ticks in which each cause bound, by process, then cause
    std::map<std::string, bool>  is_sold;  ///< by process: is its output put up for sale?
    Table wanted, served, lost;            ///< of each market, units
    Table served_share;                    ///< served of what it wanted in all years: one number
    Table cost, mean_on_hand, mean_backlog;          ///< of each stock that is sold
    Table fill_rate;                                 ///< … shipped over asked for, both summed over ticks: what waits is asked for in each
    Table shipped_of_ordered;                        ///< … shipped over newly ordered: above 1 while a backlog is worked off
};
using Summary = SummaryOf<double>;

/// Calls `f(table of a, table of b)` for each of their tables; `a` gets those that it does not have yet.
template <class A, class B, class F>
void for_each_table(SummaryOf<A>& a, const SummaryOf<B>& b, F f) {
    f(a.delivered_to, b.delivered_to);
    f(a.delivered_by, b.delivered_by);
    f(a.deployed, b.deployed);
    f(a.shipped, b.shipped);
    f(a.waited, b.waited);
    f(a.quoted, b.quoted);
    f(a.pool_use, b.pool_use);
    f(a.wanted, b.wanted);
    f(a.served, b.served);
    f(a.lost, b.lost);
    f(a.served_share, b.served_share);
    f(a.cost, b.cost);
    f(a.mean_on_hand, b.mean_on_hand);
    f(a.mean_backlog, b.mean_backlog);
    f(a.fill_rate, b.fill_rate);
    f(a.shipped_of_ordered, b.shipped_of_ordered);
    for (const auto& [name, table] : b.delivered_to_by) f(a.delivered_to_by[name], table);
    for (const auto& [name, table] : b.vendor_share) f(a.vendor_share[name], table);
    for (const auto& [name, table] : b.pool_customers) f(a.pool_customers[name], table);
    for (const auto& [name, table] : b.bound) f(a.bound[name], table);
}

/// Gathers a summary; told of every tick after the warm-up.
class SummaryGatherer {
public:
    explicit SummaryGatherer(const World&);
    void start(const World&);     ///< when the warm-up is over
    void observe(const World&);   ///< after each tick
    Summary result() const;

private:
    std::size_t year_of(const World&) const;

    Summary             summary_;
    std::vector<double> received_, unit_ticks_, arrived_;   ///< by link, at the last tick
    std::vector<double> lost_;
    std::vector<std::vector<double>> link_received_, link_unit_ticks_, link_arrived_;
    std::vector<std::vector<double>> pool_capacity_, pool_used_, link_used_;
    std::vector<std::vector<std::vector<double>>> bound_;     ///< by process, cause, year
    std::vector<std::vector<double>> wanted_, served_, lost_by_;
    std::vector<std::vector<double>> on_hand_, backlog_, cost_, asked_, ordered_, shipped_;
    std::vector<double> ticks_;
    std::vector<std::vector<double>> quoted_, deployed_;
    std::vector<double> served_before_;
    const Model*        model_ = nullptr;
    int                 first_year_ = 0;
};

}  // namespace secondsource
