#include "generate/encode.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>
#include <vector>

#include "generate/half.h"

namespace hilo {
namespace {

template <typename T>
std::vector<T> encoded(Distribution distribution, Kind kind, const std::vector<double>& values) {
  std::vector<T> out(values.size());
  encode_values(distribution, kind, values, reinterpret_cast<std::byte*>(out.data()));
  return out;
}

// The integer nearest to x, ties to even, within T. long double holds every int64 and uint64.
template <typename T>
T nearest(long double x) {
  static_assert(std::numeric_limits<long double>::digits >= 64);
  const long double rounded = std::nearbyint(x);
  if (rounded <= static_cast<long double>(std::numeric_limits<T>::min())) {
    return std::numeric_limits<T>::min();
  }
  if (rounded >= static_cast<long double>(std::numeric_limits<T>::max())) {
    return std::numeric_limits<T>::max();
  }
  return static_cast<T>(rounded);
}

// Values around ties, around the ends of every kind, and around 2^52 and 2^53 of the 64-bit kinds.
std::vector<double> hard_values() {
  std::vector<double> values = {0.0, -0.0, 1e-300, 8.57, 1e6};
  for (int e = -64; e <= 10; ++e) {
    for (const double step : {0.5, 1.0, 1.5, 2.5, 7.5}) {
      const double value = std::ldexp(step, e);
      values.insert(values.end(), {value, std::nextafter(value, 0), std::nextafter(value, 1e9)});
    }
  }
  const std::size_t positive = values.size();
  for (std::size_t i = 0; i < positive; ++i) values.push_back(-values[i]);
  return values;
}

template <typename T>
class EncodedInteger : public testing::Test {};
using Integers = testing::Types<std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t,
                                std::uint16_t, std::uint32_t, std::uint64_t>;
TYPED_TEST_SUITE(EncodedInteger, Integers);

template <typename T>
constexpr Kind integer_kind() {
  constexpr int kSize = sizeof(T) == 1 ? 0 : sizeof(T) == 2 ? 1 : sizeof(T) == 4 ? 2 : 3;
  const Kind first = std::is_signed_v<T> ? Kind::int8 : Kind::uint8;
  return static_cast<Kind>(static_cast<int>(first) + kSize);
}

TYPED_TEST(EncodedInteger, NormalIsScaledRoundedAndSaturated) {
  using T = TypeParam;
  using Signed = std::make_signed_t<T>;
  constexpr int kBits = 8 * sizeof(T);
  const auto values = hard_values();
  const auto found = encoded<T>(Distribution::normal, integer_kind<T>(), values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto centred =
        nearest<Signed>(std::ldexp(static_cast<long double>(values[i]), kBits - 4));
    const auto offset =
        static_cast<long double>(std::is_signed_v<T> ? 0 : std::ldexp(1.0L, kBits - 1));
    ASSERT_EQ(static_cast<long double>(found[i]), static_cast<long double>(centred) + offset)
        << values[i];
  }
}

TYPED_TEST(EncodedInteger, LognormalIsScaledRoundedAndSaturated) {
  using T = TypeParam;
  constexpr int kBits = 8 * sizeof(T);
  auto values = hard_values();
  for (double& value : values) value = std::fabs(value);
  const auto found = encoded<T>(Distribution::lognormal, integer_kind<T>(), values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto exact = std::ldexp(static_cast<long double>(values[i]), kBits - 5);
    ASSERT_EQ(found[i], nearest<T>(exact)) << values[i];
  }
}

TYPED_TEST(EncodedInteger, UniformIsTheUpperBits) {
  using T = TypeParam;
  const std::vector<std::uint64_t> words = {0, ~std::uint64_t{0}, 0x8123456789ABCDEF,
                                            0x7FFFFFFFFFFFFFFF};
  std::vector<T> found(words.size());
  encode_words(integer_kind<T>(), words, reinterpret_cast<std::byte*>(found.data()));
  for (std::size_t i = 0; i < words.size(); ++i) {
    EXPECT_EQ(found[i], static_cast<T>(words[i] >> (64 - 8 * sizeof(T))));
  }
}

TEST(Encode, BooleansAreOneAboveTheMedian) {
  const std::vector<double> values = {-1.0, -0.0, 0.0, 0x1p-1000, 1.0, 1 + 0x1p-52};
  EXPECT_EQ(encoded<std::uint8_t>(Distribution::normal, Kind::boolean, values),
            (std::vector<std::uint8_t>{0, 0, 0, 1, 1, 1}));
  EXPECT_EQ(encoded<std::uint8_t>(Distribution::lognormal, Kind::boolean, values),
            (std::vector<std::uint8_t>{0, 0, 0, 0, 0, 1}));
  const std::vector<std::uint64_t> words = {0, std::uint64_t{1} << 63, ~std::uint64_t{0} >> 1};
  std::vector<std::uint8_t> bits(words.size());
  encode_words(Kind::boolean, words, reinterpret_cast<std::byte*>(bits.data()));
  EXPECT_EQ(bits, (std::vector<std::uint8_t>{0, 1, 0}));
}

TEST(Encode, FloatsAreRounded) {
  const auto values = hard_values();
  for (const auto distribution :
       {Distribution::normal, Distribution::uniform, Distribution::lognormal}) {
    const auto doubles = encoded<double>(distribution, Kind::float64, values);
    const auto floats = encoded<float>(distribution, Kind::float32, values);
    const auto halves = encoded<std::uint16_t>(distribution, Kind::float16, values);
    EXPECT_EQ(std::memcmp(doubles.data(), values.data(), values.size() * sizeof(double)), 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
      ASSERT_EQ(floats[i], static_cast<float>(values[i]));
      ASSERT_EQ(halves[i], half_of(values[i]));
    }
  }
}

}  // namespace
}  // namespace hilo
