#include "discover/lexical_path.h"

#include <gtest/gtest.h>

namespace hilo {
namespace {

std::string normal(std::string_view path) {
  std::string result;
  normalise_path(path, result);
  return result;
}

TEST(LexicalPath, KeepsSingleSlashes) {
  EXPECT_EQ(with_single_slashes("a//b///x.npy"), "a/b/x.npy");
  EXPECT_EQ(with_single_slashes("//a/"), "/a/");
  EXPECT_EQ(with_single_slashes("./a/../x"), "./a/../x");
}

TEST(LexicalPath, NormalFormHasNoDotsBehindNames) {
  EXPECT_EQ(normal("./a/x.npy"), "a/x.npy");
  EXPECT_EQ(normal("a/b/../x.npy"), "a/x.npy");
  EXPECT_EQ(normal("a/./x.npy"), "a/x.npy");
  EXPECT_EQ(normal("a/b/../../x.npy"), "x.npy");
  EXPECT_EQ(normal("../x.npy"), "../x.npy");
  EXPECT_EQ(normal("a/../../x.npy"), "../x.npy");
  EXPECT_EQ(normal("../../x.npy"), "../../x.npy");
  EXPECT_EQ(normal("..x/y"), "..x/y");
}

TEST(LexicalPath, NothingIsAboveTheRoot) {
  EXPECT_EQ(normal("/../x.npy"), "/x.npy");
  EXPECT_EQ(normal("/a/../../x.npy"), "/x.npy");
  EXPECT_EQ(normal("/"), "/");
  EXPECT_EQ(normal("/.."), "/");
}

TEST(LexicalPath, DirectoriesEndWithASlash) {
  EXPECT_EQ(normal("a/"), "a/");
  EXPECT_EQ(normal("a/b/.."), "a/");
  EXPECT_EQ(normal("./"), "./");
  EXPECT_EQ(normal("a/.."), "./");
  EXPECT_EQ(normal(".."), "../");
  EXPECT_NE(normal("x.npy/"), normal("x.npy"));
}

}  // namespace
}  // namespace hilo
