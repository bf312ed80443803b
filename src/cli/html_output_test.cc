#include "cli/html_output.h"

#include <gtest/gtest.h>

namespace hilo::cli {
namespace {

TEST(CommandTextTest, IsWhatAShellTakes) {
  EXPECT_EQ(command_text({"stats", "fake_files", "-j2"}), "hilo stats fake_files -j2");
  EXPECT_EQ(command_text({"stats", "a b", "*.npy", ""}), "hilo stats 'a b' '*.npy' ''");
  EXPECT_EQ(command_text({"stats", "it's"}), "hilo stats 'it'\\''s'");
  EXPECT_EQ(command_text({"stats", "se\u00f1al.npy", "$x", "a;b"}),
            "hilo stats se\u00f1al.npy '$x' 'a;b'");
}

TEST(CommandTextTest, OfVeryManyWordsItHasTheFirst) {
  const std::string text = command_text(std::vector<std::string>(1000, "x"));
  EXPECT_LT(text.size(), 120u);
  EXPECT_TRUE(text.ends_with(" x ... (960 more words)")) << text;
}

}  // namespace
}  // namespace hilo::cli
