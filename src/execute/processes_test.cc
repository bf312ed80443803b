// What only this executor has; what all have in common is in stats_test.cc.
#include <dirent.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "execute/worker_process.h"
#include "hilo/stats.h"
#include "support/npy_file.h"
#include "support/temporary_directory.h"

namespace hilo {
namespace {

int open_descriptors() {
  DIR* const directory = ::opendir("/proc/self/fd");
  int count = 0;
  while (::readdir(directory) != nullptr) ++count;
  ::closedir(directory);
  return count;
}

// Kills a process that this thread has started, if there is one.
void kill_a_child() {
  std::ifstream children("/proc/thread-self/children");
  pid_t pid = 0;
  if (children >> pid) ::kill(pid, SIGKILL);
}

class ProcessesTest : public ::testing::Test {
 protected:
  ProcessesTest() {
    for (int i = 0; i < 20; ++i) {
      directory_.write(std::to_string(i) + ".npy",
                       testing::npy_bytes(std::vector<double>{1.0 * i}));
    }
    options_.executor = Executor::processes;
    options_.jobs = 3;
  }
  ~ProcessesTest() override { set_worker_command({}); }

  Result<StatsResult> run() { return stats({directory_.path()}, options_); }

  testing::TemporaryDirectory directory_;
  StatsOptions options_;
};

TEST_F(ProcessesTest, LeavesNoProcessAndNoDescriptor) {
  const int before = open_descriptors();
  for (int i = 0; i < 3; ++i) {
    const auto result = run();
    ASSERT_TRUE(result) << to_string(result.error());
    EXPECT_TRUE(result->complete);
  }
  options_.on_row = [](Row&&) -> Result<void> { return failure(ErrorCode::output, "enough"); };
  EXPECT_FALSE(run());
  options_.on_row = nullptr;
  set_worker_command({"/bin/false"});
  EXPECT_FALSE(run());
  EXPECT_EQ(open_descriptors(), before);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST_F(ProcessesTest, WorkersThatAreKilledAndRunsThatAreStoppedLeaveNothing) {
  // Large enough that workers are at work when the first rows come.
  for (const char* name : {"30.npy", "31.npy"}) {
    directory_.write(name, testing::npy_bytes(std::vector<double>(5'000'000, 0.5)));
  }
  const int before = open_descriptors();
  std::int64_t lost = 0;
  for (int round = 0; round < 100 && lost < 3; ++round) {
    bool is_first = true;
    options_.on_row = [&](Row&&) -> Result<void> {
      if (std::exchange(is_first, false)) kill_a_child();
      return {};
    };
    const auto result = run();
    ASSERT_TRUE(result) << to_string(result.error());
    EXPECT_TRUE(result->complete);
    lost += result->lost_workers;
  }
  EXPECT_GE(lost, 3);
  std::atomic<bool> stop = false;
  options_.stop = &stop;
  options_.on_row = [&](Row&&) -> Result<void> {
    stop = true;
    return {};
  };
  ASSERT_TRUE(run());
  EXPECT_EQ(open_descriptors(), before);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST_F(ProcessesTest, AProgramThatIsNoWorkerIsAnError) {
  set_worker_command({"/bin/false"});
  const auto ended = run();
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, ErrorCode::worker);
  EXPECT_EQ(
      ended.error().message,
      "expected the worker process /bin/false to be ready for work, found it exited with status 1");

  set_worker_command({"/bin/sh", "-c", "echo hello >&3; sleep 5"});
  const auto talking = run();
  ASSERT_FALSE(talking);
  EXPECT_EQ(talking.error().code, ErrorCode::worker);
  EXPECT_EQ(talking.error().message,
            "expected the worker process /bin/sh to be ready for work, found it still running when "
            "the talk with it "
            "was over");

  set_worker_command({"/no/such/program"});
  const auto missing = run();
  ASSERT_FALSE(missing);
  EXPECT_EQ(
      missing.error().message,
      "expected to start the worker process /no/such/program, found: No such file or directory");
}

TEST_F(ProcessesTest, TheHelperIsLookedForInSomePlaces) {
  const char* const value = std::getenv("HILO_WORKER");
  const std::optional<std::string> before =
      value == nullptr ? std::nullopt : std::optional<std::string>(value);
  ::setenv("HILO_WORKER", "/no/such/helper", 1);
  const auto named = worker_command();
  ::unsetenv("HILO_WORKER");
  const auto unnamed = worker_command();
  if (before) ::setenv("HILO_WORKER", before->c_str(), 1);
  ASSERT_FALSE(named);
  EXPECT_EQ(named.error().message,
            "expected the program hilo-worker to start workers with, found none at "
            "/no/such/helper");
  // Whether one is installed on this machine is not the test's to say.
  const std::string found = unnamed ? unnamed->front() : unnamed.error().message;
  EXPECT_NE(found.find("hilo-worker"), std::string::npos);
}

TEST_F(ProcessesTest, ManyWorkersForFewFiles) {
  options_.jobs = 50;
  const auto result = run();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->files.included, 20);
}

}  // namespace
}  // namespace hilo
