// std::to_chars finds the shortest digits (Ryu) and writes them as d.ddde+XX, which is what repr
// writes as well where it uses an exponent. Otherwise the digits are laid out around the point:
//
//   1.25e+01  ->  12.5        1e+03  ->  1000.0        1.5e-03  ->  0.0015
//
// Plain std::to_chars does not serve: it picks whichever spelling is shorter, and writes all
// digits of large integers.
#include "report/number.h"

#include <charconv>
#include <cmath>

namespace hilo::report {
namespace {

constexpr int kMinFixedExponent = -4;
constexpr int kMaxFixedExponent = 15;
constexpr std::string_view kZeros = "0000000000000000";

int parse_exponent(const char* first, const char* last) {
  int exponent = 0;
  if (*first == '+') ++first;
  std::from_chars(first, last, exponent);
  return exponent;
}

// `digits` are d1 d2 ... dn of d1.d2...dn * 10^exponent.
void append_fixed(std::string& out, std::string_view digits, int exponent) {
  if (exponent < 0) {
    out += "0.";
    out += kZeros.substr(0, static_cast<std::size_t>(-exponent - 1));
    out += digits;
    return;
  }
  const std::size_t before_point = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= before_point) {
    out += digits;
    out += kZeros.substr(0, before_point - digits.size());
    out += ".0";
    return;
  }
  out += digits.substr(0, before_point);
  out += '.';
  out += digits.substr(before_point);
}

}  // namespace

void append_number(std::string& out, double value, const NonFinite& spelling) {
  if (!std::isfinite(value)) {
    out += std::isnan(value) ? spelling.nan : (value > 0 ? spelling.posinf : spelling.neginf);
    return;
  }
  char text[32];  // the longest is "-2.2250738585072014e-308", 24 bytes
  const auto [last, error] =
      std::to_chars(text, text + sizeof text, value, std::chars_format::scientific);
  (void)error;
  const char* first = text;
  if (*first == '-') {
    out += '-';
    ++first;
  }
  const char* mark = first;  // of the exponent
  while (*mark != 'e') ++mark;
  const int exponent = parse_exponent(mark + 1, last);
  if (exponent < kMinFixedExponent || exponent > kMaxFixedExponent) {
    out.append(first, static_cast<std::size_t>(last - first));
    return;
  }
  char digits[20];
  std::size_t count = 0;
  digits[count++] = *first;
  for (const char* p = first + 2; p < mark; ++p) digits[count++] = *p;
  append_fixed(out, {digits, count}, exponent);
}

void append_number(std::string& out, const Number& value, const NonFinite& spelling) {
  if (const double* real = std::get_if<double>(&value)) {
    append_number(out, *real, spelling);
  } else {
    out += to_string(std::get<Integer>(value));
  }
}

void append_integer(std::string& out, std::int64_t value) {
  char text[20];
  const auto [last, error] = std::to_chars(text, text + sizeof text, value);
  (void)error;
  out.append(text, static_cast<std::size_t>(last - text));
}

}  // namespace hilo::report
