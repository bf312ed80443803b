// Compiled once per instruction set; see integer_kernels.h for the bounds.

#include "kernel/integer_kernels.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernel/integer_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kernel/dispatch.h"

HWY_BEFORE_NAMESPACE();
namespace hilo {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Data may have any alignment.
template <typename T>
HWY_ATTR HWY_INLINE T load_integer(const unsigned char* data, std::size_t i) {
  T value;
  std::memcpy(&value, data + i * sizeof(T), sizeof(T));
  return value;
}

template <typename T>
HWY_ATTR HWY_INLINE void set_extrema(T min, T max, IntegerSums& sums) {
  if constexpr (std::is_signed_v<T>) {
    sums.signed_min = min;
    sums.signed_max = max;
  } else {
    sums.unsigned_min = min;
    sums.unsigned_max = max;
  }
}

HWY_ATTR IntegerSums sum_bools(const unsigned char* data, std::size_t count) {
  std::uint32_t true_count = 0;
  for (std::size_t i = 0; i < count; ++i) true_count += data[i] != 0;
  IntegerSums sums;
  sums.sum = true_count;
  sums.squares_low = true_count;
  set_extrema<std::uint8_t>(true_count == count, true_count != 0, sums);
  return sums;
}

// T of 8 or 16 bits: the squares fit 32 bits. Square: the type that holds the sum of squares.
template <typename T, typename Square>
HWY_ATTR IntegerSums sum_narrow(const unsigned char* data, std::size_t count) {
  T min = load_integer<T>(data, 0);
  T max = min;
  std::int32_t sum = 0;
  Square squares = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const T value = load_integer<T>(data, i);
    min = std::min(min, value);
    max = std::max(max, value);
    sum += value;
    const auto wide = static_cast<std::uint32_t>(static_cast<std::int32_t>(value));
    squares += wide * wide;  // modulo 2^32 the sign makes no difference
  }
  IntegerSums sums;
  sums.sum = sum;
  sums.squares_low = squares;
  set_extrema(min, max, sums);
  return sums;
}

// T of 32 bits; Wide: the 64-bit type of the same sign.
template <typename T, typename Wide>
HWY_ATTR IntegerSums sum_middle(const unsigned char* data, std::size_t count) {
  T min = load_integer<T>(data, 0);
  T max = min;
  std::int64_t sum = 0;
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const T value = load_integer<T>(data, i);
    min = std::min(min, value);
    max = std::max(max, value);
    sum += static_cast<std::int64_t>(value);
    const auto square = static_cast<std::uint64_t>(static_cast<Wide>(value) * value);
    low += square & 0xFFFFFFFFu;
    high += square >> 32;
  }
  IntegerSums sums;
  sums.sum = sum;
  sums.squares_low = (static_cast<Uint128>(high) << 32) + low;
  set_extrema(min, max, sums);
  return sums;
}

// T of 64 bits, one value at a time.
template <typename T>
HWY_ATTR IntegerSums sum_wide_values(const unsigned char* data, std::size_t count) {
  IntegerSums sums;
  T min = load_integer<T>(data, 0);
  T max = min;
  for (std::size_t i = 0; i < count; ++i) {
    const T value = load_integer<T>(data, i);
    min = std::min(min, value);
    max = std::max(max, value);
    sums.sum += value;
    const auto bits = static_cast<std::uint64_t>(value);
    const std::uint64_t magnitude = value < 0 ? 0 - bits : bits;
    const Uint128 square = static_cast<Uint128>(magnitude) * magnitude;
    sums.squares_low += static_cast<std::uint64_t>(square);
    sums.squares_high += static_cast<std::uint64_t>(square >> 64);
  }
  set_extrema(min, max, sums);
  return sums;
}

// Two lanes are slower than one value at a time.
#if HWY_TARGET == HWY_SCALAR || HWY_MAX_BYTES < 32
template <typename T>
HWY_ATTR IntegerSums sum_wide(const unsigned char* data, std::size_t count) {
  return sum_wide_values<T>(data, count);
}
#else
using U64 = hn::CappedTag<std::uint64_t, 8>;
using U32 = hn::Repartition<std::uint32_t, U64>;
using Words = hn::Vec<U64>;

// Of the lower 32 bits of each lane: the whole product.
HWY_ATTR HWY_INLINE Words product(Words a, Words b) {
  const U32 d;
  return hn::MulEven(hn::BitCast(d, a), hn::BitCast(d, b));
}

// Adds up words as their halves; a piece's sums are below 2^44.
struct Halves {
  Words low;
  Words high;

  HWY_ATTR HWY_INLINE Halves() : low(hn::Zero(U64())), high(hn::Zero(U64())) {}

  HWY_ATTR HWY_INLINE void add(Words words) {
    low = hn::Add(low, hn::And(words, hn::Set(U64(), 0xFFFFFFFFu)));
    high = hn::Add(high, hn::ShiftRight<32>(words));
  }

  HWY_ATTR HWY_INLINE Uint128 total() const {
    const U64 d;
    const Uint128 high_total = hn::GetLane(hn::SumOfLanes(d, high));
    return (high_total << 32) + hn::GetLane(hn::SumOfLanes(d, low));
  }
};

template <typename T, typename D>
HWY_ATTR HWY_INLINE void reduce_extrema(D d, hn::Vec<D> min, hn::Vec<D> max, T& least, T& most) {
  HWY_ALIGN T lanes[8];
  hn::Store(min, d, lanes);
  least = *std::min_element(lanes, lanes + hn::Lanes(d));
  hn::Store(max, d, lanes);
  most = *std::max_element(lanes, lanes + hn::Lanes(d));
}

// T of 64 bits. |x| = 2^32 h + l, so x^2 = 2^64 h^2 + 2^33 h l + l^2; signed values are added with
// 2^63 more than they are, so that halves of sums are not negative.
template <typename T>
HWY_ATTR IntegerSums sum_wide(const unsigned char* data, std::size_t count) {
  const U64 d;
  const hn::Repartition<T, U64> values;
  const std::size_t lanes = hn::Lanes(d);
  const std::size_t whole = count - count % lanes;
  if (whole == 0) return sum_wide_values<T>(data, count);
  constexpr std::uint64_t kBias = std::is_signed_v<T> ? std::uint64_t{1} << 63 : 0;
  const auto load = [&](std::size_t i) HWY_ATTR {
    const hn::Repartition<std::uint8_t, U64> bytes;
    return hn::BitCast(values, hn::LoadU(bytes, data + sizeof(T) * i));
  };

  Halves sum, low_squares, middle_products, high_squares;
  auto min = load(0);
  auto max = min;
  for (std::size_t i = 0; i < whole; i += lanes) {
    const auto value = load(i);
    min = hn::Min(min, value);
    max = hn::Max(max, value);
    const Words bits = hn::BitCast(d, value);
    sum.add(hn::Xor(bits, hn::Set(d, kBias)));
    Words magnitude = bits;
    if constexpr (std::is_signed_v<T>) {
      magnitude =
          hn::BitCast(d, hn::IfThenElse(hn::Lt(value, hn::Zero(values)), hn::Neg(value), value));
    }
    const Words high = hn::ShiftRight<32>(magnitude);
    low_squares.add(product(magnitude, magnitude));
    middle_products.add(product(magnitude, high));
    high_squares.add(product(high, high));
  }

  IntegerSums sums;
  T least, most;
  reduce_extrema<T>(values, min, max, least, most);
  sums.sum =
      static_cast<Int128>(sum.total()) - static_cast<Int128>(kBias) * static_cast<Int128>(whole);
  // Of the middle, 2^33 times as much as 31 bits fit the lower part.
  const Uint128 middle = middle_products.total();
  sums.squares_low = low_squares.total() + ((middle & 0x7FFFFFFFu) << 33);
  sums.squares_high = high_squares.total() + (middle >> 31);
  if (whole < count) {
    const IntegerSums rest = sum_wide_values<T>(data + sizeof(T) * whole, count - whole);
    sums.sum += rest.sum;
    sums.squares_low += rest.squares_low;
    sums.squares_high += rest.squares_high;
    if constexpr (std::is_signed_v<T>) {
      least = std::min<T>(least, rest.signed_min);
      most = std::max<T>(most, rest.signed_max);
    } else {
      least = std::min<T>(least, rest.unsigned_min);
      most = std::max<T>(most, rest.unsigned_max);
    }
  }
  set_extrema(least, most, sums);
  return sums;
}
#endif

IntegerSums SumIntegers(Kind kind, const void* data, std::size_t count) {
  const auto* bytes = static_cast<const unsigned char*>(data);
  switch (kind) {
    case Kind::int8:
      return sum_narrow<std::int8_t, std::uint32_t>(bytes, count);
    case Kind::uint8:
      return sum_narrow<std::uint8_t, std::uint32_t>(bytes, count);
    case Kind::int16:
      return sum_narrow<std::int16_t, std::uint64_t>(bytes, count);
    case Kind::uint16:
      return sum_narrow<std::uint16_t, std::uint64_t>(bytes, count);
    case Kind::int32:
      return sum_middle<std::int32_t, std::int64_t>(bytes, count);
    case Kind::uint32:
      return sum_middle<std::uint32_t, std::uint64_t>(bytes, count);
    case Kind::int64:
      return sum_wide<std::int64_t>(bytes, count);
    case Kind::uint64:
      return sum_wide<std::uint64_t>(bytes, count);
    default:
      return sum_bools(bytes, count);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hilo
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hilo {

HILO_EXPORT(SumIntegers);

IntegerSums sum_integers(Work work, Kind kind, const void* data, std::size_t count) {
  return HILO_DISPATCH(SumIntegers, work)(kind, data, count);
}

}  // namespace hilo
#endif  // HWY_ONCE
