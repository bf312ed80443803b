#include "discover/natural_order.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "discover/natural_sort.h"

namespace hilo {
namespace {

// Short strings of the bytes that matter: most pairs share digits, zeros or a prefix.
rc::Gen<std::string> nasty_text() {
  const auto byte = rc::gen::element('0', '0', '1', '2', '9', 'a', '/', '.', '-', ':', '\x01', '\0',
                                     '\x80', '\xff');
  const auto text = rc::gen::container<std::string>(byte);
  const auto digits = rc::gen::container<std::string>(rc::gen::element('0', '1', '9'));
  return rc::gen::oneOf(text,
                        rc::gen::map(rc::gen::tuple(text, digits, text), [](const auto& parts) {
                          return std::get<0>(parts) + std::get<1>(parts) + std::get<2>(parts);
                        }));
}

bool less(std::string_view a, std::string_view b) { return natural_compare(a, b) < 0; }

// The definition, token by token, as slow as can be.
std::vector<std::vector<long>> tokens_of(const std::string& text) {
  std::vector<std::vector<long>> tokens;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789", i), text.size());
    if (end == i) {
      tokens.push_back({static_cast<unsigned char>(text[i++])});
      continue;
    }
    const std::size_t first = std::min(text.find_first_not_of('0', i), end);
    std::vector<long> token = {'0', static_cast<long>(end - first)};
    for (std::size_t j = first; j < end; ++j) token.push_back(text[j] - '0');
    token.push_back(static_cast<long>(first - i));
    tokens.push_back(token);
    i = end;
  }
  return tokens;
}

TEST(NaturalOrder, HoldsForAKnownSequence) {
  const std::vector<std::string> ordered = {"",
                                            "a",
                                            "a-1",
                                            "a/1",
                                            "a0",
                                            "a00",
                                            "a1",
                                            "a1z",
                                            "a01",
                                            "a01b",
                                            "a2",
                                            "a10",
                                            "a:",
                                            "b",
                                            "file_2",
                                            "file_02",
                                            "file_10",
                                            "file_010",
                                            "file_18446744073709551615",
                                            "file_18446744073709551616",
                                            "file_018446744073709551616",
                                            "\xff"};
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    for (std::size_t j = 0; j < ordered.size(); ++j) {
      EXPECT_TRUE(natural_compare(ordered[i], ordered[j]) == (i <=> j))
          << ordered[i] << " " << ordered[j];
    }
  }
}

TEST(NaturalOrder, ComparesNumbersOfAnyLength) {
  const std::string nines(1000, '9');
  const std::string more = "1" + std::string(1000, '0');
  EXPECT_TRUE(less(nines, more));
  EXPECT_LE(natural_word(nines), natural_word(more));
  EXPECT_TRUE(less(more, "0" + more));
}

RC_GTEST_PROP(NaturalOrder, IsTheOrderOfTokens, ()) {
  const auto a = *nasty_text();
  const auto b = *nasty_text();
  RC_ASSERT(less(a, b) == (tokens_of(a) < tokens_of(b)));
  RC_ASSERT((natural_compare(a, b) == 0) == (a == b));
}

RC_GTEST_PROP(NaturalOrder, IsAntisymmetricAndTransitive, ()) {
  const auto a = *nasty_text();
  const auto b = *nasty_text();
  const auto c = *nasty_text();
  RC_ASSERT(!(less(a, b) && less(b, a)));
  RC_ASSERT(less(a, b) || less(b, a) || a == b);
  RC_ASSERT(!(less(a, b) && less(b, c)) || less(a, c));
}

RC_GTEST_PROP(NaturalOrder, WordsNeverContradictIt, ()) {
  const auto a = *nasty_text();
  const auto b = *nasty_text();
  if (natural_word(a) < natural_word(b)) RC_ASSERT(less(a, b));
}

RC_GTEST_PROP(NaturalOrder, CommonPrefixDoesNotMatter, ()) {
  const auto prefix = *nasty_text();
  const auto a = prefix + *nasty_text();
  const auto b = prefix + *nasty_text();
  const std::size_t common = natural_common_prefix(a, b);
  RC_ASSERT(a.substr(0, common) == b.substr(0, common));
  RC_ASSERT(natural_compare(a.substr(common), b.substr(common)) == natural_compare(a, b));
}

// Records of the sort are strings that end with a zero byte.
void sort_names(std::vector<const char*>& records) {
  natural_sort(records, [](const char* record, std::string& key) { key = record; });
}

RC_GTEST_PROP(NaturalSort, SortsAsTheOrderSays, ()) {
  auto names = *rc::gen::container<std::vector<std::string>>(50, nasty_text());
  for (std::string& name : names) std::erase(name, '\0');
  std::vector<const char*> records;
  for (const std::string& name : names) records.push_back(name.c_str());
  sort_names(records);
  auto sorted = names;
  std::sort(sorted.begin(), sorted.end(), less);
  RC_ASSERT(std::equal(sorted.begin(), sorted.end(), records.begin(), records.end()));
}

// Each name a prefix of the next: every round tells only few apart.
TEST(NaturalSort, EndsOnNamesThatDifferLate) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < 500; ++i) names.push_back(std::string(500 - i, 'a'));
  for (std::size_t i = 0; i < 500; ++i) names.push_back(std::string(500 - i, '1'));
  std::vector<const char*> records;
  for (const std::string& name : names) records.push_back(name.c_str());
  sort_names(records);
  for (std::size_t i = 1; i < records.size(); ++i) {
    EXPECT_TRUE(less(records[i - 1], records[i])) << i;
  }
}

}  // namespace
}  // namespace hilo
