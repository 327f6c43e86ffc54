// What a scenario file may hold, and its JSON Schema. The door of nlohmann_json in this storey.
#include "sim/scenario/schema.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/scenario/head.h"
#include "sim/scenario/law.h"
#include "sim/scenario/rows.h"

namespace secondsource {
namespace {

using Json = nlohmann::ordered_json;
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

/// What a policy asks for.
template <class Make>
Keys keys_of_policy(Make make) {
    Keys keys = asked_either_way(make);
    if (std::any_of(keys.begin(), keys.end(), [](const KeyInfo& info) { return info.key == "distribution"; }))
        merge(keys, law_keys("_units"));
    return keys;
}

// ---- tables that are read before there are rows, or by no reader at all --------------------------------------------

Keys file_keys() {
    Reader read = Reader::recording();
    read.whole("schema_version", "version of this format", Limits{1, 1}, 1);
    read.texts("extends", "the file, or files, that this one builds on", std::vector<std::string>{});
    read.texts("remove", "paths of what is taken out of the files that this one builds on", std::vector<std::string>{});
    return kept(read);
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
    read_metric(read);
    return kept(read);
}

/// Keys of every kind of agent.
Keys common_agent_keys() {
    Reader read = Reader::recording();
    read_agent_head(read);
    return kept(read);
}

// ---- sections ------------------------------------------------------------------------------------------------------

Keys keys_of(const AgentKind& kind, const Registry& registry) {
    Keys keys = common_agent_keys();
    merge(keys, asked(registry, kind.read));
    return keys;
}

bool is_list_of_tables(const KeyInfo& info) { return info.type == KeyType::tables && info.inner; }

std::vector<std::string> policy_names(const Registry& registry, std::string_view family) {
    std::vector<std::string> names;
    registry.each_policy([&](std::string_view of, std::string_view name, std::string_view, auto) {
        if (of == family) names.emplace_back(name);
    });
    return names;
}

/// The key that names a rule within its table.
std::string_view word_of(std::string_view family) {
    return family == "demand" || family == "yield" ? "model" : "policy";
}

// ---- JSON Schema ---------------------------------------------------------------------------------------------------

/// Writes the schema of one registry.
class SchemaWriter {
public:
    explicit SchemaWriter(const Registry& registry) : registry_{registry} {}

    Json file() {
        Json properties        = table_properties(file_keys());
        properties["extends"]  = Json{{"description", "the file, or files, that this one builds on"},
                                     {"anyOf", {Json{{"type", "string"}}, list_of(Json{{"type", "string"}})}}};
        properties["scenario"] = table(head_keys());
        for (const Section& section : table_sections(registry_)) {
            if (!section.header.starts_with("[[") || section.header.find('.') != std::string::npos) continue;
            properties[section.name]                = list_of(section.name == "event" ? event() : table(section.keys));
            properties[section.name]["description"] = section.about;
        }
        Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"},
                    {"title", "secondsource scenario"},
                    {"description", "A scenario of the supply-network simulator secondsource."}};
        schema.update(object(std::move(properties)));
        schema["definitions"] = definitions();
        return schema;
    }

private:
    static Json ref(std::string_view definition) { return {{"$ref", fmt::format("#/definitions/{}", definition)}}; }
    static Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

    /// A table with these keys and no others, but for those that say where its values came from.
    static Json object(Json properties) {
        for (const char* key : {"source", "confidence", "range", "note"})
            if (!properties.contains(key)) properties[key] = ref(key);
        return {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    }

    static Json with_provenance(Json plain) {
        Json value = object(Json{{"value", plain}});
        return {{"anyOf", {std::move(plain), std::move(value)}}};
    }

    static Json number(const Limits& limits) {
        Json out{{"type", "number"}};
        if (std::isfinite(limits.low)) out[limits.low_itself ? "minimum" : "exclusiveMinimum"] = limits.low;
        if (std::isfinite(limits.high)) out["maximum"] = limits.high;
        return out;
    }

    /// Numbers within limits, each kind of them defined once: few limits serve hundreds of keys.
    Json number_ref(const Limits& limits, std::string_view type = "number") const {
        const std::string name = named(type, limits);
        Json&             kind = numbers_[name];
        if (kind.is_null()) {
            Json plain    = number(limits);
            plain["type"] = type;
            kind          = with_provenance(std::move(plain));
        }
        return ref(name);
    }

    Json dated(const Limits& limits) const {
        const std::string name = named("dated", limits);
        Json&             kind = numbers_[name];
        if (kind.is_null()) kind = Json{{"anyOf", {number_ref(limits), ref("steps"), ref("lines")}}};
        return ref(name);
    }

    static std::string named(std::string_view type, const Limits& limits) {
        std::string name = limits.text().empty() ? std::string{type} : fmt::format("{} {}", type, limits.text());
        std::ranges::replace_if(
            name, [](unsigned char c) { return !std::isalnum(c); }, '_');
        return name;
    }

    /// The value of a key that may also be told by a rule of its name, such as `yield`.
    Json or_rule(const KeyInfo& info, Json value) const {
        return is_rule(info.key) ? Json{{"anyOf", {std::move(value), ref(info.key)}}} : value;
    }

    Json event() const {
        Json out                 = table(event_keys());
        out["properties"]["set"] = Json{{"type", "object"}, {"description", "values by path, from then on"}};
        return out;
    }

    Json table(const Keys& keys) const { return object(table_properties(keys), keys); }

    Json object(Json properties, const Keys& keys) const {
        Json out = object(std::move(properties));
        // What has a unit of its own may spell its rates in it: capacity_wafers_per_month.
        const auto is_unit = [](const KeyInfo& info) { return info.key == "unit"; };
        if (std::none_of(keys.begin(), keys.end(), is_unit)) return out;
        for (const KeyInfo& info : keys) {
            const auto noun = info.key.find("_units_per_");
            if (info.type != KeyType::rate || noun == std::string::npos) continue;
            const std::string pattern =
                fmt::format("^{}_[a-z0-9_]+_per_(tick|period|day|week|month|quarter|year)$", info.key.substr(0, noun));
            out["patternProperties"][pattern] = value(info);
        }
        return out;
    }

    Json table_properties(const Keys& keys) const {
        Json properties = Json::object();
        for (const KeyInfo& info : keys) {
            const std::vector<std::string> alone{info.key};
            for (const std::string& key : info.spellings.empty() ? alone : info.spellings) {
                Json& known = properties[key];
                Json  now   = described(info);
                if (known.is_null()) known = std::move(now);
                else if (known != now) known = Json{{"description", info.meaning}, {"anyOf", {known, std::move(now)}}};
            }
        }
        return properties;
    }

    Json described(const KeyInfo& info) const {
        Json out{{"description", info.meaning}};
        out.update(value(info));
        return out;
    }

    Json value(const KeyInfo& info) const {
        switch (info.type) {
            case KeyType::text: return ref("text");
            case KeyType::choice: return with_provenance({{"enum", info.choices}});
            case KeyType::flag: return ref("flag");
            case KeyType::whole: return number_ref(info.limits, "integer");
            case KeyType::real:
            case KeyType::amount: return or_rule(info, number_ref(info.limits));
            case KeyType::duration: return number_ref(at_least(0));   // limits are in ticks, whatever the unit
            case KeyType::date: return with_provenance(ref("date"));
            case KeyType::tick: return with_provenance(ref("moment"));
            case KeyType::rate:
            case KeyType::schedule: return or_rule(info, dated(info.limits));
            case KeyType::reals:
            case KeyType::amounts: return ref("numbers");
            case KeyType::texts: return ref("texts");
            case KeyType::table: return info.inner ? table(*info.inner) : Json{{"type", "object"}};
            case KeyType::tables: return list_of(info.inner ? table(*info.inner) : Json{{"type", "object"}});
            case KeyType::named_tables:
                return {{"type", "object"},
                        {"additionalProperties", info.inner ? table(*info.inner) : Json{{"type", "object"}}}};
            case KeyType::policy: return ref(is_rule(info.key) ? std::string_view{info.key} : "distribution");
            case KeyType::schedules: {
                Json out                    = object(Json::object());
                out["additionalProperties"] = dated(info.limits);
                return out;
            }
        }
        return Json::object();
    }

    bool is_rule(std::string_view key) const { return !policy_names(registry_, key).empty(); }

    /// A name, or a table with the keys of one rule. The name may be missing where a file changes another's rule.
    Json rules(std::string_view family) const {
        std::vector<std::string> names = policy_names(registry_, family);
        names.emplace_back("none");
        Json any = Json::array({Json{{"enum", names}}});
        registry_.each_policy([&](std::string_view of, std::string_view name, std::string_view about, auto make) {
            if (of != family) return;
            const Keys keys                          = keys_of_policy(make);
            Json       properties                    = table_properties(keys);
            properties[std::string{word_of(family)}] = Json{{"const", name}};
            Json one{{"description", about}};
            one.update(object(std::move(properties), keys));
            any.push_back(std::move(one));
        });
        return {{"anyOf", std::move(any)}};
    }

    /// A random time, in ticks: a law and its parameters, as `lead_time` takes it.
    Json distribution() const {
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
        return table(keys);
    }

    Json definitions() const {
        Json out;
        out["source"] = Json{{"description", "where the value was published, or \"assumption\""}, {"type", "string"}};
        out["confidence"]   = Json{{"enum", {"high", "med", "low"}}};
        out["range"]        = Json{{"description", "lowest and highest plausible value"},
                            {"type", "array"},
                            {"items", {{"type", "number"}}},
                            {"minItems", 2},
                            {"maxItems", 2}};
        out["note"]         = Json{{"type", "string"}};
        out["text"]         = with_provenance({{"type", "string"}});
        out["texts"]        = with_provenance(list_of({{"type", "string"}}));
        out["flag"]         = with_provenance({{"type", "boolean"}});
        out["numbers"]      = with_provenance(list_of({{"type", "number"}}));
        out["date"]         = Json{{"type", "string"}, {"format", "date"}};
        out["moment"]       = Json{{"description", "a date; in worlds without dates the number of a tick, from 0"},
                             {"anyOf", {ref("date"), Json{{"type", "integer"}, {"minimum", 0}}}}};
        Json step           = object(Json{{"at", ref("moment")}, {"value", {{"type", "number"}}}});
        out["steps"]        = list_of({{"anyOf", {Json{{"type", "number"}}, std::move(step)}}});
        out["lines"]        = object(Json{{"linear", {{"type", "boolean"}}}, {"steps", ref("steps")}});
        out["distribution"] = distribution();
        std::set<std::string, std::less<>> families;
        registry_.each_policy(
            [&](std::string_view family, std::string_view, std::string_view, auto) { families.emplace(family); });
        for (const std::string& family : families) out[family] = rules(family);
        for (const auto& [name, kind] : numbers_) out[name] = kind;   // last: all that is above has asked for its own
        return out;
    }

    const Registry&                     registry_;
    mutable std::map<std::string, Json> numbers_;   ///< definitions that were asked for
};

}   // namespace

std::vector<Section> kind_sections(const Registry& registry) {
    std::vector<Section> sections;
    for (const AgentKind& kind : registry.kinds())
        sections.push_back({"[[agent]]", std::string{kind.name}, std::string{kind.about}, keys_of(kind, registry)});
    return sections;
}

std::vector<Section> policy_sections(const Registry& registry) {
    std::vector<Section> sections;
    registry.each_policy([&](std::string_view family, std::string_view name, std::string_view about, auto make) {
        sections.push_back({std::string{family}, std::string{name}, std::string{about}, keys_of_policy(make)});
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

std::string json_schema(const Registry& registry) { return SchemaWriter{registry}.file().dump(2) + '\n'; }

}   // namespace secondsource
