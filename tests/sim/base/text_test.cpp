// Numbers and columns as people read them.
#include "sim/base/text.h"

#include <cstdlib>
#include <limits>

#include "tests/support/catch.h"

using namespace secondsource;

TEST_CASE("fixed numbers have the decimals asked for") {
    CHECK(fixed(3.14159, 2) == "3.14");
    CHECK(fixed(2, 3) == "2.000");
    CHECK(fixed(-0.001, 2) == "0.00");
    CHECK(fixed(-1.5, 1) == "-1.5");
    CHECK(fixed(1e22, 0) == "10000000000000000000000");
    CHECK(fixed(std::numeric_limits<double>::infinity(), 2) == "inf");
    CHECK(fixed(-std::numeric_limits<double>::max(), 100).size() == 1 + 309 + 1 + 100);
}

TEST_CASE("commas stand between thousands") {
    CHECK(with_commas(0) == "0");
    CHECK(with_commas(999) == "999");
    CHECK(with_commas(1000) == "1,000");
    CHECK(with_commas(-123456) == "-123,456");
    CHECK(with_commas(-123) == "-123");
    CHECK(with_commas(1234567.891, 2) == "1,234,567.89");
    CHECK(with_commas(999999.6) == "1,000,000");
    CHECK(with_commas(-std::numeric_limits<double>::infinity()) == "-inf");
}

TEST_CASE("the shortest text reads back as the same number") {
    CHECK(shortest(0.1) == "0.1");
    CHECK(shortest(100) == "100");
    CHECK(shortest(-0.0) == "0");
    for (const double value : {1.0 / 3, 2e-308, 1e300, -123456.789, 5e-324}) {
        CHECK(std::strtod(shortest(value).c_str(), nullptr) == value);
    }
}

TEST_CASE("widths are counted in columns, not bytes") {
    CHECK(columns_of("") == 0);
    CHECK(columns_of("wafer") == 5);
    CHECK(columns_of("Zürich") == 6);
    CHECK(columns_of("台積電") == 6);
    CHECK(columns_of("삼성") == 4);
    CHECK(columns_of("€ – ×") == 5);
    CHECK(columns_of("e\u0301") == 1);
    CHECK(columns_of("\U0001F600") == 2);
    CHECK(columns_of("\xff\xe5x") == 3);
    CHECK(columns_of("\xe5\x8f") == 2);
}

TEST_CASE("padding fills up to the width and never cuts") {
    CHECK(padded("ab", 4) == "ab  ");
    CHECK(padded("台", 4) == "台  ");
    CHECK(right_aligned("12", 4) == "  12");
    CHECK(padded("abcdef", 4) == "abcdef");
    CHECK(right_aligned("abcdef", 4) == "abcdef");
}
