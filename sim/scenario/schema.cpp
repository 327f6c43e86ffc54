// The JSON Schema of scenario files. The door of nlohmann_json in this storey.

#include "sim/scenario/schema.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/scenario/sections.h"

namespace secondsource {

namespace {

using Json = nlohmann::ordered_json;
using Keys = std::vector<KeyInfo>;

/// The key that names a rule within its table.
std::string_view word_of(std::string_view family) {
    return family == "demand" || family == "yield" ? "model" : "policy";
}

/// Writes the schema of one registry.
class SchemaWriter {
public:
    explicit SchemaWriter(const Registry& registry) : registry_{registry}, policies_{policy_sections(registry)} {}

    Json file() {
        Json properties       = table_properties(file_keys());
        properties["extends"] = Json{{"description", "the file, or files, that this one builds on"},
                                     {"anyOf", {Json{{"type", "string"}}, list_of(Json{{"type", "string"}})}}};
        for (const Section& section : table_sections(registry_)) {
            if (section.name == "scenario") properties[section.name] = table(section.keys);
            if (!section.header.starts_with("[[") || section.header.find('.') != std::string::npos) continue;
            properties[section.name] = list_of(section.name == "event" ? event(section.keys) : table(section.keys));
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

    Json event(const Keys& keys) const {
        Json out                 = table(keys);
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

    std::vector<std::string> policy_names(std::string_view family) const {
        std::vector<std::string> names;
        for (const Section& policy : policies_)
            if (policy.header == family) names.push_back(policy.name);
        return names;
    }

    bool is_rule(std::string_view key) const { return !policy_names(key).empty(); }

    /// A name, or a table with the keys of one rule. The name may be missing where a file changes another's rule.
    Json rules(std::string_view family) const {
        std::vector<std::string> names = policy_names(family);
        names.emplace_back("none");
        const Json by_name{{"enum", names}};
        Json       any = Json::array({by_name, object(Json{{"value", by_name}})});
        for (const Section& policy : policies_) {
            if (policy.header != family) continue;
            Json properties                          = table_properties(policy.keys);
            properties[std::string{word_of(family)}] = Json{{"const", policy.name}};
            Json one{{"description", policy.about}};
            one.update(object(std::move(properties), policy.keys));
            any.push_back(std::move(one));
        }
        return {{"anyOf", std::move(any)}};
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
        out["distribution"] = table(lead_time_keys());
        std::set<std::string> families;
        for (const Section& policy : policies_) families.insert(policy.header);
        for (const std::string& family : families) out[family] = rules(family);
        for (const auto& [name, kind] : numbers_) out[name] = kind;   // last: all that is above has asked for its own
        return out;
    }

    const Registry&                     registry_;
    std::vector<Section>                policies_;
    mutable std::map<std::string, Json> numbers_;   ///< definitions that were asked for
};

}   // namespace

std::string json_schema(const Registry& registry) { return SchemaWriter{registry}.file().dump(2) + '\n'; }

}   // namespace secondsource
