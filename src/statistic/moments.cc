// The exact moments of a stream of values: update, merge, subtract, finalize.
//
// The state holds S = sum x and Q = sum x^2 as integers in units of 2^-1074 and 2^-2148 (see
// exact_state.h): every finite double is an integer multiple of 2^-1074, its square one of 2^-2148,
// and both sums have room for 2^63 terms of the largest magnitude (2^1024 * 2^63 / 2^-1074 < 2^2175
// and 2^2048 * 2^63 / 2^-2148 < 2^4287). So update, merge and subtract are integer additions, which
// commute and associate: any order and grouping gives the same state.
//
// finalize rounds once. With N values included:
//
//   sum  = S                               one rounding of an integer times a power of two
//   mean = S / N                           one division
//   var  = (N Q - S^2) / (N (N - ddof))    integers up to the one division
//   std  = root of the same quotient       from the quotient's leading 128 bits, not from var
//
// The formula for var is that of np.var, sum (x - mean)^2 / (N - ddof), multiplied out: there it
// would cancel, here nothing is rounded before the division.

#include "statistic/moments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/float_environment.h"
#include "base/limbs.h"
#include "kernel/accumulator.h"
#include "kernel/extremum.h"

namespace hilo {
namespace {

constexpr std::int64_t kSumExponent = -1074;
constexpr std::int64_t kSquaresExponent = -2148;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

using SumLimbs = std::array<std::uint64_t, ExactState::kSumLimbs>;

// The magnitude of the state's sum.
struct Magnitude {
  SumLimbs limbs;
  bool negative;
  std::size_t used;  // limbs up to the last that is not zero

  ConstLimbs view() const { return ConstLimbs(limbs).first(used); }
};

Magnitude magnitude_of(const SumLimbs& sum) {
  Magnitude magnitude = {sum, is_negative(sum), 0};
  if (magnitude.negative) negate(magnitude.limbs);
  magnitude.used = used_limbs(magnitude.limbs);
  return magnitude;
}

// N Q - S^2, never negative for sums of N values (Cauchy and Schwarz). Limbs that are zero at the
// bottom of both are left out of the work.
struct Numerator {
  bool negative = false;
  static constexpr std::size_t kLimbs = ExactState::kSquaresLimbs + 1;
  std::array<std::uint64_t, kLimbs> limbs;  // the first `used` of them
  std::size_t used = 0;
  std::int64_t exponent = 0;

  ConstLimbs view() const { return ConstLimbs(limbs).first(used); }
};

Numerator variance_numerator(const ExactState& state, const Magnitude& sum, std::uint64_t n) {
  const std::size_t sum_used = sum.used;
  const std::size_t squares_used = used_limbs(state.squares);
  if (squares_used == 0) {
    Numerator zero;
    zero.negative = sum_used > 0;
    return zero;
  }
  const std::size_t sum_zeros = zero_limbs(sum.view());
  // S^2 has twice the zero limbs of S.
  const std::size_t skipped = sum_used == 0 ? zero_limbs(state.squares)
                                            : std::min(zero_limbs(state.squares), 2 * sum_zeros);

  Numerator numerator;
  numerator.exponent = kSquaresExponent + 64 * static_cast<std::int64_t>(skipped);
  numerator.used = std::max(squares_used, 2 * sum_used) + 1 - skipped;
  numerator.used = std::min(numerator.used, Numerator::kLimbs);
  const Limbs result = Limbs(numerator.limbs).first(numerator.used);
  const ConstLimbs squares = ConstLimbs(state.squares).subspan(skipped, squares_used - skipped);
  const std::uint64_t factor[1] = {n};
  multiply(result.first(squares.size() + 1), squares, factor);
  std::fill(result.begin() + squares.size() + 1, result.end(), 0);

  if (sum_used > 0) {
    std::array<std::uint64_t, 2 * ExactState::kSumLimbs> square;
    const ConstLimbs digits = ConstLimbs(sum.limbs).subspan(sum_zeros, sum_used - sum_zeros);
    multiply(Limbs(square).first(2 * digits.size()), digits, digits);
    const std::size_t at = 2 * sum_zeros - skipped;
    const std::size_t length = std::min(2 * digits.size(), result.size() - at);
    // What S^2 has beyond the result is zero: S^2 <= N Q.
    bool borrow = subtract(result.subspan(at, length), ConstLimbs(square).first(length));
    for (std::size_t i = at + length; borrow && i < result.size(); ++i) borrow = result[i]-- == 0;
    numerator.negative = borrow;
  }
  return numerator;
}

// What NaN and infinities make of sum and mean, where they decide.
std::optional<double> special_sum(const ExactState& state, NanPolicy nan_policy) {
  if (state.nan_count > 0 && nan_policy != NanPolicy::omit) return kNan;
  if (state.posinf_count > 0 && state.neginf_count > 0) return kNan;
  if (state.posinf_count > 0) return kInfinity;
  if (state.neginf_count > 0) return -kInfinity;
  return std::nullopt;
}

std::optional<Number> number_of(const Extremum& extremum, bool integral) {
  if (extremum.form == Extremum::Form::absent) return std::nullopt;
  if (extremum.form == Extremum::Form::number) {
    if (!integral) return extremum.number;
    const Int128 value = static_cast<Int128>(extremum.number);  // an integer below 2^64
    return Integer{static_cast<std::int64_t>(value >> 64), static_cast<std::uint64_t>(value)};
  }
  Int128 value = extremum.magnitude;
  if (extremum.negative) value = -value;
  const Integer integer = {static_cast<std::int64_t>(value >> 64),
                           static_cast<std::uint64_t>(value)};
  if (integral) return integer;
  return to_double(integer);
}

Number sum_of(const ExactState& state, const Magnitude& sum, bool integral) {
  if (!integral) return round_to_double(leading_bits(sum.view(), kSumExponent), sum.negative);
  // The sum in units of 1: bits 1074 and up. |sum| < 2^64 * 2^63.
  constexpr std::size_t kLimb = 1074 / 64;
  constexpr unsigned kShift = 1074 % 64;
  const auto word = [&](std::size_t i) {
    return state.sum[kLimb + i] >> kShift | state.sum[kLimb + i + 1] << (64 - kShift);
  };
  return Integer{static_cast<std::int64_t>(word(1)), word(0)};
}

Result<void> check_room(std::int64_t size, std::uint64_t more) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  if (more <= static_cast<std::uint64_t>(kMost - size)) return {};
  return failure(ErrorCode::overflow, "expected at most 2^63-1 values, found " +
                                          std::to_string(size) + " and " + std::to_string(more) +
                                          " more");
}

}  // namespace

Result<void> Moments::update(Dtype dtype, const void* data, std::size_t count) {
  if (const auto room = check_room(state_.size, count); !room) return room;
  thread_local Accumulator accumulator;
  const FloatEnvironment environment;
  accumulator.add(dtype, data, count, state_);
  accumulator.flush(state_);
  return {};
}

Result<void> Moments::merge(const Moments& other) {
  const ExactState& b = other.state_;
  if (const auto room = check_room(state_.size, static_cast<std::uint64_t>(b.size)); !room) {
    return room;
  }
  state_.size += b.size;
  state_.nan_count += b.nan_count;
  state_.posinf_count += b.posinf_count;
  state_.neginf_count += b.neginf_count;
  state_.float_size += b.float_size;
  state_.extrema_known = state_.extrema_known && b.extrema_known;
  state_.min = state_.extrema_known ? min_of(state_.min, b.min) : Extremum{};
  state_.max = state_.extrema_known ? max_of(state_.max, b.max) : Extremum{};
  // Neither can carry out: there is room for all that `size` can count.
  add(state_.sum, b.sum);
  add(state_.squares, b.squares);
  return {};
}

Result<void> Moments::subtract(const Moments& other) {
  const ExactState& b = other.state_;
  const bool counted = b.size <= state_.size && b.nan_count <= state_.nan_count &&
                       b.posinf_count <= state_.posinf_count &&
                       b.neginf_count <= state_.neginf_count && b.float_size <= state_.float_size;
  if (!counted || compare(b.squares, state_.squares) > 0) {
    return failure(ErrorCode::state, "expected to subtract values that were added, found others");
  }
  ExactState rest = state_;
  rest.size -= b.size;
  rest.nan_count -= b.nan_count;
  rest.posinf_count -= b.posinf_count;
  rest.neginf_count -= b.neginf_count;
  rest.float_size -= b.float_size;
  rest.extrema_known = false;
  rest.min = {};
  rest.max = {};
  hilo::subtract(rest.sum, b.sum);
  hilo::subtract(rest.squares, b.squares);
  if (!is_consistent(rest)) {
    return failure(ErrorCode::state, "expected to subtract values that were added, found others");
  }
  state_ = rest;
  return {};
}

Summary Moments::finalize(const FinalizeOptions& options) const {
  return hilo::finalize(state_, options, state_.float_size == 0);
}

Summary finalize(const ExactState& state, const FinalizeOptions& options, bool integral) {
  const FloatEnvironment environment;
  Summary summary;
  summary.size = state.size;
  summary.nan_count = state.nan_count;
  summary.posinf_count = state.posinf_count;
  summary.neginf_count = state.neginf_count;
  summary.min = number_of(state.min, integral);
  summary.max = number_of(state.max, integral);

  const std::int64_t n =
      options.nan_policy == NanPolicy::omit ? state.size - state.nan_count : state.size;
  if (n <= 0) return summary;
  const bool has_variance = n > options.ddof;
  if (const auto special = special_sum(state, options.nan_policy)) {
    summary.sum = *special;
    summary.mean = *special;
    if (has_variance) summary.var = summary.std = kNan;
    return summary;
  }

  const Magnitude sum = magnitude_of(state.sum);
  const auto count = static_cast<std::uint64_t>(n);
  summary.sum = sum_of(state, sum, integral);
  summary.mean = round_to_double(divide(sum.view(), kSumExponent, count), sum.negative);
  if (has_variance) {
    const Numerator numerator = variance_numerator(state, sum, count);
    const Uint128 divisor =
        static_cast<Uint128>(count) * static_cast<std::uint64_t>(n - options.ddof);
    const Leading variance = divide(numerator.view(), numerator.exponent, divisor);
    summary.var = round_to_double(variance, false);
    summary.std = round_to_double(square_root(variance), false);
  }
  return summary;
}

bool is_consistent(const ExactState& state) {
  const std::int64_t finite =
      state.size - state.nan_count - state.posinf_count - state.neginf_count;
  if (finite < 0 || state.float_size > state.size || is_negative(state.squares)) return false;
  const Magnitude sum = magnitude_of(state.sum);
  return !variance_numerator(state, sum, static_cast<std::uint64_t>(finite)).negative &&
         (finite > 0 || is_zero(state.squares));
}

bool Moments::operator==(const Moments& other) const {
  const ExactState& a = state_;
  const ExactState& b = other.state_;
  return a.size == b.size && a.nan_count == b.nan_count && a.posinf_count == b.posinf_count &&
         a.neginf_count == b.neginf_count && a.float_size == b.float_size &&
         a.extrema_known == b.extrema_known && a.min == b.min && a.max == b.max && a.sum == b.sum &&
         a.squares == b.squares;
}

}  // namespace hilo
