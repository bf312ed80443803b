// See exponent_bins.h for the method. The part between the HWY_ macros is compiled once per
// instruction set.

#include "kernel/exponent_bins.h"

#include <bit>
#include <new>
#include <utility>

#include "base/limbs.h"
#include "kernel/single_value.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernel/exponent_bins.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kernel/dispatch.h"

#ifndef HILO_KERNEL_EXPONENT_BINS_ONCE_
#define HILO_KERNEL_EXPONENT_BINS_ONCE_
namespace hilo {

constexpr int kLowBits = 27;

inline std::size_t bin_of(double value) { return std::bit_cast<std::uint64_t>(value) >> 52; }

inline void add_to_bin(ExponentBins::Bin& bin, double value) {
  const std::uint64_t s = significand_of(value).bits;
  const std::uint64_t l = s & ((std::uint64_t{1} << kLowBits) - 1);
  const std::uint64_t h = s >> kLowBits;
  bin.s += s;
  bin.ll += l * l;
  bin.lh += l * h;
  bin.hh += h * h;
}

// Adds these values' bins to the state and empties them.
void spill(ExponentBins::Bin* bins, std::span<const double> values, ExactState& state);

}  // namespace hilo
#endif  // HILO_KERNEL_EXPONENT_BINS_ONCE_

HWY_BEFORE_NAMESPACE();
namespace hilo {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET != HWY_SCALAR

// A bin is one vector of them, or two.
using U64 = hn::CappedTag<std::uint64_t, 4>;
using Vector = hn::Vec<U64>;

// Adds two halves of a bin's sums to the bin.
template <typename Half>
HWY_ATTR HWY_INLINE Vector add_halves(ExponentBins::Bin& bin, Half first, Half second) {
  const U64 d;
#if HWY_MAX_BYTES == 16
  const Vector low = hn::Add(hn::Load(d, &bin.s), first);
  const Vector high = hn::Add(hn::Load(d, &bin.lh), second);
  hn::Store(low, d, &bin.s);
  hn::Store(high, d, &bin.lh);
  return hn::Or(low, high);
#else
  const Vector sums = hn::Add(hn::Load(d, &bin.s), hn::Combine(d, second, first));
  hn::Store(sums, d, &bin.s);
  return sums;
#endif
}

// As many of the values as whole vectors hold; returns how many.
HWY_ATTR std::size_t add_vectors(ExponentBins::Bin* bins, std::span<const double> values,
                                 ExactState& state) {
  const U64 d;
  const hn::RepartitionToNarrow<U64> d32;
  const hn::RebindToSigned<U64> di;
  const std::size_t lanes = hn::Lanes(d);
  const Vector zero = hn::Zero(d);
  const Vector fraction = hn::Set(d, (std::uint64_t{1} << 52) - 1);
  const Vector leading_one = hn::Set(d, std::uint64_t{1} << 52);
  const Vector exponents = hn::Set(d, std::uint64_t{0x7FF} << 52);
  const Vector low = hn::Set(d, (std::uint64_t{1} << kLowBits) - 1);
  std::size_t i = 0;
  for (; i + lanes <= values.size(); i += lanes) {
    const double* x = values.data() + i;
    const Vector bits = hn::BitCast(d, hn::LoadU(hn::RebindToFloat<U64>(), x));
    const auto is_subnormal = hn::Eq(hn::And(bits, exponents), zero);
    const Vector s = hn::Or(hn::And(bits, fraction), hn::IfThenZeroElse(is_subnormal, leading_one));
    const auto l = hn::BitCast(d32, hn::And(s, low));
    const auto h = hn::BitCast(d32, hn::ShiftRight<kLowBits>(s));
    const Vector ll = hn::MulEven(l, l);
    const Vector lh = hn::MulEven(l, h);
    const Vector hh = hn::MulEven(h, h);
    // From four sums of each value to the sums of one value after the other.
    const Vector even_first = hn::InterleaveLower(d, s, ll);
    const Vector even_second = hn::InterleaveLower(d, lh, hh);
    const Vector odd_first = hn::InterleaveUpper(d, s, ll);
    const Vector odd_second = hn::InterleaveUpper(d, lh, hh);
#if HWY_MAX_BYTES == 16
    Vector seen = add_halves(bins[bin_of(x[0])], even_first, even_second);
    seen = hn::Or(seen, add_halves(bins[bin_of(x[1])], odd_first, odd_second));
#else
    const hn::Half<U64> half;
    Vector seen = add_halves(bins[bin_of(x[0])], hn::LowerHalf(half, even_first),
                             hn::LowerHalf(half, even_second));
    seen = hn::Or(seen, add_halves(bins[bin_of(x[1])], hn::LowerHalf(half, odd_first),
                                   hn::LowerHalf(half, odd_second)));
    seen = hn::Or(seen, add_halves(bins[bin_of(x[2])], hn::UpperHalf(half, even_first),
                                   hn::UpperHalf(half, even_second)));
    seen = hn::Or(seen, add_halves(bins[bin_of(x[3])], hn::UpperHalf(half, odd_first),
                                   hn::UpperHalf(half, odd_second)));
#endif
    const auto is_full = hn::Lt(hn::BitCast(di, seen), hn::Zero(di));
    if (HWY_UNLIKELY(!hn::AllFalse(di, is_full))) spill(bins, {x, lanes}, state);
  }
  return i;
}

#else

std::size_t add_vectors(ExponentBins::Bin*, std::span<const double>, ExactState&) { return 0; }

#endif

void AddToBins(ExponentBins::Bin* bins, std::span<const double> values, ExactState& state) {
  for (std::size_t i = add_vectors(bins, values, state); i < values.size(); ++i) {
    ExponentBins::Bin& bin = bins[bin_of(values[i])];
    add_to_bin(bin, values[i]);
    if ((bin.s | bin.ll | bin.lh | bin.hh) >> 63 != 0) spill(bins, values.subspan(i, 1), state);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hilo
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hilo {

HILO_EXPORT(AddToBins);

namespace {

constexpr std::size_t kNeighbours = 32;
constexpr std::size_t kBins = 2 * ExponentBins::kExponents;  // of positive, then negative numbers

// In units of 2^-1074; what a square's is twice of.
std::size_t shift_of(std::size_t exponent) { return exponent == 0 ? 0 : exponent - 1; }

// Below 2^117, also of a bin that is about to be spilled: as h^2 <= s / 2, hh stays below 2^62 +
// 2^55.
Uint128 squares_of(const ExponentBins::Bin& bin) {
  return (static_cast<Uint128>(bin.hh) << (2 * kLowBits)) +
         (static_cast<Uint128>(bin.lh) << (kLowBits + 1)) + bin.ll;
}

// A sum of integers below 2^118, each shifted by less than 64 bits: many of them fit.
struct Overlap {
  Uint128 low = 0;
  Uint128 high = 0;

  void add(Uint128 value, std::size_t shift) {
    const Uint128 shifted = value << shift;
    low += shifted;
    high += (value >> 64 >> (64 - shift)) + static_cast<Uint128>(low < shifted);
  }
};

}  // namespace

void spill(ExponentBins::Bin* bins, std::span<const double> values, ExactState& state) {
  for (const double value : values) {
    const std::size_t index = bin_of(value);
    const ExponentBins::Bin bin = std::exchange(bins[index], {});
    const std::size_t shift = shift_of(index % ExponentBins::kExponents);
    if (index < ExponentBins::kExponents) {
      add_shifted(state.sum, bin.s, shift);
    } else {
      subtract_shifted(state.sum, bin.s, shift);
    }
    add_shifted(state.squares, squares_of(bin), 2 * shift);
  }
}

void ExponentBins::add(Work work, std::span<const double> finite_values, ExactState& state) {
  if (!bins_) bins_.reset(new (std::nothrow) Bin[kBins]());
  if (!bins_) {
    // To throw in the middle of an array would leave its sums to the next one.
    for (const double value : finite_values) add_value(state, value);
    return;
  }
  is_empty_ = false;
  HILO_DISPATCH(AddToBins, work)(bins_.get(), finite_values, state);
}

// Bins whose exponents follow each other overlap: they are added up before they go to the state.
void ExponentBins::flush(ExactState& state) {
  if (is_empty_) return;
  is_empty_ = true;
  for (std::size_t first = 0; first < kExponents; first += kNeighbours) {
    const std::size_t base = shift_of(first);
    bool is_used = false;
    Overlap positive;
    Overlap negative;
    Overlap squares;
    for (std::size_t exponent = first; exponent < first + kNeighbours; ++exponent) {
      Bin& above = bins_[exponent];
      Bin& below = bins_[kExponents + exponent];
      if (above.s == 0 && below.s == 0) continue;  // nothing but zeros came here
      is_used = true;
      const std::size_t shift = shift_of(exponent) - base;
      positive.add(above.s, shift);
      negative.add(below.s, shift);
      squares.add(squares_of(above) + squares_of(below), 2 * shift);
      above = below = {};
    }
    if (!is_used) continue;
    add_shifted(state.sum, positive.low, base);
    add_shifted(state.sum, positive.high, base + 128);
    subtract_shifted(state.sum, negative.low, base);
    subtract_shifted(state.sum, negative.high, base + 128);
    add_shifted(state.squares, squares.low, 2 * base);
    add_shifted(state.squares, squares.high, 2 * base + 128);
  }
}

}  // namespace hilo
#endif  // HWY_ONCE
