#include "discover/files_from.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "support/temporary_directory.h"

namespace hilo {
namespace {

using Names = std::vector<std::string>;
using std::string_literals::operator""s;

Names split(std::string_view bytes, Separator separator) {
  NameSplitter splitter(separator);
  splitter.add(bytes);
  return splitter.finish();
}

TEST(NameSplitter, OneNameALine) {
  EXPECT_EQ(split("a\nb c\n", Separator::newline), (Names{"a", "b c"}));
  EXPECT_EQ(split("a\nb", Separator::newline), (Names{"a", "b"}));
  EXPECT_EQ(split(" a \n\n\nb\n", Separator::newline), (Names{" a ", "b"}));
  EXPECT_EQ(split("", Separator::newline), Names{});
  EXPECT_EQ(split("\n\n", Separator::newline), Names{});
}

TEST(NameSplitter, NullSeparatedNamesMayHoldAnything) {
  EXPECT_EQ(split("a\nb\0\0c\r\0"s, Separator::null), (Names{"a\nb", "c\r"}));
  EXPECT_EQ(split("a"s, Separator::null), (Names{"a"}));
}

TEST(NameSplitter, CarriageReturnsGoWhereEveryLineHasOne) {
  EXPECT_EQ(split("a\r\n\r\nb\r\n", Separator::newline), (Names{"a", "b"}));
  EXPECT_EQ(split("a\r\nb", Separator::newline), (Names{"a", "b"}));
  EXPECT_EQ(split("a\r\nb\n", Separator::newline), (Names{"a\r", "b"}));
  EXPECT_EQ(split("a\r", Separator::newline), (Names{"a\r"}));
  EXPECT_EQ(split("\r\n", Separator::newline), Names{});
}

RC_GTEST_PROP(NameSplitter, DoesNotDependOnWhereTheBytesAreCut, ()) {
  const auto bytes = *rc::gen::container<std::string>(rc::gen::element('a', 'b', '\n', '\r'));
  NameSplitter splitter(Separator::newline);
  for (std::size_t i = 0; i < bytes.size();) {
    const auto count = *rc::gen::inRange<std::size_t>(1, 5);
    splitter.add(std::string_view(bytes).substr(i, count));
    i += count;
  }
  RC_ASSERT(splitter.finish() == split(bytes, Separator::newline));
}

TEST(ReadFilesFrom, ReadsAFile) {
  const testing::TemporaryDirectory directory;
  Names names;
  std::string bytes;
  for (int i = 0; i < 20000; ++i) {
    names.push_back("data/file_" + std::to_string(i) + ".npy");
    bytes += names.back() + "\n";
  }
  const auto read = read_files_from(directory.write("list", bytes), Separator::newline);
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(*read, names);
}

TEST(ReadFilesFrom, SaysWhichListIsWrong) {
  const testing::TemporaryDirectory directory;
  const auto error_of = [&](const std::string& list) {
    const auto read = read_files_from(list, Separator::newline);
    return read ? "none" : to_string(read.error());
  };
  EXPECT_EQ(
      error_of(directory.path("none")),
      directory.path("none") + ": USAGE: cannot open the list of files: No such file or directory");
  EXPECT_EQ(error_of(directory.path()),
            directory.path() + ": USAGE: cannot read the list of files: Is a directory");
  EXPECT_EQ(error_of(directory.write("blank", "\n\n")),
            directory.path("blank") + ": USAGE: the list of files names no input");
  EXPECT_EQ(error_of(directory.write("nulls", "a\0b\0"s)),
            directory.path("nulls") +
                ": USAGE: expected one name a line, found a zero byte: is the list NUL-separated?");
}

}  // namespace
}  // namespace hilo
