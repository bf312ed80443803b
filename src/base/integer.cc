#include <algorithm>
#include <string>

#include "base/limbs.h"
#include "hilo/summary.h"

namespace hilo {
namespace {

Uint128 magnitude_of(Integer value) {
  const Uint128 bits =
      static_cast<Uint128>(static_cast<std::uint64_t>(value.high)) << 64 | value.low;
  return value.high < 0 ? -bits : bits;
}

}  // namespace

std::string to_string(Integer value) {
  Uint128 rest = magnitude_of(value);
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  if (value.high < 0) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

double to_double(Integer value) {
  const Uint128 magnitude = magnitude_of(value);
  const std::uint64_t limbs[2] = {static_cast<std::uint64_t>(magnitude),
                                  static_cast<std::uint64_t>(magnitude >> 64)};
  return round_to_double(leading_bits(limbs, 0), value.high < 0);
}

double to_double(const Number& value) {
  if (const double* number = std::get_if<double>(&value)) return *number;
  return to_double(std::get<Integer>(value));
}

}  // namespace hilo
