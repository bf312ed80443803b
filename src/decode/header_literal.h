// The Python dictionary literal that is the header of a .npy file.
#ifndef HILO_DECODE_HEADER_LITERAL_H_
#define HILO_DECODE_HEADER_LITERAL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "decode/number_literal.h"
#include "decode/string_literal.h"
#include "hilo/error.h"

namespace hilo {

inline constexpr std::size_t kMaxDimensions = 64;  // NumPy 2's limit
inline constexpr int kMaxNesting = 100;            // brackets in brackets; CPython's limit is 200

// A value of the dictionary, or a key.
struct Literal {
  enum class Type : std::uint8_t { absent, text, number, boolean, tuple, list, other };

  Type type = Type::absent;
  bool truth = false;  // of a boolean
  NumberLiteral number;
  LiteralText text;
  std::string_view source;  // as written: a view into the header
};

struct HeaderFields {
  // Of a shape that is a tuple. valid: integers in [0, 2^63); too_large: integers >= 0, of which
  // one is beyond 2^63-1; invalid: something else is among them.
  enum class Dimensions : std::uint8_t { valid, too_large, invalid };

  Literal descr;
  Literal fortran_order;
  Literal shape;
  Dimensions dimensions_are = Dimensions::valid;
  std::size_t dimension_count = 0;  // may be more than kMaxDimensions
  std::array<std::int64_t, kMaxDimensions> dimensions;
  // As written: views into the header, empty where there is none.
  std::string_view unknown_key;
  std::string_view duplicate_key;
};

// Reads what Python's ast.literal_eval reads, as far as it can be a header: a dictionary with keys
// in any order, white space, comments and line continuations between brackets, every form of string
// and integer, redundant parentheses, commas at the end. `python2_longs`: as NumPy does for the
// format versions 1 and 2, ignore the L behind integers that Python 2 wrote.
//
// Stricter than Python: no \N{...} in strings, no line continuation outside of brackets, nesting up
// to kMaxNesting. Allocates only for errors; time is linear in the length of the header.
//
// HEADER_SYNTAX, with the offset in `header`, where it is not such a literal. Whether keys and
// values are those of a header is for the caller to judge.
Result<void> parse_header_literal(std::string_view header, bool python2_longs,
                                  HeaderFields& fields);

}  // namespace hilo

#endif  // HILO_DECODE_HEADER_LITERAL_H_
