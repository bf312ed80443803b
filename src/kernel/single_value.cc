#include "kernel/single_value.h"

#include <cmath>

#include "base/limbs.h"

namespace hilo {
namespace {

Uint128 square(std::uint64_t significand) {
  return static_cast<Uint128>(significand) * significand;
}

void add_to_sum(ExactState& state, Magnitude magnitude, bool negative) {
  if (negative) {
    subtract_shifted(state.sum, magnitude.significand, magnitude.shift);
  } else {
    add_shifted(state.sum, magnitude.significand, magnitude.shift);
  }
}

}  // namespace

void add_value(ExactState& state, double value) {
  const Magnitude magnitude = magnitude_of(value);
  add_to_sum(state, magnitude, std::signbit(value));
  add_shifted(state.squares, square(magnitude.significand), 2 * magnitude.shift);
}

void subtract_value(ExactState& state, double value) {
  const Magnitude magnitude = magnitude_of(value);
  add_to_sum(state, magnitude, !std::signbit(value));
  subtract_shifted(state.squares, square(magnitude.significand), 2 * magnitude.shift);
}

}  // namespace hilo
