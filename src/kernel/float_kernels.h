// The inner loops over doubles and floats, compiled once per instruction set.
//
// All need the environment of FloatEnvironment. `double` and `float` data may have any alignment
// that their type allows.
#ifndef HILO_KERNEL_FLOAT_KERNELS_H_
#define HILO_KERNEL_FLOAT_KERNELS_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "kernel/target.h"
#include "kernel/window.h"

namespace hilo {

// Values that the running instruction set adds between two conversions: what a stop undoes.
std::size_t block_values(Work work);

// Adds values block by block, the last one maybe shorter, until one block does not fit the window
// (status outside or inexact: it is left out as a whole) or the window is full.
BlockStop add_blocks(Work work, std::span<const double> values, Window& window);
BlockStop add_blocks(Work work, std::span<const float> values, Window& window);

struct Magnitudes {
  std::size_t nan_count = 0;
  std::size_t posinf_count = 0;
  std::size_t neginf_count = 0;
  double largest = 0;  // |x| over the finite values
};

Magnitudes magnitudes(Work work, std::span<const double> values);

// Adds one block, of at most block_values(work) finite values that are below the window's limit, to
// a window that is not full, each rounded to a multiple of the window's last grid where it is none.
// Such a value and what it was rounded to are stored in `values` and `rounded`, in order; each
// needs room for kMaxLanes values beyond the block. Returns how many there are. With more than
// `most`, and only then, nothing is added.
std::size_t add_rounded_block(Work work, std::span<const double> block, std::size_t most,
                              Window& window, double* values, double* rounded);

// Copies the finite values, in order; room for kMaxLanes values more is needed.
std::size_t copy_finite(Work work, std::span<const double> values, double* finite);

// The extrema of values that go by exponent; none is NaN.
void add_extrema(Work work, std::span<const double> values, Window& window);

}  // namespace hilo

#endif  // HILO_KERNEL_FLOAT_KERNELS_H_
