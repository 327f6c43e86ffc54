#include "sim/scenario/assumptions.h"

#include <cmath>

#include "tests/support/catch.h"

using namespace secondsource;

namespace {

Document drawn(std::uint32_t replication) {
    Diagnostics diagnostics;
    Document    document = parse_text(R"(
[a]
guess  = { value = 10, source = "assumption: like others", range = [5, 20] }
share  = { value = 0.5, source = "assumption", range = [0.4, 0.6] }
fact   = { value = 10, source = "a paper", range = [5, 20] }
plain  = 10
path   = [{ at = 2026-01-01, value = 0.25, source = "assumption", range = [0.0, 0.5] }, { at = 2027-01-01, value = 2.5, source = "assumption", range = [0.0, 5.0] }]
)", "small", diagnostics);
    draw_assumptions(document, {1, replication}, diagnostics);
    REQUIRE(!diagnostics.has_errors());
    return document;
}

double number(const Document& document, const char* path) {
    const Node* node = document.find(path);
    return (node->is_table() ? node->at("value") : node)->number().value();   // a step is a table
}

}  // namespace

TEST_CASE("assumptions are drawn within their ranges, anew in each replication, and facts stay") {
    double sum = 0;
    bool   moves = false;
    for (std::uint32_t r = 0; r < 400; ++r) {
        const Document document = drawn(r);
        const double   guess    = number(document, "a.guess");
        CHECK(guess >= 5);
        CHECK(guess <= 20);
        CHECK(guess == std::floor(guess));   // a whole number stays whole
        CHECK(number(document, "a.share") >= 0.4);
        CHECK(number(document, "a.share") <= 0.6);
        CHECK(number(document, "a.fact") == 10);
        CHECK(number(document, "a.plain") == 10);
        sum += guess;
        moves = moves || guess != 10;
    }
    CHECK(moves);
    CHECK(sum / 400 == Approx((5 + 10 + 20) / 3.0).margin(0.7));   // mean of the triangular distribution
}

TEST_CASE("a dated path is drawn as a whole, and the same draw gives the same values") {
    for (std::uint32_t r = 0; r < 20; ++r) {
        const Document document = drawn(r);
        CHECK(number(document, "a.path.2027-01-01") == Approx(10 * number(document, "a.path.2026-01-01")));
        CHECK(number(document, "a.path.2026-01-01") == number(drawn(r), "a.path.2026-01-01"));
    }
}

TEST_CASE("an assumption may begin with a capital letter") {
    Diagnostics diagnostics;
    Document    document = parse_text("[a]\nweeks = { value = 4.5, source = \"Assumption: freight\", range = [3, 8] }\nother = { value = 4.5, source = \"as usual\", range = [3, 8] }\n", "small", diagnostics);
    CHECK(draw_assumptions(document, {1, 0}, diagnostics) == 1);
    CHECK(number(document, "a.weeks") != 4.5);
}

TEST_CASE("a value with a range alone is drawn by its table's source") {
    Diagnostics diagnostics;
    Document    document = parse_text("[a]\nsource = \"assumption: freight\"\nweeks = { value = 4.5, range = [3, 8] }\nplain = 7\n", "small", diagnostics);
    CHECK(draw_assumptions(document, {1, 0}, diagnostics) == 1);
    CHECK(number(document, "a.weeks") != 4.5);
    CHECK(number(document, "a.plain") == 7);
}

TEST_CASE("a kit is drawn once, wherever an agent has it packaged, and that of another agent by itself") {
    bool others_differ = false, kits_differ = false;
    for (std::uint32_t r = 0; r < 20; ++r) {
        Diagnostics diagnostics;
        Document    document = parse_text(R"(
[[agent]]
name = "amd"
[[agent.process]]
name = "here"
inputs = [{ product = "hbm4", units = { value = 8, source = "assumption: as Rubin", range = [4, 16] } }, { product = "die", units = 2 }]
yield = { value = 0.9, source = "assumption: as Rubin", range = [0.8, 0.95] }
[[agent.process]]
name = "there"
inputs = [{ product = "hbm4", units = { value = 8, source = "assumption: as Rubin", range = [4, 16] } }]
yield = { value = 0.9, source = "assumption: as Rubin", range = [0.8, 0.95] }
[[agent.process]]
name = "another"
inputs = [{ product = "hbm4", units = { value = 8, source = "assumption: another chip", range = [4, 16] } }]
[[agent]]
name = "nvidia"
[[agent.process]]
name = "here"
inputs = [{ product = "hbm4", units = { value = 8, source = "assumption: as Rubin", range = [4, 16] } }]
)", "small", diagnostics);
        draw_assumptions(document, {1, r}, diagnostics);
        REQUIRE(!diagnostics.has_errors());
        const double here = number(document, "agent.amd.process.here.inputs.hbm4.units");
        CHECK(here == number(document, "agent.amd.process.there.inputs.hbm4.units"));
        CHECK(number(document, "agent.amd.process.here.yield") != number(document, "agent.amd.process.there.yield"));
        kits_differ   = kits_differ || here != number(document, "agent.amd.process.another.inputs.hbm4.units");
        others_differ = others_differ || here != number(document, "agent.nvidia.process.here.inputs.hbm4.units");
    }
    CHECK(kits_differ);
    CHECK(others_differ);
}
