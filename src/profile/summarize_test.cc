#include "profile/summarize.h"

#include <gtest/gtest.h>

namespace hilo {
namespace {

using Role = WorkerRecord::Role;

// Two workers, told of by hand: what they spent in ms.
class SummarizeTest : public testing::Test {
 protected:
  WorkerRecord& add(Role role, WorkerTotals totals, std::int64_t begin_ms = 0) {
    WorkerRecord& record = recorder_.add(role);
    std::int64_t spent = 0;
    for (std::int64_t& lap : totals.spent_ns) spent += lap *= 1'000'000;
    const std::int64_t begin = recorder_.epoch_ns() + begin_ms * 1'000'000;
    record.add(totals, begin, begin + spent);
    return record;
  }

  ProfileRecorder recorder_{false};
};

WorkerTotals totals_of(std::int64_t read_ms, std::int64_t compute_ms, std::int64_t bytes) {
  WorkerTotals totals;
  totals.spent_ns[lap_of(Stage::read)] = read_ms;
  totals.spent_ns[lap_of(Stage::compute)] = compute_ms;
  totals.read_bytes = totals.asked_bytes = totals.warm_bytes = bytes;
  totals.files = 1;
  totals.calls.open = 2;
  return totals;
}

TEST_F(SummarizeTest, StagesAreSummedOverTheWorkers) {
  add(Role::worker, totals_of(30, 10, 1000));
  add(Role::worker, totals_of(10, 30, 3000));
  const Profile profile = summarize(recorder_, {1.5, 0.5, 0}, recorder_.epoch_ns() + 50'000'000);
  EXPECT_DOUBLE_EQ(profile.wall_s, 0.05);
  EXPECT_EQ(profile.user_s, 1.5);
  EXPECT_EQ(profile.system_s, 0.5);
  EXPECT_EQ(profile.files, 2);
  EXPECT_EQ(profile.bytes, 4000);
  EXPECT_EQ(profile.system_calls.open, 4);
  EXPECT_DOUBLE_EQ(profile.stage(Stage::read).seconds, 0.04);
  EXPECT_DOUBLE_EQ(profile.stage(Stage::read).share, 0.5);
  EXPECT_EQ(profile.stage(Stage::read).bytes, 4000);
  ASSERT_EQ(profile.workers.size(), 2u);
  EXPECT_EQ(profile.workers[1].name, "worker 2");
  EXPECT_DOUBLE_EQ(profile.workers[1].wall_s, 0.04);
}

TEST_F(SummarizeTest, ReadersAreNoWorkersButTheirCallsCount) {
  add(Role::worker, totals_of(30, 10, 1000));
  add(Role::reader, totals_of(500, 0, 0));
  const Profile profile = summarize(recorder_, {}, recorder_.epoch_ns() + 50'000'000);
  EXPECT_EQ(profile.workers.size(), 1u);
  EXPECT_DOUBLE_EQ(profile.stage(Stage::read).seconds, 0.03);
  EXPECT_EQ(profile.system_calls.open, 4);
}

TEST_F(SummarizeTest, UnmeasuredTimeIsSharedOutAsTheMeasuredIs) {
  WorkerTotals totals = totals_of(3, 1, 1000);
  totals.spent_ns[kUnmeasured] = 40;
  totals.spent_ns[lap_of(Stage::idle)] = 6;
  totals.spent_ns[kAway] = 1000;
  add(Role::worker, totals);
  const Profile profile = summarize(recorder_, {}, recorder_.epoch_ns() + 50'000'000);
  EXPECT_NEAR(profile.stage(Stage::read).seconds, 0.033, 1e-12);
  EXPECT_NEAR(profile.stage(Stage::compute).seconds, 0.011, 1e-12);
  EXPECT_NEAR(profile.stage(Stage::idle).seconds, 0.006, 1e-12);
  EXPECT_NEAR(profile.workers[0].wall_s, 0.05, 1e-12);
}

TEST_F(SummarizeTest, UnmeasuredTimeIsAsThatOfShortFilesWhereSomeWereTimed) {
  WorkerTotals totals = totals_of(30, 10, 1000);
  totals.spent_ns[lap_of(Stage::open)] = 4;
  totals.spent_ns[kUnmeasured] = 10;
  totals.sampled_ns[lap_of(Stage::open)] = 3;
  totals.sampled_ns[lap_of(Stage::read)] = 2;
  add(Role::worker, totals);
  const Profile profile = summarize(recorder_, {}, recorder_.epoch_ns() + 54'000'000);
  EXPECT_NEAR(profile.stage(Stage::open).seconds, 0.010, 1e-12);
  EXPECT_NEAR(profile.stage(Stage::read).seconds, 0.034, 1e-12);
  EXPECT_NEAR(profile.stage(Stage::compute).seconds, 0.010, 1e-12);
}

TEST_F(SummarizeTest, WhatCameFromADiskDidNotComeFromThePageCache) {
  WorkerTotals totals = totals_of(3, 1, 1000);
  totals.warm_bytes = 900;
  add(Role::worker, totals);
  EXPECT_NEAR(*summarize(recorder_, {}, now_ns()).page_cache_share, 0.9, 1e-12);
  // Read ahead: it was in memory when it was asked for, and had come from the disk.
  EXPECT_NEAR(*summarize(recorder_, {0, 0, 600}, now_ns()).page_cache_share, 0.4, 1e-12);
  EXPECT_EQ(*summarize(recorder_, {0, 0, 5000}, now_ns()).page_cache_share, 0);
}

TEST_F(SummarizeTest, WhereTheSystemDoesNotTellNothingIsSaid) {
  WorkerTotals totals = totals_of(3, 1, 1000);
  totals.asked_bytes = totals.warm_bytes = 0;
  add(Role::worker, totals);
  EXPECT_FALSE(summarize(recorder_, {}, now_ns()).page_cache_share);
  // The program itself comes from a disk, too.
  EXPECT_FALSE(summarize(recorder_, {0, 0, 90}, now_ns()).page_cache_share);
  // But a disk is seen at work.
  EXPECT_NEAR(*summarize(recorder_, {0, 0, 700}, now_ns()).page_cache_share, 0.3, 1e-12);
}

TEST_F(SummarizeTest, WhatOneFileSystemTellsIsNotSaidOfAnother) {
  WorkerTotals totals = totals_of(3, 1, 1000);
  totals.asked_bytes = totals.warm_bytes = 850;
  totals.untold_bytes = 150;
  add(Role::worker, totals);
  EXPECT_FALSE(summarize(recorder_, {}, now_ns()).page_cache_share);
}

TEST_F(SummarizeTest, ALittleThatIsNotToldDoesNotMatter) {
  WorkerTotals totals = totals_of(3, 1, 1000);
  totals.asked_bytes = totals.warm_bytes = 950;
  totals.untold_bytes = 50;
  add(Role::worker, totals);
  EXPECT_EQ(summarize(recorder_, {}, now_ns()).page_cache_share, 1);
}

TEST_F(SummarizeTest, TimelinesOfAllWorkersHaveTheSameIntervals) {
  add(Role::worker, totals_of(1000, 0, 0));
  add(Role::worker, totals_of(10, 0, 0));
  const Profile profile = summarize(recorder_, {}, now_ns());
  EXPECT_GT(profile.interval_s, 1.0 / 256);
  EXPECT_EQ(profile.workers[1].timeline.size(),
            static_cast<std::size_t>(0.010 / profile.interval_s) + 1);
  double sum = 0;
  for (const StageSeconds& interval : profile.workers[0].timeline) {
    sum += interval[lap_of(Stage::read)];
  }
  EXPECT_NEAR(sum, 1.0, 1e-4);
}

TEST_F(SummarizeTest, ARunWithoutWorkersHasNoShares) {
  const Profile profile = summarize(recorder_, {}, now_ns());
  EXPECT_EQ(profile.stage(Stage::read).share, 0);
  EXPECT_FALSE(profile.page_cache_share);
}

}  // namespace
}  // namespace hilo
