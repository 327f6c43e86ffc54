// Keys that nobody asked for, and what they may have been meant to be.

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include <fmt/format.h>

#include "sim/base/spelling.h"
#include "sim/scenario/reader/table.h"

namespace secondsource {

namespace {

std::string listed(std::span<const Asked* const> way) {
    constexpr std::size_t         listed_max = 12;
    std::vector<std::string_view> keys;
    for (const Asked* asked : way)
        if (!asked->is_whether()) keys.push_back(asked->info.key);
    if (keys.empty()) return "this table has no keys";
    const auto first = std::span<const std::string_view>{keys}.first(std::min(keys.size(), listed_max));
    return fmt::format("keys here: {}{}", joined(first, ", "), keys.size() > listed_max ? " …" : "");
}

/// What an unknown key may have been meant to be, and the question that each would answer; none for a key that was only looked
/// for.
struct Candidates {
    std::vector<std::string>  keys;
    std::vector<const Asked*> answers;
};

/// Keys that the table does not have; of a setting from outside (`--set`), which would change a value that is there, those
/// that it has too.
Candidates candidates(std::span<const Asked* const> way, const Node::Table& table, bool is_setting) {
    std::unordered_set<std::string_view> there;
    if (!is_setting)
        for (const Entry& entry : table) there.insert(entry.key);
    Candidates found;
    const auto add = [&](const std::string& key, const Asked* asked) {
        if (there.contains(key)) return;
        found.keys.push_back(key);
        found.answers.push_back(asked);
    };
    for (const Asked* asked : way) {
        if (asked->is_whether()) continue;
        if (asked->spellings.empty()) add(asked->info.key, asked);
        for (const Spelling& spelling : asked->spellings)
            if (spelling.ticks_per_unit) add(spelling.key, asked);
    }
    for (const Asked* asked : way)
        if (asked->is_whether()) add(asked->stem, nullptr);
    return found;
}

}   // namespace

void Reader::give_up() const { table_->is_given_up = true; }

void Reader::finish() { refuse_unknown(!table_->is_given_up); }
void Reader::finish_unread() { refuse_unknown(false); }

void Reader::refuse_unknown(bool knows_all) {
    if (is_recording() || (!knows_all && table_->missing.empty())) return;
    Diagnostics&              diagnostics = *table_->context->diagnostics;
    const auto&               entries     = *table_->node->as<Node::Table>();
    std::vector<const Entry*> unknown;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (table_->used[i]) continue;
        if (says_provenance(entries[i].key)) check_provenance(entries[i], diagnostics);
        else unknown.push_back(&entries[i]);
    }
    if (unknown.empty()) return;
    blame();
    // A misspelt table may hold the names of rows.
    if (std::ranges::any_of(unknown, [](const Entry* entry) { return holds_tables(entry->value); })) blame_names();
    std::vector<const Asked*> way;
    if (knows_all) way = table_->asked->way();
    else std::ranges::transform(table_->missing, std::back_inserter(way), &Table::Missing::asked);
    const Candidates missing_ones = candidates(way, entries, false), all = candidates(way, entries, true);
    for (const Entry* entry : unknown) {
        const bool        is_setting = entry->key_place.source != nullptr && !entry->key_place.source->has_lines();
        if (diagnostics.is_full()) {   // nobody will read it
            if (knows_all) diagnostics.error(Problem::unknown_key, entry->key_place, {});
            continue;
        }
        std::string message = fmt::format("unknown key {} {}", in_quotes(entry->key), in_table());
        // Whoever names what is not there yet more likely means it; a setting or an event changes what is there.
        const auto fresh    = nearest(entry->key, missing_ones.keys), any = nearest(entry->key, all.keys);
        const bool is_there = any && (is_setting || !fresh || edit_distance(entry->key, *any) < edit_distance(entry->key, *fresh));
        const auto&       meant = is_there ? any : fresh;
        const Candidates& known = is_there ? all : missing_ones;
        if (!meant && !knows_all) continue;
        if (!meant) {
            diagnostics.error(Problem::unknown_key, entry->key_place, std::move(message), listed(way));
            continue;
        }
        const auto   number = std::ranges::find(known.keys, *meant) - known.keys.begin();
        const Asked* asked  = known.answers[static_cast<std::size_t>(number)];
        std::string  help   = fmt::format("did you mean {}?", in_quotes(*meant));
        if (asked) help += ' ' + meaning_of(asked->info, *meant);
        const auto missing = std::ranges::find(table_->missing, asked, &Table::Missing::asked);
        if (missing == table_->missing.end()) {
            diagnostics.error(Problem::unknown_key, entry->key_place, std::move(message), std::move(help));
        } else {   // the two are one mistake
            diagnostics.replace(missing->mark, Problem::unknown_key, entry->key_place, std::move(message),
                                std::move(help));
            table_->missing.erase(missing);
        }
    }
}

}   // namespace secondsource
