#pragma once
// A small chip chain in dated weeks without chance, whose every quantity, price and date can be moved at once.

#include <cstdio>
#include <string>

#include "sim/base/calendar.h"

namespace secondsource {

/// How a chip chain differs from the plain one.
struct Variation {
    double      quantities  = 1;                                   ///< all of them times this
    double      money       = 1;                                   ///< all prices times this
    int         weeks_later = 0;                                   ///< all dates
    std::string foundry = "foundry", near = "near", far = "far";   ///< names of agents
    std::string tables = {};                                       ///< further tables, behind the others
};

/// A scenario's text. Two vendors have their dies made by one foundry, which is short of capacity, stops for a while
/// and expands; two stores buy from both by track record and price, overstate what they need while they are cut, and
/// sell to two markets.
inline std::string chip_chain(const Variation& variation) {
    const auto number = [](double value) {
        char digits[32];
        std::snprintf(digits, sizeof digits, "%.17g", value);
        return std::string{digits};
    };
    const auto units = [&](double value) { return number(value * variation.quantities); };
    const auto usd   = [&](double value) { return number(value * variation.money); };
    const auto week  = [&](int weeks) {
        return to_text(Calendar{TickLength::week, Date{2026, 1, 5}}.date_of(Tick{weeks + variation.weeks_later}));
    };
    const auto vendor = [&](const std::string& name, double price, double yield) {
        return "[[agent]]\nname = \"" + name +
               "\"\nkind = \"chip_vendor\"\n[[agent.process]]\nname = \"wafers\"\noutput = \"chip\"\npool = \"" +
               variation.foundry +
               ".n3\"\noutput_units_per_start = 50\ninputs = [{ product = \"blank\", units = 1 }]\nlot_units = " +
               units(2) + "\ncycle_time_weeks = 3\nyield = " + number(yield) +
               "\n[[agent.requirement]]\nproduct = \"blank\"\nreplenishment = { policy = \"material_plan\", "
               "safety_units = " +
               units(10) + " }\n[[agent.stock]]\nproduct = \"chip\"\ninitial_units = " + units(400) +
               "\n[[agent.requirement]]\nproduct = \"chip\"\nreplenishment = { policy = \"base_stock\", cover_weeks = "
               "5, safety_units = " +
               units(100) +
               " }\nforecast = { policy = \"exponential_smoothing\", alpha = 0.2, initial_units_per_week = " +
               units(500) + " }\n[[agent.offer]]\nproduct = \"chip\"\nprice_usd = " + usd(price) +
               "\npricing = { policy = \"excess_demand\", gamma = 0.05, delta = 0.1, highest_usd = " +
               usd(100 * price) + " }\n";
    };
    const auto store = [&](const std::string& name, double level) {
        return "[[agent]]\nname = \"" + name +
               "\"\nkind = \"stage\"\nproduct = \"chip\"\ninitial_units = " + units(level) +
               "\nreplenishment = { policy = \"base_stock\", level_units = " + units(level) +
               ", cancels = true }\nsourcing = \"merit\"\ninflation = { policy = \"fill_rate\", max_factor = 3 }\n";
    };
    const auto market = [&](const std::string& name, double usual, double later) {
        return "[[agent]]\nname = \"" + name +
               "\"\nkind = \"market\"\nproduct = \"chip\"\ndemand = { model = \"constant\", units_per_week = [{ at = " +
               week(0) + ", value = " + units(usual) + " }, { at = " + week(20) + ", value = " + units(later) +
               " }] }\n";
    };
    const auto link = [](const std::string& seller, const std::string& product, const std::string& buyer,
                         int lead_time) {
        return "[[link]]\nseller = \"" + seller + "\"\nproduct = \"" + product + "\"\nbuyer = \"" + buyer +
               "\"\nlead_time_weeks = " + std::to_string(lead_time) + "\n";
    };
    return "schema_version = 1\n[scenario]\nstart = " + week(0) + "\nweeks = 80\n" +
           "[[product]]\nname = \"blank\"\n[[product]]\nname = \"chip\"\n"
           "[[agent]]\nname = \"blanks\"\nkind = \"source\"\nproduct = \"blank\"\nprice_usd = " +
           usd(20) + "\n" + "[[agent]]\nname = \"" + variation.foundry +
           "\"\nkind = \"foundry\"\n[[agent.pool]]\nname = \"n3\"\nunit = \"wafers\"\nprice_usd = " + usd(1000) +
           "\ncapacity_wafers_per_week = [{ at = " + week(0) + ", value = " + units(24) + " }, { at = " + week(52) +
           ", value = " + units(60) + " }]\n" + vendor(variation.near, 40, 0.8) + vendor(variation.far, 32, 0.625) +
           store("store_1", 900) + store("store_2", 1500) + market("market_1", 300, 420) +
           market("market_2", 500, 550) + "[[disruption]]\nname = \"stop\"\ntarget = \"agent." + variation.foundry +
           "\"\nat = " + week(10) + "\nweeks = 6\nscrap = 0.25\nramp_weeks = 3\n" +
           link("blanks", "blank", variation.near, 1) + link("blanks", "blank", variation.far, 1) +
           link(variation.near, "chip", "store_1", 1) + link(variation.near, "chip", "store_2", 2) +
           link(variation.far, "chip", "store_1", 3) + link(variation.far, "chip", "store_2", 1) +
           link("store_1", "chip", "market_1", 0) + link("store_2", "chip", "market_2", 0) + variation.tables;
}

}   // namespace secondsource
