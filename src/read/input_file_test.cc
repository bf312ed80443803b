#include "read/input_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "read/descriptor_budget.h"
#include "support/temporary_directory.h"

namespace hilo {
namespace {

using testing::TemporaryDirectory;

std::string read_all(const InputFile& file, std::uint64_t offset, std::size_t bytes) {
  std::vector<std::byte> buffer(bytes);
  const auto count = file.read_at(offset, buffer, nullptr);
  EXPECT_TRUE(count);
  return std::string(reinterpret_cast<const char*>(buffer.data()), *count);
}

TEST(InputFileTest, ReadsRangesAndStopsAtTheEnd) {
  const TemporaryDirectory directory;
  const auto file = InputFile::open(directory.write("a", "0123456789").c_str());
  ASSERT_TRUE(file);
  EXPECT_EQ(file->identity().bytes, 10);
  EXPECT_EQ(read_all(*file, 0, 10), "0123456789");
  EXPECT_EQ(read_all(*file, 3, 4), "3456");
  EXPECT_EQ(read_all(*file, 8, 100), "89");
  EXPECT_EQ(read_all(*file, 10, 1), "");
  std::byte buffer[10];
  Warmth warmth = Warmth::cold;
  ASSERT_TRUE(file->read_at(0, buffer, &warmth));
  EXPECT_NE(warmth, Warmth::cold);  // written a moment ago
}

TEST(InputFileTest, WhatIsNoRegularFileIsRefusedAtOnce) {
  const TemporaryDirectory directory;
  const std::string fifo = directory.path() + "/fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const std::string socket_path = directory.path() + "/socket";
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, socket_path.c_str(), sizeof(address.sun_path) - 1);
  ASSERT_EQ(::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  const auto start = std::chrono::steady_clock::now();
  for (const auto& [path, found] :
       std::vector<std::pair<std::string, std::string>>{{fifo, "a FIFO"},
                                                        {socket_path, "a socket"},
                                                        {directory.path(), "a directory"},
                                                        {"/dev/null", "a character device"}}) {
    const auto file = InputFile::open(path.c_str());
    ASSERT_FALSE(file) << path;
    EXPECT_EQ(file.error().code, ErrorCode::not_regular) << path;
    EXPECT_EQ(file.error().message, "expected a regular file, found " + found);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
  ::close(descriptor);
}

TEST(InputFileTest, WhatCannotBeOpenedSaysWhy) {
  const TemporaryDirectory directory;
  const std::string loop = directory.path() + "/loop";
  ASSERT_EQ(::symlink(loop.c_str(), loop.c_str()), 0);
  const std::string dangling = directory.path() + "/dangling";
  ASSERT_EQ(::symlink("nowhere", dangling.c_str()), 0);
  for (const auto& [path, why] : std::vector<std::pair<std::string, std::string>>{
           {directory.path() + "/none", "No such file or directory"},
           {dangling, "No such file or directory"},
           {loop, "Too many levels of symbolic links"}}) {
    const auto file = InputFile::open(path.c_str());
    ASSERT_FALSE(file) << path;
    EXPECT_EQ(file.error().code, ErrorCode::open);
    EXPECT_NE(file.error().message.find(why), std::string::npos) << file.error().message;
  }
}

TEST(InputFileTest, AFileThatGrowsShrinksOrIsTouchedHasChanged) {
  const TemporaryDirectory directory;
  const std::string path = directory.write("a", "0123456789");
  const auto file = InputFile::open(path.c_str());
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->check_unchanged());
  ASSERT_EQ(::truncate(path.c_str(), 4), 0);
  auto changed = file->check_unchanged();
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, ErrorCode::changed);
  EXPECT_NE(changed.error().message.find("4 bytes instead of 10"), std::string::npos);

  const auto again = InputFile::open(path.c_str());
  const timespec times[2] = {{1, 0}, {1, 0}};
  ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
  changed = again->check_unchanged();
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, ErrorCode::changed);
}

TEST(InputFileTest, AFileReplacedUnderItsNameIsStillTheOneThatWasOpened) {
  const TemporaryDirectory directory;
  const std::string path = directory.write("a", "old");
  const auto file = InputFile::open(path.c_str());
  ASSERT_EQ(::rename(directory.write("b", "new!").c_str(), path.c_str()), 0);
  EXPECT_EQ(read_all(*file, 0, 10), "old");
  EXPECT_TRUE(file->check_unchanged());
}

TEST(InputFileTest, DescriptorsAreClosedAndMovedOnce) {
  const TemporaryDirectory directory;
  const std::string path = directory.write("a", "x");
  int number = -1;
  {
    auto file = InputFile::open(path.c_str());
    number = file->descriptor();
    EXPECT_NE(::fcntl(number, F_GETFD) & FD_CLOEXEC, 0);
    InputFile moved = std::move(*file);
    EXPECT_EQ(moved.descriptor(), number);
  }
  EXPECT_EQ(::fcntl(number, F_GETFD), -1);
}

TEST(InputFileTest, WaitsForADescriptorWhereTheProcessHasNone) {
  const TemporaryDirectory directory;
  const std::string path = directory.write("a", "x");
  rlimit before;
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const int next = ::dup(0);
  ::close(next);
  rlimit none = before;
  none.rlim_cur = static_cast<rlim_t>(next);
  // The sanitizers want descriptors of their own when a thread starts.
  std::latch started(1);
  std::latch exhausted(1);
  std::jthread relief([&] {
    started.count_down();
    exhausted.wait();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ::setrlimit(RLIMIT_NOFILE, &before);
  });
  started.wait();
  const int limited = ::setrlimit(RLIMIT_NOFILE, &none);
  exhausted.count_down();
  ASSERT_EQ(limited, 0);
  const auto file = InputFile::open(path.c_str());
  relief.join();
  EXPECT_TRUE(file) << file.error().message;
}

TEST(DescriptorBudgetTest, IsWhatTheLimitLeavesAndAtMost64) {
  rlimit before;
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const auto budget_at = [&](rlim_t limit) {
    rlimit changed = before;
    changed.rlim_cur = limit;
    EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &changed), 0);
    const int budget = descriptor_budget();
    ::setrlimit(RLIMIT_NOFILE, &before);
    return budget;
  };
  EXPECT_EQ(budget_at(std::min<rlim_t>(1024, before.rlim_max)), 64);
  const int tight = budget_at(32);
  EXPECT_GE(tight, 1);
  EXPECT_LE(tight, 24);
  EXPECT_EQ(budget_at(4), 1);
}

}  // namespace
}  // namespace hilo
