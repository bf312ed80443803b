#include "compare/amdahl.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace hilo {
namespace {

std::vector<ScalingPoint> curve(double serial_s, double fraction, const std::vector<int>& workers) {
  std::vector<ScalingPoint> points;
  for (const int n : workers) points.push_back({n, serial_s * (fraction + (1 - fraction) / n)});
  return points;
}

TEST(AmdahlTest, FindsTheCurveThatPointsLieOn) {
  for (const double fraction : {0.0, 0.01, 0.2, 0.5, 0.99, 1.0}) {
    const auto fit = fit_scaling(curve(10, fraction, {1, 2, 4, 8, 12}));
    ASSERT_TRUE(fit);
    EXPECT_NEAR(fit->serial_fraction, fraction, 1e-12);
    EXPECT_NEAR(fit->serial_s, 10, 1e-12);
  }
}

TEST(AmdahlTest, TwoPointsAreEnoughAndOneIsNot) {
  const std::vector<ScalingPoint> two = {{1, 10}, {2, 6}};
  const auto fit = fit_scaling(two);
  ASSERT_TRUE(fit);
  EXPECT_DOUBLE_EQ(fit->serial_fraction, 0.2);
  EXPECT_DOUBLE_EQ(fit->serial_s, 10);
  EXPECT_FALSE(fit_scaling(std::vector<ScalingPoint>{{2, 6}}));
  EXPECT_FALSE(fit_scaling(std::vector<ScalingPoint>{{2, 6}, {2, 7}}));
  EXPECT_FALSE(fit_scaling({}));
}

TEST(AmdahlTest, WhatTheModelCannotSayIsItsNearestEnd) {
  const auto faster = fit_scaling(std::vector<ScalingPoint>{{1, 10}, {2, 4}});
  EXPECT_EQ(faster->serial_fraction, 0);
  // Least squares of T / n: (10 + 4 / 2) / (1 + 1 / 4).
  EXPECT_DOUBLE_EQ(faster->serial_s, 9.6);
  const auto slower = fit_scaling(std::vector<ScalingPoint>{{1, 10}, {2, 12}});
  EXPECT_EQ(slower->serial_fraction, 1);
  EXPECT_DOUBLE_EQ(slower->serial_s, 11);
}

TEST(AmdahlTest, NoOtherCurveIsNearerToThePoints) {
  std::mt19937 random(20261125);
  std::normal_distribution<double> noise(0, 0.3);
  auto points = curve(10, 0.15, {1, 2, 3, 4, 6, 8});
  for (ScalingPoint& point : points) point.seconds += noise(random);
  const auto squares = [&](double serial_s, double fraction) {
    double sum = 0;
    for (const ScalingPoint& point : points) {
      const double error = serial_s * (fraction + (1 - fraction) / point.workers) - point.seconds;
      sum += error * error;
    }
    return sum;
  };
  const auto fit = fit_scaling(points);
  const double best = squares(fit->serial_s, fit->serial_fraction);
  for (const double time : {0.999, 1.0, 1.001}) {
    for (const double share : {-0.001, 0.0, 0.001}) {
      EXPECT_GE(squares(fit->serial_s * time, fit->serial_fraction + share), best * (1 - 1e-12));
    }
  }
}

TEST(AmdahlTest, EachWayHasItsOwnFitAndWhatFailedHasNone) {
  const auto candidate = [](const char* way, int workers, bool cold, double seconds) {
    Candidate made;
    made.way = way;
    made.workers = workers;
    made.cold = cold;
    made.median.wall_s = seconds;
    made.rounds.push_back(made.median);
    return made;
  };
  std::vector<Candidate> candidates = {
      candidate("serial", 1, false, 10),   candidate("threads", 1, false, 10),
      candidate("threads", 2, false, 6),   candidate("processes", 1, false, 20),
      candidate("processes", 2, false, 1), candidate("threads", 1, true, 30),
      candidate("threads", 2, true, 30)};
  candidates[4].failure = "it died";
  candidates.push_back(candidate("loop", 1, false, 3));
  candidates.push_back(candidate("loop", 2, false, 3));
  candidates[7].notebook = candidates[8].notebook = true;
  // There are two CPUs, so eight workers say nothing.
  candidates.push_back(candidate("threads", 8, false, 6));
  const auto fits = fit_candidates(candidates, 2);
  ASSERT_EQ(fits.size(), 2U);
  EXPECT_EQ(fits[0].way, "threads");
  EXPECT_FALSE(fits[0].cold);
  EXPECT_EQ(fits[0].points, 2);
  EXPECT_DOUBLE_EQ(fits[0].serial_fraction, 0.2);
  EXPECT_TRUE(fits[1].cold);
  EXPECT_EQ(fits[1].serial_fraction, 1);
}

}  // namespace
}  // namespace hilo
