#include "kernel/accumulator.h"

#include <gtest/gtest.h>

#include <cfenv>
#include <cstring>
#include <string>
#include <vector>

#include "base/float_environment.h"
#include "hilo/moments.h"
#include "kernel/reference.h"
#include "support/each_target.h"
#include "support/value_families.h"

namespace hilo {
namespace {

using testing::draw_values;
using testing::on_each_target;
using testing::value_families;

constexpr Kind kAllKinds[] = {Kind::boolean, Kind::int8,    Kind::int16,   Kind::int32,
                              Kind::int64,   Kind::uint8,   Kind::uint16,  Kind::uint32,
                              Kind::uint64,  Kind::float16, Kind::float32, Kind::float64};

Moments by_reference(Dtype dtype, const void* data, std::size_t count) {
  Moments moments;
  add_reference(dtype, data, count, moments.mutable_state());
  return moments;
}

Moments by_accumulator(Accumulator& accumulator, Dtype dtype, const void* data, std::size_t count) {
  Moments moments;
  const FloatEnvironment environment;
  accumulator.add(dtype, data, count, moments.mutable_state());
  accumulator.flush(moments.mutable_state());
  return moments;
}

void expect_same(const Moments& fast, const Moments& slow) {
  EXPECT_EQ(fast.state().nan_count, slow.state().nan_count);
  EXPECT_EQ(fast.state().min, slow.state().min)
      << fast.state().min.number << " " << slow.state().min.number;
  EXPECT_EQ(fast.state().max, slow.state().max)
      << fast.state().max.number << " " << slow.state().max.number;
  EXPECT_EQ(fast.state().sum, slow.state().sum);
  EXPECT_EQ(fast.state().squares, slow.state().squares);
  EXPECT_TRUE(fast == slow);
}

Moments doubled(Moments moments, int times) {
  for (int i = 0; i < times; ++i) {
    const Moments copy = moments;
    EXPECT_TRUE(moments.merge(copy));
  }
  return moments;
}

TEST(AccumulatorTest, EveryFamilyAndLengthOfDoublesEqualsTheReference) {
  const std::size_t lengths[] = {0,   1,   2,    3,    4,    5,    7,    8,    9,    15,   16,
                                 17,  31,  63,   100,  127,  128,  129,  255,  256,  257,  511,
                                 512, 513, 1023, 1024, 1025, 2047, 2048, 2049, 3000, 10007};
  on_each_target([&] {
    Accumulator accumulator;  // one for all: what one array leaves behind must not touch the next
    for (const auto& family : value_families()) {
      SCOPED_TRACE(family.name);
      for (const std::size_t length : lengths) {
        SCOPED_TRACE(length);
        const auto values = draw_values(family, length, length);
        const Dtype dtype{Kind::float64};
        expect_same(by_accumulator(accumulator, dtype, values.data(), length),
                    by_reference(dtype, values.data(), length));
        if (::testing::Test::HasFailure()) return;
      }
    }
  });
}

TEST(AccumulatorTest, EveryLengthUpToThreeVectorsAndAroundABlock) {
  const auto values = draw_values(value_families()[0], 1100, 3);
  on_each_target([&] {
    Accumulator accumulator;
    for (std::size_t length = 0; length < 1100; length += length < 40 || length > 1000 ? 1 : 17) {
      const Dtype dtype{Kind::float64};
      expect_same(by_accumulator(accumulator, dtype, values.data(), length),
                  by_reference(dtype, values.data(), length));
      if (::testing::Test::HasFailure()) return;
    }
  });
}

TEST(AccumulatorTest, FamiliesThatFollowEachOtherInOneArray) {
  std::vector<double> values;
  for (int round = 0; round < 3; ++round) {
    for (const auto& family : value_families()) {
      const auto part = draw_values(family, 1500 + 100 * static_cast<std::size_t>(round),
                                    static_cast<std::uint64_t>(round));
      values.insert(values.end(), part.begin(), part.end());
    }
  }
  const Dtype dtype{Kind::float64};
  const Moments slow = by_reference(dtype, values.data(), values.size());
  on_each_target([&] {
    Accumulator accumulator;
    expect_same(by_accumulator(accumulator, dtype, values.data(), values.size()), slow);
  });
}

// Random bytes are values of every kind; for floats they hold NaN, infinities and subnormals.
TEST(AccumulatorTest, EveryKindOrderAndAlignmentEqualsTheReference) {
  std::mt19937_64 random(11);
  std::vector<unsigned char> bytes(8 * 5000 + 8);
  for (auto& byte : bytes) byte = static_cast<unsigned char>(random());
  on_each_target([&] {
    Accumulator accumulator;
    for (const Kind kind : kAllKinds) {
      for (const std::endian order : {std::endian::little, std::endian::big}) {
        const Dtype dtype{kind, order};
        SCOPED_TRACE(to_string(dtype));
        for (const std::size_t offset : {0u, 1u, 4u}) {
          for (const std::size_t length : {1u, 7u, 64u, 1000u, 4095u, 4096u, 4097u, 5000u}) {
            expect_same(by_accumulator(accumulator, dtype, bytes.data() + offset, length),
                        by_reference(dtype, bytes.data() + offset, length));
            if (::testing::Test::HasFailure()) return;
          }
        }
      }
    }
  });
}

template <typename T>
void expect_extremes(std::vector<T> values, std::size_t count) {
  std::vector<T> repeated;
  while (repeated.size() < count) repeated.insert(repeated.end(), values.begin(), values.end());
  const Dtype dtype{kind_of<T>()};
  SCOPED_TRACE(to_string(dtype));
  Accumulator accumulator;
  expect_same(by_accumulator(accumulator, dtype, repeated.data(), repeated.size()),
              by_reference(dtype, repeated.data(), repeated.size()));
}

TEST(AccumulatorTest, IntegersAtTheEndsOfTheirRangeDoNotOverflow) {
  on_each_target([] {
    expect_extremes<std::int8_t>({-128}, 9000);
    expect_extremes<std::uint8_t>({255}, 9000);
    expect_extremes<std::int16_t>({-32768}, 9000);
    expect_extremes<std::uint16_t>({65535}, 9000);
    expect_extremes<std::int32_t>({INT32_MIN}, 9000);
    expect_extremes<std::int32_t>({INT32_MIN, INT32_MAX, -1}, 9000);
    expect_extremes<std::uint32_t>({UINT32_MAX}, 9000);
    expect_extremes<std::int64_t>({INT64_MIN}, 9000);
    expect_extremes<std::int64_t>({INT64_MIN, INT64_MAX, 0, -1}, 9000);
    expect_extremes<std::uint64_t>({UINT64_MAX}, 9000);
    expect_extremes<std::uint64_t>({UINT64_MAX, 1}, 9000);
  });
}

TEST(AccumulatorTest, EveryHalfIsExact) {
  std::vector<std::uint16_t> halves(65536);
  for (std::size_t i = 0; i < halves.size(); ++i) halves[i] = static_cast<std::uint16_t>(i);
  const Dtype dtype{Kind::float16};
  on_each_target([&] {
    Accumulator accumulator;
    expect_same(by_accumulator(accumulator, dtype, halves.data(), halves.size()),
                by_reference(dtype, halves.data(), halves.size()));
    for (const std::uint16_t& half : halves) {
      expect_same(by_accumulator(accumulator, dtype, &half, 1), by_reference(dtype, &half, 1));
      if (::testing::Test::HasFailure()) return;
    }
  });
}

// The bound in window.h with nothing to spare: every slice of every value at its largest.
TEST(AccumulatorTest, WorstCaseSlicesFillTheirAccumulatorsExactly) {
  const double largest = 1.0 - 0x1p-53;  // |a| = 2^23 units
  const double halves = 0.5 + 0x1p-24 - 0x1p-53;
  for (const double value : {largest, -largest, halves, 1.0 - 0x1p-24 - 0x1p-49}) {
    const std::vector<double> values(std::size_t{5} << 18, value);
    on_each_target([&] {
      expect_same(Moments::of(std::span(values)),
                  doubled(Moments::of(std::span(values).first(5)), 18));
    });
  }
}

TEST(AccumulatorTest, MoreThanAWindowHoldsBeforeItIsFlushed) {
  const auto values = draw_values(value_families()[0], 1 << 21, 5);
  const Dtype dtype{Kind::float64};
  const Moments slow = by_reference(dtype, values.data(), values.size());
  on_each_target([&] {
    Accumulator accumulator;
    expect_same(by_accumulator(accumulator, dtype, values.data(), values.size()), slow);
  });
}

// One value in forty lies half a unit of the last grid from a multiple of it, so that which way
// it is rounded depends on the sum before.
TEST(AccumulatorTest, TiesBelowTheWindowAreMadeUpFor) {
  std::mt19937_64 random(3);
  std::vector<double> values(1024);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double sign = random() % 2 == 0 ? 1 : -1;
    values[i] = i % 40 == 17 ? std::ldexp(sign * static_cast<double>(2 * (random() % 8) + 1), -71)
                             : sign * (1 + std::ldexp(static_cast<double>(random() >> 12), -52));
  }
  const Dtype dtype{Kind::float64};
  on_each_target([&] {
    for (const std::size_t length : {1024u, 1023u, 100u, 18u}) {
      Accumulator accumulator;  // its window starts at the exponent 1
      expect_same(by_accumulator(accumulator, dtype, values.data(), length),
                  by_reference(dtype, values.data(), length));
    }
  });
}

// What is left of an array when it comes in pieces, of sizes for which narrow vectors are chosen
// and of others.
TEST(AccumulatorTest, AnArrayInPieces) {
  const Dtype dtype{Kind::float64};
  for (const auto& family : value_families()) {
    SCOPED_TRACE(family.name);
    const std::vector<std::size_t> pieces = {100, 1000, 5000, 3, 700, 1};
    const auto values = draw_values(family, 6804, 4);
    Accumulator accumulator;
    Moments moments;
    const FloatEnvironment environment;
    std::size_t done = 0;
    for (const std::size_t piece : pieces) {
      accumulator.add(dtype, values.data() + done, piece, moments.mutable_state());
      done += piece;
    }
    accumulator.flush(moments.mutable_state());
    ASSERT_EQ(done, values.size());
    expect_same(moments, by_reference(dtype, values.data(), values.size()));
  }
}

// Every part of a square at its largest, far outside the window, of both signs.
TEST(AccumulatorTest, BinsSpillBeforeTheyOverflow) {
  constexpr double kMax = std::numeric_limits<double>::max();
  const double least = std::numeric_limits<double>::min() * (2 - 0x1p-52);
  for (const double value : {kMax, -kMax, least}) {
    const std::vector<double> values(std::size_t{5} << 16, value);
    on_each_target([&] {
      expect_same(Moments::of(std::span(values)),
                  doubled(Moments::of(std::span(values).first(5)), 16));
      // The one value more than vectors hold is the one that fills a sum.
      const Dtype dtype{Kind::float64};
      Accumulator accumulator;
      expect_same(by_accumulator(accumulator, dtype, values.data(), 513),
                  by_reference(dtype, values.data(), 513));
    });
  }
}

TEST(MomentsTest, TheCallersRoundingModeAndFlushingDoNotMatterAndStay) {
  const auto values = draw_values(value_families()[12], 3000, 9);  // subnormal
  const Moments expected = Moments::of(std::span(values));
  const Summary summary = expected.finalize();
  for (const int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
    ASSERT_EQ(std::fesetround(mode), 0);
#if defined(__x86_64__)
    _mm_setcsr(_mm_getcsr() | 0x8040);  // flush to zero, denormals are zero
    const unsigned before = _mm_getcsr();
#endif
    const Moments found = Moments::of(std::span(values));
    const Summary again = found.finalize();
#if defined(__x86_64__)
    const unsigned after = _mm_getcsr();
    _mm_setcsr(0x1F80);
    EXPECT_EQ(before, after);
#endif
    EXPECT_EQ(std::fegetround(), mode);
    EXPECT_TRUE(found == expected);
    EXPECT_EQ(again.mean, summary.mean);
    EXPECT_EQ(again.std, summary.std);
    std::fesetround(FE_TONEAREST);
  }
}

}  // namespace
}  // namespace hilo
