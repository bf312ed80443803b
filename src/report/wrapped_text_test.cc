#include "report/wrapped_text.h"

#include <gtest/gtest.h>

namespace hilo::report {
namespace {

TEST(WrappedTextTest, LinesAreBrokenAtSpacesAndIndented) {
  EXPECT_EQ(wrap_text("one two three four", 9), "one two\n    three\n    four\n");
  EXPECT_EQ(wrap_text("one two", 7), "one two\n");
  EXPECT_EQ(wrap_text("", 7), "\n");
}

TEST(WrappedTextTest, NumbersKeepTheirUnits) {
  EXPECT_EQ(wrap_text("it reads 1.2 GB/s, 90 %; more", 14),
            "it reads\n    1.2 GB/s,\n    90 %; more\n");
}

TEST(WrappedTextTest, LongWordsHaveLinesOfTheirOwn) {
  EXPECT_EQ(wrap_text("a /very/long/name b", 8), "a\n    /very/long/name\n    b\n");
}

TEST(WrappedTextTest, WideCharactersTakeTwoColumns) {
  EXPECT_EQ(wrap_text("\u65e5\u672c \u8a9e", 6), "\u65e5\u672c\n    \u8a9e\n");
}

}  // namespace
}  // namespace hilo::report
