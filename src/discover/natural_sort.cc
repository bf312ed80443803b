// Names are long, far apart in memory and mostly alike; comparing them pair by pair would wait for
// memory twenty times a name. So each is read a few times only:
//
//   1. what all keys of a range have in common is dropped: file_17.npy file_4.npy -> 17.npy 4.npy
//   2. the next tokens of each become one 64-bit word, by natural_word()
//   3. the words are sorted, beside their records
//   4. each run of equal words is a range of its own, and starts again at 1
//
// Exact, because a smaller word is a smaller key (natural_order.cc) and ranges end where full
// comparisons have decided: small ranges, ranges that no word tells apart, and what is left after
// kMaxDepth rounds are sorted by natural_compare() itself.
//
// Cost: two looks at each key and a sort of integers a round. A million names in one directory take
// one round, a million in a thousand directories two: some tenths of a second.
#include "discover/natural_sort.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "discover/natural_order.h"

namespace hilo {
namespace {

constexpr std::size_t kSmallRange = 8;
constexpr int kMaxDepth = 16;

struct Item {
  std::uint64_t word = 0;
  const char* record = nullptr;
};

class Sorter {
 public:
  explicit Sorter(const SortKey& sort_key) : sort_key_(sort_key) {}

  void sort(std::span<Item> range, int depth) {
    if (range.size() < 2) return;
    if (range.size() <= kSmallRange || depth == kMaxDepth) return compare_all(range);
    set_words(range);
    std::sort(range.begin(), range.end(),
              [](const Item& a, const Item& b) { return a.word < b.word; });
    if (range.front().word == range.back().word) return compare_all(range);
    for (std::size_t begin = 0, end; begin < range.size(); begin = end) {
      end = begin + 1;
      while (end < range.size() && range[end].word == range[begin].word) ++end;
      sort(range.subspan(begin, end - begin), depth + 1);
    }
  }

 private:
  void set_words(std::span<Item> range) {
    sort_key_(range.front().record, key_);
    std::size_t common = key_.size();
    for (const Item& item : range.subspan(1)) {
      sort_key_(item.record, other_key_);
      const std::string_view prefix = std::string_view(key_).substr(0, common);
      common = natural_common_prefix(prefix, other_key_);
    }
    for (Item& item : range) {
      sort_key_(item.record, key_);
      item.word = natural_word(std::string_view(key_).substr(common));
    }
  }

  void compare_all(std::span<Item> range) {
    std::sort(range.begin(), range.end(), [this](const Item& a, const Item& b) {
      sort_key_(a.record, key_);
      sort_key_(b.record, other_key_);
      return natural_compare(key_, other_key_) < 0;
    });
  }

  const SortKey& sort_key_;
  std::string key_;
  std::string other_key_;
};

}  // namespace

void natural_sort(std::span<const char*> records, const SortKey& sort_key) {
  std::vector<Item> items(records.size());
  for (std::size_t i = 0; i < items.size(); ++i) items[i].record = records[i];
  Sorter(sort_key).sort(items, 0);
  for (std::size_t i = 0; i < items.size(); ++i) records[i] = items[i].record;
}

}  // namespace hilo
