#include "base/output_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace hilo {
namespace {

namespace fs = std::filesystem;

class OutputFileTest : public testing::Test {
 protected:
  OutputFileTest() {
    std::string pattern = (fs::temp_directory_path() / "hilo-output-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
  }
  ~OutputFileTest() override { fs::remove_all(directory_); }

  std::string path(const std::string& name) const { return (directory_ / name).string(); }

  std::string content(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  void put(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }

  Result<void> write(const std::string& name, const std::string& text) const {
    auto file = OutputFile::open(path(name));
    if (!file) return tl::unexpected(file.error());
    const Result<void> written = (*file)->write(text);
    return written ? (*file)->commit() : written;
  }

  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(directory_), fs::directory_iterator()));
  }

  fs::path directory_;
};

TEST_F(OutputFileTest, AppearsWithCommit) {
  auto file = OutputFile::open(path("a.csv"));
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write("text"));
  EXPECT_FALSE(fs::exists(path("a.csv")));
  ASSERT_TRUE((*file)->commit());
  EXPECT_EQ(content("a.csv"), "text");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(OutputFileTest, LeavesNothingWithoutCommit) {
  put("a.csv", "old");
  {
    auto file = OutputFile::open(path("a.csv"));
    ASSERT_TRUE(file);
    ASSERT_TRUE((*file)->write("new"));
    EXPECT_EQ(entries(), 2u);
  }
  EXPECT_EQ(content("a.csv"), "old");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(OutputFileTest, ReplacesTheTargetOfALink) {
  fs::create_directory(path("d"));
  put("d/target.csv", "old and longer");
  fs::create_symlink("d/target.csv", path("middle.csv"));
  fs::create_symlink("middle.csv", path("link.csv"));
  ASSERT_TRUE(write("link.csv", "new"));
  EXPECT_TRUE(fs::is_symlink(path("link.csv")));
  EXPECT_TRUE(fs::is_symlink(path("middle.csv")));
  EXPECT_EQ(content("d/target.csv"), "new");
}

TEST_F(OutputFileTest, MakesTheTargetOfADanglingLink) {
  fs::create_symlink(path("target.csv"), path("link.csv"));
  ASSERT_TRUE(write("link.csv", "new"));
  EXPECT_TRUE(fs::is_symlink(path("link.csv")));
  EXPECT_EQ(content("target.csv"), "new");
}

TEST_F(OutputFileTest, RefusesALoopOfLinks) {
  fs::create_symlink("b.csv", path("a.csv"));
  fs::create_symlink("a.csv", path("b.csv"));
  EXPECT_FALSE(write("a.csv", "new"));
}

TEST_F(OutputFileTest, KeepsThePermissionsOfTheFileItReplaces) {
  put("a.csv", "old");
  chmod(path("a.csv").c_str(), 0640);
  ASSERT_TRUE(write("a.csv", "new"));
  struct stat status {};
  ASSERT_EQ(stat(path("a.csv").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST_F(OutputFileTest, HasThePermissionsOfTheUmask) {
  const mode_t before = umask(027);
  ASSERT_TRUE(write("a.csv", "new"));
  umask(before);
  struct stat status {};
  ASSERT_EQ(stat(path("a.csv").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST_F(OutputFileTest, WritesADeviceInPlace) {
  auto file = OutputFile::open("/dev/null");
  ASSERT_TRUE(file);
  EXPECT_TRUE((*file)->in_place());
  ASSERT_TRUE((*file)->write("text"));
  ASSERT_TRUE((*file)->commit());
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(OutputFileTest, TellsThatADeviceIsFull) {
  auto file = OutputFile::open("/dev/full");
  ASSERT_TRUE(file);
  const Result<void> written = (*file)->write("text");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::output);
  EXPECT_EQ(written.error().message, "expected to write /dev/full, found: No space left on device");
}

TEST_F(OutputFileTest, RefusesWhatCannotNameAFile) {
  put("file", "");
  for (const char* name : {"missing/a.csv", "file/a.csv", ".", "new.csv/"}) {
    const Result<void> written = write(name, "text");
    ASSERT_FALSE(written) << name;
    EXPECT_EQ(written.error().code, ErrorCode::usage) << name;
  }
}

}  // namespace
}  // namespace hilo
