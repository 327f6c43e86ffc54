#pragma once
// What all copies of a reader share. Inside of reader/ only.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/calendar.h"
#include "sim/scenario/reader.h"
#include "sim/scenario/reader/asked.h"

namespace secondsource {

/// What all readers of a document share.
struct Reader::Context {
    const Document*         document    = nullptr;   ///< none: recording
    Diagnostics*            diagnostics = nullptr;   ///< none: recording
    std::optional<Calendar> calendar;
    Tick                    end{std::numeric_limits<std::int64_t>::max()};   ///< of the run, and where that is written
    Place                   end_written;
    Asked                   before_all;
};

/// One table, and how far it has been read.
struct Reader::Table {
    struct Missing {
        const Asked* asked;
        std::size_t  mark;   ///< of the mistake in the diagnostics
    };

    std::shared_ptr<Context>    context;
    std::shared_ptr<Table>      outer;            ///< none: the whole document
    const Node*                 node = nullptr;   ///< none: recording
    std::unique_ptr<const Node> owned;            ///< the table of a rule that was given by its name alone
    std::string                 key;              ///< under which it stands
    std::string                 name;             ///< if it is one of several
    std::size_t                 number = 0;       ///< its number among them, which serves where it is called nothing
    bool                        is_one_of_several = false;
    bool                        is_missing        = false;     ///< it should be there and is not, which was said
    Asked*                      asked             = nullptr;   ///< the last question
    std::vector<bool>           used;                          ///< by entry: asked for
    std::vector<Missing>        missing;
    bool                        has_errors  = false;   ///< in it or in a table within it
    bool                        lacks_names = false;
    bool                        is_given_up = false;   ///< what it is was not understood
};

/// The next question to the table, about a key that may have a default; `write` gives it as TOML has it.
template <class Value, class Write>
Asked& Reader::ask(Question question, const std::optional<Value>& fallback, Write write) {
    question.has_fallback = fallback.has_value();
    Asked& asked          = ask(question);
    if (fallback && asked.info.default_text.empty()) asked.info.default_text = write(*fallback);
    return asked;
}

/// What a getter answers with where the scenario says nothing it could use.
template <class Value>
Value usable(std::optional<Value>& fallback, Value otherwise) {
    return fallback ? *std::move(fallback) : std::move(otherwise);
}

/// A text as TOML has it.
std::string as_toml(std::string_view text);

/// A value that does not change as TOML has it; empty if it does.
std::string written_if_constant(const Schedule& schedule);

/// Whether the end of a key is a unit of time: "_weeks", "_wafers_per_month".
bool ends_in_time(std::string_view key);

/// The keys that name a rule, one or the other by its kind.
inline constexpr std::array<std::string_view, 2> rule_words{"policy", "model"};

/// Words in a row: "a, b or c".
std::string joined(std::span<const std::string_view> words, std::string_view last);

}   // namespace secondsource
