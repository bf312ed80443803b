// Exact sums of x and x^2 over finite doubles of any magnitudes.
//
// Idea. A finite double is an integer below 2^53, its significand, times a power of two that its 11
// exponent bits choose. So each sign and exponent has a bin of its own, in which integers are
// summed. What a bin stands for comes in when the bins are added to a state. A significand s is
// split into h * 2^27 + l, so that the parts of its square fit 64 bits:
//
//     s^2 = h^2 * 2^54 + h l * 2^28 + l^2
//
// and a bin is four sums, of s, l^2, h l and h^2: one vector.
//
// Example: -3 * 2^-100 = -1.5 * 2^-99 has the exponent bits 1023 - 99 = 924 and s = 1.5 * 2^52, so
// h = 1.5 * 2^25 and l = 0. The sums of the negative bin 924 grow by s, 0, 0 and 2.25 * 2^50.
//
// Exact: h < 2^26 and l < 2^27, so nothing that is added reaches 2^54. A bin with a sum of 2^63 or
// more is added to the state at once, or after three values more, and does not reach 2^64.
// Subnormal numbers, and zeros, are the bins of the exponent bits 0, whose power of two is that of
// the bits 1, and whose significand has no leading one.
//
// Cost: three multiplications of vectors for a vector of values, and a sum of four lanes in memory
// for each; no branch that the values choose. A flush looks at all bins and takes some
// microseconds. Worth it from a hundred values on; below, add_value() of single_value.h puts a
// value into the state directly.
#ifndef HILO_KERNEL_EXPONENT_BINS_H_
#define HILO_KERNEL_EXPONENT_BINS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "hilo/exact_state.h"
#include "kernel/target.h"

namespace hilo {

class ExponentBins {
 public:
  static constexpr std::size_t kExponents = 2048;  // the last one, of NaN and infinities, is unused

  // The index of a bin: the leading 12 bits of a double.
  struct alignas(32) Bin {
    std::uint64_t s = 0;
    std::uint64_t ll = 0;
    std::uint64_t lh = 0;
    std::uint64_t hh = 0;
  };

  // Sums only; the extrema are the caller's.
  void add(Work work, std::span<const double> finite_values, ExactState& state);
  void flush(ExactState& state);
  bool is_empty() const { return is_empty_; }

 private:
  std::unique_ptr<Bin[]> bins_;  // 128 KiB, made when first needed
  bool is_empty_ = true;
};

}  // namespace hilo

#endif  // HILO_KERNEL_EXPONENT_BINS_H_
