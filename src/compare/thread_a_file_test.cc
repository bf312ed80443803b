#include "compare/thread_a_file.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "support/npy_file.h"
#include "support/temporary_directory.h"

namespace hilo {
namespace {

using testing::npy_bytes;
using testing::TemporaryDirectory;

constexpr std::int64_t kPlenty = std::int64_t{1} << 30;

TEST(ThreadAFileTest, ReducesAllFilesWhereNothingRunsOut) {
  const TemporaryDirectory directory;
  std::vector<std::string> paths;
  for (int i = 0; i < 50; ++i) {
    paths.push_back(directory.write(std::to_string(i), npy_bytes(std::vector<double>(1000, 1.5))));
  }
  const auto report = start_a_thread_a_file(paths, kPlenty);
  EXPECT_EQ(report.files, 50);
  EXPECT_EQ(report.reduced, 50);
  EXPECT_EQ(report.started, 50);
  EXPECT_GE(report.most_alive, 1);
  EXPECT_GE(report.most_open, 1);
  EXPECT_LE(report.most_open, 50);
  EXPECT_EQ(failure_text(report, 1024), "");
}

TEST(ThreadAFileTest, CountsWhatFailsAndWhy) {
  const TemporaryDirectory directory;
  const std::vector<std::string> paths = {
      directory.write("a", npy_bytes(std::vector<double>(1000, 1.5))), directory.path("none"),
      directory.write("b", "no array"), directory.path("nothing")};
  const auto report = start_a_thread_a_file(paths, kPlenty);
  EXPECT_EQ(report.reduced, 1);
  EXPECT_EQ(report.not_opened, 2);
  EXPECT_EQ(report.open_error, ENOENT);
  EXPECT_EQ(report.not_read, 1);
  const auto poor = start_a_thread_a_file({paths[0]}, 7999);
  EXPECT_EQ(poor.no_memory, 1);
  EXPECT_NE(failure_text(poor, 1024).find("1 arrays beyond the memory"), std::string::npos);
}

TEST(ThreadAFileTest, SaysHowItFailed) {
  ThreadAFileReport report;
  report.files = 10'000;
  report.reduced = 1'000;
  report.started = 10'000;
  report.not_opened = 9'000;
  report.open_error = EMFILE;
  report.most_alive = 1'013;
  report.most_open = 1'005;
  EXPECT_EQ(failure_text(report, 1024),
            "9000 of 10000 files are not reduced: 9000 times \"Too many open files\" (ulimit -n is "
            "1024); at most 1013 threads and 1005 open files at the same time");
  report.not_opened = 0;
  report.started = 1'000;
  report.start_error = EAGAIN;
  EXPECT_EQ(failure_text(report, 1024),
            "9000 of 10000 files are not reduced: no thread 1001: \"Resource temporarily "
            "unavailable\"; at most 1013 threads and 1005 open files at the same time");
}

TEST(ThreadAFileTest, AReportSurvivesItsText) {
  ThreadAFileReport report;
  std::int64_t value = 0;
  for (std::int64_t* field :
       {&report.files, &report.reduced, &report.started, &report.most_alive, &report.most_open,
        &report.not_opened, &report.open_error, &report.no_memory, &report.memory_bytes,
        &report.not_read, &report.start_error}) {
    *field = ++value;
  }
  report.too_many = true;
  const auto read = parse_report(to_text(report));
  ASSERT_TRUE(read);
  EXPECT_EQ(to_text(*read), to_text(report));
  EXPECT_EQ(read->start_error, 11);
  EXPECT_TRUE(read->too_many);
  EXPECT_FALSE(parse_report(""));
  EXPECT_FALSE(parse_report("1 2 3"));
}

TEST(ThreadAFileTest, ThereIsMemoryForArrays) { EXPECT_GT(memory_for_arrays(), 0); }

}  // namespace
}  // namespace hilo
