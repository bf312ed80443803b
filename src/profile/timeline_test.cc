#include "profile/timeline.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace hilo {
namespace {

constexpr std::int64_t kEpoch = 1'000'000;

std::int64_t sum_of(const Timeline& timeline, std::size_t lap) {
  std::int64_t sum = 0;
  for (const LapNs& interval : timeline.intervals()) sum += interval[lap];
  return sum;
}

TEST(TimelineTest, TimeIsCutWhereIntervalsEnd) {
  Timeline timeline(kEpoch);
  const std::int64_t interval = timeline.interval_ns();
  timeline.add(lap_of(Stage::read), kEpoch + interval / 2, kEpoch + 2 * interval + 7);
  ASSERT_EQ(timeline.intervals().size(), 3u);
  EXPECT_EQ(timeline.intervals()[0][lap_of(Stage::read)], interval / 2);
  EXPECT_EQ(timeline.intervals()[1][lap_of(Stage::read)], interval);
  EXPECT_EQ(timeline.intervals()[2][lap_of(Stage::read)], 7);
}

TEST(TimelineTest, ALongRunHasLongerIntervalsAndLosesNothing) {
  Timeline timeline(kEpoch);
  const std::int64_t first = timeline.interval_ns();
  std::int64_t at = kEpoch;
  for (int lap = 0; lap < 2000; ++lap) {
    const std::int64_t until = at + first + lap;
    timeline.add(lap % 2 == 0 ? lap_of(Stage::read) : lap_of(Stage::compute), at, until);
    at = until;
  }
  EXPECT_EQ(timeline.interval_ns(), 8 * first);
  EXPECT_LE(timeline.intervals().size(), Timeline::kIntervals);
  EXPECT_EQ(sum_of(timeline, lap_of(Stage::read)) + sum_of(timeline, lap_of(Stage::compute)),
            at - kEpoch);
  EXPECT_EQ(sum_of(timeline, lap_of(Stage::read)), 1000 * first + 999 * 1000);
}

TEST(TimelineTest, WideningKeepsTheSums) {
  Timeline timeline(kEpoch);
  const std::int64_t interval = timeline.interval_ns();
  timeline.add(lap_of(Stage::open), kEpoch, kEpoch + 5 * interval);
  timeline.widen_to(4 * interval);
  ASSERT_EQ(timeline.intervals().size(), 2u);
  EXPECT_EQ(timeline.intervals()[0][lap_of(Stage::open)], 4 * interval);
  EXPECT_EQ(timeline.intervals()[1][lap_of(Stage::open)], interval);
}

TEST(TimelineTest, WhatIsToldLaterIsSpreadOverItsTime) {
  Timeline timeline(kEpoch);
  const std::int64_t interval = timeline.interval_ns();
  LapNs spent = {};
  spent[lap_of(Stage::read)] = 3 * interval;
  spent[lap_of(Stage::compute)] = interval;
  timeline.spread(spent, kEpoch, kEpoch + 4 * interval);
  ASSERT_EQ(timeline.intervals().size(), 4u);
  for (const LapNs& each : timeline.intervals()) {
    EXPECT_EQ(each[lap_of(Stage::read)], interval * 3 / 4);
    EXPECT_EQ(each[lap_of(Stage::compute)], interval / 4);
  }
}

TEST(TimelineTest, NothingIsBookedBeforeTheRun) {
  Timeline timeline(kEpoch);
  timeline.add(lap_of(Stage::idle), kEpoch - 500, kEpoch + 100);
  EXPECT_EQ(sum_of(timeline, lap_of(Stage::idle)), 100);
  timeline.add(lap_of(Stage::idle), kEpoch - 500, kEpoch - 100);
  EXPECT_EQ(sum_of(timeline, lap_of(Stage::idle)), 100);
}

}  // namespace
}  // namespace hilo
