#include "compare/plain_statistics.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "support/npy_file.h"
#include "support/temporary_directory.h"

namespace hilo {
namespace {

using testing::npy_bytes;
using testing::TemporaryDirectory;

TEST(PlainStatisticsTest, SumsSmallIntegersOfAnyNumber) {
  for (std::size_t count = 0; count < 1000; ++count) {
    std::vector<double> values(count);
    std::iota(values.begin(), values.end(), 1.0);
    const auto n = static_cast<double>(count);
    ASSERT_EQ(plain_sum(values), n * (n + 1) / 2);
  }
}

// numpy.mean and numpy.std of numpy.arange(10_000) ** 2 / 7.0, NumPy 2.4.6.
TEST(PlainStatisticsTest, GivesWhatNumPyGives) {
  std::vector<double> values(10'000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i * i) / 7.0;
  const PlainStatistics found = plain_statistics(values);
  EXPECT_EQ(found.mean, 4761190.5);
  EXPECT_EQ(found.std, 4258777.776776037);
}

TEST(PlainStatisticsTest, ReadsFilesOfAnyKind) {
  const TemporaryDirectory directory;
  const auto doubles =
      reduce_plainly(directory.write("f8.npy", npy_bytes(std::vector<double>{1.0, 2.0, 3.0, 6.0})));
  EXPECT_EQ(doubles.failure, PlainFailure::none);
  EXPECT_EQ(doubles.statistics.mean, 3.0);
  EXPECT_EQ(doubles.statistics.std, std::sqrt(3.5));
  const auto integers =
      reduce_plainly(directory.write("i2.npy", npy_bytes(std::vector<std::int16_t>{1, 2, 3, 6})));
  EXPECT_EQ(integers.statistics.mean, 3.0);

  std::string swapped = npy_bytes(std::vector<std::int16_t>{0x0100, 0x0300});
  swapped[swapped.find('<')] = '>';
  EXPECT_EQ(reduce_plainly(directory.write("big.npy", swapped)).statistics.mean, 2.0);
}

TEST(PlainStatisticsTest, SaysWhatWentWrong) {
  const TemporaryDirectory directory;
  const auto missing = reduce_plainly(directory.path("none.npy"));
  EXPECT_EQ(missing.failure, PlainFailure::open);
  EXPECT_EQ(missing.error_number, ENOENT);
  EXPECT_EQ(reduce_plainly(directory.write("bad.npy", "no array")).failure, PlainFailure::read);
  EXPECT_EQ(reduce_plainly(directory.write("empty.npy")).failure, PlainFailure::read);
  EXPECT_EQ(reduce_plainly(directory.path()).failure, PlainFailure::read);
  const std::string fifo = directory.path("fifo");
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_EQ(reduce_plainly(fifo).failure, PlainFailure::read);
}

TEST(PlainStatisticsTest, TheWatcherSeesFilesAndMemory) {
  const TemporaryDirectory directory;
  const std::string path = directory.write("a.npy", npy_bytes(std::vector<double>(1000, 1.5)));
  int open = 0;
  int most_open = 0;
  std::size_t taken = 0;
  PlainWatcher watcher;
  watcher.opened = [&] { most_open = std::max(most_open, ++open); };
  watcher.closed = [&] { --open; };
  watcher.take_memory = [&](std::size_t bytes) {
    taken += bytes;
    return taken <= 8000;
  };
  watcher.give_memory = [&](std::size_t bytes) { taken -= bytes; };
  EXPECT_EQ(reduce_plainly(path, watcher).failure, PlainFailure::none);
  EXPECT_EQ(open, 0);
  EXPECT_EQ(most_open, 1);
  EXPECT_EQ(taken, 0U);
  taken = 1;
  EXPECT_EQ(reduce_plainly(path, watcher).failure, PlainFailure::memory);
  EXPECT_EQ(open, 0);
}

}  // namespace
}  // namespace hilo
