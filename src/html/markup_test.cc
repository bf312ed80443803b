#include "html/markup.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace hilo::html {
namespace {

TEST(MarkupTest, NothingOfANameIsMarkup) {
  EXPECT_EQ(escaped("<script>alert(1)</script>.npy"), "&lt;script&gt;alert(1)&lt;/script&gt;.npy");
  EXPECT_EQ(escaped("\"onload=x"), "&quot;onload=x");
  EXPECT_EQ(escaped("'a' & b"), "&#39;a&#39; &amp; b");
  EXPECT_EQ(escaped("&lt;"), "&amp;lt;");
  EXPECT_EQ(escaped("]]>-->"), "]]&gt;--&gt;");
}

TEST(MarkupTest, EveryByteIsShown) {
  EXPECT_EQ(escaped(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(escaped("a\n\t\x1b[31m\x7f"), "a\\x0a\\x09\\x1b[31m\\x7f");
  EXPECT_EQ(escaped("a\xff\xc3"), "a\\xff\\xc3");
  EXPECT_EQ(escaped("\u202egnp.exe"), "\\xe2\\x80\\xaegnp.exe");
  EXPECT_EQ(escaped("se\u00f1al \u6570\u636e"), "se\u00f1al \u6570\u636e");
}

TEST(MarkupTest, NumbersAreExact) {
  EXPECT_EQ(exact_text(0.1), "0.1");
  EXPECT_EQ(exact_text(1e16), "1e+16");
  EXPECT_EQ(exact_text(std::nan("")), "NaN");
  EXPECT_EQ(exact_text(-std::numeric_limits<double>::infinity()), "-Infinity");
  EXPECT_EQ(exact_text(std::optional<double>()), "absent");
  EXPECT_EQ(exact_text(std::optional<Number>(Integer{1, 0})), "18446744073709551616");
}

}  // namespace
}  // namespace hilo::html
