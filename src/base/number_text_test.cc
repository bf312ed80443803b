#include "base/number_text.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>

namespace hilo {
namespace {

std::string text_of(double value) {
  std::string text;
  append_number(text, value);
  return text;
}

struct Known {
  double value;
  const char* repr;  // as Python 3 prints it
};

TEST(NumberTest, IsWhatPythonsReprPrints) {
  constexpr Known kKnown[] = {
      {0.0, "0.0"},
      {-0.0, "-0.0"},
      {1.0, "1.0"},
      {-1.5, "-1.5"},
      {0.1, "0.1"},
      {1.0 / 3, "0.3333333333333333"},
      {123456.789, "123456.789"},
      {0.001, "0.001"},
      {0.0001, "0.0001"},
      {0.00012345, "0.00012345"},
      {0.00001, "1e-05"},
      {0.0000123, "1.23e-05"},
      {1e15, "1000000000000000.0"},
      {1234567890123456.0, "1234567890123456.0"},
      {9999999999999998.0, "9999999999999998.0"},
      {1e16, "1e+16"},
      {1.5e16, "1.5e+16"},
      {9007199254740991.0, "9007199254740991.0"},
      {9007199254740992.0, "9007199254740992.0"},
      {9007199254740994.0, "9007199254740994.0"},
      {18014398509481984.0, "1.8014398509481984e+16"},
      {18446744073709551616.0, "1.8446744073709552e+19"},
      {1e22, "1e+22"},
      {1e23, "1e+23"},
      {9.5e-7, "9.5e-07"},
      {0x1p-10, "0.0009765625"},
      {0x1p-44, "5.684341886080802e-14"},
      {0x1p-1022, "2.2250738585072014e-308"},
      {0x0.fffffffffffffp-1022, "2.225073858507201e-308"},
      {0x1p-1073, "1e-323"},
      {0x1p-1074, "5e-324"},
      {-0x1.fffffffffffffp+1023, "-1.7976931348623157e+308"},
      {2e100, "2e+100"},
      {1e-100, "1e-100"},
  };
  for (const Known& known : kKnown) EXPECT_EQ(text_of(known.value), known.repr);
}

TEST(NumberTest, ReadsBackToTheSameBits) {
  constexpr unsigned kSeed = 20240601;
  SCOPED_TRACE(kSeed);
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 200000; ++i) {
    const double value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    const std::string text = text_of(value);
    const double back = std::strtod(text.c_str(), nullptr);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(back), std::bit_cast<std::uint64_t>(value)) << text;
  }
}

std::size_t digits_of(const std::string& text) {
  std::string digits;
  for (const char c : text.substr(0, text.find('e'))) {
    if (c >= '0' && c <= '9') digits += c;
  }
  const std::size_t first = digits.find_first_not_of('0');
  return digits.find_last_not_of('0') + 1 - first;
}

TEST(NumberTest, HasNoMoreDigitsThanNeeded) {
  constexpr unsigned kSeed = 7;
  SCOPED_TRACE(kSeed);
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 5000; ++i) {
    const double value = std::bit_cast<double>(random());
    if (!std::isfinite(value) || value == 0) continue;
    char rounded[64];
    int precision = 0;
    do {
      std::snprintf(rounded, sizeof rounded, "%.*e", precision++, value);
    } while (std::strtod(rounded, nullptr) != value);
    ASSERT_LE(digits_of(text_of(value)), static_cast<std::size_t>(precision)) << rounded;
  }
}

TEST(NumberTest, SpellsNonFiniteValuesAsAsked) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::string text;
  for (const double value : {std::nan(""), -std::nan(""), kInfinity, -kInfinity}) {
    append_number(text, value, {"N", "P", "M"});
  }
  EXPECT_EQ(text, "NNPM");
  EXPECT_EQ(text_of(std::nan("")), "nan");
  EXPECT_EQ(text_of(kInfinity), "inf");
  EXPECT_EQ(text_of(-kInfinity), "-inf");
}

TEST(NumberTest, WritesAllDigitsOfAnInteger) {
  std::string text;
  append_number(text, Number(Integer{0, 18446744073709551615u}));
  text += ' ';
  append_number(text, Number(Integer{-1, 0}));
  text += ' ';
  append_integer(text, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(text, "18446744073709551615 -18446744073709551616 -9223372036854775808");
}

}  // namespace
}  // namespace hilo
