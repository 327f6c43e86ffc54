#include "agents/compute/site.h"

#include <map>

#include "sim/base/spelling.h"

namespace secondsource {
namespace {

constexpr double gigawatts_per_megawatt = 1e-3;
constexpr double gigawatts_per_kilowatt = 1e-6;
const std::string deployed = "deployed";

struct Site {
    Reader        read;
    double        pue;
    Schedule      powered_mw;
    std::uint32_t deploy_ticks;
    bool          is_used = false;
};

Site read_site(Reader read) {
    const double  pue     = read.real("pue", "facility power over IT power", at_least(1));
    Schedule      powered = read.schedule("powered_mw", "facility power on line so far, MW", at_least(0));
    const auto    ticks   = read.duration("deploy", "from delivery to work, power being there", Limits{0, 10'000}, Ticks{0});
    read.text("name", "what the site is called");
    read.finish();
    return {read, pue, std::move(powered), static_cast<std::uint32_t>(ticks.count)};
}

/// The rows that take delivered compute into work as power comes on line.
void add_rows(Site& site, Drafts& drafts, const std::string& agent, const std::string& compute, Amount initial) {
    const std::string power = "power_" + site.read.name();
    drafts.imply_product(compute, "GW");
    drafts.imply_product(power, "GW");
    drafts.imply_product(deployed, "GW");

    StockDraft& lines = drafts.stock(site.read);
    lines.agent    = agent;
    lines.product  = power;
    lines.receipts = Receipts{site.powered_mw, gigawatts_per_megawatt, initial.units()};   // what was deployed before has its power

    ProcessDraft& deploy = drafts.process(site.read);
    deploy.agent      = agent;
    deploy.name       = "deploy_" + site.read.name();
    deploy.output     = deployed;
    deploy.inputs     = {{compute, Amount::of(1)}, {power, Amount::of(1)}};
    deploy.cycle_time = site.deploy_ticks;
    deploy.is_push    = true;
}

}  // namespace

void read_sites_and_requirements(Reader& agent, Drafts& drafts) {
    std::map<std::string, Site> sites;
    for (const Reader& read : agent.tables("site", "where accelerators are deployed as power comes on line")) sites.emplace(read.name(), read_site(read));

    Amount deployed_before;
    bool   deploys = false;
    for (Reader read : agent.tables("requirement", "what is needed: fed by links, and by own processes with that output")) {
        RequirementDraft& draft = drafts.requirement(read);
        draft.agent   = agent.name();
        draft.product = read.text("product", "what is needed");
        read_requirement(read, drafts, draft);
        if (read.has("site")) {
            const std::string name    = read.text("site", "where it is deployed; the requirement is then counted in facility gigawatts", "");
            const Amount      initial = read.amount("initial_gw", "delivered and deployed before the first tick", at_least(0), Amount{});
            EndUse            use{agent.name(), draft.product, read.text("end_user", "whose gigawatts these are; by default the agent's", agent.name()),
                                  read.text("purchaser", "who pays", ""), read.text("host", "who runs the site", "")};
            if (use.end_user != agent.name())
                read.error("end_user", "gigawatts count for the agent that needs them, here \"" + agent.name() + "\"",
                           "let the end user have this requirement, and name who runs the site as its host");
            drafts.end_uses.push_back(std::move(use));
            if (const auto site = sites.find(name); site != sites.end()) {
                if (site->second.is_used) read.error("site", "two requirements are deployed at site \"" + name + "\"");
                site->second.is_used = true;
                draft.power_factor   = site->second.pue * gigawatts_per_kilowatt;
                add_rows(site->second, drafts, agent.name(), draft.product, initial);
                deployed_before += initial;
                deploys = true;
            } else if (!read.is_recording()) {
                std::vector<std::string> known;
                for (const auto& [site_name, row] : sites) known.push_back(site_name);
                const auto near = nearest(name, known);
                read.error("site", "agent \"" + agent.name() + "\" has no site \"" + name + "\"", near ? "did you mean \"" + *near + "\"?" : "");
            }
        }
        read.finish();
    }
    if (!deploys) return;
    StockDraft& stock = drafts.stock(agent);
    stock.agent   = agent.name();
    stock.product = deployed;
    stock.initial = deployed_before;
    RequirementDraft& fleet = drafts.requirement(agent);   // orders nothing: the deployments fill it
    fleet.agent   = agent.name();
    fleet.product = deployed;
}

}  // namespace secondsource
