// A string is cut into tokens: each longest run of ASCII digits is one token, and so is every other
// byte. Strings compare as sequences of tokens, the first token that differs decides, and a
// sequence orders after each of its own prefixes:
//
//   two digit runs   by value, of any length; at equal value fewer leading zeros first
//   other pairs      by their first bytes, unsigned; '/' is a byte like any other
//
//   "" < "a" < "a-1" < "a/1" < "a1" < "a1z" < "a01" < "a01b" < "a2" < "a10" < "a:" < "b"
//
// Why this is a strict total order. Give a digit run the key ('0', significant digits, their
// values, leading zeros) and any other byte c the key (c). Keys compare lexicographically as tuples
// of integers, and that is the comparison above: a byte that is not a digit lies below all ten
// digits or above all of them, so the first component decides mixed pairs, and at equal '0' the
// count of significant digits and then the digits order by value. Distinct tokens have distinct
// keys, so tokens are totally ordered. Sequences over a totally ordered set, compared
// lexicographically with prefixes first, are totally ordered: transitive and antisymmetric. A
// string is the concatenation of its tokens, so distinct strings are distinct sequences, and only
// identical strings are equal.
//
// As the first difference decides, all strings that share a prefix that ends between tokens are
// neighbours. What two strings share up to a token boundary never matters, which is what
// natural_common_prefix() uses.
//
// Cost: one pass over the common prefix and the two tokens after it.
#include "discover/natural_order.h"

#include <algorithm>
#include <cstring>

namespace hilo {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A run of digits at the front of a text: leading zeros, then significant digits.
struct DigitRun {
  std::size_t zeros = 0;
  std::string_view digits;  // empty for the value 0

  explicit DigitRun(std::string_view text) {
    while (zeros < text.size() && text[zeros] == '0') ++zeros;
    std::size_t end = zeros;
    while (end < text.size() && is_digit(text[end])) ++end;
    digits = text.substr(zeros, end - zeros);
  }

  std::size_t size() const { return zeros + digits.size(); }
};

std::strong_ordering compare_runs(const DigitRun& a, const DigitRun& b) {
  if (a.digits.size() != b.digits.size()) return a.digits.size() <=> b.digits.size();
  if (const int order = a.digits.compare(b.digits); order != 0) return order <=> 0;
  return a.zeros <=> b.zeros;
}

// Eight bytes, most significant first; what does not fit is dropped.
class Word {
 public:
  bool full() const { return shift_ < 0; }
  std::uint64_t value() const { return value_; }

  void append(std::size_t byte) {
    if (full()) return;
    value_ |= static_cast<std::uint64_t>(byte & 0xff) << shift_;
    shift_ -= 8;
  }

 private:
  std::uint64_t value_ = 0;
  int shift_ = 56;
};

// Appends a count that is one byte or, beyond 254, cut. Nothing may follow a cut count.
bool append_count(Word& word, std::size_t count) {
  word.append(std::min<std::size_t>(count, 255));
  return count < 255;
}

// A run becomes: '0' + its number of significant digits where that is below nine, else '9' and the
// number; two digits a byte; the number of leading zeros. All of '0' to '9' lie between the same
// two other bytes, so the first byte still orders against bytes that are not digits.
bool append_run(Word& word, const DigitRun& run) {
  const std::size_t count = run.digits.size();
  word.append('0' + std::min<std::size_t>(count, 9));
  if (count >= 9 && !append_count(word, count)) return false;
  for (std::size_t i = 0; i < count && !word.full(); i += 2) {
    const int high = run.digits[i] - '0';
    const int low = i + 1 < count ? run.digits[i + 1] - '0' : 0;
    word.append(static_cast<std::size_t>(high * 16 + low));
  }
  return append_count(word, run.zeros);
}

}  // namespace

std::size_t natural_common_prefix(std::string_view a, std::string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  std::size_t common = 0;
  for (std::uint64_t x, y; common + sizeof x <= shorter; common += sizeof x) {
    std::memcpy(&x, a.data() + common, sizeof x);
    std::memcpy(&y, b.data() + common, sizeof y);
    if (x != y) break;
  }
  while (common < shorter && a[common] == b[common]) ++common;
  while (common > 0 && is_digit(a[common - 1])) --common;
  return common;
}

std::strong_ordering natural_compare(std::string_view a, std::string_view b) {
  const std::size_t common = natural_common_prefix(a, b);
  a.remove_prefix(common);
  b.remove_prefix(common);
  // At most one digit run is the same on both sides; after it something differs or ends.
  while (!a.empty() && !b.empty()) {
    if (is_digit(a.front()) && is_digit(b.front())) {
      const DigitRun run_a(a);
      const DigitRun run_b(b);
      if (const auto order = compare_runs(run_a, run_b); order != 0) return order;
      a.remove_prefix(run_a.size());
      b.remove_prefix(run_b.size());
    } else {
      const auto order =
          static_cast<unsigned char>(a.front()) <=> static_cast<unsigned char>(b.front());
      if (order != 0) return order;
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
  }
  return a.size() <=> b.size();
}

// The end of the text reads as zero bytes, which nothing orders below.
std::uint64_t natural_word(std::string_view text) {
  Word word;
  while (!text.empty() && !word.full()) {
    if (is_digit(text.front())) {
      const DigitRun run(text);
      if (!append_run(word, run)) break;
      text.remove_prefix(run.size());
    } else {
      word.append(static_cast<unsigned char>(text.front()));
      text.remove_prefix(1);
    }
  }
  return word.value();
}

}  // namespace hilo
