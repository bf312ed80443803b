#include "kernel/exponent_bins.h"

#include <algorithm>
#include <bit>

namespace hilo {
namespace {

constexpr std::uint64_t kFractionMask = (std::uint64_t{1} << 52) - 1;

// value = (negative ? -1 : 1) * significand * 2^(shift - 1074)
struct Parts {
  std::uint64_t significand;
  std::size_t shift;
  bool negative;
};

Parts parts_of(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const std::size_t exponent = bits >> 52 & 0x7FF;
  const std::uint64_t implicit = exponent == 0 ? 0 : std::uint64_t{1} << 52;
  return {(bits & kFractionMask) | implicit, exponent == 0 ? 0 : exponent - 1, bits >> 63 != 0};
}

}  // namespace

void add_value(ExactState& state, double value) {
  const Parts parts = parts_of(value);
  if (parts.negative) {
    subtract_shifted(state.sum, parts.significand, parts.shift);
  } else {
    add_shifted(state.sum, parts.significand, parts.shift);
  }
  add_shifted(state.squares, static_cast<Uint128>(parts.significand) * parts.significand,
              2 * parts.shift);
}

void ExponentBins::add(std::span<const double> finite_values, ExactState& state) {
  if (!bins_) bins_ = std::make_unique<Bin[]>(kBins);
  while (!finite_values.empty()) {
    if (count_ == kCapacity) flush(state);
    const std::size_t now = std::min(finite_values.size(), kCapacity - count_);
    for (const double value : finite_values.first(now)) {
      const auto bits = std::bit_cast<std::uint64_t>(value);
      const std::size_t exponent = bits >> 52 & 0x7FF;
      const std::uint64_t significand =
          (bits & kFractionMask) | static_cast<std::uint64_t>(exponent != 0) << 52;
      const auto sign = static_cast<std::int64_t>(bits) >> 63;  // 0 or -1
      Bin& bin = bins_[exponent];
      bin.sum += (static_cast<std::int64_t>(significand) ^ sign) - sign;
      bin.squares += static_cast<Uint128>(significand) * significand;
    }
    count_ += now;
    finite_values = finite_values.subspan(now);
  }
}

void ExponentBins::flush(ExactState& state) {
  if (count_ == 0) return;
  count_ = 0;
  for (std::size_t exponent = 0; exponent < kBins; ++exponent) {
    Bin& bin = bins_[exponent];
    if (bin.squares == 0) continue;  // nothing but zeros came here
    const std::size_t shift = exponent == 0 ? 0 : exponent - 1;
    add_signed_shifted(state.sum, bin.sum, shift);
    add_shifted(state.squares, bin.squares, 2 * shift);
    bin = {};
  }
}

}  // namespace hilo
