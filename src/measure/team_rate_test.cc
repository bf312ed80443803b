#include "measure/team_rate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <new>
#include <thread>

namespace hilo {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

TEST(TeamRateTest, IsTheSumOfWhatTheWorkersReach) {
  const auto rate = team_rate(3, milliseconds(12), [](int worker) -> Step {
    return [worker] { return TimedBytes{1000 * (worker + 1), nanoseconds(1000)}; };
  });
  ASSERT_TRUE(rate);
  EXPECT_DOUBLE_EQ(*rate, 6e9);
}

TEST(TeamRateTest, WhatAStepDoesBesideIsNotCounted) {
  const auto rate = team_rate(1, milliseconds(6), [](int) -> Step {
    return [] {
      std::this_thread::sleep_for(std::chrono::microseconds(50));
      return TimedBytes{1000, nanoseconds(1000)};
    };
  });
  ASSERT_TRUE(rate);
  EXPECT_DOUBLE_EQ(*rate, 1e9);
}

TEST(TeamRateTest, ASlowMomentDoesNotCount) {
  const auto start = std::chrono::steady_clock::now();
  const auto rate = team_rate(1, milliseconds(60), [start](int) -> Step {
    return [start] {
      std::this_thread::sleep_for(milliseconds(1));
      const bool is_early = std::chrono::steady_clock::now() - start < milliseconds(30);
      return TimedBytes{1000, nanoseconds(is_early ? 10'000 : 1000)};
    };
  });
  ASSERT_TRUE(rate);
  EXPECT_DOUBLE_EQ(*rate, 1e9);
}

TEST(TeamRateTest, StepsThatAreLongerThanASliceCountAllTheSame) {
  const auto rate = team_rate(2, milliseconds(6), [](int) -> Step {
    return [] {
      std::this_thread::sleep_for(milliseconds(10));
      return TimedBytes{1000, nanoseconds(1000)};
    };
  });
  ASSERT_TRUE(rate);
  EXPECT_DOUBLE_EQ(*rate, 2e9);
}

TEST(TeamRateTest, AllWorkAtTheSameTime) {
  std::atomic<int> working = 0;
  std::atomic<int> most = 0;
  (void)team_rate(4, milliseconds(30), [&](int) -> Step {
    return [&] {
      const int now = ++working;
      int seen = most;
      while (seen < now && !most.compare_exchange_weak(seen, now)) {
      }
      std::this_thread::sleep_for(milliseconds(1));
      --working;
      return TimedBytes{1, nanoseconds(1)};
    };
  });
  EXPECT_EQ(most, 4);
}

TEST(TeamRateTest, ThereIsNoneWhereOneOfThemHasNothingToDoOrNoMemory) {
  EXPECT_FALSE(team_rate(2, milliseconds(3), [](int worker) -> Step {
    return [worker] { return TimedBytes{worker == 0 ? 1000 : 0, nanoseconds(1000)}; };
  }));
  EXPECT_FALSE(team_rate(2, milliseconds(3), [](int worker) -> Step {
    return [worker] {
      if (worker == 1) throw std::bad_alloc();
      return TimedBytes{1000, nanoseconds(1000)};
    };
  }));
}

}  // namespace
}  // namespace hilo
