#pragma once
// Checks of our own promises: they hold in every build, and name the sentence that stopped being true.

#include <stdexcept>
#include <string>
#include <utility>

namespace secondsource {

/// A promise of the program itself was broken; the message is the sentence that no longer holds.
class BrokenInvariant : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

/// There is more of something than can be counted: the scenario is at fault, not the program; `help` says what may be done.
class Uncountable : public BrokenInvariant {
public:
    explicit Uncountable(const std::string& what, std::string how = "count the product in larger units, thousands say") : BrokenInvariant(what), help{std::move(how)} {}
    std::string help;
};

[[noreturn]] inline void broken(const char* sentence, const char* file, int line) {
    throw BrokenInvariant(std::string("no longer true: ") + sentence + " (" + file + ":" + std::to_string(line) + ")");
}

}  // namespace secondsource

/// Stops the run unless `condition` holds; `sentence` says what was true until now.
#define SIM_CHECK(condition, sentence) \
    ((condition) ? static_cast<void>(0) : ::secondsource::broken(sentence, __FILE__, __LINE__))
