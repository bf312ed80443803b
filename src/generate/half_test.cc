#include "generate/half.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace hilo {
namespace {

constexpr std::uint16_t kInfinity = 0x7C00;

// The value of a finite binary16 by its definition; of infinity what the next exponent would be.
double value_of(std::uint16_t half) {
  const int exponent = half >> 10 & 0x1F;
  const int fraction = half & 0x3FF;
  return exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
}

// The rounding changes only at midpoints of neighbours, so these cases are all there are.
TEST(Half, IsTheNearestOfAllHalvesTiesToEven) {
  for (std::uint16_t half = 0; half < kInfinity; ++half) {
    const double value = value_of(half);
    const double midpoint = (value + value_of(static_cast<std::uint16_t>(half + 1))) / 2;
    const auto next = static_cast<std::uint16_t>(half + 1);
    const std::uint16_t even = half % 2 == 0 ? half : next;
    ASSERT_EQ(half_of(value), half);
    ASSERT_EQ(half_of(std::nextafter(midpoint, 0)), half) << midpoint;
    ASSERT_EQ(half_of(midpoint), even) << midpoint;
    ASSERT_EQ(half_of(std::nextafter(midpoint, 1e9)), next) << midpoint;
    ASSERT_EQ(half_of(-midpoint), even | 0x8000) << midpoint;
  }
}

TEST(Half, KeepsSignsInfinitiesAndNans) {
  EXPECT_EQ(half_of(0.0), 0);
  EXPECT_EQ(half_of(-0.0), 0x8000);
  EXPECT_EQ(half_of(std::numeric_limits<double>::denorm_min()), 0);
  EXPECT_EQ(half_of(std::numeric_limits<double>::max()), kInfinity);
  EXPECT_EQ(half_of(-std::numeric_limits<double>::infinity()), kInfinity | 0x8000);
  EXPECT_EQ(half_of(std::numeric_limits<double>::quiet_NaN()) & 0x7FFF, 0x7E00);
}

}  // namespace
}  // namespace hilo
