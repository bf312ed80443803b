#include "base/quantity_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace hilo {
namespace {

struct Spelled {
  double seconds;
  const char* text;
};

// What IPython 9.18.1 printed for them.
constexpr Spelled kByIPython[] = {
    {0, "0 ns"},
    {1e-10, "0.1 ns"},
    {1.5e-09, "1.5 ns"},
    {1e-06, "1 μs"},
    {0.000123456, "123 μs"},
    {0.000497, "497 μs"},
    {0.0009994, "999 μs"},
    {0.001, "1 ms"},
    {0.00226, "2.26 ms"},
    {0.003, "3 ms"},
    {0.00882, "8.82 ms"},
    {0.0111, "11.1 ms"},
    {0.25, "250 ms"},
    {0.5, "500 ms"},
    {0.996, "996 ms"},
    {0.9994, "999 ms"},
    {1.0, "1 s"},
    {1.2, "1.2 s"},
    {2.0, "2 s"},
    {2.004, "2 s"},
    {9.995, "9.99 s"},
    {10.1, "10.1 s"},
    {18.93, "18.9 s"},
    {59.94, "59.9 s"},
    {59.96, "60 s"},
    {60, "1min"},
    {61.5, "1min 1s"},
    {85.4, "1min 25s"},
    {119.99, "1min 59s"},
    {120, "2min"},
    {3599.9, "59min 59s"},
    {3600, "1h"},
    {3661, "1h 1min 1s"},
    {86400, "1d"},
    {90061.7, "1d 1h 1min 1s"},
};

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
  EXPECT_EQ(gigabytes_text(18.7e6), "0.0187");
  EXPECT_EQ(gigabytes_text(0.9e9), "0.900");
  EXPECT_EQ(gigabytes_text(0.9996e9), "1.00");
  EXPECT_EQ(gigabytes_text(9.994e9), "9.99");
  EXPECT_EQ(gigabytes_text(9.996e9), "10.0");
  EXPECT_EQ(gigabytes_text(99.96e9), "100");
  EXPECT_EQ(factor_text(1.708), "1.71");
}

TEST(QuantityTextTest, SecondsAreSpelledAsANotebookSpellsThem) {
  for (const Spelled& spelled : kByIPython) {
    EXPECT_EQ(seconds_text(spelled.seconds), spelled.text);
  }
}

TEST(QuantityTextTest, ThereAreNoThousandMilliseconds) {
  EXPECT_EQ(seconds_text(0.9996), "1 s");
  EXPECT_EQ(seconds_text(0.0009999), "1 ms");
}

TEST(QuantityTextTest, ClocksThatGoBackShowNothing) { EXPECT_EQ(seconds_text(-0.1), "0 ns"); }

}  // namespace
}  // namespace hilo
