#include "discover/input_list.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <random>

namespace hilo {
namespace {

using Keys = std::vector<std::string>;

Keys keys_of(const InputList& list) {
  Keys keys;
  for (std::size_t i = 0; i < list.size(); ++i) keys.push_back(list.key_of(i));
  return keys;
}

InputList list_of(const Keys& keys) {
  InputList list;
  for (const std::string& key : keys) list.add(key);
  return list;
}

TEST(InputList, GivesBackKeysAndDirectories) {
  const Keys keys = {"x.npy", "./x.npy", "/x.npy", "a/x.npy", "a/b/y.npy", "/a/z", "..", "x/", "/"};
  const Keys directories = {".", ".", "/", "a", "a/b", "/a", ".", "x", "/"};
  const InputList list = list_of(keys);
  EXPECT_EQ(keys_of(list), keys);
  for (std::size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(list.directory_of(i), directories[i]);
}

TEST(InputList, HoldsNamesLongerThanABlock) {
  const std::string name(200000, 'x');
  InputList list = list_of({"a", name, "b"});
  EXPECT_EQ(keys_of(list), (Keys{"a", name, "b"}));
}

TEST(InputList, NaturalOrderIsByKey) {
  InputList list = list_of({"b", "a/y", "a/10", "a-b/x", "a/9", "a/c/x", "./z"});
  list.sort(Order::natural);
  EXPECT_EQ(keys_of(list), (Keys{"./z", "a-b/x", "a/9", "a/10", "a/c/x", "a/y", "b"}));
}

TEST(InputList, ByDirectoryKeepsADirectoryTogether) {
  InputList list = list_of({"a/d", "a/b/x", "z", "a/c", "./y", "a10/x", "a2/x", "a/x", "/r"});
  list.sort(Order::by_directory);
  EXPECT_EQ(keys_of(list), (Keys{"./y", "z", "/r", "a/c", "a/d", "a/x", "a/b/x", "a2/x", "a10/x"}));
}

TEST(InputList, SortsFromAPositionOn) {
  InputList list = list_of({"z", "b", "a"});
  list.sort(Order::natural, 1);
  EXPECT_EQ(keys_of(list), (Keys{"z", "a", "b"}));
}

TEST(InputList, FirstNamingOfAPathWins) {
  InputList list = list_of({"./a/x", "b", "a/x", "a/c/../x", "a/y", "b", "a//x", "x/", "x"});
  list.remove_repeated();
  EXPECT_EQ(keys_of(list), (Keys{"./a/x", "b", "a/y", "x/", "x"}));
}

TEST(InputList, KnowsWhatIsUnreadable) {
  InputList list = list_of({"a/x"});
  list.add_unreadable("a/b", 13);
  list.add_unreadable("a/c/../b", 13);
  list.add_unreadable("/", 13);
  list.remove_repeated();
  list.sort(Order::natural);
  ASSERT_EQ(keys_of(list), (Keys{"/", "a/b", "a/x"}));
  EXPECT_EQ(list.error_of(1),
            (Error{ErrorCode::open, "cannot read directory: Permission denied", "a/b"}));
  EXPECT_FALSE(list.error_of(2));
}

// Heap and mapped blocks in use, and the most of it that a list ever took.
std::size_t allocated() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

Keys shuffled_names(std::size_t count) {
  Keys names(count);
  for (std::size_t i = 0; i < count; ++i) {
    names[i] = std::to_string(i * 7919 % count) + ".npy";
  }
  return names;
}

// A million keys of 45 bytes in 1,000 directories: the list itself, and with what sorting and
// removing repetitions add (16 bytes an input).
TEST(InputList, TakesLessThan100BytesAnInput) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer's allocator does not report what is in use";
#endif
  constexpr std::size_t kCount = 1000000;
  const Keys names = shuffled_names(1000);
  const std::size_t before = allocated();
  InputList list;
  for (std::size_t d = 0; d < 1000; ++d) {
    const auto directory =
        list.add_directory("/data/experiment/run_" + std::to_string(1000 + d) + "/");
    for (const std::string& name : names) list.add(directory, "measurement_" + name);
  }
  ASSERT_EQ(list.size(), kCount);
  const std::size_t built = allocated() - before;
  EXPECT_LE(built, list.bytes() * 101 / 100);
  EXPECT_LT(built + 16 * kCount, 70 * kCount);
  list.remove_repeated();
  list.sort(Order::natural);
  EXPECT_EQ(list.size(), kCount);
  EXPECT_EQ(list.key_of(999), "/data/experiment/run_1000/measurement_999.npy");
  EXPECT_EQ(list.key_of(999999), "/data/experiment/run_1999/measurement_999.npy");
}

}  // namespace
}  // namespace hilo
