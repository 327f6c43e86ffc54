#pragma once
// Valid scenarios drawn from a seed: makers with pools and processes, stores with rules of all kinds, markets, trouble.

#include <cstdint>
#include <initializer_list>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace secondsource {

/// Writes one scenario for each seed: always the same one. Two to four vendors make the same device from one to three
/// materials, on pools of two foundries or without; up to six stores in two tiers buy it; markets want it. Allocation,
/// ordering, sourcing, forecasts, inflation, prices, yields, lead times, order delays, lots and disruptions vary, and
/// so does whether unmet orders wait. Worlds run for 120 periods.
class RandomNetwork {
public:
    explicit RandomNetwork(std::uint64_t seed) : draw_{seed}, later_draw_{~seed} {
        text_ =
            "schema_version = 1\n[scenario]\ntick = \"period\"\nperiods = 120\nseed = " + std::to_string(seed) + "\n";
        products();
        foundries();
        vendors();
        stores();
        markets();
        disruptions();
    }
    const std::string& text() const { return text_; }

private:
    /// A whole number from `low` to `high`, both included. The engine's own numbers: alike with every library.
    int whole(int low, int high) {
        return low + static_cast<int>(draw_() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool        chance(int per_cent) { return whole(1, 100) <= per_cent; }
    const char* one_of(std::initializer_list<const char*> choices) {
        return *(choices.begin() + whole(0, static_cast<int>(choices.size()) - 1));
    }
    /// A number with thousandths.
    std::string amount(int low, int high) {
        const std::string thousandths = std::to_string(whole(1000, 1999)).substr(1);
        return std::to_string(whole(low, high - 1)) + "." + thousandths;
    }
    void               line(const std::string& text) { text_ += text + "\n"; }
    void               key(const std::string& name, const std::string& value) { line(name + " = " + value); }
    static std::string quoted(const std::string& text) { return "\"" + text + "\""; }

    void products() {
        materials_ = whole(1, 3);
        for (int i = 0; i < materials_; ++i) line("[[product]]\nname = " + quoted(material(i)));
        line("[[product]]\nname = \"device\"");
        if (chance(40)) key("grain_units", one_of({"1", "0.25", "6"}));
        for (int i = 0; i < materials_; ++i) {
            line("[[agent]]\nname = " + quoted("mine_" + std::to_string(i)) +
                 "\nkind = \"source\"\nproduct = " + quoted(material(i)));
            if (chance(50)) key("ship_max_units_per_period", amount(20, 200));
            if (chance(50)) key("price_usd", amount(1, 30));
            offer_terms();
        }
    }

    void foundries() {
        for (int i = 0; i < 2; ++i) {
            line("[[agent]]\nname = " + quoted("fab_" + std::to_string(i)) +
                 "\nkind = \"foundry\"\n[[agent.pool]]\nname = \"line\"");
            key("capacity_units_per_period",
                "[{ at = 0, value = " + amount(2, 30) + " }, { at = 60, value = " + amount(0, 40) + " }]");
            if (chance(40)) key("grain_units", "1");
            if (chance(60)) key("price_usd", amount(10, 90));
            if (chance(30)) key("firm_periods", std::to_string(whole(1, 6)));
            key("allocation", quoted(allocation()));
            if (later_draw_() % 4 == 0) key("unmet", "\"lost\"");
            if (later_draw_() % 4 == 0) key("pricing", "{ policy = \"excess_demand\", gamma = 0.05, delta = 0.1, highest_usd = 10000 }");
        }
    }

    void vendors() {
        vendors_ = whole(2, 4);
        std::vector<bool> sells_material;
        for (int v = 0; v < vendors_; ++v) {
            line("[[agent]]\nname = " + quoted(vendor(v)) + "\nkind = \"chip_vendor\"");
            line("[[agent.process]]\nname = \"make\"\noutput = \"device\"");
            std::string worker = vendor(v);
            if (chance(70)) {
                worker = "fab_" + std::to_string(whole(0, 1));
                line("pool = \"" + worker + ".line\"\n" +
                     (chance(50) ? "pool_units_per_start = " + amount(1, 4) : std::string{"starts_per_pool_unit = "} + one_of({"2", "3", "7", "29"})));
            }
            std::string inputs;
            for (int i = 0; i < materials_; ++i)
                inputs += (i ? ", " : "") + ("{ product = " + quoted(material(i)) + ", units = " + amount(1, 4) + " }");
            key("inputs", "[" + inputs + "]");
            key("output_units_per_start", amount(1, 12));
            const int cycle = whole(0, 6);
            key("cycle_time_periods", std::to_string(cycle));
            if (cycle > 0) {
                works_.insert("agent." + worker);
                moves_.insert("agent." + vendor(v));
            }
            if (chance(40)) key("lot_units", one_of({"1", "2", "0.5"}));
            if (chance(30)) key("priority", std::to_string(whole(0, 2)));
            if (chance(30)) key("reserved_units_per_period", amount(1, 6));
            if (chance(15)) key("push", "true");
            if (chance(20)) key("available_from", std::to_string(whole(1, 20)));
            if (cycle > 1 && chance(30)) key("initial_work_in_process_units", "[6, 12]");
            yield();
            for (int i = 0; i < materials_; ++i) {
                line("[[agent.requirement]]\nproduct = " + quoted(material(i)));
                key("replenishment", chance(50) ? "{ policy = \"material_plan\", safety_units = " + amount(5, 60) +
                                                      (chance(50) ? ", cancels = true }" : " }")
                                                : "{ policy = \"base_stock\", level_units = " + amount(10, 100) + " }");
                buying_terms();
            }
            line("[[agent.stock]]\nproduct = \"device\"\ninitial_units = " + std::to_string(6 * whole(0, 20)));
            line("[[agent.requirement]]\nproduct = \"device\"");
            replenishment();
            line("[[agent.offer]]\nproduct = \"device\"");
            offer_terms();
            if (chance(80)) key("price_usd", amount(50, 500));
            if (chance(30))
                key("pricing", "{ policy = \"excess_demand\", gamma = 0.05, delta = 0.1, highest_usd = 10000 }");
            if (chance(20)) key("ship_max_units_per_period", amount(10, 80));
            sells_material.push_back(chance(40));
            if (!sells_material.back()) continue;
            line("[[agent.offer]]\nproduct = " + quoted(material(0)));
            offer_terms();
        }
        for (int v = 0; v < vendors_; ++v) {   // what is an input of its own is sold besides
            if (!sells_material[static_cast<std::size_t>(v)]) continue;
            const std::string name = "spares_" + std::to_string(v);
            line("[[agent]]\nname = " + quoted(name) + "\nkind = \"market\"\nproduct = " + quoted(material(0)) +
                 "\ndemand = { model = \"poisson\", mean_units_per_period = 4 }");
            link(vendor(v), material(0), name, false);
        }
        for (int v = 0; v < vendors_; ++v)
            for (int i = 0; i < materials_; ++i) link("mine_" + std::to_string(i), material(i), vendor(v), true);
    }

    /// Two tiers: the first buys from vendors, the second from the first.
    void stores() {
        near_ = whole(1, 3);
        far_  = whole(1, 3);
        for (int s = 0; s < near_ + far_; ++s) {
            line("[[agent]]\nname = " + quoted(store(s)) +
                 "\nkind = \"stage\"\nproduct = \"device\"\ninitial_units = " + std::to_string(6 * whole(0, 10)));
            replenishment();
            offer_terms();
            if (chance(60)) key("price_usd", amount(60, 600));
            if (chance(50)) line("holding_cost = 1\nbacklog_cost = 9\nin_transit_cost = 0.5");
            key("sourcing", sourcing());
            if (chance(25))
                key("inflation", chance(50) ? "{ policy = \"fill_rate\", max_factor = 2 }"
                                            : "{ policy = \"lead_time\", strength = 0.5 }");
        }
        for (int s = 0; s < near_; ++s) links_from_some(vendors_, store(s), vendor);
        for (int s = near_; s < near_ + far_; ++s) links_from_some(near_, store(s), store);
    }

    template <class Seller>
    void links_from_some(int sellers, const std::string& buyer, Seller seller) {
        const int first = whole(0, sellers - 1), count = whole(1, sellers);
        for (int k = 0; k < count; ++k) link(seller((first + k) % sellers), "device", buyer, true);
    }

    void markets() {
        for (int s = 0; s < near_ + far_; ++s) {
            if (s < near_ && chance(50)) continue;
            const std::string name = "market_" + std::to_string(s);
            line("[[agent]]\nname = " + quoted(name) + "\nkind = \"market\"\nproduct = \"device\"");
            key("demand", one_of({"{ model = \"poisson\", mean_units_per_period = 11 }",
                                  "{ model = \"constant\", units_per_period = 7.5 }",
                                  "{ model = \"normal\", mean_units_per_period = 12, sd_units = 5 }",
                                  "{ model = \"ar1\", mean_units_per_period = 10, rho = 0.7, sd_units = 3 }",
                                  "{ model = \"list\", units = [30, 0, 0, 18, 6], repeat = true }"}));
            if (chance(40)) key("unmet", "\"lost\"");
            link(store(s), "device", name, false);
        }
    }

    void disruptions() {
        const int count = whole(0, 4);
        for (int d = 0; d < count; ++d) {
            line("[[disruption]]\nname = " + quoted("trouble_" + std::to_string(d)));
            const int         victim = whole(0, 4);
            const std::string target = victim == 0   ? "agent.fab_" + std::to_string(whole(0, 1))
                                       : victim == 1 ? "agent." + vendor(whole(0, vendors_ - 1))
                                       : victim == 2 ? "agent." + store(whole(0, near_ + far_ - 1))
                                       : victim == 3 ? links_[static_cast<std::size_t>(whole(0, static_cast<int>(links_.size()) - 1))]
                                                     : "agent.mine_0";
            key("target", quoted(target));
            if (chance(50))
                line("at = " + std::to_string(whole(0, 100)) + "\nperiods = " + std::to_string(whole(0, 15)));
            else line("model = \"markov\"\nfail_per_period = 0.05\nrepair_per_period = 0.3");
            const std::string effect =
                victim == 0 || victim == 4
                    ? "capacity"
                    : one_of({"capacity", "order_pausing", "shipment_pausing", "transit_pausing", "receipt_pausing"});
            const bool capacity = effect == "capacity";
            key("effect", quoted(effect));
            if (capacity && chance(50)) key("capacity_lost", "0." + std::to_string(whole(1, 9)));
            if (capacity && chance(40)) key("ramp_periods", std::to_string(whole(1, 8)));
            const bool may_scrap = (capacity && victim != 3 ? works_ : moves_).contains(target);
            if (may_scrap && chance(60)) key("scrap", "0." + std::to_string(whole(1, 9)));
        }
    }

    void replenishment() {
        const bool        forecasts = chance(60);
        const std::string cancels   = chance(50) ? ", cancels = true" : "";
        if (forecasts) {
            key("forecast",
                one_of({"{ policy = \"exponential_smoothing\", alpha = 0.3, initial_units_per_period = 10 }",
                        "{ policy = \"moving_average\", window_periods = 5 }", "\"naive\"",
                        "{ policy = \"holt\", alpha = 0.3, beta = 0.1 }"}));
            if (chance(50))
                key("replenishment", "{ policy = \"base_stock\", cover_periods = " + std::to_string(whole(1, 8)) +
                                         ", safety_units = " + amount(0, 20) + cancels + " }");
            else
                key("replenishment",
                    "{ policy = \"anchor_and_adjust\", alpha = 0.5, beta = 0.5, desired_stock_units = " +
                        amount(10, 90) + " }");
        } else {
            const int choice = whole(0, 4);
            key("replenishment",
                choice == 0   ? "{ policy = \"base_stock\", level_units = " + amount(10, 150) + cancels + " }"
                : choice == 1 ? "{ policy = \"s_S\", reorder_point_units = " + amount(5, 40) +
                                    ", order_up_to_units = " + amount(60, 150) + " }"
                : choice == 2 ? "{ policy = \"r_Q\", reorder_point_units = " + amount(5, 80) +
                                    ", order_quantity_units = " + amount(5, 60) + " }"
                : choice == 3 ? "{ policy = \"fixed\", quantity_units = " + amount(1, 20) + " }"
                              : "{ policy = \"echelon_base_stock\", level_units = " + amount(50, 300) + cancels + " }");
        }
        buying_terms();
    }

    void buying_terms() {
        if (chance(25)) key("plans_on", "\"last_tick\"");
        if (chance(25)) key("review_every_periods", std::to_string(whole(2, 5)));
        if (chance(20)) key("forced_orders_units", "[6, 6.5, 0]");
        if (chance(20)) key("order_cost", "64");
    }

    void offer_terms() {
        key("allocation", quoted(allocation()));
        if (chance(30)) key("unmet", "\"lost\"");
        if (chance(25)) key("firm_periods", std::to_string(whole(1, 6)));
    }

    const char* allocation() {
        return one_of({"proportional", "uniform", "linear", "priority", "link_priority", "first_come", "turn_and_earn",
                       "reserved_then_proportional"});
    }

    const char* sourcing() {
        return one_of({"\"single\"", "\"cheapest\"", "\"fastest\"", "\"merit\"", "\"shortest_queue\"",
                       "{ policy = \"logit\", sensitivity_per_usd = 0.02 }",
                       "{ policy = \"diversified\", max_share = 0.6 }"});
    }

    void yield() {
        const char* model = one_of({"", "0.9", "{ model = \"random\", mean = 0.7, sd = 0.2 }",
                                    "{ model = \"random\", mean = 0.8, spread = \"all_or_nothing\" }",
                                    "{ model = \"negative_binomial\", die_area_mm2 = 600, defects_per_cm2 = 0.1 }",
                                    "{ model = \"random\", mean = 0.5, sd = 0.4, spread = \"normal\" }"});
        if (*model) key("yield", model);
    }

    void link(const std::string& seller, const std::string& product, const std::string& buyer, bool may_delay) {
        line("[[link]]\nseller = " + quoted(seller) + "\nproduct = " + quoted(product) + "\nbuyer = " + quoted(buyer));
        if (may_delay && chance(40)) {
            const int delay = whole(1, 3);
            key("order_delay_periods", std::to_string(delay));
            if (chance(30)) key("initial_orders_units", "[6]");
        }
        links_.push_back("link." + seller + "." + product + "." + buyer);
        if (may_delay && chance(80)) {
            moves_.insert(links_.back());
            moves_.insert("agent." + buyer);
            if (chance(30))
                key("lead_time",
                    std::string{"{ distribution = \"gamma\", shape = 4, scale_periods = 1, longest_periods = 12"} +
                        (chance(50) ? ", crossing = true }" : " }"));
            else {
                key("lead_time_periods", std::to_string(whole(1, 5)));
                if (chance(30)) key("initial_in_transit_units", "[6]");
            }
        }
        if (chance(30)) key("priority", std::to_string(whole(0, 3)));
        if (chance(30)) key("reserved_units_per_period", amount(1, 6));
        if (may_delay && chance(15)) key("qualified_from", std::to_string(whole(1, 40)));
        if (may_delay && chance(15)) key("initial_backlog_units", "6");
    }

    static std::string material(int i) { return "material_" + std::to_string(i); }
    static std::string vendor(int i) { return "vendor_" + std::to_string(i); }
    static std::string store(int i) { return "store_" + std::to_string(i); }

    std::mt19937_64 draw_, later_draw_;   // the second for what came later: tests name worlds by their seed
    std::string     text_;
    std::vector<std::string> links_;
    std::set<std::string>    works_, moves_;   ///< where work is under way, and to whom or on which link goods are
    int             materials_ = 0, vendors_ = 0, near_ = 0, far_ = 0;
};

}   // namespace secondsource
