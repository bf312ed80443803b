// The arithmetic that every exact result rests on, checked when the library is compiled: doubles as
// IEEE 754 has them, each operation rounded on its own, nothing reordered and nothing left out.
#include <cfloat>
#include <limits>

#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__) || \
    defined(__NO_SIGNED_ZEROS__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__ != 0)
#error "hilo promises the same bits on every machine: build it without -ffast-math and its kin"
#endif

static_assert(FLT_EVAL_METHOD == 0,
              "hilo needs each operation rounded to its own type: on x86, build with SSE2");
static_assert(std::numeric_limits<double>::is_iec559 && std::numeric_limits<double>::digits == 53 &&
                  std::numeric_limits<double>::min_exponent == -1021 &&
                  std::numeric_limits<double>::max_exponent == 1024,
              "hilo needs double to be the IEEE 754 type of 64 bits");
static_assert(std::numeric_limits<float>::is_iec559 && std::numeric_limits<float>::digits == 24,
              "hilo needs float to be the IEEE 754 type of 32 bits");
