#include "compare/recommendation.h"

#include <gtest/gtest.h>

#include "compare/figures.h"

namespace hilo {
namespace {

constexpr std::int64_t kBytes = 8'000'000'000;

Candidate candidate(const char* way, int workers, double wall_s, bool cold = false) {
  Candidate made;
  made.way = way;
  made.workers = workers;
  made.cold = cold;
  made.rounds.assign(3, {workers * wall_s, 0, wall_s});
  return made;
}

// 10 GB/s a worker from memory, 1 GB/s from the disk.
Comparison comparison(std::vector<Candidate> candidates, int cpus = 4,
                      std::int64_t files = 10'000) {
  Comparison made;
  made.cpus = cpus;
  made.files = files;
  made.bytes = kBytes;
  for (const int workers : {1, 2, 4}) {
    made.ceilings.push_back({.workers = workers,
                             .memory_copy = {},
                             .page_cache = 10e9 * workers,
                             .cold_reading = 1e9,
                             .kernel = {}});
  }
  made.candidates = std::move(candidates);
  derive_figures(made);
  return made;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(RecommendationTest, TheFewestWorkersThatAreAsFastAsTheBest) {
  const auto all = comparison({candidate("serial", 1, 8), candidate("threads", 2, 2.08),
                               candidate("threads", 4, 2.00), candidate("processes", 2, 2.01)});
  const Candidate* const best = best_candidate(all, false);
  ASSERT_NE(best, nullptr);
  EXPECT_EQ(best->way, "threads");
  EXPECT_EQ(best->workers, 2);
  EXPECT_TRUE(has(recommend(all), "--executor threads -j 2: 3.85 GB/s, 3.85 times serial."))
      << recommend(all);
  EXPECT_TRUE(has(recommend(all), "More workers hardly help: 4 take 2 s instead of 2.08 s."))
      << recommend(all);
}

TEST(RecommendationTest, WhereRoundsDifferMoreIsAsFast) {
  auto all = comparison({candidate("serial", 1, 2.2), candidate("processes", 2, 2.0)});
  EXPECT_EQ(best_candidate(all, false)->way, "processes");
  for (Candidate& each : all.candidates) {
    const double wall_s = each.median.wall_s;
    each.rounds = {{0, 0, 0.85 * wall_s}, {0, 0, wall_s}, {0, 0, 1.15 * wall_s}};
  }
  EXPECT_EQ(best_candidate(all, false)->way, "serial");
}

TEST(RecommendationTest, WhatIsClearlyFasterIsWorthItsWorkers) {
  const auto all = comparison(
      {candidate("serial", 1, 8), candidate("threads", 2, 4.4), candidate("threads", 4, 2.2)});
  EXPECT_EQ(best_candidate(all, false)->workers, 4);
  EXPECT_TRUE(has(recommend(all), "--executor threads -j 4 (the default)")) << recommend(all);
  EXPECT_TRUE(has(recommend(all), "It keeps 4 CPUs busy, at 91 % efficiency")) << recommend(all);
}

TEST(RecommendationTest, SerialWorkIsNamed) {
  const auto all = comparison(
      {candidate("serial", 1, 8), candidate("threads", 1, 8), candidate("threads", 4, 5)});
  EXPECT_TRUE(has(recommend(all), "50 % of the work does not divide")) << recommend(all);
  EXPECT_TRUE(has(recommend(all), "not be more than 2.00 times as fast")) << recommend(all);
}

TEST(RecommendationTest, WorkThatDividesIsNotGivenALimitOfItsOwn) {
  const auto all = comparison({candidate("threads", 1, 8), candidate("threads", 4, 2.01)});
  EXPECT_TRUE(has(recommend(all), "It uses all CPUs that there are, 4.")) << recommend(all);
}

TEST(RecommendationTest, ReadingLimitsWhatIsAsFastAsReadingAlone) {
  const auto all = comparison({candidate("serial", 1, 0.9), candidate("threads", 2, 0.42)}, 2);
  EXPECT_TRUE(has(recommend(all), "Reading limits it: it is 95 % of reading alone"))
      << recommend(all);
}

TEST(RecommendationTest, SmallFilesArePacked) {
  const auto all = comparison({candidate("serial", 1, 8)}, 1, 8'000'000);
  EXPECT_TRUE(has(recommend(all), " Files are small, 1.0 kB on average: opening"))
      << recommend(all);
  EXPECT_FALSE(has(recommend(comparison({candidate("serial", 1, 8)}, 1, 1)), "small"));
}

TEST(RecommendationTest, ColdFilesHaveASettingOfTheirOwn) {
  const auto all =
      comparison({candidate("serial", 1, 8), candidate("threads", 4, 2.2),
                  candidate("serial", 1, 8.2, true), candidate("threads", 4, 8.1, true)});
  const std::string text = recommend(all);
  EXPECT_TRUE(has(text, "--executor threads -j 4 (the default)")) << text;
  EXPECT_TRUE(has(text,
                  "Where files are not in memory, --executor serial: 976 MB/s. Storage "
                  "limits it: it is 98 % of reading alone"))
      << text;
}

TEST(RecommendationTest, WhoWaitsForColdFilesIsNotBusy) {
  auto all = comparison({candidate("serial", 1, 20, true), candidate("threads", 2, 12, true),
                         candidate("threads", 4, 10, true)});
  for (Candidate& each : all.candidates) each.rounds.assign(3, {2, 4, each.median.wall_s});
  derive_figures(all);
  EXPECT_TRUE(has(recommend(all),
                  "Its workers wait for reads, and use a CPU for 15 % of the time; reading alone, "
                  "for a while, reached 1.00 GB/s; try more of them with -j."))
      << recommend(all);
  all.candidates[2].rounds.assign(3, {20, 14, 10});
  derive_figures(all);
  EXPECT_FALSE(has(recommend(all), "wait for reads")) << recommend(all);
}

TEST(RecommendationTest, WorkersThatWaitKeepNoCpuBusy) {
  auto all = comparison({candidate("serial", 1, 8), candidate("threads", 2, 4.1)}, 2);
  EXPECT_TRUE(has(recommend(all), "It keeps 2 CPUs busy, at 98 % efficiency")) << recommend(all);
  for (Candidate& each : all.candidates) {
    each.rounds.assign(3, {0.1, 0.2, each.median.wall_s});
  }
  derive_figures(all);
  const std::string text = recommend(all);
  EXPECT_TRUE(
      has(text, "Its workers wait for reads, and use a CPU for 3.7 % of the time; try more"))
      << text;
  EXPECT_FALSE(has(text, "busy")) << text;
}

TEST(RecommendationTest, WhatIsInMemoryIsNotWaitedFor) {
  auto all = comparison({candidate("serial", 1, 8), candidate("threads", 2, 4.1)}, 2);
  for (Candidate& each : all.candidates) each.rounds.assign(3, {0.1, 0.2, each.median.wall_s});
  all.warm_share = 1;  // others have the CPUs
  derive_figures(all);
  EXPECT_FALSE(has(recommend(all), "wait")) << recommend(all);
}

TEST(RecommendationTest, ShortRunsTellNothing) {
  const auto all = comparison({candidate("serial", 1, 0.004), candidate("threads", 2, 0.001)});
  EXPECT_EQ(recommend(all),
            "A run takes 1 ms, too little to tell executors apart: the default will do.");
}

TEST(RecommendationTest, OneThreadIsNoFasterThanOneThread) {
  const auto all = comparison({candidate("serial", 1, 4.7), candidate("threads", 1, 4)}, 1);
  EXPECT_EQ(best_candidate(all, false)->way, "serial");
}

TEST(RecommendationTest, SerialThatSomethingHeldUpIsNotRecommended) {
  const auto all = comparison(
      {candidate("serial", 1, 20), candidate("threads", 1, 4.1), candidate("threads", 2, 4)}, 2);
  EXPECT_TRUE(has(recommend(all), "--executor threads -j 1: ")) << recommend(all);
  EXPECT_TRUE(has(recommend(all), "2 take 4 s instead of 4.1 s")) << recommend(all);
}

TEST(RecommendationTest, ShortWarmRunsSayNothingOfColdOnes) {
  const auto all =
      comparison({candidate("serial", 1, 0.003), candidate("threads", 2, 0.003),
                  candidate("serial", 1, 8, true), candidate("threads", 2, 4.2, true)});
  EXPECT_TRUE(
      recommend(all).starts_with("A run takes 3 ms, too little to tell executors apart: the "
                                 "default will do. Where files are not in memory, "
                                 "--executor threads -j 2: "))
      << recommend(all);
}

TEST(RecommendationTest, OfARoundThatWasGivenUpNothingIsRecommended) {
  auto all = comparison(
      {candidate("serial", 1, 8), candidate("threads", 2, 4.2), candidate("serial", 1, 80, true)});
  EXPECT_TRUE(has(recommend(all), "not in memory")) << recommend(all);
  all.cold_is_partial = true;
  EXPECT_FALSE(has(recommend(all), "not in memory")) << recommend(all);
  all.warm_is_partial = true;
  EXPECT_EQ(recommend(all), "");
}

TEST(RecommendationTest, ACeilingThatIsFarBelowWhatWasReachedIsNone) {
  const auto all = comparison({candidate("serial", 1, 0.1)}, 1);
  EXPECT_FALSE(has(recommend(all), "limits it")) << recommend(all);
}

TEST(RecommendationTest, WhatWasNotTriedIsNotClaimed) {
  const auto all = comparison({candidate("threads", 64, 8, true)});
  EXPECT_TRUE(has(recommend(all), "Storage limits it: it is as fast as reading alone."))
      << recommend(all);
}

TEST(RecommendationTest, OfFewRoundsLittleIsKnown) {
  auto all = comparison({candidate("serial", 1, 2.3), candidate("threads", 2, 2.0)});
  EXPECT_EQ(best_candidate(all, false)->way, "threads");
  for (Candidate& each : all.candidates) each.rounds.resize(1);
  EXPECT_EQ(best_candidate(all, false)->way, "serial");
}

TEST(RecommendationTest, WhatFailedAndTheNotebookAreNotRecommended) {
  auto all = comparison(
      {candidate("serial", 1, 8), candidate("threads", 2, 1), candidate("notebook loop", 1, 1)}, 2);
  all.candidates[1].failure = "it died";
  all.candidates[2].notebook = true;
  EXPECT_EQ(best_candidate(all, false)->way, "serial");
  EXPECT_EQ(recommend(comparison({})), "");
}

TEST(RecommendationTest, OfEqualsTheSimplest) {
  const auto all = comparison({candidate("dask", 1, 2), candidate("processes", 1, 2),
                               candidate("threads", 1, 2), candidate("serial", 1, 2)});
  EXPECT_EQ(best_candidate(all, false)->way, "serial");
}

}  // namespace
}  // namespace hilo
