// Elementary functions of vectors of doubles, with the same bits on every instruction set.
//
// They are those of SLEEF (https://sleef.org), of the family "finz" whose results do not depend on
// the width of the vectors: the same operations, with fused multiplications, in the same order.
// SLEEF computes to within 1 unit in the last place, but some of its functions overflow to infinity
// before they need to; there, a second way is taken (elementary.cc). What each function keeps:
//
//   arccos arcsin arctan arctan2 arctanh cbrt cos exp2 hypot   1 ulp
//   log log10 log2 sin tan tanh                                1 ulp
//   arccosh arcsinh log1p       1 ulp; 2 for arguments beyond 1e154, for log1p 9e306
//   exp expm1 cosh sinh pow     1 ulp; 3 where the result is beyond 8.9e307
//   fmod                        exact
//
// An ulp is that of the exact result rounded to a double, 2^-1074 where that is subnormal. All are
// valid for all doubles; special values are those of C and NumPy, but that arcsinh, log1p and tan
// of the least doubles may give +0. elementary_test.cc holds each to MPFR.
//
// SLEEF's shared library is opened when the first function is needed: runs without an expression
// do not pay for it. It takes a processor with fused multiplications (since 2013: AVX2).
#ifndef HILO_EXPRESSION_ELEMENTARY_H_
#define HILO_EXPRESSION_ELEMENTARY_H_

#include <cstddef>

#include "expression/program.h"
#include "hilo/error.h"

namespace hilo {

// Functions for an instruction set. Each takes one or two vectors of `lanes` doubles, and gives
// one, as the platform's C compilers pass them: __m512d for 8 lanes, __m256d for 4, double for 1.
struct ElementaryFunctions {
  std::size_t lanes = 1;
  void* functions[kElementaries] = {};
};

// Those for the instruction set in use (kernel/target.h). USAGE where SLEEF is not installed or
// lacks a function, or the processor has no fused multiplication; fmod alone does not need SLEEF.
Result<const ElementaryFunctions*> elementary_functions(bool with_sleef = true);

// out[i] = function(a[i]) or function(a[i], b[i]), for i < count, a multiple of 8. Aligned to 64
// bytes; `out` may be a or b; b is not looked at where the function has one argument.
void apply(const ElementaryFunctions& functions, Elementary function, const double* a,
           const double* b, std::size_t count, double* out);

}  // namespace hilo

#endif  // HILO_EXPRESSION_ELEMENTARY_H_
