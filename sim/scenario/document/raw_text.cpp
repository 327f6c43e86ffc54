// What a text must not hold before it is parsed.

#include "sim/scenario/document/raw_text.h"

#include <algorithm>

namespace secondsource {

Place place_of_byte(const Source& source, std::size_t byte) {
    const std::string_view before = std::string_view{source.text()}.substr(0, byte);
    const std::size_t      begin  = before.rfind('\n') + 1;   // npos + 1 is 0
    const auto             line   = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1);
    const auto             starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    return {&source, line,
            static_cast<std::uint32_t>(
                std::count_if(before.begin() + static_cast<std::ptrdiff_t>(begin), before.end(), starts) + 1),
            1};
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = [&](std::size_t k) {
            return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0u;
        };
        const unsigned lead = byte(0);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        bool              valid  = lead >= 0xC2 && lead <= 0xF4;
        for (std::size_t k = 1; k < length; ++k) valid = valid && (byte(k) & 0xC0) == 0x80;
        if (lead == 0xE0) valid = valid && byte(1) >= 0xA0;
        if (lead == 0xED) valid = valid && byte(1) < 0xA0;
        if (lead == 0xF0) valid = valid && byte(1) >= 0x90;
        if (lead == 0xF4) valid = valid && byte(1) < 0x90;
        if (!valid) return i;
        i += length;
    }
    return std::nullopt;
}

namespace {

/// Goes through a text byte by byte and keeps count of what is open.
class Outliner {
public:
    explicit Outliner(std::string_view text) : text_{text} {}

    Outline outline() {
        for (at_ = 0; at_ < text_.size(); ++at_) {
            switch (text_[at_]) {
                case '#': at_ = std::min(text_.find('\n', at_), text_.size()) - 1; break;
                case '"':
                case '\'': skip_string(); break;
                case '[':
                case '{':
                    ++outline_.parts;
                    ++depth_;
                    dots_.push_back(0);
                    break;
                case '=': ++outline_.parts; break;
                case ']':
                case '}': close(); break;
                case '.':   // of a dotted key, which is a table in a table; or of a number, where it does no harm
                    ++outline_.parts;
                    ++depth_;
                    ++dots_.back();
                    break;
                case ',':
                    ++outline_.parts;
                    end_key();
                    break;
                case '\n':
                    outline_.plain_line.push_back(dots_.size() == 1);
                    end_key();
                    break;
                default: break;
            }
            if (depth_ > nesting_max) {
                outline_.too_deep = at_;
                break;
            }
        }
        return std::move(outline_);
    }

private:
    void end_key() {
        depth_ -= dots_.back();
        dots_.back() = 0;
    }

    void close() {
        if (dots_.size() == 1) return;   // closes what was never opened
        depth_ -= 1 + dots_.back();
        dots_.pop_back();
    }

    bool is_triple(char quote) const {
        return at_ + 2 < text_.size() && text_[at_] == quote && text_[at_ + 1] == quote && text_[at_ + 2] == quote;
    }

    /// From the opening quote to the closing one, or to the end of the line that the string may not leave.
    void skip_string() {
        const char quote  = text_[at_];
        const bool triple = is_triple(quote);
        for (at_ += triple ? 3 : 1; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\n') {
                if (!triple) {
                    --at_;
                    return;
                }
                outline_.plain_line.push_back(false);
            }
            if (text_[at_] == '\\' && quote == '"') {
                if (at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
            } else if (!triple && text_[at_] == quote) {
                return;
            } else if (triple && is_triple(quote)) {
                at_ += 2;
                while (at_ + 1 < text_.size() && text_[at_ + 1] == quote)
                    ++at_;   // quotes just before the closing ones
                return;
            }
        }
    }

    std::string_view         text_;
    std::size_t              at_    = 0;
    std::size_t              depth_ = 0;
    std::vector<std::size_t> dots_{0};   // of the current key, by bracket
    Outline                  outline_{0, std::nullopt, {false, true}};
};

}   // namespace

Outline outline(std::string_view text) { return Outliner{text}.outline(); }

}   // namespace secondsource
