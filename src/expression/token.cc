#include "expression/token.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <system_error>

namespace hilo {
namespace {

// Longer ones first: the first that fits is it.
constexpr std::string_view kSymbols[] = {"**", "//", "<=", ">=", "==", "!=", "=>", "<>", "&&", "||",
                                         "+",  "-",  "*",  "/",  "%",  "<",  ">",  "=",  "&",  "|",
                                         "^",  "~",  "!",  "(",  ")",  ",",  ".",  "[",  "]"};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return (lower >= 'a' && lower <= 'z') || c == '_';
}
bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }

// One past the digits at `at`, which single underscores may part.
std::size_t end_of_digits(std::string_view text, std::size_t at) {
  const auto digit = [&](std::size_t i) { return i < text.size() && is_digit(text[i]); };
  while (digit(at) ||
         (at > 0 && at < text.size() && text[at] == '_' && digit(at - 1) && digit(at + 1)))
    ++at;
  return at;
}

// One past the exponent at `at`; `at` itself where there is none.
std::size_t end_of_exponent(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] | 0x20) != 'e') return at;
  std::size_t digits = at + 1;
  if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) ++digits;
  const std::size_t end = end_of_digits(text, digits);
  return end == digits ? at : end;
}

Token number_at(std::string_view text, std::size_t offset) {
  std::size_t end = end_of_digits(text, offset);
  bool is_whole = true;
  if (end < text.size() && text[end] == '.') {
    end = end_of_digits(text, end + 1);
    is_whole = false;
  }
  const std::size_t exponent = end_of_exponent(text, end);
  is_whole = is_whole && exponent == end;
  end = exponent;
  std::size_t word = end;
  while (word < text.size() && (is_name_part(text[word]) || text[word] == '.')) ++word;
  const std::string_view number = text.substr(offset, end - offset);
  // Python refuses 007, so that nobody takes it for an octal number.
  const bool is_octal =
      is_whole && number[0] == '0' && number.find_first_not_of("0_") != number.npos;
  if (word > end || is_octal) {
    return {Token::Form::unknown, text.substr(offset, word - offset), offset};
  }
  return {Token::Form::number, number, offset};
}

// A character that is not ASCII as a whole.
std::size_t end_of_character(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return at;
}

// The power of ten of the first digit that is not 0, roughly; 0 where all are 0.
std::int64_t decimal_exponent(std::string_view number) {
  const std::size_t mark = std::min(number.find_first_of("eE"), number.size());
  const std::string_view digits = number.substr(0, mark);
  const std::size_t leading = digits.find_first_not_of("0.");
  if (leading == digits.npos) return 0;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const auto place = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(leading);
  if (mark == number.size()) return place;
  const bool is_negative = number[mark + 1] == '-';
  constexpr std::int64_t kMost = std::int64_t{1} << 40;
  std::int64_t exponent = 0;
  for (const char digit : number.substr(mark + 1)) {
    if (is_digit(digit)) exponent = std::min(kMost, 10 * exponent + (digit - '0'));
  }
  return place + (is_negative ? -exponent : exponent);
}

}  // namespace

Token token_at(std::string_view text, std::size_t offset) {
  while (offset < text.size() && is_blank(text[offset])) ++offset;
  if (offset == text.size()) return {Token::Form::end, {}, offset};
  const char first = text[offset];
  const bool is_fraction = first == '.' && offset + 1 < text.size() && is_digit(text[offset + 1]);
  if (is_digit(first) || is_fraction) return number_at(text, offset);
  std::size_t end = offset;
  while (end < text.size() && is_name_part(text[end])) ++end;
  if (end > offset) return {Token::Form::name, text.substr(offset, end - offset), offset};
  for (const std::string_view symbol : kSymbols) {
    if (text.substr(offset).starts_with(symbol)) {
      return {Token::Form::symbol, text.substr(offset, symbol.size()), offset};
    }
  }
  const std::size_t character = end_of_character(text, offset);
  return {Token::Form::unknown, text.substr(offset, character - offset), offset};
}

double number_value(std::string_view text) {
  std::string digits(text);
  std::erase(digits, '_');
  double value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc::result_out_of_range) return value;
  // Hundreds of orders of magnitude away from 1, in one direction or the other.
  return decimal_exponent(digits) > 0 ? std::numeric_limits<double>::infinity() : 0;
}

}  // namespace hilo
