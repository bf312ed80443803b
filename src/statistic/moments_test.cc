#include "statistic/moments.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "kernel/extremum.h"
#include "support/exact_oracle.h"
#include "support/value_families.h"

namespace hilo {
namespace {

using testing::draw_values;
using testing::ExactOracle;
using testing::value_families;

constexpr double kMax = std::numeric_limits<double>::max();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kSmallest = std::numeric_limits<double>::denorm_min();

Moments of(const std::vector<double>& values) { return Moments::of(std::span(values)); }

// Same bits: tells zeros apart, and takes NaN for equal.
void expect_bits(std::optional<double> found, std::optional<double> expected) {
  ASSERT_EQ(found.has_value(), expected.has_value());
  if (!found) return;
  if (std::isnan(*expected)) {
    EXPECT_TRUE(std::isnan(*found)) << *found;
    return;
  }
  EXPECT_EQ(std::bit_cast<std::uint64_t>(*found), std::bit_cast<std::uint64_t>(*expected))
      << *found << " " << *expected;
}

std::optional<double> number(const std::optional<Number>& value) {
  return value ? std::optional(std::get<double>(*value)) : std::nullopt;
}

void expect_oracle(const Moments& moments, const ExactOracle& oracle, long ddof) {
  const Summary summary = moments.finalize({.ddof = ddof});
  expect_bits(number(summary.sum), oracle.rounded_sum());
  expect_bits(summary.mean, oracle.mean());
  expect_bits(summary.var, oracle.var(ddof));
  expect_bits(summary.std, oracle.std(ddof));
}

TEST(MomentsTest, EqualsTheOracleForEveryFamilyLengthAndDdof) {
  for (const auto& family : value_families()) {
    SCOPED_TRACE(family.name);
    for (const std::size_t length : {1u, 2u, 3u, 10u, 100u, 1500u}) {
      for (std::uint64_t seed = 0; seed < (length > 100 ? 1 : 6); ++seed) {
        const auto values = draw_values(family, length, seed);
        ExactOracle oracle;
        for (const double value : values) {
          if (std::isfinite(value)) oracle.add(mpq_class(value));
        }
        if (oracle.n != static_cast<long>(length)) continue;  // has NaN or infinities
        for (const long ddof : {0L, 1L, 2L, 10L}) expect_oracle(of(values), oracle, ddof);
        if (HasFailure()) return;
      }
    }
  }
}

TEST(MomentsTest, RoundsToEvenOnlyWhereTheValueIsExactlyBetween) {
  // The mean of 1 and 1 + 2^-52 is a tie; a third value far below breaks it.
  expect_bits(of({1.0, 1.0 + 0x1p-52}).finalize().mean, 1.0);
  expect_bits(of({1.0 + 0x1p-52, 1.0 + 0x1p-51}).finalize().mean, 1.0 + 0x1p-51);
  expect_bits(of({1.0, 1.0 + 0x1p-52, kSmallest, 0x1p-1000}).finalize().mean, 0.5 + 0x1p-53);
  expect_bits(number(of({1.0, 0x1p-53}).finalize().sum), 1.0);
  expect_bits(number(of({1.0, 0x1p-53, kSmallest}).finalize().sum), 1.0 + 0x1p-52);
  expect_bits(number(of({1.0, 0x1p-53, -kSmallest}).finalize().sum), 1.0);
  expect_bits(number(of({-1.0, -0x1p-53, -kSmallest}).finalize().sum), -1.0 - 0x1p-52);
}

TEST(MomentsTest, StdComesFromTheExactVarianceWhereVarLeavesTheRange) {
  const Summary small = of({0.0, 0x1p-700}).finalize();
  expect_bits(small.var, 0.0);
  expect_bits(small.std, 0x1p-701);
  const Summary large = of({kMax, -kMax}).finalize();
  expect_bits(large.var, kInfinity);
  expect_bits(large.std, kMax);
}

TEST(MomentsTest, ASumBeyondTheRangeIsInfiniteAndItsMeanIsNot) {
  const Summary summary = of({kMax, kMax, kMax}).finalize();
  expect_bits(number(summary.sum), kInfinity);
  expect_bits(summary.mean, kMax);
  expect_bits(summary.var, 0.0);
  expect_bits(number(of({-kMax, -kMax}).finalize().sum), -kInfinity);
  expect_bits(number(of({kMax, kMax, -kMax}).finalize().sum), kMax);
}

TEST(MomentsTest, SubnormalResultsAreRoundedOnce) {
  expect_bits(of({kSmallest, kSmallest, 0.0}).finalize().mean, kSmallest);
  expect_bits(of({kSmallest, 0.0}).finalize().mean, 0.0);  // a tie, to even
  expect_bits(of({kSmallest, kSmallest, kSmallest, 0.0}).finalize().mean, kSmallest);
  expect_bits(of({3 * kSmallest, 0.0}).finalize().mean, 2 * kSmallest);
  expect_bits(of({kSmallest, 0.0}).finalize().std, 0.0);
  expect_bits(of({3 * kSmallest, 0.0}).finalize().std, 2 * kSmallest);
}

TEST(MomentsTest, AZeroResultIsPlusZero) {
  for (const auto& values :
       {std::vector<double>{-0.0}, {-0.0, -0.0}, {1.0, -1.0}, {-kSmallest, 0.0, 0.0, 0.0}}) {
    const Summary summary = of(values).finalize();
    expect_bits(summary.mean, 0.0);
  }
  const Summary summary = of({-0.0, -0.0}).finalize();
  expect_bits(number(summary.sum), 0.0);
  expect_bits(summary.var, 0.0);
  expect_bits(summary.std, 0.0);
}

TEST(MomentsTest, MinusZeroIsBelowPlusZeroInMinAndMax) {
  for (const auto& values : {std::vector<double>{0.0, -0.0}, {-0.0, 0.0}}) {
    expect_bits(number(of(values).finalize().min), -0.0);
    expect_bits(number(of(values).finalize().max), 0.0);
  }
  expect_bits(number(of({-0.0}).finalize().max), -0.0);
  expect_bits(number(of({0.0}).finalize().min), 0.0);
}

TEST(MomentsTest, UndefinedStatisticsAreAbsent) {
  const Summary none = Moments().finalize();
  EXPECT_FALSE(none.min || none.max || none.sum || none.mean || none.var || none.std);
  const Summary one = of({2.0}).finalize({.ddof = 1});
  expect_bits(one.mean, 2.0);
  EXPECT_FALSE(one.var || one.std);
  EXPECT_FALSE(of({2.0, 3.0}).finalize({.ddof = 5}).std);
  const Summary only_nan = of({kNan, kNan}).finalize({.nan_policy = NanPolicy::omit});
  EXPECT_EQ(only_nan.size, 2);
  EXPECT_EQ(only_nan.nan_count, 2);
  EXPECT_FALSE(only_nan.min || only_nan.sum || only_nan.mean || only_nan.std);
  // Absent goes before NaN.
  EXPECT_FALSE(of({kNan}).finalize({.ddof = 1}).var);
}

TEST(MomentsTest, NanFollowsThePolicy) {
  const Moments moments = of({1.0, kNan, 3.0});
  const Summary propagated = moments.finalize();
  expect_bits(number(propagated.sum), kNan);
  expect_bits(propagated.mean, kNan);
  expect_bits(propagated.std, kNan);
  expect_bits(number(propagated.min), 1.0);
  expect_bits(number(propagated.max), 3.0);
  const Summary omitted = moments.finalize({.ddof = 1, .nan_policy = NanPolicy::omit});
  EXPECT_EQ(omitted.size, 3);
  expect_bits(number(omitted.sum), 4.0);
  expect_bits(omitted.mean, 2.0);
  expect_bits(omitted.var, 2.0);
}

TEST(MomentsTest, InfinitiesFollowIeee) {
  const Summary plus = of({1.0, kInfinity}).finalize();
  expect_bits(number(plus.sum), kInfinity);
  expect_bits(plus.mean, kInfinity);
  expect_bits(plus.var, kNan);
  expect_bits(plus.std, kNan);
  expect_bits(number(plus.max), kInfinity);
  expect_bits(number(plus.min), 1.0);
  expect_bits(of({1.0, -kInfinity}).finalize().mean, -kInfinity);
  const Summary both = of({kInfinity, -kInfinity}).finalize();
  expect_bits(number(both.sum), kNan);
  expect_bits(both.mean, kNan);
  expect_bits(number(both.min), -kInfinity);
  EXPECT_EQ(both.posinf_count, 1);
  EXPECT_EQ(both.neginf_count, 1);
  expect_bits(of({kInfinity, kNan}).finalize({.nan_policy = NanPolicy::omit}).mean, kInfinity);
}

TEST(MomentsTest, IntegersStayIntegers) {
  const std::vector<std::uint64_t> values = {std::numeric_limits<std::uint64_t>::max(),
                                             std::numeric_limits<std::uint64_t>::max(), 5};
  const Summary summary = Moments::of(std::span(values)).finalize();
  EXPECT_EQ(to_string(std::get<Integer>(*summary.sum)), "36893488147419103235");
  EXPECT_EQ(to_string(std::get<Integer>(*summary.max)), "18446744073709551615");
  EXPECT_EQ(to_string(std::get<Integer>(*summary.min)), "5");
  ExactOracle oracle;
  for (const std::uint64_t value : values) oracle.add(mpq_class(mpz_class(std::to_string(value))));
  expect_bits(summary.mean, oracle.mean());
  expect_bits(summary.var, oracle.var());
  expect_bits(summary.std, oracle.std());
  const std::vector<std::int64_t> negative = {std::numeric_limits<std::int64_t>::min(), -1};
  const Summary below = Moments::of(std::span(negative)).finalize();
  EXPECT_EQ(to_string(std::get<Integer>(*below.sum)), "-9223372036854775809");
  EXPECT_EQ(to_string(std::get<Integer>(*below.min)), "-9223372036854775808");
}

TEST(MomentsTest, IntegersAndDoublesAreComparedExactly) {
  const std::vector<std::uint64_t> integers = {(std::uint64_t{1} << 63) + 1};
  Moments moments = Moments::of(std::span(integers));
  const std::vector<double> doubles = {0x1p63};
  ASSERT_TRUE(moments.merge(of(doubles)));
  EXPECT_TRUE(compare(moments.state().max, extremum_of(integers[0])) == 0);
  EXPECT_TRUE(compare(moments.state().min, extremum_of(0x1p63)) == 0);
  // A row with floats shows doubles.
  expect_bits(number(moments.finalize().max), 0x1p63);
  const Extremum big = extremum_of(integers[0]);
  for (const double above : {0x1p64, kMax, kInfinity, 0x1p63 + 2048}) {
    EXPECT_TRUE(compare(big, extremum_of(above)) < 0) << above;
    EXPECT_TRUE(compare(extremum_of(above), big) > 0) << above;
  }
  for (const double below : {-0x1p64, -kInfinity, 0.5, 0x1p63}) {
    EXPECT_TRUE(compare(big, extremum_of(below)) > 0) << below;
  }
}

TEST(MomentsTest, DoublingAStateKeepsMeanAndVarUpToTheLastCount) {
  const Summary once = of({3.0, 7.5}).finalize();
  Moments doubled = of({3.0, 7.5});
  for (int i = 1; i < 62; ++i) {
    const Moments copy = doubled;
    ASSERT_TRUE(doubled.merge(copy)) << i;
    const Summary summary = doubled.finalize();
    expect_bits(summary.mean, once.mean);
    expect_bits(summary.var, once.var);
    expect_bits(summary.std, once.std);
  }
  EXPECT_EQ(doubled.size(), std::int64_t{1} << 62);
  const Moments before = doubled;
  const auto full = doubled.merge(before);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, ErrorCode::overflow);
  EXPECT_TRUE(doubled == before);
}

TEST(MomentsTest, TheLargestValuesAtTheLargestCountFitTheState) {
  Moments moments = of({kMax});
  for (int i = 0; i < 62; ++i) {
    const Moments copy = moments;
    ASSERT_TRUE(moments.merge(copy));
  }
  Moments rest = of({-kMax});
  for (int i = 0; i < 61; ++i) {
    const Moments copy = rest;
    ASSERT_TRUE(rest.merge(copy));
  }
  ASSERT_TRUE(moments.merge(rest));  // 2^62 + 2^61 values
  ExactOracle oracle;
  oracle.add(mpq_class(kMax), mpz_class(1) << 62);
  oracle.add(mpq_class(-kMax), mpz_class(1) << 61);
  for (const long ddof : {0L, 1L, 1000000007L}) expect_oracle(moments, oracle, ddof);
}

TEST(MomentsTest, LargeOddCountsDivideExactly) {
  for (const auto& family : value_families()) {
    SCOPED_TRACE(family.name);
    Moments moments;
    ExactOracle oracle;
    for (int bit = 0; bit < 55; bit += 3) {
      const auto values = draw_values(family, 1, static_cast<std::uint64_t>(bit));
      if (!std::isfinite(values[0])) continue;
      Moments part = Moments::of(std::span(values));
      for (int i = 0; i < bit; ++i) {
        const Moments copy = part;
        ASSERT_TRUE(part.merge(copy));
      }
      ASSERT_TRUE(moments.merge(part));
      oracle.add(mpq_class(values[0]), mpz_class(1) << bit);
      for (const long ddof : {0L, 1L}) expect_oracle(moments, oracle, ddof);
      if (HasFailure()) return;
    }
  }
}

TEST(MomentsTest, SubtractIsTheInverseOfMergeButForExtrema) {
  const Moments a = of({1.0, 2.5, -3.0});
  Moments both = a;
  ASSERT_TRUE(both.merge(of({1e300, -0x1p-1070, kNan})));
  ASSERT_TRUE(both.subtract(of({1e300, -0x1p-1070, kNan})));
  EXPECT_EQ(both.state().sum, a.state().sum);
  EXPECT_EQ(both.state().squares, a.state().squares);
  EXPECT_EQ(both.size(), 3);
  EXPECT_FALSE(both.finalize().min || both.finalize().max);
  expect_bits(both.finalize().std, a.finalize().std);
  ASSERT_TRUE(both.merge(a));
  EXPECT_FALSE(both.finalize().min);
}

TEST(MomentsTest, SubtractRefusesWhatWasNotAdded) {
  for (const auto& other :
       {std::vector<double>{1.0, 2.0, 3.0, 4.0}, {kNan}, {kInfinity}, {100.0}, {2.0, -1.0, 1.9}}) {
    Moments moments = of({1.0, 2.0, 3.0});
    const auto refused = moments.subtract(of(other));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::state);
    EXPECT_TRUE(moments == of({1.0, 2.0, 3.0}));
  }
}

TEST(MomentsTest, BytesComeBackAsTheSameState) {
  for (const auto& family : value_families()) {
    const auto values = draw_values(family, 50, 3);
    const Moments moments = Moments::of(std::span(values));
    const auto back = Moments::from_bytes(moments.to_bytes());
    ASSERT_TRUE(back) << family.name << back.error().message;
    EXPECT_TRUE(*back == moments);
    EXPECT_EQ(back->to_bytes(), moments.to_bytes());
  }
  const std::vector<std::int64_t> integers = {std::numeric_limits<std::int64_t>::min() + 1, 12};
  const Moments moments = Moments::of(std::span(integers));
  EXPECT_TRUE(*Moments::from_bytes(moments.to_bytes()) == moments);
  EXPECT_EQ(Moments().to_bytes().size(), 76u);
}

TEST(MomentsTest, DamagedBytesAreRefused) {
  const std::string bytes = of({1.0, -2.5, 1e200}).to_bytes();
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(Moments::from_bytes(bytes.substr(0, length)));
  }
  EXPECT_FALSE(Moments::from_bytes(bytes + '\0'));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = bytes;
      flipped[i] = static_cast<char>(flipped[i] ^ 1 << bit);
      const auto refused = Moments::from_bytes(flipped);
      ASSERT_FALSE(refused);
      EXPECT_EQ(refused.error().code, ErrorCode::state);
    }
  }
}

std::vector<double> arbitrary_values() {
  const auto families = value_families();
  const auto family = *rc::gen::inRange<std::size_t>(0, families.size());
  return draw_values(families[family], *rc::gen::inRange<std::size_t>(0, 60),
                     *rc::gen::arbitrary<std::uint64_t>());
}

TEST(MomentsProperty, MergingIsCommutativeAndAssociativeAndEqualsOneUpdate) {
  EXPECT_TRUE(rc::check([] {
    const auto a = arbitrary_values();
    const auto b = arbitrary_values();
    const auto c = arbitrary_values();
    Moments left = of(a);
    RC_ASSERT(bool(left.merge(of(b))));
    RC_ASSERT(bool(left.merge(of(c))));
    Moments right = of(c);
    RC_ASSERT(bool(right.merge(of(b))));
    RC_ASSERT(bool(right.merge(of(a))));
    std::vector<double> all = a;
    all.insert(all.end(), b.begin(), b.end());
    all.insert(all.end(), c.begin(), c.end());
    RC_ASSERT(left == right);
    RC_ASSERT(left == of(all));
    RC_ASSERT(left.to_bytes() == of(all).to_bytes());
  }));
}

TEST(MomentsProperty, NothingIsNeutral) {
  EXPECT_TRUE(rc::check([] {
    const Moments moments = of(arbitrary_values());
    Moments merged = moments;
    RC_ASSERT(bool(merged.merge(Moments())));
    RC_ASSERT(merged == moments);
    Moments other;
    RC_ASSERT(bool(other.merge(moments)));
    RC_ASSERT(other == moments);
  }));
}

}  // namespace
}  // namespace hilo
