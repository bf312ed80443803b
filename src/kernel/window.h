// Exact sums of x and x^2 over doubles of similar magnitude, at the speed of plain vector
// arithmetic.
//
// Idea. Adding doubles is exact as long as all of them, and their sum, are multiples of one grid
// 2^g and below 2^(g+53). So a value is split into slices that lie on fixed grids, each slice is
// summed on its own, and the products of slices are summed on the products of the grids.
//
// Given E with |x| < 2^E for all values, x is split into a + b + c:
//
//     slice   grid            in units of its grid
//     a       2^(E-23)        |a| <= 2^23
//     b       2^(E-47)        |b| <= 2^23   (the rest after a is at most half a unit of a)
//     c       2^(E-71)        |c| <= 2^23   (likewise)
//
//     sum x   = sum a + sum b + sum c
//     sum x^2 = sum a^2 + 2 sum ab + (2 sum ac + sum b^2) + 2 sum bc + sum c^2
//
// Splitting and summing are one step. An accumulator A that starts at 1.5 * 2^52 units of a's grid
// stays within [2^52, 2^53) units as long as |sum a| < 2^51 units, and there the spacing of doubles
// is one unit. So s = A + x rounds x to the grid, a = s - A is that rounded x (exact: both are
// multiples of the unit below 2^53 units), s is the new A, and r = x - a is exact as well (r is a
// multiple of x's last place and no larger than half a unit). Three operations give the slice, its
// sum and the rest. Which way a tie rounds depends on A; a + r is x either way.
//
// Example, with grids of 1 and 1/8 and A = 1.5 * 2^52: x = 2.625 gives s = A + 3, a = 3,
// r = -0.375 = -3/8, which the next level takes.
//
// Why it is exact. a: |sum a| <= 2^23 units a value, so 2^28 values fit a lane (kMaxBlocks keeps to
// fewer). b and c likewise. Squares: each product is at most 2^46 units of the product of its
// grids, and a lane takes kRounds = 128 = 2^7 of them before it is converted to an integer, so
// every partial sum is an integer of at most 2^53 units, and multiply-add commits no rounding (nor
// does a multiplication followed by an addition, on machines without a fused one). E is kept within
// [kMinExponent, kMaxExponent], so that neither c^2 nor the scale factors of the conversion leave
// the range of normal doubles.
//
// What can go wrong is seen, and the block is undone (nothing of it is committed):
//   outside: a value is not below 2^E in magnitude, or is NaN or infinite. The extrema show the
//     first two; a NaN or infinity sticks to A.
//   inexact: a value has bits below c's grid. Then C + c - C differs from c.
//
// Where few values are inexact, the block is added with these rounded to the grid,
// x' = a + b + (C + c - C), and x - x' and x^2 - x'^2 are made up for elsewhere. Such an |x| is
// below 2^(E-71+53), as its last place is below the grid, so x' is a multiple of 2^(E-71) of at
// most 2^53 units: a double. The difference x - x' = c - (C + c - C) is the rounding error of a
// sum, also a double.
//
// Cost: 17 vector operations for a vector of values, 6 of them multiply-adds.
#ifndef HILO_KERNEL_WINDOW_H_
#define HILO_KERNEL_WINDOW_H_

#include <cstddef>
#include <cstdint>
#include <limits>

#include "hilo/exact_state.h"

namespace hilo {

constexpr int kSliceBits[3] = {23, 24, 24};
constexpr int kWindowBits = 71;
constexpr int kMinExponent = -440;
constexpr int kMaxExponent = 500;
constexpr std::size_t kMaxLanes = 8;  // doubles in the longest vector that is used
constexpr std::size_t kRounds = 128;  // vectors between two conversions
constexpr std::size_t kMaxBlock = kRounds * kMaxLanes;
constexpr std::size_t kMaxBlocks = 127;  // times 2^53 units a lane and block, 8 lanes: below 2^63

// Sums of blocks that share an exponent, lane by lane, not yet in a state.
struct alignas(64) Window {
  // Of the current exponent.
  double limit = 0;             // 2^exponent
  double start[3] = {};         // 1.5 * 2^52 units of each grid
  double inverse_unit[6] = {};  // 1 / (product of two grids), in the order of squares

  alignas(64) double linear[3][kMaxLanes] = {};  // A, B, C
  alignas(64)
      std::int64_t squares[6][kMaxLanes] = {};  // aa, ab, ac, bb, bc, cc in units of their grids
  alignas(64) double min[kMaxLanes] = {};
  alignas(64) double max[kMaxLanes] = {};
  bool seen_negative_zero = false;  // told only where min (max) is zero
  bool seen_positive_zero = false;
  int exponent = 0;
  std::size_t blocks = 0;  // committed since the last flush
};

// Starts an empty window for values below 2^exponent; the extrema are kept.
void start_window(Window& window, int exponent);

// Forgets the extrema.
void reset_extrema(Window& window);

// Adds the window's sums and extrema to the state and starts it anew.
void flush_window(Window& window, ExactState& state);

enum class BlockStatus : std::uint8_t { done, outside, inexact, full };

// What stopped a scan of blocks.
struct BlockStop {
  BlockStatus status = BlockStatus::done;
  std::size_t consumed = 0;  // values in committed blocks
};

}  // namespace hilo

#endif  // HILO_KERNEL_WINDOW_H_
