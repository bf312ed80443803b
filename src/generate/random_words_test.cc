#include "generate/random_words.h"

#include <Random123/threefry.h>
#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "support/each_target.h"

namespace hilo {
namespace {

std::vector<std::uint64_t> words_of(std::uint64_t seed, std::uint64_t file, std::uint64_t first,
                                    std::size_t count) {
  std::vector<std::uint64_t> words(count);
  random_words(seed, file, first, words);
  return words;
}

TEST(RandomWords, AreRandom123sOnEveryTarget) {
  constexpr std::uint64_t kLast = std::numeric_limits<std::uint64_t>::max();
  testing::on_each_target([] {
    for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, kLast}) {
      for (const std::uint64_t file : {std::uint64_t{0}, std::uint64_t{9999}, kLast}) {
        for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{4}, kLast - 1023}) {
          const auto words = words_of(seed, file, first, 512);
          for (std::size_t i = 0; i < words.size(); i += 4) {
            const r123::Threefry4x64::ctr_type counter = {{(first + i) / 4, file, 0, 0}};
            const r123::Threefry4x64::key_type key = {{seed, 0, 0, 0}};
            const auto expected = r123::Threefry4x64()(counter, key);
            for (std::size_t j = 0; j < 4; ++j) ASSERT_EQ(words[i + j], expected[j]) << i + j;
          }
        }
      }
    }
  });
}

// The vector of an all-zero counter and key that is published with Random123.
TEST(RandomWords, HaveTheKnownAnswer) {
  const auto words = words_of(0, 0, 0, kWordStep);
  EXPECT_EQ(words[0], 0x09218EBDE6C85537);
  EXPECT_EQ(words[1], 0x55941F5266D86105);
  EXPECT_EQ(words[2], 0x4BD25E16282434DC);
  EXPECT_EQ(words[3], 0xEE29EC846BD2E40B);
}

TEST(RandomWords, DoNotDependOnWhereACallBegins) {
  const auto all = words_of(7, 3, 0, 4 * kWordStep);
  for (const std::size_t first : {std::size_t{4}, std::size_t{124}, std::size_t{256}}) {
    const auto part = words_of(7, 3, first, kWordStep);
    EXPECT_TRUE(std::equal(part.begin(), part.end(), all.begin() + static_cast<long>(first)));
  }
}

}  // namespace
}  // namespace hilo
