// Exact statistics by GMP's rationals: an answer that shares no code with hilo.
#ifndef HILO_TESTS_SUPPORT_EXACT_ORACLE_H_
#define HILO_TESTS_SUPPORT_EXACT_ORACLE_H_

#include <gmpxx.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <vector>

namespace hilo::testing {

// |x| as a rational where it is finite; the successor of the largest double stands for 2^1024.
inline mpq_class rational(double magnitude) {
  if (std::isinf(magnitude)) return mpq_class(mpz_class(1) << 1024);
  return mpq_class(magnitude);
}

// The double nearest to a value >= 0, ties to even, where below(y) tells whether the value is below
// a rational y, and equals(y) whether it is y. Binary search over the doubles' bits, which are
// ordered as the doubles are.
template <typename Below, typename Equals>
double nearest(Below below, Equals equals) {
  const auto from_bits = [](std::uint64_t bits) {
    double value;
    std::memcpy(&value, &bits, sizeof(value));
    return value;
  };
  std::uint64_t low = 0;                       // the value is at or above this double
  std::uint64_t high = 0x7FF0000000000001ull;  // and below this one
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (below(rational(from_bits(middle))) ? high : low) = middle;
  }
  if (low == 0x7FF0000000000000ull) return std::numeric_limits<double>::infinity();
  const mpq_class tie = (rational(from_bits(low)) + rational(from_bits(low + 1))) / 2;
  const bool up = equals(tie) ? (low & 1) != 0 : !below(tie);
  return from_bits(up ? low + 1 : low);
}

inline double rounded(const mpq_class& value) {
  const mpq_class magnitude = abs(value);
  const double result = nearest([&](const mpq_class& y) { return magnitude < y; },
                                [&](const mpq_class& y) { return magnitude == y; });
  return value < 0 && result != 0 ? -result : result;
}

inline double rounded_root(const mpq_class& value) {
  return nearest([&](const mpq_class& y) { return value < y * y; },
                 [&](const mpq_class& y) { return value == y * y; });
}

// Of finite values, given as rationals.
struct ExactOracle {
  mpz_class n = 0;
  mpq_class sum = 0;
  mpq_class squares = 0;

  void add(const mpq_class& x, const mpz_class& times = 1) {
    n += times;
    sum += x * times;
    squares += x * x * times;
  }
  double rounded_sum() const { return rounded(sum); }
  double mean() const { return rounded(sum / mpq_class(n)); }
  std::optional<mpq_class> exact_var(long ddof) const {
    if (n - ddof <= 0) return std::nullopt;
    const mpq_class count(n);
    return (count * squares - sum * sum) / (count * (count - ddof));
  }
  std::optional<double> var(long ddof = 0) const {
    const auto exact = exact_var(ddof);
    return exact ? std::optional(rounded(*exact)) : std::nullopt;
  }
  std::optional<double> std(long ddof = 0) const {
    const auto exact = exact_var(ddof);
    return exact ? std::optional(rounded_root(*exact)) : std::nullopt;
  }
};

}  // namespace hilo::testing

#endif  // HILO_TESTS_SUPPORT_EXACT_ORACLE_H_
