#pragma once
// What tables of one kind are asked for, kept once for all of them.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/key.h"

namespace secondsource {

/// What a getter asks of a table.
struct Question {
    std::string_view key;   ///< of a duration or a rate: without its unit
    KeyType          type         = KeyType::text;
    std::string_view meaning      = {};
    bool             has_fallback = false;
    Limits           limits       = {};
    std::string_view noun         = {};    ///< of a rate: what is counted
    bool             is_whether = false;   ///< asks only whether the key is there, which makes it optional from then on
};

/// One way to write a duration or a rate.
struct Spelling {
    std::string           key;
    std::optional<double> ticks_per_unit;   ///< none: means nothing in a world without dates
};

/// A question, and the questions before it.
///
/// Tables of one kind are asked the same questions in the same order, but for a few branches. So the questions form a
/// tree that all tables share, and a table keeps only how far down it has come: a hundred thousand links have one list
/// of what they were asked, with all its words.
class Asked {
public:
    /// Before all questions.
    Asked() = default;

    KeyInfo               info;
    std::string           stem;        ///< the key as it was asked for
    std::vector<Spelling> spellings;   ///< of a duration or a rate

    bool is_whether() const { return is_whether_; }

    /// The question after this one: one that was asked there before, or a new one.
    Asked& then(const Question& question);

    /// Before all questions to tables that stand under this key.
    Asked& inner();

    /// All keys asked for on the way here, the first one first; those of tables with what their elements were asked
    /// for.
    std::vector<const Asked*> way() const;
    std::vector<KeyInfo>      keys() const;

private:
    bool   is(const Question& question) const;
    Asked& add(const Question& question);

    std::string                         noun_;
    bool                                has_fallback_ = false;
    bool                                is_whether_   = false;
    const Asked*                        before_       = nullptr;
    std::vector<std::unique_ptr<Asked>> then_;
    std::unique_ptr<Asked>              inner_;
};

}   // namespace secondsource
