#include "decode/number_literal.h"

#include <limits>

namespace hilo {
namespace {

constexpr std::uint64_t kMaxInteger = std::numeric_limits<std::int64_t>::max();

unsigned base_of(const LiteralCursor& cursor) {
  if (cursor.peek() != '0') return 10;
  switch (cursor.peek(1)) {
    case 'x':
    case 'X':
      return 16;
    case 'o':
    case 'O':
      return 8;
    case 'b':
    case 'B':
      return 2;
    default:
      return 10;
  }
}

// Digits, with single underscores in front of them.
void parse_digits(LiteralCursor& cursor, unsigned base, NumberLiteral& number) {
  for (;; cursor.skip(1)) {
    if (cursor.peek() == '_' && digit_value(cursor.peek(1)) < base) cursor.skip(1);
    const unsigned digit = digit_value(cursor.peek());
    if (digit >= base) return;
    if (number.magnitude > (kMaxInteger - digit) / base) number.is_too_large = true;
    if (!number.is_too_large) number.magnitude = number.magnitude * base + digit;
  }
}

// The rest of a float or complex number. None is valid in a header, so its form is no matter.
void skip_float(LiteralCursor& cursor) {
  for (char last = '0';; cursor.skip(1)) {
    const char character = cursor.peek();
    const bool is_exponent_sign =
        (character == '+' || character == '-') && (last == 'e' || last == 'E');
    if (!is_name_character(character) && character != '.' && !is_exponent_sign) return;
    last = character;
  }
}

void skip_long_suffixes(LiteralCursor& cursor) {
  for (;;) {
    std::size_t ahead = 0;
    while (cursor.peek(ahead) == ' ' || cursor.peek(ahead) == '\t' || cursor.peek(ahead) == '\f')
      ++ahead;
    if (cursor.peek(ahead) != 'L' || is_name_character(cursor.peek(ahead + 1))) return;
    cursor.skip(ahead + 1);
  }
}

}  // namespace

bool parse_number(LiteralCursor& cursor, bool takes_long_suffix, NumberLiteral& number) {
  const std::size_t start = cursor.position();
  const bool has_leading_zero = cursor.peek() == '0';
  const unsigned base = base_of(cursor);
  if (base != 10) cursor.skip(2);
  const std::size_t digits = cursor.position();
  parse_digits(cursor, base, number);
  const char next = static_cast<char>(cursor.peek() | 0x20);
  if (base == 10 && (cursor.peek() == '.' || next == 'e' || next == 'j')) {
    skip_float(cursor);
    number.is_integer = false;
    return true;
  }
  if (cursor.position() == digits) return cursor.fail("a digit");
  if (base == 10 && has_leading_zero && (number.magnitude != 0 || number.is_too_large)) {
    cursor.move_to(start);
    return cursor.fail("an integer without zeros in front");
  }
  if (takes_long_suffix) skip_long_suffixes(cursor);
  return !is_name_character(cursor.peek()) || cursor.fail("the end of the number");
}

}  // namespace hilo
