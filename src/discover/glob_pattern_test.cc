#include "discover/glob_pattern.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace hilo {
namespace {

TEST(GlobMatch, Wildcards) {
  EXPECT_TRUE(glob_match("*.npy", "x.npy"));
  EXPECT_FALSE(glob_match("*.npy", "x.NPY"));
  EXPECT_FALSE(glob_match("*.npy", "x.npy2"));
  EXPECT_TRUE(glob_match("*", "x"));
  EXPECT_TRUE(glob_match("a*b*c", "a-b-b-c"));
  EXPECT_FALSE(glob_match("a*b*c", "a-c-b"));
  EXPECT_TRUE(glob_match("file_?", "file_1"));
  EXPECT_FALSE(glob_match("file_?", "file_"));
  EXPECT_FALSE(glob_match("file_?", "file_12"));
  EXPECT_TRUE(glob_match("**.npy", "x.npy"));
}

TEST(GlobMatch, Brackets) {
  EXPECT_TRUE(glob_match("[a-c]x", "bx"));
  EXPECT_FALSE(glob_match("[a-c]x", "dx"));
  EXPECT_TRUE(glob_match("[!a-c]x", "dx"));
  EXPECT_FALSE(glob_match("[!a-c]x", "ax"));
  EXPECT_TRUE(glob_match("[]]", "]"));
  EXPECT_TRUE(glob_match("[]a]", "a"));
  EXPECT_FALSE(glob_match("[!]]", "]"));
  EXPECT_TRUE(glob_match("[a-]", "-"));
  EXPECT_TRUE(glob_match("[-a]", "-"));
  EXPECT_FALSE(glob_match("[c-a]", "b"));
  EXPECT_TRUE(glob_match("[^a]", "^"));
  EXPECT_TRUE(glob_match("[*]", "*"));
  EXPECT_FALSE(glob_match("[*]", "x"));
}

TEST(GlobMatch, BracketThatIsNeverClosedIsItself) {
  EXPECT_TRUE(glob_match("run[1", "run[1"));
  EXPECT_TRUE(glob_match("[]", "[]"));
  EXPECT_TRUE(glob_match("[!", "[!"));
  EXPECT_TRUE(glob_match("[!]*", "[!]x"));
  EXPECT_FALSE(glob_match("[", "x"));
}

TEST(GlobMatch, HiddenNamesNeedADot) {
  EXPECT_FALSE(glob_match("*", ".x"));
  EXPECT_FALSE(glob_match("?x", ".x"));
  EXPECT_FALSE(glob_match("[.]x", ".x"));
  EXPECT_TRUE(glob_match(".*", ".x"));
  EXPECT_TRUE(glob_match("a*", "a.x"));
}

TEST(GlobMatch, CharactersAreUtf8OrBytes) {
  EXPECT_TRUE(glob_match("?.npy", "\xc3\xa9.npy"));
  EXPECT_TRUE(glob_match("[\xc3\xa9]", "\xc3\xa9"));
  EXPECT_FALSE(glob_match("[\xc3\xa9]", "\xc3\xa8"));
  EXPECT_TRUE(glob_match("[\xc3\xa0-\xc3\xaf]", "\xc3\xa9"));
  EXPECT_TRUE(glob_match("?", "\xff"));
  EXPECT_FALSE(glob_match("?", "\xff\xff"));
  EXPECT_TRUE(glob_match("??", "\xc3x"));
  EXPECT_FALSE(glob_match("?", "\xc0\x80"));       // overlong
  EXPECT_TRUE(glob_match("???", "\xed\xa0\x80"));  // a surrogate
  EXPECT_TRUE(glob_match("?", "\xf0\x9f\x98\x80"));
}

TEST(GlobMatch, ManyStarsTakeNoExponentialTime) {
  std::string part;
  for (int i = 0; i < 100; ++i) part += "*a";
  EXPECT_FALSE(glob_match(part + "b", std::string(255, 'a')));
}

RC_GTEST_PROP(GlobMatch, FindsWhatItWasMadeFrom, ()) {
  const auto text = rc::gen::container<std::string>(rc::gen::element('a', 'b'));
  const auto a = "x" + *text;
  const auto b = *text;
  const auto c = *text;
  RC_ASSERT(glob_match(a + "*" + b + "*", a + c + b + c));
  RC_ASSERT(glob_match(a + "*" + c, a + b + c));
}

TEST(GlobPattern, IsCutIntoBaseAndParts) {
  const GlobPattern pattern("/a/b/**/**/x_*/y.npy");
  EXPECT_EQ(pattern.base, "/a/b/");
  ASSERT_EQ(pattern.parts.size(), 3u);
  EXPECT_EQ(pattern.parts[0].kind, GlobPart::Kind::recursive);
  EXPECT_EQ(pattern.parts[1].kind, GlobPart::Kind::wildcard);
  EXPECT_EQ(pattern.parts[1].text, "x_*");
  EXPECT_EQ(pattern.parts[2].kind, GlobPart::Kind::literal);
  EXPECT_FALSE(pattern.directories_only);
}

TEST(GlobPattern, SlashAtTheEndAsksForDirectories) {
  const GlobPattern pattern("*/");
  EXPECT_EQ(pattern.base, "");
  EXPECT_EQ(pattern.parts.size(), 1u);
  EXPECT_TRUE(pattern.directories_only);
}

}  // namespace
}  // namespace hilo
