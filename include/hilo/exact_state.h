// The raw exact state behind hilo::Moments, laid open for the kernels that add to it.
#ifndef HILO_EXACT_STATE_H_
#define HILO_EXACT_STATE_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace hilo {

// An extremum, exact for every dtype: the value of `number`, or the integer -1^negative * magnitude
// where no double holds it (64-bit integers beyond 2^53). A value has one representation only.
struct Extremum {
  enum class Form : std::uint8_t { absent = 0, number = 1, integer = 2 };
  Form form = Form::absent;
  bool negative = false;  // of an integer
  double number = 0;
  std::uint64_t magnitude = 0;  // of an integer

  bool operator==(const Extremum& other) const;  // -0.0 and 0.0 differ
};

// Sums are integers in two's complement, least limb first: the sum of the finite values in units of
// 2^-1074, the sum of their squares in units of 2^-2148. Both have room for 2^63 terms of the
// largest double.
struct ExactState {
  static constexpr std::size_t kSumLimbs = 34;
  static constexpr std::size_t kSquaresLimbs = 67;

  std::int64_t size = 0;  // values, NaN and infinities included
  std::int64_t nan_count = 0;
  std::int64_t posinf_count = 0;
  std::int64_t neginf_count = 0;
  std::int64_t float_size = 0;  // how many of `size` came from floating-point arrays
  bool extrema_known = true;    // false after a subtraction
  Extremum min;                 // of the values that are not NaN
  Extremum max;
  std::array<std::uint64_t, kSumLimbs> sum = {};
  std::array<std::uint64_t, kSquaresLimbs> squares = {};
};

}  // namespace hilo

#endif  // HILO_EXACT_STATE_H_
