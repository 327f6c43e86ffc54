#include "sim/scenario/assumptions.h"

#include <charconv>
#include <cmath>
#include <string>

#include "sim/base/chance.h"
#include "sim/base/distribution.h"
#include "sim/base/text.h"

namespace secondsource {
namespace {

/// The path of what a step belongs to: without its date, and without the list of steps around it.
std::string path_of_steps(const std::string& path) {
    const std::size_t dot = path.rfind('.');
    if (dot == std::string::npos || !parse_date(path.substr(dot + 1))) return path;
    std::string whole = path.substr(0, dot);
    if (whole.ends_with(".steps")) whole.resize(whole.size() - 6);
    return whole;
}

/// What a draw goes by. Steps of one path are one thing, and so is what goes into an agent's product, wherever it is made: the
/// same input of two processes of one agent that say the same source.
std::string drawn_as(const SourcedValue& value) {
    std::string       path    = path_of_steps(value.path);
    const std::size_t process = path.find(".process."), inputs = path.find(".inputs.");
    if (process == std::string::npos || inputs == std::string::npos || inputs < process) return path;
    return path.erase(process, inputs - process) + ' ' + value.provenance.source;
}

}  // namespace

std::size_t draw_assumptions(Document& document, const AssumptionDraw& draw, Diagnostics& diagnostics) {
    std::size_t drawn = 0;
    for (const SourcedValue& value : document.values()) {
        const auto& range = value.provenance.range;
        if (!range || !is_assumption(value.provenance)) continue;
        double     number = 0;
        const auto [end, error] = std::from_chars(value.value.data(), value.value.data() + value.value.size(), number);
        if (error != std::errc{} || end != value.value.data() + value.value.size()) continue;   // a date, a flag, a list
        if (!(range->first <= number && number <= range->second && range->first < range->second)) continue;
        const Chance chance{draw.seed, draw.replication, path_key(drawn_as(value))};
        double       other  = Distribution::triangular(range->first, number, range->second).sample(chance, Tick{0}, Purpose::assumption);
        const auto   is_whole = [](double x) { return x == std::floor(x); };
        const bool   whole    = value.value.find_first_of(".eE") == std::string::npos && is_whole(range->first) && is_whole(range->second);
        if (whole) other = std::round(other);
        document.set(value.path, whole ? fixed(other, 0) : shortest(other), value.place, diagnostics);
        ++drawn;
    }
    return drawn;
}

}  // namespace secondsource
