#include "bench/workloads.h"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>

namespace secondsource {
namespace {

using Word = std::uint64_t;

/// SplitMix64 (Steele, Lea and Flood 2014), addressed by index.
Word mixed(Word z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}
Word   stream(Word seed, Word number) { return mixed(seed + number * 0xD1B54A32D192ED03ULL); }
Word   random_word(Word key, Word i) { return mixed(key + (i + 1) * 0x9E3779B97F4A7C15ULL); }
double random_unit(Word key, Word i) { return static_cast<double>(random_word(key, i) >> 11) * 0x1p-53; }

}  // namespace

std::string beer_chain(long periods) {
    std::string text = fmt::format("[scenario]\ntick = \"period\"\nperiods = {}\n", periods);
    auto        out  = std::back_inserter(text);
    fmt::format_to(out, "[[agent]]\nname = \"customers\"\nkind = \"market\"\nproduct = \"beer\"\n"
                        "demand = {{ model = \"constant\", units_per_period = [{{ at = 0, value = 4 }}, {{ at = 5, value = 8 }}] }}\n"
                        "[[agent]]\nname = \"brewery\"\nkind = \"source\"\nproduct = \"beer\"\n");
    const char* const stages[] = {"retailer", "wholesaler", "distributor", "factory"};
    for (const char* stage : stages)
        fmt::format_to(out, "[[agent]]\nname = \"{}\"\nkind = \"stage\"\nproduct = \"beer\"\ninitial_units = 12\nholding_cost = 0.5\nbacklog_cost = 1.0\n"
                            "replenishment = {{ policy = \"base_stock\", level_units = 36 }}\n", stage);
    fmt::format_to(out, "[[link]]\nseller = \"retailer\"\nproduct = \"beer\"\nbuyer = \"customers\"\n");
    for (int i = 0; i < 3; ++i)
        fmt::format_to(out, "[[link]]\nseller = \"{}\"\nproduct = \"beer\"\nbuyer = \"{}\"\norder_delay_periods = 1\nlead_time_periods = 2\n"
                            "initial_orders_units = [4]\ninitial_in_transit_units = [4, 4]\n", stages[i + 1], stages[i]);
    fmt::format_to(out, "[[link]]\nseller = \"brewery\"\nproduct = \"beer\"\nbuyer = \"factory\"\nlead_time_periods = 3\ninitial_in_transit_units = [4, 4, 4]\n");
    return text;
}

std::string wide_network(int nodes, int ticks, bool noisy) {
    constexpr int links_a_buyer = 4;
    const int     layer_size    = nodes / 4;
    const Word    suppliers = stream(1, 1), capacities = stream(1, 2), demands = stream(1, 3), prices = stream(1, 4);
    const auto    name = [](int node) { return fmt::format("n{:07}", node); };

    std::string text = fmt::format("[scenario]\ntick = \"period\"\nperiods = {}\ntrack_record_smoothing = 0.1\n", ticks);
    auto        out  = std::back_inserter(text);
    for (int node = 0; node < nodes; ++node) {
        const int layer = node / layer_size;
        fmt::format_to(out, "[[agent]]\nname = \"{}\"\nkind = \"{}\"\nproduct = \"goods\"\n", name(node), layer == 0 ? "source" : "stage");
        if (layer > 0)
            fmt::format_to(out, "initial_units = 20\nplans_on = \"{}\"\nforecast = {{ policy = \"exponential_smoothing\", alpha = 0.2, initial_units_per_period = 10 }}\n"
                                "replenishment = {{ policy = \"anchor_and_adjust\", alpha = 0.25, beta = 1, cover_periods = 5 }}\nsourcing = \"merit\"\n",
                           layer == 3 ? "this_tick" : "last_tick");
        fmt::format_to(out, "unmet = \"lost\"\n");
        if (layer < 3)
            fmt::format_to(out, "ship_max_units_per_period = {:.17g}\nprice_usd = {:.17g}\n"
                                "pricing = {{ policy = \"excess_demand\", gamma = 0.05, delta = 0.06, lowest_usd = 0.1, highest_usd = 10 }}\n",
                           10.0 * (1.1 + 0.4 * random_unit(capacities, static_cast<Word>(node))), 1 + 0.5 * layer + 0.2 * random_unit(prices, static_cast<Word>(node)));
        if (layer == 3) {
            const double base = 8 + 4 * random_unit(demands, static_cast<Word>(node - 3 * layer_size));
            fmt::format_to(out, "[[agent]]\nname = \"m{}\"\nkind = \"market\"\nproduct = \"goods\"\nunmet = \"lost\"\n"
                                "demand = {{ model = \"constant\", units_per_period = [{{ at = 0, value = {:.17g} }}, {{ at = 20, value = {:.17g} }}] }}\n", name(node), base, base * 1.2);
            if (noisy) fmt::format_to(out, "[[agent.factors]]\nmodel = \"distribution\"\ndistribution = \"uniform\"\nlow_units = 0.5\nhigh_units = 1.5\n");
            fmt::format_to(out, "[[link]]\nseller = \"{0}\"\nproduct = \"goods\"\nbuyer = \"m{0}\"\n", name(node));
        }
    }
    for (int node = layer_size; node < nodes; ++node)
        for (int slot = 0; slot < links_a_buyer; ++slot) {
            const int  buyer = node - layer_size;
            const long low = static_cast<long>(layer_size) * slot / links_a_buyer, high = static_cast<long>(layer_size) * (slot + 1) / links_a_buyer;
            const long seller = static_cast<long>(buyer / layer_size) * layer_size + low +
                                static_cast<long>(random_word(suppliers, static_cast<Word>(links_a_buyer * buyer + slot)) % static_cast<Word>(high - low));
            fmt::format_to(out, "[[link]]\nseller = \"{}\"\nproduct = \"goods\"\nbuyer = \"{}\"\nlead_time_periods = 4\ninitial_in_transit_units = [2.5, 2.5, 2.5, 2.5]\n",
                           name(static_cast<int>(seller)), name(node));
        }
    return text;
}

}  // namespace secondsource
