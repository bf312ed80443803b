#include "discover/input_list.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <fstream>

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
  list.add_unreadable("a/b/c/..", 13);
  list.add_unreadable("/", 13);
  list.remove_repeated();
  list.sort(Order::natural);
  ASSERT_EQ(keys_of(list), (Keys{"/", "a/b", "a/x"}));
  EXPECT_EQ(
      list.error_of(1),
      (Error{ErrorCode::open, "expected a readable directory, found: Permission denied", "a/b"}));
  EXPECT_FALSE(list.error_of(2));
}

// A line of /proc/self/status, in bytes.
std::size_t status_bytes(const std::string& field) {
  std::ifstream status("/proc/self/status");
  std::string word;
  std::size_t kib = 0;
  while (status >> word && word != field) continue;
  status >> kib;
  return kib * 1024;
}

// Makes the peak of the resident set start anew.
bool reset_peak() {
  malloc_trim(0);
  std::ofstream stream("/proc/self/clear_refs");
  stream << "5" << std::flush;
  return stream.good();
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

Keys shuffled_names(std::size_t count) {
  Keys names(count);
  for (std::size_t i = 0; i < count; ++i) {
    names[i] = std::to_string(i * 7919 % count) + ".npy";
  }
  return names;
}

// A million keys of 45 bytes in 1,000 directories, while the list grows, removes repetitions and
// sorts.
TEST(InputList, TakesLessThan100BytesAnInput) {
  if (kSanitized) GTEST_SKIP() << "sanitizers take memory of their own";
  constexpr std::size_t kCount = 1000000;
  const Keys names = shuffled_names(1000);
  if (!reset_peak()) GTEST_SKIP() << "the system does not let the peak of memory start anew";
  const std::size_t before = status_bytes("VmRSS:");
  InputList list;
  for (std::size_t i = 0; i < 1000; ++i) {
    const std::string prefix = "/data/experiment/run_" + std::to_string(1000 + i) + "/";
    const auto directory = list.add_directory(prefix);
    for (const std::string& name : names) list.add(directory, "measurement_" + name);
  }
  list.remove_repeated();
  list.sort(Order::natural);
  const std::size_t peak = status_bytes("VmHWM:") - before;
  EXPECT_LT(peak, 100 * kCount);
  EXPECT_GT(peak, list.bytes() * 9 / 10);
  EXPECT_LT(list.bytes(), 50 * kCount);
  ASSERT_EQ(list.size(), kCount);
  EXPECT_EQ(list.key_of(999), "/data/experiment/run_1000/measurement_999.npy");
  EXPECT_EQ(list.key_of(999999), "/data/experiment/run_1999/measurement_999.npy");
  RecordProperty("peak_bytes_per_input", std::to_string(static_cast<double>(peak) / kCount));
}

TEST(InputListTest, TagsGoWhereTheirInputsGo) {
  InputList list;
  list.add_tagged("d/file_10.npy", 10);
  list.add_tagged("d/file_2.npy", 2);
  list.add_tagged("a.npy", UINT64_MAX);
  list.sort(Order::natural);
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list.key_of(0), "a.npy");
  EXPECT_EQ(list.tag_of(0), UINT64_MAX);
  EXPECT_EQ(list.key_of(1), "d/file_2.npy");
  EXPECT_EQ(list.tag_of(1), 2u);
  EXPECT_EQ(list.directory_of(2), "d");
  list.set_tag(2, 77);
  EXPECT_EQ(list.tag_of(2), 77u);
  EXPECT_EQ(list.key_of(2), "d/file_10.npy");
}

}  // namespace
}  // namespace hilo
