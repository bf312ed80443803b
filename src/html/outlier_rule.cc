#include "html/outlier_rule.h"

#include <algorithm>
#include <cmath>

namespace hilo::html {
namespace {

// Of at least one value. Halves are added, for the sum of two may be beyond the largest double.
double median_of(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  const double below = *std::max_element(values.begin(), middle);
  return below == *middle ? below : below / 2 + *middle / 2;
}

long double deviation(double value, double median) {
  return std::abs(static_cast<long double>(value) - median);
}

}  // namespace

double OutlierRule::distance(double value) const {
  if (spread == 0) return 0;
  return static_cast<double>(deviation(value, median) / spread);
}

std::optional<OutlierRule> outlier_rule(std::vector<double> values) {
  if (values.size() < OutlierRule::kMinValues) return std::nullopt;
  OutlierRule rule;
  rule.median = median_of(values);
  long double sum = 0;
  for (const double value : values) sum += deviation(value, rule.median);
  const long double mean = sum / static_cast<long double>(values.size());
  // Infinite where a deviation is beyond the largest double, as the distance is 0 then.
  for (double& value : values) value = static_cast<double>(deviation(value, rule.median));
  const double mad = median_of(values);
  rule.by_mean_deviation = mad == 0;
  rule.spread = mad > 0 ? mad * 1.4826 : static_cast<double>(mean * 1.2533L);
  return rule;
}

}  // namespace hilo::html
