// Numbers as text, the way Python's repr spells them.
#ifndef HILO_REPORT_NUMBER_H_
#define HILO_REPORT_NUMBER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "hilo/summary.h"

namespace hilo::report {

// What a format writes for the values that have no digits.
struct NonFinite {
  std::string_view nan;
  std::string_view posinf;
  std::string_view neginf;
};

inline constexpr NonFinite kPlainNonFinite = {"nan", "inf", "-inf"};

// Appends the shortest decimal that reads back to the same bits; of several the one nearest to
// `value`. With an exponent where it is below -4 or above 15: "0.0001", "1e-05", "1.0", "1e+16".
void append_number(std::string& out, double value, const NonFinite& spelling = kPlainNonFinite);

// An Integer as its digits, a double as above.
void append_number(std::string& out, const Number& value,
                   const NonFinite& spelling = kPlainNonFinite);

void append_integer(std::string& out, std::int64_t value);

}  // namespace hilo::report

#endif  // HILO_REPORT_NUMBER_H_
