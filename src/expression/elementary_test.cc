// Elementary functions against MPFR, which rounds correctly, and against themselves on every
// instruction set.
#include "expression/elementary.h"

#include <gtest/gtest.h>
#include <mpfr.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "kernel/target.h"

namespace hilo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLargest = std::numeric_limits<double>::max();

class Mpfr {
 public:
  explicit Mpfr(double value) {
    mpfr_init2(value_, 160);
    mpfr_set_d(value_, value, MPFR_RNDN);
  }
  ~Mpfr() { mpfr_clear(value_); }
  Mpfr(const Mpfr&) = delete;
  Mpfr& operator=(const Mpfr&) = delete;
  mpfr_ptr get() { return value_; }

 private:
  mpfr_t value_;
};

using Unary = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
using Binary = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);

struct Case {
  Elementary function;
  Unary unary;
  Binary binary;
  double low, high;  // where most arguments lie
  double ulps;       // as elementary.h promises, beyond the range of extreme results
};

const Case kCases[] = {
    {Elementary::acos, mpfr_acos, nullptr, -1, 1, 1},
    {Elementary::acosh, mpfr_acosh, nullptr, 1, 10, 1},
    {Elementary::asin, mpfr_asin, nullptr, -1, 1, 1},
    {Elementary::asinh, mpfr_asinh, nullptr, -10, 10, 1},
    {Elementary::atan, mpfr_atan, nullptr, -10, 10, 1},
    {Elementary::atanh, mpfr_atanh, nullptr, -1, 1, 1},
    {Elementary::cbrt, mpfr_cbrt, nullptr, -10, 10, 1},
    {Elementary::cos, mpfr_cos, nullptr, -100, 100, 1},
    {Elementary::cosh, mpfr_cosh, nullptr, -711, 711, 1},
    {Elementary::exp, mpfr_exp, nullptr, -746, 710, 1},
    {Elementary::exp2, mpfr_exp2, nullptr, -1076, 1025, 1},
    {Elementary::expm1, mpfr_expm1, nullptr, -40, 710, 1},
    {Elementary::log, mpfr_log, nullptr, 0, 10, 1},
    {Elementary::log10, mpfr_log10, nullptr, 0, 10, 1},
    {Elementary::log1p, mpfr_log1p, nullptr, -1, 10, 1},
    {Elementary::log2, mpfr_log2, nullptr, 0, 10, 1},
    {Elementary::sin, mpfr_sin, nullptr, -100, 100, 1},
    {Elementary::sinh, mpfr_sinh, nullptr, -711, 711, 1},
    {Elementary::tan, mpfr_tan, nullptr, -100, 100, 1},
    {Elementary::tanh, mpfr_tanh, nullptr, -20, 20, 1},
    {Elementary::atan2, nullptr, mpfr_atan2, -10, 10, 1},
    {Elementary::fmod, nullptr, mpfr_fmod, -10, 10, 0},
    {Elementary::hypot, nullptr, mpfr_hypot, -10, 10, 1},
    {Elementary::pow, nullptr, mpfr_pow, -30, 30, 1},
};

const double kSpecials[] = {0.0,        -0.0,
                            1.0,        -1.0,
                            kInfinity,  -kInfinity,
                            2.0,        -2.0,
                            0.5,        -0.5,
                            5e-324,     -5e-324,
                            3.0,        -3.0,
                            kLargest,   -kLargest,
                            1e-310,     -1e-310,
                            709.78,     709.79,
                            710.4,      -710.4,
                            709.782712, 709.7827128933,
                            1e155,      -1e155,
                            1.5e307,    1e307,
                            1024.0,     -1074.5,
                            1e22,       -1e22,
                            1e16 + 1,   std::numeric_limits<double>::quiet_NaN()};

// Half of them where the function is usually asked, half of any magnitude.
std::vector<double> arguments(const Case& c, std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> usual(c.low, c.high);
  std::vector<double> values;
  while (values.size() < count) {
    values.push_back(usual(random));
    const double any = std::bit_cast<double>(random());
    if (std::isfinite(any)) values.push_back(any);
  }
  values.resize(count);
  return values;
}

// The pairs of a case: all specials with all, or with 0, then random ones. A multiple of 8.
struct Arguments {
  std::vector<double> a, b;
};

Arguments arguments_of(const Case& c, std::size_t count) {
  Arguments found;
  for (const double a : kSpecials) {
    for (const double b : kSpecials) {
      if (c.unary != nullptr && b != 1.0) continue;
      found.a.push_back(a);
      found.b.push_back(b);
    }
  }
  const auto a = arguments(c, count, 1);
  const auto b = arguments(c, count, 2);
  found.a.insert(found.a.end(), a.begin(), a.end());
  found.b.insert(found.b.end(), b.begin(), b.end());
  const std::size_t size = found.a.size() / 8 * 8;
  found.a.resize(size);
  found.b.resize(size);
  return found;
}

struct alignas(64) Lanes {
  double values[8];
};

std::vector<double> computed(const Case& c, const Arguments& given) {
  const auto functions = elementary_functions();
  EXPECT_TRUE(functions) << functions.error().message;
  std::vector<double> results;
  Lanes a, b, out;
  for (std::size_t i = 0; i < given.a.size(); i += 8) {
    std::copy_n(given.a.data() + i, 8, a.values);
    std::copy_n(given.b.data() + i, 8, b.values);
    apply(**functions, c.function, a.values, b.values, 8, out.values);
    results.insert(results.end(), out.values, out.values + 8);
  }
  return results;
}

// How far `found` is from the exact value, in units of the last place of the latter, rounded.
double error_in_ulps(const Case& c, double a, double b, double found) {
  Mpfr x(a);
  Mpfr y(b);
  Mpfr exact(0);
  if (c.unary != nullptr) {
    c.unary(exact.get(), x.get(), MPFR_RNDN);
  } else {
    c.binary(exact.get(), x.get(), y.get(), MPFR_RNDN);
  }
  const double rounded = mpfr_get_d(exact.get(), MPFR_RNDN);
  if (std::isnan(rounded)) return std::isnan(found) ? 0 : kInfinity;
  if (std::isinf(rounded) || std::isinf(found)) {
    // The largest double and infinity are neighbours.
    const bool are_neighbours = std::fabs(rounded) >= kLargest && std::fabs(found) >= kLargest;
    return are_neighbours && std::signbit(rounded) == std::signbit(found) ? 0 : kInfinity;
  }
  if (rounded == 0 && found == 0) {
    return std::signbit(rounded) == std::signbit(found) ? 0 : kInfinity;
  }
  const int exponent = rounded == 0 ? -1074 : std::max(std::ilogb(rounded) - 52, -1074);
  Mpfr difference(found);
  mpfr_sub(difference.get(), difference.get(), exact.get(), MPFR_RNDN);
  mpfr_mul_2si(difference.get(), difference.get(), -exponent, MPFR_RNDN);
  return std::fabs(mpfr_get_d(difference.get(), MPFR_RNDN));
}

// Where SLEEF overflows early and the second way is taken.
double promised(const Case& c, double a, double result) {
  if (c.function == Elementary::asinh || c.function == Elementary::acosh) {
    return std::fabs(a) > 1e154 ? 2 : c.ulps;
  }
  if (c.function == Elementary::log1p) return a > 9e306 ? 2 : c.ulps;
  const bool may_overflow = c.function == Elementary::exp || c.function == Elementary::expm1 ||
                            c.function == Elementary::cosh || c.function == Elementary::sinh ||
                            c.function == Elementary::pow;
  return may_overflow && std::fabs(result) > 8.9e307 ? 3 : c.ulps;
}

class ElementaryTest : public testing::Test {
 protected:
  void TearDown() override { ASSERT_TRUE(force_target("")); }
};

TEST_F(ElementaryTest, KeepsToTheBoundsOfItsPage) {
  for (const Case& c : kCases) {
    const Arguments given = arguments_of(c, 4000);
    const std::vector<double> found = computed(c, given);
    double worst = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const double error = error_in_ulps(c, given.a[i], given.b[i], found[i]);
      ASSERT_LE(error, promised(c, given.a[i], found[i]))
          << "function " << static_cast<int>(c.function) << " of " << given.a[i] << ", "
          << given.b[i] << " gives " << found[i];
      worst = std::max(worst, error);
    }
    RecordProperty("ulps_of_" + std::to_string(static_cast<int>(c.function)),
                   std::to_string(worst));
  }
}

TEST_F(ElementaryTest, HasTheSameBitsOnEveryInstructionSet) {
  for (const Case& c : kCases) {
    const Arguments given = arguments_of(c, 20000);
    ASSERT_TRUE(force_target(""));
    const std::vector<double> expected = computed(c, given);
    for (const std::string& target : supported_targets()) {
      ASSERT_TRUE(force_target(target));
      const std::vector<double> found = computed(c, given);
      for (std::size_t i = 0; i < found.size(); ++i) {
        const bool are_nan = std::isnan(found[i]) && std::isnan(expected[i]);
        ASSERT_TRUE(are_nan || std::bit_cast<std::uint64_t>(found[i]) ==
                                   std::bit_cast<std::uint64_t>(expected[i]))
            << target << ": function " << static_cast<int>(c.function) << " of " << given.a[i]
            << ", " << given.b[i];
      }
    }
  }
}

}  // namespace
}  // namespace hilo
