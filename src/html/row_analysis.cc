#include "html/row_analysis.h"

#include <cmath>
#include <limits>

namespace hilo::html {
namespace {

bool is_finite(const std::optional<double>& value) { return value && std::isfinite(*value); }

template <typename Get>
std::optional<OutlierRule> rule_of(std::size_t rows, Get get) {
  std::vector<double> finite;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::optional<double> value = get(row);
    if (is_finite(value)) finite.push_back(*value);
  }
  return outlier_rule(std::move(finite));
}

double distance(const std::optional<OutlierRule>& rule, const std::optional<double>& value) {
  return rule && is_finite(value) ? rule->distance(*value) : 0;
}

}  // namespace

Range Ranges::shown() const {
  const bool squeezed = !usual.empty() && all.span() > 4 * usual.span();
  // Equal values and one apart from them: they are a line wherever they are.
  if (squeezed && usual.low < usual.high) return widened(usual, 0.2);
  return widened(all, 0.06);
}

bool RowAnalysis::has_place(const RowLog& rows, std::size_t row) {
  return is_finite(rows.mean(row));
}

double RowAnalysis::mean_distance(const RowLog& rows, std::size_t row) const {
  return distance(mean_rule, rows.mean(row));
}

double RowAnalysis::std_distance(const RowLog& rows, std::size_t row) const {
  const std::optional<double> std = rows.std(row);
  if (std_rule && std && std::isinf(*std)) return std::numeric_limits<double>::infinity();
  return distance(std_rule, std);
}

RowAnalysis::RowAnalysis(const RowLog& rows)
    : mean_rule(rule_of(rows.size(), [&](std::size_t row) { return rows.mean(row); })),
      std_rule(rule_of(rows.size(), [&](std::size_t row) { return rows.std(row); })),
      is_outlier(rows.size(), false) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (!has_place(rows, row)) {
      placeless.push_back(row);
      continue;
    }
    is_outlier[row] = mean_distance(rows, row) > OutlierRule::kLimit ||
                      std_distance(rows, row) > OutlierRule::kLimit;
    if (is_outlier[row]) outliers.push_back(row);
    const double mean = *rows.mean(row);
    const double std = rows.std(row).value_or(0);
    const auto add = [&](Ranges& ranges, double value) {
      ranges.all.add(value);
      if (!is_outlier[row]) ranges.usual.add(value);
    };
    add(means, mean);
    if (rows.std(row)) add(stds, std);
    add(bars, mean - std);
    add(bars, mean + std);
  }
}

}  // namespace hilo::html
