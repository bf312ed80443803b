#include "kernel/single_value.h"

#include <cmath>

#include "base/limbs.h"

namespace hilo {
namespace {

Uint128 square(std::uint64_t bits) { return static_cast<Uint128>(bits) * bits; }

void add_to_sum(ExactState& state, Significand significand, bool negative) {
  if (negative) {
    subtract_shifted(state.sum, significand.bits, significand.shift);
  } else {
    add_shifted(state.sum, significand.bits, significand.shift);
  }
}

}  // namespace

void add_value(ExactState& state, double value) {
  const Significand significand = significand_of(value);
  add_to_sum(state, significand, std::signbit(value));
  add_shifted(state.squares, square(significand.bits), 2 * significand.shift);
}

void subtract_value(ExactState& state, double value) {
  const Significand significand = significand_of(value);
  add_to_sum(state, significand, !std::signbit(value));
  subtract_shifted(state.squares, square(significand.bits), 2 * significand.shift);
}

}  // namespace hilo
