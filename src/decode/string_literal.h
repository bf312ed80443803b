// Python's string literals, as far as the header of a .npy file needs them.
#ifndef HILO_DECODE_STRING_LITERAL_H_
#define HILO_DECODE_STRING_LITERAL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "decode/literal_cursor.h"

namespace hilo {

// The characters of a string, escapes resolved and parts joined. Copies stay valid for as long as
// the header does.
class LiteralText {
 public:
  // Empty where an escape is not an ASCII character, or where a text of escapes or parts is longer
  // than any that a header may hold: such a text equals no name.
  std::string_view view() const;

  void set_verbatim(std::string_view characters);  // the text is this part of the header
  void append(std::string_view characters);
  void append(std::uint32_t code_point);

 private:
  std::string_view verbatim_;
  bool is_decoded_ = false;
  bool is_strange_ = false;  // not ASCII, or too long
  std::uint8_t size_ = 0;
  std::array<char, 24> decoded_;
};

// What stands in front of the characters of a string: u', rb""" and so on.
struct StringOpening {
  bool is_raw = false;
  bool is_bytes = false;
  bool is_triple = false;
  char quote = '\'';
  std::size_t size = 0;  // of the prefix and the quotes
};

// The opening of the string that starts at the cursor, if one does. f'' is not a literal.
std::optional<StringOpening> match_string(const LiteralCursor& cursor);

// Moves the cursor behind the string whose opening is there.
bool skip_string(LiteralCursor& cursor, const StringOpening& opening);

// Reads one or more strings side by side, which Python joins, and skips the blank behind them.
// `end` is where the last one ended. `text` is left alone for bytes, which no header holds.
// Stricter than Python: no \N{...}.
bool parse_strings(LiteralCursor& cursor, StringOpening opening, LiteralText& text,
                   std::size_t& end);

}  // namespace hilo

#endif  // HILO_DECODE_STRING_LITERAL_H_
