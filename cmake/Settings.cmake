# How everything is compiled: language, warnings, optimisation, sanitizers, cache.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release)
endif()
# Functions begin with a line of the cache: else a change to one of them moves the speed of others, in W1 by up to a tenth.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG -falign-functions=64")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g")

# Fused multiply-adds round differently from one machine to the next; runs have to agree to the last digit. For the
# same reason, and so that binaries travel, nothing is tuned to the machine at hand.
add_compile_options(-ffp-contract=off -fno-math-errno -fno-trapping-math)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
add_compile_options($<$<CXX_COMPILER_ID:Clang>:-Wno-pass-failed>)   # ROWS_ARE_APART permits vectors, and does not ask for them
if(NOT DEFINED CMAKE_COMPILE_WARNING_AS_ERROR)
    set(CMAKE_COMPILE_WARNING_AS_ERROR ON)
endif()

set(SECONDSOURCE_SANITIZE "" CACHE STRING "sanitizers to build with, as for -fsanitize=")
if(SECONDSOURCE_SANITIZE)
    add_compile_options(-O1 -g -fno-omit-frame-pointer -fsanitize=${SECONDSOURCE_SANITIZE} -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${SECONDSOURCE_SANITIZE})
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})   # else nothing that uses precompiled headers is kept
endif()
