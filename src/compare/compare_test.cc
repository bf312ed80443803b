#include "compare/compare.h"

#include <gtest/gtest.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include "base/cpus.h"
#include "support/npy_file.h"
#include "support/temporary_directory.h"

namespace hilo {
namespace {

using testing::npy_bytes;
using testing::TemporaryDirectory;

void write_files(const TemporaryDirectory& directory, int count) {
  for (int i = 0; i < count; ++i) {
    directory.write("file_" + std::to_string(i) + ".npy",
                    npy_bytes(std::vector<double>(1000, i + 0.5)));
  }
}

// A cluster in this process, which scans each batch when it is asked for the next answer.
class LocalBatches : public BatchExecutor {
 public:
  // Where it is wrong, the states are those of another condition.
  explicit LocalBatches(bool is_wrong) : is_wrong_(is_wrong) {}

  int slots() override { return 1; }

  Result<void> submit(std::int64_t batch, const std::vector<std::string>& paths,
                      const BatchParameters& parameters) override {
    BatchParameters asked = parameters;
    if (is_wrong_) asked.transform.expr = "x + 1";
    auto bytes = scan_batch(paths, asked);
    if (!bytes) return Failure(bytes.error());
    answers_.push_back({batch, *std::move(bytes), std::nullopt});
    return {};
  }

  Result<std::optional<BatchAnswer>> next(std::chrono::milliseconds) override {
    if (answers_.empty()) return std::nullopt;
    BatchAnswer answer = std::move(answers_.back());
    answers_.pop_back();
    return answer;
  }

  void cancel() override { answers_.clear(); }

 private:
  bool is_wrong_;
  std::vector<BatchAnswer> answers_;
};

CompareOptions quick() {
  CompareOptions options;
  options.ways = {"serial", "threads"};
  options.jobs = {1, 2};
  options.rounds = 2;
  options.cold = ColdRuns::off;
  return options;
}

const Candidate* find(const Comparison& comparison, const std::string& way, int workers,
                      bool cold = false) {
  for (const Candidate& each : comparison.candidates) {
    if (each.way == way && each.workers == workers && each.cold == cold) return &each;
  }
  return nullptr;
}

TEST(CompareTest, EachWayRunsInEachRoundWithTheSameResult) {
  const TemporaryDirectory directory;
  write_files(directory, 20);
  const auto comparison = compare({directory.path()}, quick());
  ASSERT_TRUE(comparison);
  EXPECT_EQ(comparison->files, 20);
  EXPECT_EQ(comparison->bytes, 20 * 8128);
  EXPECT_EQ(comparison->cpus, allowed_cpus());
  ASSERT_EQ(comparison->candidates.size(), 3U);  // serial once, threads twice
  for (const Candidate& candidate : comparison->candidates) {
    EXPECT_EQ(candidate.rounds.size(), 2U);
    EXPECT_EQ(candidate.failure, "");
    EXPECT_GT(candidate.bytes_per_second, 0);
    EXPECT_TRUE(candidate.speedup);
    EXPECT_TRUE(candidate.ceiling_share);
    for (const RunTimes& times : candidate.rounds) EXPECT_GT(times.wall_s, 0);
  }
  EXPECT_EQ(comparison->same_results, 7);  // 3 x 2, and the first
  EXPECT_EQ(comparison->other_results, 0);
  EXPECT_EQ(comparison->fits.size(), 1U);
  EXPECT_FALSE(comparison->ceilings.empty());
  EXPECT_FALSE(comparison->recommendation.empty());
  EXPECT_EQ(comparison->cold_note, "not asked for");
  EXPECT_FALSE(comparison->stopped);
}

TEST(CompareTest, AnotherResultIsNoticedInTheFirstRunOfAWay) {
  const TemporaryDirectory directory;
  write_files(directory, 20);
  for (const bool is_wrong : {false, true}) {
    LocalBatches batches(is_wrong);
    CompareOptions options = quick();
    options.ways = {"serial", "dask"};
    options.jobs = {1};
    options.cluster = [&](int) { return &batches; };
    const auto comparison = compare({directory.path()}, options);
    ASSERT_TRUE(comparison);
    EXPECT_EQ(comparison->other_results, is_wrong ? 1 : 0);
    const Candidate* const dask = find(*comparison, "dask", 1);
    ASSERT_NE(dask, nullptr);
    EXPECT_EQ(dask->failure.empty(), !is_wrong) << dask->failure;
    EXPECT_EQ(dask->rounds.size(), is_wrong ? 0U : 2U);
    EXPECT_EQ(find(*comparison, "serial", 1)->failure, "");
  }
}

TEST(CompareTest, InputsThatAreRefusedAreNamedAndTheRestIsCompared) {
  const TemporaryDirectory directory;
  write_files(directory, 5);
  directory.write("bad.npy", "no array");
  CompareOptions options = quick();
  options.notebook = true;
  const auto comparison = compare({directory.path()}, options);
  ASSERT_TRUE(comparison);
  EXPECT_EQ(comparison->files, 5);
  ASSERT_EQ(comparison->errors.size(), 1U);
  EXPECT_EQ(comparison->errors[0].code, ErrorCode::magic);
  EXPECT_EQ(comparison->other_results, 0);
  EXPECT_EQ(find(*comparison, "notebook loop", 1)->failure, "");

  const auto none = compare({directory.path("bad.npy")}, quick());
  ASSERT_TRUE(none);
  EXPECT_EQ(none->errors.size(), 1U);
  EXPECT_TRUE(none->candidates.empty());
  EXPECT_TRUE(none->recommendation.empty());
}

TEST(CompareTest, WhatIsNoInputOrNoOptionIsWrongUsage) {
  const TemporaryDirectory directory;
  EXPECT_EQ(compare({directory.path()}, quick()).error().code, ErrorCode::usage);
  write_files(directory, 1);
  CompareOptions none = quick();
  none.rounds = 0;
  EXPECT_EQ(compare({directory.path()}, none).error().code, ErrorCode::usage);
  CompareOptions idle = quick();
  idle.jobs = {1, 0};
  EXPECT_EQ(compare({directory.path()}, idle).error().code, ErrorCode::usage);
  CompareOptions wrong = quick();
  wrong.transform.expr = "x +";
  EXPECT_EQ(compare({directory.path()}, wrong).error().code, ErrorCode::usage);
}

TEST(CompareTest, ExpressionsAreComputedByAllWays) {
  const TemporaryDirectory directory;
  write_files(directory, 5);
  CompareOptions options = quick();
  options.transform.expr = "sqrt(x)";
  options.transform.where = "x>1";
  const auto comparison = compare({directory.path()}, options);
  ASSERT_TRUE(comparison);
  EXPECT_EQ(comparison->expr, "sqrt(x)");
  EXPECT_EQ(comparison->where, "x > 1");
  EXPECT_EQ(comparison->same_results, 7);
}

TEST(CompareTest, AStopLeavesWhatWasMeasured) {
  const TemporaryDirectory directory;
  write_files(directory, 5);
  std::atomic<bool> stop = false;
  CompareOptions options = quick();
  options.rounds = 1000;
  options.stop = &stop;
  options.on_step = [&](const std::string& what) {
    if (what.starts_with("round 3 of 1000: threads, 2 workers")) stop = true;
  };
  const auto comparison = compare({directory.path()}, options);
  ASSERT_TRUE(comparison);
  EXPECT_TRUE(comparison->stopped);
  ASSERT_EQ(comparison->candidates.size(), 3U);
  EXPECT_EQ(comparison->candidates[0].rounds.size(), 3U);
  EXPECT_EQ(comparison->candidates[2].rounds.size(), 2U);
  EXPECT_FALSE(comparison->recommendation.empty());
}

TEST(CompareTest, ColdRunsWhereThereIsADisk) {
  const TemporaryDirectory directory;
  struct statfs status;
  ASSERT_EQ(::statfs(directory.path().c_str(), &status), 0);
  constexpr long kTmpfs = 0x01021994;
  if (status.f_type == kTmpfs) GTEST_SKIP() << "the temporary directory is a tmpfs";
  write_files(directory, 20);
  for (const ColdRuns cold : {ColdRuns::automatic, ColdRuns::on}) {
    CompareOptions options = quick();
    options.cold = cold;
    const auto comparison = compare({directory.path()}, options);
    ASSERT_TRUE(comparison);
    EXPECT_EQ(comparison->cold_note, "");
    const Candidate* const serial = find(*comparison, "serial", 1, true);
    ASSERT_NE(serial, nullptr);
    EXPECT_GE(serial->rounds.size(), 1U);
    EXPECT_TRUE(serial->ceiling_share);
    EXPECT_EQ(comparison->candidates.size(), 6U);
  }
}

TEST(CompareTest, NothingIsColdWithoutADisk) {
  if (!std::filesystem::is_directory("/dev/shm")) GTEST_SKIP() << "no /dev/shm";
  const std::string path = "/dev/shm/hilo-compare-test-" + std::to_string(::getpid()) + ".npy";
  {
    const TemporaryDirectory directory;
    write_files(directory, 1);
    std::filesystem::copy_file(directory.path("file_0.npy"), path);
  }
  CompareOptions options = quick();
  options.cold = ColdRuns::automatic;
  const auto comparison = compare({path}, options);
  options.cold = ColdRuns::on;
  const auto insisted = compare({path}, options);
  std::filesystem::remove(path);
  ASSERT_TRUE(comparison);
  EXPECT_NE(comparison->cold_note.find("without a disk (tmpfs)"), std::string::npos)
      << comparison->cold_note;
  EXPECT_EQ(comparison->candidates.size(), 3U);
  ASSERT_FALSE(insisted);
  EXPECT_EQ(insisted.error().code, ErrorCode::io);
}

TEST(CompareTest, TheNumbersOfWorkersDoubleUpToTheCpus) {
  EXPECT_EQ(default_jobs(1), (std::vector<int>{1}));
  EXPECT_EQ(default_jobs(2), (std::vector<int>{1, 2}));
  EXPECT_EQ(default_jobs(6), (std::vector<int>{1, 2, 4, 6}));
  EXPECT_EQ(default_jobs(8), (std::vector<int>{1, 2, 4, 8}));
}

}  // namespace
}  // namespace hilo
