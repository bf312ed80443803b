#include "base/file_system_name.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace hilo {
namespace {

constexpr std::uint32_t kFuse = 0x65735546;

TEST(FileSystemNameTest, AProgramMayServeADiskOrNone) {
  EXPECT_EQ(file_system_name(kFuse, false), "fuse");
  EXPECT_EQ(file_system_name(kFuse, true), "fuseblk");
}

TEST(FileSystemNameTest, OthersHaveOneName) {
  EXPECT_EQ(file_system_name(0xEF53, true), "ext4");
  EXPECT_EQ(file_system_name(0x6969, false), "nfs");
  EXPECT_EQ(file_system_name(1, true), "");
}

TEST(FileSystemNameTest, OfAPath) {
  EXPECT_EQ(file_system_name("/no/such/file"), "");
  if (!std::filesystem::is_directory("/dev/shm")) GTEST_SKIP() << "no /dev/shm";
  EXPECT_EQ(file_system_name("/dev/shm"), "tmpfs");
}

}  // namespace
}  // namespace hilo
