#include "sim/scenario/head.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace secondsource {
namespace {

constexpr std::int64_t most_ticks = std::int64_t{1} << 62;

Date monday() { return {2025, 1, 6}; }

/// The days that can be written, in files and on command lines. A run, its warm-up included, stays within.
constexpr Date first_day{0, 1, 1}, last_day{9999, 12, 31};

/// As far as the calendar, which all other tables need.
void read_span(Reader& read, const std::string& until, Head& span) {
    const auto length = parse_tick_length(read.choice("tick", "how long a tick is", {"week", "day", "month", "period"}, "week")).value_or(TickLength::week);
    const bool dated  = length != TickLength::period;
    const Date start  = dated ? read.date("start", "first day that is reported", read.is_recording() ? std::optional{monday()} : std::nullopt) : monday();
    // The warm-up is counted in ticks, so that tick 0 is the one in which it begins.
    Calendar reported{length, is_valid(start) ? start : monday()};
    read.use(reported);
    Ticks       warm_up = read.duration("warm_up", "computed before the start and not reported", Limits{0, 1e9}, Ticks{0});
    if (dated && Tick{-warm_up.count} < reported.tick_of(first_day)) {
        read.error("warm_up", "the warm-up begins before " + to_text(first_day));
        warm_up = {};
    }
    span.calendar       = dated ? Calendar{length, reported.date_of(Tick{-warm_up.count})} : Calendar{length};
    span.first_reported = Tick{warm_up.count};
    read.use(span.calendar);

    if (read.has("until")) {
        read.not_together("", "until");
        const Tick last = read.tick("until", "last day, or the first tick that is not computed", span.first_reported);
        span.end = dated ? last + Ticks{1} : last;
    } else {
        const Ticks reported_ticks = read.duration("", "of the run after the warm-up", Limits{1, static_cast<double>(most_ticks)});
        span.end = span.first_reported + reported_ticks;
    }
    const Tick written = span.end, last = dated ? span.calendar.tick_of(last_day) : Tick{0};
    if (!until.empty()) {
        std::int64_t ticks = 0;
        const auto [rest, error] = std::from_chars(until.data(), until.data() + until.size(), ticks);
        if (error != std::errc::invalid_argument && rest == until.data() + until.size()) {
            const bool is_far = error == std::errc::result_out_of_range ? until.front() != '-' : ticks > most_ticks;
            if (is_far) read.error("until", fmt::format("--until is at most {}, not {}", most_ticks, until));
            else if (ticks < 1) read.error("until", fmt::format("--until is a date or at least 1, not {}", until));
            else span.end = span.first_reported + Ticks{ticks};
        } else if (const auto date = parse_date(until); date && dated) span.end = span.calendar.tick_of(*date) + Ticks{1};
        else read.error("until", "--until " + until + " is neither a date such as 2027-06-30 nor a number of ticks");
    }
    span.reach = std::max(span.end, written);
    const std::string_view key      = read.has("until") ? "until" : "";
    const std::string      as_asked = until.empty() ? "" : "with --until " + until + " ";
    if (span.end <= span.first_reported) read.error(key, as_asked + "the run ends before it begins");
    else if (dated && span.reach > last + Ticks{1}) read.error(key, (written > last + Ticks{1} ? "" : as_asked) + "the run ends after " + to_text(last_day) + ", the last day that can be written");
}

/// A metric of one tick: which must be reported. A run that is ended earlier from outside leaves it out.
void check_time(Reader& read, const MetricDraft& metric, const Head& head) {
    if (metric.reduce != "at" || read.is_recording()) return;
    if (!read.has("at")) read.error("reduce", "reduce = \"at\" needs the time", "add at = …");
    else if (!head.knows_run) return;
    else if (metric.at < head.first_reported) read.error("at", "the time is before the first reported tick", "nothing is recorded in the warm-up");
    else if (metric.at >= head.reach) read.error("at", "the time is after the end of the run");
    else if (metric.at >= head.end) read.warn("at", "the run is ended before that time: the metric has no value");
}

}  // namespace

bool is_scenario_name(std::string_view name) {
    constexpr std::string_view fit = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    return !name.empty() && name.find_first_not_of(fit) == name.npos;
}

Head read_head(Reader& read, const std::string& until, const std::string& default_name) {
    Head head;
    read_span(read, until, head);
    if (!read.has_errors() && !read.is_recording()) read.end_at(head.reach, read.place(read.has("until") ? "until" : ""));
    head.knows_run = !read.has_errors();
    head.name  = read.text("name", "what the scenario is called; by default its file's name", default_name);
    if (!is_scenario_name(head.name)) read.error("name", "a scenario cannot be called " + in_quotes(head.name), "names are of letters, digits, _ and -");
    head.title = read.text("title", "one line for people", head.name);
    head.focus = read.text("focus", "the agent that summaries look at closely", "");
    head.seed  = static_cast<std::uint64_t>(read.whole("seed", "which luck the run has", at_least(0), 1));
    head.record_smoothing = read.share("track_record_smoothing", "weight of the newest tick in track records and usage", 0.1);
    read.text("about", "what the scenario shows", "");
    return head;
}

AgentDraft read_agent_head(Reader& read, std::span<const std::string_view> kinds) {
    const std::string name = read.text("name", "what the agent is called");
    return {name, read.text("kind", fmt::format("what kind of agent it is{}{}", kinds.empty() ? "" : ": ", fmt::join(kinds, ", "))), read.text("title", "for people; by default the name", name)};
}

MetricDraft read_metric(Reader& read, const Head& head) {
    MetricDraft metric;
    metric.name   = read.text("name", "what the metric is called");
    metric.of     = read.text("of", "table.entity.column; * stands for any part of the entity's name, and sums");
    metric.over   = read.text("over", "the same: the metric is the ratio of the two", "");
    metric.reduce = read.choice("reduce", "how the ticks after the warm-up become one number; of totals, final and at give what came together since then", {"sum", "mean", "variance", "min", "max", "final", "share", "percentile", "at"}, "sum");
    if (read.has("above")) metric.above = read.real("above", "for share: of ticks in which the quantity is more than this", {}, 0.0);
    if (read.has("at_least")) {
        metric.above    = read.real("at_least", "for share: of ticks in which the quantity is this or more", {}, 0.0);
        metric.at_least = true;
    }
    metric.percentile = read.real("percentile", "for percentile: 0 to 100", between(0, 100), 50.0);
    metric.at         = read.tick("at", "for at: when", Tick{0});
    metric.place      = read.place("of");
    metric.over_place = read.place("over");
    check_time(read, metric, head);
    return metric;
}

}  // namespace secondsource
