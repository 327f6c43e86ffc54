#pragma once
// Long runs of the classic scenarios, and what their columns come to on average.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/published.h"

namespace secondsource {

/// scenarios/classic/NAME.toml with some values set (PATH=VALUE), and perhaps policies of a test's own.
inline Scenario classic_scenario(const std::string& name, const std::vector<std::string>& sets = {}, const Registry& registry = cast()) {
    return read_scenario({SECONDSOURCE_SOURCE_DIR "/scenarios/classic/" + name + ".toml", sets, ""}, registry);
}

/// Computes so many ticks and calls `look()` after each. Audited as any run is, not deeply at each tick: that would take long.
template <class Look>
void run_ticks(World& world, std::int64_t ticks, Look look) {
    for (std::int64_t i = 0; i < ticks; ++i) {
        tick(world);
        look();
    }
}
inline void run_ticks(World& world, std::int64_t ticks) {
    run_ticks(world, ticks, [] {});
}

/// Units of this tick's orders on a link that were shipped in the tick; older orders go first.
inline double met_at_once(const World& world, LinkId link) {
    const Amount ordered = world.ordered[world.network().links[link].requirement];
    return std::max(world.shipped[link] - (world.claimed[link] - ordered), Amount{}).units();
}
inline double ordered_on(const World& world, LinkId link) { return world.ordered[world.network().links[link].requirement].units(); }

/// A sum over another, or a mean, with its standard error from the means of 32 to 63 long stretches of the run: values
/// of neighbouring ticks depend on one another, those of long stretches hardly.
class Average {
public:
    void add(double value, double weight = 1) {
        open_.value += value;
        open_.weight += weight;
        if (++in_open_ < batch_size_) return;
        batches_.push_back(open_);
        open_    = {};
        in_open_ = 0;
        if (batches_.size() < 2 * fewest_batches_) return;
        for (std::size_t i = 0; i < fewest_batches_; ++i)
            batches_[i] = {batches_[2 * i].value + batches_[2 * i + 1].value, batches_[2 * i].weight + batches_[2 * i + 1].weight};
        batches_.resize(fewest_batches_);
        batch_size_ *= 2;
    }

    double mean() const {
        Batch sum = open_;
        for (const Batch& batch : batches_) {
            sum.value += batch.value;
            sum.weight += batch.weight;
        }
        return sum.value / sum.weight;
    }
    double standard_error() const {
        double square = 0, weight = 0;
        for (const Batch& batch : batches_) {
            const double beyond = batch.value - mean() * batch.weight;
            square += beyond * beyond;
            weight += batch.weight;
        }
        const auto count = static_cast<double>(batches_.size());
        return std::sqrt(square * count / (count - 1)) / weight;
    }

private:
    struct Batch {
        double value = 0, weight = 0;
    };
    static constexpr std::size_t fewest_batches_ = 32;
    std::vector<Batch>           batches_;
    Batch                        open_;
    std::int64_t                 batch_size_ = 1, in_open_ = 0;
};

/// Mean and population variance of a column.
class Spread {
public:
    void add(double value) {
        ++count_;
        const double beyond = value - mean_;
        mean_ += beyond / count_;
        squares_ += beyond * (value - mean_);
    }
    double mean() const { return mean_; }
    double variance() const { return squares_ / count_; }

private:
    double count_ = 0, mean_ = 0, squares_ = 0;
};

/// How near a result must be: within the larger of the two.
struct Tolerance {
    double absolute = 0, relative = 0;
    double around(double value) const { return std::max(absolute, relative * std::abs(value)); }
};

/// Whether a run has the length that the case states, or a shorter one whose own spread counts too.
enum class Length { full, shorter };

/// Checks a result. A shorter run may miss by four standard errors, which must be less than a third of the value or
/// twice the tolerance: else it would test nothing.
inline void agrees(const std::string& what, const Average& result, double value, Tolerance tolerance, Length length) {
    const double chance = 4 * result.standard_error();
    INFO(what << ": " << result.mean() << " +- " << result.standard_error() << ", published " << value);
    if (length == Length::full) {
        CHECK(std::abs(result.mean() - value) <= tolerance.around(value));
    } else {
        CHECK(std::abs(result.mean() - value) <= std::max(tolerance.around(value), chance));
        CHECK(chance <= std::max(std::abs(value) / 3, 2 * tolerance.around(value)));
    }
}

}  // namespace secondsource
