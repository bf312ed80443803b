// Seeded families of doubles that stress different parts of exact summation.
#ifndef HILO_TESTS_SUPPORT_VALUE_FAMILIES_H_
#define HILO_TESTS_SUPPORT_VALUE_FAMILIES_H_

#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace hilo::testing {

using Generator = std::mt19937_64;

inline double random_bits_double(Generator& random) {
  double value;
  do {
    const std::uint64_t bits = random();
    std::memcpy(&value, &bits, sizeof(value));
  } while (!std::isfinite(value));
  return value;
}

struct ValueFamily {
  std::string name;
  std::function<double(Generator&)> draw;
};

inline double scaled_normal(Generator& random, int exponent) {
  return std::ldexp(std::normal_distribution<double>()(random), exponent);
}

inline const std::vector<ValueFamily>& value_families() {
  constexpr double kMax = std::numeric_limits<double>::max();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  static const std::vector<ValueFamily> families = {
      {"normal", [](Generator& r) { return scaled_normal(r, 0); }},
      {"uniform", [](Generator& r) { return std::uniform_real_distribution<double>()(r); }},
      {"positive_with_zeros",
       [](Generator& r) { return r() % 3 == 0 ? 0.0 : std::fabs(scaled_normal(r, 2)); }},
      {"both_zeros", [](Generator& r) { return r() % 2 == 0 ? -0.0 : 0.0; }},
      {"negative_and_negative_zero",
       [](Generator& r) { return r() % 50 == 0 ? -0.0 : -std::fabs(scaled_normal(r, 0)); }},
      {"constant", [](Generator&) { return 0.1; }},
      {"integers", [](Generator& r) { return static_cast<double>(r() % 1000) - 500.0; }},
      {"offset", [](Generator& r) { return 1e9 + scaled_normal(r, -10); }},
      {"some_tiny", [](Generator& r) { return scaled_normal(r, r() % 40 == 0 ? -60 : 0); }},
      {"rare_tiny", [](Generator& r) { return scaled_normal(r, r() % 700 == 0 ? -300 : 0); }},
      {"rare_huge", [](Generator& r) { return scaled_normal(r, r() % 700 == 0 ? 300 : 0); }},
      {"all_exponents", [](Generator& r) { return random_bits_double(r); }},
      {"subnormal",
       [](Generator& r) { return std::ldexp(static_cast<double>(r() % 1000) - 500.0, -1074); }},
      {"smallest_normal", [](Generator& r) { return scaled_normal(r, -1022); }},
      {"lower_end",
       [](Generator& r) { return scaled_normal(r, -442 + static_cast<int>(r() % 5)); }},
      {"upper_end", [](Generator& r) { return scaled_normal(r, 497 + static_cast<int>(r() % 5)); }},
      {"largest",
       [=](Generator& r) {
         return r() % 2 == 0 ? kMax : -kMax * (1 - 0x1p-20 * static_cast<double>(r() % 9));
       }},
      {"powers_of_two", [](Generator& r) { return std::ldexp(1.0, static_cast<int>(r() % 80)); }},
      {"some_nan",
       [](Generator& r) { return r() % 500 == 0 ? std::nan("") : scaled_normal(r, 0); }},
      {"specials",
       [=](Generator& r) {
         switch (r() % 8) {
           case 0:
             return std::nan("");
           case 1:
             return kInfinity;
           case 2:
             return -kInfinity;
           case 3:
             return -0.0;
           case 4:
             return 0.0;
           default:
             return scaled_normal(r, 0);
         }
       }},
      {"rare_infinity",
       [=](Generator& r) { return r() % 900 == 0 ? kInfinity : scaled_normal(r, 0); }},
      {"only_nan", [](Generator&) { return std::nan(""); }},
      {"ties",  // halves of the first slice's unit, and of the second's
       [](Generator& r) {
         return 3.0 +
                std::ldexp(static_cast<double>(r() % 7), -22 - 24 * static_cast<int>(r() % 2));
       }},
      {"ties_below_the_window",  // halves of the third slice's unit
       [](Generator& r) {
         // Ties whatever the window's exponent, from 1 to 5.
         const double units = static_cast<double>(r() % 32 + 1) * (r() % 2 == 0 ? 1 : -1);
         return r() % 60 == 0 ? std::ldexp(units, -71)
                              : 1 + std::uniform_real_distribution<double>()(r);
       }},
      {"around_the_share_that_is_rounded",
       [](Generator& r) { return scaled_normal(r, r() % 32 == 0 ? -20 : 0); }},
  };
  return families;
}

inline std::vector<double> draw_values(const ValueFamily& family, std::size_t count,
                                       std::uint64_t seed) {
  Generator random(seed);
  std::vector<double> values(count);
  for (double& value : values) value = family.draw(random);
  return values;
}

}  // namespace hilo::testing

#endif  // HILO_TESTS_SUPPORT_VALUE_FAMILIES_H_
