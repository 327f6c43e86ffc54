#include "sim/scenario/scenario.h"

#include <charconv>
#include <limits>

#include "sim/base/spelling.h"
#include "sim/scenario/rows.h"

namespace secondsource {
namespace {

constexpr std::int64_t most_ticks = std::int64_t{1} << 62;

/// When the world begins and ends.
struct Span {
    Calendar calendar{TickLength::week};
    Tick     first_reported{0}, end{0};
};

Date monday() { return {2025, 1, 6}; }

/// Reads [scenario] as far as the calendar, which all other tables need.
Span read_span(Reader& read, const std::string& until) {
    Span span;
    const auto length = parse_tick_length(read.choice("tick", "how long a tick is", {"week", "day", "month", "period"}, "week")).value_or(TickLength::week);
    const bool dated  = length != TickLength::period;
    const Date start  = dated ? read.date("start", "first day that is reported", read.is_recording() ? std::optional{monday()} : std::nullopt) : monday();
    // The warm-up is counted in ticks, so that tick 0 is the one in which it begins.
    Calendar reported{length, is_valid(start) ? start : monday()};
    read.use(reported);
    const Ticks warm_up = read.duration("warm_up", "computed before the start and not reported", Limits{0, 1e9}, Ticks{0});
    span.calendar       = dated ? Calendar{length, reported.date_of(Tick{-warm_up.count})} : Calendar{length};
    span.first_reported = Tick{warm_up.count};
    read.use(span.calendar);

    if (read.has("until")) {
        const Tick last = read.tick("until", "last day, or the first tick that is not computed", span.first_reported);
        span.end = dated ? last + Ticks{1} : last;
    } else {
        const Ticks reported_ticks = read.duration("", "length of the run after the warm-up", Limits{1, static_cast<double>(most_ticks)});
        span.end = span.first_reported + reported_ticks;
    }
    if (!until.empty()) {
        std::int64_t ticks = 0;
        const auto [rest, error] = std::from_chars(until.data(), until.data() + until.size(), ticks);
        if (error == std::errc{} && rest == until.data() + until.size() && ticks > 0) span.end = span.first_reported + Ticks{ticks};
        else if (const auto date = parse_date(until); date && dated) span.end = span.calendar.tick_of(*date) + Ticks{1};
        else read.error("until", "--until " + until + " is neither a date such as 2027-06-30 nor a number of ticks");
    }
    if (span.end <= span.first_reported) read.error(read.has("until") ? "until" : "", "the run ends before it begins");
    return span;
}

MetricDraft read_metric(Reader& read) {
    MetricDraft metric;
    metric.name   = read.text("name", "what the metric is called");
    metric.of     = read.text("of", "table.entity.column; * stands for any part of the entity's name, and sums");
    metric.over   = read.text("over", "the same: the metric is the ratio of the two", "");
    metric.reduce = read.choice("reduce", "how the ticks after the warm-up become one number", {"sum", "mean", "variance", "min", "max", "final", "share", "percentile", "at"}, "sum");
    if (read.has("above")) metric.above = read.real("above", "for share: of ticks in which the quantity is more than this", {}, 0.0);
    if (read.has("at_least")) {
        metric.above    = read.real("at_least", "for share: of ticks in which the quantity is this or more", {}, 0.0);
        metric.at_least = true;
    }
    metric.percentile = read.real("percentile", "for percentile: 0 to 100", between(0, 100), 50.0);
    metric.at         = read.tick("at", "for at: when", Tick{0});
    metric.place      = read.place("of");
    read.finish();
    return metric;
}

void read_agent(Reader& read, Drafts& drafts) {
    const std::string name = read.text("name", "what the agent is called");
    Agent             agent{name, read.text("kind", "what kind of agent it is"), read.text("title", "for people", name)};
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
    for (const Disruption& disruption : scenario.model->disruptions)
        if (!disruption.is_random) scenario.events.push_back({disruption.from, "disruption", disruption.name, "begins"});
}

Scenario build(Document& document, Diagnostics& diagnostics, const Registry& registry, const std::string& until, const std::string& default_name) {
    Scenario scenario;
    scenario.values = document.values();
    scenario.text   = to_text(document.root());
    document.apply_events(diagnostics);
    Reader root{document, diagnostics};

    Reader     head  = root.table("scenario", "name, time and seed of the run");
    const Span span  = read_span(head, until);
    scenario.name    = head.text("name", "what the scenario is called; by default its file's name", default_name);
    scenario.title   = head.text("title", "one line for people", scenario.name);
    scenario.seed    = static_cast<std::uint64_t>(head.whole("seed", "which luck the run has", at_least(0), 1));
    const double record_smoothing = head.share("track_record_smoothing", "weight of the newest tick in track records and usage", 0.1);
    scenario.focus   = head.text("focus", "the agent that summaries look at closely", "");
    head.finish();

    Drafts drafts{registry, span.calendar};
    drafts.plan.name             = scenario.name;
    drafts.plan.first_reported   = span.first_reported;
    drafts.plan.end              = span.end;
    drafts.plan.record_smoothing = record_smoothing;

    root.whole("schema_version", "version of this format", Limits{1, 1}, 1);
    for (Reader read : root.tables("product", "what is made, shipped and counted")) read_product(read, drafts);
    for (Reader read : root.tables("agent", "a firm or a market")) read_agent(read, drafts);
    for (Reader read : root.tables("link", "one offer to one requirement")) read_link(read, drafts);
    for (Reader read : root.tables("disruption", "a dated or random disruption")) read_disruption(read, drafts);
    for (Reader read : root.tables("metric", "a recorded quantity that becomes one number of the run")) scenario.metrics.push_back(read_metric(read));
    root.finish();
    if (diagnostics.has_errors()) throw ScenarioError{diagnostics};

    std::vector<Misfit> misfits;
    scenario.model = assemble(drafts.plan, misfits);
    for (const Misfit& misfit : misfits) drafts.report(misfit);
    if (diagnostics.has_errors()) throw ScenarioError{diagnostics};
    scenario.end_uses = std::move(drafts.end_uses);
    note_events(document, span.calendar, scenario);
    scenario.warnings = diagnostics.text();
    return scenario;
}

}  // namespace

Scenario read_scenario(const ScenarioRequest& request, const Registry& registry) {
    Diagnostics diagnostics;
    Document    document = load({request.file, request.sets}, diagnostics);
    if (diagnostics.has_errors()) throw ScenarioError{diagnostics};
    return build(document, diagnostics, registry, request.until, request.file.stem().string());
}

Scenario read_scenario_text(std::string text, std::string name, const Registry& registry) {
    Diagnostics diagnostics;
    Document    document = parse_text(text, name, diagnostics);
    if (diagnostics.has_errors()) throw ScenarioError{diagnostics};
    return build(document, diagnostics, registry, "", name);
}

}  // namespace secondsource
