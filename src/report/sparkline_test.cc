#include "report/sparkline.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "report/display.h"

namespace hilo::report {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kMax = std::numeric_limits<double>::max();

std::string line(const std::vector<double>& values, std::size_t width = 80) {
  return sparkline(values, width);
}

TEST(SparklineTest, BlocksRiseWithTheValues) {
  EXPECT_EQ(line({0, 1, 2, 3, 4, 5, 6, 7}), "▁▂▃▄▅▆▇█");
  EXPECT_EQ(line({7, 0, 7}), "█▁█");
  EXPECT_EQ(line({-3, -2}), "▁█");
}

TEST(SparklineTest, EqualValuesAreAMiddleLine) {
  EXPECT_EQ(line({2.5, 2.5, 2.5}), "▄▄▄");
  EXPECT_EQ(line({0}), "▄");
}

TEST(SparklineTest, WhatIsNotFinite) {
  EXPECT_EQ(line({0, std::nan(""), 1}), "▁ █");
  EXPECT_EQ(line({0, kInfinity, 0.5, -kInfinity, 1}), "▁█▅▁█");
  EXPECT_EQ(line({std::nan(""), std::nan("")}), "  ");
  EXPECT_EQ(line({kInfinity}), "█");
}

TEST(SparklineTest, ManyValuesShareABlock) {
  EXPECT_EQ(line({0, 2, 4, 4, 8, 8}, 3), "▁▄█");
  std::vector<double> ramp(10'000);
  for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<double>(i);
  EXPECT_EQ(line(ramp, 8), "▁▂▃▄▅▆▇█");
  EXPECT_EQ(display_width(line(ramp, 37)), 37u);
  EXPECT_EQ(line({std::nan(""), std::nan(""), 1, std::nan(""), 2, kInfinity}, 3), " ▁█");
}

TEST(SparklineTest, NoValuesAndNoRoom) {
  EXPECT_EQ(line({}), "");
  EXPECT_EQ(line({1, 2}, 0), "");
}

TEST(SparklineTest, TakesAllDoubles) {
  EXPECT_EQ(line({-kMax, 0, kMax}), "▁▅█");
  EXPECT_EQ(line({kMax, kMax, -kMax, -kMax}, 2), "█▁");
}

TEST(ConsecutiveMeansTest, FewValuesAreThemselves) {
  ConsecutiveMeans means;
  EXPECT_TRUE(means.means().empty());
  for (const double value : {3.0, 1.0, 2.0}) means.add(value);
  EXPECT_EQ(means.means(), (std::vector<double>{3, 1, 2}));
}

TEST(ConsecutiveMeansTest, BinsGrowWithTheirNumber) {
  ConsecutiveMeans means;
  for (int i = 0; i < 1'000'000; ++i) means.add(i);
  const std::vector<double> found = means.means();
  ASSERT_GT(found.size(), 250u);
  ASSERT_LE(found.size(), 512u);
  EXPECT_EQ(found[0], 1023.5);  // 0 to 2047
  EXPECT_EQ(found[1], 3071.5);
}

TEST(ConsecutiveMeansTest, WhatIsNotFiniteTakesItsPlace) {
  ConsecutiveMeans means;
  for (const double value : {1.0, std::nan(""), kInfinity, 2.0}) means.add(value);
  const std::vector<double> found = means.means();
  ASSERT_EQ(found.size(), 4u);
  EXPECT_TRUE(std::isnan(found[1]));
  EXPECT_TRUE(std::isnan(found[2]));
  EXPECT_EQ(found[3], 2);
}

}  // namespace
}  // namespace hilo::report
