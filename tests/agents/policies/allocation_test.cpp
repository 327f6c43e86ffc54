// Allocation policies: the rules by hand, and what all of them promise.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "agents/policies/allocation/first_come.h"
#include "agents/policies/allocation/linear.h"
#include "agents/policies/allocation/link_priority.h"
#include "agents/policies/allocation/price_priority.h"
#include "agents/policies/allocation/priority.h"
#include "agents/policies/allocation/proportional.h"
#include "agents/policies/allocation/reserved_then_proportional.h"
#include "agents/policies/allocation/turn_and_earn.h"
#include "agents/policies/allocation/uniform.h"
#include "tests/support/catch.h"

using namespace secondsource;

namespace {

using Units = std::vector<double>;

/// The claims on one offer, with all that a policy may read.
struct Book {
    explicit Book(const Units& units)
        : reserved(units.size()), past_sales(units.size(), 1.0), price(units.size(), 1.0), priority(units.size(), 0), entries(units.size()) {
        for (const double unit : units) amount.push_back(Amount::nearest(unit));
    }

    std::vector<Amount>                 amount, reserved;
    Units                               past_sales, price;
    std::vector<std::int32_t>           priority;
    std::vector<std::vector<BookEntry>> entries;

    std::vector<Amount> share(const AllocationPolicy& policy, Amount available) const {
        std::vector<std::span<const BookEntry>> books(entries.begin(), entries.end());
        const Claims               claims{amount, reserved, past_sales, price, priority, books};
        std::vector<Amount>        out(amount.size(), Amount::of(-7));   // whatever was there before
        std::vector<std::uint32_t> scratch{3, 1, 4, 1, 5};
        policy.shares(available, claims, out, scratch);
        return out;
    }
    Units units(const AllocationPolicy& policy, double available) const {
        Units units;
        for (const Amount amount_ : share(policy, Amount::nearest(available))) units.push_back(amount_.units());
        return units;
    }
};

BookEntry entry(std::int64_t tick, std::int64_t units) { return {Tick{tick}, Amount::of(units)}; }

}  // namespace

TEST_CASE("first come is served first, unit by unit") {
    Book book({30, 20, 10});
    book.entries = {{entry(1, 10), entry(5, 20)}, {entry(3, 20)}, {entry(2, 5), entry(4, 5)}};
    CHECK(book.units(FirstCome{{}}, 12) == Units{10, 0, 2});
    CHECK(book.units(FirstCome{{}}, 33) == Units{10, 18, 5});
    CHECK(book.units(FirstCome{{}}, 50) == Units{20, 20, 10});
}

TEST_CASE("what was ordered in one tick shares in proportion") {
    Book book({10, 50, 30});
    book.entries = {{entry(1, 10)}, {entry(2, 50)}, {entry(2, 30)}};
    CHECK(book.units(FirstCome{{}}, 26) == Units{10, 10, 6});
}

TEST_CASE("a claim beyond its book counts as ordered last, and one within it takes its oldest units") {
    Book book({10, 10, 4});
    book.entries = {{entry(9, 4)}, {}, {entry(1, 3), entry(9, 7)}};
    CHECK(book.units(FirstCome{{}}, 3) == Units{0, 0, 3});
    CHECK(book.units(FirstCome{{}}, 8) == Units{4, 0, 4});
    CHECK(book.units(FirstCome{{}}, 16) == Units{7, 5, 4});   // 8 left for 6 without an entry and 10 without a book
}

TEST_CASE("tiers of priority are served in turn, equals in proportion") {
    Book book({40, 60, 30, 10});
    book.priority = {1, 1, 0, 2};
    CHECK(book.units(PriorityTiers{{}}, 20) == Units{0, 0, 20, 0});
    CHECK(book.units(PriorityTiers{{}}, 80) == Units{20, 30, 30, 0});
    CHECK(book.units(PriorityTiers{{}}, 135) == Units{40, 60, 30, 5});
}

TEST_CASE("link priority breaks ties by row") {
    Book book({40, 60, 30});
    book.priority = {1, 1, 0};
    CHECK(book.units(LinkPriority{{}}, 80) == Units{40, 10, 30});
}

TEST_CASE("price priority serves who pays most") {
    Book book({40, 60, 20});
    book.price = {5, 9, 5};
    CHECK(book.units(PricePriority{{}}, 90) == Units{20, 60, 10});
}

TEST_CASE("reservations come first, in proportion if not even they can be kept") {
    Book book({50, 50, 50});
    book.reserved = {Amount::of(30), Amount::of(10), Amount{}};
    CHECK(book.units(ReservedThenProportional{{}}, 20) == Units{15, 5, 0});
    CHECK(book.units(ReservedThenProportional{{}}, 95) == Units{40, 30, 25});   // 55 over 20, 40 and 50 unmet: a half
    book.reserved = {Amount::of(500), Amount{}, Amount{}};                      // no more than the claim
    CHECK(book.units(ReservedThenProportional{{}}, 100) == Units{50, 25, 25});
}

TEST_CASE("past sales earn shares, and what they cannot use goes to newcomers by their claims") {
    Book book({100, 10, 40, 20});
    book.past_sales = {1, 3, 0, 0};
    CHECK(book.units(TurnAndEarn{{}}, 8) == Units{2, 6, 0, 0});
    CHECK(book.units(TurnAndEarn{{}}, 60) == Units{50, 10, 0, 0});
    CHECK(book.units(TurnAndEarn{{}}, 140) == Units{100, 10, 20, 10});
    book.past_sales = {0, 0, 0, 0};
    CHECK(book.units(TurnAndEarn{{}}, 17) == Units{10, 1, 4, 2});
    book.past_sales = {1e-12, 1e12, 0, 0};   // sums lose digits here
    CHECK(book.units(TurnAndEarn{{}}, 60) == Units{50, 10, 0, 0});
}

TEST_CASE("every rule gives away exactly what there is, nobody more than the claim, nobody less than nothing") {
    std::vector<std::pair<std::string, std::unique_ptr<AllocationPolicy>>> policies;
    policies.emplace_back("proportional", std::make_unique<Proportional>(Proportional::Terms{}));
    policies.emplace_back("uniform", std::make_unique<UniformRationing>(UniformRationing::Terms{}));
    policies.emplace_back("linear", std::make_unique<LinearRationing>(LinearRationing::Terms{}));
    policies.emplace_back("first_come", std::make_unique<FirstCome>(FirstCome::Terms{}));
    policies.emplace_back("priority", std::make_unique<PriorityTiers>(PriorityTiers::Terms{}));
    policies.emplace_back("link_priority", std::make_unique<LinkPriority>(LinkPriority::Terms{}));
    policies.emplace_back("reserved", std::make_unique<ReservedThenProportional>(ReservedThenProportional::Terms{}));
    policies.emplace_back("turn_and_earn", std::make_unique<TurnAndEarn>(TurnAndEarn::Terms{}));
    policies.emplace_back("price", std::make_unique<PricePriority>(PricePriority::Terms{}));

    std::uint64_t random = 1;
    const auto    draw   = [&random](std::int64_t below) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::int64_t>((random >> 33) % static_cast<std::uint64_t>(below));
    };
    for (int round = 0; round < 3000; ++round) {
        const std::int64_t scale = round % 3 == 0 ? 7 : round % 3 == 1 ? 1'000'000'007 : 4'000'000'000'000'000'000 / 8;
        Book               book(Units(static_cast<std::size_t>(1 + draw(8))));
        Wide               sum = 0;
        for (std::size_t i = 0; i < book.amount.size(); ++i) {
            book.amount[i]     = Amount::of_parts(draw(4) == 0 ? 0 : draw(2'000'000'000) % scale * (scale > 1'000'000'007 ? 200'000'000 : 1));
            book.reserved[i]   = Amount::of_parts(draw(3) == 0 ? 0 : draw(scale));
            book.past_sales[i] = draw(3) == 0 ? 0 : static_cast<double>(draw(1000)) / 7;
            book.price[i]      = static_cast<double>(draw(3));
            book.priority[i]   = static_cast<std::int32_t>(draw(3));
            const Amount third = Amount::of_parts(book.amount[i].parts() / 3);
            if (draw(2) == 0) book.entries[i] = {{Tick{draw(3)}, third}, {Tick{3 + draw(3)}, book.amount[i]}};
            sum += book.amount[i].parts();
        }
        const Wide   part      = draw(10) == 0 ? -1 : draw(1'000'000'000);   // sometimes more than all claims
        const Amount available = Amount::of_parts(static_cast<std::int64_t>(sum * part / 900'000'000));
        const Wide         due       = std::min<Wide>(sum, std::max<std::int64_t>(0, available.parts()));
        for (const auto& [name, policy] : policies) {
            Wide given = 0;
            bool fits  = true;
            const std::vector<Amount> shares = book.share(*policy, available);
            for (std::size_t i = 0; i < shares.size(); ++i) {
                given += shares[i].parts();
                fits = fits && shares[i] >= Amount{} && shares[i] <= book.amount[i];
            }
            if (given != due || !fits) FAIL(name << " in round " << round);
        }
    }
    SUCCEED("27000 rationings added up");
}

TEST_CASE("parts that cannot be halved go to the first rows under uniform and linear rationing") {
    Book book({0, 0, 0});
    book.amount = {Amount::of_parts(10), Amount::of_parts(10), Amount::of_parts(10)};
    CHECK(book.share(UniformRationing{{}}, Amount::of_parts(8)) == std::vector{Amount::of_parts(3), Amount::of_parts(3), Amount::of_parts(2)});
    CHECK(book.share(LinearRationing{{}}, Amount::of_parts(8)) == std::vector{Amount::of_parts(3), Amount::of_parts(3), Amount::of_parts(2)});
}
