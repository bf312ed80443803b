// Holds the error bounds that elementary-inl.h states. The oracle is the C library's long double,
// which has at least 11 more bits than double where these tests run.
#include "generate/elementary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "generate/random_words.h"
#include "support/each_target.h"

namespace hilo {
namespace {

static_assert(std::numeric_limits<long double>::digits >= 64, "the oracle needs more bits");

constexpr std::size_t kSamples = 1 << 18;

// The distance in units in the last place of the exact value.
double error_ulp(double found, long double exact) {
  if (exact == 0) return found == 0 ? 0 : std::numeric_limits<double>::infinity();
  const int exponent = std::max(std::ilogb(exact), -1022);
  return static_cast<double>(std::fabs(found - exact) / std::ldexp(1.0L, exponent - 52));
}

std::vector<double> samples(double low, double high, std::vector<double> values) {
  std::mt19937_64 engine(2024);
  std::uniform_real_distribution<double> uniform(low, high);
  while (values.size() < kSamples || values.size() % kWordStep != 0) {
    values.push_back(uniform(engine));
  }
  return values;
}

template <typename Oracle>
double worst_ulp(const std::vector<double>& in, const std::vector<double>& out, Oracle oracle) {
  double worst = 0;
  for (std::size_t i = 0; i < in.size(); ++i) {
    worst = std::max(worst, error_ulp(out[i], oracle(static_cast<long double>(in[i]))));
  }
  return worst;
}

// Every power of two and its neighbours, what lies around 1 and around the ends of the reduction.
std::vector<double> logarithm_arguments() {
  std::vector<double> values;
  for (int e = 0; e > -1022; --e) {
    const double power = std::ldexp(1.0, e);
    const double middle = power * std::numbers::sqrt2 / 2;
    values.insert(values.end(), {power, std::nextafter(power, 0.0), std::nextafter(power, 1.0),
                                 middle, std::nextafter(middle, 0.0), std::nextafter(middle, 1.0)});
    if (e < 0 && e >= -53) values.push_back(1 - power);
  }
  return samples(0, 1, values);
}

TEST(Elementary, MinusLogIsWithinItsBound) {
  const auto in = logarithm_arguments();
  std::vector<double> out(in.size());
  testing::on_each_target([&] {
    minus_log(in, out.data());
    const double worst = worst_ulp(in, out, [](long double u) { return -std::log(u); });
    EXPECT_LT(worst, 1.0);
    ::testing::Test::RecordProperty("minus_log_ulp", std::to_string(worst));
  });
}

TEST(Elementary, MinusLogOfOneIsPlusZero) {
  const std::vector<double> in(kWordStep, 1.0);
  std::vector<double> out(kWordStep, 1.0);
  testing::on_each_target([&] {
    minus_log(in, out.data());
    EXPECT_EQ(out[0], 0.0);
    EXPECT_FALSE(std::signbit(out[0]));
  });
}

TEST(Elementary, ExpIsWithinItsBound) {
  std::vector<double> in = samples(-10, 10, {});
  const auto wide = samples(-700, 700, {-700, 700, 0, -0.0, 0x1p-60, -0x1p-60});
  in.insert(in.end(), wide.begin(), wide.end());
  std::vector<double> out(in.size());
  testing::on_each_target([&] {
    exp(in, out.data());
    const double worst = worst_ulp(in, out, [](long double x) { return std::exp(x); });
    EXPECT_LT(worst, 1.25);
    ::testing::Test::RecordProperty("exp_ulp", std::to_string(worst));
  });
}

TEST(Elementary, SineAndCosineAreWithinTheirBounds) {
  const auto in = samples(-0.5, 0.5, {-0.5, 0.5, 0x1p-53, -0x1p-53, 0, 0x1p-30, 0.25, -0.25});
  std::vector<double> sine(in.size());
  std::vector<double> cosine(in.size());
  constexpr long double kHalfPi = std::numbers::pi_v<long double> / 2;
  testing::on_each_target([&] {
    sin_cos_quarter(in, sine.data(), cosine.data());
    const double worst_sine =
        worst_ulp(in, sine, [](long double f) { return std::sin(f * kHalfPi); });
    const double worst_cosine =
        worst_ulp(in, cosine, [](long double f) { return std::cos(f * kHalfPi); });
    EXPECT_LT(worst_sine, 2.0);
    EXPECT_LT(worst_cosine, 1.5);
    ::testing::Test::RecordProperty("sine_ulp", std::to_string(worst_sine));
    ::testing::Test::RecordProperty("cosine_ulp", std::to_string(worst_cosine));
  });
}

}  // namespace
}  // namespace hilo
