// Numbers as text, the way Python's repr spells them.
#ifndef HILO_BASE_NUMBER_TEXT_H_
#define HILO_BASE_NUMBER_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "hilo/summary.h"

namespace hilo {

// What a format writes for the values that have no digits.
struct NonFinite {
  std::string_view nan;
  std::string_view posinf;
  std::string_view neginf;
};

inline constexpr NonFinite kPlainNonFinite = {"nan", "inf", "-inf"};

// Writes the shortest decimal that reads back to the same bits; of several the one nearest to
// `value`. With an exponent where it is below -4 or above 15: "0.0001", "1e-05", "1.0", "1e+16".
// Gives the end of the text; up to kNumberBytes from `to` on may be written to.
char* write_number(char* to, double value, const NonFinite& spelling = kPlainNonFinite);

// An Integer as its digits, a double as above.
char* write_number(char* to, const Number& value, const NonFinite& spelling = kPlainNonFinite);

char* write_integer(char* to, std::int64_t value);

inline constexpr std::size_t kNumberBytes = 64;

template <typename T>
void append_number(std::string& out, const T& value, const NonFinite& spelling = kPlainNonFinite) {
  char text[kNumberBytes];
  out.append(text, write_number(text, value, spelling));
}

inline void append_integer(std::string& out, std::int64_t value) {
  char text[kNumberBytes];
  out.append(text, write_integer(text, value));
}

}  // namespace hilo

#endif  // HILO_BASE_NUMBER_TEXT_H_
