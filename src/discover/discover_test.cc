#include "discover/discover.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <functional>

#include "support/temporary_directory.h"

namespace hilo {
namespace {

using Keys = std::vector<std::string>;
using std::string_literals::operator""s;
using testing::TemporaryDirectory;
using testing::WorkingDirectory;

// In the temporary directory, so that keys are short.
class Discover : public ::testing::Test {
 protected:
  void write_all(const Keys& names) const {
    for (const std::string& name : names) directory_.write(name);
  }

  static InputList list_of(Keys inputs, Order order = Order::natural) {
    auto list = discover(std::move(inputs), order);
    if (list) return std::move(*list);
    ADD_FAILURE() << to_string(list.error());
    return {};
  }

  static Keys found(Keys inputs, Order order = Order::natural) {
    const InputList list = list_of(std::move(inputs), order);
    Keys keys;
    for (std::size_t i = 0; i < list.size(); ++i) keys.push_back(list.key_of(i));
    return keys;
  }

  static std::string error_of(Keys inputs) {
    const auto list = discover(std::move(inputs), Order::natural);
    return list ? "none" : to_string(list.error());
  }

  TemporaryDirectory directory_;
  WorkingDirectory working_{directory_.path()};
};

TEST_F(Discover, DirectoryGivesAllNpyBelowInNaturalOrder) {
  write_all({"d/file_10.npy", "d/file_2.npy", "d/file_02.npy", "d/notes.txt", "d/x.NPY", "d/.x.npy",
             "d/.h/y.npy", "d/e/f/z.npy", "d/.npy", "d/x.npy.tmp", "other.npy"});
  directory_.make_directory("d/dir.npy");
  EXPECT_EQ(found({"d"}), (Keys{"d/.h/y.npy", "d/.npy", "d/.x.npy", "d/e/f/z.npy", "d/file_2.npy",
                                "d/file_02.npy", "d/file_10.npy"}));
}

TEST_F(Discover, KeysAreAsFoundFromTheInput) {
  write_all({"a/b/x.npy"});
  EXPECT_EQ(found({"a//b/"}), (Keys{"a/b/x.npy"}));
  EXPECT_EQ(found({"./a"}), (Keys{"./a/b/x.npy"}));
  EXPECT_EQ(found({"."}), (Keys{"./a/b/x.npy"}));
  EXPECT_EQ(found({"a/../a"}), (Keys{"a/../a/b/x.npy"}));
  EXPECT_EQ(found({".//a///b//x.npy"}), (Keys{"./a/b/x.npy"}));
  EXPECT_EQ(found({directory_.path() + "//a"}), (Keys{directory_.path("a/b/x.npy")}));
  EXPECT_EQ(found({"*/b/*.npy"}), (Keys{"a/b/x.npy"}));
  EXPECT_EQ(found({".//*//b//*.npy"}), (Keys{"./a/b/x.npy"}));
}

TEST_F(Discover, ByDirectoryKeepsADirectoryTogether) {
  write_all({"d/a.npy", "d/b/x.npy", "d/c.npy"});
  EXPECT_EQ(found({"d"}), (Keys{"d/a.npy", "d/b/x.npy", "d/c.npy"}));
  EXPECT_EQ(found({"d"}, Order::by_directory), (Keys{"d/a.npy", "d/c.npy", "d/b/x.npy"}));
}

TEST_F(Discover, NamedFilesMayHaveAnyName) {
  write_all({"data.bin"});
  ASSERT_EQ(mkfifo("pipe", 0600), 0);
  EXPECT_EQ(found({"pipe", "data.bin", "/dev/null"}), (Keys{"/dev/null", "data.bin", "pipe"}));
}

TEST_F(Discover, MissingFileIsAnInput) {
  write_all({"x.npy"});
  const InputList list = list_of({"none.npy", "x.npy", "x.npy/"});
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list.key_of(0), "none.npy");
  EXPECT_FALSE(list.error_of(0));  // the reader's to say
}

// Enough names in one directory for a listing to be asked rather than each of them.
TEST_F(Discover, ManyNamesInOneDirectoryAreWhatEachOfThemIs) {
  Keys inputs, expected;
  for (int i = 0; i < 100; ++i) {
    inputs.push_back("d//file_" + std::to_string(i) + ".npy");
    expected.push_back("d/file_" + std::to_string(i) + ".npy");
  }
  write_all(inputs);
  write_all({"d/sub/x.npy", "d/sub.npy/x.npy", "d/other.npy", "real/x.npy"});
  directory_.link("../real", "d/link");
  directory_.link("file_1.npy", "d/link.npy");
  inputs.insert(inputs.begin(), "d//sub.npy");
  inputs.insert(inputs.end(), {"d//sub", "d//link", "d//link.npy", "d//none.npy", "d//file_1.npy",
                               "d//other.npy/", "d//s*.npy", "real/x.npy"});
  expected.insert(expected.end(), {"d/link.npy", "d/link/x.npy", "d/none.npy", "d/other.npy/",
                                   "d/sub.npy/x.npy", "d/sub/x.npy", "real/x.npy"});
  EXPECT_EQ(found(inputs), expected);
  inputs.push_back("d//\0"s);
  EXPECT_EQ(error_of(inputs), "USAGE: expected a path, found one with a zero byte");
  EXPECT_EQ(error_of(Keys(100, "d\0/other.npy"s)),
            "USAGE: expected a path, found one with a zero byte");
  EXPECT_EQ(error_of(Keys(100, "")), "USAGE: expected a path, found an empty one");
  WorkingDirectory inside(directory_.path("d"));
  Keys here;
  for (int i = 0; i < 100; ++i) here.push_back("file_" + std::to_string(i) + ".npy");
  EXPECT_EQ(found(here), here);
}

TEST_F(Discover, WhatExistsIsTakenLiterally) {
  write_all({"run[1].npy", "run1.npy", "d[1]/x.npy", "d1/y.npy", "*"});
  EXPECT_EQ(found({"run[1].npy"}), (Keys{"run[1].npy"}));
  EXPECT_EQ(found({"d[1]"}), (Keys{"d[1]/x.npy"}));
  EXPECT_EQ(found({"*"}), (Keys{"*"}));
  EXPECT_EQ(found({"run[1]*"}), (Keys{"run1.npy"}));
  directory_.link("nowhere", "dangling[1]");
  EXPECT_EQ(found({"dangling[1]"}), (Keys{"dangling[1]"}));
}

TEST_F(Discover, PatternsMatchNamesOfAnyKind) {
  write_all({"d/x.npy", "d/x.bin", "d/.x.npy", "e/x.npy", ".h/x.npy"});
  EXPECT_EQ(found({"d/*"}), (Keys{"d/x.bin", "d/x.npy"}));
  EXPECT_EQ(found({"?/x.npy"}), (Keys{"d/x.npy", "e/x.npy"}));
  EXPECT_EQ(found({"d/.*"}), (Keys{"d/.x.npy"}));
  EXPECT_EQ(found({".*/x.npy"}), (Keys{".h/x.npy"}));
  EXPECT_EQ(found({"[!d]/*.npy"}), (Keys{"e/x.npy"}));
}

TEST_F(Discover, TwoStarsMatchAnyDirectories) {
  write_all({"a/x.npy", "a/b/x.npy", "a/b/c/x.npy", "a/b/y.bin", "a/.h/x.npy", "b/x.npy", "x.npy"});
  EXPECT_EQ(found({"**/x.npy"}), (Keys{"a/b/c/x.npy", "a/b/x.npy", "a/x.npy", "b/x.npy", "x.npy"}));
  EXPECT_EQ(found({"a/**/*.npy"}), (Keys{"a/b/c/x.npy", "a/b/x.npy", "a/x.npy"}));
  EXPECT_EQ(found({"**/b/*.npy"}), (Keys{"a/b/x.npy", "b/x.npy"}));
  EXPECT_EQ(found({"**/b/**/x.npy"}), (Keys{"a/b/c/x.npy", "a/b/x.npy", "b/x.npy"}));
  EXPECT_EQ(found({"a/**/c/x.npy"}), (Keys{"a/b/c/x.npy"}));
  EXPECT_EQ(found({"a/**"}), (Keys{"a/b/c/x.npy", "a/b/x.npy", "a/b/y.bin", "a/x.npy"}));
}

TEST_F(Discover, DirectoryThatMatchesGivesAllNpyBelow) {
  write_all({"a/run1/x.npy", "a/run1/.h/y.npy", "a/run1/z.bin", "a/run2.npy"});
  const Keys all = {"a/run1/.h/y.npy", "a/run1/x.npy", "a/run2.npy"};
  EXPECT_EQ(found({"a/*"}), all);
  EXPECT_EQ(found({"?/run1"}), (Keys{"a/run1/.h/y.npy", "a/run1/x.npy"}));
  EXPECT_EQ(found({"a/*/"}), (Keys{"a/run1/.h/y.npy", "a/run1/x.npy"}));
  EXPECT_EQ(found({"?/run1/"}), (Keys{"a/run1/.h/y.npy", "a/run1/x.npy"}));
  EXPECT_EQ(found({"a/**/"}), all);
  EXPECT_EQ(found({"**/"}), all);
  EXPECT_EQ(found({"a/**/*"}),
            (Keys{"a/run1/.h/y.npy", "a/run1/x.npy", "a/run1/z.bin", "a/run2.npy"}));
}

TEST_F(Discover, PatternsMayHoldDots) {
  write_all({"a/x.npy", "b/x.npy", "x.npy"});
  EXPECT_EQ(found({"./*/./x.npy"}), (Keys{"./a/./x.npy", "./b/./x.npy"}));
  EXPECT_EQ(found({"*/../x.npy"}), (Keys{"a/../x.npy"}));
  EXPECT_EQ(found({"a/../b/*.npy"}), (Keys{"a/../b/x.npy"}));
}

TEST_F(Discover, LinksToFilesAreFollowedAndLinksToDirectoriesAreNot) {
  write_all({"real/x.npy", "d/y.npy"});
  directory_.link("../real/x.npy", "d/file.npy");
  directory_.link("../real", "d/directory");
  directory_.link("../real", "d/directory.npy");
  directory_.link("nowhere", "d/dangling.npy");
  directory_.link("self.npy", "d/self.npy");
  directory_.link("..", "d/loop");
  const Keys below = {"d/dangling.npy", "d/file.npy", "d/self.npy", "d/y.npy"};
  EXPECT_EQ(found({"d"}), below);
  EXPECT_EQ(found({"d/**"}), below);
  EXPECT_EQ(error_of({"d/**/x.npy"}), "USAGE: nothing matches the pattern 'd/**/x.npy'");
  EXPECT_EQ(found({"d/*/x.npy"}), (Keys{"d/directory.npy/x.npy", "d/directory/x.npy"}));
  EXPECT_EQ(found({"**/directory/*"}), (Keys{"d/directory/x.npy"}));
}

TEST_F(Discover, LinksToDirectoriesThatAreNamedAreFollowed) {
  write_all({"real/x.npy"});
  directory_.link("real", "link");
  EXPECT_EQ(found({"link"}), (Keys{"link/x.npy"}));
  EXPECT_EQ(found({"link/"}), (Keys{"link/x.npy"}));
  EXPECT_EQ(found({"lin?"}), (Keys{"link/x.npy"}));
  EXPECT_EQ(found({"lin?/*"}), (Keys{"link/x.npy"}));
}

TEST_F(Discover, PathNamedTwiceIsReadOnce) {
  write_all({"a/x.npy", "a/b/y.npy"});
  EXPECT_EQ(found({"./a/x.npy", "a/x.npy", "a/b/../x.npy"}), (Keys{"./a/x.npy"}));
  EXPECT_EQ(found({"a", "a/b", "a/**/*.npy", "a/x.npy"}), (Keys{"a/b/y.npy", "a/x.npy"}));
  EXPECT_EQ(found({"a/b/../x.npy", "a"}), (Keys{"a/b/../x.npy", "a/b/y.npy"}));
  EXPECT_EQ(found({"none", "./none"}), (Keys{"none"}));
}

TEST_F(Discover, NamesAreBytes) {
  const Keys names = {"d/\n.npy", "d/\x1b[31m.npy", "d/a\nb.npy", "d/\xc3\xa9.npy", "d/\xff.npy"};
  write_all(names);
  EXPECT_EQ(found({"d"}), names);
  EXPECT_EQ(found({"d/?.npy"}), (Keys{names[0], names[3], names[4]}));
}

TEST_F(Discover, WhatYieldsNothingIsWrongUsage) {
  write_all({"d/x.bin", "x.npy"});
  directory_.make_directory("empty");
  EXPECT_EQ(error_of({"x.npy", "y*"}), "USAGE: nothing matches the pattern 'y*'");
  EXPECT_EQ(error_of({"none/*.npy"}), "USAGE: nothing matches the pattern 'none/*.npy'");
  EXPECT_EQ(error_of({"x.npy/*"}), "USAGE: nothing matches the pattern 'x.npy/*'");
  EXPECT_EQ(error_of({"*/none.npy"}), "USAGE: nothing matches the pattern '*/none.npy'");
  EXPECT_EQ(error_of({"*/none/*"}), "USAGE: nothing matches the pattern '*/none/*'");
  EXPECT_EQ(error_of({"e*"}), "USAGE: nothing matches the pattern 'e*'");
  EXPECT_EQ(error_of({"x.npy", "empty"}), "USAGE: no .npy file below the directory 'empty'");
  EXPECT_EQ(error_of({"d/"}), "USAGE: no .npy file below the directory 'd/'");
  EXPECT_EQ(error_of({}), "USAGE: expected an input, found none");
  EXPECT_EQ(error_of({"x.npy", ""}), "USAGE: expected a path, found an empty one");
  EXPECT_EQ(error_of({"x\0y"s}), "USAGE: expected a path, found one with a zero byte");
}

TEST_F(Discover, PatternsHaveABoundedNumberOfParts) {
  std::string pattern = "*";
  for (int i = 1; i < 62; ++i) pattern += "/*";
  EXPECT_EQ(error_of({pattern}), "USAGE: nothing matches the pattern '" + pattern + "'");
  EXPECT_EQ(error_of({pattern + "/*"}), "USAGE: expected a pattern of at most 62 parts, found 63");
}

// Runs `check` without root's right to read everything; a failure in the child fails the test.
void without_privileges(const std::function<void()>& check) {
  if (geteuid() != 0) return check();
  fflush(nullptr);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (setresgid(65534, 65534, 65534) != 0 || setresuid(65534, 65534, 65534) != 0) _exit(2);
    check();
    fflush(stdout);
    _exit(::testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0) << "in a process without privileges";
}

TEST_F(Discover, DirectoryThatCannotBeReadIsAnInputThatFails) {
  write_all({"d/a.npy", "d/locked/x.npy", "d/z.npy"});
  ASSERT_EQ(chmod("d/locked", 0), 0);
  without_privileges([&] {
    const Error locked{ErrorCode::open, "expected a readable directory, found: Permission denied",
                       "d/locked"};
    for (const Keys& inputs : {Keys{"d"}, Keys{"d/**"}, Keys{"d", "./d/locked", "d/*/*.npy"}}) {
      const InputList list = list_of(inputs);
      ASSERT_EQ(list.size(), 3u) << inputs.back();
      EXPECT_EQ(list.error_of(1), locked);
      EXPECT_FALSE(list.error_of(0));
      EXPECT_FALSE(list.error_of(2));
    }
    EXPECT_EQ(list_of({"d/locked/"}).error_of(0), locked);
    EXPECT_EQ(found({"?/locked/x.npy"}), (Keys{"d/locked/x.npy"}));
  });
  ASSERT_EQ(chmod("d/locked", 0755), 0);
}

TEST_F(Discover, DirectoryInAnUnsearchableOneIsNotNeededToBeReadable) {
  write_all({"d/locked/x.npy"});
  ASSERT_EQ(chmod("d/locked", 0111), 0);
  without_privileges([&] {
    EXPECT_EQ(found({"d/locked/x.npy"}), (Keys{"d/locked/x.npy"}));
    EXPECT_EQ(found({"?/locked/x.npy"}), (Keys{"d/locked/x.npy"}));
  });
  ASSERT_EQ(chmod("d/locked", 0755), 0);
}

// With one descriptor left, in a tree deeper than any limit on descriptors.
TEST_F(Discover, DeepTreesTakeOneDescriptor) {
  std::string path = "d";
  for (int i = 0; i < 300; ++i) path += "/d";
  write_all({path + "/x.npy"});
  struct rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const int next = dup(0);
  close(next);
  struct rlimit few = before;
  few.rlim_cur = static_cast<rlim_t>(next) + 1;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
  const Keys by_tree = found({"d"});
  const Keys by_pattern = found({"**/*.npy"});
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(by_tree, (Keys{path + "/x.npy"}));
  EXPECT_EQ(by_pattern, by_tree);
}

// Directories one in the other, whose whole path is longer than the system takes in one call.
TEST_F(Discover, PathsThatAreTooLongAreInputsThatFail) {
  write_all({"d/x.npy"});
  const std::string name(250, 'n');
  int descriptor = open("d", O_RDONLY | O_DIRECTORY);
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(mkdirat(descriptor, name.c_str(), 0755), 0);
    const int inner = openat(descriptor, name.c_str(), O_RDONLY | O_DIRECTORY);
    close(descriptor);
    descriptor = inner;
  }
  close(descriptor);
  const InputList list = list_of({"d"});
  ASSERT_EQ(list.size(), 2u);
  const auto error = list.error_of(0);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->message, "expected a readable directory, found: File name too long");
  EXPECT_EQ(error->path.substr(0, 5), "d/nnn");
}

TEST_F(Discover, StopsWhenAsked) {
  write_all({"d/x.npy"});
  const std::atomic<bool> stop = true;
  const auto list = discover({"d", "d/*"}, Order::natural, &stop);
  ASSERT_TRUE(list) << to_string(list.error());
  EXPECT_EQ(list->size(), 0u);
}

}  // namespace
}  // namespace hilo
