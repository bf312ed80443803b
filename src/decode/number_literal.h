// Python's numbers, as far as the header of a .npy file needs them.
#ifndef HILO_DECODE_NUMBER_LITERAL_H_
#define HILO_DECODE_NUMBER_LITERAL_H_

#include <cstdint>

#include "decode/literal_cursor.h"

namespace hilo {

struct NumberLiteral {
  bool is_integer = true;
  bool has_sign = false;        // of an integer: "+3" or "-3"
  bool is_negative = false;     // of an integer; -0 is not
  bool is_too_large = false;    // of an integer: beyond 2^63-1
  std::uint64_t magnitude = 0;  // of an integer that is not too large
};

// Reads the number without a sign whose first digit, or point, is at the cursor: 12, 1_000, 0xff,
// 0o17, 0b11. `takes_long_suffix`: with the L of Python 2 behind it, which NumPy drops, also where
// blanks stand between.
bool parse_number(LiteralCursor& cursor, bool takes_long_suffix, NumberLiteral& number);

}  // namespace hilo

#endif  // HILO_DECODE_NUMBER_LITERAL_H_
