#include "generate/encode.h"

#include <bit>
#include <concepts>
#include <cstring>
#include <limits>
#include <type_traits>

#include "generate/half.h"

namespace hilo {
namespace {

static_assert(std::endian::native == std::endian::little,
              "elements are written as memory has them");

template <typename In, typename Element>
void encode(std::span<const In> in, std::byte* out, Element element) {
  using T = std::invoke_result_t<Element, In>;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const T value = element(in[i]);
    std::memcpy(out + i * sizeof(T), &value, sizeof(T));
  }
}

// Rounds |x| < 2^51: the sum has no fraction, and its low bits are the integer in two's complement.
template <std::integral T>
T round_small(double x) {
  static_assert(sizeof(T) <= 4);
  return static_cast<T>(std::bit_cast<std::uint64_t>(x + 0x1.8p52));
}

// Rounds any x; a double of 2^52 or more is an integer already.
double round_large(double x) {
  const double magnitude = x < 0 ? -x : x;
  const double rounded = magnitude < 0x1p52 ? (magnitude + 0x1p52) - 0x1p52 : magnitude;
  return x < 0 ? -rounded : rounded;
}

// The integer of type T nearest to x, the end of T's range where x is beyond it.
template <std::integral T>
T saturated(double x) {
  using Limits = std::numeric_limits<T>;
  if constexpr (sizeof(T) < 8) {
    const double low = Limits::min();
    const double high = Limits::max();
    const double above = x < low ? low : x;
    return round_small<T>(above > high ? high : above);
  } else {
    constexpr double kEnd = std::is_signed_v<T> ? 0x1p63 : 0x1p64;
    const double rounded = round_large(x);
    if (rounded >= kEnd) return Limits::max();
    if (rounded < static_cast<double>(Limits::min())) return Limits::min();
    return static_cast<T>(rounded);
  }
}

template <std::integral T>
constexpr int kBits = 8 * sizeof(T);

// 2^exponent for exponent in [0, 63].
constexpr double power_of_two(int exponent) {
  return static_cast<double>(std::uint64_t{1} << exponent);
}

// Unsigned kinds are the signed ones moved by half the range, which flips the upper bit.
template <std::integral T>
void encode_normal(std::span<const double> values, std::byte* out) {
  using Signed = std::make_signed_t<T>;
  constexpr double kSigma = power_of_two(kBits<T> - 4);
  constexpr T kCentre = std::is_signed_v<T> ? T{0} : static_cast<T>(T{1} << (kBits<T> - 1));
  encode(values, out, [](double z) {
    return static_cast<T>(static_cast<T>(saturated<Signed>(z * kSigma)) ^ kCentre);
  });
}

template <std::integral T>
void encode_lognormal(std::span<const double> values, std::byte* out) {
  constexpr double kMedian = power_of_two(kBits<T> - 5);
  encode(values, out, [](double y) { return saturated<T>(y * kMedian); });
}

template <std::integral T>
void encode_integers(Distribution distribution, std::span<const double> values, std::byte* out) {
  if (distribution == Distribution::lognormal) {
    encode_lognormal<T>(values, out);
  } else {
    encode_normal<T>(values, out);
  }
}

template <std::unsigned_integral T>
void encode_upper_bits(std::span<const std::uint64_t> words, std::byte* out) {
  encode(words, out, [](std::uint64_t word) { return static_cast<T>(word >> (64 - kBits<T>)); });
}

}  // namespace

void encode_words(Kind kind, std::span<const std::uint64_t> words, std::byte* out) {
  switch (item_bytes(kind)) {
    case 1:
      if (kind == Kind::boolean) {
        return encode(words, out,
                      [](std::uint64_t word) { return static_cast<std::uint8_t>(word >> 63); });
      }
      return encode_upper_bits<std::uint8_t>(words, out);
    case 2:
      return encode_upper_bits<std::uint16_t>(words, out);
    case 4:
      return encode_upper_bits<std::uint32_t>(words, out);
    default:
      return encode_upper_bits<std::uint64_t>(words, out);
  }
}

void encode_values(Distribution distribution, Kind kind, std::span<const double> values,
                   std::byte* out) {
  const double median = distribution == Distribution::lognormal ? 1.0 : 0.0;
  switch (kind) {
    case Kind::boolean:
      return encode(values, out,
                    [median](double x) { return static_cast<std::uint8_t>(x > median); });
    case Kind::int8:
      return encode_integers<std::int8_t>(distribution, values, out);
    case Kind::int16:
      return encode_integers<std::int16_t>(distribution, values, out);
    case Kind::int32:
      return encode_integers<std::int32_t>(distribution, values, out);
    case Kind::int64:
      return encode_integers<std::int64_t>(distribution, values, out);
    case Kind::uint8:
      return encode_integers<std::uint8_t>(distribution, values, out);
    case Kind::uint16:
      return encode_integers<std::uint16_t>(distribution, values, out);
    case Kind::uint32:
      return encode_integers<std::uint32_t>(distribution, values, out);
    case Kind::uint64:
      return encode_integers<std::uint64_t>(distribution, values, out);
    case Kind::float16:
      return encode(values, out, half_of);
    case Kind::float32:
      return encode(values, out, [](double x) { return static_cast<float>(x); });
    case Kind::float64:
      std::memcpy(out, values.data(), values.size_bytes());
      return;
  }
}

}  // namespace hilo
