// The numbers that expressions may name.
#ifndef HILO_EXPRESSION_CONSTANTS_H_
#define HILO_EXPRESSION_CONSTANTS_H_

#include <limits>
#include <numbers>
#include <optional>
#include <string_view>

namespace hilo {

struct Constant {
  std::string_view name;
  double value;
};

inline constexpr Constant kConstants[] = {
    {"pi", std::numbers::pi},
    {"e", std::numbers::e},
    {"inf", std::numeric_limits<double>::infinity()},
    {"nan", std::numeric_limits<double>::quiet_NaN()},
};

constexpr std::optional<double> constant_named(std::string_view name) {
  for (const Constant& constant : kConstants) {
    if (constant.name == name) return constant.value;
  }
  return std::nullopt;
}

}  // namespace hilo

#endif  // HILO_EXPRESSION_CONSTANTS_H_
