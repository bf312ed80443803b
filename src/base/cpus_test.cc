#include "base/cpus.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <filesystem>
#include <fstream>

namespace hilo {
namespace {

// A folder that stands for /sys/fs/cgroup.
class CgroupMount : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/cgroup-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    mount_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(mount_); }

  void write(const std::string& path, const std::string& text) {
    const std::filesystem::path file = mount_ + "/" + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }

  std::string mount_;
};

TEST_F(CgroupMount, HasNoQuotaWithoutFiles) {
  EXPECT_EQ(cgroup_cpu_quota("0::/a/b\n", mount_), std::nullopt);
  EXPECT_EQ(cgroup_cpu_quota("", mount_), std::nullopt);
}

TEST_F(CgroupMount, RoundsAVersion2QuotaUp) {
  write("a/cpu.max", "150000 100000\n");
  EXPECT_EQ(cgroup_cpu_quota("0::/a\n", mount_), 2);
  write("a/cpu.max", "200000 100000\n");
  EXPECT_EQ(cgroup_cpu_quota("0::/a\n", mount_), 2);
  write("a/cpu.max", "1000 100000\n");
  EXPECT_EQ(cgroup_cpu_quota("0::/a\n", mount_), 1);
}

TEST_F(CgroupMount, TakesTheSmallestQuotaOnTheWayUp) {
  write("a/b/cpu.max", "max 100000\n");
  write("a/cpu.max", "300000 100000\n");
  EXPECT_EQ(cgroup_cpu_quota("0::/a/b\n", mount_), 3);
  write("a/b/cpu.max", "500000 100000\n");
  EXPECT_EQ(cgroup_cpu_quota("0::/a/b\n", mount_), 3);
  write("cpu.max", "100000 100000\n");
  EXPECT_EQ(cgroup_cpu_quota("0::/a/b\n", mount_), 1);
}

TEST_F(CgroupMount, UsesTheMountWhereThePathIsTheHosts) {
  write("cpu.max", "400000 100000\n");
  EXPECT_EQ(cgroup_cpu_quota("0::/docker/0123/nowhere\n", mount_), 4);
  EXPECT_EQ(cgroup_cpu_quota("0::/\n", mount_), 4);
}

TEST_F(CgroupMount, ReadsVersion1AmongOtherControllers) {
  write("cpu,cpuacct/job/cpu.cfs_quota_us", "250000\n");
  write("cpu,cpuacct/job/cpu.cfs_period_us", "100000\n");
  const char* membership = "12:cpuset:/job\n4:cpu,cpuacct:/job\n1:name=systemd:/job\n0::/job\n";
  EXPECT_EQ(cgroup_cpu_quota(membership, mount_), 3);
  write("cpu,cpuacct/job/cpu.cfs_quota_us", "-1\n");
  EXPECT_EQ(cgroup_cpu_quota(membership, mount_), std::nullopt);
}

TEST_F(CgroupMount, IgnoresAnUnreadableQuota) {
  write("cpu.max", "many\n");
  EXPECT_EQ(cgroup_cpu_quota("0::/\n", mount_), std::nullopt);
  write("cpu.max", "100000\n");
  EXPECT_EQ(cgroup_cpu_quota("0::/\n", mount_), std::nullopt);
  write("cpu.max", "100000 0\n");
  EXPECT_EQ(cgroup_cpu_quota("0::/\n", mount_), std::nullopt);
}

TEST(AllowedCpus, FollowsTheAffinityMask) {
  cpu_set_t before;
  ASSERT_EQ(sched_getaffinity(0, sizeof(before), &before), 0);
  EXPECT_GE(allowed_cpus(), 1);
  EXPECT_LE(allowed_cpus(), CPU_COUNT(&before));

  int first = 0;
  while (!CPU_ISSET(first, &before)) ++first;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
  EXPECT_EQ(allowed_cpus(), 1);
  ASSERT_EQ(sched_setaffinity(0, sizeof(before), &before), 0);
}

}  // namespace
}  // namespace hilo
