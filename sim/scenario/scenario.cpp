#include "sim/scenario/scenario.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>

#include "sim/base/spelling.h"
#include "sim/scenario/head.h"
#include "sim/scenario/meaning.h"
#include "sim/scenario/rows.h"
#include "sim/scenario/write.h"

namespace secondsource {
namespace {

void read_agent(Reader& read, Drafts& drafts) {
    const auto         known = drafts.registry().kind_names();
    const AgentDraft   agent = read_agent_head(read, known);
    const std::string& name  = agent.name;
    drafts.agent(read);
    if (!drafts.plan.agents.emplace(name, agent).second && !drafts.has_twins) read.error("name", "there are two agents \"" + name + "\"");
    if (name.empty() || name.find('.') != std::string::npos) {
        read.error("name", "an agent's name holds no dot and is not empty");
        drafts.unread_agent();   // nobody knows what others mean by it
    }
    const auto kinds = drafts.registry().kinds();
    if (const auto kind = std::ranges::find(kinds, agent.kind, &AgentKind::name); kind != kinds.end()) {
        kind->read(read, drafts);
        return read.finish();
    }
    drafts.unread_agent();
    if (read.names_rule("kind", "kind")) {   // else that was said
        const auto near = nearest(agent.kind, std::span<const std::string_view>{known});
        read.error("kind", "there is no kind of agent " + in_quotes(agent.kind),
                   near ? "did you mean " + in_quotes(*near) + "?" : fmt::format("known are {}", fmt::join(known, ", ")));
    }
    read.finish_unread();
}

Tick tick_of(const Event& event, const Calendar& calendar) {
    if (const auto* tick = std::get_if<std::int64_t>(&event.at)) return Tick{*tick};
    return calendar.has_dates() ? calendar.tick_of(std::get<Date>(event.at)) : Tick{0};
}

/// Events have their own place in time, whatever they set.
void check_events(const Document& document, const Reader& root, const Calendar& calendar, Diagnostics& diagnostics) {
    for (const Event& event : document.events()) {
        const Tick at   = tick_of(event, calendar);
        Node       time{false, event.place, nullptr};
        std::visit([&](auto written) { time.value = written; }, event.at);
        if (at < Tick{0}) diagnostics.warn(Problem::doubtful, event.place, to_text(time) + " is before the run begins, so what the event sets holds all the time");
        else root.expect_in_run(time, at);
    }
}

void note_events(const Document& document, const Calendar& calendar, Scenario& scenario) {
    for (const Event& event : document.events()) {
        const Tick  at = tick_of(event, calendar);
        std::string paths, changes;
        for (std::size_t i = 0; i < event.paths.size(); ++i) {
            paths += (i > 0 ? ", " : "") + event.paths[i];
            changes += (i > 0 ? ", " : "") + event.paths[i] + " = " + event.values[i];
        }
        scenario.events.push_back({at, "event", event.name.empty() ? paths : event.name, event.text.empty() ? changes : event.text});
    }
}

/// Reports a misfit at its row; what another file removed is the mistake of the `remove`.
void report(const Misfit& misfit, const Reader& row, const Document& document, Diagnostics& diagnostics) {
    if (misfit.is_warning) return row.warn(misfit.key, misfit.message, misfit.help);
    const Place    place   = row.place(misfit.key);
    const Removal* removal = document.removed(misfit.missing);
    if (!removal || !place.source || removal->place.source == place.source) return row.error(misfit.key, misfit.message, misfit.help);
    diagnostics.error(Problem::inconsistent, removal->place, "this is removed, but " + row.where() + " needs it: " + misfit.message,
                      "that is in " + place.source->name() + ":" + std::to_string(place.line) + "; remove it too, or change it: its path is " + in_quotes(row.path()));
}

/// A metric of another file that is of something that was removed.
bool is_of_removed(const MetricDraft& metric, const Document& document, Diagnostics& diagnostics) {
    const auto check = [&](const std::string& path, const Place& place) {
        const std::size_t first = path.find('.'), last = path.rfind('.');
        if (first == std::string::npos || first == last) return false;
        const std::string table = path.substr(0, first), entity = path.substr(first + 1, last - first - 1);
        const std::string agent = entity.substr(0, entity.find('.'));
        std::vector<std::string> names{"link." + entity, "agent." + agent};
        if (agent != entity) names.push_back("agent." + agent + "." + table + entity.substr(agent.size()));
        std::erase_if(names, [&](const std::string& name) { return document.find(name); });   // which is there again
        const Removal* removal = document.removed(names);
        if (!removal || !place.source || removal->place.source == place.source) return false;
        diagnostics.error(Problem::inconsistent, removal->place, "this is removed, but the metric " + in_quotes(metric.name) + " is of it: " + in_quotes(path),
                          "the metric is in " + place.source->name() + ":" + std::to_string(place.line) + "; remove it too: its path is " + in_quotes("metric." + metric.name));
        return true;
    };
    return check(metric.of, metric.place) || (!metric.over.empty() && check(metric.over, metric.over_place));
}

/// Whether all tables at the top of a file are what readers ask for; else rows may stand in one that is misspelt.
bool has_known_tables(const Node& root) {
    constexpr std::array<std::string_view, 6> known{"scenario", "product", "agent", "link", "disruption", "metric"};
    return std::ranges::all_of(*root.as<Node::Table>(), [&](const Entry& entry) {
        return !holds_tables(entry.value) || std::ranges::find(known, entry.key) != known.end();
    });
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

bool holds(const Diagnostics& diagnostics, Problem problem) {
    return diagnostics.has_errors() && std::ranges::any_of(diagnostics.sorted(), [&](const Diagnostic& one) { return one.problem == problem; });
}

Scenario build(Document& document, Diagnostics& diagnostics, const Registry& registry, const ScenarioRequest& request, const std::string& default_name, const MetricCheck& check) {
    Scenario scenario;
    if (request.lists_values) scenario.values = document.values();
    if (request.writes_text && !request.draw) {   // drawn values are no scenario that somebody wrote
        const Node head = told_head(document, request, default_name);
        scenario.text   = to_toml(document.root(), &head);
    }
    // Where two tables have one name, a path to it names neither.
    const bool  has_twins = holds(diagnostics, Problem::same_name);
    Diagnostics unheeded;
    document.apply_events(has_twins ? unheeded : diagnostics);
    Reader root{document, diagnostics};

    Reader     table = root.table("scenario", "name, time and seed of the run");
    const Head head  = read_head(table, request.until, default_name);
    table.finish();
    scenario.name  = head.name;
    scenario.title = head.title;
    scenario.focus = head.focus;
    scenario.seed  = request.seed.value_or(head.seed);

    Drafts drafts{registry, head.calendar};
    drafts.knows_run             = !table.has_errors();
    drafts.has_twins             = has_twins;
    drafts.is_drawn              = request.draw.has_value();
    drafts.plan.name             = head.name;
    drafts.plan.first_reported   = head.first_reported;
    drafts.plan.end              = head.end;
    drafts.plan.record_smoothing = head.record_smoothing;

    root.whole("schema_version", "version of this format", Limits{1, 1}, 1);
    for (Reader read : root.tables("product", "what is made, shipped and counted")) read_product(read, drafts);
    for (Reader read : root.tables("agent", "a firm or a market")) read_agent(read, drafts);
    const std::vector<Reader> links = root.tables("link", "one offer to one requirement");
    // Where a name of an agent, a product or a row is missing, all that refers to it would seem to be wrong. Nothing
    // refers to the links and disruptions that are read now.
    const bool is_clear = !has_twins && !root.lacks_names() && !drafts.has_unread_agents() && has_known_tables(document.root());
    for (Reader read : links) read_link(read, drafts);
    for (Reader read : root.tables("disruption", "a dated or random disruption"))
        if (!has_twins) read_disruption(read, drafts);
    const bool is_whole = !diagnostics.has_errors();

    std::vector<MetricDraft> named;   // those whose paths could be read
    for (Reader read : root.tables("metric", "a recorded quantity that becomes one number of the run")) {
        scenario.metrics.push_back(read_metric(read, head));
        read.finish();
        if (!read.lacks_names() && !is_of_removed(scenario.metrics.back(), document, diagnostics)) named.push_back(scenario.metrics.back());
    }
    // These three were taken out as the files were read; they are asked for so that they may be suggested.
    root.texts("extends", "the file, or files, that this one builds on", std::vector<std::string>{});
    root.texts("remove", "paths of what is taken out of the files that this one builds on", std::vector<std::string>{});
    root.tables("event", "a dated change of any value that may be dated");
    root.finish();
    if (!request.draw) expect_ranges(document.root(), diagnostics);
    if (drafts.knows_run && !has_twins) check_events(document, root, head.calendar, diagnostics);

    Assembled made;
    if (is_clear) {
        if (!is_whole) drafts.note_doubts();
        std::vector<Misfit> misfits;
        made = assemble(drafts.plan, misfits);
        for (const Misfit& misfit : misfits) report(misfit, drafts.row_of(misfit), document, diagnostics);
        if (std::ranges::all_of(misfits, &Misfit::is_warning)) check_meaning(drafts);
        check_focus(table, head.focus, drafts);
    }
    if (check) check(named, made.network.get(), diagnostics);
    if (diagnostics.has_errors()) throw ScenarioError{diagnostics};
    scenario.model    = std::move(made.model);
    scenario.end_uses = std::move(drafts.end_uses);
    note_events(document, head.calendar, scenario);
    scenario.warnings = diagnostics.sorted();
    scenario.sources  = document.sources();
    return scenario;
}

/// Whether what is wrong with the text leaves a document of which more would be said that is not true. A path that leads
/// nowhere, or a source that is none, changes nothing; readers know a number that is none; of two tables with one name both
/// are read.
bool spoils_the_rest(const Diagnostics& diagnostics) {
    const auto is_harmless = [](const Diagnostic& one) {
        constexpr std::array harmless{Problem::path, Problem::provenance, Problem::not_finite, Problem::time_of_day, Problem::same_name};
        return one.severity == Severity::warning || std::ranges::find(harmless, one.problem) != harmless.end();
    };
    return diagnostics.has_errors() && (diagnostics.is_full() || !std::ranges::all_of(diagnostics.sorted(), is_harmless));
}

/// What a scenario is called that does not say so itself.
std::string name_of(const std::filesystem::path& file) {
    std::string name = file.stem().string();
    std::ranges::replace_if(name, [](char c) { return !is_scenario_name({&c, 1}); }, '_');
    return name;
}

}  // namespace

Scenario read_scenario(const ScenarioRequest& request, const Registry& registry, const MetricCheck& check) {
    Diagnostics diagnostics;
    Document    document = load({request.file, request.sets, request.folders}, diagnostics);
    if (request.draw) draw_assumptions(document, *request.draw, diagnostics);
    if (spoils_the_rest(diagnostics)) throw ScenarioError{diagnostics};
    return build(document, diagnostics, registry, request, name_of(request.file), check);
}

Scenario read_scenario_text(std::string text, std::string name, const Registry& registry, const MetricCheck& check) {
    Diagnostics diagnostics;
    Document    document = parse_text(text, name, diagnostics);
    if (spoils_the_rest(diagnostics)) throw ScenarioError{diagnostics};
    return build(document, diagnostics, registry, {.file = {}, .writes_text = true}, name_of(name), check);
}

}  // namespace secondsource
