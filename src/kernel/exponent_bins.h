// Exact sums of x and x^2 over finite doubles of any magnitudes.
//
// Idea. A double is m * 2^e with an integer |m| < 2^53. Values are sorted by e into bins as they
// come, and each bin adds up m and m^2 as integers: no alignment, no carries between bins. A bin
// becomes part of an exact state by one shifted addition.
//
// Exact: |sum m| < 2^53 n and sum m^2 < 2^106 n fit 128-bit integers for n <= 2^21 values
// (kCapacity), after which the bins are flushed.
//
// Cost: about 24 instructions a value, two cache lines touched; a flush walks 64 KiB. Worth it from
// some thousand values on; below, add_value() puts a value into the state directly.
#ifndef HILO_KERNEL_EXPONENT_BINS_H_
#define HILO_KERNEL_EXPONENT_BINS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/limbs.h"
#include "hilo/exact_state.h"

namespace hilo {

// Adds one finite value to the sums of a state.
void add_value(ExactState& state, double value);

class ExponentBins {
 public:
  void add(std::span<const double> finite_values, ExactState& state);  // flushes when it is full
  void flush(ExactState& state);

 private:
  static constexpr std::size_t kBins = 2047;
  static constexpr std::size_t kCapacity = std::size_t{1} << 21;

  struct Bin {
    Int128 sum;
    Uint128 squares;
  };

  std::unique_ptr<Bin[]> bins_;  // made when first needed
  std::size_t count_ = 0;
};

}  // namespace hilo

#endif  // HILO_KERNEL_EXPONENT_BINS_H_
