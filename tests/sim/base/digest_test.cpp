// Equal states have equal digests; any change shows.
#include "sim/base/digest.h"

#include <cmath>
#include <iterator>
#include <limits>
#include <set>
#include <vector>

#include "tests/support/catch.h"

using namespace secondsource;

namespace {

template <class... Things>
std::uint64_t digest_of(const Things&... things) {
    Digest digest;
    (digest.add(things), ...);
    return digest.value();
}

}  // namespace

TEST_CASE("a digest depends on what was added and in which order") {
    CHECK(digest_of(1, 2) == digest_of(1, 2));
    CHECK(digest_of(1, 2) != digest_of(2, 1));
    CHECK(digest_of(0) != digest_of());
    CHECK(digest_of(0, 0) != digest_of(0));
    CHECK(digest_of(-1) == digest_of(std::int64_t{-1}));
    CHECK(digest_of(true) == digest_of(1));
    CHECK(digest_of(Amount::of(1)) == digest_of(1000000000));
    CHECK(digest_of(Tick{5}) == digest_of(Ticks{5}));
}

TEST_CASE("reals count by their bits, but zero has no sign and all that is no number is one") {
    CHECK(digest_of(-0.0) == digest_of(0.0));
    CHECK(digest_of(1.0) != digest_of(std::nextafter(1.0, 2.0)));
    CHECK(digest_of(std::numeric_limits<double>::quiet_NaN()) == digest_of(-std::numeric_limits<double>::quiet_NaN()));
    CHECK(digest_of(1.0) != digest_of(1));
}

TEST_CASE("texts count with their length") {
    using namespace std::string_view_literals;
    CHECK(digest_of("tsmc"sv) == digest_of("tsmc"sv));
    CHECK(digest_of("ab"sv, "c"sv) != digest_of("a"sv, "bc"sv));
    CHECK(digest_of(""sv) != digest_of());
    CHECK(digest_of("a"sv) != digest_of("a\0"sv));
    CHECK(digest_of("123456789"sv) != digest_of("123456780"sv));
}

TEST_CASE("every place of an array counts") {
    for (std::size_t size = 0; size < 40; ++size) {
        std::vector<std::int64_t> numbers(size, 7);
        std::set<std::uint64_t>   seen = {digest_of(std::span<const std::int64_t>(numbers))};
        for (std::size_t i = 0; i < size; ++i) {
            numbers[i] = 8;
            seen.insert(digest_of(std::span<const std::int64_t>(numbers)));
            numbers[i] = 7;
        }
        CHECK(seen.size() == size + 1);
    }
    const std::vector<Amount>       amounts = {Amount::of_parts(3), Amount::of_parts(4)};
    const std::vector<std::int64_t> parts = {3, 4};
    CHECK(digest_of(std::span<const Amount>(amounts)) == digest_of(std::span<const std::int64_t>(parts)));
}

TEST_CASE("each bit of a word changes about half of the digest") {
    int changed = 0;
    for (int bit = 0; bit < 64; ++bit) {
        const std::uint64_t word = 12345;
        changed += std::popcount(digest_of(word) ^ digest_of(word ^ (std::uint64_t{1} << bit)));
    }
    CHECK(changed / 64.0 == Approx(32).margin(3));
}

TEST_CASE("the text of a digest is its value in 16 digits, and never changes") {
    Digest digest;
    digest.add(1);
    digest.add(0.5);
    digest.add(std::string_view("tsmc"));
    CHECK(digest.text().size() == 16);
    CHECK(std::stoull(digest.text(), nullptr, 16) == digest.value());
    CHECK(digest.text() == "0e05cd9c1d9b3843");  // as a second implementation has it
}
