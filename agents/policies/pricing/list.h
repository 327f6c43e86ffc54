#pragma once
// The list price.

#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

/// The scenario's price at this date, whatever the demand: the primary market clears by queue, not by price.
class ListPrice final : public PricingRule<ListPrice> {
public:
    static constexpr std::string_view name  = "list";
    static constexpr std::string_view about = "the list price of the date, whatever the demand";
    struct Terms {};
    static Terms read(Reader&) { return {}; }
    explicit ListPrice(const Terms&) {}

    double price(const MarketView& market) const { return market.list; }
};

}  // namespace secondsource
