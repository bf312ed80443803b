// See window.h for the method and the proof. This file is compiled once per instruction set.

#include "kernel/float_kernels.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernel/float_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kernel/dispatch.h"

HWY_BEFORE_NAMESPACE();
namespace hilo {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
// The cap keeps scalable vectors within the lanes of a Window.
using F64 = hn::CappedTag<double, kMaxLanes>;
using I64 = hn::RebindToSigned<F64>;
using Vector = hn::Vec<F64>;

HWY_ATTR HWY_INLINE Vector load(const double* values) { return hn::LoadU(F64(), values); }
HWY_ATTR HWY_INLINE Vector load(const float* values) {
  return hn::PromoteTo(F64(), hn::LoadU(hn::Rebind<float, F64>(), values));
}

// The registers of one block.
struct Block {
  Vector a_sum, b_sum, c_sum;
  Vector aa, ab, ac, bb, bc, cc;
  Vector min, max;
  hn::Vec<I64> inexact;  // zero, or a sign bit only, while every c was a multiple of its grid
};

// flags | (a ^ b), in one instruction where there is one.
HWY_ATTR HWY_INLINE hn::Vec<I64> or_difference(hn::Vec<I64> flags, hn::Vec<I64> a, hn::Vec<I64> b) {
#if HWY_TARGET == HWY_AVX3
  constexpr int kOrXor = 0xF6;
  return hn::Vec<I64>{_mm512_ternarylogic_epi64(flags.raw, a.raw, b.raw, kOrXor)};
#else
  return hn::Or(flags, hn::Xor(a, b));
#endif
}

HWY_ATTR HWY_INLINE void add_vector(Block& k, Vector x) {
  const I64 di;
  // Three operations a level: the sum with the slice, the slice, the rest.
  const Vector s = hn::Add(k.a_sum, x);
  const Vector a = hn::Sub(s, k.a_sum);
  k.a_sum = s;
  const Vector r = hn::Sub(x, a);
  const Vector t = hn::Add(k.b_sum, r);
  const Vector b = hn::Sub(t, k.b_sum);
  k.b_sum = t;
  const Vector c = hn::Sub(r, b);
  const Vector u = hn::Add(k.c_sum, c);
  const Vector added = hn::Sub(u, k.c_sum);
  k.c_sum = u;
  k.inexact = or_difference(k.inexact, hn::BitCast(di, added), hn::BitCast(di, c));
  k.aa = hn::MulAdd(a, a, k.aa);
  k.ab = hn::MulAdd(a, b, k.ab);
  k.ac = hn::MulAdd(a, c, k.ac);
  k.bb = hn::MulAdd(b, b, k.bb);
  k.bc = hn::MulAdd(b, c, k.bc);
  k.cc = hn::MulAdd(c, c, k.cc);
}

// Whether a zero of this sign is among the values.
template <typename T>
HWY_ATTR bool holds_zero(const T* values, std::size_t count, bool negative) {
  const F64 d;
  const I64 di;
  const std::size_t lanes = hn::Lanes(d);
  const auto wanted = hn::BitCast(di, hn::Set(d, negative ? -0.0 : 0.0));
  auto found = hn::Eq(wanted, hn::Not(wanted));  // nowhere
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    found = hn::Or(found, hn::Eq(hn::BitCast(di, load(values + i)), wanted));
  }
  if (!hn::AllFalse(di, found)) return true;
  for (; i < count; ++i) {
    if (values[i] == 0 && std::signbit(values[i]) == negative) return true;
  }
  return false;
}

// Which zeros the values hold, where a zero is the extremum so far.
template <typename T>
HWY_ATTR void note_zeros(const T* values, std::size_t count, Vector min, Vector max,
                         Window& window) {
  const F64 d;
  const Vector zero = hn::Zero(d);
  if (!window.seen_negative_zero && !hn::AllFalse(d, hn::Eq(min, zero))) {
    window.seen_negative_zero = holds_zero(values, count, true);
  }
  if (!window.seen_positive_zero && !hn::AllFalse(d, hn::Eq(max, zero))) {
    window.seen_positive_zero = holds_zero(values, count, false);
  }
}

HWY_ATTR HWY_INLINE void merge_extrema(Vector min, Vector max, Window& window) {
  const F64 d;
  hn::Store(hn::Min(hn::Load(d, window.min), min), d, window.min);
  hn::Store(hn::Max(hn::Load(d, window.max), max), d, window.max);
}

HWY_ATTR void commit_squares(Vector sum, double inverse_unit, std::int64_t* lanes) {
  const F64 d;
  const I64 di;
  const auto units = hn::ConvertTo(di, hn::Mul(sum, hn::Set(d, inverse_unit)));
  hn::Store(hn::Add(hn::Load(di, lanes), units), di, lanes);
}

template <typename T>
HWY_ATTR BlockStatus add_block(const T* values, std::size_t count, Window& window) {
  const F64 d;
  const I64 di;
  const std::size_t lanes = hn::Lanes(d);
  const Vector zero = hn::Zero(d);
  Block k;
  k.a_sum = hn::Load(d, window.linear[0]);
  k.b_sum = hn::Load(d, window.linear[1]);
  k.c_sum = hn::Load(d, window.linear[2]);
  k.aa = k.ab = k.ac = k.bb = k.bc = k.cc = zero;
  k.min = hn::Set(d, std::numeric_limits<double>::infinity());
  k.max = hn::Neg(k.min);
  k.inexact = hn::Zero(di);

  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const Vector x = load(values + i);
    k.min = hn::Min(k.min, x);
    k.max = hn::Max(k.max, x);
    add_vector(k, x);
  }
  if (i < count) {
    // Zeros fill the vector: they change no sum, and are kept away from the extrema.
    HWY_ALIGN T rest[kMaxLanes] = {};
    std::memcpy(rest, values + i, (count - i) * sizeof(T));
    const Vector x = load(rest);
    const auto valid = hn::FirstN(d, count - i);
    k.min = hn::Min(k.min, hn::IfThenElse(valid, x, k.min));
    k.max = hn::Max(k.max, hn::IfThenElse(valid, x, k.max));
    add_vector(k, x);
  }

  // A NaN or an infinity has made its lane of a_sum - a_sum NaN, which equals nothing.
  const Vector limit = hn::Set(d, window.limit);
  const auto below = hn::And(hn::Lt(k.max, limit), hn::Gt(k.min, hn::Neg(limit)));
  const auto unused = hn::Gt(k.min, k.max);  // a lane that no value of a short block reached
  const auto finite = hn::Eq(hn::Sub(k.a_sum, k.a_sum), zero);
  if (!hn::AllTrue(d, hn::And(finite, hn::Or(below, unused)))) return BlockStatus::outside;
  const auto magnitude = hn::ShiftLeft<1>(k.inexact);  // -0.0 became +0.0: no difference
  if (!hn::AllTrue(di, hn::Eq(magnitude, hn::Zero(di)))) return BlockStatus::inexact;

  note_zeros(values, count, k.min, k.max, window);
  merge_extrema(k.min, k.max, window);
  hn::Store(k.a_sum, d, window.linear[0]);
  hn::Store(k.b_sum, d, window.linear[1]);
  hn::Store(k.c_sum, d, window.linear[2]);
  commit_squares(k.aa, window.inverse_unit[0], window.squares[0]);
  commit_squares(k.ab, window.inverse_unit[1], window.squares[1]);
  commit_squares(k.ac, window.inverse_unit[2], window.squares[2]);
  commit_squares(k.bb, window.inverse_unit[3], window.squares[3]);
  commit_squares(k.bc, window.inverse_unit[4], window.squares[4]);
  commit_squares(k.cc, window.inverse_unit[5], window.squares[5]);
  ++window.blocks;
  return BlockStatus::done;
}

std::size_t BlockValues() { return kRounds * hn::Lanes(F64()); }

template <typename T>
HWY_ATTR HWY_INLINE BlockStop add_all(const T* values, std::size_t count, Window& window) {
  const std::size_t block = kRounds * hn::Lanes(F64());
  BlockStop stop;
  while (stop.consumed < count) {
    if (window.blocks == kMaxBlocks) {
      stop.status = BlockStatus::full;
      return stop;
    }
    const std::size_t now = std::min(block, count - stop.consumed);
    stop.status = add_block(values + stop.consumed, now, window);
    if (stop.status != BlockStatus::done) return stop;
    stop.consumed += now;
  }
  return stop;
}

BlockStop AddDoubles(const double* values, std::size_t count, Window& window) {
  return add_all(values, count, window);
}

BlockStop AddFloats(const float* values, std::size_t count, Window& window) {
  return add_all(values, count, window);
}

// Calls f(vector, valid mask) for all values; lanes that are not valid hold zeros.
template <typename F>
HWY_ATTR HWY_INLINE void for_each_vector(const double* values, std::size_t count, F&& f) {
  const F64 d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  const auto all = hn::FirstN(d, lanes);
  for (; i + lanes <= count; i += lanes) f(load(values + i), all);
  if (i < count) {
    HWY_ALIGN double rest[kMaxLanes] = {};
    std::memcpy(rest, values + i, (count - i) * sizeof(double));
    f(load(rest), hn::FirstN(d, count - i));
  }
}

HWY_ATTR Magnitudes MagnitudesOf(const double* values, std::size_t count) {
  const F64 d;
  const Vector infinity = hn::Set(d, std::numeric_limits<double>::infinity());
  Vector largest = hn::Zero(d);
  Magnitudes result;
  for_each_vector(values, count, [&](Vector x, auto) HWY_ATTR {
    const Vector magnitude = hn::Abs(x);
    const auto finite = hn::Lt(magnitude, infinity);
    largest = hn::Max(largest, hn::IfThenElseZero(finite, magnitude));
    if (HWY_UNLIKELY(!hn::AllTrue(d, finite))) {
      const std::size_t positive = hn::CountTrue(d, hn::Eq(x, infinity));
      const std::size_t negative = hn::CountTrue(d, hn::Eq(x, hn::Neg(infinity)));
      result.posinf_count += positive;
      result.neginf_count += negative;
      result.nan_count += hn::Lanes(d) - hn::CountTrue(d, finite) - positive - negative;
    }
  });
  result.largest = hn::GetLane(hn::MaxOfLanes(d, largest));
  return result;
}

// Stores the lanes of the mask, one after the other, and as many lanes more as fill a vector;
// returns how many there are. A masked store would be many times slower where it is emulated.
template <typename Mask>
HWY_ATTR HWY_INLINE std::size_t store_chosen(Vector x, Mask chosen, double* to) {
  const F64 d;
  hn::StoreU(hn::Compress(x, chosen), d, to);
  return hn::CountTrue(d, chosen);
}

HWY_ATTR std::size_t SplitByMagnitude(const double* values, std::size_t count, double limit,
                                      double* large, double* small) {
  const F64 d;
  const Vector lowest = hn::Set(d, limit);
  std::size_t large_count = 0;
  std::size_t small_count = 0;
  for_each_vector(values, count, [&](Vector x, auto valid) HWY_ATTR {
    const auto is_large =
        hn::And(valid, hn::Or(hn::Ge(hn::Abs(x), lowest), hn::Eq(x, hn::Zero(d))));
    large_count += store_chosen(x, is_large, large + large_count);
    const auto is_small = hn::AndNot(is_large, valid);
    small_count += store_chosen(x, is_small, small + small_count);
  });
  return large_count;
}

HWY_ATTR std::size_t CopyFinite(const double* values, std::size_t count, double* finite) {
  const F64 d;
  const Vector infinity = hn::Set(d, std::numeric_limits<double>::infinity());
  std::size_t kept = 0;
  for_each_vector(values, count, [&](Vector x, auto valid) HWY_ATTR {
    const auto is_finite = hn::And(valid, hn::Lt(hn::Abs(x), infinity));
    kept += store_chosen(x, is_finite, finite + kept);
  });
  return kept;
}

HWY_ATTR void AddExtrema(const double* values, std::size_t count, Window& window) {
  const F64 d;
  Vector min = hn::Set(d, std::numeric_limits<double>::infinity());
  Vector max = hn::Neg(min);
  for_each_vector(values, count, [&](Vector x, auto valid) HWY_ATTR {
    min = hn::Min(min, hn::IfThenElse(valid, x, min));
    max = hn::Max(max, hn::IfThenElse(valid, x, max));
  });
  note_zeros(values, count, min, max, window);
  merge_extrema(min, max, window);
}

}  // namespace HWY_NAMESPACE
}  // namespace hilo
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hilo {

HILO_EXPORT(BlockValues);
HILO_EXPORT(AddDoubles);
HILO_EXPORT(AddFloats);
HILO_EXPORT(MagnitudesOf);
HILO_EXPORT(SplitByMagnitude);
HILO_EXPORT(CopyFinite);
HILO_EXPORT(AddExtrema);

std::size_t block_values(Work work) { return HILO_DISPATCH(BlockValues, work)(); }

BlockStop add_blocks(Work work, std::span<const double> values, Window& window) {
  return HILO_DISPATCH(AddDoubles, work)(values.data(), values.size(), window);
}

BlockStop add_blocks(Work work, std::span<const float> values, Window& window) {
  return HILO_DISPATCH(AddFloats, work)(values.data(), values.size(), window);
}

Magnitudes magnitudes(Work work, std::span<const double> values) {
  return HILO_DISPATCH(MagnitudesOf, work)(values.data(), values.size());
}

std::size_t split_by_magnitude(Work work, std::span<const double> values, double limit,
                               double* large, double* small) {
  return HILO_DISPATCH(SplitByMagnitude, work)(values.data(), values.size(), limit, large, small);
}

std::size_t copy_finite(Work work, std::span<const double> values, double* finite) {
  return HILO_DISPATCH(CopyFinite, work)(values.data(), values.size(), finite);
}

void add_extrema(Work work, std::span<const double> values, Window& window) {
  HILO_DISPATCH(AddExtrema, work)(values.data(), values.size(), window);
}

}  // namespace hilo
#endif  // HWY_ONCE
