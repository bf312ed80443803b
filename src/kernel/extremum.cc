#include "kernel/extremum.h"

#include <bit>
#include <cmath>

#include "base/limbs.h"

namespace hilo {
namespace {

Extremum from_parts(bool negative, std::uint64_t magnitude) {
  Extremum extremum;
  // A double holds the integer exactly if at most 53 bits lie between its first and last one.
  const int zeros =
      std::countl_zero(magnitude) + (magnitude == 0 ? 0 : std::countr_zero(magnitude));
  if (64 - zeros <= 53) {
    const double value = static_cast<double>(magnitude);
    extremum.form = Extremum::Form::number;
    extremum.number = negative ? -value : value;
  } else {
    extremum.form = Extremum::Form::integer;
    extremum.negative = negative;
    extremum.magnitude = magnitude;
  }
  return extremum;
}

// For an integer of the form `integer`, and a double whose magnitude is below 2^64, truncated:
// where they are this close a double of that size has no fraction.
Int128 as_integer(const Extremum& value) {
  if (value.form == Extremum::Form::integer) {
    const Int128 magnitude = value.magnitude;
    return value.negative ? -magnitude : magnitude;
  }
  return static_cast<Int128>(value.number);
}

std::strong_ordering compare_doubles(double a, double b) {
  if (a < b) return std::strong_ordering::less;
  if (a > b) return std::strong_ordering::greater;
  return std::signbit(b) <=> std::signbit(a);
}

}  // namespace

bool Extremum::operator==(const Extremum& other) const {
  return form == other.form && negative == other.negative && magnitude == other.magnitude &&
         std::bit_cast<std::uint64_t>(number) == std::bit_cast<std::uint64_t>(other.number);
}

Extremum extremum_of(double value) {
  Extremum extremum;
  extremum.form = Extremum::Form::number;
  extremum.number = value;
  return extremum;
}

Extremum extremum_of(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return from_parts(value < 0, value < 0 ? 0 - bits : bits);
}

Extremum extremum_of(std::uint64_t value) { return from_parts(false, value); }

std::strong_ordering compare(const Extremum& a, const Extremum& b) {
  const bool a_is_number = a.form == Extremum::Form::number;
  const bool b_is_number = b.form == Extremum::Form::number;
  if (a_is_number && b_is_number) return compare_doubles(a.number, b.number);
  // Beside an integer that no double holds, so of at least 54 bits, only the order matters.
  constexpr double kBeyond = 0x1p64;
  if (a_is_number && std::fabs(a.number) >= kBeyond)
    return a.number < 0 ? std::strong_ordering::less : std::strong_ordering::greater;
  if (b_is_number && std::fabs(b.number) >= kBeyond)
    return b.number < 0 ? std::strong_ordering::greater : std::strong_ordering::less;
  const Int128 left = as_integer(a);
  const Int128 right = as_integer(b);
  if (left == right) return std::strong_ordering::equal;
  return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
}

Extremum min_of(const Extremum& a, const Extremum& b) {
  if (a.form == Extremum::Form::absent) return b;
  if (b.form == Extremum::Form::absent) return a;
  return compare(b, a) < 0 ? b : a;
}

Extremum max_of(const Extremum& a, const Extremum& b) {
  if (a.form == Extremum::Form::absent) return b;
  if (b.form == Extremum::Form::absent) return a;
  return compare(b, a) > 0 ? b : a;
}

}  // namespace hilo
