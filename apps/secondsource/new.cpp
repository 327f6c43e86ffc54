// `secondsource new`: a commented scenario to start from.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "apps/secondsource/command.h"
#include "apps/secondsource/terminal.h"
#include "sim/run/unfinished_file.h"
#include "sim/scenario/diagnostic.h"
#include "sim/scenario/head.h"

namespace secondsource {
namespace {

namespace fs = std::filesystem;

// One foundry, two vendors who compete for its wafers, and a lab that wants gigawatts: small enough to be understood
// whole.
constexpr std::string_view starter = R"(# {name}: a lab splits its demand over two chip vendors, who share one foundry.
# Try:   secondsource check {name}.toml
#        secondsource run {name}.toml
#        secondsource run {name}.toml --set agent.lab.requirement.compute.sourcing.shares.second=0
# All tables and their keys: secondsource describe process, describe link, describe foundry, describe base_stock …

schema_version = 1

[scenario]
name  = "{name}"
title = "A lab and two chip vendors who share one foundry"
tick  = "week"             # week, day, month; or period, for worlds without dates
start = 2026-01-05
weeks = 156
seed  = 1                  # chance: the same seed gives the same run

# ---- products ------------------------------------------------------------------------------------------------------

[[product]]
name        = "gpu_a"
unit        = "packages"
grain_units = 1            # ordered and shipped in whole packages
power_kw_it = {{ value = 1.8, source = "assumption", range = [1.6, 2.0] }}   # any value may say where it is from

[[product]]
name        = "gpu_b"
unit        = "packages"
grain_units = 1
power_kw_it = {{ value = 2.0, source = "assumption", range = [1.8, 2.2] }}

# ---- who makes them ------------------------------------------------------------------------------------------------

[[agent]]
name = "foundry"
kind = "foundry"

[[agent.pool]]             # capacity that the vendors' processes start work on
name       = "leading_edge"
unit       = "wafers"
allocation = "proportional"                  # how wafers are shared out when they do not suffice
price_usd  = 18000                           # a wafer
capacity_wafers_per_month = [                # a value may change with time
  {{ at = 2026-01-05, value = 1600 }},
  {{ at = 2027-01-04, value = 2400 }},
]

[[agent]]
name = "first"
kind = "chip_vendor"

[[agent.process]]          # from the wafer to the tested package
name                   = "gpu_a"
output                 = "gpu_a"
output_units_per_start = 28                  # packages from a wafer, before yield
pool                   = "foundry.leading_edge"
cycle_time_weeks       = 22
yield                  = 0.80
initial_work_in_process_units = [4500, 4500, 4500, 4500, 4500, 4500, 4500, 4500, 4500, 4500, 4500]   # due in weeks 1 to 11

[[agent.requirement]]      # the vendor orders from its own process
product       = "gpu_a"
replenishment = {{ policy = "base_stock", cover_weeks = 24 }}
forecast      = {{ policy = "exponential_smoothing", alpha = 0.1, initial_units_per_week = 4500 }}

[[agent.offer]]
product   = "gpu_a"
price_usd = 35000

[[agent]]
name = "second"
kind = "chip_vendor"

[[agent.process]]
name                   = "gpu_b"
output                 = "gpu_b"
output_units_per_start = 26
pool                   = "foundry.leading_edge"
cycle_time_weeks       = 24
yield                  = 0.75

[[agent.requirement]]
product       = "gpu_b"
replenishment = {{ policy = "base_stock", cover_weeks = 26 }}
forecast      = {{ policy = "exponential_smoothing", alpha = 0.1, initial_units_per_week = 1500 }}

[[agent.offer]]
product   = "gpu_b"
price_usd = 25000

# ---- who wants them ------------------------------------------------------------------------------------------------

[[agent]]
name  = "lab"
title = "The lab"
kind  = "ai_lab"

[[agent.site]]
name         = "campus"
pue          = 1.2                           # facility power over IT power
deploy_weeks = 2                             # from the dock to work, once there is power
powered_mw   = {{ linear = true, steps = [
  {{ at = 2026-01-05, value = 200 }},
  {{ at = 2029-01-01, value = 2000 }},
] }}

[[agent.requirement]]      # counted in facility gigawatts, since it names a site
product       = "compute"
site          = "campus"
replenishment = {{ policy = "growth_path", lookahead_weeks = 12, target_gw = {{ linear = true, steps = [
  {{ at = 2026-01-05, value = 0.1 }},
  {{ at = 2029-01-01, value = 2.0 }},
] }} }}
sourcing      = {{ policy = "shares", shares = {{ first = 0.7, second = 0.3 }} }}

[[link]]
seller          = "first"
product         = "gpu_a"
buyer           = "lab"
requirement     = "compute"
lead_time_weeks = 3

[[link]]
seller          = "second"
product         = "gpu_b"
buyer           = "lab"
requirement     = "compute"
lead_time_weeks = 3
qualified_from  = 2026-07-06                 # no orders before

# ---- what may happen, and what to look at --------------------------------------------------------------------------

# [[disruption]]           # without the marks at the beginning of the lines, the foundry stands still for eight weeks
# name   = "quake"
# target = "agent.foundry"
# at     = 2027-03-01
# weeks  = 8

[[metric]]
name   = "wafer_use"
of     = "offer.foundry.leading_edge.shipped"
over   = "pool.foundry.leading_edge.capacity"
reduce = "sum"
)";

class New final : public Command {
public:
    std::string_view              name() const override { return "new"; }
    std::string_view              about() const override { return "writes a commented scenario to start from"; }
    std::vector<std::string_view> examples() const override {
        return {"secondsource new my_scenario", "secondsource new studies/two_vendors"};
    }
    void declare(Options& options) override {
        options.argument("NAME", name_, "what the scenario is called; it is written to NAME.toml");
    }

    int run() override {
        fs::path path{name_};
        if (path.extension() != ".toml") path += ".toml";
        const std::string stem = path.stem().string();
        if (!is_scenario_name(stem))
            throw UsageError{fmt::format("a scenario cannot be called {}", in_quotes(stem)),
                             "names are of letters, digits, _ and -"};

        std::error_code failed;
        if (path.has_parent_path()) fs::create_directories(path.parent_path(), failed);
        if (failed) throw UsageError{fmt::format("the folder {} cannot be made: {}", path.parent_path().string(), failed.message())};

        // "x": whoever comes second does not overwrite, even if both come at once.
        std::FILE* file = std::fopen(path.c_str(), "wx");
        if (!file && errno == EEXIST)
            throw UsageError{fmt::format("{} is there already", path.string()),
                             "choose another name, or remove it first"};
        if (!file) throw UsageError{fmt::format("{} cannot be written: {}", path.string(), std::strerror(errno))};
        UnfinishedFile    unfinished{path};
        const std::string text = fmt::format(fmt::runtime(starter), fmt::arg("name", stem));
        const bool        all  = std::fwrite(text.data(), 1, text.size(), file) == text.size();
        if (std::fclose(file) != 0 || !all)
            throw std::runtime_error{fmt::format("{} could not be written whole", path.string())};
        unfinished.keep();
        write_out(fmt::format("{0} is written; `secondsource run {0}` runs it\n", path.string()));
        return exit_done;
    }

private:
    std::string name_;
};

}   // namespace

std::unique_ptr<Command> new_command() { return std::make_unique<New>(); }

}   // namespace secondsource
