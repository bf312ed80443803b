#include "kernel/accumulator.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "base/limbs.h"
#include "kernel/convert.h"
#include "kernel/extremum.h"
#include "kernel/float_kernels.h"
#include "kernel/integer_kernels.h"
#include "kernel/single_value.h"

namespace hilo {
namespace {

constexpr std::size_t kNativeBytes = kMaxBlock * sizeof(double);
// So many values one by one cost what a walk through the bins costs.
constexpr std::size_t kFewValues = 100;
// With more than this share of values that have bits below the window, a block goes by exponent.
constexpr std::size_t kRoundedShare = 32;
// Blocks that go by exponent after one that had to.
constexpr std::size_t kBlocksByExponent = 32;
// A window this far above a block's largest value moves down before any value is rounded.
constexpr int kLooseBits = 8;

template <typename T>
bool is_aligned(const void* data) {
  return reinterpret_cast<std::uintptr_t>(data) % alignof(T) == 0;
}

// The smallest E with |x| < 2^E; kMinExponent for 0.
int exponent_above(double largest) { return largest == 0 ? kMinExponent : std::ilogb(largest) + 1; }

}  // namespace

// Each buffer has room for a vector more than its values: compressed stores write whole vectors.
struct alignas(64) Accumulator::Scratch {
  unsigned char native[kNativeBytes];  // elements in native byte order, aligned
  float floats[kMaxBlock];
  double doubles[kMaxBlock];
  double finite[kMaxBlock + kMaxLanes];
  double inexact[kMaxBlock + kMaxLanes];
  double rounded[kMaxBlock + kMaxLanes];
};

Accumulator::Accumulator() : scratch_(std::make_unique<Scratch>()) {
  start_window(window_, 1);
  reset_extrema(window_);
}

Accumulator::~Accumulator() = default;

void Accumulator::flush(ExactState& state) {
  flush_window(window_, state);
  bins_.flush(state);
  work_ = Work::tiny;
}

void Accumulator::add(Dtype dtype, const void* data, std::size_t count, ExactState& state) {
  const std::size_t item = item_bytes(dtype.kind);
  // What is left of a large array is no small array.
  work_ = std::min(work_, work_of(count * item));
  const bool swap = item > 1 && dtype.order != std::endian::native;
  const bool aligned = item == 4   ? is_aligned<float>(data)
                       : item == 8 ? is_aligned<double>(data)
                                   : true;
  const bool direct = !swap && (aligned || !is_floating(dtype.kind)) && dtype.kind != Kind::float16;
  state.size += static_cast<std::int64_t>(count);
  if (is_floating(dtype.kind)) state.float_size += static_cast<std::int64_t>(count);

  const auto* bytes = static_cast<const unsigned char*>(data);
  const std::size_t most = direct ? count : kMaxBlock;
  for (std::size_t done = 0; done < count;) {
    const std::size_t now = std::min(most, count - done);
    const void* native = bytes + done * item;
    if (!direct) {
      if (swap) {
        copy_swapped(work_, native, item, now, scratch_->native);
      } else {
        std::copy_n(bytes + done * item, now * item, scratch_->native);
      }
      native = scratch_->native;
    }
    if (dtype.kind == Kind::float64) {
      add_floating(std::span(static_cast<const double*>(native), now), state);
    } else if (dtype.kind == Kind::float32) {
      add_floating(std::span(static_cast<const float*>(native), now), state);
    } else if (dtype.kind == Kind::float16) {
      copy_halves_to_floats(work_, native, now, scratch_->floats);
      add_floating(std::span<const float>(scratch_->floats, now), state);
    } else {
      add_integers(dtype.kind, native, now, state);
    }
    done += now;
  }
}

void Accumulator::add_integers(Kind kind, const void* data, std::size_t count, ExactState& state) {
  constexpr std::size_t kSumUnit = 1074;      // of 1 in units of the sum
  constexpr std::size_t kSquaresUnit = 2148;  // of 1 in units of the squares
  const auto* bytes = static_cast<const unsigned char*>(data);
  for (std::size_t done = 0; done < count;) {
    const std::size_t now = std::min(IntegerSums::kPiece, count - done);
    const IntegerSums sums = sum_integers(work_, kind, bytes + done * item_bytes(kind), now);
    add_signed_shifted(state.sum, sums.sum, kSumUnit);
    add_shifted(state.squares, sums.squares_low, kSquaresUnit);
    add_shifted(state.squares, sums.squares_high, kSquaresUnit + 64);
    const bool is_signed_kind = is_signed(kind);
    state.min = min_of(
        state.min, is_signed_kind ? extremum_of(sums.signed_min) : extremum_of(sums.unsigned_min));
    state.max = max_of(
        state.max, is_signed_kind ? extremum_of(sums.signed_max) : extremum_of(sums.unsigned_max));
    done += now;
  }
}

template <typename T>
void Accumulator::add_floating(std::span<const T> values, ExactState& state) {
  while (!values.empty()) {
    if (blocks_by_exponent_ == 0) {
      const BlockStop stop = add_blocks(work_, values, window_);
      values = values.subspan(stop.consumed);
      if (stop.status == BlockStatus::full) flush_window(window_, state);
      if (stop.status == BlockStatus::full || stop.status == BlockStatus::done) continue;
    }
    const std::size_t block = blocks_by_exponent_ == 0 ? block_values(work_) : kMaxBlock;
    const std::size_t now = std::min(block, values.size());
    add_block(as_doubles(values.first(now)), state);
    values = values.subspan(now);
  }
}

std::span<const double> Accumulator::as_doubles(std::span<const float> values) {
  copy_floats_to_doubles(work_, values.data(), values.size(), scratch_->doubles);
  return {scratch_->doubles, values.size()};
}

// A block that did not fit the window, or that skips it.
void Accumulator::add_block(std::span<const double> values, ExactState& state) {
  const Magnitudes found = magnitudes(work_, values);
  const std::size_t infinite = found.posinf_count + found.neginf_count;
  if (found.nan_count + infinite == 0) {
    add_finite_block(values, found.largest, state);
    return;
  }
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  state.nan_count += static_cast<std::int64_t>(found.nan_count);
  state.posinf_count += static_cast<std::int64_t>(found.posinf_count);
  state.neginf_count += static_cast<std::int64_t>(found.neginf_count);
  if (found.posinf_count > 0) {
    state.max = extremum_of(kInfinity);
    state.min = min_of(state.min, state.max);
  }
  if (found.neginf_count > 0) {
    state.min = extremum_of(-kInfinity);
    state.max = max_of(state.max, state.min);
  }
  const std::size_t kept = copy_finite(work_, values, scratch_->finite);
  if (kept > 0) add_finite_block({scratch_->finite, kept}, found.largest, state);
}

void Accumulator::add_finite_block(std::span<const double> values, double largest,
                                   ExactState& state) {
  const int exponent = exponent_above(largest);
  const bool in_range = largest == 0 || (exponent >= kMinExponent && exponent <= kMaxExponent);
  if (blocks_by_exponent_ > 0 || !in_range) {
    blocks_by_exponent_ = blocks_by_exponent_ > 0 ? blocks_by_exponent_ - 1 : kBlocksByExponent;
    add_by_exponent(values, state);
    return;
  }
  const bool loose = largest != 0 && exponent < window_.exponent - kLooseBits;
  if (exponent > window_.exponent || loose) move_window(exponent, state);
  // The window is not full: either it has just refused this block for another reason, or it is new.
  const std::size_t most = (values.size() + kRoundedShare - 1) / kRoundedShare;
  const std::size_t inexact =
      add_rounded_block(work_, values, most, window_, scratch_->inexact, scratch_->rounded);
  if (inexact > most) {
    blocks_by_exponent_ = kBlocksByExponent;
    add_by_exponent(values, state);
    return;
  }
  for (std::size_t i = 0; i < inexact; ++i) {
    add_value(state, scratch_->inexact[i]);
    subtract_value(state, scratch_->rounded[i]);
  }
}

void Accumulator::add_by_exponent(std::span<const double> values, ExactState& state) {
  add_extrema(work_, values, window_);
  if (values.size() > kFewValues || !bins_.is_empty()) {
    bins_.add(work_, values, state);
  } else {
    for (const double value : values) add_value(state, value);
  }
}

void Accumulator::move_window(int exponent, ExactState& state) {
  flush_window(window_, state);
  start_window(window_, exponent);
}

}  // namespace hilo
