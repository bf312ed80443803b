#include "base/temporary_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "support/temporary_directory.h"

namespace hilo {
namespace {

class TemporaryFilesTest : public ::testing::Test {
 protected:
  std::string make(const std::string& name) const {
    const std::string path = directory_.path(name);
    std::ofstream(path) << "x";
    return path;
  }

  testing::TemporaryDirectory directory_;
};

TEST_F(TemporaryFilesTest, ThoseThatLiveAreRemoved) {
  const std::string kept = make("kept");
  const std::string gone = make("gone");
  { const TemporaryName name(kept); }
  const TemporaryName name(gone);
  remove_temporary_files();
  EXPECT_TRUE(std::filesystem::exists(kept));
  EXPECT_FALSE(std::filesystem::exists(gone));
}

TEST_F(TemporaryFilesTest, APlaceIsFreeAgain) {
  for (int i = 0; i < 100; ++i) {
    const std::string path = make(std::to_string(i));
    const TemporaryName name(path);
    remove_temporary_files();
    EXPECT_FALSE(std::filesystem::exists(path));
  }
}

TEST_F(TemporaryFilesTest, MoreThanThereArePlacesForDoNoHarm) {
  std::vector<std::unique_ptr<TemporaryName>> names;
  for (int i = 0; i < 20; ++i) {
    names.push_back(std::make_unique<TemporaryName>(make(std::to_string(i))));
  }
  remove_temporary_files();
  EXPECT_FALSE(std::filesystem::exists(names.front()->path()));
  EXPECT_TRUE(std::filesystem::exists(names.back()->path()));
  const TemporaryName endless(std::string(100'000, 'x'));
}

}  // namespace
}  // namespace hilo
