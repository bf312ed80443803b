#include "measure/ceilings.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/cpus.h"
#include "base/file_descriptor.h"
#include "support/npy_file.h"
#include "support/temporary_directory.h"

namespace hilo {
namespace {

using std::chrono::milliseconds;
using testing::npy_bytes;
using testing::TemporaryDirectory;

constexpr std::size_t kChunk = std::size_t{1} << 17;
constexpr double kSlowest = 1e6;   // bytes per second that every machine reaches, sanitizers too
constexpr double kFastest = 1e13;  // and none

void expect_a_rate(const std::optional<double>& rate) {
  ASSERT_TRUE(rate);
  EXPECT_GT(*rate, kSlowest);
  EXPECT_LT(*rate, kFastest);
}

// Some files of 80 kB, on the disk if there is one.
std::vector<std::string> write_files(const TemporaryDirectory& directory, int count) {
  std::vector<double> values(10'000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i % 977) / 100;
  std::vector<std::string> paths;
  for (int i = 0; i < count; ++i) {
    paths.push_back(directory.write("file_" + std::to_string(i) + ".npy", npy_bytes(values)));
    const FileDescriptor file(::open(paths.back().c_str(), O_RDWR | O_CLOEXEC));
    EXPECT_EQ(::fdatasync(file.get()), 0);
  }
  return paths;
}

TEST(CeilingsTest, AllThatNeedNoDiskAreMeasuredForFilesInMemory) {
  const TemporaryDirectory directory;
  const auto paths = write_files(directory, 20);
  const Ceilings ceilings = measure_ceilings(paths, 2, kChunk, {}, milliseconds(200));
  EXPECT_EQ(ceilings.workers, std::min(2, allowed_cpus()));
  expect_a_rate(ceilings.memory_copy);
  expect_a_rate(ceilings.page_cache);
  expect_a_rate(ceilings.kernel);
  EXPECT_FALSE(ceilings.cold_reading);
}

TEST(CeilingsTest, ThereAreNoMoreWorkersThanCpus) {
  const Ceilings ceilings = measure_ceilings({}, 1'000'000, kChunk, {}, milliseconds(20));
  EXPECT_EQ(ceilings.workers, allowed_cpus());
  expect_a_rate(ceilings.memory_copy);
}

TEST(CeilingsTest, WhatCannotBeReadIsPassedOver) {
  const TemporaryDirectory directory;
  const std::string fifo = directory.path("fifo");
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const std::vector<std::string> paths = {directory.path("none"), directory.path(), fifo,
                                          directory.write("empty.npy"),
                                          directory.write("bad.npy", std::string(500'000, '?'))};
  const Ceilings ceilings =
      measure_ceilings(paths, 1, kChunk, {.is_wanted = true}, milliseconds(100));
  expect_a_rate(ceilings.kernel);
  expect_a_rate(ceilings.page_cache);  // of the one that is no array

  const Ceilings none =
      measure_ceilings({directory.path("none")}, 1, kChunk, {.is_wanted = true}, milliseconds(100));
  EXPECT_FALSE(none.page_cache);
  EXPECT_FALSE(none.cold_reading);
  expect_a_rate(none.kernel);
  expect_a_rate(none.memory_copy);
}

TEST(CeilingsTest, OneFileIsEnoughForSeveralWorkers) {
  const TemporaryDirectory directory;
  const Ceilings ceilings =
      measure_ceilings(write_files(directory, 1), 8, kChunk, {}, milliseconds(100));
  expect_a_rate(ceilings.page_cache);
  expect_a_rate(ceilings.kernel);
}

TEST(CeilingsTest, AllChunksWillDo) {
  const TemporaryDirectory directory;
  const auto paths = write_files(directory, 2);
  for (const int bits : {14, 26}) {
    const Ceilings ceilings =
        measure_ceilings(paths, 1, std::size_t{1} << bits, {}, milliseconds(100));
    expect_a_rate(ceilings.page_cache);
    expect_a_rate(ceilings.kernel);
  }
}

TEST(CeilingsTest, ColdReadingIsMeasuredWhereThereIsADisk) {
  const TemporaryDirectory directory;
  struct statfs status;
  ASSERT_EQ(::statfs(directory.path().c_str(), &status), 0);
  constexpr long kTmpfs = 0x01021994;
  if (status.f_type == kTmpfs) GTEST_SKIP() << "the temporary directory is a tmpfs";
  const auto paths = write_files(directory, 40);
  const Ceilings ceilings =
      measure_ceilings(paths, 1, kChunk, {.is_wanted = true}, milliseconds(300));
  expect_a_rate(ceilings.cold_reading);
  expect_a_rate(ceilings.page_cache);
}

TEST(CeilingsTest, WhatHasNoDiskIsNeverCold) {
  if (!std::filesystem::is_directory("/dev/shm")) GTEST_SKIP() << "no /dev/shm";
  const std::string path = "/dev/shm/hilo-ceilings-test-" + std::to_string(::getpid());
  const FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  const std::string bytes = npy_bytes(std::vector<double>(10'000, 1.5));
  ASSERT_EQ(::write(file.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  const Ceilings ceilings =
      measure_ceilings({path}, 1, kChunk, {.is_wanted = true}, milliseconds(100));
  ::unlink(path.c_str());
  EXPECT_FALSE(ceilings.cold_reading);
  expect_a_rate(ceilings.page_cache);
}

TEST(CeilingsTest, TheBudgetIsKept) {
  const TemporaryDirectory directory;
  const auto paths = write_files(directory, 100);
  const auto start = std::chrono::steady_clock::now();
  (void)measure_ceilings(paths, 2, kChunk, {.is_wanted = true}, milliseconds(100));
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(1000));  // on a busy machine
}

}  // namespace
}  // namespace hilo
