// What a transformer makes of arrays of any dtype, against the accumulator alone.
#include "expression/transformer.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "base/float_environment.h"
#include "hilo/moments.h"
#include "kernel/convert.h"
#include "kernel/target.h"

namespace hilo {
namespace {

constexpr Kind kKinds[] = {Kind::boolean, Kind::int8,    Kind::int16,   Kind::int32,
                           Kind::int64,   Kind::uint8,   Kind::uint16,  Kind::uint32,
                           Kind::uint64,  Kind::float16, Kind::float32, Kind::float64};

std::string random_bytes(std::size_t bytes, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string text(bytes, '\0');
  for (char& byte : text) byte = static_cast<char>(random());
  return text;
}

std::string swapped(const std::string& bytes, std::size_t item) {
  std::string out(bytes.size(), '\0');
  copy_swapped(Work::tiny, bytes.data(), item, bytes.size() / item, out.data());
  return out;
}

std::string moments_of(Dtype dtype, const void* data, std::size_t count, TransformEngine* engine) {
  const FloatEnvironment environment;
  Accumulator accumulator;
  Moments moments;
  if (engine == nullptr) {
    accumulator.add(dtype, data, count, moments.mutable_state());
  } else {
    Transformer(*engine).add(dtype, data, count, accumulator, moments.mutable_state());
  }
  accumulator.flush(moments.mutable_state());
  return moments.to_bytes();
}

// One by one: the elements whose number as a double is below `limit`, or half of that number.
std::string slowly(Kind kind, const std::string& native, double limit, bool halves) {
  const std::size_t item = item_bytes(kind);
  std::string kept;
  std::vector<double> values;
  for (std::size_t at = 0; at < native.size(); at += item) {
    alignas(8) char element[8];
    std::memcpy(element, native.data() + at, item);
    double x;
    copy_to_doubles(Work::tiny, kind, element, 1, &x);
    if (!(x < limit)) continue;
    kept.append(element, item);
    values.push_back(x / 2);
  }
  if (halves) {
    return moments_of({Kind::float64, std::endian::native}, values.data(), values.size(), nullptr);
  }
  return moments_of({kind, std::endian::native}, kept.data(), kept.size() / item, nullptr);
}

TEST(TransformerTest, KeepsTheSameElementsOfEveryDtype) {
  for (const Kind kind : kKinds) {
    const std::size_t item = item_bytes(kind);
    for (const std::size_t count : {0u, 1u, 7u, 8u, 9u, 511u, 512u, 513u, 5000u}) {
      const std::string native = random_bytes(count * item, count);
      const double limit = kind == Kind::boolean ? 1 : 50;
      for (const std::string& target : supported_targets()) {
        ASSERT_TRUE(force_target(target));
        for (const bool halves : {false, true}) {
          Transform transform;
          transform.where = "x < " + std::to_string(static_cast<int>(limit));
          if (halves) transform.expr = "x / 2";
          const auto engine = TransformEngine::make(transform);
          const std::string expected = slowly(kind, native, limit, halves);
          const std::string unaligned = "?" + native;
          EXPECT_EQ(moments_of({kind, std::endian::native}, native.data(), count, engine->get()),
                    expected);
          EXPECT_EQ(
              moments_of({kind, std::endian::native}, unaligned.data() + 1, count, engine->get()),
              expected);
          if (item == 1) continue;
          EXPECT_EQ(moments_of({kind, std::endian::big}, swapped(native, item).data(), count,
                               engine->get()),
                    expected)
              << target << ", kind " << static_cast<int>(kind) << ", " << count;
        }
      }
      ASSERT_TRUE(force_target(""));
    }
  }
}

TEST(TransformerTest, WithoutAConditionAllValuesCount) {
  std::vector<double> numbers(1237);
  std::vector<double> values;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = static_cast<double>(i) * 0.37 - 100;
    values.push_back(numbers[i] * 3 + 1);
  }
  const auto engine = TransformEngine::make({.expr = "x * 3 + 1"});
  const Dtype dtype = {Kind::float64, std::endian::native};
  EXPECT_EQ(moments_of(dtype, numbers.data(), numbers.size(), engine->get()),
            moments_of(dtype, values.data(), values.size(), nullptr));
}

TEST(TransformerTest, LargeIntegersStayWhatTheyAre) {
  std::vector<std::int64_t> numbers;
  for (int i = 0; i < 100; ++i) numbers.push_back((std::int64_t{1} << 62) + i);
  const auto engine = TransformEngine::make({.where = "x > 0"});
  const Dtype dtype = {Kind::int64, std::endian::native};
  EXPECT_EQ(moments_of(dtype, numbers.data(), numbers.size(), engine->get()),
            moments_of(dtype, numbers.data(), numbers.size(), nullptr));
}

TEST(TransformerTest, AFunctionTakesThePlaceOfAnExpression) {
  Transform transform;
  transform.function.function = [](const double* in, double* out, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) out[i] = in[i] / 2;
  };
  transform.function.identity = "half";
  transform.where = "x < 50";
  const auto engine = TransformEngine::make(transform);
  const std::string native = random_bytes(4 * 1000, 1);
  EXPECT_EQ(moments_of({Kind::int32, std::endian::native}, native.data(), 1000, engine->get()),
            slowly(Kind::int32, native, 50, true));
}

TEST(EvaluateTest, GivesWhatCounts) {
  const double x[] = {4, -1, 9, 16};
  double out[4];
  EXPECT_EQ(evaluate({.expr = "sqrt(x)", .where = "x > 0"}, x, 4, out), 3u);
  EXPECT_EQ(out[0], 2);
  EXPECT_EQ(out[1], 3);
  EXPECT_EQ(out[2], 4);
  EXPECT_EQ(evaluate({}, x, 4, out), 4u);
  EXPECT_EQ(out[1], -1);
  EXPECT_FALSE(evaluate({.expr = "y"}, x, 4, out));
}

}  // namespace
}  // namespace hilo
