#include "report/display.h"

#include <gtest/gtest.h>

namespace hilo::report {
namespace {

TEST(DisplayTest, EscapesWhatATerminalWouldObey) {
  EXPECT_EQ(escape_controls("a\x1b[31mb"), "a\\x1b[31mb");
  EXPECT_EQ(escape_controls(std::string_view("\0\t\n\r\x7f", 5)), "\\x00\\x09\\x0a\\x0d\\x7f");
  EXPECT_EQ(escape_controls("\xc2\x9b"
                            "1m"),
            "\\xc2\\x9b1m");  // CSI in C1
  EXPECT_EQ(escape_controls("\xe2\x80\xae"
                            "gpj"),
            "\\xe2\\x80\\xaegpj");  // right-to-left override
}

TEST(DisplayTest, EscapesBytesThatAreNotUtf8) {
  EXPECT_EQ(escape_controls("\x9b"
                            "1m"),
            "\\x9b1m");
  EXPECT_EQ(escape_controls("\xff"), "\\xff");
  EXPECT_EQ(escape_controls("\xc3"), "\\xc3");
  EXPECT_EQ(escape_controls("\xc0\xaf"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(escape_controls("\xed\xb3\xbf"), "\\xed\\xb3\\xbf");  // a surrogate
}

TEST(DisplayTest, KeepsOtherText) {
  for (const char* text : {"", "file_0.npy", "a b,c\"d'\\", "\u00e9\u65e5\u672c\U0001F600"}) {
    EXPECT_EQ(escape_controls(text), text);
  }
}

TEST(DisplayTest, CountsColumns) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("\u00e9t\u00e9"), 3u);
  EXPECT_EQ(display_width("e\u0301"), 1u);
  EXPECT_EQ(display_width("\u65e5\u672c"), 4u);
}

TEST(DisplayTest, ShortensTheMiddle) {
  EXPECT_EQ(shorten_middle("abcdefghij", 10), "abcdefghij");
  EXPECT_EQ(shorten_middle("abcdefghijk", 10), "abc...hijk");
  EXPECT_EQ(shorten_middle("abcdefghijk", 3), "...");
  EXPECT_EQ(shorten_middle("\u65e5\u672c\u65e5\u672c\u65e5\u672c", 8), "\u65e5...\u672c");
}

TEST(DisplayTest, NeverTakesMoreColumnsThanAsked) {
  const std::string text = "a\u65e5\u0301\u672cb\xffgh\U0001F600ij\u65e5";
  for (std::size_t width = 3; width < 20; ++width) {
    EXPECT_LE(display_width(shorten_middle(text, width)), width) << width;
  }
}

}  // namespace
}  // namespace hilo::report
