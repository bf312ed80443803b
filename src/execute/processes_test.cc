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

#include "execute/worker_messages.h"
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

TEST(WorkerMessagesTest, AreReadAsTheyWereWritten) {
  WorkerSetup setup;
  ASSERT_TRUE(read(to_bytes(WorkerSetup{1 << 17, NanPolicy::raise, "avx2"}), setup));
  EXPECT_EQ(setup.chunk_bytes, std::size_t{1} << 17);
  EXPECT_EQ(setup.nan_policy, NanPolicy::raise);
  EXPECT_EQ(setup.simd, "avx2");

  ScanFile scan;
  ASSERT_TRUE(read(to_bytes(ScanFile{"a b", true}), scan));
  EXPECT_EQ(scan.path, "a b");
  EXPECT_TRUE(scan.may_be_left);

  ArrayInfo info;
  info.dtype = {Kind::int16, std::endian::big};
  info.shape = {3, 4};
  info.data_offset = 128;
  info.size = 12;
  info.data_bytes = 24;
  TakeArray array;
  ASSERT_TRUE(read(to_bytes(TakeArray{info, {7, 1, 2, 3}}), array));
  EXPECT_EQ(array.info, info);
  EXPECT_EQ(array.identity, (FileIdentity{7, 1, 2, 3}));

  ScanPiece piece;
  ASSERT_TRUE(read(to_bytes(ScanPiece{5, 9}), piece));
  EXPECT_EQ(piece.first, 5);
  EXPECT_EQ(piece.last, 9);

  FileAnswer skipped;
  skipped.was_cold = true;
  FileAnswer file;
  ASSERT_TRUE(read(to_bytes(skipped), file));
  EXPECT_EQ(file.outcome.form, FileOutcome::Form::skipped);
  EXPECT_TRUE(file.was_cold);
  EXPECT_FALSE(file.was_left);
  FileAnswer left;
  left.was_left = true;
  ASSERT_TRUE(read(to_bytes(left), file));
  EXPECT_TRUE(file.was_left);
  FileAnswer failed;
  failed.outcome.form = FileOutcome::Form::failed;
  failed.outcome.path = "a b";
  failed.outcome.error = Error{ErrorCode::open, "expected", "a b", -1};
  ASSERT_TRUE(read(to_bytes(failed), file));
  EXPECT_FALSE(file.was_left);
  EXPECT_EQ(file.outcome.error, failed.outcome.error);
  EXPECT_FALSE(read(to_bytes(failed).substr(0, 9), file));

  PieceAnswer answer;
  answer.error = Error{ErrorCode::io, "no", {}, 7};
  PieceAnswer found;
  ASSERT_TRUE(read(to_bytes(answer), found));
  EXPECT_EQ(found.error, answer.error);
  EXPECT_FALSE(read(to_bytes(setup), found));
  EXPECT_EQ(refusal_of(ready_bytes()), "");
  std::string other = ready_bytes();
  other.back() = other.back() == '9' ? '8' : '9';
  EXPECT_EQ(refusal_of(other).substr(0, 17), "to be of version ");
  EXPECT_EQ(refusal_of(to_bytes(setup)), "speaking of something else");
}

TEST(FrameReaderTest, GivesWholeMessagesHoweverTheyCome) {
  std::string bytes;
  append_frame("first", bytes);
  append_frame("", bytes);
  append_frame(std::string(70'000, 'x'), bytes);
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
    FrameReader reader;
    std::vector<std::string> messages;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      reader.append(std::string_view(bytes).substr(at, step));
      while (const auto message = reader.next()) messages.emplace_back(*message);
    }
    ASSERT_EQ(messages.size(), 3u);
    EXPECT_EQ(messages[0], "first");
    EXPECT_EQ(messages[1], "");
    EXPECT_EQ(messages[2].size(), 70'000u);
  }
}

TEST(FrameReaderTest, AMessageThatIsTooLongIsNoMessage) {
  FrameReader reader;
  reader.append("\xff\xff\xff\xff");
  EXPECT_FALSE(reader.next());
  EXPECT_TRUE(reader.is_broken());
}

}  // namespace
}  // namespace hilo
