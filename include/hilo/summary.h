// The statistics of a stream of values, finalized: what a row of the output holds.
#ifndef HILO_SUMMARY_H_
#define HILO_SUMMARY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace hilo {

// What a NaN does to sum, mean, var and std. min and max never include NaN.
enum class NanPolicy : std::uint8_t {
  propagate,  // any NaN makes sum, mean, var and std NaN, as in NumPy
  omit,       // NaN are left out
  raise,      // a file with a NaN is the error NAN
};

// An exact integer in [-2^127, 2^127): 2^64 * high + low.
struct Integer {
  std::int64_t high = 0;
  std::uint64_t low = 0;

  friend bool operator==(const Integer&, const Integer&) = default;
};

std::string to_string(Integer value);  // decimal digits, "-" in front of a negative one
double to_double(Integer value);       // rounded to nearest, ties to even

// Integer where all values came from bool or integer arrays, double otherwise.
using Number = std::variant<double, Integer>;

double to_double(const Number& value);

// N is the number of values included: size, less nan_count under NanPolicy::omit.
// Absent (std::nullopt): N = 0 for all six; N - ddof <= 0 for var and std; min and max also where
// all values are NaN or where a state was subtracted.
struct Summary {
  std::int64_t size = 0;  // all values, NaN included
  std::int64_t nan_count = 0;
  std::int64_t posinf_count = 0;
  std::int64_t neginf_count = 0;
  std::optional<Number> min;  // of the values that are not NaN; -0.0 is below +0.0
  std::optional<Number> max;
  std::optional<Number> sum;   // rounded once, or exact where integer; beyond double's range: inf
  std::optional<double> mean;  // sum / N, rounded once; never overflows
  std::optional<double> var;   // (N sum(x^2) - sum(x)^2) / (N (N - ddof)), rounded once
  std::optional<double> std;   // the root of the exact variance, rounded once
};

struct FinalizeOptions {
  std::int64_t ddof = 0;                        // >= 0
  NanPolicy nan_policy = NanPolicy::propagate;  // raise is as propagate here
};

}  // namespace hilo

#endif  // HILO_SUMMARY_H_
