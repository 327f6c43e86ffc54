#pragma once
// What is made, shipped and counted.

#include <string>

#include "sim/base/ids.h"
#include "sim/base/quantity.h"

namespace secondsource {

/// Something that is made, shipped and counted in its own unit.
struct Product {
    std::string name;
    std::string unit = "units";
    Amount      grain = Amount::of_parts(1);   ///< the smallest lot that is ordered or shipped
    double      power_kw_it = 0;               ///< IT power of one unit, kW; 0 for what does not compute
};
using ProductId = Id<Product>;

}  // namespace secondsource
