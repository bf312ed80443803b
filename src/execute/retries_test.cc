#include "execute/retries.h"

#include <gtest/gtest.h>

namespace hilo {
namespace {

TEST(RetriesTest, TheTaskThatDoesTheHarmIsFoundAndGivenUp) {
  constexpr std::size_t kHarmful = 5;
  Retries retries;
  Batch tasks;
  for (std::size_t index = 0; index < 16; ++index) tasks.push_back({index});
  std::vector<std::size_t> done;
  std::optional<Task> given_up = retries.take_back(tasks, true);
  int ends = 1;
  while (!retries.empty()) {
    const bool is_last_try = retries.is_last_try();
    Batch batch = retries.take_next();
    EXPECT_EQ(is_last_try, ends == 5);
    while (!batch.empty() && batch.front().index != kHarmful) {
      done.push_back(batch.front().index);
      batch.erase(batch.begin());
    }
    if (batch.empty()) continue;
    ++ends;
    given_up = retries.take_back(std::move(batch), true);
    if (given_up) break;
  }
  ASSERT_TRUE(given_up);
  EXPECT_EQ(given_up->index, kHarmful);
  while (!retries.empty()) {
    for (const Task& task : retries.take_next()) done.push_back(task.index);
  }
  EXPECT_EQ(done.size(), 15u);
}

TEST(RetriesTest, PiecesOfAFileHaveStrikesOfTheirOwn) {
  Retries retries;
  for (int i = 0; i < kStrikes - 1; ++i) {
    for (std::int64_t piece = 0; piece < 3; ++piece) {
      EXPECT_FALSE(retries.take_back({{7, piece}}, true));
      (void)retries.take_next();
    }
  }
  EXPECT_EQ(retries.take_back({{7, 1}}, true), (Task{7, 1}));
}

TEST(RetriesTest, AnEndThatSaysNothingIsNoStrike) {
  Retries retries;
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(retries.take_back({{1}}, false));
    EXPECT_FALSE(retries.is_last_try());
    (void)retries.take_next();
  }
}

TEST(RetriesTest, WhatIsNeedlessIsDropped) {
  Retries retries;
  EXPECT_FALSE(retries.take_back({{1, 0}, {1, 4}, {2}, {1, 2}}, true));
  const Batch dropped = retries.drop([](const Task& task) { return task.piece > 1; });
  EXPECT_EQ(dropped, (Batch{{1, 4}, {1, 2}}));
  EXPECT_EQ(retries.take_next(), (Batch{{1, 0}}));
  EXPECT_EQ(retries.take_next(), (Batch{{2}}));
  EXPECT_TRUE(retries.empty());
}

TEST(RetriesTest, AnInputThatIsDoneIsForgotten) {
  Retries retries;
  for (int i = 0; i < kStrikes - 1; ++i) {
    EXPECT_FALSE(retries.take_back({{3, 9}}, true));
    EXPECT_FALSE(retries.take_back({{4}}, true));
    (void)retries.take_next();
    (void)retries.take_next();
  }
  retries.forget(3);
  EXPECT_FALSE(retries.take_back({{3, 9}}, true));
  EXPECT_EQ(retries.take_back({{4}}, true), (Task{4}));
}

}  // namespace
}  // namespace hilo
