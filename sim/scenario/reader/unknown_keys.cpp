// Keys that nobody asked for, and what they may have been meant to be.

#include <algorithm>

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

}   // namespace

void Reader::finish() {
    if (is_recording()) return;
    const auto& entries = *table_->node->as<Node::Table>();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (table_->used[i]) continue;
        if (says_provenance(entries[i].key)) check_provenance(entries[i], *table_->context->diagnostics);
        else refuse_unknown(entries[i]);
    }
}

void Reader::refuse_unknown(const Entry& unknown) {
    Diagnostics& diagnostics = *table_->context->diagnostics;
    std::string  message     = fmt::format("unknown key {} {}", in_quotes(unknown.key), in_table());
    if (diagnostics.is_full()) {   // nobody will read more
        diagnostics.error(Problem::unknown_key, unknown.key_place, std::move(message));
        return;
    }
    const std::vector<const Asked*> way = table_->asked->way();
    std::vector<std::string>        keys;
    std::vector<const Asked*>       answers;   // the question that each would answer; none for what was only looked for
    const auto                      add = [&](const std::string& key, const Asked* asked) {
        if (entry(key)) return;
        keys.push_back(key);
        answers.push_back(asked);
    };
    for (const Asked* asked : way) {
        if (asked->is_whether()) continue;
        if (asked->info.spellings.empty()) add(asked->info.key, asked);
        for (const std::string& spelling : asked->info.spellings) add(spelling, asked);
    }
    for (const Asked* asked : way)
        if (asked->is_whether()) add(asked->stem, nullptr);

    const auto meant = nearest(unknown.key, keys);
    if (!meant) {
        diagnostics.error(Problem::unknown_key, unknown.key_place, std::move(message), listed(way));
        return;
    }
    const Asked* asked = answers[static_cast<std::size_t>(std::ranges::find(keys, *meant) - keys.begin())];
    std::string  help  = fmt::format("did you mean {}?", in_quotes(*meant));
    if (asked) help += ' ' + meaning_of(asked->info, *meant);
    const auto missing = std::ranges::find(table_->missing, asked, &Table::Missing::asked);
    if (missing == table_->missing.end()) {
        diagnostics.error(Problem::unknown_key, unknown.key_place, std::move(message), std::move(help));
    } else {
        diagnostics.replace(missing->mark, Problem::unknown_key, unknown.key_place, std::move(message),
                            std::move(help));
        table_->missing.erase(missing);
    }
}

}   // namespace secondsource
