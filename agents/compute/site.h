#pragma once
// Sites: where accelerators wait for power and are deployed.

#include "sim/scenario/rows.h"

namespace secondsource {

/// Reads the tables `site` and `requirement` of an agent.
///
/// A requirement that names a site is counted in facility gigawatts: each accelerator counts its power_kw_it times the
/// site's PUE (applied nowhere else). What arrives is *delivered*; it is *deployed* once the site has power for it. A
/// site is made of plain rows: power comes on line as receipts of a stock `power_SITE`, and a process `deploy_SITE`
/// joins one gigawatt of compute with one of power into the stock `deployed`, as far as there is of both. Power that is
/// on line stays; nothing is switched off.
void read_sites_and_requirements(Reader& agent, Drafts&);

}  // namespace secondsource
