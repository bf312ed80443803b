// hilo::stats through every executor: the same rows, totals and errors from all.

#include "hilo/stats.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "hilo/array_info.h"
#include "hilo/moments.h"
#include "support/npy_file.h"
#include "support/temporary_directory.h"
#include "support/value_families.h"

namespace hilo {
namespace {

using testing::draw_values;
using testing::npy_bytes;
using testing::TemporaryDirectory;
using testing::value_families;

struct Way {
  Executor executor;
  int jobs;
  std::size_t chunk_bytes;
};

constexpr Way kWays[] = {{Executor::serial, 1, 1 << 14},     {Executor::serial, 1, 1 << 17},
                         {Executor::threads, 1, 1 << 17},    {Executor::threads, 2, 1 << 14},
                         {Executor::threads, 7, 1 << 16},    {Executor::automatic, 0, 1 << 20},
                         {Executor::automatic, 64, 1 << 17}, {Executor::processes, 1, 1 << 17},
                         {Executor::processes, 3, 1 << 14}};

StatsOptions options_of(const Way& way) {
  StatsOptions options;
  options.executor = way.executor;
  options.jobs = way.jobs;
  options.chunk_bytes = way.chunk_bytes;
  return options;
}

bool same(const Summary& a, const Summary& b) {
  const auto bits = [](const std::optional<double>& value) {
    return value ? std::optional(std::bit_cast<std::uint64_t>(*value)) : std::nullopt;
  };
  return a.size == b.size && a.nan_count == b.nan_count && a.posinf_count == b.posinf_count &&
         a.neginf_count == b.neginf_count && a.min == b.min && a.max == b.max && a.sum == b.sum &&
         bits(a.mean) == bits(b.mean) && bits(a.var) == bits(b.var) && bits(a.std) == bits(b.std);
}

void expect_same(const StatsResult& a, const StatsResult& b) {
  ASSERT_EQ(a.groups.size(), b.groups.size());
  for (std::size_t i = 0; i < a.groups.size(); ++i) {
    EXPECT_EQ(a.groups[i].key, b.groups[i].key);
    EXPECT_EQ(a.groups[i].files, b.groups[i].files);
    EXPECT_EQ(a.groups[i].dtype, b.groups[i].dtype);
    EXPECT_EQ(a.groups[i].shape, b.groups[i].shape);
    EXPECT_TRUE(same(a.groups[i].summary, b.groups[i].summary)) << a.groups[i].key;
  }
  EXPECT_TRUE(same(a.total, b.total));
  EXPECT_EQ(a.errors, b.errors);
  EXPECT_EQ(a.files.found, b.files.found);
  EXPECT_EQ(a.files.included, b.files.included);
  EXPECT_EQ(a.files.failed, b.files.failed);
  EXPECT_EQ(a.complete, b.complete);
}

// Good files of several sizes, one of them large enough to be shared between threads, and bad ones.
class StatsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = new TemporaryDirectory;
    for (int i = 0; i < 60; ++i) {
      const auto& family = value_families()[static_cast<std::size_t>(i) % 12];
      values_["d" + std::to_string(i % 3) + "/file_" + std::to_string(i) + ".npy"] =
          draw_values(family, static_cast<std::size_t>(i * i * 7), static_cast<std::uint64_t>(i));
    }
    values_["d1/large.npy"] = draw_values(value_families()[8], 5 << 19, 99);
    for (const auto& [name, values] : values_) directory_->write(name, npy_bytes(values));
    directory_->write("d0/file_7a.npy", "");
    directory_->write("d1/file_7a.npy", "not an array, that is sure");
    directory_->write("d2/short.npy", npy_bytes(std::vector<double>{1, 2, 3}).substr(0, 140));
  }
  static void TearDownTestSuite() {
    delete directory_;
    values_.clear();
  }

  static Result<StatsResult> run(const StatsOptions& options) {
    return stats({directory_->path()}, options);
  }

  static inline TemporaryDirectory* directory_ = nullptr;
  static inline std::map<std::string, std::vector<double>> values_;
};

TEST_F(StatsTest, EveryExecutorGivesTheRowsOfMomentsInMemory) {
  for (const Way& way : kWays) {
    const auto result = run(options_of(way));
    ASSERT_TRUE(result);
    ASSERT_EQ(result->groups.size(), values_.size());
    Moments total;
    for (const Row& row : result->groups) {
      const auto& values = values_.at(row.key.substr(directory_->path().size() + 1));
      const Moments moments = Moments::of(std::span(values));
      EXPECT_TRUE(same(row.summary, moments.finalize())) << row.key;
      EXPECT_EQ(row.shape, std::vector<std::int64_t>{static_cast<std::int64_t>(values.size())});
      ASSERT_TRUE(total.merge(moments));
    }
    EXPECT_TRUE(same(result->total, total.finalize()));
    EXPECT_EQ(result->files.found, 64);
    EXPECT_EQ(result->files.included, 61);
    EXPECT_EQ(result->files.failed, 3);
    EXPECT_FALSE(result->complete);
    EXPECT_FALSE(result->stopped);
  }
}

TEST_F(StatsTest, EveryExecutorGivesTheSameResultForEveryGrouping) {
  for (const GroupBy by : {GroupBy::file, GroupBy::directory, GroupBy::all}) {
    StatsOptions options;
    options.executor = Executor::serial;
    options.by = by;
    options.ddof = 1;
    const auto expected = run(options);
    ASSERT_TRUE(expected);
    for (const Way& way : kWays) {
      StatsOptions other = options_of(way);
      other.by = by;
      other.ddof = 1;
      const auto found = run(other);
      ASSERT_TRUE(found);
      expect_same(*found, *expected);
    }
  }
}

TEST_F(StatsTest, AProfileAddsUpAndChangesNothing) {
  for (const Way& way : kWays) {
    StatsOptions options = options_of(way);
    const auto expected = run(options);
    ASSERT_TRUE(expected);
    EXPECT_FALSE(expected->profile);
    options.profile = true;
    const auto result = run(options);
    ASSERT_TRUE(result);
    expect_same(*result, *expected);
    ASSERT_TRUE(result->profile);
    const Profile& profile = *result->profile;
    // One of the 64 is empty, and is opened all the same.
    EXPECT_EQ(profile.files, 64);
    // Worker processes: a large file's head is read once more where it is cut into pieces.
    EXPECT_GE(profile.bytes, result->bytes_read);
    EXPECT_LE(profile.bytes, result->bytes_read + static_cast<std::int64_t>(way.chunk_bytes));
    EXPECT_EQ(profile.stage(Stage::read).bytes, profile.bytes);
    EXPECT_EQ(profile.system_calls.open, profile.system_calls.close);
    EXPECT_GE(profile.system_calls.open, 64);
    EXPECT_GE(profile.system_calls.fstat, 64 + 61);
    StageSeconds sums = {};
    double shares = 0;
    for (const WorkerProfile& worker : profile.workers) {
      double wall_s = 0;
      for (std::size_t stage = 0; stage < kStages; ++stage) {
        wall_s += worker.stage_s[stage];
        sums[stage] += worker.stage_s[stage];
      }
      EXPECT_NEAR(wall_s, worker.wall_s, 1e-9);
      EXPECT_LE(worker.begin_s + worker.wall_s, profile.wall_s + 1e-9) << worker.name;
    }
    for (std::size_t stage = 0; stage < kStages; ++stage) {
      EXPECT_NEAR(sums[stage], profile.stages[stage].seconds, 1e-9);
      shares += profile.stages[stage].share;
    }
    EXPECT_NEAR(shares, 1, 1e-9);
    EXPECT_FALSE(profile.verdict.empty());
    EXPECT_TRUE(profile.verdict.starts_with(profile.cause)) << profile.verdict;
  }
}

TEST_F(StatsTest, ATraceIsWrittenWhereItIsWanted) {
  for (const Way& way : kWays) {
    StatsOptions options = options_of(way);
    options.trace = directory_->path("trace.json");
    const auto result = run(options);
    ASSERT_TRUE(result);
    EXPECT_FALSE(result->profile);
    std::ifstream stream(options.trace);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    for (const auto& [name, values] : values_) {
      EXPECT_NE(text.find(name + "\", \"cat\": \"file\""), std::string::npos) << name;
    }
    EXPECT_NE(text.find("\"complete\": true"), std::string::npos);
    std::filesystem::remove(options.trace);
  }
  StatsOptions nowhere;
  nowhere.trace = directory_->path("no/such/folder/trace.json");
  const auto refused = run(nowhere);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::usage);
}

TEST_F(StatsTest, ErrorsComeInTheOrderOfTheirPaths) {
  for (const GroupBy by : {GroupBy::file, GroupBy::directory}) {
    StatsOptions options;
    options.by = by;
    options.jobs = 3;
    const auto result = run(options);
    ASSERT_TRUE(result);
    ASSERT_EQ(result->errors.size(), 3u);
    EXPECT_EQ(result->errors[0].path, directory_->path("d0/file_7a.npy"));
    EXPECT_EQ(result->errors[0].code, ErrorCode::empty);
    EXPECT_EQ(result->errors[1].path, directory_->path("d1/file_7a.npy"));
    EXPECT_EQ(result->errors[1].code, ErrorCode::magic);
    EXPECT_EQ(result->errors[2].path, directory_->path("d2/short.npy"));
    EXPECT_EQ(result->errors[2].code, ErrorCode::short_data);
  }
}

TEST_F(StatsTest, DirectoriesAreRowsInNaturalOrder) {
  StatsOptions options;
  options.by = GroupBy::directory;
  const auto result = run(options);
  ASSERT_TRUE(result);
  ASSERT_EQ(result->groups.size(), 3u);
  for (int i = 0; i < 3; ++i) {
    const Row& row = result->groups[static_cast<std::size_t>(i)];
    EXPECT_EQ(row.key, directory_->path("d" + std::to_string(i)));
    EXPECT_EQ(row.files, i == 1 ? 21 : 20);
    EXPECT_FALSE(row.dtype);
    EXPECT_FALSE(row.shape);
  }
}

TEST_F(StatsTest, OnErrorFailReturnsTheFirstErrorOfTheOrder) {
  for (const Way& way : kWays) {
    StatsOptions options = options_of(way);
    options.on_error = OnError::fail;
    const auto result = run(options);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().path, directory_->path("d0/file_7a.npy"));
    EXPECT_EQ(result.error().code, ErrorCode::empty);
  }
}

TEST_F(StatsTest, RowsAreTakenInOrderAndAnErrorOfTheTakerEndsTheRun) {
  for (const Way& way : kWays) {
    StatsOptions options = options_of(way);
    std::vector<std::string> keys;
    options.on_row = [&](Row&& row) -> Result<void> {
      keys.push_back(row.key);
      if (keys.size() == 5) return failure(ErrorCode::output, "the disk is full");
      return {};
    };
    const auto result = run(options);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::output);
    ASSERT_EQ(keys.size(), 5u);
    EXPECT_EQ(keys[0], directory_->path("d0/file_0.npy"));
    EXPECT_EQ(keys[1], directory_->path("d0/file_3.npy"));
    EXPECT_EQ(keys[4], directory_->path("d0/file_12.npy"));
  }
}

TEST_F(StatsTest, StoppingKeepsWhatIsDoneAndSaysSo) {
  for (const Way& way : kWays) {
    std::atomic<bool> stop = false;
    StatsOptions options = options_of(way);
    options.stop = &stop;
    int rows = 0;
    options.on_row = [&](Row&&) -> Result<void> {
      if (++rows == 3) stop = true;
      return {};
    };
    const auto result = run(options);
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->stopped);
    EXPECT_FALSE(result->complete);
    EXPECT_GE(result->files.included, 3);
    EXPECT_EQ(result->files.included, rows);
    EXPECT_EQ(result->files.found, 64);
    EXPECT_LT(result->files.included + result->files.failed, 64);
  }
}

TEST_F(StatsTest, ProgressIsReportedAndEndsWhereTheRunEnds) {
  StatsOptions options;
  options.jobs = 2;
  std::mutex mutex;
  std::vector<Progress> seen;
  options.on_progress = [&](const Progress& progress) {
    const std::lock_guard lock(mutex);
    seen.push_back(progress);
  };
  options.on_row = [&](Row&&) -> Result<void> {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return {};
  };
  ASSERT_TRUE(run(options));
  ASSERT_FALSE(seen.empty());
  const std::size_t reports = seen.size();
  std::int64_t done = 0;
  std::int64_t bytes = 0;
  for (const Progress& progress : seen) {
    EXPECT_EQ(progress.files_found, 64);
    EXPECT_GE(progress.files_done, done);
    EXPECT_LE(progress.files_done, 64);
    EXPECT_GE(progress.bytes_read, bytes);
    done = progress.files_done;
    bytes = progress.bytes_read;
  }
  EXPECT_GT(done, 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(250));
  const std::lock_guard lock(mutex);
  EXPECT_EQ(seen.size(), reports);
}

TEST_F(StatsTest, FewDescriptorsAreEnoughForManyJobs) {
  rlimit before;
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit tight = before;
  tight.rlim_cur = 32;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
  StatsOptions options;
  options.jobs = 64;
  const auto result = run(options);
  ::setrlimit(RLIMIT_NOFILE, &before);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->files.included, 61);
}

// Large files hold descriptors while their pieces are scanned; workers that wait for one have to be
// told when the run ends.
TEST(ThreadsTest, ARunThatEndsEarlyLetsWaitingWorkersGo) {
  const TemporaryDirectory directory;
  std::vector<double> values(std::size_t{1} << 21);
  values[0] = std::nan("");
  const std::string bytes = npy_bytes(values);
  std::vector<std::string> paths;
  for (int i = 0; i < 6; ++i) {
    paths.push_back(directory.write("file_" + std::to_string(i) + ".npy", bytes));
  }
  rlimit before;
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const int next = ::dup(0);
  ::close(next);
  for (const int more : {9, 10, 11}) {  // leaves 1, 2, 3 places
    rlimit tight = before;
    tight.rlim_cur = static_cast<rlim_t>(next + more);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
    StatsOptions options;
    options.executor = Executor::threads;
    options.jobs = 5;
    options.on_error = OnError::fail;
    options.nan_policy = NanPolicy::raise;
    const auto result = stats(paths, options);
    ::setrlimit(RLIMIT_NOFILE, &before);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::nan);
    EXPECT_EQ(result.error().path, paths[0]);
  }
}

TEST_F(StatsTest, WhatACallbackThrowsReachesTheCaller) {
  for (const Way& way : kWays) {
    StatsOptions options = options_of(way);
    int rows = 0;
    options.on_row = [&](Row&&) -> Result<void> {
      if (++rows == 5) throw std::runtime_error("no more");
      return {};
    };
    EXPECT_THROW((void)run(options), std::runtime_error);
    EXPECT_EQ(rows, 5);
  }
}

TEST(ThreadsTest, MoreJobsThanFilesShareALargeOne) {
  const TemporaryDirectory directory;
  const auto values = draw_values(value_families().front(), std::size_t{1} << 22, 7);
  const std::string path = directory.write("large.npy", npy_bytes(values));
  StatsOptions options;
  options.executor = Executor::serial;
  const auto expected = stats({path}, options);
  options.executor = Executor::threads;
  options.jobs = 4;
  const auto found = stats({path}, options);
  ASSERT_TRUE(expected);
  ASSERT_TRUE(found);
  expect_same(*found, *expected);
}

TEST(StatsOptionsTest, WhatIsOutOfRangeIsWrongUsage) {
  const TemporaryDirectory directory;
  const std::string path = directory.write("a.npy", npy_bytes(std::vector<double>{1, 2}));
  for (const auto& change : std::vector<void (*)(StatsOptions&)>{
           [](StatsOptions& o) { o.jobs = -1; }, [](StatsOptions& o) { o.ddof = -1; },
           [](StatsOptions& o) { o.chunk_bytes = 1000; },
           [](StatsOptions& o) { o.chunk_bytes = 100000; },
           [](StatsOptions& o) { o.chunk_bytes = std::size_t{1} << 30; }}) {
    StatsOptions options;
    change(options);
    const auto result = stats({path}, options);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::usage);
  }
  ASSERT_FALSE(stats({}));
  ASSERT_FALSE(stats({directory.path() + "/*.txt"}));
  EXPECT_EQ(stats({directory.path() + "/*.txt"}).error().code, ErrorCode::usage);
}

TEST(StatsNanTest, RaiseMakesAFileWithNanAnError) {
  const TemporaryDirectory directory;
  directory.write("a.npy", npy_bytes(std::vector<double>{1, 2}));
  directory.write("b.npy", npy_bytes(std::vector<double>{1, NAN, NAN}));
  for (const Way& way : kWays) {
    StatsOptions options = options_of(way);
    options.nan_policy = NanPolicy::raise;
    const auto result = stats({directory.path()}, options);
    ASSERT_TRUE(result);
    ASSERT_EQ(result->errors.size(), 1u);
    EXPECT_EQ(result->errors[0].code, ErrorCode::nan);
    EXPECT_EQ(result->errors[0].message, "expected no NaN, found 2 in 3 values");
    EXPECT_EQ(result->total.size, 2);
  }
}

TEST(StatsIntegerTest, ARowIsIntegerOnlyWhereAllItsInputsAre) {
  const TemporaryDirectory directory;
  directory.write("ints/a.npy", npy_bytes(std::vector<std::int64_t>{1, 2}));
  directory.write("ints/b.npy", npy_bytes(std::vector<std::uint8_t>{7}));
  directory.write("mixed/a.npy", npy_bytes(std::vector<std::int64_t>{1, 2}));
  directory.write("mixed/b.npy", npy_bytes(std::vector<double>{}));
  StatsOptions options;
  options.by = GroupBy::directory;
  const auto result = stats({directory.path()}, options);
  ASSERT_TRUE(result);
  ASSERT_EQ(result->groups.size(), 2u);
  EXPECT_EQ(result->groups[0].summary.sum, Number(Integer{0, 10}));
  EXPECT_EQ(result->groups[1].summary.sum, Number(3.0));
  EXPECT_EQ(result->total.sum, Number(13.0));
}

TEST(ArrayInfoTest, ReadsTheHeaderAndRefusesWithThePath) {
  const TemporaryDirectory directory;
  const std::string path = directory.write("a.npy", npy_bytes(std::vector<float>{1, 2, 3}));
  const auto info = read_array_info(path);
  ASSERT_TRUE(info);
  EXPECT_EQ(to_string(info->dtype), "<f4");
  EXPECT_EQ(info->size, 3);
  EXPECT_EQ(info->data_offset, 128);
  const auto missing = read_array_info(directory.path("none.npy"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::open);
  EXPECT_EQ(missing.error().path, directory.path("none.npy"));
}

// Headers of neighbours are remembered; one that differs in a byte must not be taken for another.
TEST(HeaderMemoryTest, FilesWithAlmostTheSameHeaderAreToldApart) {
  const TemporaryDirectory directory;
  for (int i = 0; i < 40; ++i) {
    const auto count = static_cast<std::size_t>(i % 2 == 0 ? 10 : 20);
    const std::string name = "f" + std::to_string(i) + ".npy";
    if (i % 4 < 2) {
      directory.write(name, npy_bytes(std::vector<double>(count, 1.0)));
    } else {
      directory.write(name, npy_bytes(std::vector<std::int64_t>(count, 1)));
    }
  }
  std::string longer = npy_bytes(std::vector<double>(10, 1.0)) + "more";
  directory.write("f0b.npy", longer);
  const auto result = stats({directory.path()}, {.executor = Executor::serial});
  ASSERT_TRUE(result);
  for (const Row& row : result->groups) {
    EXPECT_EQ(row.summary.mean, 1.0) << row.key;
    EXPECT_EQ((*row.shape)[0], row.summary.size);
  }
  ASSERT_EQ(result->errors.size(), 1u);
  EXPECT_EQ(result->errors[0].code, ErrorCode::trailing);
}

}  // namespace
}  // namespace hilo
