// Exact sums of x and x^2 over finite doubles of any magnitudes.
//
// Idea. The window (window.h) is exact for values whose exponents lie within 19 of each other. So
// values are sorted, as they come, into bands of 19 exponents, and moved by a power of two to where
// all bands look the same: a subtraction from their exponent bits. A band that has gathered
// kBandValues goes through a window of its own; the power of two comes back when the window is
// added to a state.
//
// Example: 3 * 2^-100 has the exponent bits 924, as 3 * 2^-100 = 1.5 * 2^(924 - 1023). Band
// (924 - 1) / 19 = 48 starts at 913, so it is kept as 1.5 * 2^11, and 48 * 19 - 1022 = -110 is what
// the window's exponent lacks.
//
// Exact: a band's values are below 2^19 and have no bit below 2^-52, and the window's grids reach
// down to 2^(19 - 71) = 2^-52. Subnormal numbers are integers below 2^52 in units of 2^-1074, a
// band of its own with a window that reaches down to 2^0. Zeros add nothing.
//
// Cost: a store of 8 bytes for each value and the work of the window, about 2.5 times that of
// values of similar magnitude; a flush adds up to 109 windows to the state. Worth it from some
// thousand values on; below, add_value() puts a value into the state directly.
#ifndef HILO_KERNEL_EXPONENT_BANDS_H_
#define HILO_KERNEL_EXPONENT_BANDS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "hilo/exact_state.h"
#include "kernel/target.h"

namespace hilo {

// Adds one finite value to the sums of a state.
void add_value(ExactState& state, double value);

class ExponentBands {
 public:
  ExponentBands();
  ~ExponentBands();
  ExponentBands(const ExponentBands&) = delete;
  ExponentBands& operator=(const ExponentBands&) = delete;

  // Sums only; the extrema are the caller's.
  void add(Work work, std::span<const double> finite_values, ExactState& state);
  void flush(Work work, ExactState& state);

 private:
  struct Bands;

  void add_band(Work work, std::size_t band, ExactState& state);

  std::unique_ptr<Bands> bands_;  // 0.4 MB, made when first needed
  bool is_empty_ = true;
};

}  // namespace hilo

#endif  // HILO_KERNEL_EXPONENT_BANDS_H_
