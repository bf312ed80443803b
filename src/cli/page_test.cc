#include "cli/page.h"

#include <gtest/gtest.h>

namespace hilo::cli {
namespace {

TEST(PageTest, LinesOfAParagraphAreJoinedAndBrokenAnew) {
  EXPECT_EQ(to_text(parse_page("one\ntwo\n\nthree\n")), "one two\n\nthree\n");
  const std::string words =
      "nine char nine char nine char nine char nine char nine char nine char ";
  EXPECT_EQ(to_text(parse_page(words + "80 columns\nand more")), words + "80 columns\nand more\n");
  EXPECT_EQ(to_text(parse_page(words + "81 columns.\nand more")),
            words + "81\ncolumns. and more\n");
}

TEST(PageTest, NothingOfALongWordIsLost) {
  const std::string word(100, 'x');
  EXPECT_EQ(to_text(parse_page(word)), std::string(80, 'x') + "\n" + std::string(20, 'x') + "\n");
}

TEST(PageTest, IndentedLinesStayAsTheyAre) {
  EXPECT_EQ(to_text(parse_page("text:\n  a  b\n    c\n\n  d\nmore")),
            "text:\n\n  a  b\n    c\n\n  d\n\nmore\n");
}

TEST(PageTest, EntriesStandBesideTheirTerms) {
  EXPECT_EQ(to_text(parse_page("a :: one\nlonger :: two\nthree\n\nend")),
            "  a       one\n  longer  two three\n\nend\n");
  EXPECT_EQ(to_text(parse_page("a :: one\nmuch longer than others are :: two")),
            "  a  one\n  much longer than others are\n     two\n");
}

TEST(PageTest, HeadingsStandAboveWhatFollows) {
  EXPECT_EQ(to_text(parse_page("text\n\n# Title\n\na :: one")), "text\n\nTitle:\n  a  one\n");
}

TEST(PageTest, FlagsStandAboveTheirHelp) {
  const Page page = {{Block::Kind::heading, "Output"},
                     {Block::Kind::flag, "More.", "-v, --verbose"},
                     {Block::Kind::flag, "Less.", "-q"}};
  EXPECT_EQ(to_text(page), "Output:\n  -v, --verbose\n      More.\n  -q\n      Less.\n");
}

}  // namespace
}  // namespace hilo::cli
