#include "html/ticks.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

namespace hilo::html {
namespace {

using Texts = std::vector<std::string>;

TEST(TicksTest, AreRoundNumbers) {
  const Ticks ticks = nice_ticks({0, 1}, 5);
  EXPECT_EQ(ticks.labels, Texts({"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}));
  EXPECT_EQ(ticks.values[3], 0.6);
  EXPECT_EQ(ticks.note, "");
  EXPECT_EQ(nice_ticks({-7, 13}, 5).labels, Texts({"\u22125", "0", "5", "10"}));
  EXPECT_EQ(nice_ticks({0, 9999}, 5).labels, Texts({"0", "2,000", "4,000", "6,000", "8,000"}));
}

TEST(TicksTest, KeepAStep) {
  EXPECT_EQ(nice_ticks({0, 3}, 10, 1).labels, Texts({"0", "1", "2", "3"}));
}

TEST(TicksTest, SharedPowersOfTenAreSaidOnce) {
  const Ticks small = nice_ticks({-1.2e-9, 1.1e-9}, 4);
  EXPECT_EQ(small.labels, Texts({"\u22121", "0", "1"}));
  EXPECT_EQ(small.note, "\u00d7 10\u207b\u2079");
  const Ticks large = nice_ticks({0, 2.5e12}, 5);
  EXPECT_EQ(large.labels, Texts({"0.0", "0.5", "1.0", "1.5", "2.0", "2.5"}));
  EXPECT_EQ(large.note, "\u00d7 10\u00b9\u00b2");
}

TEST(TicksTest, SharedValuesAreSaidOnce) {
  const Ticks ticks = nice_ticks({5e9, 5e9 + 0.0301}, 4);
  EXPECT_EQ(ticks.labels, Texts({"+0.00", "+0.01", "+0.02", "+0.03"}));
  EXPECT_EQ(ticks.note, "5000000000.0 + \u2026");
}

TEST(TicksTest, LieInAnyRangeAndHaveShortLabels) {
  rc::check([](double a, double b, int exponent) {
    const double scale = std::pow(10, exponent % 300);
    Range range;
    range.add(a * scale);
    range.add(b * scale);
    range = widened(range, 0.05);
    for (const int at_most : {2, 5, 8}) {
      const Ticks ticks = nice_ticks(range, at_most);
      RC_ASSERT(ticks.values.size() <= static_cast<std::size_t>(at_most) + 1);
      RC_ASSERT(ticks.labels.size() == ticks.values.size());
      RC_ASSERT(at_most == 2 || ticks.values.size() >= 2);
      RC_ASSERT(ticks.longest() <= 10);
      const double slack = static_cast<double>(range.span()) * 1e-6;
      for (std::size_t i = 0; i < ticks.values.size(); ++i) {
        RC_ASSERT(ticks.values[i] >= range.low - slack);
        RC_ASSERT(ticks.values[i] <= range.high + slack);
        if (i > 0) RC_ASSERT(ticks.values[i] > ticks.values[i - 1]);
      }
    }
  });
}

TEST(TicksTest, TakeTheWholeRangeOfDoubles) {
  constexpr double kMax = std::numeric_limits<double>::max();
  EXPECT_EQ(nice_ticks({-kMax, kMax}, 4).labels, Texts({"\u22121", "0", "1"}));
  EXPECT_EQ(nice_ticks({0, 5e-322}, 5).note, "\u00d7 10\u207b\u00b3\u00b2\u00b2");
}

}  // namespace
}  // namespace hilo::html
