# A storey of the house: a folder, and the static library that its sources make.

# add_storey(NAME FOLDER [ON STOREY] [USES LIBRARY…]): secondsource_NAME out of all sources in FOLDER and below it, on
# top of secondsource_STOREY and with outside libraries that none of our headers shows. A new file is found by itself.
function(add_storey name folder)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "ON" "USES")
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
    set(library secondsource_${name})
    if(sources)
        add_library(${library} STATIC ${sources})
        set(shown PUBLIC)
        target_link_libraries(${library} PRIVATE fmt::fmt ${arg_USES})
        target_include_directories(${library} SYSTEM PRIVATE ${Random123_INCLUDE_DIR})
    else()
        add_library(${library} INTERFACE)   # headers only, so far
        set(shown INTERFACE)
    endif()
    target_include_directories(${library} ${shown} ${PROJECT_SOURCE_DIR})
    if(arg_ON)
        target_link_libraries(${library} ${shown} secondsource_${arg_ON})
    endif()
endfunction()
