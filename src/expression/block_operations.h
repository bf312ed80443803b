// The operations of an expression on blocks of numbers.
#ifndef HILO_EXPRESSION_BLOCK_OPERATIONS_H_
#define HILO_EXPRESSION_BLOCK_OPERATIONS_H_

#include <cstddef>
#include <cstdint>

#include "expression/program.h"

namespace hilo {

// out[i] = operation(a[i], b[i], c[i]) for i < count, a multiple of 8; no calls, and nothing
// without operands. A condition is a number whose bits are all set, or none. Aligned to 64 bytes;
// `out` may be an operand.
void compute(Operation operation, const double* a, const double* b, const double* c,
             std::size_t count, double* out);

// Bit i % 8 of bits[i / 8] says whether condition i is true; `count` is a multiple of 8.
void pack_conditions(const double* conditions, std::size_t count, std::uint8_t* bits);

}  // namespace hilo

#endif  // HILO_EXPRESSION_BLOCK_OPERATIONS_H_
