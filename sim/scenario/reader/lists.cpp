// Lists of numbers, amounts and texts.

#include <numeric>

#include <fmt/format.h>

#include "sim/base/text.h"
#include "sim/scenario/reader/table.h"

namespace secondsource {

namespace {

template <class Value, class Write>
std::string list_text(const std::vector<Value>& values, Write write) {
    std::string out;
    for (const Value& value : values) out += (out.empty() ? "" : ", ") + write(value);
    return '[' + out + ']';
}

}   // namespace

std::vector<double> Reader::reals(std::string_view key, std::string_view meaning, Limits limits,
                                  std::optional<std::vector<double>> fallback) {
    const Asked& asked = ask({.key = key, .type = KeyType::reals, .meaning = meaning, .limits = limits}, fallback,
                             [](const auto& list) { return list_text(list, shortest); });
    const Node*  node  = value_of(asked);
    if (!node) return usable(fallback, {});
    const auto* list = is_dated(*node) ? nullptr : node->as<Node::List>();
    if (!list) {
        wrong_type(asked.info, key, *node, "a list of numbers");
        return usable(fallback, {});
    }
    std::vector<double> out;
    for (const Node& element : *list) out.push_back(number_of(asked.info, key, element).value_or(harmless(limits)));
    return out;
}

std::vector<Amount> Reader::amounts(std::string_view key, std::string_view meaning, Limits limits,
                                    std::optional<std::vector<Amount>> fallback) {
    const Asked& asked =
        ask({.key = key, .type = KeyType::amounts, .meaning = meaning, .limits = limits}, fallback,
            [](const auto& list) { return list_text(list, [](Amount amount) { return shortest(amount.units()); }); });
    const Node* node = value_of(asked);
    if (!node) return usable(fallback, {});
    const auto* list = is_dated(*node) ? nullptr : node->as<Node::List>();
    if (!list) {
        wrong_type(asked.info, key, *node, "a list of amounts");
        return usable(fallback, {});
    }
    std::vector<Amount> out;
    for (const Node& element : *list)
        out.push_back(amount_of(asked.info, element).value_or(Amount::nearest(harmless(limits))));
    const double sum = std::accumulate(out.begin(), out.end(), 0.0, [](double all, Amount amount) { return all + amount.units(); });
    if (sum > amount_units_max)
        report(Problem::out_of_range, node->place, fmt::format("{} {} comes to too much: {} units", in_quotes(key), in_table(), shortest(sum)), "amounts go up to 4.6e9 units together; choose a larger unit for the product");
    return out;
}

std::vector<std::string> Reader::texts(std::string_view key, std::string_view meaning,
                                       std::optional<std::vector<std::string>> fallback) {
    const Asked& asked = ask({.key = key, .type = KeyType::texts, .meaning = meaning}, fallback,
                             [](const auto& list) { return list_text(list, as_toml); });
    const Node*  node  = value_of(asked);
    if (!node) return usable(fallback, {});
    const auto* list = node->as<Node::List>();
    if (!list) {
        wrong_type(asked.info, key, *node, "a list of texts");
        return usable(fallback, {});
    }
    std::vector<std::string> out;
    for (const Node& element : *list) {
        if (const auto* text = element.as<std::string>()) out.push_back(*text);
        else wrong_type(asked.info, key, element, "a list of texts");
    }
    return out;
}

}   // namespace secondsource
