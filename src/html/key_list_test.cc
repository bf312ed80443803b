#include "html/key_list.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace hilo::html {
namespace {

TEST(KeyListTest, GivesBackWhatWasAdded) {
  rc::check([](const std::vector<std::string>& keys) {
    KeyList list;
    for (const std::string& key : keys) list.add(key);
    RC_ASSERT(list.size() == keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) RC_ASSERT(list[i] == keys[i]);
  });
}

TEST(KeyListTest, TakesLongKeysAndManyOfThem) {
  KeyList list;
  std::vector<std::string> keys;
  for (int i = 0; i < 1000; ++i) {
    keys.push_back(std::string(static_cast<std::size_t>(i) * 3, 'x') + std::to_string(i));
    list.add(keys.back());
  }
  for (std::size_t i = 0; i < keys.size(); ++i) ASSERT_EQ(list[i], keys[i]);
}

TEST(KeyListTest, NamesInOrderTakeLittleMemory) {
  KeyList list;
  for (int i = 0; i < 1'000'000; ++i) list.add("fake_files/file_" + std::to_string(i) + ".npy");
  EXPECT_EQ(list[999'999], "fake_files/file_999999.npy");
  EXPECT_LT(list.memory_bytes(), 20'000'000u);
}

TEST(KeyListTest, TheDirectoryThatAllKeysHave) {
  const auto common = [](const std::vector<std::string>& keys) {
    KeyList list;
    for (const std::string& key : keys) list.add(key);
    return std::string(list.common_directory());
  };
  EXPECT_EQ(common({}), "");
  EXPECT_EQ(common({"a/b/c.npy"}), "a/b/");
  EXPECT_EQ(common({"a/b/c.npy", "a/b/d.npy"}), "a/b/");
  EXPECT_EQ(common({"a/b/c.npy", "a/bd/d.npy", "a/b/e.npy"}), "a/");
  EXPECT_EQ(common({"a/b.npy", "c/b.npy"}), "");
  EXPECT_EQ(common({"/a.npy", "/b.npy"}), "/");
}

}  // namespace
}  // namespace hilo::html
