// The words of an expression.
#ifndef HILO_EXPRESSION_TOKEN_H_
#define HILO_EXPRESSION_TOKEN_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hilo {

struct Token {
  enum class Form : std::uint8_t { number, name, symbol, end, unknown };
  Form form = Form::end;
  std::string_view text;   // as it was written
  std::size_t offset = 0;  // in bytes

  bool is(std::string_view symbol) const { return form == Form::symbol && text == symbol; }
};

// The token that begins at `offset` or, after white space, behind it. `unknown` is one character
// that begins nothing, or a word that begins like a number and is none, such as "2x" or "1__0".
// "number": decimal digits with single underscores between them, a point and an exponent as Python
// has them.
Token token_at(std::string_view text, std::size_t offset);

// The value of a number's text, rounded to nearest; inf beyond the range of a double, as in Python.
double number_value(std::string_view text);

}  // namespace hilo

#endif  // HILO_EXPRESSION_TOKEN_H_
