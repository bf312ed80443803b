#include "kernel/window.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/limbs.h"
#include "kernel/extremum.h"

namespace hilo {
namespace {

// Of a number in [2^52, 2^53) units: how many units it is above another one.
std::int64_t units_above(double value, double start) {
  return std::bit_cast<std::int64_t>(value) - std::bit_cast<std::int64_t>(start);
}

// Of all lanes together, below 2^63 by kMaxBlocks.
std::int64_t total(const std::int64_t (&lanes)[kMaxLanes]) {
  std::int64_t sum = 0;
  for (const std::int64_t lane : lanes) sum += lane;
  return sum;
}

// The same of running sums, each less than 2^51 from its start.
std::int64_t total(const double (&lanes)[kMaxLanes], double start) {
  std::int64_t sum = 0;
  for (const double lane : lanes) sum += units_above(lane, start);
  return sum;
}

void flush_extrema(const Window& window, ExactState& state) {
  double min = *std::min_element(window.min, window.min + kMaxLanes);
  double max = *std::max_element(window.max, window.max + kMaxLanes);
  if (min > max) return;  // no value was seen
  if (min == 0) min = window.seen_negative_zero ? -0.0 : 0.0;
  if (max == 0) max = window.seen_positive_zero ? 0.0 : -0.0;
  state.min = min_of(state.min, extremum_of(min));
  state.max = max_of(state.max, extremum_of(max));
}

}  // namespace

void start_window(Window& window, int exponent) {
  if (exponent != window.exponent || window.limit == 0) {
    window.exponent = exponent;
    window.limit = std::ldexp(1.0, exponent);
    int grids[3];
    int grid = exponent;
    for (int i = 0; i < 3; ++i) {
      grid -= kSliceBits[i];
      grids[i] = grid;
      window.start[i] = std::ldexp(1.5, 52 + grid);
    }
    std::size_t product = 0;
    for (int i = 0; i < 3; ++i) {
      for (int j = i; j < 3; ++j) {
        window.inverse_unit[product++] = std::ldexp(1.0, -(grids[i] + grids[j]));
      }
    }
    // The loop's order is aa, ab, ac, bb, bc, cc.
  }
  for (std::size_t i = 0; i < 3; ++i) std::fill_n(window.linear[i], kMaxLanes, window.start[i]);
  for (auto& lanes : window.squares) std::fill_n(lanes, kMaxLanes, 0);
  window.blocks = 0;
}

void reset_extrema(Window& window) {
  std::fill_n(window.min, kMaxLanes, std::numeric_limits<double>::infinity());
  std::fill_n(window.max, kMaxLanes, -std::numeric_limits<double>::infinity());
  window.seen_negative_zero = false;
  window.seen_positive_zero = false;
}

void flush_window(Window& window, ExactState& state) {
  flush_extrema(window, state);
  reset_extrema(window);
  if (window.blocks == 0) return;
  const Int128 a = total(window.linear[0], window.start[0]);
  const Int128 b = total(window.linear[1], window.start[1]);
  const Int128 c = total(window.linear[2], window.start[2]);
  // In units of c's grid. |sum a| <= 8 lanes * 2^51 units of 2^48: 2^102.
  const Int128 sum = a * (Int128{1} << 48) + b * (Int128{1} << 24) + c;
  const auto grid = static_cast<std::size_t>(window.exponent - kWindowBits + 1074);
  add_signed_shifted(state.sum, sum, grid);

  const Int128 aa = total(window.squares[0]);
  const Int128 ab = total(window.squares[1]);
  const Int128 ac = total(window.squares[2]);
  const Int128 bb = total(window.squares[3]);
  const Int128 bc = total(window.squares[4]);
  const Int128 cc = total(window.squares[5]);
  // In units of c's grid squared, in two steps as 2^66 units of 2^96 do not fit 128 bits.
  const std::size_t unit = 2 * grid;
  add_signed_shifted(state.squares, aa * (Int128{1} << 24) + 2 * ab, unit + 72);
  add_signed_shifted(state.squares, (2 * ac + bb) * (Int128{1} << 48) + bc * (Int128{1} << 25) + cc,
                     unit);
  start_window(window, window.exponent);
}

}  // namespace hilo
