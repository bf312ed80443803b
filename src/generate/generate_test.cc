#include "hilo/generate.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <cfenv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <vector>

#include "generate/data_directory.h"
#include "generate/manifest.h"

namespace hilo {
namespace {

namespace fs = std::filesystem;

using Files = std::map<std::string, std::string>;  // name to content

class Generate : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/generate-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    path_ = pattern;
  }
  void TearDown() override { fs::remove_all(path_); }

  Files contents() const {
    Files files;
    for (const auto& entry : fs::directory_iterator(path_)) {
      std::ifstream in(entry.path(), std::ios::binary);
      files[entry.path().filename().string()] = {std::istreambuf_iterator<char>(in), {}};
    }
    return files;
  }

  // The error of a call that must fail and must change nothing.
  Error refused(const GenerateOptions& options) const {
    const Files before = contents();
    const auto report = generate(path_, options);
    EXPECT_EQ(contents(), before);
    return report ? Error{ErrorCode::io, "it succeeded", {}, -1} : report.error();
  }

  fs::path path_;
};

GenerateOptions small(std::int64_t files = 5, std::int64_t size = 3000) {
  GenerateOptions options;
  options.files = files;
  options.size = size;
  return options;
}

TEST_F(Generate, MakesFilesAndSaysHowMany) {
  const auto report = generate(path_, small());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->written, 5);
  EXPECT_EQ(report->kept, 0);
  EXPECT_EQ(report->bytes_written, 5 * (128 + 8 * 3000));
  EXPECT_TRUE(report->complete);
  const Files files = contents();
  EXPECT_EQ(files.size(), 6U);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(files.at(data_file_name(i)).size(), 128U + 8 * 3000);
  }
  EXPECT_NE(files.at("file_0.npy"), files.at("file_1.npy"));
}

TEST_F(Generate, TheWorkersDoNotShow) {
  Files first;
  for (const int jobs : {1, 2, 7, 0}) {
    GenerateOptions options = small(20);
    options.jobs = jobs;
    options.force = true;
    ASSERT_TRUE(generate(path_, options));
    if (first.empty()) first = contents();
    EXPECT_EQ(contents(), first) << jobs << " jobs";
  }
}

TEST_F(Generate, TheCallersRoundingModeDoesNotShow) {
  ASSERT_TRUE(generate(path_, small()));
  const Files nearest = contents();
  GenerateOptions options = small();
  options.force = true;
  for (const int mode : {FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO}) {
    std::fesetround(mode);
    const auto report = generate(path_, options);
    EXPECT_EQ(std::fegetround(), mode);
    std::fesetround(FE_TONEAREST);
    ASSERT_TRUE(report);
    EXPECT_EQ(contents(), nearest);
  }
}

TEST_F(Generate, AnElementDependsOnItsPositionAloneNotOnTheSize) {
  ASSERT_TRUE(generate(path_, small(1, 100003)));
  const std::string longer = contents().at("file_0.npy").substr(128);
  for (const std::int64_t size : {0, 1, 2, 3, 1023, 1024, 1025, 32751, 32752, 32753}) {
    GenerateOptions options = small(1, size);
    options.force = true;
    ASSERT_TRUE(generate(path_, options));
    const std::string data = contents().at("file_0.npy").substr(128);
    EXPECT_EQ(data.size(), 8U * static_cast<std::size_t>(size));
    EXPECT_TRUE(longer.starts_with(data)) << size;
  }
}

TEST_F(Generate, KeepsWholeFilesAndMendsTheOthers) {
  ASSERT_TRUE(generate(path_, small()));
  const Files whole = contents();
  fs::remove(path_ / "file_0.npy");
  fs::resize_file(path_ / "file_1.npy", 1000);
  fs::resize_file(path_ / "file_2.npy", 0);
  {
    std::fstream file(path_ / "file_3.npy", std::ios::binary | std::ios::in | std::ios::out);
    file << "not NUMPY";
  }
  std::ofstream(path_ / ".file_4.npy.1-1.tmp") << "left by a killed run";
  const auto report = generate(path_, small());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->written, 4);
  EXPECT_EQ(report->kept, 1);
  EXPECT_EQ(report->bytes_written, 4 * (128 + 8 * 3000));
  EXPECT_EQ(contents(), whole);
}

TEST_F(Generate, AddsFilesToADataSet) {
  ASSERT_TRUE(generate(path_, small(8)));
  const Files all = contents();
  fs::remove_all(path_);
  ASSERT_TRUE(generate(path_, small(3)));
  const auto report = generate(path_, small(8));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->kept, 3);
  EXPECT_EQ(report->written, 5);
  EXPECT_EQ(contents(), all);
}

TEST_F(Generate, RefusesOtherParameters) {
  ASSERT_TRUE(generate(path_, small()));
  GenerateOptions seed = small();
  seed.seed = 1;
  EXPECT_EQ(refused(seed), (Error{ErrorCode::usage,
                                  "expected seed 1, found seed 0; --force removes all file_N.npy "
                                  "of the folder and makes new ones",
                                  path_, -1}));
  GenerateOptions kind = small();
  kind.kind = Kind::int32;
  EXPECT_EQ(refused(kind).code, ErrorCode::usage);
  GenerateOptions distribution = small();
  distribution.distribution = Distribution::uniform;
  EXPECT_EQ(refused(distribution).code, ErrorCode::usage);
  EXPECT_EQ(refused(small(5, 2999)).code, ErrorCode::usage);
  EXPECT_EQ(refused(small(4)).message,
            "expected at most 4 files, found file_4.npy; --force removes all file_N.npy of the "
            "folder and makes new ones");
}

TEST_F(Generate, RefusesFilesOfUnknownOrigin) {
  ASSERT_TRUE(generate(path_, small()));
  std::ofstream(path_ / kManifestName) << "{}";
  EXPECT_EQ(refused(small()).code, ErrorCode::usage);
  fs::remove(path_ / kManifestName);
  EXPECT_EQ(refused(small()).message,
            "expected .hilo-generate.json beside file_4.npy, found none; --force removes all "
            "file_N.npy of the folder and makes new ones");
}

TEST_F(Generate, TakesADirectoryWithoutDataFilesWhateverItsManifestSays) {
  std::ofstream(path_ / kManifestName) << "something else";
  std::ofstream(path_ / "notes.txt") << "mine";
  ASSERT_TRUE(generate(path_, small()));
  EXPECT_EQ(contents().at("notes.txt"), "mine");
  EXPECT_EQ(manifest_of(contents().at(kManifestName))->files, 5);
}

TEST_F(Generate, ForceReplacesAllDataFilesAndNothingElse) {
  ASSERT_TRUE(generate(path_, small(9)));
  std::ofstream(path_ / "file_007.npy") << "mine";
  GenerateOptions options = small(3);
  options.seed = 1;
  options.force = true;
  const auto report = generate(path_, options);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->removed, 9);
  EXPECT_EQ(report->written, 3);
  const Files files = contents();
  EXPECT_EQ(files.size(), 5U);
  EXPECT_EQ(files.at("file_007.npy"), "mine");
  options.force = false;
  EXPECT_EQ(generate(path_, options)->kept, 3);
}

TEST_F(Generate, RefusesOptionsOutOfRange) {
  const auto code = [&](auto change) {
    GenerateOptions options = small();
    change(options);
    return refused(options).code;
  };
  EXPECT_EQ(code([](auto& o) { o.files = 0; }), ErrorCode::usage);
  EXPECT_EQ(code([](auto& o) { o.files = -1; }), ErrorCode::usage);
  EXPECT_EQ(code([](auto& o) { o.size = -1; }), ErrorCode::usage);
  EXPECT_EQ(code([](auto& o) { o.jobs = -1; }), ErrorCode::usage);
  EXPECT_EQ(code([](auto& o) { o.size = INT64_MAX / 8; }), ErrorCode::usage);
  EXPECT_EQ(generate("", small()).error().code, ErrorCode::usage);
}

TEST_F(Generate, TellsProgressOneFileAtATime) {
  GenerateOptions options = small(50, 10);
  options.jobs = 4;
  std::vector<std::int64_t> calls;  // not guarded: the calls must not overlap
  options.on_progress = [&](std::int64_t done) { calls.push_back(done); };
  ASSERT_TRUE(generate(path_, options));
  ASSERT_EQ(calls.size(), 50U);
  for (std::size_t i = 0; i < calls.size(); ++i) EXPECT_EQ(calls[i], static_cast<long>(i) + 1);
}

TEST_F(Generate, StopsAndIsTakenUpAgain) {
  std::atomic<bool> stop = false;
  GenerateOptions options = small(50);
  options.jobs = 1;
  options.stop = &stop;
  options.on_progress = [&](std::int64_t done) { stop = done == 10; };
  const auto stopped = generate(path_, options);
  ASSERT_TRUE(stopped);
  EXPECT_EQ(stopped->written, 10);
  EXPECT_FALSE(stopped->complete);
  EXPECT_EQ(contents().size(), 11U);
  stop = false;
  options.on_progress = nullptr;
  const auto resumed = generate(path_, options);
  ASSERT_TRUE(resumed);
  EXPECT_EQ(resumed->kept, 10);
  EXPECT_EQ(resumed->written, 40);
  EXPECT_TRUE(resumed->complete);
}

TEST_F(Generate, AnExceptionOfTheCallbackReachesTheCaller) {
  GenerateOptions options = small();
  options.on_progress = [](std::int64_t) { throw std::runtime_error("enough"); };
  EXPECT_THROW((void)generate(path_, options), std::runtime_error);
  EXPECT_EQ(generate(path_, small())->complete, true);
}

// A limit on the size of files stands for a full disk: write() takes a part, then fails.
TEST_F(Generate, AFileThatDoesNotFitIsNamedAndLeavesNothing) {
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto old_handler = signal(SIGXFSZ, SIG_IGN);
  const rlimit tight = {.rlim_cur = 300000, .rlim_max = before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
  const auto report = generate(path_, small(1, 100000));
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, old_handler);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error(),
            (Error{ErrorCode::output, "cannot write: File too large", path_ / "file_0.npy", -1}));
  EXPECT_EQ(contents().size(), 1U);  // the manifest
}

}  // namespace
}  // namespace hilo
