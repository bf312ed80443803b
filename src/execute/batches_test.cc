#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "hilo/batch_executor.h"
#include "hilo/stats.h"
#include "support/npy_file.h"
#include "support/temporary_directory.h"

namespace hilo {
namespace {

// A cluster in this process: batches are done in a random order, and its workers die of some files.
class FakeCluster : public BatchExecutor {
 public:
  int slots() override { return 2; }

  Result<void> submit(std::int64_t batch, const std::vector<std::string>& paths,
                      const BatchParameters& parameters) override {
    if (refuses) return failure(ErrorCode::worker, "expected a cluster, found none");
    EXPECT_FALSE(paths.empty());
    batches_[batch] = paths;
    parameters_ = parameters;
    largest = std::max(largest, paths.size());
    ++submitted;
    return {};
  }

  Result<std::optional<BatchAnswer>> next(std::chrono::milliseconds) override {
    if (batches_.empty()) return std::nullopt;
    auto chosen = batches_.begin();
    std::advance(chosen, static_cast<std::ptrdiff_t>(random_() % batches_.size()));
    BatchAnswer answer;
    answer.batch = chosen->first;
    const std::vector<std::string> paths = std::move(chosen->second);
    batches_.erase(chosen);
    const bool dies = std::any_of(paths.begin(), paths.end(), [](const std::string& path) {
      return path.find("deadly") != std::string::npos;
    });
    const bool is_blamed = blamed_.erase(answer.batch) > 0;
    if (dies && blames_others) {
      for (const auto& [other, its_paths] : batches_) blamed_.insert(other);
    }
    if (dies || is_blamed) {
      answer.error = Error{ErrorCode::worker, "it dead", {}, -1};
    } else if (garbles > 0) {
      --garbles;
      answer.bytes = "garbage";
    } else {
      answer.bytes = scan_batch(paths, parameters_).value();
    }
    return answer;
  }

  void cancel() override {
    ++cancelled;
    batches_.clear();
  }

  bool refuses = false;
  bool blames_others = false;  // all that it has when a worker dies
  int garbles = 0;
  int cancelled = 0;
  int submitted = 0;
  std::size_t largest = 0;

 private:
  std::mt19937_64 random_{5};
  BatchParameters parameters_;
  std::set<std::int64_t> blamed_;
  std::map<std::int64_t, std::vector<std::string>> batches_;
};

class BatchesTest : public ::testing::Test {
 protected:
  BatchesTest() {
    std::mt19937_64 random(3);
    for (int i = 0; i < 60; ++i) {
      std::vector<double> values(random() % 200);
      for (double& value : values) value = static_cast<double>(random()) / 3;
      directory_.write("d/file_" + std::to_string(i) + ".npy", testing::npy_bytes(values));
    }
    directory_.write("d/broken.npy", "no array");
    options_.batches = &cluster_;
  }

  Result<StatsResult> run() { return stats({directory_.path("d")}, options_); }

  void expect_same(const StatsResult& found, const StatsResult& expected) {
    ASSERT_EQ(found.groups.size(), expected.groups.size());
    for (std::size_t i = 0; i < found.groups.size(); ++i) {
      EXPECT_EQ(found.groups[i].key, expected.groups[i].key);
      EXPECT_EQ(found.groups[i].summary.std, expected.groups[i].summary.std);
    }
    EXPECT_EQ(found.total.sum, expected.total.sum);
    EXPECT_EQ(found.errors, expected.errors);
    EXPECT_EQ(found.bytes_read > 0, expected.bytes_read > 0);
  }

  testing::TemporaryDirectory directory_;
  FakeCluster cluster_;
  StatsOptions options_;
};

TEST_F(BatchesTest, GiveTheResultOfEveryOtherExecutor) {
  const auto found = run();
  ASSERT_TRUE(found) << to_string(found.error());
  const auto expected = stats({directory_.path("d")});
  ASSERT_TRUE(expected);
  expect_same(*found, *expected);
  EXPECT_GE(cluster_.submitted, 8);
  EXPECT_GT(cluster_.largest, 1u);  // never a file at a time
  EXPECT_EQ(cluster_.cancelled, 0);
}

TEST_F(BatchesTest, WhatWasMeasuredComesWithTheAnswers) {
  const auto expected = stats({directory_.path("d")});
  ASSERT_TRUE(expected);
  options_.profile = true;
  options_.trace = directory_.path("trace.json");
  const auto found = run();
  ASSERT_TRUE(found) << to_string(found.error());
  expect_same(*found, *expected);
  ASSERT_TRUE(found->profile);
  EXPECT_EQ(found->profile->executor, "batches");
  EXPECT_EQ(found->profile->files, 61);
  EXPECT_EQ(found->profile->bytes, expected->bytes_read);
  EXPECT_EQ(found->profile->system_calls.open, 61);
  EXPECT_GT(found->profile->stage(Stage::read).seconds, 0);
  ASSERT_GE(found->profile->workers.size(), 2u);
  for (const WorkerProfile& worker : found->profile->workers) {
    double wall_s = 0;
    for (const double seconds : worker.stage_s) wall_s += seconds;
    EXPECT_NEAR(wall_s, worker.wall_s, 1e-9);
    EXPECT_LE(worker.begin_s + worker.wall_s, found->profile->wall_s + 1e-9);
  }
  std::ifstream stream(options_.trace);
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  for (int i = 0; i < 60; ++i) {
    const std::string name = "/d/file_" + std::to_string(i) + ".npy\", \"cat\": \"file\"";
    EXPECT_NE(text.find(name), std::string::npos) << i;
  }
}

TEST_F(BatchesTest, AFileThatWorkersDieOfIsNamedAndTheRestIsThere) {
  const auto expected = stats({directory_.path("d")});
  ASSERT_TRUE(expected);
  directory_.write("d/file_20_deadly.npy", testing::npy_bytes(std::vector<double>{1}));
  const auto found = run();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->total.sum, expected->total.sum);
  ASSERT_EQ(found->errors.size(), 2u);
  EXPECT_EQ(found->errors[1].code, ErrorCode::worker);
  EXPECT_EQ(found->errors[1].path, directory_.path("d/file_20_deadly.npy"));
  EXPECT_EQ(found->errors[1].message, "expected a worker that reads it to its end, found it dead");
}

TEST_F(BatchesTest, FilesThatAreBlamedForAnotherAreTriedAlone) {
  for (const char* name : {"d/file_20_deadly.npy", "d/file_21_deadly.npy"}) {
    directory_.write(name, testing::npy_bytes(std::vector<double>{1}));
  }
  cluster_.blames_others = true;
  const auto found = run();
  ASSERT_TRUE(found) << to_string(found.error());
  ASSERT_EQ(found->errors.size(), 3u);
  EXPECT_EQ(found->errors[1].path, directory_.path("d/file_20_deadly.npy"));
  EXPECT_EQ(found->errors[2].path, directory_.path("d/file_21_deadly.npy"));
  EXPECT_EQ(found->errors[2].code, ErrorCode::worker);
  EXPECT_EQ(found->files.included, 60);
}

TEST_F(BatchesTest, AnAnswerThatIsNoneIsAskedForAgain) {
  cluster_.garbles = 3;
  const auto found = run();
  ASSERT_TRUE(found);
  const auto expected = stats({directory_.path("d")});
  ASSERT_TRUE(expected);
  expect_same(*found, *expected);
}

TEST_F(BatchesTest, WhatIsDoneWhenItIsStoppedIsKept) {
  std::atomic<bool> stop = false;
  options_.stop = &stop;
  int rows = 0;
  options_.on_row = [&](Row&&) -> Result<void> {
    if (++rows == 5) stop = true;
    return {};
  };
  const auto found = run();
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->stopped);
  EXPECT_GE(found->files.included, 5);
  EXPECT_LT(found->files.included, 60);
  EXPECT_EQ(found->files.found, 61);
  EXPECT_EQ(cluster_.cancelled, 1);
}

TEST_F(BatchesTest, AnErrorThatEndsTheRunLeavesNothingBehind) {
  options_.on_error = OnError::fail;
  const auto found = run();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::magic);
}

TEST_F(BatchesTest, RelativePathsBeginInTheDirectoryOfTheRun) {
  const std::string name = "d/file_0.npy";
  BatchParameters parameters;
  parameters.directory = directory_.path("");
  const std::string there = scan_batch({name}, parameters).value();
  EXPECT_NE(there.find(name), std::string::npos);
  EXPECT_EQ(there.find(directory_.path("")), std::string::npos);  // keys stay as they were found
  const std::string absolute = directory_.path(name);
  EXPECT_EQ(scan_batch({absolute}, {}).value(), scan_batch({absolute}, parameters).value());
  // It is not in this process's own directory.
  EXPECT_NE(scan_batch({name}, {}).value(), there);
}

TEST_F(BatchesTest, ABatchWithWrongOptionsIsUsage) {
  const std::vector<std::string> paths = {directory_.path("d/file_0.npy")};
  EXPECT_EQ(scan_batch(paths, {NanPolicy::omit, 1000}).error().code, ErrorCode::usage);
  EXPECT_EQ(scan_batch(paths, {}, 0).error().code, ErrorCode::usage);
  EXPECT_EQ(scan_batch(paths, {}, 3).value(), scan_batch(paths, {}).value());
}

TEST_F(BatchesTest, AClusterThatRefusesIsAnError) {
  cluster_.refuses = true;
  const auto found = run();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().message, "expected a cluster, found none");
}

TEST_F(BatchesTest, WhatAnEarlierRunKnowsIsNotGivenOut) {
  options_.save = directory_.path("s");
  ASSERT_TRUE(run());
  cluster_.submitted = 0;
  options_.resume = options_.save;
  const auto found = run();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->recalled, 60);
  EXPECT_EQ(cluster_.submitted, 1);  // the file that had failed
}

}  // namespace
}  // namespace hilo
