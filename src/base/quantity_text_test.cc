#include "base/quantity_text.h"

#include <gtest/gtest.h>

namespace hilo {
namespace {

TEST(QuantityTextTest, WritesBytes) {
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(999), "999 B");
  EXPECT_EQ(bytes_text(1000), "1.0 kB");
  EXPECT_EQ(bytes_text(999'999), "1.0 MB");
  EXPECT_EQ(bytes_text(8e9), "8.0 GB");
  EXPECT_EQ(bytes_text(5e18), "5000.0 PB");
}

TEST(QuantityTextTest, RatesHaveThreeDigitsOrTwoBehindThePoint) {
  EXPECT_EQ(rate_text(0), "0.00 GB/s");
  EXPECT_EQ(rate_text(1.296e9), "1.30 GB/s");
  EXPECT_EQ(rate_text(9.994e9), "9.99 GB/s");
  EXPECT_EQ(rate_text(9.996e9), "10.0 GB/s");
  EXPECT_EQ(rate_text(99.96e9), "100 GB/s");
}

TEST(QuantityTextTest, SharesFactorsAndCounts) {
  EXPECT_EQ(percent_text(0.734), "73 %");
  EXPECT_EQ(percent_text(1.2), "120 %");
  EXPECT_EQ(factor_text(1.708), "1.71");
  EXPECT_EQ(count_text(1, "file"), "1 file");
  EXPECT_EQ(count_text(0, "file"), "0 files");
}

}  // namespace
}  // namespace hilo
