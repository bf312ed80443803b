#include "cli/flag_value.h"

#include <gtest/gtest.h>

#include <limits>

namespace hilo::cli {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

TEST(FlagValueTest, ReadsIntegers) {
  EXPECT_EQ(parse_integer("0", 0, kMax), 0);
  EXPECT_EQ(parse_integer("10000", 0, kMax), 10000);
  EXPECT_EQ(parse_integer("10_000_000", 0, kMax), 10000000);
  EXPECT_EQ(parse_integer("9223372036854775807", 0, kMax), kMax);
  EXPECT_EQ(parse_unsigned("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
}

TEST(FlagValueTest, RefusesWhatIsNoInteger) {
  for (const char* text : {"", "x", "1.5", "1e4", " 1", "1 ", "+1", "0x10", "_1", "1_", "1__0",
                           "-_1", "9223372036854775808", "-1"}) {
    EXPECT_FALSE(parse_integer(text, 0, kMax)) << text;
  }
  EXPECT_FALSE(parse_unsigned("-1"));
  EXPECT_FALSE(parse_unsigned("18446744073709551616"));
}

TEST(FlagValueTest, SaysWhatItExpected) {
  EXPECT_EQ(parse_integer("0", 1, 9).error().message, "expected an integer >= 1, found '0'");
  EXPECT_EQ(parse_integer("10", 1, 9).error().message,
            "expected an integer >= 1 and <= 9, found '10'");
  EXPECT_EQ(parse_integer("99999999999999999999", 1, 9).error().message,
            "expected an integer >= 1 and <= 9, found '99999999999999999999'");
}

TEST(FlagValueTest, ReadsDtypes) {
  for (const char* text : {"f8", "<f8", "=f8", "float64", "double", "<float64"}) {
    EXPECT_EQ(parse_kind(text), Kind::float64) << text;
  }
  EXPECT_EQ(parse_kind("?"), Kind::boolean);
  EXPECT_EQ(parse_kind("|b1"), Kind::boolean);
  EXPECT_EQ(parse_kind("|u1"), Kind::uint8);
  EXPECT_EQ(parse_kind("int16"), Kind::int16);
}

TEST(FlagValueTest, RefusesOtherDtypes) {
  for (const char* text : {"", "<", "f16", "c16", "|f8", "object", "F8", ">f8"}) {
    EXPECT_FALSE(parse_kind(text)) << text;
  }
  EXPECT_EQ(parse_kind(">f8").error().message, "expected a little-endian dtype, found '>f8'");
}

}  // namespace
}  // namespace hilo::cli
