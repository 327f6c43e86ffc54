// Checks over all rows, each in one function.

#include "sim/scenario/meaning.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/base/spelling.h"
#include "sim/base/text.h"

namespace secondsource {
namespace {

using Names = std::pair<std::string_view, std::string_view>;   // an agent and something of it

const Node* inside(const Reader& read, std::string_view table, std::string_view key) {
    const Node* node = read.node() ? read.node()->at(table) : nullptr;
    return node ? node->at(key) : nullptr;
}

/// Everything in one place, so that each check finds the rows that it needs by their names.
class Meaning {
public:
    explicit Meaning(Drafts& drafts) : drafts_{drafts}, plan_{drafts.plan} {
        for (std::size_t i = 0; i < plan_.offers.size(); ++i) offers_.try_emplace({plan_.offers[i].agent, plan_.offers[i].goods}, i);
        for (std::size_t i = 0; i < plan_.requirements.size(); ++i) requirements_.try_emplace({plan_.requirements[i].agent, plan_.requirements[i].product}, i);
    }

    void check() {
        check_products();
        for (std::size_t i = 0; i < plan_.requirements.size(); ++i)
            if (const Reader& read = drafts_.reader(DraftTable::requirement, i); !read.has_errors()) check_requirement(read, plan_.requirements[i]);
        for (std::size_t i = 0; i < plan_.links.size(); ++i)
            if (const Reader& read = drafts_.reader(DraftTable::link, i); !read.has_errors()) check_link(read, plan_.links[i]);
        for (std::size_t i = 0; i < plan_.processes.size(); ++i)
            if (const Reader& read = drafts_.reader(DraftTable::process, i); !read.has_errors()) check_process(read, plan_.processes[i]);
    }

private:
    /// Products need not be declared, so a misspelt one is two: one that is declared and one that is used.
    void check_products() {
        std::set<std::string_view> used;
        for (const StockDraft& stock : plan_.stocks) used.insert(stock.product);
        for (const OfferDraft& offer : plan_.offers) used.insert(offer.goods);
        for (const RequirementDraft& requirement : plan_.requirements) used.insert(requirement.product);
        for (const ProcessDraft& process : plan_.processes) {
            used.insert(process.output);
            for (const InputDraft& input : process.inputs) used.insert(input.product);
        }
        std::set<std::string_view> declared;
        for (const Reader& product : drafts_.products()) declared.insert(product.name());
        std::vector<std::string_view> meant(used.begin(), used.end());
        std::stable_partition(meant.begin(), meant.end(), [&](std::string_view name) { return !declared.contains(name); });
        for (const Reader& product : drafts_.products()) {
            const Place place = product.place("name");
            // Who only extends a file need not use all of its products.
            if (product.has_errors() || used.contains(product.name()) || !place.source || place.source->order() != 0) continue;
            const auto near = nearest(product.name(), std::span<const std::string_view>{meant});
            product.warn("name", fmt::format("nothing uses the product {}", in_quotes(product.name())),
                         near ? fmt::format("did you mean {}?", in_quotes(*near)) : "no agent keeps, makes, sells or needs it");
        }
    }

    void check_requirement(const Reader& read, const RequirementDraft& draft) {
        if (draft.replenishment && !draft.forecast && drafts_.registry().follows_forecast(*draft.replenishment))
            read.warn("replenishment", "it follows a forecast, and nothing is expected without one", "add a forecast, for example forecast = { policy = \"exponential_smoothing\", alpha = 0.2, … }");
        check_target(read, draft);
        if (draft.sourcing) check_cap(read, draft);
    }

    /// A growth path is read in the unit of what grows; its key tells which.
    void check_target(const Reader& read, const RequirementDraft& draft) {
        const bool  in_power = draft.power_factor > 0;
        const auto  product  = plan_.products.find(draft.product);
        const bool  is_power = in_power || (product != plan_.products.end() && product->second.unit == "GW");
        if (in_power && inside(read, "replenishment", "target_units"))
            read.error("replenishment", fmt::format("a requirement at a site is counted in gigawatts, and {} are not", in_quotes("target_units")), "write \"target_gw\"");
        else if (!is_power && inside(read, "replenishment", "target_gw"))
            read.error("replenishment", fmt::format("only a requirement at a site is counted in gigawatts; that of {} is not, and {} is", in_quotes(draft.product), in_quotes("target_gw")),
                       "write \"target_units\", or name its site");
    }

    /// A cap on the share of each supplier that not even all of them together could keep.
    void check_cap(const Reader& read, const RequirementDraft& draft) {
        const double most = drafts_.registry().max_share(*draft.sourcing);
        if (most >= 1) return;
        if (suppliers_.empty()) {
            for (const LinkDraft& link : plan_.links) suppliers_[{link.buyer, link.product}].insert(link.seller);
            for (const ProcessDraft& process : plan_.processes) suppliers_[{process.agent, process.output}].insert(process.pool.empty() ? process.agent : process.pool_agent);
        }
        const std::set<std::string_view>& suppliers = suppliers_[{draft.agent, draft.product}];
        const auto count = static_cast<double>(suppliers.size());
        if (suppliers.empty() || most * count >= 1 - 1e-9) return;
        if (suppliers.size() == 1)   // there is nothing to split, as where another file has removed the others
            return read.warn("sourcing", fmt::format("no supplier may have more than {} of an order, and the only one, {}, gets all of it", shortest(most), in_quotes(*suppliers.begin())));
        const auto rounded = [](double share, double up) { return shortest(std::floor(share * 1e4 + up) / 1e4); };
        read.error("sourcing", fmt::format("no supplier may have more than {} of an order, and with {} suppliers that makes {} of it", shortest(most), suppliers.size(), rounded(most * count, 0.5)),
                   fmt::format("with so many, max_share is at least {}", rounded(1 / count, 0.9999)));
    }

    void check_link(const Reader& read, const LinkDraft& draft) {
        if (const auto at = requirements_.find({draft.buyer, draft.product}); at != requirements_.end() && plan_.requirements[at->second].power_factor > 0 && !read.written("units_per_unit").empty())
            read.error("units_per_unit", fmt::format("a requirement at a site is counted in gigawatts, by the power_kw_it of {} and the pue of the site", in_quotes(draft.goods)), "leave it out, or change those");
        const auto offer = offers_.find({draft.seller, draft.goods});
        if (offer == offers_.end()) return;
        if (!(draft.terms.reserved == Schedule{0.0})) expect_read(read, "reserved", "reservations", offer->second, &AllocationPolicy::Reads::reserved);
        if (!(draft.terms.bid == Schedule{0.0})) expect_read(read, "bid_usd", "bids", offer->second, &AllocationPolicy::Reads::price);
    }

    void check_process(const Reader& read, const ProcessDraft& draft) {
        const bool reserves = !(draft.reserved == Schedule{0.0}), bids = !(draft.bid == Schedule{0.0});
        if (draft.pool.empty()) {
            if (reserves) read.warn("reserved", "there is no pool to reserve anything of, so it has no effect");
            if (bids) read.warn("bid_usd", "there is no pool to bid for, so it has no effect");
        } else if (const auto offer = offers_.find({draft.pool_agent, draft.pool}); offer != offers_.end()) {
            if (reserves) expect_read(read, "reserved", "reservations", offer->second, &AllocationPolicy::Reads::reserved);
            if (bids) expect_read(read, "bid_usd", "bids", offer->second, &AllocationPolicy::Reads::price);
        }
    }

    /// Who names an allocation may want to compare it with others; who names none has forgotten it.
    void expect_read(const Reader& read, std::string_view key, std::string_view what, std::size_t offer, bool AllocationPolicy::Reads::*does) {
        const auto& rule = plan_.offers[offer].allocation;
        if (!rule || rule->reads().*does || !drafts_.reader(DraftTable::offer, offer).written("allocation").empty()) return;
        std::string help;
        for (const Maker<AllocationPolicy>& maker : drafts_.registry().of<AllocationPolicy>()) {
            Reader none = Reader::recording();
            if (maker.make(none)->reads().*does) help += (help.empty() ? "" : ", ") + std::string{maker.name};
        }
        read.warn(key, fmt::format("{} of agent {} is shared out without regard to {}, so it has no effect", in_quotes(plan_.offers[offer].goods), in_quotes(plan_.offers[offer].agent), what),
                  help.empty() ? "" : "give it an allocation that asks for them: " + help);
    }

    Drafts&                       drafts_;
    const Blueprint&              plan_;
    std::map<Names, std::size_t>  offers_, requirements_;
    std::map<Names, std::set<std::string_view>> suppliers_;   // listed once somebody asks
};

}  // namespace

void check_meaning(Drafts& drafts) { Meaning{drafts}.check(); }

void check_focus(const Reader& head, const std::string& focus, const Drafts& drafts) {
    if (focus.empty() || drafts.plan.agents.contains(focus)) return;
    std::vector<std::string> known;
    for (const EndUse& use : drafts.end_uses) known.insert(known.end(), {use.end_user, use.purchaser, use.host});
    if (std::ranges::find(known, focus) != known.end()) return;
    for (const auto& [name, agent] : drafts.plan.agents) known.push_back(name);
    std::erase(known, "");
    const auto near = nearest(focus, std::span<const std::string>{known});
    head.warn("focus", fmt::format("there is no agent {} to look at closely", in_quotes(focus)), near ? fmt::format("did you mean {}?", in_quotes(*near)) : "");
}

}  // namespace secondsource
