#include "cli/roff.h"

#include <gtest/gtest.h>

namespace hilo::cli {
namespace {

TEST(RoffTest, CharactersThatRoffWouldChangeAreEscaped) {
  EXPECT_EQ(roff_escape("--by 'x' \"y\" a\\b ~^`"),
            "\\-\\-by \\(aqx\\(aq \\(dqy\\(dq a\\(rsb \\(ti\\(ha\\(ga");
}

TEST(RoffTest, NoLineOfTextIsARequest) {
  EXPECT_EQ(to_roff(parse_page(".csv is text")), ".PP\n\\&.csv is text\n");
  EXPECT_EQ(to_roff(parse_page("  .PP\n")), ".PP\n.RS 4\n.nf\n\\&.PP\n.fi\n.RE\n");
}

TEST(RoffTest, LinesAreShortAndDoNotEndASentence) {
  const std::string roff = to_roff(parse_page(std::string(12, 'x') + ". " + std::string(70, 'y')));
  EXPECT_EQ(roff, ".PP\nxxxxxxxxxxxx.\\&\n" + std::string(70, 'y') + "\n");
}

TEST(RoffTest, FlagsAreBoldAndTheirValuesInItalics) {
  EXPECT_EQ(to_roff({{Block::Kind::flag, "How many.", "-j, --jobs N"}}),
            ".TP\n\\fB\\-j\\fR, \\fB\\-\\-jobs\\fR \\fIN\\fR\nHow many.\n");
}

TEST(RoffTest, TermsAreBold) {
  EXPECT_EQ(to_roff(parse_page("NO_COLOR :: none")), ".TP\n\\fBNO_COLOR\\fR\nnone\n");
}

}  // namespace
}  // namespace hilo::cli
