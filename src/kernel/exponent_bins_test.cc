#include "kernel/exponent_bins.h"

#include <gtest/gtest.h>

#include <cmath>
#include <span>
#include <vector>

#include "kernel/single_value.h"
#include "support/each_target.h"

namespace hilo {
namespace {

// Both signs and all fractions of the exponents around a multiple of 32, and at both ends.
std::vector<double> values_of_all_ends() {
  std::vector<double> values;
  for (const int exponent :
       {-1074, -1073, -1022, -1021, -992, -991, -990, -1, 0, 1, 2, 1022, 1023}) {
    for (const double fraction : {1.0, 1.5, 2 - 0x1p-52}) {
      values.push_back(std::ldexp(fraction, exponent));
      values.push_back(-std::ldexp(fraction, exponent));
    }
  }
  values.push_back(0.0);
  values.push_back(-0.0);
  return values;
}

TEST(ExponentBinsTest, AreTheSameAsValuesOneByOneAndEmptyAfterwards) {
  const std::vector<double> values = values_of_all_ends();
  testing::on_each_target([&] {
    ExponentBins bins;
    EXPECT_TRUE(bins.is_empty());
    for (std::size_t first = 0; first < 20; ++first) {
      const auto some = std::span(values).subspan(first);
      ExactState expected;
      for (const double value : some) add_value(expected, value);
      ExactState state;
      bins.add(Work::much, some, state);
      EXPECT_FALSE(bins.is_empty());
      bins.flush(state);
      EXPECT_TRUE(bins.is_empty());
      EXPECT_EQ(state.sum, expected.sum);
      EXPECT_EQ(state.squares, expected.squares);
    }
  });
}

}  // namespace
}  // namespace hilo
