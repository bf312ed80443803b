#include "html/scale.h"

#include <gtest/gtest.h>

namespace hilo::html {
namespace {

constexpr double kMax = std::numeric_limits<double>::max();

TEST(RangeTest, HoldsWhatIsFinite) {
  Range range;
  EXPECT_TRUE(range.empty());
  for (const double value : {3.0, std::nan(""), -1.0, HUGE_VAL, -HUGE_VAL}) range.add(value);
  EXPECT_EQ(range.low, -1);
  EXPECT_EQ(range.high, 3);
  EXPECT_TRUE(range.contains(3));
  EXPECT_FALSE(range.contains(3.1));
}

TEST(RangeTest, IsWidenedToHaveASpan) {
  const auto expect = [](const Range& found, double low, double high) {
    EXPECT_EQ(found.low, low);
    EXPECT_EQ(found.high, high);
  };
  expect(widened({}, 0.1), 0, 1);
  expect(widened({0, 10}, 0.1), -1, 11);
  expect(widened({0, 0}, 0.1), -1, 1);
  expect(widened({-20, -20}, 0.1), -22, -18);
  expect(widened({-kMax, kMax}, 0.1), -kMax, kMax);
  expect(widened({5e-324, 5e-324}, 0.1), -1, 1);
  EXPECT_LT(widened({kMax, kMax}, 0.1).low, kMax);
}

TEST(ScaleTest, IsLinearInBothDirections) {
  const Scale up({0, 10}, 100, 200);
  EXPECT_EQ(up(0), 100);
  EXPECT_EQ(up(5), 150);
  EXPECT_EQ(up(20), 300);
  const Scale down({0, 10}, 100, 0);
  EXPECT_EQ(down(0), 100);
  EXPECT_EQ(down(10), 0);
}

TEST(ScaleTest, TakesAllDoubles) {
  const Scale wide({-kMax, kMax}, 0, 100);
  EXPECT_EQ(wide(-kMax), 0);
  EXPECT_EQ(wide(0), 50);
  EXPECT_EQ(wide(kMax), 100);
  const Scale tiny({5e-324, 15e-324}, 0, 100);
  EXPECT_EQ(tiny(10e-324), 50);
}

}  // namespace
}  // namespace hilo::html
