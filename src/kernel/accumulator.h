// From bytes of any dtype to an exact state, by whichever kernel is fastest for the values at hand.
//
// Integers go through integer_kernels.h. Floating-point values go, block by block:
//
//   1. through the window (window.h), at an exponent that is kept from block to block and file to
//      file: a guess that costs nothing when it holds;
//   2. where a value is outside the window: NaN and infinities are counted and taken out, and the
//      exponent is moved to that of the largest value, if it is below it or far above it;
//   3. after that, or where values have bits below the window: the window takes these rounded, and
//      what was lost is made up for one by one, if they are few;
//   4. where many have (values of all magnitudes), or where the exponent is near the ends of the
//      range: by exponent (exponent_bins.h), and the next blocks too without trying.
//
// Each way is exact, so the choice never shows in the result.
#ifndef HILO_KERNEL_ACCUMULATOR_H_
#define HILO_KERNEL_ACCUMULATOR_H_

#include <cstddef>
#include <memory>
#include <span>

#include "hilo/dtype.h"
#include "hilo/exact_state.h"
#include "kernel/exponent_bins.h"
#include "kernel/target.h"
#include "kernel/window.h"

namespace hilo {

// One per worker thread; keeps its scratch memory and the guesses between arrays. Between the first
// add() and flush() the state is incomplete.
class Accumulator {
 public:
  Accumulator();
  ~Accumulator();
  Accumulator(const Accumulator&) = delete;
  Accumulator& operator=(const Accumulator&) = delete;

  // `data` needs no alignment. The caller has made sure that the state's size stays below 2^63, and
  // holds a FloatEnvironment.
  void add(Dtype dtype, const void* data, std::size_t count, ExactState& state);

  void flush(ExactState& state);

 private:
  struct Scratch;

  void add_integers(Kind kind, const void* data, std::size_t count, ExactState& state);
  template <typename T>
  void add_floating(std::span<const T> values, ExactState& state);
  static std::span<const double> as_doubles(std::span<const double> values) { return values; }
  std::span<const double> as_doubles(std::span<const float> values);
  void add_block(std::span<const double> values, ExactState& state);
  void add_finite_block(std::span<const double> values, double largest, ExactState& state);
  void add_by_exponent(std::span<const double> values, ExactState& state);
  void move_window(int exponent, ExactState& state);

  std::unique_ptr<Scratch> scratch_;
  Work work_ = Work::tiny;  // the most of any add() since the last flush()
  Window window_;
  ExponentBins bins_;
  std::size_t blocks_by_exponent_ = 0;  // how many more blocks skip the window
};

}  // namespace hilo

#endif  // HILO_KERNEL_ACCUMULATOR_H_
