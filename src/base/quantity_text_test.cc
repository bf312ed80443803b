#include "base/quantity_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace hilo {
namespace {

TEST(QuantityTextTest, BytesHaveAUnitThatFits) {
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(999), "999 B");
  EXPECT_EQ(bytes_text(1000), "1.0 kB");
  EXPECT_EQ(bytes_text(999'999), "1.0 MB");
  EXPECT_EQ(bytes_text(8e9), "8.0 GB");
  EXPECT_EQ(bytes_text(5e18), "5000.0 PB");
}

TEST(QuantityTextTest, RatesHaveThreeDigits) {
  EXPECT_EQ(rate_text(0), "0 B/s");
  EXPECT_EQ(rate_text(4.236e9), "4.24 GB/s");
  EXPECT_EQ(rate_text(12.36e9), "12.4 GB/s");
  EXPECT_EQ(rate_text(123e9), "123 GB/s");
  EXPECT_EQ(rate_text(999.6e6), "1.00 GB/s");
  EXPECT_EQ(rate_text(4.2e6), "4.20 MB/s");
  EXPECT_EQ(rate_text(5e15), "5000 TB/s");
}

TEST(QuantityTextTest, SmallSharesKeepADigit) {
  EXPECT_EQ(share_text(0), "0 %");
  EXPECT_EQ(share_text(1), "100 %");
  EXPECT_EQ(share_text(0.914), "91 %");
  EXPECT_EQ(share_text(0.0994), "9.9 %");
  EXPECT_EQ(share_text(0.0999), "10 %");
}

TEST(QuantityTextTest, CountsHaveGroups) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(1000), "1,000");
  EXPECT_EQ(count_text(-1234567), "-1,234,567");
  EXPECT_EQ(count_text(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
}

TEST(QuantityTextTest, ThingsAreCounted) {
  EXPECT_EQ(count_text(1, "file"), "1 file");
  EXPECT_EQ(count_text(0, "file"), "0 files");
  EXPECT_EQ(count_text(2000, "file"), "2,000 files");
}

TEST(QuantityTextTest, GigabytesAndFactorsHaveNoUnit) {
  EXPECT_EQ(gigabytes_text(0), "0.00");
  EXPECT_EQ(gigabytes_text(9.994e9), "9.99");
  EXPECT_EQ(gigabytes_text(9.996e9), "10.0");
  EXPECT_EQ(gigabytes_text(99.96e9), "100");
  EXPECT_EQ(factor_text(1.708), "1.71");
}

TEST(QuantityTextTest, SecondsAreThoseOfANotebook) {
  EXPECT_EQ(seconds_text(0), "0 ns");
  EXPECT_EQ(seconds_text(2.26e-3), "2.26 ms");
  EXPECT_EQ(seconds_text(0.085), "85 ms");
  EXPECT_EQ(seconds_text(12e-6), "12 \u03bcs");
  EXPECT_EQ(seconds_text(0.9996), "1 s");
  EXPECT_EQ(seconds_text(1.5), "1.5 s");
  EXPECT_EQ(seconds_text(85.4), "1min 25s");
  EXPECT_EQ(seconds_text(60), "1min");
  EXPECT_EQ(seconds_text(3723), "1h 2min 3s");
}

}  // namespace
}  // namespace hilo
