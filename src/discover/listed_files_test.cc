#include "discover/listed_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "support/temporary_directory.h"

namespace hilo {
namespace {

using Paths = std::vector<std::string>;

TEST(ListedFiles, CountsNeighboursInOneDirectory) {
  EXPECT_EQ(count_in_one_directory(Paths{"a/x", "a/y", "a/b/z", "a/x"}), 2u);
  EXPECT_EQ(count_in_one_directory(Paths{"x", "y", "./z"}), 2u);
  EXPECT_EQ(count_in_one_directory(Paths{"a/x"}), 1u);
}

TEST(ListedFiles, FindsRegularFilesOnly) {
  const testing::TemporaryDirectory directory;
  directory.write("file");
  directory.make_directory("directory");
  directory.link("file", "link");
  EXPECT_EQ(find_listed_files(Paths{directory.path("file"), directory.path("directory"),
                                    directory.path("link"), directory.path("none"),
                                    directory.path("file"), directory.path("")}),
            (std::vector<bool>{true, false, false, false, true, false}));
}

TEST(ListedFiles, ANameThatIsGivenVeryOftenCostsLittle) {
  const testing::TemporaryDirectory directory;
  const Paths paths(300000, directory.write("file"));
  const auto start = std::chrono::steady_clock::now();
  const auto found = find_listed_files(paths);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  EXPECT_EQ(std::count(found.begin(), found.end(), true), 300000);
}

TEST(ListedFiles, GivesUpOnDirectoriesWithFarMoreEntries) {
  const testing::TemporaryDirectory directory;
  Paths paths;
  for (int i = 0; i < 1000; ++i) paths.push_back(directory.write("file_" + std::to_string(i)));
  std::size_t found = 0;
  for (const std::string& path : paths) found += find_listed_files(Paths{path})[0];
  EXPECT_LE(found, 4u);
  const auto all = find_listed_files(paths);
  EXPECT_EQ(std::count(all.begin(), all.end(), true), 1000);
}

TEST(ListedFiles, SaysNothingOfUnreadableDirectories) {
  EXPECT_EQ(find_listed_files(Paths{"/none/x", "/none/y"}), (std::vector<bool>{false, false}));
}

}  // namespace
}  // namespace hilo
