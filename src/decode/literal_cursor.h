// A place in the text of a .npy header, and what the parsers of its parts share.
#ifndef HILO_DECODE_LITERAL_CURSOR_H_
#define HILO_DECODE_LITERAL_CURSOR_H_

#include <cstddef>
#include <string_view>

#include "hilo/error.h"

namespace hilo {

inline bool is_decimal_digit(char character) { return character >= '0' && character <= '9'; }

// Letters, digits, the underscore and every byte that is not ASCII: names other than True, False
// and None are refused, so which of those bytes are letters is no matter.
inline bool is_name_character(char character) {
  const char lower = static_cast<char>(character | 0x20);
  return is_decimal_digit(character) || (lower >= 'a' && lower <= 'z') || character == '_' ||
         static_cast<unsigned char>(character) >= 0x80;
}

// 0 to 15; 16 for what is not a hexadecimal digit.
inline unsigned digit_value(char character) {
  if (is_decimal_digit(character)) return static_cast<unsigned>(character - '0');
  const char lower = static_cast<char>(character | 0x20);
  return lower >= 'a' && lower <= 'f' ? static_cast<unsigned>(lower - 'a') + 10 : 16;
}

class LiteralCursor {
 public:
  explicit LiteralCursor(std::string_view header) : header_(header) {}

  // The character `ahead`; NUL at the end. A NUL in the text is an error to Python, wherever it
  // stands, so nobody needs to tell the two apart but to find the end.
  char peek(std::size_t ahead = 0) const {
    return ahead < header_.size() - position_ ? header_[position_ + ahead] : '\0';
  }
  bool at_end() const { return position_ == header_.size(); }
  void skip(std::size_t count) { position_ += count; }  // not beyond the end
  bool take(char character) {
    if (at_end() || header_[position_] != character) return false;
    ++position_;
    return true;
  }

  std::size_t position() const { return position_; }
  void move_to(std::size_t position) { position_ = position; }
  std::string_view source_from(std::size_t start) const {
    return header_.substr(start, position_ - start);
  }

  // To the end of the line or of the header, or to a NUL.
  void skip_comment();

  // White space, comments and line continuations, as they may stand between brackets.
  void skip_blank();

  // White space and comments in front of the literal. False where it is indented on a line of its
  // own: literal_eval drops spaces and tabs on the first line only.
  bool skip_leading_blank();

  // White space and comments behind the literal.
  void skip_trailing_blank();

  // Notes what should stand here, for `failure_here`; returns false.
  bool fail(std::string_view expected) {
    expected_ = expected;
    return false;
  }
  Failure failure_here() const;  // HEADER_SYNTAX

 private:
  std::string_view header_;
  std::size_t position_ = 0;
  std::string_view expected_;
};

}  // namespace hilo

#endif  // HILO_DECODE_LITERAL_CURSOR_H_
