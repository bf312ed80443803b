#include "hilo/merge.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "hilo/stats.h"
#include "support/npy_file.h"
#include "support/temporary_directory.h"

namespace hilo {
namespace {

class MergeTest : public ::testing::Test {
 protected:
  MergeTest() {
    for (const char* name : {"a.npy", "b.npy", "c.npy"}) write(name, {1.5, -2});
  }

  void write(const std::string& name, std::vector<double> values) {
    directory_.write(name, testing::npy_bytes(values));
  }

  std::string path(const std::string& name) const { return directory_.path(name); }

  // Saves the state of some files; gives its path.
  std::string saved(const std::string& state, const std::vector<std::string>& names) {
    std::vector<std::string> inputs;
    for (const std::string& name : names) inputs.push_back(path(name));
    StatsOptions options;
    options.save = path(state);
    const auto result = stats(inputs, options);
    EXPECT_TRUE(result) << to_string(result.error());
    return path(state);
  }

  testing::TemporaryDirectory directory_;
};

TEST_F(MergeTest, GivesWhatOneRunWouldGive) {
  const auto one = stats({path("a.npy"), path("b.npy"), path("c.npy")});
  const auto merged = merge({saved("2", {"c.npy"}), saved("1", {"a.npy", "b.npy"})});
  ASSERT_TRUE(one);
  ASSERT_TRUE(merged) << to_string(merged.error());
  ASSERT_EQ(merged->groups.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(merged->groups[i].key, one->groups[i].key);
  EXPECT_EQ(merged->total.std, one->total.std);
  EXPECT_EQ(merged->files.found, 3);
  EXPECT_TRUE(merged->complete);
}

TEST_F(MergeTest, TakesAndGivesRunsInMemory) {
  const auto run_of = [&](const std::string& name, std::string& bytes) {
    StatsOptions options;
    options.save_bytes = &bytes;
    EXPECT_TRUE(stats({path(name)}, options));
    return SavedRun::in_memory(bytes, name);
  };
  std::string a;
  std::string b;
  std::string both;
  MergeOptions options;
  options.save_bytes = &both;
  const auto merged = merge({run_of("a.npy", a), run_of("b.npy", b)}, options);
  ASSERT_TRUE(merged) << to_string(merged.error());
  EXPECT_EQ(merged->files.included, 2);
  options = {};
  options.subtract = {SavedRun::in_memory(a, "the first")};
  const auto rest = merge({SavedRun::in_memory(both, "both"), saved("3", {"c.npy"})}, options);
  ASSERT_TRUE(rest) << to_string(rest.error());
  EXPECT_EQ(rest->files.included, 2);
  EXPECT_EQ(merge({SavedRun::in_memory(a, "one"), SavedRun::in_memory(a, "two")}).error().message,
            "expected states of different files, found " + path("a.npy") + " in one and in two");
}

TEST_F(MergeTest, ARunInMemoryIsResumed) {
  std::string bytes;
  StatsOptions options;
  options.save_bytes = &bytes;
  ASSERT_TRUE(stats({path("a.npy"), path("b.npy")}, options));
  std::string all;
  options.resume = SavedRun::in_memory(bytes, "before");
  options.save_bytes = &all;
  options.save = path("state");
  const auto resumed = stats({path("a.npy"), path("b.npy"), path("c.npy")}, options);
  ASSERT_TRUE(resumed) << to_string(resumed.error());
  EXPECT_EQ(resumed->recalled, 2);
  EXPECT_EQ(resumed->files.included, 3);
  const auto again = merge({SavedRun::in_memory(all, "all")});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->total.std, resumed->total.std);
  EXPECT_TRUE(merge({path("state")}));
}

TEST_F(MergeTest, RowsGoToTheCallerWhoMayEndIt) {
  MergeOptions options;
  int rows = 0;
  options.on_row = [&](Row&&) -> Result<void> {
    if (++rows == 2) return failure(ErrorCode::output, "enough");
    return {};
  };
  const auto merged = merge({saved("s", {"a.npy", "b.npy", "c.npy"})}, options);
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().message, "enough");
}

TEST_F(MergeTest, OneThatIsStoppedLeavesTheOldStateAlone) {
  const std::string all = saved("all", {"a.npy", "b.npy", "c.npy"});
  const std::string two = saved("two", {"a.npy", "b.npy"});
  MergeOptions options;
  std::atomic<bool> stop = false;
  options.stop = &stop;
  options.save = two;
  options.on_row = [&](Row&&) -> Result<void> {
    stop = true;
    return {};
  };
  const auto merged = merge({all}, options);
  ASSERT_TRUE(merged);
  EXPECT_TRUE(merged->stopped);
  EXPECT_FALSE(merged->complete);
  EXPECT_EQ(merged->files.included, 1);
  const auto kept = merge({two});
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->files.included, 2);
}

TEST_F(MergeTest, WhatOneRunDidNotComeToIsMissingOnlyWhereNoOtherHasIt) {
  StatsOptions options;
  std::atomic<bool> stop = false;
  options.executor = Executor::serial;
  options.stop = &stop;
  options.save = path("part");
  options.on_row = [&](Row&&) -> Result<void> {
    stop = true;
    return {};
  };
  const auto part = stats({path("a.npy"), path("b.npy"), path("c.npy")}, options);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->files.included, 1);

  const auto alone = merge({path("part")});
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->files.found, 3);
  EXPECT_FALSE(alone->complete);
  const auto with_rest = merge({path("part"), saved("rest", {"b.npy", "c.npy"})});
  ASSERT_TRUE(with_rest);
  EXPECT_EQ(with_rest->files.found, 3);
  EXPECT_EQ(with_rest->files.included, 3);
  EXPECT_TRUE(with_rest->complete);
  MergeOptions without_itself;
  without_itself.subtract = {path("part")};
  const auto nothing = merge({path("part")}, without_itself);
  ASSERT_TRUE(nothing);
  EXPECT_EQ(nothing->files.found, 0);
}

TEST_F(MergeTest, AFileThatChangedBetweenTheRunsIsCountedAndTold) {
  const std::string before = saved("before", {"a.npy"});
  write("a.npy", {7, 8, 9});
  const auto merged = merge({before, saved("after", {"a.npy", "b.npy"})});
  ASSERT_TRUE(merged);
  EXPECT_EQ(merged->files.included, 3);
  EXPECT_EQ(merged->repeated, 1);
}

TEST_F(MergeTest, WrongOptionsAreUsage) {
  EXPECT_EQ(merge({}).error().code, ErrorCode::usage);
  MergeOptions options;
  options.nan_policy = NanPolicy::raise;
  EXPECT_EQ(merge({saved("s", {"a.npy"})}, options).error().code, ErrorCode::usage);
  options = {};
  options.ddof = -1;
  EXPECT_EQ(merge({path("s")}, options).error().code, ErrorCode::usage);
  EXPECT_EQ(merge({path("none")}).error().code, ErrorCode::open);
}

}  // namespace
}  // namespace hilo
