#include "compare/figures.h"

#include <gtest/gtest.h>

#include <tuple>

namespace hilo {
namespace {

Candidate candidate(const char* way, int workers, bool cold, std::vector<double> walls) {
  Candidate made;
  made.way = way;
  made.workers = workers;
  made.cold = cold;
  for (const double wall : walls) made.rounds.push_back({2 * wall, wall, wall});
  return made;
}

TEST(FiguresTest, TheMedianIsTheMiddle) {
  EXPECT_EQ(median_of({}), 0);
  EXPECT_EQ(median_of({3}), 3);
  EXPECT_EQ(median_of({9, 1, 2}), 2);
  EXPECT_EQ(median_of({9, 1, 2, 4}), 3);
}

TEST(FiguresTest, RatesAndSpeedupsAreOfMedians) {
  Comparison comparison;
  comparison.bytes = 8'000;
  comparison.cpus = 4;
  comparison.ceilings.resize(2);
  comparison.ceilings[0].workers = 1;
  comparison.ceilings[0].page_cache = 4'000;
  comparison.ceilings[0].cold_reading = 500;
  comparison.ceilings[1].workers = 2;
  comparison.ceilings[1].page_cache = 5'000;
  comparison.candidates = {candidate("serial", 1, false, {4, 100, 3}),
                           candidate("threads", 2, false, {2, 2.5, 2.5}),
                           candidate("threads", 4, false, {2}), candidate("serial", 1, true, {32}),
                           candidate("threads", 2, true, {16})};
  derive_figures(comparison);
  const auto& [serial, two, four, cold, cold_two] =
      std::tie(comparison.candidates[0], comparison.candidates[1], comparison.candidates[2],
               comparison.candidates[3], comparison.candidates[4]);
  EXPECT_EQ(serial.median.wall_s, 4);
  EXPECT_EQ(serial.median.user_s, 8);
  EXPECT_EQ(serial.bytes_per_second, 2'000);
  EXPECT_EQ(serial.speedup, 1);
  EXPECT_EQ(serial.ceiling_share, 0.5);
  EXPECT_EQ(two.speedup, 1.6);
  EXPECT_EQ(two.efficiency, 0.8);
  EXPECT_EQ(two.ceiling_share, 3'200.0 / 5'000);
  EXPECT_EQ(four.speedup, 2);
  EXPECT_EQ(four.efficiency, 0.5);
  EXPECT_EQ(four.ceiling_share, 4'000.0 / 5'000);  // of the most threads that were measured
  EXPECT_EQ(cold.speedup, 1);
  EXPECT_EQ(cold.ceiling_share, 0.5);
  EXPECT_EQ(cold_two.speedup, 2);  // over what was as cold
  EXPECT_FALSE(cold_two.ceiling_share);
  ASSERT_EQ(comparison.fits.size(), 1U);
  EXPECT_EQ(comparison.fits[0].way, "threads");
}

TEST(FiguresTest, WhatFailedHasTimesAndNoRates) {
  Comparison comparison;
  comparison.bytes = 8'000;
  comparison.candidates = {candidate("serial", 1, false, {4}), candidate("threads", 2, false, {2})};
  comparison.candidates[1].failure = "it died";
  derive_figures(comparison);
  EXPECT_EQ(comparison.candidates[1].median.wall_s, 2);
  EXPECT_EQ(comparison.candidates[1].bytes_per_second, 0);
  EXPECT_FALSE(comparison.candidates[1].speedup);
  EXPECT_FALSE(comparison.candidates[1].ceiling_share);
}

TEST(FiguresTest, TheSpreadIsThatOfMostCandidates) {
  Comparison comparison;
  comparison.candidates = {candidate("serial", 1, false, {4, 4, 5}),
                           candidate("threads", 1, false, {4, 4, 4}),
                           candidate("threads", 2, false, {2, 2, 8}),
                           candidate("threads", 4, false, {1, 9}),  // too few to tell
                           candidate("serial", 1, true, {1, 1, 9})};
  derive_figures(comparison);
  EXPECT_EQ(spread_of_rounds(comparison, false), 0.25);
  EXPECT_EQ(spread_of_rounds(comparison, true), 8);
  EXPECT_FALSE(spread_of_rounds({}, false));
}

TEST(FiguresTest, WithoutSerialThereIsNoSpeedup) {
  Comparison comparison;
  comparison.bytes = 8'000;
  comparison.candidates = {candidate("threads", 2, false, {2})};
  derive_figures(comparison);
  EXPECT_EQ(comparison.candidates[0].bytes_per_second, 4'000);
  EXPECT_FALSE(comparison.candidates[0].speedup);
  EXPECT_FALSE(comparison.candidates[0].efficiency);
}

}  // namespace
}  // namespace hilo
