#include "html/histogram.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>
#include <numeric>

namespace hilo::html {
namespace {

std::size_t sum(const Histogram& histogram) {
  std::size_t all = histogram.below() + histogram.above();
  for (std::size_t i = 0; i < histogram.size(); ++i) all += histogram.count(i);
  return all;
}

TEST(HistogramTest, CountsBetweenRoundNumbers) {
  Histogram histogram({0.03, 0.97}, 8, 0.94L);
  EXPECT_EQ(histogram.size(), 5u);
  EXPECT_EQ(histogram.edge(0), 0);
  EXPECT_EQ(histogram.edge(1), 0.2);
  EXPECT_EQ(histogram.edge(5), 1);
  for (const double value : {0.03, 0.2, 0.2, 0.39, 0.97, -0.1, 1.0, 50.0}) histogram.add(value);
  EXPECT_EQ(histogram.count(0), 1u);
  EXPECT_EQ(histogram.count(1), 3u);
  EXPECT_EQ(histogram.count(4), 1u);
  EXPECT_EQ(histogram.below(), 1u);
  EXPECT_EQ(histogram.above(), 2u);
  EXPECT_EQ(histogram.largest(), 3u);
}

TEST(HistogramTest, AValueOnTheLastRoundNumberIsWithin) {
  Histogram histogram({0, 1}, 8, 1);
  histogram.add(1);
  EXPECT_EQ(histogram.above(), 0u);
}

TEST(HistogramTest, WhatIsUsualHasItsShapeBesideAnOutlier) {
  const Histogram histogram({0, 3}, 1000, 1);
  EXPECT_EQ(histogram.edge(1), 0.05);
  EXPECT_EQ(Histogram({0, 1e9}, 1000, 1e-3L).size(), 101u);
}

TEST(HistogramTest, EveryValueOfTheRangeIsInAnInterval) {
  rc::check([](const std::vector<double>& values, int exponent) {
    const double scale = std::pow(10, exponent % 290);
    Range range;
    for (const double value : values) range.add(value * scale);
    const long double usual = range.span();
    range = widened(range, 0.01);
    Histogram histogram(range, values.size(), usual);
    for (const double value : values) histogram.add(value * scale);
    RC_ASSERT(histogram.below() + histogram.above() == 0u);
    RC_ASSERT(sum(histogram) == values.size());
    RC_ASSERT(histogram.size() <= 62u);
  });
}

TEST(HistogramTest, TakesAllDoubles) {
  constexpr double kMax = std::numeric_limits<double>::max();
  Histogram histogram({-kMax, kMax}, 1000, 1);
  for (const double value : {-kMax, -1.0, 1.0, kMax}) histogram.add(value);
  EXPECT_EQ(sum(histogram), 4u);
}

}  // namespace
}  // namespace hilo::html
