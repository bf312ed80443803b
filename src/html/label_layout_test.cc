#include "html/label_layout.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>

namespace hilo::html {
namespace {

struct Interval {
  double from;
  double to;
};

Interval columns(const PlacedLabel& label, const LabelledMark& mark, double width) {
  const double x = mark.x * width;
  return label.at_left ? Interval{x - 9 - mark.width, x - 9} : Interval{x + 9, x + 9 + mark.width};
}

TEST(LabelLayoutTest, ANameStandsAtTheSideThatHasRoom) {
  const auto placed = place_labels({{0.1, 50, 80}, {0.95, 90, 80}}, 0, 100);
  ASSERT_EQ(placed.size(), 2u);
  EXPECT_FALSE(placed[0].at_left);
  EXPECT_TRUE(placed[1].at_left);
  EXPECT_TRUE(placed[0].narrow);
}

TEST(LabelLayoutTest, NamesThatHaveNoRoomAreLeftOut) {
  const std::vector<LabelledMark> same_place(20, {0.5, 50, 100});
  EXPECT_LT(place_labels(same_place, 0, 100).size(), 7u);
  EXPECT_TRUE(place_labels({{0.5, 50, 700}}, 0, 100).empty());
  EXPECT_TRUE(place_labels({}, 0, 100).empty());
}

TEST(LabelLayoutTest, NamesKeepApartAtEveryWidth) {
  rc::check([](const std::vector<std::pair<unsigned char, unsigned char>>& places) {
    std::vector<LabelledMark> marks;
    for (const auto& [x, y] : places) marks.push_back({x / 255.0, y / 255.0 * 170, 60});
    const auto placed = place_labels(marks, 0, 170);
    for (const double width : {250.0, 300.0, 640.0, 1000.0, 2500.0}) {
      for (std::size_t a = 0; a < placed.size(); ++a) {
        if (width < 640 && !placed[a].narrow) continue;
        const Interval first = columns(placed[a], marks[placed[a].mark], width);
        RC_ASSERT(first.from >= -1e-9);
        RC_ASSERT(first.to <= width + 1e-9);
        for (std::size_t b = 0; b < a; ++b) {
          if (width < 640 && !placed[b].narrow) continue;
          const Interval second = columns(placed[b], marks[placed[b].mark], width);
          const bool beside = first.to <= second.from + 1e-9 || second.to <= first.from + 1e-9;
          RC_ASSERT(beside || std::abs(placed[a].y - placed[b].y) >= 14 - 1e-9);
        }
      }
    }
  });
}

}  // namespace
}  // namespace hilo::html
