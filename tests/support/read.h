#pragma once
// A text, the reader of it and what is wrong with it, all in one.

#include <string_view>

#include "sim/scenario/reader.h"

namespace secondsource {

inline const Calendar weeks{TickLength::week, {2025, 10, 6}};
inline const Calendar days{TickLength::day, {2025, 10, 6}};
inline const Calendar periods{TickLength::period};

struct Read {
    explicit Read(std::string_view text, const Calendar& calendar = weeks)
        : document{parse_text(text, "a.toml", diagnostics)}, root{document, diagnostics} {
        document.apply_events(diagnostics);
        root.use(calendar);
    }
    std::string mistakes() const { return diagnostics.text(); }
    bool        says(std::string_view words) const { return mistakes().find(words) != std::string::npos; }

    Diagnostics diagnostics;
    Document    document;
    Reader      root;
};

}   // namespace secondsource
