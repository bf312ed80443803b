# hilo gives the same bits on every machine. Compiler flags that change what an addition gives, or
# that fix the instruction set at build time, are refused here by name; src/base/arithmetic_check.cc
# refuses what comes in another way.
string(TOUPPER "${CMAKE_BUILD_TYPE}" upper_build_type)
set(all_flags " ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${upper_build_type}} ")
foreach(flag IN ITEMS -ffast-math -Ofast -funsafe-math-optimizations -fassociative-math
                      -freciprocal-math -ffinite-math-only -fno-signed-zeros -march=native
                      -mfpmath=387)
  string(FIND "${all_flags}" " ${flag} " position)
  if(NOT position EQUAL -1)
    message(FATAL_ERROR "hilo promises the same bits on every machine, and ${flag} breaks that: "
                        "take it out of CMAKE_CXX_FLAGS (found: ${all_flags})")
  endif()
endforeach()
