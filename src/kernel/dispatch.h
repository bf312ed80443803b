// Calls the version of a function that was compiled for the instruction set in use.
//
// For files that Highway compiles once per instruction set. In their HWY_ONCE part,
//
//   HILO_EXPORT(AddDoubles);
//   HILO_DISPATCH(AddDoubles, Work::much)(values, count, window);
//
// Highway's own macros of this kind need its shared library, and loading that one measures the
// clock for some milliseconds: more than a run on a small file takes.
#ifndef HILO_KERNEL_DISPATCH_H_
#define HILO_KERNEL_DISPATCH_H_

#include <cstddef>

#include "hwy/highway.h"
#include "kernel/target.h"

namespace hilo {

// Positions in a table of versions, best first. The last one is what the compiler was told to
// assume, and runs everywhere.
constexpr std::size_t kDispatchTargets = 5;

// The position to use (target.h chooses it).
std::size_t dispatch_index(Work work);

}  // namespace hilo

#if HWY_TARGETS & HWY_AVX3
#define HILO_VERSION_AVX3(function) &N_AVX3::function
#else
#define HILO_VERSION_AVX3(function) nullptr
#endif
#if HWY_TARGETS & HWY_AVX2
#define HILO_VERSION_AVX2(function) &N_AVX2::function
#else
#define HILO_VERSION_AVX2(function) nullptr
#endif
#if HWY_TARGETS & HWY_SSE4
#define HILO_VERSION_SSE4(function) &N_SSE4::function
#else
#define HILO_VERSION_SSE4(function) nullptr
#endif
#if HWY_TARGETS & HWY_SSSE3
#define HILO_VERSION_SSSE3(function) &N_SSSE3::function
#else
#define HILO_VERSION_SSSE3(function) nullptr
#endif

#define HILO_EXPORT(function)                                                                \
  static constexpr decltype(&HWY_NAMESPACE::function) k##function##Versions[] = {            \
      HILO_VERSION_AVX3(function), HILO_VERSION_AVX2(function), HILO_VERSION_SSE4(function), \
      HILO_VERSION_SSSE3(function), &HWY_NAMESPACE::function};                               \
  static_assert(sizeof(k##function##Versions) / sizeof(k##function##Versions[0]) ==          \
                ::hilo::kDispatchTargets)

#define HILO_DISPATCH(function, work) (*k##function##Versions[::hilo::dispatch_index(work)])

#endif  // HILO_KERNEL_DISPATCH_H_
