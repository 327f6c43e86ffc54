// A reader and its table: what is there, what it is called, where it stands.

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "sim/base/spelling.h"
#include "sim/base/text.h"
#include "sim/scenario/reader/table.h"

namespace secondsource {

Reader::Reader(const Document& document, Diagnostics& diagnostics) : Reader{recording()} {
    table_->context->document    = &document;
    table_->context->diagnostics = &diagnostics;
    table_->node                 = &document.root();
    table_->used.resize(document.root().as<Node::Table>()->size());
}

Reader Reader::recording() {
    auto table     = std::make_shared<Table>();
    table->context = std::make_shared<Context>();
    table->asked   = &table->context->before_all;
    return Reader{std::move(table)};
}

Reader Reader::inner(const Node* node, std::string_view key, Asked& asked) const {
    auto table     = std::make_shared<Table>();
    table->context = table_->context;
    table->outer   = table_;
    table->node    = node;
    table->key     = key;
    table->asked   = &asked.inner();
    if (node) table->used.resize(node->as<Node::Table>()->size());
    return Reader{std::move(table)};
}

Reader Reader::inner(const Node* node, std::string_view key, Asked& asked, std::string name, std::size_t number) const {
    Reader inner                    = this->inner(node, key, asked);
    inner.table_->name              = std::move(name);
    inner.table_->number            = number;
    inner.table_->is_one_of_several = true;
    return inner;
}

void Reader::use(const Calendar& calendar) { table_->context->calendar = calendar; }

void Reader::end_at(Tick end, const Place& written) {
    table_->context->end         = end;
    table_->context->end_written = written;
}

std::optional<Tick> Reader::end() const {
    const Context& context = *table_->context;
    return context.end == Tick{std::numeric_limits<std::int64_t>::max()} ? std::nullopt : std::optional{context.end};
}

/// Who only extends a file that says more than this run needs, or ends it early from the command line, has made no mistake.
void Reader::expect_in_run(const Node& time, Tick tick) const {
    const Context& context = *table_->context;
    const Source * here = time.place.source, *there = context.end_written.source;
    if (tick < context.end || !here || !there || !there->has_lines()) return;
    if (here->has_lines() && here->order() > there->order()) return;
    context.diagnostics->warn(Problem::doubtful, time.place, fmt::format("{} is after the end of the run, so it never comes", to_text(time)));
}

void Reader::expect_in_run(std::string_view key, Tick tick) const {
    if (const Entry* found = entry(key)) expect_in_run(found->value, tick);
}

std::string Reader::time_text(Tick tick) const {
    const std::optional<Calendar>& calendar = table_->context->calendar;
    return calendar && calendar->has_dates() ? to_text(calendar->date_of(tick)) : fmt::format("tick {}", tick.index);
}

bool Reader::is_recording() const { return table_->node == nullptr; }

const Node* Reader::node() const { return table_->node; }

std::vector<KeyInfo> Reader::keys() const { return table_->asked->keys(); }

// ---- names ---------------------------------------------------------------------------------------------------------

const std::string& Reader::name() const { return table_->name; }

std::string Reader::path() const {
    std::string path;
    for (const Table* at = table_.get(); at->outer; at = at->outer.get()) {
        std::string own = at->key;
        if (!at->name.empty()) own += '.' + at->name;
        else if (at->is_one_of_several) own += fmt::format("[{}]", at->number);
        path = path.empty() ? std::move(own) : own + '.' + path;
    }
    return path;
}

std::string Reader::where() const {
    std::string where;
    for (const Table* at = table_.get(); at->outer; at = at->outer.get()) {
        if (!where.empty()) where += " of ";
        if (!at->name.empty()) where += fmt::format("{} {}", at->key, in_quotes(at->name));
        else if (at->is_one_of_several) where += fmt::format("{} \"[{}]\"", at->key, at->number);
        else where += at->outer->outer ? in_quotes(at->key) : fmt::format("[{}]", at->key);
    }
    return where;
}

std::string Reader::in_table() const { return table_->outer ? "in " + where() : "at the top of the file"; }

// ---- what is there -------------------------------------------------------------------------------------------------

const Entry* Reader::entry(std::string_view key) const {
    if (is_recording()) return nullptr;
    for (const Entry& entry : *table_->node->as<Node::Table>())
        if (entry.key == key) return &entry;
    return nullptr;
}

/// The same for a getter, so that `finish` knows that the key was asked for.
const Entry* Reader::entry_for(std::string_view key) const {
    const Entry* found = entry(key);
    if (found) table_->used[static_cast<std::size_t>(found - table_->node->as<Node::Table>()->data())] = true;
    return found;
}

const Node* Reader::value_of(const Asked& asked) {
    const Entry* found = entry_for(asked.info.key);
    if (!found && asked.info.required) miss(asked);
    return found ? &found->value : nullptr;
}

void Reader::miss(const Asked& asked) {
    if (is_recording()) return;
    blame();
    if (table_->is_missing) return;
    const std::size_t mark =
        table_->context->diagnostics->error(Problem::missing_key, table_->node->place,
                                            fmt::format("missing key {} {}", in_quotes(asked.info.key), in_table()),
                                            meaning_of(asked.info, asked.info.key));
    table_->missing.push_back({&asked, mark});
}

Asked& Reader::ask(const Question& question) {
    table_->asked = &table_->asked->then(question);
    return *table_->asked;
}

bool Reader::has(std::string_view key) const {
    table_->asked = &table_->asked->then({.key = key, .is_whether = true});
    if (is_recording()) return true;
    const auto says = [&](const Entry& entry) {
        std::string_view rest = entry.key;
        if (!rest.starts_with(key)) return false;
        rest.remove_prefix(key.size());
        return rest.empty() || (rest.front() == '_' && ends_in_time(rest));
    };
    return std::ranges::any_of(*table_->node->as<Node::Table>(), says);
}

/// An entry other than this one that says a key, in any of its units; the key itself goes first.
const Entry* Reader::saying(std::string_view key, const Entry* other) const {
    if (is_recording()) return nullptr;
    if (const Entry* same = entry(key); same && same != other) return same;
    for (const Entry& entry : *table_->node->as<Node::Table>()) {
        const std::string whole = key.empty() ? '_' + entry.key : entry.key;
        if (key.empty() && whole.find("_per_") != std::string::npos) continue;
        if (&entry != other && whole.starts_with(key) && whole.size() > key.size() && whole[key.size()] == '_' && ends_in_time(whole.substr(key.size())))
            return &entry;
    }
    return nullptr;
}

/// Of two entries that cannot both hold, that which goes over the other: a setting, else that of the file that extends the
/// other's.
void Reader::refuse_both(const Entry& one, const Entry& other, std::string_view why) const {
    const Source *own = one.key_place.source, *others = other.key_place.source;
    const auto    is_set   = [](const Source* source) { return source && !source->has_lines(); };
    const bool    is_early = own && others && own != others && (is_set(others) || (!is_set(own) && others->order() < own->order()));
    const Entry & late = is_early ? other : one, &early = is_early ? one : other;
    std::string   help = "keep one of them";
    if (own && others && own != others) {
        const Source& base = *early.key_place.source;
        help = is_set(late.key_place.source) ? fmt::format("{} is in {}:{}: set that one", in_quotes(early.key), base.name(), early.key_place.line)
                                             : fmt::format("{} is in {}:{}; take it out: remove = [{}]", in_quotes(early.key), base.name(), early.key_place.line,
                                                           in_quotes((path().empty() ? "" : path() + '.') + early.key));
    }
    report(Problem::two_spellings, late.key_place, fmt::format("{} {} {} {}", in_quotes(late.key), in_table(), why, in_quotes(early.key)), std::move(help));
}

void Reader::not_together(std::string_view key, std::string_view with) {
    const Entry* other = saying(with, nullptr);
    const Entry* one   = saying(key, other);
    if (!one || !other) return;
    entry_for(one->key);
    refuse_both(*one, *other, "cannot stand together with");
}

void Reader::refuse(std::string_view key, std::string_view why, std::string help) {
    if (const Entry* found = saying(key, nullptr)) {
        entry_for(found->key);
        report(Problem::inconsistent, found->key_place, fmt::format("{} {} {}", in_quotes(found->key), in_table(), why), std::move(help));
    }
}

std::string Reader::written(std::string_view key) const {
    const Entry* found = entry(key);
    return found ? to_text(found->value) : std::string{};
}

bool Reader::names_rule(std::string_view key, std::string_view word) const {
    const Entry* found = entry(key);
    if (!found) return false;
    const auto holds = [&](std::string_view other) { return found->value.at(other) != nullptr; };
    return found->value.as<std::string>() || holds(word) || std::ranges::any_of(rule_words, holds);
}

bool Reader::is_table(std::string_view key) const {
    const Entry* found = entry(key);
    return found && found->value.is_table();
}

// ---- for callers ---------------------------------------------------------------------------------------------------

Place Reader::place(std::string_view key) const {
    if (is_recording()) return {};
    if (const Entry* found = entry(key)) return found->value.place;
    for (const Asked* asked : table_->asked->way())
        if (asked->stem == key)
            for (const Spelling& spelling : asked->spellings)
                if (const Entry* found = entry(spelling.key)) return found->value.place;
    return table_->node->place;
}

void Reader::error(std::string_view key, std::string message, std::string help) const {
    if (!is_recording()) report(Problem::inconsistent, place(key), std::move(message), std::move(help));
}

void Reader::warn(std::string_view key, std::string message, std::string help) const {
    if (!is_recording())
        table_->context->diagnostics->warn(Problem::doubtful, place(key), std::move(message), std::move(help));
}

bool Reader::has_errors() const { return table_->has_errors; }

bool Reader::lacks_names() const { return table_->lacks_names; }

// ---- what may be wrong with a value --------------------------------------------------------------------------------

void Reader::blame() const {
    for (Table* at = table_.get(); at; at = at->outer.get()) at->has_errors = true;
}

void Reader::blame_names() const {
    blame();
    for (Table* at = table_.get(); at; at = at->outer.get()) at->lacks_names = true;
}

void Reader::report(Problem problem, const Place& place, std::string message, std::string help) const {
    blame();
    table_->context->diagnostics->error(problem, place, std::move(message), std::move(help));
}

/// What was no number, or no date, was told where the text was read; it stands there as the number that is none.
bool Reader::was_told(const Node& node) const {
    const double* real = node.as<double>();
    if (!real || !std::isnan(*real)) return false;
    blame();
    return true;
}

/// A value with what says where it is from, misspelt, is a table with keys that nobody knows.
bool Reader::refuse_provenance(const Node& node) const {
    const auto* table = node.as<Node::Table>();
    if (!table || !node.at("value")) return false;
    constexpr std::array<std::string_view, 4> known{"source", "confidence", "range", "note"};
    for (const Entry& entry : *table) {
        if (entry.key == "value" || says_provenance(entry.key)) continue;
        const auto near = nearest(entry.key, std::span<const std::string_view>{known});
        report(Problem::unknown_key, entry.key_place, fmt::format("unknown key {} beside a value {}", in_quotes(entry.key), in_table()),
               near ? fmt::format("did you mean {}?", in_quotes(*near)) : "a value may have source, confidence, range and note");
    }
    return true;
}

void Reader::wrong_type(const KeyInfo& info, std::string_view key, const Node& node, std::string_view expected) const {
    if (was_told(node) || refuse_provenance(node)) return;
    if (is_dated(node) && !info.dated)
        report(Problem::not_dated, node.place,
               fmt::format("{} {} may not change during the run", in_quotes(key), in_table()),
               "give it one value, and run the scenario again with another");
    else
        report(Problem::wrong_type, node.place,
               fmt::format("{} {} must be {}, not {}", in_quotes(key), in_table(), expected, kind_of(node)),
               meaning_of(info, key));
}

bool Reader::within(const KeyInfo& info, std::string_view key, const Node& node, double value) const {
    if (info.limits.allow(value)) return true;
    report(Problem::out_of_range, node.place,
           fmt::format("{} {} must be {}, not {}", in_quotes(key), in_table(), info.limits.text(), shortest(value)),
           meaning_of(info, key));
    return false;
}

}   // namespace secondsource
