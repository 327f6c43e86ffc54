// What tables of one kind are asked for.

#include "sim/scenario/reader/asked.h"

#include <algorithm>

namespace secondsource {

Asked& Asked::inner() {
    if (!inner_) inner_ = std::make_unique<Asked>();
    return *inner_;
}

std::vector<const Asked*> Asked::way() const {
    std::vector<const Asked*> way;
    for (const Asked* at = this; at->before_; at = at->before_) way.push_back(at);
    std::ranges::reverse(way);
    return way;
}

std::vector<KeyInfo> Asked::keys() const {
    std::vector<KeyInfo> keys;
    for (const Asked* asked : way()) {
        if (asked->is_whether_) continue;
        keys.push_back(asked->info);
        for (const Spelling& spelling : asked->spellings)
            if (spelling.ticks_per_unit) keys.back().spellings.push_back(spelling.key);
        if (!asked->inner_) continue;
        const Asked* last = asked->inner_.get();
        while (!last->then_.empty()) last = last->then_.front().get();
        keys.back().inner = std::make_shared<const std::vector<KeyInfo>>(last->keys());
    }
    return keys;
}

bool Asked::is(const Question& question) const {
    return info.type == question.type && is_whether_ == question.is_whether && has_fallback_ == question.has_fallback &&
           stem == question.key && info.meaning == question.meaning && noun_ == question.noun &&
           info.limits == question.limits;
}

Asked& Asked::then(const Question& question) {
    // Nouns of rates are a scenario's own words: without an end to the search, each pool with a unit of its own would
    // cost more than the one before.
    constexpr std::size_t looked_at_max = 32;
    for (std::size_t i = 0; i < std::min(then_.size(), looked_at_max); ++i)
        if (then_[i]->is(question)) return *then_[i];
    return add(question);
}

Asked& Asked::add(const Question& question) {
    const auto makes_optional = [&](const Asked& asked) { return asked.is_whether_ && asked.stem == question.key; };
    bool       is_optional    = question.has_fallback;
    for (const Asked* at = this; at && !is_optional; at = at->before_) is_optional = makes_optional(*at);

    Asked& fresh        = *then_.emplace_back(std::make_unique<Asked>());
    fresh.info.key      = question.key;
    fresh.info.type     = question.type;
    fresh.info.meaning  = question.meaning;
    fresh.info.unit     = unit_of(question.key);
    fresh.info.required = !is_optional;
    fresh.info.limits   = question.limits;
    fresh.info.dated =
        question.type == KeyType::schedule || question.type == KeyType::schedules || question.type == KeyType::rate;
    fresh.stem          = question.key;
    fresh.noun_         = question.noun;
    fresh.has_fallback_ = question.has_fallback;
    fresh.is_whether_   = question.is_whether;
    fresh.before_       = this;
    return fresh;
}

}   // namespace secondsource
