// Dragonbox (Junekey Jeon, 2020; in {fmt}) finds the shortest digits: value = digits * 10^exponent.
// They are then laid out as repr does it:
//
//   125 * 10^-1  ->  12.5      1 * 10^3  ->  1000.0      15 * 10^-4  ->  0.0015
//     1 * 10^16  ->  1e+16    15 * 10^-6  ->  1.5e-05
//
// About 25 ns a value. std::to_chars takes twice as long, and has no such layout either.
#include "base/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace hilo {
namespace {

constexpr int kMinFixedExponent = -4;
constexpr int kMaxFixedExponent = 15;

// Pieces of text are short, and moved kPiece bytes at a time, needed or not: a copy of fixed length
// needs no call. So every buffer has kPiece bytes more than its text.
constexpr int kPiece = 24;
// The longest: a sign, 39 digits of an Integer; "-2.2250738585072014e-308".
static_assert(kNumberBytes >= 40 && kNumberBytes >= 24 + kPiece);

char* copy(char* to, const char* from, int count) {
  std::memcpy(to, from, kPiece);
  return to + count;
}

char* write_text(char* to, std::string_view text) {
  return std::copy(text.begin(), text.end(), to);
}

char* fill_zeros(char* to, int count) {
  std::memset(to, '0', kPiece);
  return to + count;
}

char* write_pair(char* to, char first, char second) {
  to[0] = first;
  to[1] = second;
  return to + 2;
}

// `digits` are d1 d2 ... dn of d1.d2...dn * 10^exponent; so below. Gives the end of the text.
char* write_fixed(char* to, const char* digits, int count, int exponent) {
  if (exponent < 0) {
    to = fill_zeros(write_pair(to, '0', '.'), -exponent - 1);
    return copy(to, digits, count);
  }
  const int before_point = exponent + 1;
  if (count <= before_point) {
    to = fill_zeros(copy(to, digits, count), before_point - count);
    return write_pair(to, '.', '0');
  }
  to = copy(to, digits, before_point);
  *to++ = '.';
  return copy(to, digits + before_point, count - before_point);
}

char* write_scientific(char* to, const char* digits, int count, int exponent) {
  *to++ = digits[0];
  if (count > 1) {
    *to++ = '.';
    to = copy(to, digits + 1, count - 1);
  }
  to = write_pair(to, 'e', exponent < 0 ? '-' : '+');
  const int magnitude = exponent < 0 ? -exponent : exponent;
  if (magnitude < 10) *to++ = '0';
  return std::to_chars(to, to + 3, magnitude).ptr;
}

}  // namespace

char* write_number(char* to, double value, const NonFinite& spelling) {
  if (!std::isfinite(value)) {
    return write_text(
        to, std::isnan(value) ? spelling.nan : (value > 0 ? spelling.posinf : spelling.neginf));
  }
  if (std::signbit(value)) *to++ = '-';
  // Zero has no shortest digits, and is as 0 * 10^0 here.
  const auto decimal = value == 0 ? fmt::detail::dragonbox::decimal_fp<double>{0, 0}
                                  : fmt::detail::dragonbox::to_decimal(value);
  char digits[20 + kPiece];
  const fmt::format_int written(decimal.significand);
  const int count = static_cast<int>(written.size());
  write_text(digits, {written.data(), written.size()});
  const int exponent = decimal.exponent + count - 1;
  const bool fixed = kMinFixedExponent <= exponent && exponent <= kMaxFixedExponent;
  return fixed ? write_fixed(to, digits, count, exponent)
               : write_scientific(to, digits, count, exponent);
}

char* write_number(char* to, const Number& value, const NonFinite& spelling) {
  if (const double* real = std::get_if<double>(&value)) return write_number(to, *real, spelling);
  return write_text(to, to_string(std::get<Integer>(value)));
}

char* write_integer(char* to, std::int64_t value) {
  return std::to_chars(to, to + kNumberBytes, value).ptr;
}

}  // namespace hilo
