#include "compare/changed_files.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "discover/discover.h"
#include "support/temporary_directory.h"

namespace hilo {
namespace {

using testing::TemporaryDirectory;

InputList list_of(const TemporaryDirectory& directory) {
  return *discover({directory.path()}, Order::natural);
}

TEST(FileStatesTest, FilesThatAreWhatTheyWereAreNotNamed) {
  const TemporaryDirectory directory;
  directory.write("a.npy", "1");
  EXPECT_TRUE(FileStates(list_of(directory)).changed(list_of(directory)).empty());
  EXPECT_TRUE(FileStates().changed(InputList()).empty());
}

TEST(FileStatesTest, FilesThatWereWrittenCameOrWentAreNamed) {
  const TemporaryDirectory directory;
  for (const char* name : {"gone.npy", "longer.npy", "later.npy", "other.npy", "same.npy"}) {
    directory.write(name, "1");
  }
  const FileStates states(list_of(directory));
  std::filesystem::remove(directory.path("gone.npy"));
  directory.write("longer.npy", "12");
  const auto written = std::filesystem::last_write_time(directory.path("later.npy"));
  std::filesystem::last_write_time(directory.path("later.npy"), written + std::chrono::hours(1));
  std::filesystem::rename(directory.path("other.npy"), directory.path("new.npy"));
  directory.write("other.npy", "1");
  const std::vector<std::string> expected = {
      directory.path("later.npy"), directory.path("longer.npy"), directory.path("new.npy"),
      directory.path("other.npy"), directory.path("gone.npy")};
  EXPECT_EQ(states.changed(list_of(directory)), expected);
}

TEST(FileStatesTest, WhereNothingIsLeftTheOldListIsLookedAt) {
  const TemporaryDirectory directory;
  directory.write("a.npy", "1");
  directory.write("b.npy", "1");
  const FileStates states(list_of(directory));
  std::filesystem::remove(directory.path("b.npy"));
  EXPECT_EQ(states.changed(states.inputs()), std::vector<std::string>{directory.path("b.npy")});
}

TEST(FileStatesTest, OfFilesThatWereNotLookedAtNothingIsSaid) {
  const TemporaryDirectory directory;
  directory.write("a.npy", "1");
  const std::atomic<bool> stop = true;
  const FileStates states(list_of(directory), &stop);
  directory.write("a.npy", "12");
  EXPECT_TRUE(states.changed(list_of(directory)).empty());
}

TEST(FileStatesTest, AFileThatIsNamedAndNotThereHasNotChanged) {
  const TemporaryDirectory directory;
  const std::string path = directory.path("missing.npy");
  const auto inputs = [&] { return *discover({path}, Order::natural); };
  const FileStates states(inputs());
  EXPECT_TRUE(states.changed(inputs()).empty());
  directory.write("missing.npy", "1");
  EXPECT_EQ(states.changed(inputs()), std::vector<std::string>{path});
}

}  // namespace
}  // namespace hilo
