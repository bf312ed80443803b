// One finite double at a time into the sums of a state: slow, and needs nothing prepared.
#ifndef HILO_KERNEL_SINGLE_VALUE_H_
#define HILO_KERNEL_SINGLE_VALUE_H_

#include <bit>
#include <cstddef>
#include <cstdint>

#include "hilo/exact_state.h"

namespace hilo {

// Of a finite double: |value| = bits * 2^(shift - 1074).
struct Significand {
  std::uint64_t bits;  // below 2^53
  std::size_t shift;
};

inline Significand significand_of(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const std::size_t exponent = bits >> 52 & 0x7FF;
  const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1);
  if (exponent == 0) return {fraction, 0};
  return {fraction | std::uint64_t{1} << 52, exponent - 1};
}

// sum += value, squares += value^2.
void add_value(ExactState& state, double value);

// The opposite, modulo the length of the sums: a value may be taken out before it is put in.
void subtract_value(ExactState& state, double value);

}  // namespace hilo

#endif  // HILO_KERNEL_SINGLE_VALUE_H_
