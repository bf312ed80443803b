#include "base/nearest.h"

#include <gtest/gtest.h>

namespace hilo {
namespace {

constexpr std::string_view kFlags[] = {"ddof", "format", "output", "quiet", "nan-policy", "by"};

TEST(NearestTest, CountsEdits) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("abc", ""), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("ddfo", "ddof"), 1u);
}

TEST(NearestTest, FindsTypos) {
  EXPECT_EQ(nearest("ddoff", kFlags), "ddof");
  EXPECT_EQ(nearest("ouptut", kFlags), "output");
  EXPECT_EQ(nearest("nan_policy", kFlags), "nan-policy");
  EXPECT_EQ(nearest("bye", kFlags), "by");
}

TEST(NearestTest, FindsBeginnings) { EXPECT_EQ(nearest("form", kFlags), "format"); }

TEST(NearestTest, FindsNothingFarAway) {
  EXPECT_EQ(nearest("save", kFlags), "");
  EXPECT_EQ(nearest("", kFlags), "");
  EXPECT_EQ(nearest(std::string_view(), {}), "");
}

}  // namespace
}  // namespace hilo
