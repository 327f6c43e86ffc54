// From drafts by name to rows by number: sorted by path, joined, checked, and put into levels.

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "sim/base/spelling.h"
#include "sim/engine/blueprint.h"
#include "sim/network/graph.h"

namespace secondsource {
namespace {

using Pair = std::pair<std::string, std::string>;   ///< agent and product (or pool, or process)

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

template <class Map>
std::string did_you_mean(const std::string& word, const Map& known) {
    std::vector<std::string> names;
    for (const auto& [name, row] : known) names.push_back(name);
    if (const auto near = nearest(word, names)) return "did you mean " + quoted(*near) + "?";
    return {};
}

class Assembly {
public:
    Assembly(const Blueprint& blueprint, std::vector<Misfit>& misfits) : plan_{blueprint}, misfits_{misfits} {}

    std::shared_ptr<const Model> model() {
        const std::size_t before = misfits_.size();
        name_agents_and_products();
        name_stocks();
        name_pools_and_offers();
        name_requirements();
        if (misfits_.size() > before) return nullptr;
        name_links();
        if (misfits_.size() > before) return nullptr;
        join_processes();
        join_disruptions();
        mark_plain();
        join_sources();
        check_sources();
        if (misfits_.size() > before) return nullptr;
        check_memory();
        if (misfits_.size() > before) return nullptr;
        group_reviews();
        level_offers();
        if (misfits_.size() > before) return nullptr;
        start_states();
        net().shrink();
        return model_;
    }

private:
    Network& net() { return model_->network; }

    void misfit(DraftTable table, std::size_t row, std::string key, std::string message, std::string help = {}) {
        misfits_.push_back({table, row, std::move(key), std::move(message), std::move(help)});
    }

    bool agent_known(const std::string& name, DraftTable table, std::size_t row, const char* key) {
        if (agent_.contains(name)) return true;
        misfit(table, row, key, "there is no agent " + quoted(name), did_you_mean(name, agent_));
        return false;
    }

    bool product_known(const std::string& name, DraftTable table, std::size_t row, const char* key) {
        if (product_.contains(name)) return true;
        misfit(table, row, key, "there is no product " + quoted(name), did_you_mean(name, product_));
        return false;
    }

    void name_agents_and_products() {
        model_->calendar         = plan_.calendar;
        model_->name             = plan_.name;
        model_->first_reported   = plan_.first_reported;
        model_->end              = plan_.end;
        model_->record_smoothing = plan_.record_smoothing;
        for (const auto& [name, agent] : plan_.agents) {
            agent_[name] = AgentId{static_cast<std::uint32_t>(net().agents.size())};
            net().agents.push_back(agent);
        }
        for (const auto& [name, product] : plan_.products) {
            product_[name] = ProductId{static_cast<std::uint32_t>(net().products.size())};
            net().products.push_back(product);
        }
    }

    /// Stocks that are drafted, and those that offers, requirements and processes need.
    void name_stocks() {
        std::map<Pair, const StockDraft*> wanted;
        for (std::size_t i = 0; i < plan_.stocks.size(); ++i) {
            const StockDraft& draft = plan_.stocks[i];
            if (!agent_known(draft.agent, DraftTable::stock, i, "agent") || !product_known(draft.product, DraftTable::stock, i, "product")) continue;
            if (!wanted.emplace(Pair{draft.agent, draft.product}, &draft).second)
                misfit(DraftTable::stock, i, "product", "agent " + quoted(draft.agent) + " has two stocks of " + quoted(draft.product));
        }
        const auto need = [&](const std::string& agent, const std::string& product, DraftTable table, std::size_t row, const char* key) {
            if (agent_known(agent, table, row, "agent") && product_known(product, table, row, key))
                wanted.emplace(Pair{agent, product}, nullptr);
        };
        for (std::size_t i = 0; i < plan_.offers.size(); ++i)
            if (plan_.offers[i].origin == Origin::stock) need(plan_.offers[i].agent, plan_.offers[i].goods, DraftTable::offer, i, "product");
        for (std::size_t i = 0; i < plan_.requirements.size(); ++i) need(plan_.requirements[i].agent, plan_.requirements[i].product, DraftTable::requirement, i, "product");
        for (std::size_t i = 0; i < plan_.processes.size(); ++i) {
            need(plan_.processes[i].agent, plan_.processes[i].output, DraftTable::process, i, "output");
            for (const InputDraft& input : plan_.processes[i].inputs) need(plan_.processes[i].agent, input.product, DraftTable::process, i, "inputs");
        }
        for (const auto& [where, draft] : wanted) {
            const StockId id{static_cast<std::uint32_t>(net().stocks.size())};
            stock_[where] = id;
            Stock row{agent_[where.first], product_[where.second], {}, {}, false, false};
            if (draft) {
                row.initial     = draft->initial;
                row.costs       = draft->costs;
                row.is_consumed = draft->is_consumed;
                if (draft->receipts) {
                    row.has_receipts = true;
                    net().receipts.push_back(*draft->receipts);
                    net().receipts_to.push_back(id);
                }
            }
            net().stocks.push_back(row);
        }
        net().requirement_of.resize(net().stocks.size());
        net().offer_of.resize(net().stocks.size());
    }

    void name_pools_and_offers() {
        std::map<Pair, std::size_t> pools;
        for (std::size_t i = 0; i < plan_.pools.size(); ++i) {
            const PoolDraft& draft = plan_.pools[i];
            if (!agent_known(draft.agent, DraftTable::pool, i, "agent")) continue;
            if (!pools.emplace(Pair{draft.agent, draft.name}, i).second)
                misfit(DraftTable::pool, i, "name", "agent " + quoted(draft.agent) + " has two pools " + quoted(draft.name));
            if (draft.capacity.maximum() <= 0) misfit(DraftTable::pool, i, "capacity", "pool " + quoted(draft.name) + " never has any capacity");
        }
        for (const auto& [where, i] : pools) {
            pool_[where] = PoolId{static_cast<std::uint32_t>(net().pools.size())};
            const PoolDraft& draft = plan_.pools[i];
            net().pools.push_back({agent_[where.first], draft.name, draft.unit, draft.capacity, draft.grain});
        }
        std::map<Pair, std::size_t> offers;   // npos: the inside of a process without a pool
        for (std::size_t i = 0; i < plan_.offers.size(); ++i) {
            const OfferDraft& draft = plan_.offers[i];
            if (!agent_known(draft.agent, DraftTable::offer, i, "agent")) continue;
            if (draft.origin != Origin::pool) product_known(draft.goods, DraftTable::offer, i, "product");
            if (!offers.emplace(Pair{draft.agent, draft.goods}, i).second)
                misfit(DraftTable::offer, i, "product", "agent " + quoted(draft.agent) + " has two offers of " + quoted(draft.goods));
        }
        for (std::size_t i = 0; i < plan_.processes.size(); ++i) {
            const ProcessDraft& draft = plan_.processes[i];
            if (draft.pool.empty()) {
                if (!offers.emplace(Pair{draft.agent, draft.name}, npos).second)
                    misfit(DraftTable::process, i, "name", "agent " + quoted(draft.agent) + " already offers something called " + quoted(draft.name));
            } else if (!pool_.contains({draft.pool_agent, draft.pool})) {
                std::map<std::string, int> known;
                for (const auto& [where, id] : pool_) known[where.first + "." + where.second] = 0;
                misfit(DraftTable::process, i, "pool", "there is no pool " + quoted(draft.pool_agent + "." + draft.pool),
                       did_you_mean(draft.pool_agent + "." + draft.pool, known));
            }
        }
        for (const auto& [where, i] : offers) {
            const OfferId id{static_cast<std::uint32_t>(net().offers.size())};
            offer_[where] = id;
            offer_draft_.push_back(i);
            Offer         row;
            std::uint32_t terms = Id<OfferTerms>::none, allocation = 0;
            row.seller = agent_[where.first];
            row.origin = Origin::unlimited;
            if (i != npos) {
                const OfferDraft& draft = plan_.offers[i];
                row.origin       = draft.origin;
                row.unmet        = draft.unmet;
                row.firm         = draft.firm;
                row.has_ship_max = draft.has_ship_max;
                if (draft.origin == Origin::pool) {
                    row.pool = pool_[where];
                } else {
                    row.product = product_[where.second];
                    if (draft.origin == Origin::stock) {
                        row.stock                 = stock_[where];
                        net().offer_of[row.stock] = id;
                    }
                }
                if (draft.has_ship_max || draft.terms.has_price) {
                    terms = static_cast<std::uint32_t>(net().offer_terms.size());
                    net().offer_terms.push_back(draft.terms);
                }
                allocation = interned(model_->allocations, draft.allocation);
                if (draft.pricing) {
                    auto group = std::find_if(model_->pricing.begin(), model_->pricing.end(), [&](const PriceGroup& g) { return g.pricing == draft.pricing; });
                    if (group == model_->pricing.end()) group = model_->pricing.insert(group, PriceGroup{{}, draft.pricing});
                    group->rows.push_back(id);
                }
            } else {
                allocation = interned(model_->allocations, std::shared_ptr<const AllocationPolicy>{});
            }
            net().offers.push_back(row);
            net().offer_terms_of.push_back(terms);
            model_->allocation_of.push_back(allocation);
        }
    }

    template <class Policy>
    static std::uint32_t interned(std::vector<std::shared_ptr<const Policy>>& list, const std::shared_ptr<const Policy>& policy) {
        const auto found = std::find(list.begin(), list.end(), policy);
        if (found != list.end()) return static_cast<std::uint32_t>(found - list.begin());
        list.push_back(policy);
        return static_cast<std::uint32_t>(list.size() - 1);
    }

    void name_requirements() {
        std::map<Pair, std::size_t> rows;
        for (std::size_t i = 0; i < plan_.requirements.size(); ++i) {
            const RequirementDraft& draft = plan_.requirements[i];
            if (!stock_.contains({draft.agent, draft.product})) continue;   // said already
            if (!rows.emplace(Pair{draft.agent, draft.product}, i).second)
                misfit(DraftTable::requirement, i, "product", "agent " + quoted(draft.agent) + " has two requirements of " + quoted(draft.product));
        }
        for (const auto& [where, i] : rows) {
            const RequirementDraft& draft = plan_.requirements[i];
            const RequirementId     id{static_cast<std::uint32_t>(net().requirements.size())};
            requirement_[where] = id;
            requirement_draft_.push_back(i);
            Requirement row;
            row.stock        = stock_[where];
            row.plans_on     = draft.plans_on;
            row.signal       = draft.signal;
            row.unmet        = draft.unmet;
            row.is_market    = draft.is_market();
            row.review_every = draft.review_every;
            row.order_cost   = draft.order_cost;
            net().requirements.push_back(row);
            net().requirement_of[row.stock] = id;
            if (!draft.forced.empty()) model_->forced_orders.emplace_back(id, draft.forced);
        }
    }

    struct Edge {
        OfferId     offer;
        std::string buyer, process;   ///< for the order of paths
        std::size_t draft;
        bool        is_process;
    };

    void name_links() {
        std::vector<Edge>                    edges;
        std::set<std::tuple<OfferId, std::string, std::string>> seen;
        for (std::size_t i = 0; i < plan_.links.size(); ++i) {
            const LinkDraft& draft = plan_.links[i];
            if (!agent_known(draft.seller, DraftTable::link, i, "seller") || !agent_known(draft.buyer, DraftTable::link, i, "buyer")) continue;
            const auto offer = offer_.find({draft.seller, draft.goods});
            if (offer == offer_.end()) {
                std::map<std::string, int> known;
                for (const auto& [where, id] : offer_)
                    if (where.first == draft.seller) known[where.second] = 0;
                misfit(DraftTable::link, i, "product", "agent " + quoted(draft.seller) + " offers no " + quoted(draft.goods), did_you_mean(draft.goods, known));
                continue;
            }
            if (!requirement_.contains({draft.buyer, draft.product})) {
                std::map<std::string, int> known;
                for (const auto& [where, id] : requirement_)
                    if (where.first == draft.buyer) known[where.second] = 0;
                misfit(DraftTable::link, i, "requirement", "agent " + quoted(draft.buyer) + " has no requirement of " + quoted(draft.product), did_you_mean(draft.product, known));
                continue;
            }
            if (!seen.emplace(offer->second, draft.buyer, draft.product).second) {
                misfit(DraftTable::link, i, "", "there are two links " + quoted(draft.seller + "." + draft.goods + "." + draft.buyer));
                continue;
            }
            edges.push_back({offer->second, draft.buyer + "." + draft.product, "", i, false});
        }
        for (std::size_t i = 0; i < plan_.processes.size(); ++i) {
            const ProcessDraft& draft = plan_.processes[i];
            const Pair          where = draft.pool.empty() ? Pair{draft.agent, draft.name} : Pair{draft.pool_agent, draft.pool};
            const auto          offer = offer_.find(where);
            if (offer == offer_.end()) {
                misfit(DraftTable::process, i, "pool", "pool " + quoted(where.first + "." + where.second) + " is not offered to anybody");
                continue;
            }
            if (!requirement_.contains({draft.agent, draft.output})) {
                misfit(DraftTable::process, i, "output", "agent " + quoted(draft.agent) + " makes " + quoted(draft.output) + " but has no requirement of it",
                       "add [[agent.requirement]] product = " + quoted(draft.output) + " with a replenishment policy");
                continue;
            }
            edges.push_back({offer->second, draft.agent, draft.name, i, true});
        }
        std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
            return std::tie(a.offer, a.buyer, a.process) < std::tie(b.offer, b.buyer, b.process);
        });
        std::map<Pair, std::pair<std::size_t, LinkId>> processes;
        for (const Edge& edge : edges) {
            const LinkId id{static_cast<std::uint32_t>(net().links.size())};
            add_link(edge, id);
            if (edge.is_process) {
                const ProcessDraft& draft = plan_.processes[edge.draft];
                if (!processes.emplace(Pair{draft.agent, draft.name}, std::pair{edge.draft, id}).second)
                    misfit(DraftTable::process, edge.draft, "name", "agent " + quoted(draft.agent) + " has two processes " + quoted(draft.name));
            } else {
                link_of_draft_[edge.draft] = id;
            }
        }
        for (std::uint32_t i = 0; i < net().offers.size(); ++i) net().offers[OfferId{i}].first_link = net().offers[OfferId{i}].last_link = 0;
        for (std::uint32_t i = 0; i < net().links.size(); ++i) {
            Offer& offer = net().offers[net().links[LinkId{i}].offer];
            if (offer.last_link == 0) offer.first_link = i;
            offer.last_link = i + 1;
        }
        for (std::uint32_t i = 0; i < net().offers.size(); ++i) {   // an offer all of whose orders are lost keeps no backlog
            Offer& offer = net().offers[OfferId{i}];
            bool   all   = offer.first_link < offer.last_link;
            for (std::uint32_t l = offer.first_link; l < offer.last_link; ++l) all = all && net().links[LinkId{l}].is_lost;
            if (all) offer.unmet = Unmet::lost;
        }
        for (const auto& [where, entry] : processes) {
            process_[where] = ProcessId{static_cast<std::uint32_t>(process_draft_.size())};
            process_draft_.push_back(entry.first);
            process_link_.push_back(entry.second);
        }
    }

    void add_link(const Edge& edge, LinkId id) {
        const Offer& offer = net().offers[edge.offer];
        Link         row;
        LinkTerms    terms;
        bool         has_terms = false;
        row.offer = edge.offer;
        if (edge.is_process) {
            const ProcessDraft& draft = plan_.processes[edge.draft];
            row.stock       = stock_[{draft.agent, draft.output}];
            row.requirement = requirement_[{draft.agent, draft.output}];
            row.lead_time   = draft.cycle_time;
            row.priority    = draft.priority;
            terms.reserved  = draft.reserved;
            has_terms       = !(draft.reserved == Schedule{0.0});
        } else {
            const LinkDraft& draft = plan_.links[edge.draft];
            row.stock       = stock_[{draft.buyer, draft.product}];
            row.requirement = requirement_[{draft.buyer, draft.product}];
            row.order_delay = draft.order_delay;
            row.lead_time   = draft.lead_time;
            row.priority    = draft.priority;
            row.may_cross   = draft.may_cross;
            row.is_lost     = offer.unmet == Unmet::lost || net().requirements[row.requirement].unmet == Unmet::lost;
            terms           = draft.terms;
            has_terms       = draft.has_terms;
            if (const double factor = plan_.requirements[requirement_draft_[row.requirement.index]].power_factor; factor > 0) {
                const double power = offer.product.exists() ? net().products[offer.product].power_kw_it : 0;
                if (power > 0) terms.conversion = power * factor;
                else misfit(DraftTable::link, edge.draft, "product", quoted(draft.goods) + " has no power_kw_it, so it cannot be counted in the gigawatts of " + quoted(draft.product));
            }
            if (const std::size_t o = offer_draft_[edge.offer.index]; o != npos) {
                terms.open_from  = std::max(terms.open_from, plan_.offers[o].terms.on_sale_from);
                terms.open_until = std::min(terms.open_until, plan_.offers[o].terms.on_sale_until);
            }
            row.is_windowed          = terms.open_from > LinkTerms{}.open_from || terms.open_until < LinkTerms{}.open_until;
            row.is_converted         = terms.conversion != 1;
            row.has_random_lead_time = terms.lead_time != nullptr;
            has_terms = has_terms || row.is_windowed || row.is_converted || row.has_random_lead_time;
        }
        net().links.push_back(row);
        net().destination.push_back(row.stock);
        net().link_terms_of.push_back(Id<LinkTerms>::none);
        if (has_terms) give_terms(id, std::move(terms));
    }

    void give_terms(LinkId id, LinkTerms terms) {
        if (net().link_terms_of[id] != Id<LinkTerms>::none) return;
        net().link_terms_of[id] = static_cast<std::uint32_t>(net().link_terms.size());
        net().link_terms.push_back(std::move(terms));
        terms_link_.push_back(id);
    }

    void join_processes() {
        std::map<StockId, std::vector<ProcessId>> consumers;
        for (std::uint32_t p = 0; p < process_draft_.size(); ++p) {
            const ProcessDraft& draft = plan_.processes[process_draft_[p]];
            Process             row;
            row.agent       = agent_[draft.agent];
            row.name        = draft.name;
            row.link        = process_link_[p];
            row.first_input = static_cast<std::uint32_t>(net().inputs.size());
            for (const InputDraft& input : draft.inputs) {
                const StockId stock = stock_[{draft.agent, input.product}];
                net().inputs.push_back({stock, input.per_start});
                auto& list = consumers[stock];
                if (list.empty() || list.back() != ProcessId{p}) list.push_back(ProcessId{p});
            }
            row.last_input       = static_cast<std::uint32_t>(net().inputs.size());
            row.output_per_start = draft.output_per_start;
            row.pool_per_start   = draft.pool_per_start;
            row.lot              = draft.lot;
            row.available_from   = draft.available_from;
            row.is_push          = draft.is_push;
            net().processes.push_back(row);
            net().links[row.link].process = ProcessId{p};
            net().offers[net().links[row.link].offer].has_processes = true;
            model_->yield_of.push_back(interned(model_->yields, draft.yield ? draft.yield : all_good()));
        }
        for (std::uint32_t s = 0; s < net().stocks.size(); ++s) {
            net().first_consumer.push_back(static_cast<std::uint32_t>(net().consumers.size()));
            if (const auto found = consumers.find(StockId{s}); found != consumers.end())
                net().consumers.insert(net().consumers.end(), found->second.begin(), found->second.end());
        }
        net().first_consumer.push_back(static_cast<std::uint32_t>(net().consumers.size()));
    }

    static std::shared_ptr<const YieldModel> all_good() {
        struct AllGood final : YieldModel {
            double expected(const YieldView&) const override { return 1; }
        };
        static const auto model = std::make_shared<const AllGood>();
        return model;
    }

    /// Links that take the short way through a tick.
    void mark_plain() {
        for (Link& link : net().links) {
            const bool is_simple = !link.process.exists() && link.order_delay == 0 && !link.has_random_lead_time && !link.may_pause && !link.is_windowed && !link.is_converted;
            const bool is_used_up = net().stocks[link.stock].is_consumed;
            link.is_plain   = is_simple && link.lead_time > 0 && !is_used_up;
            link.is_counter = is_simple && link.lead_time == 0 && is_used_up;
        }
        for (const auto& [draft, id] : link_of_draft_)   // lost orders on a plain link are those of the tick
            if (net().links[id].is_lost && !plan_.links[draft].initial.backlog.is_zero()) net().links[id].is_plain = net().links[id].is_counter = false;
    }

    void join_sources() {
        std::vector<std::vector<LinkId>> by_requirement(net().requirements.size());
        for (std::uint32_t i = 0; i < net().links.size(); ++i) by_requirement[net().links[LinkId{i}].requirement.index].push_back(LinkId{i});
        for (std::uint32_t r = 0; r < net().requirements.size(); ++r) {
            Requirement& row = net().requirements[RequirementId{r}];
            row.first_source = static_cast<std::uint32_t>(net().sources.size());
            row.is_plain = true;
            for (const LinkId id : by_requirement[r]) {
                const Link&  link  = net().links[id];
                const Offer& offer = net().offers[link.offer];
                net().sources.push_back({id, link.offer, offer.stock});
                row.is_plain = row.is_plain && (link.is_plain || link.is_counter) && offer.product.exists() && net().products[offer.product].grain.parts() == 1;
            }
            row.last_source = static_cast<std::uint32_t>(net().sources.size());
            const OfferId sale = net().offer_of[row.stock];
            row.loses   = sale.exists() && net().offers[sale].unmet == Unmet::lost;
            row.is_used = !net().consumers_of(row.stock).empty();
        }
        for (Offer& offer : net().offers) {
            offer.is_plain = offer.origin != Origin::pool && !offer.has_processes && offer.first_link < offer.last_link;
            if (!offer.is_plain) continue;
            offer.is_counter = net().links[LinkId{offer.first_link}].is_counter;
            for (std::uint32_t l = offer.first_link; l < offer.last_link; ++l) {
                const Link& link = net().links[LinkId{l}];
                offer.is_plain   = offer.is_plain && (offer.is_counter ? link.is_counter : link.is_plain) && link.is_lost == (offer.unmet == Unmet::lost) &&
                                 net().requirements[link.requirement].is_plain;
            }
            offer.is_counter = offer.is_counter && offer.is_plain;
        }
    }

    void join_disruptions() {
        for (std::size_t i = 0; i < plan_.disruptions.size(); ++i) {
            const DisruptionDraft& draft = plan_.disruptions[i];
            Disruption             row   = draft.what;
            const bool             capacity = row.effect == DisruptionEffect::capacity;
            if (!draft.seller.empty()) join_link_disruption(draft, row, i);
            else if (!draft.pool.empty()) {
                const auto found = pool_.find({draft.agent, draft.pool});
                if (found == pool_.end()) misfit(DraftTable::disruption, i, "target", "there is no pool " + quoted(draft.agent + "." + draft.pool));
                else if (!capacity) misfit(DraftTable::disruption, i, "effect", "a pool can only lose capacity");
                else row.pools.push_back(found->second);
            } else if (agent_known(draft.agent, DraftTable::disruption, i, "target")) {
                const AgentId agent = agent_[draft.agent];
                if (capacity) {
                    for (std::uint32_t p = 0; p < net().pools.size(); ++p)
                        if (net().pools[PoolId{p}].agent == agent) row.pools.push_back(PoolId{p});
                    for (std::uint32_t o = 0; row.pools.empty() && o < net().offers.size(); ++o)
                        if (net().offers[OfferId{o}].seller == agent) row.offers.push_back(OfferId{o});
                } else {
                    for (std::uint32_t l = 0; l < net().links.size(); ++l)
                        if (net().stocks[net().links[LinkId{l}].stock].agent == agent) row.links.push_back(LinkId{l});
                }
            }
            std::sort(row.links.begin(), row.links.end());
            row.key = path_key("disruption." + row.name);
            model_->disruptions.push_back(std::move(row));
        }
        std::sort(model_->disruptions.begin(), model_->disruptions.end(), [](const Disruption& a, const Disruption& b) { return a.name < b.name; });
        for (const Disruption& row : model_->disruptions)   // sorted first: the rows of link_terms do not depend on the order of the drafts
            for (const LinkId link : row.links) {
                if (row.effect == DisruptionEffect::shipment_pausing) give_terms(link, {});
                if (row.effect == DisruptionEffect::transit_pausing || row.effect == DisruptionEffect::receipt_pausing) net().links[link].may_pause = true;
            }
    }

    void join_link_disruption(const DisruptionDraft& draft, Disruption& row, std::size_t i) {
        for (std::size_t l = 0; l < plan_.links.size(); ++l) {
            const LinkDraft& link = plan_.links[l];
            if (link.seller != draft.seller || link.goods != draft.goods || link.buyer != draft.buyer || !link_of_draft_.contains(l)) continue;
            const LinkId id = link_of_draft_[l];
            // Losing the capacity of a link is a pause of its shipments.
            if (row.effect == DisruptionEffect::capacity) row.effect = DisruptionEffect::shipment_pausing;
            row.links.push_back(id);
        }
        if (row.links.empty()) misfit(DraftTable::disruption, i, "target", "there is no link " + quoted(draft.seller + "." + draft.goods + "." + draft.buyer));
    }

    void check_sources() {
        for (std::uint32_t r = 0; r < net().requirements.size(); ++r) {
            const std::size_t       draft = requirement_draft_[r];
            const RequirementDraft& row   = plan_.requirements[draft];
            const auto              links = net().sources_of(RequirementId{r});
            const Stock&            stock = net().stocks[net().requirements[RequirementId{r}].stock];
            if (links.empty() && !stock.has_receipts && stock.initial.is_zero())
                misfit(DraftTable::requirement, draft, "", "nothing supplies " + quoted(row.product) + " to agent " + quoted(row.agent),
                       "add a [[link]] with buyer = " + quoted(row.agent) + ", or a process with that output");
            if (links.size() > 1 && !row.sourcing && (row.replenishment || row.is_market()))
                misfit(DraftTable::requirement, draft, "sourcing", quoted(row.product) + " of agent " + quoted(row.agent) + " has " + std::to_string(links.size()) +
                       " sources: say how orders are split", "for example sourcing = { policy = \"shares\", shares = { … } }");
            if (row.sourcing)
                for (const std::string_view seller : row.sourcing->named_sellers()) {
                    std::map<std::string, int> known;
                    for (const SourceRow& source : links) known[net().agents[net().offers[source.offer].seller].name] = 0;
                    if (!known.contains(std::string{seller}))
                        misfit(DraftTable::requirement, draft, "sourcing", quoted(std::string{seller}) + " sells no " + quoted(row.product) + " to agent " + quoted(row.agent),
                               did_you_mean(std::string{seller}, known));
                }
        }
        for (std::size_t i = 0; i < plan_.processes.size(); ++i)
            for (const InputDraft& input : plan_.processes[i].inputs) {
                const StockId stock = stock_[{plan_.processes[i].agent, input.product}];
                if (!net().requirement_of[stock].exists() && !net().stocks[stock].has_receipts && net().stocks[stock].initial.is_zero())
                    misfit(DraftTable::process, i, "inputs", "nothing supplies " + quoted(input.product) + ", an input of process " + quoted(plan_.processes[i].name) +
                           " of agent " + quoted(plan_.processes[i].agent), "add [[agent.requirement]] product = " + quoted(input.product) + " and a source");
            }
        for (std::size_t i = 0; i < plan_.offers.size(); ++i) {
            const auto found = offer_.find({plan_.offers[i].agent, plan_.offers[i].goods});
            if (found == offer_.end() || plan_.offers[i].origin != Origin::stock) continue;
            const StockId stock = net().offers[found->second].stock;
            if (!net().requirement_of[stock].exists() && !net().stocks[stock].has_receipts && net().stocks[stock].initial.is_zero())
                misfit(DraftTable::offer, i, "product", "agent " + quoted(plan_.offers[i].agent) + " offers " + quoted(plan_.offers[i].goods) + " but nothing supplies it");
        }
    }

    /// Things under way are kept tick by tick: lead times and order delays that add up to more than this many ticks
    /// would take gigabytes.
    static constexpr std::uint64_t most_slots = 1ULL << 27;

    void check_memory() {
        std::uint64_t slots = 0, longest = 0;
        LinkId        worst{0};
        for (std::uint32_t i = 0; i < net().links.size(); ++i) {
            const Link&         link = net().links[LinkId{i}];
            const std::uint64_t own  = std::uint64_t{link.lead_time} + link.order_delay;
            slots += own;
            if (own > longest) {
                longest = own;
                worst   = LinkId{i};
            }
        }
        if (slots <= most_slots) return;
        const std::string help = "choose a longer tick in [scenario]";
        for (const auto& [draft, id] : link_of_draft_)
            if (id == worst) return misfit(DraftTable::link, draft, "lead_time", "lead times and order delays of all links add up to " + std::to_string(slots) + " ticks, more than " + std::to_string(most_slots), help);
        misfit(DraftTable::process, process_draft_[net().links[worst].process.index], "cycle_time", "lead times of all links and processes add up to " + std::to_string(slots) + " ticks, more than " + std::to_string(most_slots), help);
    }

    std::string loop_text(const std::vector<std::uint32_t>& loop, bool offers) const {
        std::string text;
        for (const std::uint32_t v : loop) {
            std::string path = offers ? model_->network.path(OfferId{v}) : model_->network.path(RequirementId{v});
            text += path.substr(path.find('.') + 1) + " -> ";
        }
        if (!loop.empty()) {
            std::string path = offers ? model_->network.path(OfferId{loop[0]}) : model_->network.path(RequirementId{loop[0]});
            text += path.substr(path.find('.') + 1);
        }
        return text;
    }

    void group_reviews() {
        std::vector<Arc> arcs;
        const auto       reads_echelon = [&](RequirementId id) {
            const auto& policy = plan_.requirements[requirement_draft_[id.index]].replenishment;
            return policy && policy->reads().echelon;
        };
        for (std::uint32_t i = 0; i < net().links.size(); ++i) {
            const Link& link = net().links[LinkId{i}];
            const auto  climb = [&](StockId stock) {
                const RequirementId above = net().requirement_of[stock];
                if (!above.exists()) return;
                const bool seen = link.order_delay == 0 && net().requirements[above].plans_on == PlansOn::this_tick;
                if (seen || reads_echelon(above)) arcs.push_back({link.requirement.index, above.index});
            };
            if (link.process.exists()) {
                for (const Input& input : net().inputs_of(net().processes[link.process])) climb(input.stock);
            } else if (net().offers[link.offer].stock.exists()) {
                climb(net().offers[link.offer].stock);
            }
        }
        const Levels found = levels(static_cast<std::uint32_t>(net().requirements.size()), arcs);
        if (!found.loop.empty()) {
            misfit(DraftTable::requirement, requirement_draft_[found.loop[0]], "", "orders run in a loop without delay: " + loop_text(found.loop, false),
                   "give one of its links an order delay, or let one of its requirements plan on the last tick");
            return;
        }
        std::map<const SourcingPolicy*, std::shared_ptr<const SourcingPolicy>> bound;
        std::vector<std::pair<std::string_view, std::uint32_t>> names;
        for (const auto& [name, id] : agent_) names.emplace_back(name, id.index);
        const auto bind = [&](const std::shared_ptr<const SourcingPolicy>& policy) -> std::shared_ptr<const SourcingPolicy> {
            if (!policy) return nullptr;
            auto& mine = bound[policy.get()];
            if (!mine) mine = policy->bound(names);
            if (!mine) mine = policy;
            return mine;
        };
        using Ways = std::tuple<std::uint32_t, const ForecastPolicy*, const ReplenishmentPolicy*, const SourcingPolicy*, const InflationPolicy*>;
        std::map<Ways, std::size_t> group_of;   // only looked up: groups stand in the order of their first rows
        model_->reviews.resize(found.count);
        for (std::uint32_t r = 0; r < net().requirements.size(); ++r) {
            const RequirementId     id{r};
            const RequirementDraft& draft = plan_.requirements[requirement_draft_[r]];
            if (draft.is_market()) {
                MarketDemand market;
                market.requirement = id;
                market.models      = draft.demand;
                market.sourcing    = bind(draft.sourcing);
                market.key         = path_key(net().path(id));
                model_->markets.push_back(std::move(market));
                continue;
            }
            if (!draft.replenishment) continue;   // never orders: lives on what comes from outside
            auto& groups = model_->reviews[found.of[r]];
            const auto sourcing = bind(draft.sourcing);
            const auto [place, is_new] = group_of.try_emplace({found.of[r], draft.forecast.get(), draft.replenishment.get(), sourcing.get(), draft.inflation.get()}, groups.size());
            if (is_new) {
                ReviewGroup fresh;
                fresh.forecast      = draft.forecast;
                fresh.replenishment = draft.replenishment;
                fresh.sourcing      = sourcing;
                fresh.inflation     = draft.inflation;
                fresh.reads         = draft.replenishment->reads();
                fresh.splits_at_once = sourcing && !draft.inflation && model_->disruptions.empty() && sourcing->weights({}, {});
            groups.push_back(std::move(fresh));
            }
            ReviewGroup* const group = &groups[place->second];
            group->rows.push_back(id);
            const Requirement& row = net().requirements[id];
            group->splits_at_once  = group->splits_at_once && row.is_plain && row.review_every == 1 && row.order_cost == 0 && draft.forced.empty();
            if (draft.forecast && draft.plans_on == PlansOn::last_tick) model_->orders_before.emplace_back(id, draft.forecast->initial());
            model_->keeps_usage   = model_->keeps_usage || group->reads.usage;
            model_->inflates      = model_->inflates || draft.inflation != nullptr;
            model_->quotes_queues = model_->quotes_queues || draft.inflation != nullptr || (sourcing && sourcing->reads().lead_time);
        }
    }

    void level_offers() {
        std::vector<Arc> arcs;
        const auto       pour = [&](OfferId from, StockId into) {   // what comes out of an offer into a stock in the same tick
            if (const OfferId below = net().offer_of[into]; below.exists()) arcs.push_back({from.index, below.index});
            for (const ProcessId consumer : net().consumers_of(into)) arcs.push_back({from.index, net().links[net().processes[consumer].link].offer.index});
        };
        for (const Link& link : net().links)
            if (link.lead_time == 0) pour(link.offer, link.stock);
        const Levels found = levels(static_cast<std::uint32_t>(net().offers.size()), arcs);
        if (!found.loop.empty()) {
            std::size_t row = 0;
            for (std::size_t i = 0; i < plan_.links.size(); ++i)
                if (link_of_draft_.contains(i) && net().links[link_of_draft_[i]].offer.index == found.loop[0]) row = i;
            misfit(DraftTable::link, row, "", "goods run in a loop without delay: " + loop_text(found.loop, true), "give one of its links a lead time, or one of its processes a cycle time");
            return;
        }
        std::vector<std::vector<Stretch>> by_depth(found.count);
        for (std::uint32_t o = 0; o < net().offers.size(); ++o) {
            const Offer& offer   = net().offers[OfferId{o}];
            auto&        at      = by_depth[found.of[o]];
            const bool   is_lost = offer.unmet == Unmet::lost;
            if (at.empty() || at.back().end.index != o || o - at.back().begin.index == Stretch::longest || at.back().is_plain != offer.is_plain || at.back().is_lost != is_lost || at.back().is_counter != offer.is_counter)
                at.push_back({OfferId{o}, OfferId{o}, offer.is_plain, is_lost, offer.is_counter});
            at.back().end.index = o + 1;
        }
        for (const auto& at : by_depth) net().downward.insert(net().downward.end(), at.begin(), at.end());
    }

    void start_states() {
        std::size_t memory = 0;
        for (auto& level : model_->reviews)
            for (ReviewGroup& group : level) {
                group.memory = memory;
                if (group.forecast) memory += group.forecast->state_size() * group.rows.size();
            }
        for (MarketDemand& market : model_->markets)
            for (const auto& demand : market.models) {
                market.memory.push_back(memory);
                memory += demand->state_size();
            }
        model_->initial_memory.assign(memory, 0.0);
        for (const auto& level : model_->reviews)
            for (const ReviewGroup& group : level)
                for (std::size_t i = 0; group.forecast && i < group.rows.size(); ++i) {
                    const std::size_t size = group.forecast->state_size();
                    group.forecast->start({model_->initial_memory.data() + group.memory + i * size, size});
                }
        for (const MarketDemand& market : model_->markets)
            for (std::size_t m = 0; m < market.models.size(); ++m)
                market.models[m]->start({model_->initial_memory.data() + market.memory[m], market.models[m]->state_size()});

        std::map<LinkStart, std::uint32_t> known;
        const auto                         begin_with = [&](LinkId link, const LinkStart& start) {
            if (!start.any()) return;
            const auto [place, is_new] = known.try_emplace(start, static_cast<std::uint32_t>(model_->link_starts.size()));
            if (is_new) model_->link_starts.push_back(start);
            model_->initial_links.emplace_back(link, place->second);
        };
        for (const auto& [i, id] : link_of_draft_) begin_with(id, plan_.links[i].initial);
        for (std::size_t p = 0; p < process_draft_.size(); ++p) begin_with(process_link_[p], {plan_.processes[process_draft_[p]].work_in_process, {}, {}});
        std::sort(model_->initial_links.begin(), model_->initial_links.end());

        std::set<StockId> costed;
        for (std::uint32_t s = 0; s < net().stocks.size(); ++s)
            if (net().stocks[StockId{s}].costs.any()) costed.insert(StockId{s});
        for (const Requirement& row : net().requirements)
            if (row.order_cost != 0) costed.insert(row.stock);
        for (std::uint32_t i = 0; i < net().links.size(); ++i)
            if (const LinkTerms* terms = net().terms(LinkId{i}); terms && terms->unit_cost != 0) costed.insert(net().links[LinkId{i}].stock);
        model_->costed.assign(costed.begin(), costed.end());

        for (std::uint32_t o = 0; o < net().offers.size(); ++o)
            if (net().offers[OfferId{o}].has_ship_max) {
                model_->capped.push_back(OfferId{o});
                if (!net().terms(OfferId{o})->ship_max.is_constant()) model_->capped_by_date.push_back(OfferId{o});
            }

        for (const LinkId link : terms_link_) model_->chance_keys.push_back(path_key(net().path(link)));
    }

    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

    const Blueprint&       plan_;
    std::vector<Misfit>&   misfits_;
    std::shared_ptr<Model> model_ = std::make_shared<Model>();

    std::map<std::string, AgentId>     agent_;
    std::map<std::string, ProductId>   product_;
    std::map<Pair, StockId>            stock_;
    std::map<Pair, PoolId>             pool_;
    std::map<Pair, OfferId>            offer_;
    std::map<Pair, RequirementId>      requirement_;
    std::map<Pair, ProcessId>          process_;
    std::vector<std::size_t>           offer_draft_, requirement_draft_, process_draft_;   ///< the draft of each row
    std::vector<LinkId>                process_link_, terms_link_;
    std::map<std::size_t, LinkId>      link_of_draft_;
};

}  // namespace

std::shared_ptr<const Model> assemble(const Blueprint& blueprint, std::vector<Misfit>& misfits) { return Assembly{blueprint, misfits}.model(); }

}  // namespace secondsource
