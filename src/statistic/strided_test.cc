#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "hilo/moments.h"

namespace hilo {
namespace {

using Extents = std::vector<std::int64_t>;

// The slow twin: element by element.
Moments one_by_one(Dtype dtype, const std::byte* data, const Extents& shape,
                   const Extents& strides) {
  Moments moments;
  for (const std::int64_t extent : shape) {
    if (extent == 0) return moments;
  }
  Extents index(shape.size(), 0);
  while (true) {
    const std::byte* element = data;
    for (std::size_t i = 0; i < index.size(); ++i) element += index[i] * strides[i];
    EXPECT_TRUE(moments.update(dtype, element, 1));
    std::size_t axis = index.size();
    while (axis > 0 && index[axis - 1] + 1 == shape[axis - 1]) index[--axis] = 0;
    if (axis == 0) return moments;
    ++index[axis - 1];
  }
}

TEST(StridedTest, EveryViewHasTheMomentsOfItsElements) {
  std::mt19937_64 random(11);
  std::vector<std::byte> memory(1 << 16);
  for (std::byte& byte : memory) byte = static_cast<std::byte>(random());
  for (int round = 0; round < 400; ++round) {
    const Kind kind = static_cast<Kind>(1 + random() % 12);
    const Dtype dtype = {
        kind, item_bytes(kind) > 1 && random() % 2 == 0 ? std::endian::big : std::endian::native};
    Extents shape;
    Extents strides;
    // Bytes to either side of the first element that the view reaches.
    std::int64_t below = 0;
    std::int64_t above = static_cast<std::int64_t>(item_bytes(kind));
    for (std::uint64_t axes = random() % 5; axes > 0; --axes) {
      const std::int64_t extent = static_cast<std::int64_t>(random() % 7);
      const std::int64_t stride = static_cast<std::int64_t>(random() % 600) - 300;
      shape.push_back(extent);
      strides.push_back(random() % 4 == 0 ? 0 : stride);
      if (extent > 0)
        (strides.back() < 0 ? below : above) += std::abs(strides.back()) * (extent - 1);
    }
    ASSERT_LT(below + above, static_cast<std::int64_t>(memory.size()));
    const std::byte* data = memory.data() + below;
    Moments moments;
    ASSERT_TRUE(moments.update(dtype, data, shape, strides));
    EXPECT_TRUE(moments == one_by_one(dtype, data, shape, strides)) << "round " << round;
  }
}

TEST(StridedTest, ViewsOfOneArray) {
  std::vector<double> values(60 * 1000);
  std::mt19937_64 random(12);
  for (double& value : values) value = static_cast<double>(random() % 1000) - 0.5;
  const Moments expected = Moments::of(std::span(values));
  const auto* first = reinterpret_cast<const std::byte*>(values.data());
  const auto* last = reinterpret_cast<const std::byte*>(values.data() + values.size() - 1);
  struct View {
    const std::byte* data;
    Extents shape;
    Extents strides;
  };
  for (const View& view :
       {View{first, {60000}, {8}}, View{last, {60000}, {-8}}, View{first, {60, 1000}, {8000, 8}},
        View{first, {1000, 60}, {8, 8000}}, View{first, {10, 1000, 6}, {8000, 8, 80000}},
        View{last, {60, 10, 1, 100}, {-8000, -800, 77, -8}}, View{first, {2, 30000}, {8, 16}}}) {
    Moments moments;
    ASSERT_TRUE(moments.update(Dtype{Kind::float64}, view.data, view.shape, view.strides));
    EXPECT_TRUE(moments == expected);
  }
}

TEST(StridedTest, NoAxesAreOneElementAndAnEmptyAxisNone) {
  const double value = 2.5;
  Moments moments;
  ASSERT_TRUE(moments.update(Dtype{Kind::float64}, &value, Extents{}, Extents{}));
  EXPECT_EQ(moments.size(), 1);
  ASSERT_TRUE(moments.update(Dtype{Kind::float64}, nullptr, Extents{3, 0, 5}, Extents{8, 8, 8}));
  EXPECT_EQ(moments.size(), 1);
}

TEST(StridedTest, WhatIsRepeatedIsAddedAsOften) {
  const std::vector<double> values = {1.5, -2, 1e300};
  Moments moments;
  const std::int64_t times = (std::int64_t{1} << 40) + 5;
  ASSERT_TRUE(
      moments.update(Dtype{Kind::float64}, values.data(), Extents{times, 3}, Extents{0, 8}));
  EXPECT_EQ(moments.size(), 3 * times);
  const Summary summary = moments.finalize();
  EXPECT_EQ(summary.mean, Moments::of(std::span(values)).finalize().mean);
  EXPECT_EQ(summary.std, Moments::of(std::span(values)).finalize().std);
}

TEST(StridedTest, WhatCannotBeIsRefusedAndLeavesTheStateAlone) {
  const double value = 1;
  Moments moments = Moments::of(std::span(&value, 1));
  const Moments before = moments;
  const std::int64_t many = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(moments.update(Dtype{}, &value, Extents{2}, Extents{}).error().code, ErrorCode::usage);
  EXPECT_EQ(moments.update(Dtype{}, &value, Extents{-1}, Extents{8}).error().code,
            ErrorCode::usage);
  EXPECT_EQ(moments.update(Dtype{}, &value, Extents{many, 2}, Extents{0, 0}).error().code,
            ErrorCode::overflow);
  EXPECT_EQ(moments.update(Dtype{}, &value, Extents{many}, Extents{0}).error().code,
            ErrorCode::overflow);
  EXPECT_TRUE(moments == before);
}

}  // namespace
}  // namespace hilo
