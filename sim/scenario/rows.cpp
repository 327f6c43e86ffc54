#include "sim/scenario/rows.h"

#include <algorithm>
#include <cmath>

#include "sim/base/spelling.h"
#include "sim/base/text.h"
#include "sim/engine/given_yield.h"
#include "sim/scenario/law.h"

namespace secondsource {
namespace {

/// The unit of a tick, as keys end in it.
std::string tick_unit(const Calendar& calendar) { return "_" + std::string{to_text(calendar.tick_length())} + "s"; }

std::uint32_t whole_ticks(Ticks ticks) { return static_cast<std::uint32_t>(std::min<std::int64_t>(ticks.count, 1'000'000)); }

constexpr Limits any_length{0, 1'000'000};   // ticks: longer ones would size rings beyond all memory

/// "tsmc.n3": an agent and something of it.
std::pair<std::string, std::string> split_name(const std::string& text) {
    const std::size_t dot = text.find('.');
    return dot == std::string::npos ? std::pair{text, std::string{}} : std::pair{text.substr(0, dot), text.substr(dot + 1)};
}

}  // namespace

void Drafts::note_doubts() {
    plan.is_whole = false;
    for (std::size_t table = 0; table < draft_tables; ++table)
        for (const Reader& row : rows_[table].readers)
            plan.doubts[table].push_back(row.lacks_names() ? Doubt::names : row.has_errors() ? Doubt::values : Doubt::none);
}

std::optional<std::size_t> Drafts::row_from(DraftTable table, const Node& node) {
    Rows& rows = rows_[static_cast<std::size_t>(table)];
    for (; rows.looked_up < rows.readers.size(); ++rows.looked_up) rows.first_of.emplace(rows.readers[rows.looked_up].node(), rows.looked_up);
    const auto found = rows.first_of.find(&node);
    return found == rows.first_of.end() ? std::nullopt : std::optional{found->second};
}

void Drafts::unknown(PolicyChoice& choice, std::string_view family, std::string_view word, const std::vector<std::string_view>& known) {
    const auto near = nearest(choice.name, std::span{known});
    std::string list;
    for (const std::string_view name : known) list += (list.empty() ? "" : ", ") + std::string{name};
    choice.read.error(word, "there is no " + std::string{family} + " \"" + choice.name + "\"",
                      near ? "did you mean \"" + *near + "\"?" : "known are " + list);
}

void read_stock(Reader& read, Drafts&, StockDraft& draft) {
    draft.initial          = read.amount("initial_units", "on hand before the first tick", at_least(0), Amount{});
    draft.costs.holding    = read.real("holding_cost", "cost units for each unit on hand at the end of a tick", {}, 0.0);
    draft.costs.in_transit = read.real("in_transit_cost", "cost units for each unit on its way to a customer at the end of a tick", {}, 0.0);
    draft.costs.backlog    = read.real("backlog_cost", "cost units for each unit owed to customers at the end of a tick", {}, 0.0);
    draft.costs.period     = read.real("period_cost", "cost units of every tick", {}, 0.0);
    if (read.has("receipts_units")) draft.receipts = Receipts{read.schedule("receipts_units", "units that have come from outside the model so far", at_least(0), Schedule{0.0}), 1, 0};
}

namespace {

/// A price moves from the list price of the first tick on, so that one is within its bounds, too. Later list prices may
/// well be beyond them: then the price stays at the bound.
void check_pricing(Reader& read, const Drafts& drafts, const OfferDraft& draft) {
    if (read.has_errors() || read.is_recording() || drafts.is_drawn || !draft.pricing) return;   // a drawn price may be beyond
    const auto [lowest, highest] = draft.pricing->bounds();
    const double           first = draft.terms.price.at(Tick{0});
    const std::string_view key   = draft.terms.has_price ? "price_usd" : "pricing";
    const std::string      begin = "the price begins at the list price, " + shortest(first) + ", which is ";
    if (draft.terms.price.maximum() == 0 && lowest == 0) read.warn("pricing", draft.terms.has_price ? "it moves nothing: the list price is 0" : "it moves nothing: there is no list price", "add price_usd = …");
    else if (first < lowest) read.error(key, begin + "below the lowest_usd of " + shortest(lowest), draft.terms.has_price ? "begin within the bounds, or let the pricing go lower" : "add price_usd = …");
    else if (first > highest) read.error(key, begin + "above the highest_usd of " + shortest(highest), "begin within the bounds, or let the pricing go higher");
}

/// What is the same for goods and for capacity.
void read_sale(Reader& read, Drafts& drafts, OfferDraft& draft) {
    draft.terms.has_price = read.has("price_usd");
    if (draft.terms.has_price) draft.terms.price = read.schedule("price_usd", "list price of a unit", at_least(0), Schedule{0.0});
    draft.allocation = drafts.policy<AllocationPolicy>(read, "allocation", "how what is available is shared out when it does not suffice", "proportional");
    const bool is_list = read.written("pricing").empty() || read.written("pricing") == "\"list\"";
    draft.pricing    = drafts.policy<PricingPolicy>(read, "pricing", "how the price moves", "list");
    if (is_list && draft.terms.price.is_constant()) draft.pricing = nullptr;   // a price that never moves needs no rule
    else if (!is_list) check_pricing(read, drafts, draft);
    draft.unmet = read.choice("unmet", "what becomes of orders that cannot be filled at once", {"backlog", "lost"}, "backlog") == "lost" ? Unmet::lost : Unmet::backlog;
    draft.firm  = read.duration("firm", "open orders that are served within that time cannot be cancelled", any_length, Ticks{0});
}

}  // namespace

void read_offer(Reader& read, Drafts& drafts, OfferDraft& draft) {
    read_sale(read, drafts, draft);
    draft.has_ship_max = read.has("ship_max");
    if (draft.has_ship_max) draft.terms.ship_max = read.rate("ship_max", "units", "the most that is shipped", at_least(0), Schedule{0.0});
    draft.on_sale_from  = read.tick("on_sale_from", "no orders are placed before", draft.on_sale_from);
    draft.on_sale_until = read.tick("on_sale_until", "no orders are placed from then on", draft.on_sale_until);
    read.expect_in_run("on_sale_from", draft.on_sale_from);
    if (draft.on_sale_until <= Tick{0}) read.warn("on_sale_until", "is before the run begins, so it is never on sale");
}

void read_requirement(Reader& read, Drafts& drafts, RequirementDraft& draft) {
    draft.replenishment = drafts.policy<ReplenishmentPolicy>(read, "replenishment", "how much is ordered");
    draft.forecast      = drafts.policy<ForecastPolicy>(read, "forecast", "what demand is expected", "none");
    draft.sourcing      = drafts.policy<SourcingPolicy>(read, "sourcing", "how orders are split over several sources", "none");
    draft.inflation     = drafts.policy<InflationPolicy>(read, "inflation", "how much more than the true need is stated under rationing", "none");
    draft.plans_on = read.choice("plans_on", "whether a review sees the orders of its own tick", {"this_tick", "last_tick"}, "this_tick") == "last_tick" ? PlansOn::last_tick : PlansOn::this_tick;
    draft.signal   = read.choice("demand_signal", "what the forecast is fed with: orders received, or the demand of the markets", {"own", "market"}, "own") == "market" ? DemandSignal::market : DemandSignal::own;
    draft.review_every = whole_ticks(read.duration("review_every", "between two reviews; forecasts are fed in every tick", Limits{1, 1'000'000}, Ticks{1}));
    draft.forced       = read.amounts("forced_orders_units", "the first orders, whatever the policy says", at_least(0), std::vector<Amount>{});
    draft.order_cost   = read.real("order_cost", "cost units for each order placed", {}, 0.0);
}

void read_demand(Reader& read, Drafts& drafts, RequirementDraft& draft) {
    draft.demand.push_back(drafts.policy<DemandModel>(read, "demand", "what is wanted, tick by tick", {}, "model"));
    for (Reader& factor : read.tables("factors", "demand models whose values multiply what is wanted")) {
        Reader table = factor;
        const std::string model = table.text("model", "name of the demand model");
        bool known = false;
        for (const Maker<DemandModel>& maker : drafts.registry().of<DemandModel>())
            if (maker.name == model) {
                known = true;
                draft.demand.push_back(maker.make(table));
            }
        if (!known && !table.is_recording()) table.error("model", "there is no demand model \"" + model + "\"");
        else table.finish();
    }
    draft.unmet    = read.choice("unmet", "whether the market waits for what it could not get", {"backlog", "lost"}, "backlog") == "lost" ? Unmet::lost : Unmet::backlog;
    draft.sourcing = drafts.policy<SourcingPolicy>(read, "sourcing", "how demand is split over several sellers", "none");
    if (draft.demand.front() == nullptr) draft.demand.clear();
}

void read_pool(Reader& read, Drafts& drafts, const std::string& agent) {
    PoolDraft& draft = drafts.pool(read);
    draft.agent    = agent;
    draft.name     = read.text("name", "what the pool is called");
    draft.unit     = read.text("unit", "what capacity is counted in", "units");
    draft.capacity = read.rate("capacity", draft.unit, "capacity", at_least(0));
    draft.grain    = read.amount("grain_units", "what does not make a whole one is carried to the next tick", above(0), Amount::of_parts(1));

    OfferDraft& offer = drafts.offer(read);
    offer.agent       = agent;
    offer.goods       = draft.name;
    offer.origin      = Origin::pool;
    read_sale(read, drafts, offer);
    if (read.has("lead_time")) drafts.usual_lead_time[{agent, offer.goods}] = read.duration("lead_time", "for links that buy capacity without a process", any_length, Ticks{0});
    read.finish();
}

/// Under a drawn lead time that is shorter than the one for which it was written down, what would have come later comes at the end.
void end_within(std::vector<Amount>& under_way, std::size_t ticks) {
    while (ticks > 0 && under_way.size() > ticks) {
        const Amount late = under_way.back();
        under_way.pop_back();
        under_way.back() += late;
    }
}

/// How much of its pool one start takes: said as such, or by how many starts there is room for on a unit of the pool.
Amount read_pool_per_start(Reader& read) {
    const bool   is_double = !read.is_recording() && read.has("pool_units_per_start") && read.has("starts_per_pool_unit");
    const Amount taken     = read.amount("pool_units_per_start", "units of the pool that one start takes", above(0), Amount::of(1));
    if (!read.has("starts_per_pool_unit")) return taken;
    const Amount starts = read.amount("starts_per_pool_unit", "starts on one unit of the pool, such as packages on a CoWoS wafer; in place of pool_units_per_start",
                                      Limits{.low = 0, .high = Amount::parts_per_unit, .low_itself = false});
    if (is_double && read.place("starts_per_pool_unit").source != read.place("pool_units_per_start").source) read.not_together("starts_per_pool_unit", "pool_units_per_start");
    else if (is_double) read.error("starts_per_pool_unit", "pool_units_per_start and starts_per_pool_unit say the same thing in two ways", "keep one of the two");
    // Down to the part below, so that as many starts as the scenario says always fit on a unit.
    constexpr Wide one = Amount::of(1).parts();
    return Amount::of_parts(static_cast<std::int64_t>(one * one / std::max<std::int64_t>(starts.parts(), 1)));
}

void read_process(Reader& read, Drafts& drafts, const std::string& agent) {
    ProcessDraft& draft = drafts.process(read);
    draft.agent  = agent;
    draft.name   = read.text("name", "what the process is called");
    draft.output = read.text("output", "the product that it makes");
    draft.output_per_start = read.amount("output_units_per_start", "units made by one start, before yield", above(0), Amount::of(1));
    if (read.has("pool")) std::tie(draft.pool_agent, draft.pool) = split_name(read.text("pool", "agent.pool whose capacity it takes", ""));
    if (!draft.pool_agent.empty() && draft.pool.empty()) read.error("pool", "a pool is named by agent and pool", "for example pool = \"tsmc.n3\"");
    draft.pool_per_start = read_pool_per_start(read);
    for (Reader& line : read.tables("inputs", "the bill of materials, per start")) {
        Reader     table = line;
        InputDraft input;
        input.product   = table.text("product", "what is used");
        input.per_start = table.amount("units", "units used by one start", above(0));
        table.finish();
        draft.inputs.push_back(std::move(input));
    }
    draft.cycle_time     = whole_ticks(read.duration("cycle_time", "from start to finish", any_length));
    draft.lot            = read.amount("lot_units", "starts come in whole lots of so many", above(0), Amount::of_parts(1));
    draft.priority       = static_cast<std::int32_t>(read.whole("priority", "lower is served first, where the allocation asks", Limits{-1e9, 1e9}, 0));
    draft.available_from = read.tick("available_from", "no starts before", Tick{std::numeric_limits<std::int64_t>::min()});
    read.expect_in_run("available_from", draft.available_from);
    draft.is_push        = read.flag("push", "works on whatever inputs there are, without orders", false);
    draft.reserved       = read.rate("reserved", "units", "of the pool, reserved by a long-term agreement", at_least(0), Schedule{0.0});
    draft.bid            = read.schedule("bid_usd", "what its owner offers for a unit of the pool, where the allocation goes by price; 0: the list price", at_least(0), Schedule{0.0});
    draft.work_in_process = read.amounts("initial_work_in_process_units", "good output under way before the first tick, by ticks until completion", at_least(0), std::vector<Amount>{});
    draft.backlog = read.amount("initial_backlog_units", "good output that was ordered and not started before the first tick", at_least(0), Amount{});
    if (read.has("yield")) {
        constexpr std::string_view meaning = "share of the output that is good: a number (which may be dated), or a model";
        if (read.names_rule("yield", "model")) draft.yield = drafts.policy<YieldModel>(read, "yield", meaning, {}, "model");
        else draft.yield = std::make_shared<const GivenYield>(read.schedule("yield", meaning, between(0, 1), Schedule{1.0}));
    }
    if (drafts.is_drawn) end_within(draft.work_in_process, draft.cycle_time);
    read.finish();
    if (read.has_errors()) draft.cycle_time = std::max(draft.cycle_time, 1u);
    else if (draft.work_in_process.size() > draft.cycle_time)
        read.error("initial_work_in_process_units", "work that is under way ends within the cycle time of " + std::to_string(draft.cycle_time) + " ticks, so there are at most as many values");
}

void read_supply_side(Reader& agent, Drafts& drafts) {
    for (Reader read : agent.tables("pool", "capacity that processes start work on")) read_pool(read, drafts, agent.name());
    for (Reader read : agent.tables("process", "a transformation of inputs into one product")) read_process(read, drafts, agent.name());
    for (Reader read : agent.tables("stock", "inventory that needs more than its defaults")) {
        StockDraft& draft = drafts.stock(read);
        draft.agent   = agent.name();
        draft.product = read.text("product", "what is kept");
        read_stock(read, drafts, draft);
        read.finish();
    }
    for (Reader read : agent.tables("offer", "what is put up for sale")) {
        OfferDraft& draft = drafts.offer(read);
        draft.agent = agent.name();
        draft.goods = read.text("product", "what is sold");
        if (read.flag("unlimited", "not from a stock: always enough", false)) draft.origin = Origin::unlimited;
        if (read.has("lead_time")) drafts.usual_lead_time[{draft.agent, draft.goods}] = read.duration("lead_time", "of links that do not say otherwise", any_length, Ticks{0});
        read_offer(read, drafts, draft);
        read.finish();
    }
}

void read_demands(Reader& agent, Drafts& drafts) {
    for (Reader read : agent.tables("demand", "what a market wants")) {
        const std::string product = read.text("product", "what is wanted");
        StockDraft& stock = drafts.stock(read);
        stock.agent       = agent.name();
        stock.product     = product;
        stock.is_consumed = true;
        RequirementDraft& draft = drafts.requirement(read);
        draft.agent   = agent.name();
        draft.product = product;
        drafts.imply_product(product, "units");
        read_demand(read, drafts, draft);
        read.finish();
    }
}

void read_product(Reader& read, Drafts& drafts) {
    Product product;
    product.name        = read.text("name", "what the product is called");
    product.unit        = read.text("unit", "what it is counted in", "units");
    product.grain       = read.amount("grain_units", "the smallest lot that is ordered or shipped", above(0), Amount::of_parts(1));
    product.power_kw_it = read.real("power_kw_it", "IT power of one unit", at_least(0), 0.0);
    read.finish();
    drafts.product(read);
    if (read.has_errors()) drafts.plan.products_are_whole = false;
    if (!drafts.plan.products.emplace(product.name, product).second && !read.is_recording() && !drafts.has_twins)
        read.error("name", "there are two products \"" + product.name + "\"");
}

void read_link(Reader& read, Drafts& drafts) {
    LinkDraft& draft = drafts.link(read);
    read.text("name", "what the link is called; by default seller.product.buyer", "");
    draft.seller  = read.text("seller", "the agent that sells");
    draft.goods   = read.text("product", "the product, or the pool, that is sold");
    draft.buyer   = read.text("buyer", "the agent that buys");
    draft.product = read.text("requirement", "the buyer's requirement that it serves; by default the product", draft.goods);
    draft.order_delay = whole_ticks(read.duration("order_delay", "until the seller sees an order", any_length, Ticks{0}));
    if (read.is_table("lead_time") || read.is_recording()) {
        PolicyChoice choice = read.policy("lead_time", "from shipment to arrival, when it is random", {}, "distribution");
        if (!read.is_recording()) {
            draft.terms.lead_time = std::make_shared<const Distribution>(read_law(choice.read, choice.name, tick_unit(drafts.calendar()), "distribution"));
            draft.may_cross       = choice.read.flag("crossing", "whether a later shipment may arrive before an earlier one", false);
            const double longest  = choice.read.real("longest" + tick_unit(drafts.calendar()), "no shipment takes longer", Limits{1, 1e6},
                                                     std::clamp(std::ceil(draft.terms.lead_time->maximum()), 1.0, 1e5));
            draft.lead_time       = static_cast<std::uint32_t>(longest);
            choice.read.finish();
        }
    }
    if (draft.terms.lead_time) read.not_together("lead_time", "lead_time");
    if (!draft.terms.lead_time) {
        const auto usual = drafts.usual_lead_time.find({draft.seller, draft.goods});
        draft.lead_time  = whole_ticks(read.duration("lead_time", "from shipment to arrival; a random one is lead_time = { distribution = … }", any_length, usual == drafts.usual_lead_time.end() ? Ticks{0} : usual->second));
    }
    draft.priority         = static_cast<std::int32_t>(read.whole("priority", "lower is served first, where the allocation asks", Limits{-1e9, 1e9}, 0));
    draft.terms.weight     = read.schedule("weight", "among the links of one seller, where the sourcing asks", at_least(0), Schedule{1.0});
    draft.terms.reserved   = read.rate("reserved", "units", "reserved by a long-term agreement", at_least(0), Schedule{0.0});
    draft.terms.bid        = read.schedule("bid_usd", "what the buyer offers for a unit, where the allocation goes by price; 0: the list price", at_least(0), Schedule{0.0});
    draft.terms.unit_cost  = read.real("unit_cost", "cost units for each unit (of the requirement) that is shipped, on top of the price", {}, 0.0);
    draft.terms.conversion = read.real("units_per_unit", "units of the requirement for each unit of the product", between(1e-9, 1e9), 1.0);
    draft.terms.open_from  = read.tick("qualified_from", "no orders before", draft.terms.open_from);
    read.expect_in_run("qualified_from", draft.terms.open_from);
    draft.initial.in_transit = read.amounts("initial_in_transit_units", "on the way before the first tick, by ticks until arrival", at_least(0), std::vector<Amount>{});
    draft.initial.in_mail    = read.amounts("initial_orders_units", "orders in the mail before the first tick, by ticks until the seller sees them", at_least(0), std::vector<Amount>{});
    draft.initial.backlog    = read.amount("initial_backlog_units", "orders that the seller has seen and not filled before the first tick", at_least(0), Amount{});
    draft.has_terms = !(draft.terms.weight == Schedule{1.0}) || !(draft.terms.reserved == Schedule{0.0}) || !(draft.terms.bid == Schedule{0.0}) ||
                      draft.terms.unit_cost != 0;
    if (drafts.is_drawn) end_within(draft.initial.in_transit, draft.lead_time);
    read.finish();
    // Where something about the link was wrong its times are not what was meant, and nothing comes of them.
    if (read.has_errors()) draft.lead_time = std::max(draft.lead_time, 1u);
    else if (draft.initial.in_transit.size() > draft.lead_time)
        read.error("initial_in_transit_units", "what is on the way arrives within the lead time of " + std::to_string(draft.lead_time) + " ticks, so there are at most as many values");
    if (!read.has_errors() && draft.initial.in_mail.size() > draft.order_delay)
        read.error("initial_orders_units", "what is in the mail arrives within the order delay of " + std::to_string(draft.order_delay) + " ticks, so there are at most as many values");
}

namespace {

void read_target(Reader& read, Drafts& drafts, DisruptionDraft& draft) {
    const Node* target = read.named("target", "what it strikes: an agent, a pool or a link, by its path");
    if (!target) return;
    draft.link = drafts.row_from(DraftTable::link, *target);
    if (draft.link) return;
    if (const auto pool = drafts.row_from(DraftTable::pool, *target)) {
        draft.agent = drafts.plan.pools[*pool].agent;
        draft.pool  = drafts.plan.pools[*pool].name;
    } else if (drafts.is_agent(*target)) {
        draft.agent = target->text_at("name");
    } else {
        read.error("target", "a disruption is of an agent, a pool or a link",
                   "for example target = \"agent.tsmc\", \"agent.tsmc.pool.n3\" or \"link.amd.mi450.openai\"");
    }
}

}  // namespace

void read_disruption(Reader& read, Drafts& drafts) {
    DisruptionDraft& draft = drafts.disruption(read);
    Disruption&      what  = draft.what;
    what.name = read.text("name", "what the disruption is called");
    read_target(read, drafts, draft);
    const std::string effect = read.choice("effect", "what it does", {"capacity", "order_pausing", "shipment_pausing", "transit_pausing", "receipt_pausing"}, "capacity");
    what.effect = effect == "capacity"           ? DisruptionEffect::capacity
                  : effect == "order_pausing"    ? DisruptionEffect::order_pausing
                  : effect == "shipment_pausing" ? DisruptionEffect::shipment_pausing
                  : effect == "transit_pausing"  ? DisruptionEffect::transit_pausing
                                                 : DisruptionEffect::receipt_pausing;
    what.is_random = read.choice("model", "by date, or up and down by chance", {"dated", "markov"}, "dated") == "markov";
    if (!what.is_random && !read.is_recording() && (read.has("fail") || read.has("repair"))) {
        read.refuse("fail", "goes with model = \"markov\"", "add model = \"markov\", or leave it out");
        read.refuse("repair", "goes with model = \"markov\"", "add model = \"markov\", or leave it out");
        if (!read.has("at")) {   // then it was meant to be
            what.is_random = true;
            read.give_up();
        }
    } else if (what.is_random && !read.is_recording()) {
        for (const std::string_view key : {"at", "until", ""})
            read.refuse(key, "does not go with model = \"markov\"", "it begins with the probability fail_per_… and ends with repair_per_…");
    }
    if (what.is_random || read.is_recording()) {
        what.fail   = read.rate("fail", "", "probability that it begins", between(0, 1), Schedule{0.0});
        what.repair = read.rate("repair", "", "probability that it ends", between(0, 1), Schedule{1.0});
        for (const auto& [key, chance] : {std::pair{"fail", &what.fail}, {"repair", &what.repair}})
            if (chance->maximum() > 1) read.error(key, "a probability of more than 1 in a tick", "write it for a longer time, or choose a shorter tick");
    }
    if (!what.is_random || read.is_recording()) {
        what.from  = read.tick("at", "when it begins");
        if (read.has("until")) read.not_together("", "until");
        what.until = read.has("until") ? read.tick("until", "when it is over", what.from) : what.from + read.duration("", "how long it lasts", any_length);
    }
    if (!what.is_random && what.until < what.from) read.error("until", "it is over before it begins");
    else if (!what.is_random && drafts.knows_run && what.from >= drafts.plan.end) read.warn("at", "begins after the end of the run, so it never comes");
    else if (!what.is_random && drafts.knows_run && what.until <= Tick{0}) read.warn("at", "is over before the run begins, so it has no effect");
    else if (!what.is_random && !read.has_errors() && !read.is_recording() && what.until == what.from) read.warn(read.has("until") ? "until" : "", "is over as it begins, so it has no effect");
    what.capacity_lost = read.share("capacity_lost", "share of capacity that is lost", 1.0);
    what.scrap         = read.share("scrap", "share of what is under way that is lost as it begins", 0.0);
    what.ramp          = read.duration("ramp", "linear way back of the capacity afterwards", any_length, Ticks{0}).count;
    if (what.effect != DisruptionEffect::capacity) {
        if (what.capacity_lost != 1) read.error("capacity_lost", "a pause is of everything: a share goes with effect = \"capacity\"");
        if (what.ramp > 0) read.error("ramp", "a pause ends all at once: a way back goes with effect = \"capacity\"");
    }
    read.finish();
}

}  // namespace secondsource
