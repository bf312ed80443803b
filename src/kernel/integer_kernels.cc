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

// T of 64 bits.
template <typename T>
HWY_ATTR IntegerSums sum_wide(const unsigned char* data, std::size_t count) {
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
