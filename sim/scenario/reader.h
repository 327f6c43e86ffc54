#pragma once
// One table of a scenario, read key by key in a straight line; and the list of what was asked, from which descriptions,
// schema and starter files are made.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/calendar.h"
#include "sim/base/quantity.h"
#include "sim/base/schedule.h"
#include "sim/base/time.h"
#include "sim/scenario/diagnostic.h"
#include "sim/scenario/document.h"
#include "sim/scenario/key.h"

namespace secondsource {

/// A number for each name in a table, such as shares by seller.
struct NamedSchedule {
    std::string name;
    Schedule    schedule;
    Place       place;   ///< of the name
};

struct PolicyChoice;
class Asked;
struct Question;

/// Reads one table of a document.
///
/// A getter takes a key, what it means in a few words, and often limits. Without a fallback the key must be there. What
/// is wrong goes to the diagnostics, and the getter answers with a usable value nevertheless, so that reading needs no
/// branches; whoever starts the readers asks the diagnostics at the end. `finish` then refuses keys that nobody asked
/// for.
///
/// A recording reader has no document: it answers with fallbacks, or harmless values, and only keeps what was asked.
///
/// Copies read the same table and share what was asked. The document and the diagnostics must outlive it.
class Reader {
public:
    /// Reads the whole document.
    Reader(const Document& document, Diagnostics& diagnostics);
    static Reader recording();

    /// Tells this reader and all others of its document which dates ticks are. Due before the first duration, rate,
    /// tick or dated value is read.
    void use(const Calendar& calendar);
    bool is_recording() const;
    /// Tells them when the run ends, and where that is written: dated values that change only later get a warning, if
    /// they were written by somebody who knew.
    void end_at(Tick end, const Place& written);
    /// The end of the run, where it is known.
    std::optional<Tick> end() const;
    /// The same warning for a point in time, such as that under a key.
    void expect_in_run(const Node& time, Tick tick) const;
    void expect_in_run(std::string_view key, Tick tick) const;
    /// A tick as it would be written: its date, or its number in a world without.
    std::string time_text(Tick tick) const;

    /// What the table is called in paths ("agent.tsmc.pool.n3"), the last part of it ("n3"), and for people
    /// (pool "n3" of agent "tsmc"); empty for the whole document, and for elements of lists that are called nothing.
    std::string        path() const;
    const std::string& name() const;
    std::string        where() const;

    /// Whether the key is there, in any spelling if it is one of a duration (`cycle_time`) or a rate. Makes it optional
    /// for the getter that follows; a recording reader says yes, so that optional keys are recorded.
    bool has(std::string_view key) const;
    /// Whether the key is there and holds a table; not so for a recording reader.
    bool is_table(std::string_view key) const;
    /// Whether the key names a rule: a text, or a table with `word`. So a value may be a plain one or a rule.
    bool names_rule(std::string_view key, std::string_view word) const;
    /// The value of a key as TOML, on one line; empty if it is not there. Equal texts mean equal values.
    std::string written(std::string_view key) const;

    std::string text(std::string_view key, std::string_view meaning, std::optional<std::string_view> fallback = {});
    /// What a path to another part of the document names, as `--set` would find it; none, and a mistake, if nothing.
    const Node* named(std::string_view key, std::string_view meaning);
    /// The table that it reads; none: it records.
    const Node* node() const;
    /// One of several words.
    std::string  choice(std::string_view key, std::string_view meaning, std::vector<std::string_view> words,
                        std::optional<std::string_view> fallback = {});
    bool         flag(std::string_view key, std::string_view meaning, std::optional<bool> fallback = {});
    std::int64_t whole(std::string_view key, std::string_view meaning, Limits limits = {},
                       std::optional<std::int64_t> fallback = {});
    /// A measure: a real number, such as a ratio, or US dollars.
    double real(std::string_view key, std::string_view meaning, Limits limits = {},
                std::optional<double> fallback = {});
    /// A real number between 0 and 1.
    double share(std::string_view key, std::string_view meaning, std::optional<double> fallback = {}) {
        return real(key, meaning, between(0, 1), fallback);
    }
    /// Limits are in units. More than an Amount can count is an error.
    Amount amount(std::string_view key, std::string_view meaning, Limits limits = {},
                  std::optional<Amount> fallback = {});

    /// A date as it stands; needs no calendar.
    Date date(std::string_view key, std::string_view meaning, std::optional<Date> fallback = {});
    /// A point in time: a date, in worlds without dates the number of a tick from 0.
    Tick tick(std::string_view key, std::string_view meaning, std::optional<Tick> fallback = {});

    /// A distance in time; an empty key stands for the unit alone (`weeks = 8`). `cycle_time` stands for
    /// cycle_time_weeks, _days, _months, _quarters, _years, _periods and _ticks, one of which may be given; in worlds
    /// without dates one of the last two. The meaning follows the unit: "from wafer start to wafer out". Comes out in
    /// whole ticks: a warning tells if it had to be rounded (half up); a positive one that would round to 0 is an
    /// error. Limits are in ticks.
    Ticks duration(std::string_view key, std::string_view meaning, Limits limits = at_least(0),
                   std::optional<Ticks> fallback = {});

    /// So many in a unit of time, dated: `capacity` of "wafers" stands for capacity_wafers_per_month, _per_week,
    /// _per_day, _per_quarter, _per_year, _per_period and _per_tick, and for the same with units in place of wafers; of
    /// "" for capacity_per_month and so on. Comes out per tick, unrounded. Limits are as the key says; the fallback is
    /// per tick.
    Schedule rate(std::string_view key, std::string_view noun, std::string_view meaning, Limits limits = at_least(0),
                  std::optional<Schedule> fallback = {});

    /// A real number that may be dated: plain; or steps `[{ at = 2026-01-01, value = 5 }, …]`, of which the first may
    /// be plain; or in straight lines between steps `{ linear = true, steps = […] }`. Limits are for each value.
    Schedule schedule(std::string_view key, std::string_view meaning, Limits limits = {},
                      std::optional<Schedule> fallback = {});
    /// A table of schedules: `{ amd = 0.4, nvidia = [dated] }`, in the order of the text. Empty if it is not there.
    std::vector<NamedSchedule> schedules(std::string_view key, std::string_view meaning, Limits limits = {});

    std::vector<double>      reals(std::string_view key, std::string_view meaning, Limits limits = {},
                                   std::optional<std::vector<double>> fallback = {});
    std::vector<Amount>      amounts(std::string_view key, std::string_view meaning, Limits limits = at_least(0),
                                     std::optional<std::vector<Amount>> fallback = {});
    std::vector<std::string> texts(std::string_view key, std::string_view meaning,
                                   std::optional<std::vector<std::string>> fallback = {});

    /// A table that must be there; if it is not, an empty one.
    Reader                table(std::string_view key, std::string_view meaning);
    std::optional<Reader> optional_table(std::string_view key, std::string_view meaning);
    /// A list of tables, empty if it is not there. A recording reader gives one.
    std::vector<Reader> tables(std::string_view key, std::string_view meaning);
    /// Tables by name, as in [market.cloud]; `name()` of each is its key. Empty if there are none.
    std::vector<Reader> named_tables(std::string_view key, std::string_view meaning);
    /// A rule by its name, `allocation = "proportional"`, or with its keys, `{ policy = "base_stock", level_units = 36
    /// }`. `word` is the key that holds the name (policy, model, distribution …). Whether there is such a rule is up to
    /// the caller, who reports on that key of the reader that comes with it.
    PolicyChoice policy(std::string_view key, std::string_view meaning, std::optional<std::string_view> fallback = {},
                        std::string_view word = "policy");

    /// For what only the caller can check. The place is the value's, in any spelling of the key as it was asked for;
    /// the table's if it is not there.
    Place place(std::string_view key) const;
    void  error(std::string_view key, std::string message, std::string help = {}) const;
    void  warn(std::string_view key, std::string message, std::string help = {}) const;

    /// Whether anything in it, or in tables within it, was found wrong so far; and whether that was a text or a table, so
    /// that names in it may not be what was meant.
    bool has_errors() const;
    bool lacks_names() const;

    /// Refuses whatever says `key` (in any unit, as `has` finds it) beside what says `with`; the two cannot both hold. Told
    /// where a file or a setting goes over what another says, with how to take that out; else at `key`.
    void not_together(std::string_view key, std::string_view with);
    /// Refuses whatever says `key`, which means nothing here; a duration without a name is an empty key.
    void refuse(std::string_view key, std::string_view why, std::string help = {});
    /// The rest of the table cannot be understood, which was said: `finish` will be `finish_unread`.
    void give_up() const;

    /// Refuses keys that nobody asked for, with the nearest that may have been meant. Where that one is missing, the
    /// two are one mistake. Once, after the last getter.
    void finish();
    /// The same for a table of which not all was asked, since what it is was not understood: refuses only keys that were
    /// meant to be one that is missing.
    void finish_unread();

    /// What was asked so far, in this order.
    std::vector<KeyInfo> keys() const;

private:
    struct Context;   // shared by all readers of a document
    struct Table;     // shared by all copies of this reader
    struct Found;

    explicit Reader(std::shared_ptr<Table> table) : table_{std::move(table)} {}
    Reader inner(const Node* node, std::string_view key, Asked& asked) const;
    Reader inner(const Node* node, std::string_view key, Asked& asked, std::string name, std::size_t number) const;

    template <class Value, class Write>
    Asked&       ask(Question question, const std::optional<Value>& fallback, Write write);
    Asked&       ask(const Question& question);
    const Entry* entry(std::string_view key) const;
    const Entry* entry_for(std::string_view key) const;
    const Node*  value_of(const Asked& asked);
    Found        spelled(const Asked& asked);
    void         miss(const Asked& asked);
    std::string  in_table() const;
    void         refuse_unknown(bool knows_all);

    const Entry* other_word(std::string_view word) const;
    const Entry* saying(std::string_view key, const Entry* other) const;
    void         refuse_both(const Entry& one, const Entry& other, std::string_view why) const;
    bool         was_told(const Node& node) const;
    bool         refuse_provenance(const Node& node) const;

    void report(Problem problem, const Place& place, std::string message, std::string help = {}) const;
    void blame() const;
    void blame_names() const;
    void wrong_type(const KeyInfo& info, std::string_view key, const Node& node, std::string_view expected) const;
    bool within(const KeyInfo& info, std::string_view key, const Node& node, double value) const;

    std::optional<double>   number_of(const KeyInfo& info, std::string_view key, const Node& node) const;
    std::optional<Amount>   amount_of(const KeyInfo& info, const Node& node) const;
    std::optional<Ticks>    ticks_of(const KeyInfo& info, const Entry& entry, double ticks_per_unit) const;
    std::optional<Tick>     tick_of(std::string_view key, const Node& node) const;
    std::optional<Schedule> steps_of(const KeyInfo& info, std::string_view key, const Node& list, double ticks_per_unit,
                                     const std::optional<Schedule>& fallback, Schedule::Between between) const;
    std::optional<Schedule> schedule_of(const KeyInfo& info, std::string_view key, const Node& node,
                                        double ticks_per_unit, const std::optional<Schedule>& fallback) const;

    std::shared_ptr<Table> table_;
};

/// A rule that a scenario chose, and the reader of its keys.
struct PolicyChoice {
    std::string name;
    Reader      read;
};

}   // namespace secondsource
