// What a scenario file may hold: all that its readers ask for.

#include "sim/scenario/sections.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/head.h"
#include "sim/scenario/law.h"
#include "sim/scenario/rows.h"

namespace secondsource {

namespace {

using Keys = std::vector<KeyInfo>;

Keys kept(const Reader& read) { return read.keys(); }

/// Adds what is not there yet; the same key with another type is.
void merge(Keys& into, std::span<const KeyInfo> more) {
    for (const KeyInfo& info : more) {
        const auto same = [&](const KeyInfo& known) { return known.key == info.key && known.type == info.type; };
        if (std::none_of(into.begin(), into.end(), same)) into.push_back(info);
    }
}

/// What is asked for where every optional key is there, and where none is: a reader may take another way then.
template <class Read>
Keys asked_either_way(Read read_table) {
    Reader all = Reader::recording();
    read_table(all);
    Keys keys = kept(all);

    const Document empty;
    Diagnostics    unheeded;
    Reader         none{empty, unheeded};
    none.use(Calendar{TickLength::week});
    read_table(none);
    Keys otherwise = kept(none);
    for (KeyInfo& info : otherwise) info.required = false;   // there is the first way
    merge(keys, otherwise);
    return keys;
}

/// What a reader of rows asks for.
template <class Read>
Keys asked(const Registry& registry, Read read_rows) {
    return asked_either_way([&](Reader& read) {
        const Calendar calendar{TickLength::week};
        Drafts         drafts{registry, calendar};
        read_rows(read, drafts);
    });
}

/// The parameters of all laws, for tables that name one.
Keys law_keys(std::string_view unit) {
    Keys keys;
    for (const std::string_view name : law_names()) {
        Reader read = Reader::recording();
        read_law(read, name, unit, "distribution");
        merge(keys, kept(read));
    }
    for (KeyInfo& info : keys) info.required = false;   // each law has others
    return keys;
}

Keys head_keys() {
    return asked_either_way([](Reader& read) { read_head(read, "", ""); });
}

Keys event_keys() {
    Reader read = Reader::recording();
    read.text("name", "what the event is called", "");
    read.tick("at", "when");
    read.text("text", "what happens, for people", "");
    if (read.has("set")) read.table("set", "values by path, from then on");
    return kept(read);
}

Keys metric_keys() {
    Reader read = Reader::recording();
    read_metric(read, Head{});
    return kept(read);
}

/// Keys of every kind of agent.
Keys common_agent_keys() {
    Reader read = Reader::recording();
    read_agent_head(read, {});
    return kept(read);
}

Keys keys_of(const AgentKind& kind, const Registry& registry) {
    Keys keys = common_agent_keys();
    merge(keys, asked(registry, kind.read));
    return keys;
}

bool is_list_of_tables(const KeyInfo& info) { return info.type == KeyType::tables && info.inner; }

template <class Make>
Keys keys_of_maker(Make make) {
    Keys keys = asked_either_way(make);
    if (std::any_of(keys.begin(), keys.end(), [](const KeyInfo& info) { return info.key == "distribution"; }))
        merge(keys, law_keys("_units"));
    return keys;
}

}   // namespace

std::vector<KeyInfo> file_keys() {
    Reader read = Reader::recording();
    read.whole("schema_version", "version of this format", Limits{1, 1}, 1);
    read.texts("extends", "the file, or files, that this one builds on", std::vector<std::string>{});
    read.texts("remove", "paths of what is taken out of the files that this one builds on", std::vector<std::string>{});
    return kept(read);
}

std::vector<KeyInfo> lead_time_keys() {
    Reader read = Reader::recording();
    read.choice("distribution", "the law", {law_names().begin(), law_names().end()});
    read.flag("crossing", "whether a later shipment may arrive before an earlier one", false);
    Keys keys = kept(read);
    for (const char* unit : {"_weeks", "_days", "_months", "_periods"}) {
        merge(keys, law_keys(unit));
        Reader longest = Reader::recording();
        longest.real(std::string{"longest"} + unit, "no shipment takes longer", at_least(1), 1.0);
        merge(keys, kept(longest));
    }
    return keys;
}

std::vector<Section> kind_sections(const Registry& registry) {
    std::vector<Section> sections;
    for (const AgentKind& kind : registry.kinds())
        sections.push_back({"[[agent]]", std::string{kind.name}, std::string{kind.about}, keys_of(kind, registry)});
    return sections;
}

std::vector<Section> policy_sections(const Registry& registry) {
    std::vector<Section> sections;
    registry.each_policy([&](std::string_view family, std::string_view name, std::string_view about, auto make) {
        sections.push_back({std::string{family}, std::string{name}, std::string{about}, keys_of_maker(make)});
    });
    return sections;
}

std::vector<Section> table_sections(const Registry& registry) {
    Section agent{"[[agent]]", "agent", "a firm or a market", common_agent_keys()};
    for (const AgentKind& kind : registry.kinds()) merge(agent.keys, keys_of(kind, registry));

    std::vector<Section> sections{
        {"[scenario]", "scenario", "name, time and seed of the run", head_keys()},
        {"[[product]]", "product", "what is made, shipped and counted", asked(registry, &read_product)}};
    sections.push_back(agent);
    for (const KeyInfo& info : agent.keys)
        if (is_list_of_tables(info))
            sections.push_back({fmt::format("[[agent.{}]]", info.key), info.key, info.meaning, *info.inner});
    sections.push_back({"[[link]]", "link", "one offer to one requirement", asked(registry, &read_link)});
    sections.push_back(
        {"[[disruption]]", "disruption", "a dated or random disruption", asked(registry, &read_disruption)});
    sections.push_back({"[[event]]", "event", "a dated change of any value that may be dated", event_keys()});
    sections.push_back(
        {"[[metric]]", "metric", "a recorded quantity that becomes one number of the run", metric_keys()});
    return sections;
}

}   // namespace secondsource
