#include "decode/string_literal.h"

#include <algorithm>

namespace hilo {
namespace {

// A string without its quotes, and whether those characters are its value.
struct StringBody {
  std::string_view characters;
  bool is_verbatim = true;
};

bool at_closing_quotes(const LiteralCursor& cursor, const StringOpening& opening) {
  if (cursor.peek() != opening.quote) return false;
  return !opening.is_triple || (cursor.peek(1) == opening.quote && cursor.peek(2) == opening.quote);
}

bool scan_string(LiteralCursor& cursor, const StringOpening& opening, StringBody& body) {
  cursor.skip(opening.size);
  const std::size_t start = cursor.position();
  while (!at_closing_quotes(cursor, opening)) {
    char character = cursor.peek();
    if (character == '\\') {
      body.is_verbatim = body.is_verbatim && opening.is_raw;
      cursor.skip(1);
      character = cursor.peek();
      if (character == '\r' && cursor.peek(1) == '\n') cursor.skip(1);
    } else if ((character == '\n' || character == '\r') && !opening.is_triple) {
      return cursor.fail("a closing quote on the same line");
    }
    if (character == '\0') return cursor.fail("a closing quote");
    if (character == '\r') body.is_verbatim = false;  // Python reads it as \n
    if (opening.is_bytes && static_cast<unsigned char>(character) >= 0x80) {
      return cursor.fail("an ASCII character in bytes");
    }
    cursor.skip(1);
  }
  body.characters = cursor.source_from(start);
  cursor.skip(opening.is_triple ? 3 : 1);
  return true;
}

// The value of up to `count` digits at `position`, which moves behind them; nothing where fewer
// than `required` are there.
std::optional<std::uint32_t> take_digits(std::string_view characters, std::size_t& position,
                                         unsigned base, std::size_t required, std::size_t count) {
  std::uint32_t value = 0;
  std::size_t taken = 0;
  while (taken < count && position < characters.size()) {
    const unsigned digit = digit_value(characters[position]);
    if (digit >= base) break;
    value = value * base + digit;
    ++position;
    ++taken;
  }
  return taken >= required ? std::optional(value) : std::nullopt;
}

std::optional<std::uint32_t> simple_escape(char letter) {
  switch (letter) {
    case '\\':
    case '\'':
    case '"':
      return letter;
    case 'a':
      return 7;
    case 'b':
      return 8;
    case 'f':
      return 12;
    case 'n':
      return 10;
    case 'r':
      return 13;
    case 't':
      return 9;
    case 'v':
      return 11;
    default:
      return std::nullopt;
  }
}

// The escape whose backslash is just before `position`. False where Python refuses it.
bool decode_escape(std::string_view characters, std::size_t& position, LiteralText& text) {
  const char letter = characters[position];
  if (const auto simple = simple_escape(letter)) {
    ++position;
    text.append(*simple);
    return true;
  }
  if (letter == '\n' || letter == '\r') {
    position += characters.substr(position).starts_with("\r\n") ? 2 : 1;
    return true;
  }
  if (digit_value(letter) < 8) {
    text.append(*take_digits(characters, position, 8, 1, 3));
    return true;
  }
  if (letter == 'N') return false;
  if (letter == 'x' || letter == 'u' || letter == 'U') {
    const std::size_t count = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;
    ++position;
    const auto code_point = take_digits(characters, position, 16, count, count);
    if (!code_point || *code_point > 0x10ffff) return false;
    text.append(*code_point);
    return true;
  }
  text.append("\\");  // Python keeps what it does not know
  return true;
}

bool decode_string(const StringOpening& opening, std::string_view characters, LiteralText& text) {
  std::size_t position = 0;
  while (position < characters.size()) {
    const char character = characters[position];
    if (character == '\\' && !opening.is_raw) {
      ++position;
      if (!decode_escape(characters, position, text)) return false;
      continue;
    }
    const bool is_line_end = character == '\r';
    text.append(is_line_end ? "\n" : characters.substr(position, 1));
    position += is_line_end && characters.substr(position).starts_with("\r\n") ? 2 : 1;
  }
  return true;
}

}  // namespace

std::string_view LiteralText::view() const {
  if (is_strange_) return {};
  return is_decoded_ ? std::string_view(decoded_.data(), size_) : verbatim_;
}

void LiteralText::set_verbatim(std::string_view characters) { verbatim_ = characters; }

void LiteralText::append(std::string_view characters) {
  for (const char character : characters) append(static_cast<unsigned char>(character));
}

void LiteralText::append(std::uint32_t code_point) {
  if (!is_decoded_) {
    is_decoded_ = true;
    append(verbatim_);
  }
  if (code_point >= 0x80 || size_ == decoded_.size()) {
    is_strange_ = true;
  } else {
    decoded_[size_++] = static_cast<char>(code_point);
  }
}

std::optional<StringOpening> match_string(const LiteralCursor& cursor) {
  StringOpening opening;
  bool is_unicode = false;
  for (;; ++opening.size) {
    const char character = cursor.peek(opening.size);
    if (character == '\'' || character == '"') break;
    const char letter = static_cast<char>(character | 0x20);
    if (letter != 'r' && letter != 'b' && letter != 'u') return std::nullopt;
    bool& is_given = letter == 'r' ? opening.is_raw : letter == 'b' ? opening.is_bytes : is_unicode;
    if (is_given) return std::nullopt;
    is_given = true;
  }
  if (is_unicode && opening.size > 1) return std::nullopt;  // u stands alone
  opening.quote = cursor.peek(opening.size);
  opening.is_triple = cursor.peek(opening.size + 1) == opening.quote &&
                      cursor.peek(opening.size + 2) == opening.quote;
  opening.size += opening.is_triple ? 3 : 1;
  return opening;
}

bool skip_string(LiteralCursor& cursor, const StringOpening& opening) {
  StringBody body;
  return scan_string(cursor, opening, body);
}

bool parse_strings(LiteralCursor& cursor, StringOpening opening, LiteralText& text,
                   std::size_t& end) {
  for (bool is_first = true;; is_first = false) {
    const std::size_t start = cursor.position();
    StringBody body;
    if (!scan_string(cursor, opening, body)) return false;
    end = cursor.position();
    if (opening.is_bytes) {
      // Its value is no matter: no key and no dtype equals bytes.
    } else if (is_first && body.is_verbatim) {
      text.set_verbatim(body.characters);
    } else if (!decode_string(opening, body.characters, text)) {
      cursor.move_to(start);
      return cursor.fail("a string with escapes like \\n, \\x3c or \\u003c");
    }
    cursor.skip_blank();
    const auto next = match_string(cursor);
    if (!next) return true;
    if (next->is_bytes != opening.is_bytes) return cursor.fail("strings of one kind side by side");
    opening = *next;
  }
}

}  // namespace hilo
