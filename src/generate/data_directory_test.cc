#include "generate/data_directory.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace hilo {
namespace {

namespace fs = std::filesystem;

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

class Directory : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/directory-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    path_ = pattern;
  }
  void TearDown() override { fs::remove_all(path_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path_)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  fs::path path_;
};

TEST(DataFileName, IsReadBackAndNothingElseIs) {
  for (const std::int64_t number : {std::int64_t{0}, std::int64_t{10}, INT64_MAX}) {
    EXPECT_EQ(data_file_number(data_file_name(number)), number);
  }
  for (const char* name :
       {"file_.npy", "file_01.npy", "file_-1.npy", "file_1.npz", "file_1.npy~", "File_1.npy",
        "file_1", "file_npy", "file_+1.npy", "file_1a.npy", "file_9223372036854775808.npy"}) {
    EXPECT_EQ(data_file_number(name), std::nullopt) << name;
  }
}

TEST(TemporaryName, IsOnlyOurOwn) {
  EXPECT_TRUE(is_temporary_name(".file_0.npy.12-345.tmp"));
  EXPECT_TRUE(is_temporary_name("..hilo-generate.json.12-345.tmp"));
  for (const char* name : {".file_0.npy.tmp", ".file_0.npy.12.tmp", ".file_0.npy.x-1.tmp", ".tmp",
                           "file_0.npy.12-345.tmp", ".other.npy.12-345.tmp", ".file_0.npy.12-345",
                           ".file_00.npy.12-345.tmp", ".file_0.npy.-.tmp"}) {
    EXPECT_FALSE(is_temporary_name(name)) << name;
  }
}

TEST_F(Directory, ListsDataFilesAndRemovesOnlyStaleTemporaries) {
  for (const char* name : {"file_2.npy", "file_10.npy", "other.npy", ".file_3.npy.1-2.tmp",
                           "..hilo-generate.json.1-2.tmp", ".file_3.npy.mine.tmp"}) {
    write(name, "");
  }
  auto directory = DataDirectory::open(path_);
  ASSERT_TRUE(directory);
  auto numbers = directory->data_files();
  ASSERT_TRUE(numbers);
  std::sort(numbers->begin(), numbers->end());
  EXPECT_EQ(*numbers, (std::vector<std::int64_t>{2, 10}));
  EXPECT_EQ(names(), (std::vector<std::string>{".file_3.npy.mine.tmp", "file_10.npy", "file_2.npy",
                                               "other.npy"}));
}

TEST_F(Directory, IsForOneRunAtATime) {
  {
    const auto first = DataDirectory::open(path_);
    ASSERT_TRUE(first);
    const auto second = DataDirectory::open(path_);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::output);
  }
  EXPECT_TRUE(DataDirectory::open(path_));
}

TEST_F(Directory, IsMadeWithItsParents) {
  EXPECT_TRUE(DataDirectory::open(path_ / "a/b/c"));
  EXPECT_TRUE(fs::is_directory(path_ / "a/b/c"));
}

TEST_F(Directory, IsNotAFile) {
  write("plain", "");
  for (const char* name : {"plain", "plain/below"}) {
    const auto directory = DataDirectory::open(path_ / name);
    ASSERT_FALSE(directory);
    EXPECT_EQ(directory.error().code, ErrorCode::usage);
    EXPECT_EQ(directory.error().path, path_ / name);
  }
}

TEST_F(Directory, KnowsWholeFiles) {
  write("file_0.npy", "header and data");
  fs::create_directory(path_ / "file_1.npy");
  const auto directory = DataDirectory::open(path_);
  ASSERT_TRUE(directory);
  EXPECT_TRUE(directory->holds("file_0.npy", "header", 15));
  EXPECT_FALSE(directory->holds("file_0.npy", "header", 14));
  EXPECT_FALSE(directory->holds("file_0.npy", "Header", 15));
  EXPECT_FALSE(directory->holds("file_0.npy", "header and data and more", 15));
  EXPECT_FALSE(directory->holds("file_1.npy", "", 0));
  EXPECT_FALSE(directory->holds("file_2.npy", "", 0));
}

TEST_F(Directory, ShowsANewFileOnlyWhenItIsPublished) {
  const auto directory = DataDirectory::open(path_);
  ASSERT_TRUE(directory);
  write("file_0.npy", "old");
  {
    auto file = NewFile::create(*directory, "file_0.npy");
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->append(bytes_of("ne")));
    ASSERT_TRUE(file->append(bytes_of("w")));
    EXPECT_EQ(*directory->read("file_0.npy"), "old");
    ASSERT_TRUE(file->publish());
    EXPECT_EQ(*directory->read("file_0.npy"), "new");
  }
  EXPECT_EQ(names(), (std::vector<std::string>{"file_0.npy"}));
}

TEST_F(Directory, ForgetsAFileThatIsNotPublished) {
  const auto directory = DataDirectory::open(path_);
  ASSERT_TRUE(directory);
  {
    auto file = NewFile::create(*directory, "file_0.npy");
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->append(bytes_of("half")));
    EXPECT_EQ(names().size(), 1U);
  }
  EXPECT_TRUE(names().empty());
  EXPECT_EQ(*directory->read("file_0.npy"), std::nullopt);
}

TEST_F(Directory, SaysWhichFileCouldNotBeReplaced) {
  fs::create_directory(path_ / "file_0.npy");
  const auto directory = DataDirectory::open(path_);
  ASSERT_TRUE(directory);
  auto file = NewFile::create(*directory, "file_0.npy");
  ASSERT_TRUE(file);
  const auto published = file->publish();
  ASSERT_FALSE(published);
  EXPECT_EQ(published.error().code, ErrorCode::output);
  EXPECT_EQ(published.error().path, path_ / "file_0.npy");
  EXPECT_EQ(published.error().message, "cannot rename to it: Is a directory");
}

}  // namespace
}  // namespace hilo
