#include "sim/scenario/scenario.h"

#include <cstdlib>

#include "sim/base/spelling.h"
#include "sim/scenario/head.h"
#include "sim/scenario/rows.h"
#include "sim/scenario/write.h"

namespace secondsource {
namespace {

void read_agent(Reader& read, Drafts& drafts) {
    const AgentDraft   agent = read_agent_head(read);
    const std::string& name  = agent.name;
    drafts.agent(read);
    if (!drafts.plan.agents.emplace(name, agent).second) read.error("name", "there are two agents \"" + name + "\"");
    if (name.empty() || name.find('.') != std::string::npos) read.error("name", "an agent's name holds no dot and is not empty");
    std::vector<std::string_view> known;
    for (const AgentKind& kind : drafts.registry().kinds()) {
        if (kind.name == agent.kind) {
            kind.read(read, drafts);
            read.finish();
            return;
        }
        known.push_back(kind.name);
    }
    const auto near = nearest(agent.kind, std::span<const std::string_view>{known});
    std::string list;
    for (const std::string_view kind : known) list += (list.empty() ? "" : ", ") + std::string{kind};
    read.error("kind", "there is no kind of agent \"" + agent.kind + "\"", near ? "did you mean \"" + *near + "\"?" : "known are " + list);
}

void note_events(const Document& document, const Calendar& calendar, Scenario& scenario) {
    for (const Event& event : document.events()) {
        Tick at{0};
        if (const auto* tick = std::get_if<std::int64_t>(&event.at)) at = Tick{*tick};
        else if (calendar.has_dates()) at = calendar.tick_of(std::get<Date>(event.at));
        std::string paths;
        for (const std::string& path : event.paths) paths += (paths.empty() ? "" : ", ") + path;
        scenario.events.push_back({at, "event", event.name.empty() ? paths : event.name, event.text.empty() ? paths : event.text});
    }
}

/// The table [scenario] with its name, and with the end and the seed that were asked for elsewhere.
Node told_head(const Document& document, const ScenarioRequest& request, const std::string& default_name) {
    const Node* written = document.root().at("scenario");
    Node        head    = written && written->is_table() ? *written : Node{Node::Table{}, {}, nullptr};
    auto&       entries = *head.as<Node::Table>();
    const auto  set     = [&](const std::string& key, decltype(Node::value) value) {
        std::erase_if(entries, [&](const Entry& entry) { return entry.key == key; });
        entries.push_back({key, {}, {std::move(value), {}, nullptr}});
    };
    if (head.text_at("name").empty()) set("name", default_name);
    if (request.seed) set("seed", static_cast<std::int64_t>(*request.seed));
    if (request.until.empty()) return head;
    std::erase_if(entries, [](const Entry& entry) {
        return entry.key == "until" || entry.key == "weeks" || entry.key == "days" || entry.key == "months" || entry.key == "years" || entry.key == "periods";
    });
    const std::string tick{head.text_at("tick")};
    if (const auto date = parse_date(request.until)) set("until", *date);
    else set((tick.empty() ? "week" : tick) + "s", std::strtoll(request.until.c_str(), nullptr, 10));
    return head;
}

Scenario build(Document& document, Diagnostics& diagnostics, const Registry& registry, const ScenarioRequest& request, const std::string& default_name) {
    Scenario scenario;
    if (request.lists_values) scenario.values = document.values();
    if (!request.draw) {   // drawn values are no scenario that somebody wrote
        const Node head = told_head(document, request, default_name);
        scenario.text   = to_toml(document.root(), &head);
    }
    document.apply_events(diagnostics);
    Reader root{document, diagnostics};

    Reader     table = root.table("scenario", "name, time and seed of the run");
    const Head head  = read_head(table, request.until, default_name);
    table.finish();
    scenario.name  = head.name;
    scenario.title = head.title;
    scenario.focus = head.focus;
    scenario.seed  = request.seed.value_or(head.seed);

    Drafts drafts{registry, head.calendar};
    drafts.is_drawn              = request.draw.has_value();
    drafts.plan.name             = head.name;
    drafts.plan.first_reported   = head.first_reported;
    drafts.plan.end              = head.end;
    drafts.plan.record_smoothing = head.record_smoothing;

    root.whole("schema_version", "version of this format", Limits{1, 1}, 1);
    for (Reader read : root.tables("product", "what is made, shipped and counted")) read_product(read, drafts);
    for (Reader read : root.tables("agent", "a firm or a market")) read_agent(read, drafts);
    for (Reader read : root.tables("link", "one offer to one requirement")) read_link(read, drafts);
    for (Reader read : root.tables("disruption", "a dated or random disruption")) read_disruption(read, drafts);
    for (Reader read : root.tables("metric", "a recorded quantity that becomes one number of the run")) {
        scenario.metrics.push_back(read_metric(read, head));
        read.finish();
    }
    root.finish();
    if (diagnostics.has_errors()) throw ScenarioError{diagnostics};

    std::vector<Misfit> misfits;
    scenario.model = assemble(drafts.plan, misfits);
    for (const Misfit& misfit : misfits) drafts.report(misfit);
    if (diagnostics.has_errors()) throw ScenarioError{diagnostics};
    scenario.end_uses = std::move(drafts.end_uses);
    note_events(document, head.calendar, scenario);
    scenario.warnings = diagnostics.sorted();
    scenario.sources  = document.sources();
    return scenario;
}

}  // namespace

Scenario read_scenario(const ScenarioRequest& request, const Registry& registry) {
    Diagnostics diagnostics;
    Document    document = load({request.file, request.sets}, diagnostics);
    if (request.draw) draw_assumptions(document, *request.draw, diagnostics);
    if (diagnostics.has_errors()) throw ScenarioError{diagnostics};
    return build(document, diagnostics, registry, request, request.file.stem().string());
}

Scenario read_scenario_text(std::string text, std::string name, const Registry& registry) {
    Diagnostics diagnostics;
    Document    document = parse_text(text, name, diagnostics);
    if (diagnostics.has_errors()) throw ScenarioError{diagnostics};
    return build(document, diagnostics, registry, {}, name);
}

}  // namespace secondsource
