#include "html/svg_path.h"

#include <gtest/gtest.h>

#include <cmath>

namespace hilo::html {
namespace {

TEST(SvgPathTest, CoordinatesAreShort) {
  EXPECT_EQ(coordinate(0), "0");
  EXPECT_EQ(coordinate(-0.04), "0");
  EXPECT_EQ(coordinate(12.04), "12");
  EXPECT_EQ(coordinate(12.25), "12.3");
  EXPECT_EQ(coordinate(-0.35), "-0.4");
  EXPECT_EQ(coordinate(1e300), "100000");
  EXPECT_EQ(coordinate(-HUGE_VAL), "-100000");
}

TEST(SvgPathTest, DrawsShapes) {
  SvgPath path;
  EXPECT_TRUE(path.empty());
  path.move_to(1, 2).line_to(3.5, 4).dot(5, 6).vertical(7, 8, 9).rectangle(0, 1, 2, 3);
  EXPECT_EQ(path.data(), "M1 2L3.5 4M5 6h0M7 8V9M0 1h2v3h-2Z");
}

}  // namespace
}  // namespace hilo::html
