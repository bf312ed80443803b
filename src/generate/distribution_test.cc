#include "generate/distribution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "generate/random_words.h"
#include "support/each_target.h"

namespace hilo {
namespace {

constexpr std::uint64_t kOnes = ~std::uint64_t{0};

std::vector<double> values_of(Distribution distribution, const std::vector<std::uint64_t>& words) {
  std::vector<double> values(words.size());
  apply_distribution(distribution, words, values.data());
  return values;
}

// The first words of each of `files` files.
std::vector<double> sample(Distribution distribution, std::uint64_t files, std::size_t size) {
  std::vector<double> all;
  std::vector<std::uint64_t> words(size);
  for (std::uint64_t file = 0; file < files; ++file) {
    random_words(0, file, 0, words);
    const auto values = values_of(distribution, words);
    all.insert(all.end(), values.begin(), values.end());
  }
  return all;
}

// Random words, with all pairs of extreme ones in front.
std::vector<std::uint64_t> hard_words() {
  const std::vector<std::uint64_t> extremes = {0,
                                               kOnes,
                                               1 << 11,
                                               kOnes << 11,
                                               std::uint64_t{1} << 62,
                                               (std::uint64_t{1} << 62) - 1,
                                               std::uint64_t{1} << 63,
                                               (std::uint64_t{1} << 63) - 1,
                                               std::uint64_t{3} << 62,
                                               std::uint64_t{1} << 61,
                                               (std::uint64_t{1} << 61) - 1};
  std::vector<std::uint64_t> words;
  for (const std::uint64_t a : extremes) {
    for (const std::uint64_t b : extremes) words.insert(words.end(), {a, b});
  }
  std::vector<std::uint64_t> random(1 << 17);
  random_words(99, 0, 0, random);
  const std::size_t taken = words.size() % kWordStep;
  words.insert(words.end(), random.begin(), random.end() - static_cast<long>(taken));
  return words;
}

double error_ulp(double found, long double exact) {
  if (exact == 0) return found == 0 ? 0 : 1e300;
  return static_cast<double>(std::fabs(found - exact) / std::ldexp(1.0L, std::ilogb(exact) - 52));
}

TEST(Distribution, HasTheSameBitsOnEveryTarget) {
  const auto words = hard_words();
  for (const auto distribution :
       {Distribution::normal, Distribution::uniform, Distribution::lognormal}) {
    std::vector<double> first;
    testing::on_each_target([&] {
      const auto values = values_of(distribution, words);
      if (first.empty()) first = values;
      EXPECT_EQ(std::memcmp(values.data(), first.data(), values.size() * sizeof(double)), 0);
    });
  }
}

TEST(Distribution, UniformIsTheUpper53Bits) {
  const auto words = hard_words();
  const auto values = values_of(Distribution::uniform, words);
  for (std::size_t i = 0; i < words.size(); ++i) {
    ASSERT_EQ(values[i], static_cast<double>(words[i] >> 11) * 0x1p-53);
  }
  EXPECT_EQ(*std::max_element(values.begin(), values.end()), 1 - 0x1p-53);
  EXPECT_EQ(*std::min_element(values.begin(), values.end()), 0);
}

TEST(Distribution, NormalIsBoxMullerWithinItsBound) {
  const auto words = hard_words();
  const auto values = values_of(Distribution::normal, words);
  double worst = 0;
  for (std::size_t i = 0; i < words.size(); i += 2) {
    const long double u = static_cast<long double>((words[i] >> 11) + 1) * 0x1p-53L;
    const long double r = std::sqrt(-2 * std::log(u));
    // The angle from the middle of its quadrant, so that its sine and cosine lose no bits.
    const auto arc = static_cast<std::int64_t>(words[i + 1] << 2 >> 12);
    const long double f =
        (static_cast<long double>(arc - (std::int64_t{1} << 51)) + 0.5L) * 0x1p-52L;
    const long double s = std::sin(f * std::numbers::pi_v<long double> / 2);
    const long double c = std::cos(f * std::numbers::pi_v<long double> / 2);
    const long double x[] = {c, -s, -c, s};
    const long double y[] = {s, c, -s, -c};
    const std::uint64_t quadrant = words[i + 1] >> 62;
    worst = std::max(worst, error_ulp(values[i], r * x[quadrant]));
    worst = std::max(worst, error_ulp(values[i + 1], r * y[quadrant]));
  }
  EXPECT_LT(worst, 4.0);
  RecordProperty("normal_ulp", std::to_string(worst));
}

TEST(Distribution, LognormalIsExpOfNormalWithinItsBound) {
  const auto words = hard_words();
  const auto normal = values_of(Distribution::normal, words);
  const auto values = values_of(Distribution::lognormal, words);
  for (std::size_t i = 0; i < words.size(); ++i) {
    ASSERT_LT(error_ulp(values[i], std::exp(static_cast<long double>(normal[i]))), 1.25);
  }
}

TEST(Distribution, NormalReachesItsTails) {
  std::vector<std::uint64_t> words(kWordStep, 0);  // the smallest u
  words[1] = std::uint64_t{1} << 61;               // the middle of a quadrant: cosine 1
  const auto values = values_of(Distribution::normal, words);
  EXPECT_NEAR(values[0], std::sqrt(106 * std::numbers::ln2), 1e-14);
  std::vector<std::uint64_t> ones(kWordStep, kOnes);  // u = 1
  for (const double value : values_of(Distribution::normal, ones)) EXPECT_EQ(value, 0);
}

// What follows are statistical tests of fixed samples: they pass or fail forever. The limits are
// 4 standard errors and more.

struct Shape {
  double mean, variance, skewness, kurtosis;
};

Shape shape_of(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0;
  for (const double x : values) mean += x / n;
  double m2 = 0, m3 = 0, m4 = 0;
  for (const double x : values) {
    const double d = x - mean;
    m2 += d * d / n;
    m3 += d * d * d / n;
    m4 += d * d * d * d / n;
  }
  return {mean, m2, m3 / std::pow(m2, 1.5), m4 / (m2 * m2)};
}

// Kolmogorov's statistic sqrt(n) sup |F_n - F|; beyond 1.95 with probability 0.001.
template <typename Cumulative>
double kolmogorov(std::vector<double> values, Cumulative cumulative) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double distance = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double f = cumulative(values[i]);
    distance =
        std::max({distance, f - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - f});
  }
  return distance * std::sqrt(n);
}

double normal_cumulative(double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; }

TEST(Distribution, NormalHasTheMomentsOfANormal) {
  const auto values = sample(Distribution::normal, 10, 1 << 17);
  const double root_n = std::sqrt(static_cast<double>(values.size()));
  const Shape shape = shape_of(values);
  EXPECT_NEAR(shape.mean, 0, 4 / root_n);
  EXPECT_NEAR(shape.variance, 1, 4 * std::sqrt(2.0) / root_n);
  EXPECT_NEAR(shape.skewness, 0, 4 * std::sqrt(6.0) / root_n);
  EXPECT_NEAR(shape.kurtosis, 3, 4 * std::sqrt(24.0) / root_n);
}

TEST(Distribution, UniformHasTheMomentsOfAUniform) {
  const auto values = sample(Distribution::uniform, 10, 1 << 17);
  const double root_n = std::sqrt(static_cast<double>(values.size()));
  const Shape shape = shape_of(values);
  EXPECT_NEAR(shape.mean, 0.5, 4 * std::sqrt(1.0 / 12) / root_n);
  EXPECT_NEAR(shape.variance, 1.0 / 12, 4 * std::sqrt(1.0 / 180) / root_n);
  EXPECT_NEAR(shape.kurtosis, 1.8, 0.01);
}

TEST(Distribution, FollowsItsCumulativeFunction) {
  EXPECT_LT(kolmogorov(sample(Distribution::normal, 4, 1 << 17), normal_cumulative), 1.95);
  EXPECT_LT(kolmogorov(sample(Distribution::uniform, 4, 1 << 17), [](double x) { return x; }),
            1.95);
  EXPECT_LT(kolmogorov(sample(Distribution::lognormal, 4, 1 << 17),
                       [](double x) { return normal_cumulative(std::log(x)); }),
            1.95);
}

TEST(Distribution, NormalHasTheRightShareInTheTails) {
  const auto values = sample(Distribution::normal, 16, 1 << 17);
  for (const double limit : {2.0, 3.0, 4.0}) {
    const double share = 2 * normal_cumulative(-limit);
    const auto n = static_cast<double>(values.size());
    const auto found = static_cast<double>(std::count_if(
        values.begin(), values.end(), [limit](double x) { return std::fabs(x) > limit; }));
    EXPECT_NEAR(found, n * share, 4 * std::sqrt(n * share)) << limit;
  }
}

double correlation(const double* a, const double* b, std::size_t count) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += a[i] * b[i];
  return sum / static_cast<double>(count);
}

TEST(Distribution, NormalsDoNotCorrelateAcrossPositionsFilesAndSquares) {
  constexpr std::size_t kSize = 1 << 17;
  const auto values = sample(Distribution::normal, 9, kSize);
  std::vector<double> squares;  // of mean 0 and variance 1
  for (const double x : values) squares.push_back((x * x - 1) / std::numbers::sqrt2);
  const double limit = 4.5 / std::sqrt(static_cast<double>(kSize));
  for (const std::vector<double>* series : {&values, &std::as_const(squares)}) {
    const double* first = series->data();
    for (const std::size_t lag : {1, 2, 3, 4, 8, 64, 128, 1024}) {
      EXPECT_NEAR(correlation(first, first + lag, kSize), 0, limit) << "lag " << lag;
    }
    for (std::size_t file = 1; file < 9; ++file) {
      EXPECT_NEAR(correlation(first, first + file * kSize, kSize), 0, limit) << "file " << file;
    }
  }
}

}  // namespace
}  // namespace hilo
