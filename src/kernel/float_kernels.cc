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

// flags | (a ^ b), in one instruction where there is one.
HWY_ATTR HWY_INLINE hn::Vec<I64> or_difference(hn::Vec<I64> flags, hn::Vec<I64> a, hn::Vec<I64> b) {
#if HWY_TARGET == HWY_AVX3
  constexpr int kOrXor = 0xF6;
  return hn::Vec<I64>{_mm512_ternarylogic_epi64(flags.raw, a.raw, b.raw, kOrXor)};
#else
  return hn::Or(flags, hn::Xor(a, b));
#endif
}

// The sums of one block.
struct Block {
  Vector a_sum, b_sum, c_sum;
  Vector aa, ab, ac, bb, bc, cc;
  Vector min, max;
};

HWY_ATTR HWY_INLINE Block start_block(const Window& window) {
  const F64 d;
  Block k;
  k.a_sum = hn::Load(d, window.linear[0]);
  k.b_sum = hn::Load(d, window.linear[1]);
  k.c_sum = hn::Load(d, window.linear[2]);
  k.aa = k.ab = k.ac = k.bb = k.bc = k.cc = hn::Zero(d);
  k.min = hn::Set(d, std::numeric_limits<double>::infinity());
  k.max = hn::Neg(k.min);
  return k;
}

// Adds x to the sum of its slices and returns the slice; what is left of x replaces it.
HWY_ATTR HWY_INLINE Vector take_slice(Vector& sum, Vector& x) {
  const Vector next = hn::Add(sum, x);
  const Vector slice = hn::Sub(next, sum);
  sum = next;
  x = hn::Sub(x, slice);
  return slice;
}

// The same of the last slice, which is to be all of c: what was added.
HWY_ATTR HWY_INLINE Vector add_last_slice(Vector& sum, Vector c) {
  const Vector next = hn::Add(sum, c);
  const Vector added = hn::Sub(next, sum);
  sum = next;
  return added;
}

HWY_ATTR HWY_INLINE void add_products(Block& k, Vector a, Vector b, Vector c) {
  k.aa = hn::MulAdd(a, a, k.aa);
  k.ab = hn::MulAdd(a, b, k.ab);
  k.ac = hn::MulAdd(a, c, k.ac);
  k.bb = hn::MulAdd(b, b, k.bb);
  k.bc = hn::MulAdd(b, c, k.bc);
  k.cc = hn::MulAdd(c, c, k.cc);
}

// The operations on one vector wait for each other, and a processor looks ahead over a few vectors
// only. So three vectors are worked on in turns: the third slice and the products of one, the
// second slice of the next, and the first of the one after.
class Pipeline {
 public:
  HWY_ATTR HWY_INLINE explicit Pipeline(const Window& window) : block_(start_block(window)) {
    first_ = first_rest_ = hn::Zero(F64());
    second_first_ = second_ = second_rest_ = hn::Zero(F64());
    inexact_ = hn::Zero(I64());
  }

  HWY_ATTR HWY_INLINE void add(Vector x) {
    advance();
    block_.min = hn::Min(block_.min, x);
    block_.max = hn::Max(block_.max, x);
    first_rest_ = x;
    first_ = take_slice(block_.a_sum, first_rest_);
  }

  // Zeros in the lanes that are not valid change no sum, and are kept away from the extrema.
  HWY_ATTR HWY_INLINE void add_valid(Vector x, hn::Mask<F64> valid) {
    const Vector min = hn::Min(block_.min, hn::IfThenElse(valid, x, block_.min));
    const Vector max = hn::Max(block_.max, hn::IfThenElse(valid, x, block_.max));
    add(x);
    block_.min = min;
    block_.max = max;
  }

  HWY_ATTR HWY_INLINE void finish() {
    advance();
    first_ = first_rest_ = hn::Zero(F64());
    advance();
  }

  HWY_ATTR HWY_INLINE const Block& block() const { return block_; }

  // Whether all values were multiples of the last grid.
  HWY_ATTR HWY_INLINE bool is_exact() const {
    const I64 di;
    // The sign bit is no difference: -0.0 became +0.0.
    return hn::AllTrue(di, hn::Eq(hn::ShiftLeft<1>(inexact_), hn::Zero(di)));
  }

 private:
  HWY_ATTR HWY_INLINE void advance() {
    const I64 di;
    const Vector added = add_last_slice(block_.c_sum, second_rest_);
    inexact_ = or_difference(inexact_, hn::BitCast(di, added), hn::BitCast(di, second_rest_));
    add_products(block_, second_first_, second_, second_rest_);
    second_first_ = first_;
    second_rest_ = first_rest_;
    second_ = take_slice(block_.b_sum, second_rest_);
  }

  Block block_;
  Vector first_, first_rest_;                   // of the last vector
  Vector second_first_, second_, second_rest_;  // of the one before
  hn::Vec<I64> inexact_;  // zero, or a sign bit only, while every c was a multiple of its grid
};

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

// Whether all values were finite and below the window's limit.
HWY_ATTR HWY_INLINE bool is_inside(const Block& k, const Window& window) {
  const F64 d;
  const Vector limit = hn::Set(d, window.limit);
  const auto below = hn::And(hn::Lt(k.max, limit), hn::Gt(k.min, hn::Neg(limit)));
  const auto unused = hn::Gt(k.min, k.max);  // a lane that no value of a short block reached
  // A NaN or an infinity has made its lane of a_sum - a_sum NaN, which equals nothing.
  const auto finite = hn::Eq(hn::Sub(k.a_sum, k.a_sum), hn::Zero(d));
  return hn::AllTrue(d, hn::And(finite, hn::Or(below, unused)));
}

template <typename T>
HWY_ATTR HWY_INLINE void commit(const Block& k, const T* values, std::size_t count,
                                Window& window) {
  const F64 d;
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
}

template <typename T>
HWY_ATTR BlockStatus add_block(const T* values, std::size_t count, Window& window) {
  const F64 d;
  const std::size_t lanes = hn::Lanes(d);
  Pipeline pipeline(window);
  std::size_t i = 0;
  // Three at once: what moves on in the pipeline is then only named anew.
  for (; i + 3 * lanes <= count; i += 3 * lanes) {
    pipeline.add(load(values + i));
    pipeline.add(load(values + i + lanes));
    pipeline.add(load(values + i + 2 * lanes));
  }
  for (; i + lanes <= count; i += lanes) pipeline.add(load(values + i));
  if (i < count) {
    HWY_ALIGN T rest[kMaxLanes] = {};
    std::memcpy(rest, values + i, (count - i) * sizeof(T));
    pipeline.add_valid(load(rest), hn::FirstN(d, count - i));
  }
  pipeline.finish();

  if (!is_inside(pipeline.block(), window)) return BlockStatus::outside;
  if (!pipeline.is_exact()) return BlockStatus::inexact;
  commit(pipeline.block(), values, count, window);
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

HWY_ATTR std::size_t AddRoundedBlock(const double* block, std::size_t count, std::size_t most,
                                     Window& window, double* values, double* rounded) {
  const F64 d;
  Block k = start_block(window);
  std::size_t found = 0;
  for_each_vector(block, count, [&](Vector x, auto valid) HWY_ATTR {
    k.min = hn::Min(k.min, hn::IfThenElse(valid, x, k.min));
    k.max = hn::Max(k.max, hn::IfThenElse(valid, x, k.max));
    Vector c = x;
    const Vector a = take_slice(k.a_sum, c);
    const Vector b = take_slice(k.b_sum, c);
    const Vector added = add_last_slice(k.c_sum, c);
    add_products(k, a, b, added);
    const auto inexact = hn::Ne(added, c);
    if (HWY_UNLIKELY(!hn::AllFalse(d, inexact))) {
      store_chosen(hn::Sub(x, hn::Sub(c, added)), inexact, rounded + found);
      found += store_chosen(x, inexact, values + found);
    }
  });
  if (found <= most) commit(k, block, count, window);
  return found;
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
HILO_EXPORT(AddRoundedBlock);
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

std::size_t add_rounded_block(Work work, std::span<const double> block, std::size_t most,
                              Window& window, double* values, double* rounded) {
  return HILO_DISPATCH(AddRoundedBlock, work)(block.data(), block.size(), most, window, values,
                                              rounded);
}

std::size_t copy_finite(Work work, std::span<const double> values, double* finite) {
  return HILO_DISPATCH(CopyFinite, work)(values.data(), values.size(), finite);
}

void add_extrema(Work work, std::span<const double> values, Window& window) {
  HILO_DISPATCH(AddExtrema, work)(values.data(), values.size(), window);
}

}  // namespace hilo
#endif  // HWY_ONCE
