#pragma once
// One name for Catch2, whether version 2 (Debian 12, where Approx is global already) or 3 (Debian 13) is installed.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif
