#include "kernel/exponent_bands.h"

#include <bit>
#include <cmath>

#include "base/limbs.h"
#include "kernel/float_kernels.h"
#include "kernel/window.h"

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

namespace {

constexpr std::size_t kBandExponents = 19;  // kWindowBits - 52
constexpr std::size_t kExponents = 2046;    // of normal numbers, from 1 on
constexpr std::size_t kNormalBands = (kExponents + kBandExponents - 1) / kBandExponents;
constexpr std::size_t kBands = kNormalBands + 1;  // the last one is that of subnormal numbers
constexpr std::size_t kSubnormalBand = kNormalBands;
constexpr std::size_t kBandValues = 256;
static_assert(kBandExponents + 52 == kWindowBits);

// The band of each exponent, and what to subtract from the bits of its values.
struct BandTable {
  std::uint8_t band[2048] = {};
  std::uint64_t offset[kBands] = {};

  constexpr BandTable() {
    for (std::size_t exponent = 1; exponent <= kExponents; ++exponent) {
      band[exponent] = static_cast<std::uint8_t>((exponent - 1) / kBandExponents);
    }
    for (std::size_t i = 0; i < kNormalBands; ++i) {
      // To 1023 from the band's first exponent; modulo 2^64, as it may have to be added.
      offset[i] = (static_cast<std::uint64_t>(i * kBandExponents + 1) - 1023) << 52;
    }
  }
};
constexpr BandTable kTable;

}  // namespace

// What a value touches is kept close together: the counts, and the ends of the bands.
struct ExponentBands::Bands {
  std::uint32_t count[kBands] = {};
  alignas(64) double values[kBands][kBandValues];
  Window window[kBands];

  Bands() {
    for (std::size_t i = 0; i < kNormalBands; ++i) {
      start_window(window[i], kBandExponents);
      window[i].scale = static_cast<int>(i * kBandExponents) - 1022;
      reset_extrema(window[i]);
    }
    start_window(window[kSubnormalBand], kWindowBits);
    window[kSubnormalBand].scale = -1074;
    reset_extrema(window[kSubnormalBand]);
  }
};

ExponentBands::ExponentBands() = default;
ExponentBands::~ExponentBands() = default;

void ExponentBands::add_band(Work work, std::size_t band, ExactState& state) {
  std::span<const double> values(bands_->values[band], bands_->count[band]);
  Window& window = bands_->window[band];
  while (!values.empty()) {
    // Always exact and within the window, so this ends where all is done or the window is full.
    const BlockStop stop = add_blocks(work, values, window);
    values = values.subspan(stop.consumed);
    if (stop.status == BlockStatus::full) flush_sums(window, state);
  }
  bands_->count[band] = 0;
}

void ExponentBands::add(Work work, std::span<const double> finite_values, ExactState& state) {
  if (!bands_) bands_ = std::make_unique<Bands>();
  is_empty_ = false;
  Bands& bands = *bands_;
  for (const double value : finite_values) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const std::size_t exponent = bits >> 52 & 0x7FF;
    std::size_t band = kTable.band[exponent];
    double moved = std::bit_cast<double>(bits - kTable.offset[band]);
    if (exponent == 0) [[unlikely]] {
      if (value == 0) continue;
      band = kSubnormalBand;
      const auto units = static_cast<double>(bits & kFractionMask);
      moved = std::signbit(value) ? -units : units;
    }
    const std::uint32_t count = bands.count[band]++;
    bands.values[band][count] = moved;
    if (count + 1 == kBandValues) add_band(work, band, state);
  }
}

void ExponentBands::flush(Work work, ExactState& state) {
  if (is_empty_) return;
  is_empty_ = true;
  for (std::size_t band = 0; band < kBands; ++band) {
    if (bands_->count[band] > 0) add_band(work, band, state);
    if (bands_->window[band].blocks > 0) flush_sums(bands_->window[band], state);
  }
}

}  // namespace hilo
