#include "store/run_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "execute/outcome_bytes.h"
#include "store/earlier_run.h"
#include "support/npy_file.h"
#include "support/temporary_directory.h"

namespace hilo {
namespace {

FileOutcome included(const std::string& key, std::vector<double> values) {
  FileOutcome outcome;
  outcome.form = FileOutcome::Form::scanned;
  outcome.path = key;
  outcome.scan.info.dtype = {Kind::float64, std::endian::little};
  outcome.scan.info.shape = {static_cast<std::int64_t>(values.size())};
  outcome.scan.identity = {0, 99, 128, -5};
  outcome.scan.moments = Moments::of(std::span(values));
  return outcome;
}

FileOutcome failed(const std::string& key) {
  FileOutcome outcome;
  outcome.form = FileOutcome::Form::failed;
  outcome.path = key;
  outcome.error = {ErrorCode::short_data, "expected 5 bytes, found 4", key, 4};
  return outcome;
}

FileOutcome missing(const std::string& key) {
  FileOutcome outcome;
  outcome.path = key;
  return outcome;
}

TEST(RunRecordTest, HoldsWhatIsKeptOfAFile) {
  ByteWriter writer;
  write_outcome(included("d/a.npy", {1, 2.5}), writer);
  FileOutcome read;
  ASSERT_TRUE(read_outcome(writer.view(), read));
  const FileOutcome expected = included("d/a.npy", {1, 2.5});
  EXPECT_EQ(read.form, FileOutcome::Form::scanned);
  EXPECT_EQ(read.path, "d/a.npy");
  EXPECT_EQ(read.scan.info.dtype, expected.scan.info.dtype);
  EXPECT_EQ(read.scan.info.shape, expected.scan.info.shape);
  EXPECT_EQ(read.scan.identity, expected.scan.identity);
  EXPECT_TRUE(read.scan.moments == expected.scan.moments);
}

TEST(RunRecordTest, HoldsAnError) {
  ByteWriter writer;
  write_outcome(failed("gone.npy"), writer);
  FileOutcome read;
  ASSERT_TRUE(read_outcome(writer.view(), read));
  EXPECT_EQ(read.form, FileOutcome::Form::failed);
  EXPECT_EQ(read.error, failed("gone.npy").error);
}

TEST(RunRecordTest, HoldsWhatARunDidNotComeTo) {
  ByteWriter writer;
  write_outcome(missing("later.npy"), writer);
  FileOutcome read = included("another", {1});
  ASSERT_TRUE(read_outcome(writer.view(), read));
  EXPECT_EQ(read.form, FileOutcome::Form::skipped);
  EXPECT_EQ(read.path, "later.npy");
}

TEST(RunRecordTest, EveryEndIsMissed) {
  for (const FileOutcome& outcome : {included("a", {1}), failed("b"), missing("c")}) {
    ByteWriter writer;
    write_outcome(outcome, writer);
    const std::string bytes(writer.view());
    FileOutcome read;
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      const auto result = read_outcome(std::string_view(bytes).substr(0, length), read);
      ASSERT_FALSE(result) << length;
      EXPECT_EQ(result.error().code, ErrorCode::state);
    }
    EXPECT_FALSE(read_outcome(bytes + "x", read));
  }
}

TEST(RunRecordTest, WhatContradictsItselfIsRefused) {
  FileOutcome other_size = included("a", {1, 2});
  other_size.scan.info.shape = {3};
  FileOutcome negative = included("a", {});
  negative.scan.info.shape = {-1};
  FileOutcome negative_after_zero = included("a", {});
  negative_after_zero.scan.info.shape = {0, -5};
  FileOutcome too_large = included("a", {1});
  too_large.scan.info.shape = {INT64_MAX, INT64_MAX};
  FileOutcome no_key = included("", {1});
  FileOutcome zero_in_key = failed(std::string("a\0b", 3));
  for (const FileOutcome& outcome :
       {other_size, negative, negative_after_zero, too_large, no_key, zero_in_key}) {
    ByteWriter writer;
    write_outcome(outcome, writer);
    FileOutcome read;
    EXPECT_FALSE(read_outcome(writer.view(), read));
  }
}

class RunFileTest : public ::testing::Test {
 protected:
  std::string write(const std::vector<FileOutcome>& outcomes, bool all_found = true) const {
    const std::string path = directory_.path("run.hilo");
    auto writer = RunFileWriter::open(path);
    EXPECT_TRUE(writer);
    for (const FileOutcome& outcome : outcomes) EXPECT_TRUE((*writer)->add(outcome));
    EXPECT_TRUE((*writer)->commit(all_found));
    return path;
  }

  testing::TemporaryDirectory directory_;
};

TEST_F(RunFileTest, GivesBackWhatWasWritten) {
  const std::string path =
      write({included("a", {1}), failed("b"), included("c", {2, 3}), missing("d")}, false);
  auto file = RunFile::open(path);
  ASSERT_TRUE(file);
  std::vector<std::pair<std::int64_t, std::string>> records;
  const auto summary = file->read_all([&](std::int64_t offset, const FileOutcome& outcome) {
    records.emplace_back(offset, outcome.path);
    return Result<void>();
  });
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->files.found, 4);
  EXPECT_EQ(summary->files.included, 2);
  EXPECT_EQ(summary->files.failed, 1);
  EXPECT_FALSE(summary->all_found);
  ASSERT_EQ(records.size(), 4u);
  FileOutcome outcome;
  for (auto record = records.rbegin(); record != records.rend(); ++record) {
    ASSERT_TRUE(file->read_at(record->first, outcome));
    EXPECT_EQ(outcome.path, record->second);
  }
}

TEST_F(RunFileTest, OfManyFilesIsReadThroughASmallWindow) {
  std::vector<FileOutcome> outcomes;
  for (int i = 0; i < 3000; ++i) {
    outcomes.push_back(included("d/" + std::to_string(i), {1.0 * i, -0.5}));
  }
  auto file = RunFile::open(write(outcomes));
  ASSERT_TRUE(file);
  std::vector<std::int64_t> offsets;
  ASSERT_TRUE(file->read_all([&](std::int64_t offset, const FileOutcome&) {
    offsets.push_back(offset);
    return Result<void>();
  }));
  ASSERT_EQ(offsets.size(), outcomes.size());
  FileOutcome outcome;
  for (std::size_t i = 0; i < offsets.size(); i += 7) {
    const std::size_t at = i * 1009 % offsets.size();
    ASSERT_TRUE(file->read_at(offsets[at], outcome));
    EXPECT_EQ(outcome.path, outcomes[at].path);
    EXPECT_TRUE(outcome.scan.moments == outcomes[at].scan.moments);
  }
}

TEST_F(RunFileTest, InMemoryItHasTheBytesOfTheFileAndReadsLikeOne) {
  const std::vector<FileOutcome> outcomes = {included("a", {1}), failed("b"), missing("c")};
  std::string bytes;
  const auto writer = RunFileWriter::into(bytes);
  for (const FileOutcome& outcome : outcomes) ASSERT_TRUE(writer->add(outcome));
  EXPECT_EQ(bytes, "");  // not before it is whole
  ASSERT_TRUE(writer->commit(true));
  std::ifstream file(write(outcomes), std::ios::binary);
  EXPECT_EQ(bytes, std::string(std::istreambuf_iterator<char>(file), {}));

  auto run = RunFile::open(SavedRun::in_memory(bytes, "mine"));
  ASSERT_TRUE(run);
  std::vector<std::int64_t> offsets;
  ASSERT_TRUE(run->read_all([&](std::int64_t offset, const FileOutcome&) {
    offsets.push_back(offset);
    return Result<void>();
  }));
  ASSERT_EQ(offsets.size(), 3u);
  FileOutcome outcome;
  ASSERT_TRUE(run->read_at(offsets[1], outcome));
  EXPECT_EQ(outcome.path, "b");

  for (std::size_t left = 0; left < bytes.size(); ++left) {
    auto cut = RunFile::open(SavedRun::in_memory(std::string_view(bytes).substr(0, left), "mine"));
    const auto error =
        cut ? cut->read_all([](std::int64_t, const FileOutcome&) { return Result<void>(); }).error()
            : cut.error();
    EXPECT_EQ(error.code, ErrorCode::state);
    EXPECT_EQ(error.path, "mine");
  }
}

TEST_F(RunFileTest, ARecordThatNobodyWouldReadIsNotWritten) {
  auto writer = RunFileWriter::open(directory_.path("run.hilo"));
  ASSERT_TRUE(writer);
  const auto added = (*writer)->add(failed(std::string(2 << 20, 'x')));
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::output);
}

TEST_F(RunFileTest, NothingIsThereWithoutCommit) {
  const std::string path = directory_.path("run.hilo");
  {
    auto writer = RunFileWriter::open(path);
    ASSERT_TRUE(writer);
    ASSERT_TRUE((*writer)->add(included("a", {1})));
  }
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_F(RunFileTest, AnErrorOfTheTakerEndsTheReading) {
  auto file = RunFile::open(write({included("a", {1}), included("b", {1})}));
  ASSERT_TRUE(file);
  int taken = 0;
  const auto summary = file->read_all([&](std::int64_t, const FileOutcome&) -> Result<void> {
    ++taken;
    return failure(ErrorCode::output, "enough");
  });
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().message, "enough");
  EXPECT_EQ(taken, 1);
}

TEST_F(RunFileTest, AnEarlierRunKnowsFilesThatAreAsTheyWere) {
  const std::string known = directory_.write("known.npy", "bytes");
  const std::string other = directory_.write("other.npy", "bytes");
  FileOutcome a = included(known, {7});
  a.scan.identity = *identity_at(known.c_str());
  FileOutcome b = included(other, {8});
  b.scan.identity = *identity_at(other.c_str());
  ++b.scan.identity.mtime_ns;
  auto run = EarlierRun::open(
      write({a, b, included(directory_.path("gone.npy"), {9}), included("left", {1})}));
  ASSERT_TRUE(run);
  const auto recalled = [&](const std::string& path) {
    FileOutcome outcome;
    outcome.path = path;
    return run->recall(outcome) && outcome.scan.moments == a.scan.moments;
  };
  EXPECT_TRUE(recalled(known));
  EXPECT_FALSE(recalled(other));
  EXPECT_FALSE(recalled(directory_.path("gone.npy")));
  EXPECT_FALSE(recalled(directory_.path("never.npy")));
  EXPECT_EQ(run->recalled(), 1);
  EXPECT_EQ(run->left_over(), 1);
}

}  // namespace
}  // namespace hilo
