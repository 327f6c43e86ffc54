// The audit: whatever a number is off by, the run stops and says where.
#include <limits>
#include <string>

#include "sim/base/check.h"
#include "tests/support/catch.h"
#include "tests/support/small_world.h"

using namespace secondsource;

namespace {

/// Twelve plain links, served by columns, beside one that is not plain: its orders take a period.
std::string tables() {
    std::string text = "[[product]]\nname = \"x\"\n";
    const auto  add  = [&](const std::string& name, const std::string& more) { text += "[[agent]]\nname = \"" + name + "\"\n" + more; };
    for (const std::string seller : {"s1", "s2", "s3"}) add(seller, "kind = \"source\"\nproduct = \"x\"\nprice_usd = 3\nship_max_units_per_period = 20\n");
    for (const std::string number : {"1", "2", "3", "4", "5", "6"}) {
        add("b" + number, "kind = \"stage\"\nproduct = \"x\"\nprice_usd = 5\ninitial_units = 10\n"
                          "replenishment = { policy = \"base_stock\", level_units = 30 }\nsourcing = { policy = \"merit\" }\n");
        add("m" + number, "kind = \"market\"\nproduct = \"x\"\ndemand = { model = \"constant\", units_per_period = 9 }\n");
        for (const std::string seller : {"s1", "s2"}) text += "[[link]]\nseller = \"" + seller + "\"\nbuyer = \"b" + number + "\"\nproduct = \"x\"\nlead_time_periods = 2\n";
        text += "[[link]]\nseller = \"b" + number + "\"\nbuyer = \"m" + number + "\"\nproduct = \"x\"\n";
    }
    add("slow", "kind = \"stage\"\nproduct = \"x\"\ninitial_units = 10\nreplenishment = { policy = \"base_stock\", level_units = 30 }\n");
    add("mail", "kind = \"market\"\nproduct = \"x\"\ndemand = { model = \"constant\", units_per_period = 9 }\n");
    return text + "[[link]]\nseller = \"s3\"\nbuyer = \"slow\"\nproduct = \"x\"\nlead_time_periods = 2\norder_delay_periods = 1\n"
                  "[[link]]\nseller = \"slow\"\nbuyer = \"mail\"\nproduct = \"x\"\n";
}

/// What the audit says of a world that is tampered with after ten ticks, within as many ticks as it takes for all rows.
template <class Tamper>
std::string told(Tamper tamper, int ticks = 1) {
    SmallWorld small{tables()};
    small.run(10);
    World world = small.world();
    tamper(small, world);
    try {
        for (int i = 0; i < ticks; ++i) tick(world);
    } catch (const BrokenInvariant& broken) { return broken.what(); }
    return "nothing";
}

void tells(const std::string& sentence, const std::string& part) {
    INFO(sentence);
    CHECK(sentence.find(part) != std::string::npos);
}

constexpr int rows_by_turns = 64;

}  // namespace

TEST_CASE("links are plain where the audit's two ways are to be told apart") {
    const SmallWorld small{tables()};
    CHECK_FALSE(small.network().not_plain.empty());
    CHECK(std::ranges::any_of(small.network().downward, [](const Turn& turn) { return turn.is_plain; }));
    CHECK(told([](const SmallWorld&, World&) {}, rows_by_turns) == "nothing");
}

TEST_CASE("every link is balanced once a tick, as it ships or afterwards, and neighbours together") {
    const SmallWorld small{tables()};
    const Network&   network = small.network();
    std::vector<int> times(network.links.size());
    for (const Turn& turn : network.downward)
        for (const Turn::Run& run : turn.runs)
            for (const LinkId id : run.links) ++times[id.index];
    std::uint32_t last = 0xffffffffU;
    for (const IdRange<LinkId>& links : network.not_plain) {
        CHECK(links[0].index != last);
        for (const LinkId id : links) ++times[id.index];
        last = links[0].index + static_cast<std::uint32_t>(links.size());
    }
    CHECK(std::ranges::count(times, 1) == std::ssize(times));
}

TEST_CASE("orders, goods and money that do not add up are told in the same tick, on plain links and others") {
    for (const std::string name : {"s1.x.b3", "s2.x.b6", "s3.x.slow", "slow.x.mail"}) {
        const auto off_by_one = [&](auto column) {
            return told([&](const SmallWorld& small, World& world) { (world.*column)[small.link_id(name)] += Amount::of_parts(1); });
        };
        for (const auto column : {&World::ordered_total, &World::shipped_total, &World::dropped_total}) tells(off_by_one(column), "tick 10, link." + name);
        tells(told([&](const SmallWorld& small, World& world) { world.paid_total[small.link_id(name)] += Money::of_parts(1); }), "what buyers paid is what sellers earned");
    }
    tells(told([](const SmallWorld& small, World& world) { world.earned[small.offer_id("s2.x")] += Money::of_parts(1); }), "what buyers paid is what sellers earned");
    for (const std::string name : {"b2.x", "slow.x"})
        for (const auto column : {&World::on_hand, &World::in_total, &World::out_total})
            tells(told([&](const SmallWorld& small, World& world) { (world.*column)[small.stock_id(name)] += Amount::of_parts(1); }), "tick 10, stock." + name);
    tells(told([](const SmallWorld& small, World& world) { world.price[small.offer_id("b1.x")] = std::numeric_limits<double>::infinity(); }), "prices and forecasts are numbers");
}

TEST_CASE("what is off where rows are balanced by turns is told a few ticks later") {
    for (const std::string name : {"b4.x", "slow.x"})
        for (const auto column : {&World::on_order, &World::owed})
            tells(told([&](const SmallWorld& small, World& world) { (world.*column)[small.stock_id(name)] += Amount::of_parts(1); }, rows_by_turns), "." + name + ": ");
    for (const std::string name : {"s1.x.b3", "s3.x.slow"})
        tells(told([&](const SmallWorld& small, World& world) { world.transit.send(small.link_id(name), 1, Amount::of_parts(1)); }, rows_by_turns), "on order is ordered less dropped less received");
}

TEST_CASE("what costs more than can be counted to the cent stops the run, and says whose invoice it was") {
    const auto stops = [](int buyers, const std::string& price, const std::string& units, int ticks) -> std::string {
        std::string text = "[[agent]]\nname = \"s\"\nkind = \"source\"\nproduct = \"x\"\nprice_usd = " + price + "\n";
        for (int b = 0; b < buyers; ++b) {
            const std::string name = "m" + std::to_string(b);
            text += "[[agent]]\nname = \"" + name + "\"\nkind = \"market\"\nproduct = \"x\"\ndemand = { model = \"constant\", units_per_period = " + units + " }\n"
                    "[[link]]\nseller = \"s\"\nproduct = \"x\"\nbuyer = \"" + name + "\"\n";
        }
        SmallWorld small{text};
        try {
            small.run(ticks);
        } catch (const Uncountable& told) {
            return told.what();
        }
        return "";
    };
    // 1e13 USD times 10 is beyond 2^53 cents, 9.007e13 USD; at twelve links it is closed by columns.
    for (const int buyers : {1, 2, 12}) {
        CHECK(stops(buyers, "1e13", "9", 1).empty());
        CHECK(stops(buyers, "1e13", "10", 1).find("an invoice of offer.s.x in tick 0") == 0);
        CHECK(stops(buyers, "1e300", "10", 1).find("an invoice of offer.s.x in tick 0") == 0);
    }
    CHECK(stops(2, "1e13", "9", 256).empty());   // 9e15 cents twice a tick are beyond 2^62 after 256
    CHECK(stops(2, "1e13", "9", 257).find("an offer earned more") == 0);
}
