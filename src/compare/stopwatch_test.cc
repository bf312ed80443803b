#include "compare/stopwatch.h"

#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace hilo {
namespace {

using Clock = std::chrono::steady_clock;

void compute_for(std::chrono::milliseconds time) {
  const auto end = Clock::now() + time;
  while (Clock::now() < end) {
  }
}

pid_t start_busy_process() {
  pid_t pid = -1;
  char name[] = "sh";
  char flag[] = "-c";
  char script[] = "while :; do :; done";
  char* const words[] = {name, flag, script, nullptr};
  EXPECT_EQ(::posix_spawnp(&pid, "sh", nullptr, nullptr, words, environ), 0);
  return pid;
}

void end(pid_t pid) {
  ::kill(pid, SIGKILL);
  int status = 0;
  EXPECT_EQ(::waitpid(pid, &status, 0), pid);
}

TEST(StopwatchTest, SleepTakesWallTimeAndComputingTakesBoth) {
  const Stopwatch sleeping;
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const RunTimes slept = sleeping.elapsed();
  EXPECT_GE(slept.wall_s, 0.1);
  EXPECT_LT(slept.user_s + slept.system_s, 0.05);

  const Stopwatch computing;
  std::jthread other([] { compute_for(std::chrono::milliseconds(100)); });
  compute_for(std::chrono::milliseconds(100));
  other.join();
  const RunTimes computed = computing.elapsed();
  EXPECT_GE(computed.wall_s, 0.1);
  EXPECT_GT(computed.user_s + computed.system_s, 0.01);  // on a machine that is very busy
}

TEST(StopwatchTest, AProcessCountsWhenItWasWaitedFor) {
  const Stopwatch watch;
  const pid_t pid = start_busy_process();
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  const RunTimes before = watch.elapsed();
  end(pid);
  const RunTimes after = watch.elapsed();
  const double other = after.user_s + after.system_s - before.user_s - before.system_s;
  EXPECT_GT(other, 0.02);
}

TEST(StopwatchTest, AProcessThatRunsCountsWhereThatIsAskedFor) {
  const Stopwatch ended;
  const Stopwatch running(Children::running);
  const pid_t pid = start_busy_process();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const RunTimes with = running.elapsed();
  const RunTimes without = ended.elapsed();
  EXPECT_GT(with.user_s + with.system_s, without.user_s + without.system_s + 0.02);
  end(pid);
}

}  // namespace
}  // namespace hilo
