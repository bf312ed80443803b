#include "measure/page_cache.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "support/temporary_directory.h"

namespace hilo {
namespace {

using testing::TemporaryDirectory;

constexpr long kTmpfs = 0x01021994;

bool has_a_disk(const TemporaryDirectory& directory) {
  struct statfs status;
  return ::statfs(directory.path().c_str(), &status) == 0 && status.f_type != kTmpfs;
}

void write_through(const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  ASSERT_EQ(::fdatasync(file.get()), 0);
}

void read_all(const FileDescriptor& file, std::size_t bytes) {
  std::vector<std::byte> buffer(bytes);
  ASSERT_EQ(::pread(file.get(), buffer.data(), bytes, 0), static_cast<ssize_t>(bytes));
}

TEST(PageCacheTest, WhatIsWrittenToTheDiskCanBePutOutOfMemory) {
  const TemporaryDirectory directory;
  if (!has_a_disk(directory)) GTEST_SKIP() << "the temporary directory is a tmpfs";
  constexpr std::size_t kBytes = 1'000'000;  // the last page is not full
  const std::string path = directory.write("a", std::string(kBytes, 'x'));
  write_through(path);
  const FileDescriptor file = open_regular(path.c_str());
  ASSERT_TRUE(file.is_open());
  read_all(file, kBytes);
  EXPECT_GE(cached_bytes(file.get(), 0, kBytes), static_cast<std::int64_t>(kBytes));
  std::vector<std::byte> buffer(kBytes);
  EXPECT_EQ(read_cached(file.get(), buffer, 0).value_or(0), kBytes);

  ASSERT_TRUE(evict(file.get(), 0, kBytes));
  EXPECT_EQ(cached_bytes(file.get(), 0, kBytes), 0);
  EXPECT_EQ(read_cached(file.get(), buffer, 0).value_or(0), 0U);
}

TEST(PageCacheTest, ARangeCanBePutOutOfMemory) {
  const TemporaryDirectory directory;
  if (!has_a_disk(directory)) GTEST_SKIP() << "the temporary directory is a tmpfs";
  constexpr std::int64_t kRange = 2 << 20;
  const std::string path = directory.write("a", std::string(3 * kRange, 'x'));
  write_through(path);
  const FileDescriptor file = open_regular(path.c_str());
  read_all(file, 3 * kRange);
  ASSERT_TRUE(evict(file.get(), kRange, kRange));
  EXPECT_EQ(cached_bytes(file.get(), kRange, kRange), 0);
  EXPECT_GT(cached_bytes(file.get(), 0, kRange), 0);
}

TEST(PageCacheTest, WhatHasNoDiskStays) {
  if (!std::filesystem::is_directory("/dev/shm")) GTEST_SKIP() << "no /dev/shm";
  const std::string path = "/dev/shm/hilo-page-cache-test-" + std::to_string(::getpid());
  const FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  ASSERT_TRUE(file.is_open());
  ::unlink(path.c_str());
  const std::string text(100'000, 'x');
  ASSERT_EQ(::write(file.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  EXPECT_FALSE(evict(file.get(), 0, 100'000));
}

TEST(PageCacheTest, WhatIsNeverKeptIsOut) {
  const FileDescriptor file = open_regular("/sys/kernel/mm/transparent_hugepage/enabled");
  if (!file.is_open()) GTEST_SKIP() << "no sysfs";
  EXPECT_TRUE(evict(file.get(), 0, 4096));
}

TEST(PageCacheTest, OnlyRegularFilesAreOpened) {
  const TemporaryDirectory directory;
  const std::string fifo = directory.path("fifo");
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_FALSE(open_regular(fifo.c_str()).is_open());
  EXPECT_FALSE(open_regular(directory.path().c_str()).is_open());
  EXPECT_FALSE(open_regular(directory.path("none").c_str()).is_open());
}

}  // namespace
}  // namespace hilo
